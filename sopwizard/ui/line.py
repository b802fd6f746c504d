"""The way from other threads into the window's.

What a thread wants to tell may be gone at any moment: a page closes, the program ends. A signal that it sends of a
QObject which is being taken down takes the process with it. So all threads send through one object, which stays as long
as there is a window, and whom it is for is looked up where objects are taken down: in the window's thread.
"""

from __future__ import annotations

import atexit
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import delete, isValid

if TYPE_CHECKING:
    from collections.abc import Callable


class _Line(QObject):
    came = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self.came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _deliver(self, owner: QObject, hear: Callable[..., object], words: tuple[object, ...]) -> None:
        if isValid(owner):
            hear(*words)


_lock = threading.Lock()
_open: list[_Line] = []  # one, or none


def open_line() -> None:
    """Be ready to hear, in this thread, which is the window's."""
    if not _open:
        _open.append(_Line())
        atexit.register(close_line)  # the last that is registered comes first: Qt's own end is after it


def send(owner: QObject, hear: Callable[..., object], *words: object) -> None:
    """Have that method of the owner called in the window's thread, if the owner is there when its turn comes."""
    with _lock:
        for line in _open:
            line.came.emit(owner, hear, words)


def close_line() -> None:
    """Before the application is taken down: nothing is under way any more then, and nothing is sent from then on."""
    with _lock:
        while _open:
            delete(_open.pop())
