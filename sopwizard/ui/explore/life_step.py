"""One step of an order's life under one map: statuses, buttons, editors, prices, and the rule behind each."""

from dataclasses import dataclass

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.orders import Founded, SalesOrder
from sopwizard.domain.statements import cell_rule, row_rule
from sopwizard.domain.story import Life, Step
from sopwizard.services import rulebook
from sopwizard.text import explore as words
from sopwizard.text import orders, pages, pricing, status
from sopwizard.ui.explore.parts import Grid, Pick
from sopwizard.ui.explore.why import explain
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.table import Table

MAPS = (MapId.DYNAMICS365, MapId.CDS, MapId.CLASSIC, MapId.DATA_INTEGRATOR)
"""In the order of the page on which one is chosen."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the table: what, how it is, and the rules behind it."""

    what: str
    how: str
    rules: tuple[str, ...] = ()


class StepCard(Card):
    """The chosen row of the overview, looked at under the chosen map."""

    def __init__(self) -> None:
        super().__init__("lifeStep", " ")
        self._facts: tuple[Fact, ...] = ()
        self.why = button("lifeWhy", words.WHY, self._explain)
        self.action(self.why)
        self.nearer = Pick("lifeNearer", words.LOOK_CLOSER, tuple(pages.map_summary(each) for each in MAPS))
        grid = Grid()
        grid.add("lifeNearerCaption", words.LOOK_CLOSER, self.nearer)
        self.add(grid)
        self.table = Table("lifeStepTable", words.AFTER_THE_EVENT, words.STEP_COLUMNS, keep_marked=True)
        self.table.widths(2, 5)
        self.table.currentCellChanged.connect(lambda *_places: self._offer_why())
        self.add(self.table)

    def show_step(self, life: Life, at: int) -> None:
        """Show that step of that life; nothing for a story without events."""
        self.setVisible(at >= 0)
        if at < 0:
            return
        step = life.steps[at]
        self.say(words.after(at + 1, orders.event(step.event), status.map_name(life.setting.map_id)))
        self._facts = facts(life, step)
        self.table.fill([(fact.what, fact.how) for fact in self._facts])
        self._offer_why()

    def _current(self) -> Fact | None:
        at = max(self.table.currentRow(), 0)
        return self._facts[at] if at < len(self._facts) else None

    def _offer_why(self) -> None:
        fact = self._current()
        self.why.setEnabled(fact is not None and bool(fact.rules))

    def _explain(self) -> None:
        fact = self._current()
        if fact is not None:
            explain(self, words.subject(fact.what, fact.how), fact.rules)


def facts(life: Life, step: Step) -> tuple[Fact, ...]:
    """Everything that a step shows, line by line."""
    found = []
    if step.refusal is not None:
        found.append(Fact(words.NOT_POSSIBLE, orders.refusal(step.refusal)))
    found.append(Fact(words.column("scm"), orders.scm_order(step.scm), ("two-columns-each", "document-stays")))
    found.append(Fact(words.column("sales"), orders.sales_order(step.sales), _status_rules(life.setting.map_id, step)))
    if step.invoice is not None:
        found.append(Fact(words.INVOICE, orders.invoice(step.invoice), ("invoices-from-scm", "blank-invoice")))
    for shown, heading in ((True, words.BUTTONS_SHOWN), (False, words.BUTTONS_HIDDEN)):
        states = [state for state in step.buttons if state.shown is shown]
        names = ", ".join(orders.button(state.button) for state in states)
        if names:
            rules = tuple(rule for state in states for rule in (state.rule, state.doubt) if rule)
            found.append(Fact(heading, names, tuple(dict.fromkeys(rules))))
    found += [
        Fact(words.WHO_MAY_EDIT, orders.editor(state), tuple(rule for rule in (state.rule, state.doubt) if rule))
        for state in step.editors
    ]
    book = rulebook.load()
    found += [
        Fact(
            words.prices_of(pricing.table_name(book, cell.table), pricing.operation_name(cell.operation)),
            pricing.reason(cell),
            (cell_rule(cell.table, cell.operation), "pricing-needs-editable", "flag-binds-both"),
        )
        for cell in step.prices
    ]
    if not step.prices and step.sales is not None and step.refusal is None:
        found.append(Fact(words.PRICES, words.NO_PRICES, ("pricing-needs-editable",)))
    found += [Fact(words.WORTH_KNOWING, orders.remark(remark)) for remark in step.remarks]
    return tuple(found)


def _status_rules(map_id: MapId, step: Step) -> tuple[str, ...]:
    """The row of the table that the order shows; the rule on undefined statuses where there is none."""
    sales: SalesOrder | None = step.sales
    if sales is None:
        return ()
    if sales.founded is Founded.RULE:
        return ("sop-submit-button", "sales-statuses", "map-decides-table")
    rows = rulebook.load().table(map_id).rows
    same = [
        at
        for at, row in enumerate(rows)
        if (row.processing_status, row.sales_status) == (sales.processing_status, sales.status)
        and sales.founded is not Founded.UNDEFINED
    ]
    return (*(row_rule(map_id, at) for at in same), "map-decides-table") if same else ("status-not-defined",)
