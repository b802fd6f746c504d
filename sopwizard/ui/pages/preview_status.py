"""The status table of the chosen map, drawn and as rows."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sopwizard.domain.model import Draft
from sopwizard.domain.rulebook import StatusTable
from sopwizard.text import pages as words
from sopwizard.text import status
from sopwizard.ui.insight import Insight
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card, empty
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.widgets.status_picture import StatusPicture, paths
from sopwizard.ui.widgets.table import Table


class StatusTab(QWidget):
    """The picture first; a button changes to the table and back."""

    def __init__(self, insight: Insight) -> None:
        super().__init__()
        self._insight = insight
        self.card = Card("statusCard", words.STATUS_HEADING)
        self.turn = button("statusViewButton", words.AS_TABLE, self._turn)
        self.card.action(self.turn)
        self.picture = StatusPicture()
        self.table = Table("statusTable", words.STATUS_TABLE, words.STATUS_COLUMNS)
        self.path = label("statusPath", "", "strong")
        self.card.add(self.picture)
        self.card.add(self.table)
        self.card.add(self.path)
        self.table.hide()
        self.picture.lit.connect(self.path.setText)
        self.notes = Card("statusNotes", words.NOTES)
        self.note_lines = QVBoxLayout()
        self.note_lines.setSpacing(6)
        self.notes.body.addLayout(self.note_lines)
        self.source = self.notes.line("statusSource", kind="caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.card)
        column.addWidget(self.notes)

    def show_draft(self, draft: Draft) -> None:
        """Show the table of the chosen map."""
        if draft.choices.map_id is None:
            return
        table = self._insight.rulebook.table(draft.choices.map_id)
        with_supply_chain = any(row.scm_status for row in table.rows)
        self.card.say(words.STATUS_HEADING if with_supply_chain else words.STATUS_HEADING_INTEGRATOR)
        self.picture.show_paths(paths(table, self._insight.rulebook))
        self.table.fill(self._rows(table))
        empty(self.note_lines)
        for number, sentence in enumerate(status.notes(table)):
            self.note_lines.addWidget(label(f"statusNote{number}", sentence, "soft"))
        self.source.setText(table.source)

    @staticmethod
    def _rows(table: StatusTable) -> list[tuple[str, ...]]:
        return [
            tuple(
                cell or words.LEFT_OUT
                for cell in (row.processing_status, row.scm_status, row.scm_document_status, row.sales_status)
            )
            for row in table.rows
        ]

    def _turn(self) -> None:
        as_table = self.table.isHidden()
        self.table.setVisible(as_table)
        self.picture.setVisible(not as_table)
        self.path.setVisible(not as_table)
        self.turn.setText(words.AS_PICTURE if as_table else words.AS_TABLE)
