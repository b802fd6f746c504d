"""Who calculates prices, in the situation that the three switches name."""

from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from sopwizard.domain.model import Draft
from sopwizard.domain.pricing import PriceCell, PriceOutcome, Situation, price_cells
from sopwizard.domain.rulebook import PriceOperation
from sopwizard.text import pages as words
from sopwizard.text import pricing
from sopwizard.ui import theme
from sopwizard.ui.insight import Insight
from sopwizard.ui.names import named
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.widgets.table import Table


class Switch(QWidget):
    """A question with two answers in one line."""

    def __init__(self, name: str, caption: str, answers: tuple[str, str]) -> None:
        super().__init__()
        named(self, name, caption)
        self.group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for at, answer in enumerate(answers):
            radio = named(QRadioButton(answer), f"{name}{at}", f"{caption}: {answer}")
            self.group.addButton(radio, at)
            row.addWidget(radio)
        row.addStretch(1)

    @property
    def on(self) -> bool:
        """Whether the second answer is chosen."""
        return self.group.checkedId() == 1

    def choose(self, *, on: bool) -> None:
        """Choose an answer."""
        self.group.button(int(on)).setChecked(True)


class PricesTab(QWidget):
    """Eight tables by four operations; the chosen cell's deciding sentence stands below."""

    def __init__(self, insight: Insight) -> None:
        super().__init__()
        self._insight = insight
        self._cells: tuple[PriceCell, ...] = ()
        self._flag_shown: bool | None = None
        card = Card("pricesCard", words.PRICES_HEADING)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self.flag = Switch("situationFlag", words.FLAG, (words.WHEN_OFF, words.WHEN_ON))
        self.user = Switch("situationUser", words.USER, (words.REGULAR_USER, words.INTEGRATION_USER))
        self.order = Switch("situationOrder", words.ORDER, (words.ACTIVE_ORDER, words.SUBMITTED_ORDER))
        for row, (switch, caption) in enumerate(
            ((self.flag, words.FLAG), (self.user, words.USER), (self.order, words.ORDER))
        ):
            grid.addWidget(label(f"situationCaption{row}", caption, "soft", wrap=False), row, 0)
            grid.addWidget(switch, row, 1)
            switch.choose(on=False)
            switch.group.idClicked.connect(lambda _answer: self._work_out())
        card.body.addLayout(grid)
        operations = [pricing.operation_name(operation) for operation in PriceOperation]
        self.table = Table(
            "pricesTable", words.PRICES_TABLE, (words.PRICES_TABLE_COLUMN, *operations), keep_marked=True
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.currentCellChanged.connect(lambda *_places: self._explain())
        card.add(self.table)
        self.reason = label("pricesReason", words.PRICES_CHOOSE, "strong")
        card.add(self.reason)
        card.line("pricesRemark", pricing.remark(), "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def show_draft(self, draft: Draft) -> None:
        """Begin with the chosen flag; what was switched here afterwards stays."""
        if self._flag_shown is not draft.choices.sop:
            self._flag_shown = draft.choices.sop
            self.flag.choose(on=draft.choices.sop)
        self._work_out()

    def _work_out(self) -> None:
        rulebook = self._insight.rulebook
        situation = Situation(sop=self.flag.on, integration_user=self.user.on, submitted=self.order.on)
        self._cells = price_cells(rulebook, situation)
        width = len(PriceOperation)
        rows = [self._cells[at : at + width] for at in range(0, len(self._cells), width)]
        place = max(self.table.currentRow(), 0), max(self.table.currentColumn(), 1)
        self.table.fill(
            [(pricing.table_name(rulebook, row[0].table), *(pricing.outcome(cell) for cell in row)) for row in rows]
        )
        colours = theme.colours()
        inks = {
            PriceOutcome.CALCULATED: colours.text,
            PriceOutcome.SKIPPED: colours.warning,
            PriceOutcome.NOT_APPLICABLE: colours.soft,
        }
        for at, row in enumerate(rows):
            for column, cell in enumerate(row, start=1):
                self.table.tint(at, column, inks[cell.outcome], bold=cell.outcome is PriceOutcome.SKIPPED)
        self.table.setCurrentCell(*place)
        self._explain()

    def _explain(self) -> None:
        row, column = self.table.currentRow(), self.table.currentColumn()
        if row < 0 or column < 1:
            self.reason.setText(words.PRICES_CHOOSE)
            return
        self.reason.setText(pricing.reason(self._cells[row * len(PriceOperation) + column - 1]))
