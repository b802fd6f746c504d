"""The orders that exist: how many hold which statuses, what the chosen map does not allow, what it would change."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sopwizard.domain import compare
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.target import Target
from sopwizard.domain.order_counts import OrderCounts
from sopwizard.domain.order_counts import compare as under
from sopwizard.services.job import Job
from sopwizard.text import explore as words
from sopwizard.text import order_counts as order_words
from sopwizard.text import pages, preview_page, saved_check, status
from sopwizard.ui import theme
from sopwizard.ui.explore.parts import Grid, Pick
from sopwizard.ui.insight import Insight
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import selectable
from sopwizard.ui.widgets.table import Table
from sopwizard.ui.wiring import Wiring

_MAPS = (MapId.DYNAMICS365, MapId.CDS, MapId.CLASSIC)


class OrdersTab(QWidget):
    """Nothing is counted before it is asked for: it may take many requests."""

    task = Signal(object)
    """A callable taking a Job: orders are counted."""

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__()
        self._insight = insight
        self._performer = wiring.performer
        self._draft = Draft()
        self._counts: tuple[Target, OrderCounts] | None = None
        card = Card("ordersCard", words.ORDERS_HEADING)
        self.counter = button("ordersCount", words.COUNT_ORDERS, self.count)
        card.action(self.counter)
        self.soft = card.line("ordersSoft", words.ORDERS_SOFT)
        self.verdict = card.line("ordersVerdict", kind="strong")
        self.table = Table("ordersTable", words.ORDERS_HEADING, order_words.columns())
        card.add(self.table)
        self.standing = selectable(card.line("ordersStanding"))
        self.changes = Card("ordersChanges", " ")
        self.changed = Table("ordersChangedTable", words.ORDERS_CHANGED, words.CHANGED_COLUMNS)
        self.changed.widths(3, 3, 1)
        self.other = Pick("ordersOther", words.LOOK_CLOSER, tuple(pages.map_summary(each) for each in _MAPS))
        self.other.picked.connect(lambda _at: self._show())
        grid = Grid()
        grid.add("ordersOtherCaption", words.LOOK_CLOSER, self.other)
        self.changes.add(grid)
        self.changes.add(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card)
        column.addWidget(self.changes)

    def count(self) -> None:
        """Count, off the window's thread."""
        performer, target, map_id = self._performer, self._draft.target, self._draft.choices.map_id
        if target is None:
            return

        def work(job: Job) -> Callable[[], None]:
            counted = performer.count(target, map_id, job)
            return lambda: self._show_counts(target, counted)

        self.task.emit(work)

    def show_draft(self, draft: Draft) -> None:
        """Show what was counted of that environment, if it was."""
        if draft.choices.map_id is not self._draft.choices.map_id or draft.snapshot is not self._draft.snapshot:
            self._compare_first(draft)
        self._draft = draft
        self.counter.setEnabled(draft.saved is None)
        self.counter.setVisible(draft.target is not None)
        self._show()

    def _show_counts(self, target: Target, counts: OrderCounts) -> None:
        self._counts = target, counts
        self._show()

    def _show(self) -> None:
        counts, map_id, saved = self._counted(), self._draft.choices.map_id, self._draft.saved
        for part in (self.table, self.verdict, self.standing):
            part.setVisible(counts is not None and map_id is not None)
        self.changes.hide()
        self.soft.setText(words.ORDERS_SOFT if saved is None else saved_check.not_counted(saved))
        if counts is None or map_id is None:
            return
        rulebook = self._insight.rulebook
        combinations = under(counts, rulebook, map_id)
        heading = order_words.heading(counts, map_id)
        self.soft.setText(heading if saved is None else saved_check.counted(heading, saved))
        refused = sum(one.group.count for one in combinations if one.allowed is False)
        said = (order_words.verdict(refused, complete=counts.complete), *order_words.remarks(counts))
        self.verdict.setText(" ".join(said))
        wrong = (order_words.standing_out(one, rulebook) for one in combinations if one.allowed is False)
        told = "\n".join((*wrong, *order_words.submitted_lines(counts)))
        self.standing.setText(told)
        self.standing.setVisible(bool(told))
        self.table.fill(
            [
                (
                    *order_words.shown(one.group, rulebook),
                    str(one.group.count),
                    order_words.allowed(one.allowed).capitalize(),
                )
                for one in combinations
            ]
        )
        for at, one in enumerate(combinations):
            if one.allowed is False:
                self.table.tint(at, 4, theme.colours().warning, bold=True)
        self._show_changes(counts)

    def _counted(self) -> OrderCounts | None:
        """The orders of a saved check are those of its file: what was counted of the same address is not as old."""
        if self._draft.saved is not None:
            return self._draft.orders
        return self._counts[1] if self._counts is not None and self._counts[0] == self._draft.target else None

    def _running(self, draft: Draft) -> MapId | None:
        evidence = self._insight.evidence(draft)
        return None if evidence is None else evidence.running

    def _compare_first(self, draft: Draft) -> None:
        """Offer the maps that do not run, the chosen one first."""
        running, chosen = self._running(draft), draft.choices.map_id
        offered = [each is not running for each in _MAPS]
        self.other.offer(offered)
        self.other.choose(_MAPS.index(chosen) if chosen in _MAPS and chosen is not running else offered.index(True))

    def _show_changes(self, counts: OrderCounts) -> None:
        """Which orders would show something else: the running map's orders under another one."""
        running, map_id = self._running(self._draft), _MAPS[self.other.at]
        if running is None or running is map_id:
            return
        groups = tuple(compare.OrderGroup(each.processing_status, each.status, each.count) for each in counts.groups)
        changes = compare.changed_orders(self._insight.rulebook, groups, running, map_id)
        total = sum(change.group.count for change in changes)
        self.changes.say(words.orders_change(total, status.map_name(map_id)))
        self.changes.show()
        self.changed.setVisible(bool(changes))
        self.changed.fill(
            [
                (_told(change.now), words.either(_told(then) for then in change.then), str(change.group.count))
                for change in changes
            ]
        )


def _told(sight: compare.Sight) -> str:
    processing = sight.processing_status or preview_page.UNDEFINED
    return words.sight(processing, sight.sales_status or preview_page.LEFT_OUT)
