"""What is stored on this computer: every entry and file, and a way to delete them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from sopwizard.domain.errors import SopError
from sopwizard.domain.signin import Stored
from sopwizard.services.job import Job
from sopwizard.text import connect as words
from sopwizard.text import signin as signin_words
from sopwizard.text import window as window_words
from sopwizard.ui.names import named
from sopwizard.ui.tasks import Tasks
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.widgets.table import Table
from sopwizard.ui.wiring import SignInDesk

_KEYRING = "keyring"


class StoredBox(QDialog):
    """Nothing is deleted before a second button is pressed, and the safe answer is the default."""

    changed = Signal()
    """Something was deleted: who is signed in may be another answer now."""

    def __init__(self, parent: QWidget, desk: SignInDesk) -> None:
        super().__init__(parent)
        named(self, "storedDialog", words.STORED_TITLE)
        self.setWindowTitle(words.STORED_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 520)
        self._desk = desk
        self._entries: tuple[Stored, ...] = ()
        self._wanted: tuple[Stored, ...] = ()
        self.tasks = Tasks(self)
        self.tasks.finished.connect(lambda then: then())
        self.tasks.failed.connect(self._failed)
        self.tasks.broke.connect(self._broke)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label("storedTitle", words.STORED_TITLE, "title"))
        column.addWidget(label("storedSoft", words.STORED_SOFT, "soft"))
        self.table = Table("storedTable", words.STORED_TITLE, words.STORED_COLUMNS, most_rows=1000)
        self.table.widths(6, 8, 2)
        area = named(QScrollArea(), "storedScroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.table)
        inside.addStretch(1)
        area.setWidget(holder)
        column.addWidget(area, 1)
        self.remark = label("storedRemark", words.STORED_READING)
        column.addWidget(self.remark)
        self.delete = button("deleteStoredButton", words.DELETE, self._ask)
        self.forget = button("forgetButton", words.FORGET, self._forget)
        self.agreed = button("deleteAgreedButton", words.DELETE_AGREED, self._delete, weight="danger")
        self.keep = button("keepStoredButton", words.DELETE_KEEP, self._keep)
        self.close_ = button("storedClose", window_words.CLOSE, self.accept)
        row = QHBoxLayout()
        row.setSpacing(8)
        for each in (self.delete, self.forget, self.agreed, self.keep):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self.close_)
        column.addLayout(row)
        self._asking(yes=False)
        self.close_.setDefault(True)
        self.close_.setFocus()
        self._look()

    def _look(self, said: str = "") -> None:
        desk = self._desk

        def work(job: Job) -> object:
            found = desk.stored(job)
            return lambda: self._show(found, said)

        self.tasks.start(work, "sopwizard-stored")

    def _show(self, found: tuple[Stored, ...], said: str) -> None:
        self._entries = found
        rows = [
            (
                (signin_words.stored(one), False),
                words.KEYRING.format(name=one.name) if one.place == _KEYRING else one.name,
                words.size(one.size),
            )
            for one in found
        ]
        self.table.fill(rows, [str(number) for number in range(len(found))])
        self.remark.setText(said or ("" if found else words.STORED_NOTHING))

    def _asking(self, *, yes: bool) -> None:
        for each in (self.delete, self.forget):
            each.setVisible(not yes)
        for each in (self.agreed, self.keep):
            each.setVisible(yes)
        self.table.setEnabled(not yes)

    def _ask(self) -> None:
        ticked = [self._entries[int(key)] for key in self.table.ticked()]
        if not ticked:
            self.remark.setText(words.DELETE_NOTHING)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        everybody = any(one.place == _KEYRING for one in ticked)
        if everybody:  # pieces of one thing
            ticked += [one for one in self._entries if one.place == _KEYRING and one not in ticked]
        self._wanted = tuple(ticked)
        journal = any(one.what == "journal" for one in ticked)
        self.remark.setText(words.delete_question(len(ticked), everybody=everybody, journal=journal))
        self._asking(yes=True)
        self.keep.setDefault(True)
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        self.remark.setText("")
        self._asking(yes=False)
        self.delete.setFocus(Qt.FocusReason.OtherFocusReason)

    def _delete(self) -> None:
        desk, wanted = self._desk, self._wanted
        self._change(lambda job: desk.remove(wanted, job))

    def _forget(self) -> None:
        self._change(self._desk.forget_everything)

    def _change(self, change: Callable[[Job], object]) -> None:
        if self.tasks.busy:
            return

        def work(job: Job) -> object:
            change(job)
            return self._changed

        self.remark.setText(words.STORED_READING)
        self.tasks.start(work, "sopwizard-stored")

    def _changed(self) -> None:
        self._asking(yes=False)
        self.changed.emit()
        self._look(words.DELETED)
        self.close_.setFocus(Qt.FocusReason.OtherFocusReason)

    def _broke(self) -> None:
        self._asking(yes=False)
        self.remark.setText(window_words.WENT_WRONG)

    def _failed(self, error: SopError) -> None:
        from sopwizard.text.errors import explain  # noqa: PLC0415  most deletions succeed

        self._asking(yes=False)
        words_of_error = explain(error)
        self._look(f"{words_of_error.happened} {words_of_error.todo}")
