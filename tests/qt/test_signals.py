"""Ctrl-C, and a system that asks the program to end, close the window as its user would."""

import signal
import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sopwizard.ui.signals import close_on_signals


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signal to a process that has no console")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window(qtbot: QtBot, number: signal.Signals) -> None:
    window, before = QWidget(), signal.getsignal(number)
    qtbot.addWidget(window)
    ticks = QTimer(window)  # Python comes to its signals when it runs; the program's own window looks for garbage
    ticks.timeout.connect(lambda: None)
    ticks.start(10)
    window.show()
    with close_on_signals(window):
        signal.raise_signal(number)
        assert window.isVisible()
        qtbot.waitUntil(lambda: not window.isVisible())
    assert signal.getsignal(number) is before


def test_what_is_ignored_stays_ignored(qtbot: QtBot) -> None:
    window, before = QWidget(), signal.signal(signal.SIGINT, signal.SIG_IGN)
    qtbot.addWidget(window)
    try:
        with close_on_signals(window):
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
