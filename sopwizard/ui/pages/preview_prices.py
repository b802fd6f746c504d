"""Who calculates prices, in the situation that the three switches name, and what decides it."""

from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QVBoxLayout, QWidget

from sopwizard.domain.model.draft import Draft
from sopwizard.domain.plan import flag_afterwards
from sopwizard.domain.pricing import Decider, PriceCell, PriceOutcome, Situation, price_cells
from sopwizard.domain.rulebook import PriceCondition, PriceOperation
from sopwizard.domain.statements import cell_rule
from sopwizard.services import lore
from sopwizard.text import explore as explore_words
from sopwizard.text import pages, pricing, report, rules
from sopwizard.text import preview_page as words
from sopwizard.ui import theme
from sopwizard.ui.colours import Tone
from sopwizard.ui.explore.parts import Grid, Pick
from sopwizard.ui.explore.why import explain
from sopwizard.ui.insight import Insight
from sopwizard.ui.names import named, restyle
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.widgets.table import Table

_TONES = {
    PriceOutcome.CALCULATED: Tone.OK,
    PriceOutcome.SKIPPED: Tone.WARNING,
    PriceOutcome.NOT_APPLICABLE: Tone.PLAIN,
}
_ASKED = {
    PriceCondition.INTEGRATION_USER: frozenset({"flag", "user"}),
    PriceCondition.SUBMITTED: frozenset({"flag", "order"}),
    PriceCondition.INTEGRATION_USER_OR_SUBMITTED: frozenset({"flag", "user", "order"}),
}
_DECIDING = {
    Decider.FLAG_OFF: frozenset({"flag"}),
    Decider.INTEGRATION_USER: frozenset({"flag", "user"}),
    Decider.SUBMITTED: frozenset({"flag", "order"}),
    Decider.BOTH: frozenset({"flag", "user", "order"}),
}
_PRICE_MASTER = "price-master"
_SHOWN_FIRST = (2, 2)  # an order that is updated: where flag, user and state meet


