"""The strip that says what is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from sopwizard.text import window as words
from sopwizard.ui.names import announce, named
from sopwizard.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from sopwizard.services.job import Progress

_LONG = 3  # seconds, from which on people ask themselves how long it has been


class ProgressRow(QFrame):
    """A sentence and a bar: running without a figure until one is known, then filling, never starting anew."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "progressRow")
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 10, 24, 10)
        row.setSpacing(16)
        self.text = label("progressText")
        self.bar = named(QProgressBar(), "progressBar", words.PROGRESS_NAME)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        row.addWidget(self.text, 2)
        row.addWidget(self.bar, 1)
        self._sentence = ""
        self._since = QElapsedTimer()
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(lambda: self.say_for(self._since.elapsed()))
        self.hide()

    def show_progress(self, sentence: str, progress: Progress | None) -> None:
        """Show the sentence, and how far the work is where that is known; soon also how long it has been."""
        if sentence != self._sentence or self.isHidden():
            self._sentence = sentence
            self._since.start()
            if sentence != self.text.text():
                announce(self, sentence)
        self._clock.start()
        self.say_for(self._since.elapsed())
        if progress is not None and progress.total:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
        else:
            self.bar.setRange(0, 0)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  Qt's name
        """Nobody looks at the clock."""
        super().hideEvent(event)
        self._clock.stop()

    def say_for(self, milliseconds: int) -> None:
        """Say what is under way, which it has been for so long."""
        seconds = milliseconds // 1000
        self.text.setText(words.so_far(self._sentence, seconds) if seconds >= _LONG else self._sentence)
