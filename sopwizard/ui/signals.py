"""Ctrl-C in the terminal, and a system that asks the program to end, close the window as its user would.

By itself Python answers the first by breaking off whatever of the window's code runs next, after which the window goes
on; and the second ends the process, in the middle of a change if one is under way.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from PySide6.QtWidgets import QWidget

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def close_on_signals(window: QWidget) -> Iterator[None]:
    """Until the block is left. What is ignored, as by a command in the background, stays ignored."""

    def close(_number: int, _frame: FrameType | None) -> None:
        # Python comes to this within the second in which it looks for garbage, in the middle of any code of the window.
        QTimer.singleShot(0, window, window.close)

    ours = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, close) for number in ours}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
