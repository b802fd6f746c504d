"""The rulebook: every rule, contradiction, open question and sentence, to be searched, with all that is known of it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sopwizard.domain.statements import ChecklistItem, Contradiction, Lore, Rule, Statement
from sopwizard.services import lore
from sopwizard.text import explore as why_words
from sopwizard.text import laboratories as words
from sopwizard.text import rules, status
from sopwizard.ui.explore.parts import Grid, Pick, field
from sopwizard.ui.explore.why import TONES, rule_card
from sopwizard.ui.widgets.card import Card, empty
from sopwizard.ui.widgets.labels import label, selectable
from sopwizard.ui.widgets.table import Table

_ROWS = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list, and what makes the card for it. ``key``: its id."""

    key: str
    cells: tuple[str, str, str, str]
    card: Callable[[], Card]

    def fits(self, wanted: list[str]) -> bool:
        """Whether every word that is searched for stands in it."""
        text = " ".join((self.key, *self.cells)).casefold()
        return all(word in text for word in wanted)


class RulebookPanel(QWidget):
    """The card below the list shows the line that is marked."""

    def __init__(self) -> None:
        super().__init__()
        index = lore.lore()
        self._kinds = (
            tuple(_rule(rule, index) for rule in index.rules),
            tuple(_contradiction(found, index) for found in index.contradictions),
            tuple(_question(item, index) for item in index.checklist),
            tuple(_statement(statement, index) for statement in index.statements),
        )
        self._shown: tuple[Entry, ...] = ()
        self.kind = Pick("rulebookKind", words.KIND, words.KINDS)
        whole, self.search = field("rulebookSearch", words.SEARCH, "")
        self.search.setPlaceholderText(words.SEARCH_PROMPT)
        self.search.setClearButtonEnabled(True)
        self.count = label("rulebookCount", "", "caption")
        self.table = Table(
            "rulebookTable", why_words.topic("rulebook")[0], words.RULE_COLUMNS, most_rows=_ROWS, keep_marked=True
        )
        self.table.widths(2, 6, 4, 2)
        card = Card("rulebookCard")
        grid = Grid()
        grid.add("rulebookKindCaption", words.KIND, self.kind)
        for each in (whole, grid, self.count, self.table):
            card.add(each)
        self.detail = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card)
        column.addLayout(self.detail)
        self.search.textChanged.connect(lambda _text: self._find())
        self.kind.picked.connect(lambda _at: self._find())
        self.table.currentCellChanged.connect(lambda *_places: self._show())
        self._find()

    def show_rule(self, rule_id: str) -> None:
        """Show that rule, whatever was searched for before."""
        self.kind.choose(0)
        self.search.clear()
        self._find()
        at = next((row for row, entry in enumerate(self._shown) if entry.key == rule_id), 0)
        self.table.setCurrentCell(at, 0)
        self.table.scrollTo(self.table.model().index(at, 0), Table.ScrollHint.PositionAtTop)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        entries = self._kinds[self.kind.at]
        wanted = self.search.text().casefold().split()
        self._shown = tuple(entry for entry in entries if entry.fits(wanted))
        self.count.setText(words.found(len(self._shown), len(entries)))
        self.table.setVisible(bool(self._shown))
        self.table.fill([entry.cells for entry in self._shown], [entry.key for entry in self._shown])
        if self._shown:
            self.table.setCurrentCell(0, 0)
        self._show()

    def _show(self) -> None:
        empty(self.detail)
        at = self.table.currentRow()
        if 0 <= at < len(self._shown):
            self.detail.addWidget(self._shown[at].card())


def _rule(rule: Rule, index: Lore) -> Entry:
    source = rules.source(index.source(rule.source))
    cells = (rules.subject(rule), rules.sentence(rule), source, status.confidence_word(rule.confidence))
    return Entry(rule.id, cells, lambda: rule_card("rulebookDetail", rule))


def _contradiction(found: Contradiction, index: Lore) -> Entry:
    title, sides, reading = rules.contradiction(found)
    source = "; ".join(rules.source(index.source(each)) for each in found.sources)

    def card() -> Card:
        made = Card("rulebookDetail", title, (status.confidence_word(found.confidence), TONES[found.confidence]))
        for at, side in enumerate(sides):
            selectable(made.line(f"rulebookDetailSide{at}", why_words.side(side), "body"))
        selectable(made.line("rulebookDetailReading", why_words.reading(reading)))
        made.line("rulebookDetailSource", source, "caption")
        return made

    return Entry(found.id, (title, reading, source, status.confidence_word(found.confidence)), card)


def _question(item: ChecklistItem, index: Lore) -> Entry:
    source = words.cited(rules.source(index.source(item.source)), item.where)

    def card() -> Card:
        made = Card("rulebookDetail", rules.question(item))
        selectable(made.line("rulebookDetailPlace", rules.place(item), "body"))
        made.line("rulebookDetailSource", source, "caption")
        return made

    return Entry(item.id, (words.KINDS[2], rules.question(item), source, rules.place(item)), card)


def _statement(statement: Statement, index: Lore) -> Entry:
    source = words.cited(rules.source(index.source(statement.source)), statement.where)
    carried = (
        words.carried_by(statement.carried_by) if statement.carried_by else words.not_carried(rules.why_not(statement))
    )

    def card() -> Card:
        made = Card("rulebookDetail", rules.says(statement))
        selectable(made.line("rulebookDetailCarried", carried, "body"))
        made.line("rulebookDetailSource", source, "caption")
        return made

    return Entry(statement.id, (statement.id, rules.says(statement), source, carried), card)
