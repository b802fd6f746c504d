"""Opening a saved check: a file stands for the environment, and nothing is connected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sopwizard.domain.model.draft import Draft
from sopwizard.text import saved_check as words
from sopwizard.ui.names import named
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from sopwizard.services.job import Job


class OpenCheck(QWidget):
    """A button and what it is good for. ``task`` is work for a thread; ``opened`` is told the draft of the file."""

    task = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        named(self, "openSavedCheck")
        self.open = button("openSavedCheckButton", words.OPEN, self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.open)
        row.addWidget(label("openSavedCheckMore", words.OPEN_MORE, "soft"), 1)

    def _ask(self) -> None:
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415  most sessions never need it

        dialog = QFileDialog(self, words.OPEN_TITLE, "", words.OPEN_FILTER)
        dialog.setObjectName("openSavedCheckDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.open_from(Path(chosen)))
        dialog.open()

    def open_from(self, path: Path) -> None:
        """Read the file off the window's thread; what cannot be used is a problem like any other."""

        def work(_job: Job) -> Callable[[], None]:
            from sopwizard.services import saved_checks  # noqa: PLC0415  most sessions never need it

            check = saved_checks.read(path)
            return lambda: self.opened.emit(Draft.of_saved(check))

        self.task.emit(work)
