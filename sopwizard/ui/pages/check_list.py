"""The questions that Dataverse cannot answer, and a place to record who answered them, and when."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from sopwizard.domain.confirmations import Answer, Confirmation, recorded, withdrawn
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.statements import ChecklistItem, asked_under
from sopwizard.text import check_list as words
from sopwizard.text import pages
from sopwizard.ui.names import named
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.widgets.table import Table

_ROWS = 8  # at once: what is recorded of a question is typed below the list, and has to be in sight with it


class Checklist(Card):
    """Folded until it is wanted. The current row of the table is the question that is being answered."""

    changed = Signal(object)
    """The confirmations, with one more or one less."""

    def __init__(self, now: Callable[[], datetime] | None) -> None:
        super().__init__("checklist", words.HEADING)
        self._now = now
        self._confirmations: tuple[Confirmation, ...] = ()
        self._items: tuple[ChecklistItem, ...] = ()
        self.progress = self.line("checklistProgress")
        self.fold = button("checklistShow", pages.SHOW, self._fold)
        self.fold.setAccessibleDescription(words.HEADING)
        self.action(self.fold)
        self.inside = QWidget()
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(12)
        self.table = Table("checklistTable", words.HEADING, words.columns(), most_rows=_ROWS, keep_marked=True)
        self.table.widths(4, 3, 3)
        column.addWidget(self.table)
        form = QWidget()
        form.setLayout(self._form())
        column.addWidget(form)
        form.setVisible(now is not None)
        self.hint = label("checklistHint", "", "soft")
        column.addWidget(self.hint)
        self.hint.hide()
        self.add(self.inside)
        self.inside.hide()

    def _form(self) -> QGridLayout:
        self.name = named(QLineEdit(), "checklistBy")
        self.note = named(QLineEdit(), "checklistNote")
        self.answer = named(QComboBox(), "checklistAnswer")
        for given in Answer:
            self.answer.addItem(words.answer(given), given)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        edits = ((words.ANSWER_BOX, self.answer), (words.NAME_BOX, self.name), (words.NOTE_BOX, self.note))
        for place, (caption, edit) in enumerate(edits):
            said = label(f"checklistCaption{place}", caption, "caption", wrap=False)
            said.setBuddy(edit)
            grid.addWidget(said, 0, place)
            grid.addWidget(edit, 1, place)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(button("checklistRecord", words.RECORD, self.record))
        self.withdraw_button = button("checklistWithdraw", words.WITHDRAW, self.withdraw)
        buttons.addWidget(self.withdraw_button)
        grid.addLayout(buttons, 1, len(edits))
        return grid

    def show_draft(self, draft: Draft, items: tuple[ChecklistItem, ...]) -> None:
        """Show the questions that concern the draft's map, and what was answered."""
        asked = asked_under(items, draft.choices.map_id)
        if (asked, draft.confirmations) == (self._items, self._confirmations):
            return
        self._items, self._confirmations = asked, draft.confirmations
        given = {each.item: each for each in draft.confirmations}
        self.table.fill([words.row(item, given.get(item.id)) for item in asked], [item.id for item in asked])
        self.progress.setText(words.progress(sum(item.id in given for item in asked), len(asked)))

    def record(self) -> None:
        """Take the answer down, with the name and the time."""
        item = self._current()
        by = " ".join(self.name.text().split())
        self.hint.setVisible(not by)
        if not by:
            self.hint.setText(words.needs_a_name())
            self.name.setFocus()
            return
        if item is not None and self._now is not None:
            note = " ".join(self.note.text().split())
            new = Confirmation(item.id, Answer(self.answer.currentData()), by, self._now(), note)
            self.note.clear()
            self.changed.emit(recorded(self._confirmations, new))

    def withdraw(self) -> None:
        """Take an answer back."""
        item = self._current()
        if item is not None:
            self.changed.emit(withdrawn(self._confirmations, item.id))

    def _current(self) -> ChecklistItem | None:
        at = self.table.currentRow()
        return self._items[at] if 0 <= at < len(self._items) else None

    def _fold(self) -> None:
        hidden = self.inside.isHidden()
        self.inside.setVisible(hidden)
        self.fold.setText(pages.HIDE if hidden else pages.SHOW)
