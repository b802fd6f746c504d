"""Python's garbage, which may hold widgets, is collected in the window's thread alone."""

import gc
import threading
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from sopwizard.app import windowed
from sopwizard.app.start import main
from sopwizard.services.job import Job
from sopwizard.ui import garbage
from tests.support.windows import Desk


class Knot:
    """What only the collector can take down: it holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_a_thread_that_makes_a_lot_collects_nothing_and_the_window_does(
    desk: Callable[..., Desk], qapp: QApplication
) -> None:
    d, owner = desk(), QObject(qapp)
    collected: list[threading.Thread] = []
    kept: list[object] = []
    gc.enable()
    garbage.collect_here(owner)
    weakref.finalize(Knot(), lambda: collected.append(threading.current_thread()))

    def work(_job: Job) -> None:
        kept.extend([number] for number in range(100_000))  # far beyond the limits, and not freed again

    d.window.tasks.start(work, "reader")
    d.idle()
    assert collected == []
    d.bot.waitUntil(lambda: bool(collected), timeout=5_000)
    assert collected == [threading.main_thread()]
    owner.deleteLater()


def test_what_is_young_and_little_is_let_be() -> None:
    gc.disable()
    gc.collect()
    known = weakref.ref(Knot())
    garbage.collect()
    assert known() is not None


def test_after_a_window_nothing_is_collected_by_threads_that_were_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windowed, "window", lambda *_given: 0)
    try:
        assert main([]) == 0
        assert not gc.isenabled()
    finally:
        gc.enable()
