"""Python's garbage is collected in the window's thread, and nowhere else.

Python collects in whichever thread happens to make an object too many. Where that is a thread that reads an
environment, and a dialog that was closed is among what it finds, Qt takes down a widget outside its thread, and the
process ends: in the middle of a run, if one is under way.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_PAUSE = 1000
"""Milliseconds between two looks."""


def collect_here(owner: QObject) -> None:
    """Collect in this thread from now on, as long as the owner is there and this thread takes its events."""
    gc.disable()
    timer = QTimer(owner)
    timer.timeout.connect(collect)
    timer.start(_PAUSE)


def collect() -> None:
    """Collect what is due: the generations whose limits, which are Python's own, are passed."""
    due = [number for number, limit in enumerate(gc.get_threshold()) if gc.get_count()[number] > limit]
    if due and due[0] == 0:
        gc.collect(due[-1])
