"""The status table of the chosen map, drawn and as rows, alone or over another map's."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sopwizard import files
from sopwizard.domain.compare import as_deployed, comparable
from sopwizard.domain.map_checks import compare_values, own_mapping, published_map
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.rulebook import StatusTable
from sopwizard.domain.statements import row_rule
from sopwizard.services.job import Job
from sopwizard.text import explore as explore_words
from sopwizard.text import pages, report, status
from sopwizard.text import preview_page as words
from sopwizard.ui import theme
from sopwizard.ui.colours import Tone
from sopwizard.ui.explore.parts import Grid, Pick
from sopwizard.ui.explore.why import explain
from sopwizard.ui.insight import Insight
from sopwizard.ui.widgets import status_export
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card, empty
from sopwizard.ui.widgets.labels import label, selectable
from sopwizard.ui.widgets.saving import ask_where
from sopwizard.ui.widgets.status_drawing import Drawing
from sopwizard.ui.widgets.status_paths import Path as StatusPath
from sopwizard.ui.widgets.status_paths import paths
from sopwizard.ui.widgets.status_picture import StatusPicture
from sopwizard.ui.widgets.table import Table

_OTHERS = (MapId.DYNAMICS365, MapId.CDS, MapId.CLASSIC)
_SVG = ".svg"


class StatusTab(QWidget):
    """The picture first; a button changes to the table and back. Either says which rule stands behind a row."""

    task = Signal(object)
    """A callable taking a Job: the picture is written to a file."""

    def __init__(self, insight: Insight) -> None:
        super().__init__()
        self._insight = insight
        self._map: MapId | None = None
        self._table: StatusTable | None = None
        self._paths: tuple[StatusPath, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self._deployed_card(), self._picture_card(), self._notes_card()):
            column.addWidget(card)

    def _deployed_card(self) -> Card:
        self.deployed = Card("statusDeployed", explore_words.DEPLOYED, (explore_words.DEPLOYED_CHIP, Tone.WARNING))
        self.deployed_rows = selectable(self.deployed.line("statusDeployedRows"))
        self.deployed.hide()
        return self.deployed

    def _picture_card(self) -> Card:
        self.card = Card("statusCard", words.STATUS_HEADING)
        self.turn = button("statusViewButton", words.AS_TABLE, self._turn)
        self.saver = button("statusSaveButton", explore_words.SAVE_PICTURE, self._ask_save)
        for each in (self.turn, self.saver):
            self.card.action(each)
        answers = (explore_words.COMPARE_NOTHING, *(pages.map_summary(each) for each in _OTHERS))
        self.compare = Pick("statusCompare", explore_words.COMPARE, answers)
        self.compare.picked.connect(lambda _at: self._show())
        self.comparing = Grid()
        self.comparing.add("statusCompareCaption", explore_words.COMPARE, self.compare)
        self.card.add(self.comparing)
        self.picture = StatusPicture()
        self.table = Table("statusTable", words.STATUS_TABLE, words.STATUS_COLUMNS)
        self.table.currentCellChanged.connect(lambda *_places: self._offer_why())
        self.path = selectable(label("statusPath", "", "strong"))
        self.differences = label("statusDifferences", "", "soft")
        self.why = button("statusWhyButton", explore_words.WHY, self._explain)
        self.card.add(self.picture)
        self.card.add(self.table)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.path, 1)
        line.addStretch(0)
        line.addWidget(self.why, 0, Qt.AlignmentFlag.AlignTop)
        self.card.body.addLayout(line)
        self.card.add(self.differences)
        self.table.hide()
        self.picture.lit.connect(self.path.setText)
        return self.card

    def _notes_card(self) -> Card:
        self.notes = Card("statusNotes", words.NOTES)
        self.note_lines = QVBoxLayout()
        self.note_lines.setSpacing(6)
        self.notes.body.addLayout(self.note_lines)
        self.source = self.notes.line("statusSource", kind="caption")
        return self.notes

    # ------------------------------------------------------------------------------------------------- what is shown

    def show_draft(self, draft: Draft) -> None:
        """Show the table of the chosen map; the environment's own where that is known and differs."""
        if draft.choices.map_id is None:
            return
        if draft.choices.map_id is not self._map:
            self._map = draft.choices.map_id
            self.compare.choose(0)
        self._table = self._own(draft, self._insight.rulebook.table(self._map))
        self._show()

    def _own(self, draft: Draft, table: StatusTable) -> StatusTable:
        """The table as this environment's own map makes it, where the chosen map is the one that runs and is saved."""
        self.deployed.hide()
        evidence, rulebook = self._insight.evidence(draft), self._insight.rulebook
        if draft.snapshot is None or evidence is None or evidence.running is not table.id:
            return table
        mapping, published = own_mapping(draft.snapshot, rulebook), published_map(rulebook, table.id)
        if mapping is None or mapping.values is None or published is None:
            return table
        own = as_deployed(table, published, mapping.values, mapping.constants, rulebook)
        if own.rows == table.rows:
            return table
        lines = [
            explore_words.deployed_row(row.key, row.published or "–", row.here or "–")
            for row in compare_values(published, mapping.values)
            if not row.same
        ]
        lines += [f"{column} = {value}" for column, value in mapping.constants]
        self.deployed_rows.setText("\n".join(lines))
        self.deployed.show()
        return own

    def _other(self) -> StatusTable | None:
        at = self.compare.at
        return self._insight.rulebook.table(_OTHERS[at - 1]) if at else None

    def _show(self) -> None:
        table, rulebook = self._table, self._insight.rulebook
        if table is None:
            return
        self.comparing.setVisible(comparable(table.id, table.id))
        self.compare.offer([True, *(each is not table.id for each in _OTHERS)])
        other = self._other()
        self._paths = paths(table, rulebook, other)
        legend = None if other is None else (pages.map_summary(table.id), pages.map_summary(other.id))
        with_supply_chain = any(row.scm_status for row in table.rows)
        self.card.say(words.STATUS_HEADING if with_supply_chain else words.STATUS_HEADING_INTEGRATOR)
        self.picture.show_paths(self._paths, legend)
        count = sum(path.other is not None for path in self._paths)
        self.differences.setVisible(legend is not None)
        if legend is not None:
            self.differences.setText(explore_words.differ_count(count, *legend))
        self._fill_table(table, other)
        empty(self.note_lines)
        for number, sentence in enumerate(status.notes(table)):
            self.note_lines.addWidget(label(f"statusNote{number}", sentence, "soft"))
        self.source.setText(report.source(table.source, table.date))
        self._offer_why()

    def _fill_table(self, table: StatusTable, other: StatusTable | None) -> None:
        if other is None:
            self._columns(words.STATUS_COLUMNS)
            self.table.fill([self._cells(row) for row in self._rows(table)])
            return
        names = (pages.map_summary(table.id), pages.map_summary(other.id))
        self._columns((*explore_words.COMPARED_COLUMNS, *names))
        self.table.fill(
            [
                (
                    path.scm or words.LEFT_OUT,
                    path.document or words.LEFT_OUT,
                    explore_words.sight(*path.ends()),
                    explore_words.sight(*(path.other or path).ends()),
                )
                for path in self._paths
            ]
        )
        for at, path in enumerate(self._paths):
            ink = theme.colours().soft if path.other is None else theme.colours().accent
            for column in (2, 3):
                self.table.tint(at, column, ink, bold=path.other is not None)

    def _columns(self, headings: tuple[str, ...]) -> None:
        for at, heading in enumerate(headings):
            self.table.head(at, heading)

    @staticmethod
    def _rows(table: StatusTable) -> list[tuple[str | None, ...]]:
        return [
            (row.processing_status, row.scm_status, row.scm_document_status, row.sales_status) for row in table.rows
        ]

    @staticmethod
    def _cells(row: tuple[str | None, ...]) -> tuple[str, ...]:
        return tuple(cell or words.LEFT_OUT for cell in row)

    def _turn(self) -> None:
        as_table = self.table.isHidden()
        self.table.setVisible(as_table)
        self.picture.setVisible(not as_table)
        self.path.setVisible(not as_table)
        self.turn.setText(words.AS_PICTURE if as_table else words.AS_TABLE)
        self._offer_why()

    # ------------------------------------------------------------------------------------------------- why

    def _asked(self) -> StatusPath | None:
        """What is asked for: the lit path, or that of the table's current row."""
        if self.table.isHidden():
            return self.picture.path
        at = max(self.table.currentRow(), 0)
        if self._other() is not None:
            return self._paths[at] if at < len(self._paths) else None
        table = self._table
        if table is None or at >= len(table.rows):
            return None
        row = table.rows[at]
        return StatusPath(row.scm_status, row.scm_document_status, row.processing_status, row.sales_status, row=at)

    def _offer_why(self) -> None:
        self.why.setEnabled(self._asked() is not None)

    def _explain(self) -> None:
        path, table, other = self._asked(), self._table, self._other()
        if path is None or table is None:
            return
        rules = [row_rule(table.id, path.row)] if path.row is not None else ["status-not-defined"]
        if path.other is not None and other is not None:
            rules.append("status-not-defined" if path.other.row is None else row_rule(other.id, path.other.row))
        rules.append("map-decides-table")
        remark = explore_words.NOT_DEFINED_REMARK if path.row is None else ""
        explain(self, path.sentence("" if other is None else pages.map_summary(other.id)), rules, remark)

    # ------------------------------------------------------------------------------------------------- a file

    def _ask_save(self) -> None:
        asked = explore_words.SAVE_PICTURE_TITLE, explore_words.PICTURE_FILTER
        ask_where(self, "savePictureDialog", asked, f"{explore_words.PICTURE_FILE}{_SVG}", self.save_to)

    def save_to(self, path: Path) -> None:
        """Draw here, and write off the window's thread: an image where the name ends in .png, else a drawing."""
        table = self._table
        if table is None:
            return
        target = path if path.suffix else path.with_suffix(_SVG)
        make = status_export.png if target.suffix.casefold() == ".png" else status_export.svg
        drawing = Drawing(self._paths, self.picture.drawing.legend)
        source = report.source(table.source, table.date)
        content = make(drawing, status.title(table), source if self.deployed.isHidden() else explore_words.DEPLOYED)

        def work(_job: Job) -> Callable[[], None]:
            files.write(content, target)
            return lambda: self.path.setText(explore_words.saved(str(target)))

        self.task.emit(work)
