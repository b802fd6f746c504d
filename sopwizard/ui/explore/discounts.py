"""Discounts and rounding both ways, and tax on freight, in exact decimals."""

from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sopwizard.domain.discounts import (
    AmountLine,
    DiscountMethod,
    flaw,
    residues,
    round_trip,
    total,
    with_header_tax,
)
from sopwizard.text import discounts as discount_words
from sopwizard.text import explore as why_words
from sopwizard.text import laboratories as words
from sopwizard.ui import theme
from sopwizard.ui.colours import Tone
from sopwizard.ui.explore.parts import Grid, Pick, field, flow
from sopwizard.ui.explore.why import explain
from sopwizard.ui.names import restyle
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import Chip, label, selectable
from sopwizard.ui.widgets.table import Table

_TWELVE = 12


def figure(text: str) -> Decimal | None:
    """The number that was typed, with a point or a comma before its decimals; None for anything else."""
    try:
        number = Decimal(text.strip().replace(",", ".", 1) if text.count(",") + text.count(".") <= 1 else "-")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


class DiscountLab(QWidget):
    """The article's example to begin with: 3 units, 10.00 off."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self._trip_card(), self._residue_card(), self._freight_card()):
            column.addWidget(card)
        self._work_out()

    def _trip_card(self) -> Card:
        card = Card("discountCard", words.DISCOUNT_HEADING)
        rules = ("discount-whole-line", "discount-to-scm", "discount-to-sales", "line-item-method")
        card.action(button("discountWhy", why_words.WHY, lambda: explain(self, words.DISCOUNT_HEADING, rules)))
        quantity, self.quantity = field("discountQuantity", words.QUANTITY, "3", width=16)
        discount, self.discount = field("discountAmount", words.DISCOUNT, "10.00", width=16)
        decimals, self.decimals = field("discountDecimals", words.DECIMALS, "2", width=16)
        card.add(flow("discountFields", (quantity, discount, decimals), 16))
        self.method = Pick(
            "discountMethod", words.METHOD, tuple(discount_words.method(each) for each in DiscountMethod)
        )
        grid = Grid()
        grid.add("discountMethodCaption", words.METHOD, self.method)
        card.add(grid)
        self.undivided = selectable(card.line("discountUndivided"))
        self.to_scm = selectable(card.line("discountToScm", kind="body"))
        self.back = selectable(card.line("discountBack", kind="body"))
        self.verdict = Chip("discountVerdict")
        card.add(self.verdict)
        self.flaw = card.line("discountFlaw", kind="problem")
        card.line("discountNote", discount_words.rounding_note(), "caption")
        for edit in (self.quantity, self.discount, self.decimals):
            edit.textEdited.connect(lambda _text: self._work_out())
        self.method.picked.connect(lambda _at: self._work_out())
        return card

    def _residue_card(self) -> Card:
        card = Card("residueCard", words.RESIDUES_HEADING)
        self.residues = Table("residueTable", words.RESIDUES_HEADING, words.RESIDUE_COLUMNS)
        card.add(self.residues)
        return card

    def _freight_card(self) -> Card:
        card = Card("freightCard", words.FREIGHT_HEADING)
        card.action(button("freightWhy", why_words.WHY, lambda: explain(self, words.FREIGHT_HEADING, ("freight-tax",))))
        lines, self.lines = field("freightLines", words.LINES_AMOUNT, "100.00", width=16)
        tax, self.tax = field("freightTax", words.HEADER_TAX, "5.00", width=16)
        card.add(flow("freightFields", (lines, tax), 16))
        self.freight = Table("freightTable", words.FREIGHT_HEADING, words.FREIGHT_COLUMNS)
        self.freight.widths(3, 1, 1)
        card.add(self.freight)
        self.freight_flaw = label("freightFlaw", words.NO_FIGURE, "problem")
        card.add(self.freight_flaw)
        card.line("freightNote", discount_words.freight_note(), "caption")
        for edit in (self.lines, self.tax):
            edit.textEdited.connect(lambda _text: self._add_up())
        self._add_up()
        return card

    def _work_out(self) -> None:
        quantity, discount = figure(self.quantity.text()), figure(self.discount.text())
        typed = self.decimals.text().strip()
        precision = int(typed) if typed.isascii() and typed.isdigit() else -1
        problem = words.NO_FIGURE
        if quantity is not None and discount is not None:
            found = flaw(quantity, discount, precision)
            problem = discount_words.flaw(found) if found else ""
        self.flaw.setText(problem)
        self.flaw.setVisible(bool(problem))
        for part in (self.undivided, self.to_scm, self.back, self.verdict, self.residues):
            part.setVisible(not problem)
        restyle(self.quantity, wrong=bool(problem))
        restyle(self.discount, wrong=bool(problem))
        if problem or quantity is None or discount is None:
            return
        trip = round_trip(quantity, discount, precision, tuple(DiscountMethod)[self.method.at])
        self.undivided.setText(words.undivided(discount_words.undivided(trip)))
        self.to_scm.setText(discount_words.to_scm(trip))
        self.back.setText(discount_words.back(trip))
        self.verdict.say(discount_words.verdict(trip), Tone.WARNING if trip.residue else Tone.OK)
        self._show_residues(discount, precision)

    def _show_residues(self, discount: Decimal, precision: int) -> None:
        trips = residues(discount, precision, tuple(Decimal(number) for number in range(1, _TWELVE + 1)))
        self.residues.fill(
            [
                (
                    discount_words.amount(trip.scm.quantity),
                    discount_words.amount(trip.scm.line_discount),
                    discount_words.amount(trip.back),
                    words.residue(trip.residue),
                )
                for trip in trips
            ]
        )
        for at, trip in enumerate(trips):
            if trip.residue:
                self.residues.tint(at, 3, theme.colours().warning, bold=True)

    def _add_up(self) -> None:
        amount, tax = figure(self.lines.text()), figure(self.tax.text())
        readable = amount is not None and tax is not None
        self.freight_flaw.setVisible(not readable)
        self.freight.setVisible(readable)
        if amount is None or tax is None:
            return
        lines = with_header_tax((AmountLine(words.ORDER_LINES, amount),), tax)
        rows = [
            (line.name, discount_words.amount(line.amount), words.YES if line.write_in else words.NO) for line in lines
        ]
        self.freight.fill([*rows, (words.TOTAL, discount_words.amount(total(lines)), words.NEITHER)])
        self.freight.tint(len(rows), 0, theme.colours().text, bold=True)
        self.freight.tint(len(rows), 1, theme.colours().text, bold=True)
