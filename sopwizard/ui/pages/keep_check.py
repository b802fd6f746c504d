"""Keeping a check in a file: with the orders counted, with what people confirmed, and without names if wanted."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from sopwizard import files
from sopwizard.domain.errors import SopError
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.order_counts import OrderCounts
from sopwizard.domain.rulebook import Rulebook
from sopwizard.domain.saved import SavedCheck, redacted
from sopwizard.services import saved_checks
from sopwizard.services.job import Job
from sopwizard.text import check_list as words
from sopwizard.text import order_counts
from sopwizard.ui.names import named
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.widgets.saving import ask_where
from sopwizard.ui.wiring import Performer

_ENDING = ".sopcheck"


class KeepCheck(QWidget):
    """A button, and whether names stay in the file. ``task`` is work for a thread."""

    task = Signal(object)

    def __init__(self, performer: Performer, rulebook: Rulebook) -> None:
        super().__init__()
        self._performer = performer
        self._public = rulebook.public_words
        self._draft = Draft()
        self.save = button("saveCheckButton", words.SAVE_CHECK, self._ask)
        self.nameless = named(QCheckBox(words.WITHOUT_NAMES), "saveCheckNameless")
        self.path = label("saveCheckPath", "", "soft")
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(self.nameless)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.path)
        self.path.hide()

    def show_draft(self, draft: Draft) -> None:
        """Keep that; what was said of another check's file goes."""
        if draft.snapshot is not self._draft.snapshot:
            self.path.hide()
        self._draft = draft

    def _ask(self) -> None:
        asked = words.SAVE_CHECK_TITLE, words.CHECK_FILTER
        ask_where(self, "saveCheckDialog", asked, f"{words.CHECK_FILE}{_ENDING}", self.save_to)

    def save_to(self, path: Path) -> None:
        """Count the orders, and write all of it off the window's thread."""
        snapshot, confirmations, nameless = self._draft.snapshot, self._draft.confirmations, self.nameless.isChecked()
        if snapshot is None:
            return
        target = path if path.suffix else path.with_suffix(_ENDING)

        def work(job: Job) -> Callable[[], None]:
            counted = self._counted(snapshot, job)
            orders = counted if isinstance(counted, OrderCounts) else None
            kept = SavedCheck(snapshot, orders, confirmations=confirmations)
            whole = redacted(kept, self._public) if nameless else kept
            files.write(saved_checks.dump(whole), target)
            return lambda: self._saved(snapshot, target, counted)

        self.task.emit(work)

    def _counted(self, snapshot: Snapshot, job: Job) -> OrderCounts | SopError:
        """The orders, or why they cannot be counted, which loses nothing else."""
        try:
            return self._performer.count(snapshot.target, None, job)
        except SopError as error:
            return error

    def _saved(self, snapshot: Snapshot, path: Path, counted: OrderCounts | SopError) -> None:
        if snapshot is self._draft.snapshot:
            self.path.setText("\n".join((words.check_saved(str(path)), *order_counts.lacking(counted))))
            self.path.show()