class PricesTab(QWidget):
    """Eight tables by four operations; what decides the chosen cell lights up below."""

    def __init__(self, insight: Insight) -> None:
        super().__init__()
        self._insight = insight
        self._cells: tuple[PriceCell, ...] = ()
        self._flag_shown: bool | None = None
        card = Card("pricesCard", words.PRICES_HEADING)
        self.flag = Pick("situationFlag", words.FLAG, (pages.WHEN_OFF, pages.WHEN_ON))
        self.user = Pick("situationUser", words.USER, (words.REGULAR_USER, words.INTEGRATION_USER))
        self.order = Pick("situationOrder", words.ORDER, (words.ACTIVE_ORDER, words.SUBMITTED_ORDER))
        grid = Grid()
        for row, (pick, caption) in enumerate(
            ((self.flag, words.FLAG), (self.user, words.USER), (self.order, words.ORDER))
        ):
            grid.add(f"situationCaption{row}", caption, pick)
            pick.picked.connect(lambda _answer: self._work_out())
        card.add(grid)
        self.master = named(QCheckBox(explore_words.PRICE_MASTER), "priceMaster")
        self.master.toggled.connect(lambda _on: self._work_out())
        card.add(self.master)
        operations = [pricing.operation_name(operation) for operation in PriceOperation]
        self.table = Table(
            "pricesTable", words.PRICES_TABLE, (words.PRICES_TABLE_COLUMN, *operations), keep_marked=True
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.currentCellChanged.connect(lambda *_places: self._explain())
        card.add(self.table)
        card.line("pricesRemark", pricing.remark(), "caption")
        pricing_table = insight.rulebook.pricing
        card.line("pricesSource", report.source(pricing_table.source, pricing_table.date), "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card)
        column.addWidget(self._decider_card())
        column.addWidget(self._master_card())

    def _decider_card(self) -> Card:
        self.decider = Card("pricesDecider", explore_words.CONDITIONS, (" ", Tone.PLAIN))
        self.why = button("pricesWhy", explore_words.WHY, self._why)
        self.decider.action(self.why)
        self.reason = label("pricesReason", words.PRICES_CHOOSE, "strong")
        self.decider.add(self.reason)
        self.clauses = {name: label(f"pricesClause-{name}", "", "clause") for name in ("flag", "user", "order")}
        for clause in self.clauses.values():
            self.decider.add(clause)
        self.published = self.decider.line("pricesPublished", kind="caption")
        return self.decider

    def _master_card(self) -> Card:
        self.overlay = Card(
            "priceMasterCard", explore_words.PRICE_MASTER_CHIP, (explore_words.PRICE_MASTER_CHIP, Tone.TRAINING)
        )
        self.overlay.say(rules.sentence(lore.lore().rule(_PRICE_MASTER)))
        self.overlay.action(
            button(
                "priceMasterWhy",
                explore_words.WHY,
                lambda: explain(self, explore_words.PRICE_MASTER_CHIP, (_PRICE_MASTER,)),
            )
        )
        self.overlay.line("priceMasterRemark", explore_words.price_master_remark())
        self.overlay.line(
            "priceMasterSource", rules.provenance(lore.lore().rule(_PRICE_MASTER), lore.lore()), "caption"
        )
        self.overlay.hide()
        return self.overlay

    def show_draft(self, draft: Draft) -> None:
        """Begin with the flag as it will be; what was switched here afterwards stays."""
        now = draft.snapshot.organization.sop_enabled if draft.snapshot else None
        afterwards = bool(flag_afterwards(draft.choices, now))
        if self._flag_shown is not afterwards:
            self._flag_shown = afterwards
            self.flag.choose(int(afterwards))
        self._work_out()

    @property
    def situation(self) -> Situation:
        """What the three switches say."""
        return Situation(sop=self.flag.at == 1, integration_user=self.user.at == 1, submitted=self.order.at == 1)

    def _work_out(self) -> None:
        rulebook, master = self._insight.rulebook, self.master.isChecked()
        self._cells = price_cells(rulebook, self.situation)
        width = len(PriceOperation)
        rows = [self._cells[at : at + width] for at in range(0, len(self._cells), width)]
        at = self.table.currentRow()
        place = _SHOWN_FIRST if at < 0 else (at, max(self.table.currentColumn(), 1))
        self.table.fill(
            [
                (pricing.table_name(rulebook, row[0].table), *(_shown(cell, master=master) for cell in row))
                for row in rows
            ]
        )
        colours = theme.colours()
        inks = {
            PriceOutcome.CALCULATED: colours.training if master else colours.text,
            PriceOutcome.SKIPPED: colours.warning,
            PriceOutcome.NOT_APPLICABLE: colours.soft,
        }
        for at, row in enumerate(rows):
            for column, cell in enumerate(row, start=1):
                self.table.tint(at, column, inks[cell.outcome], bold=cell.outcome is PriceOutcome.SKIPPED)
        self.overlay.setVisible(master)
        self.table.setCurrentCell(*place)
        self._explain()

    def _cell(self) -> PriceCell | None:
        row, column = self.table.currentRow(), self.table.currentColumn()
        return None if row < 0 or column < 1 else self._cells[row * len(PriceOperation) + column - 1]

    def _explain(self) -> None:
        cell = self._cell()
        self.why.setEnabled(cell is not None)
        for part in (*self.clauses.values(), self.published):
            part.setVisible(cell is not None)
        if self.decider.chip is not None:
            self.decider.chip.setVisible(cell is not None)
        if cell is None:
            self.reason.setText(words.PRICES_CHOOSE)
            return
        if self.decider.chip is not None:
            self.decider.chip.say(pricing.outcome(cell), _TONES[cell.outcome])
        self.reason.setText(pricing.reason(cell))
        situation = self.situation
        holds = {"flag": situation.sop, "user": situation.integration_user, "order": situation.submitted}
        asked, deciding = _ASKED.get(cell.condition, frozenset()), _deciding(cell)
        for name, clause in self.clauses.items():
            decides = name in deciding
            state = explore_words.condition_state(matters=name in asked, decides=decides)
            clause.setText(explore_words.subject(explore_words.condition_line(name, holds=holds[name]), state))
            restyle(clause, lit=decides)
        self.published.setText(cell.published)
        self.published.setVisible(bool(cell.published))

    def _why(self) -> None:
        cell = self._cell()
        if cell is not None:
            rules_behind = (cell_rule(cell.table, cell.operation), "flag-binds-both", "pricing-needs-editable")
            explain(self, pricing.reason(cell), rules_behind)


def _deciding(cell: PriceCell) -> frozenset[str]:
    """The conditions that decide a cell: where none is met, all those that could have."""
    if cell.decider is Decider.CONDITION_NOT_MET:
        return _ASKED[cell.condition] - {"flag"}
    return _DECIDING.get(cell.decider, frozenset())


def _shown(cell: PriceCell, *, master: bool) -> str:
    """A cell as it is shown; under the overlay, what Sales would calculate is the price master's."""
    if master and cell.outcome is PriceOutcome.CALCULATED:
        return explore_words.by_price_master()
    return pricing.outcome(cell)
