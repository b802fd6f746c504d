"""The strip that says what is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from sopwizard.text import window as words
from sopwizard.ui.names import named
from sopwizard.ui.widgets.labels import label

if TYPE_CHECKING:
    from sopwizard.services.job import Progress


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
        self.hide()

    def show_progress(self, sentence: str, progress: Progress | None) -> None:
        """Show the sentence, and how far the work is where that is known."""
        self.text.setText(sentence)
        if progress is not None and progress.total:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
        else:
            self.bar.setRange(0, 0)
