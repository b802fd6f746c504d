"""Orders as they are, against the tables of the maps; expectations are read from the articles."""

from sopwizard.domain.errors import Problem
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.order_counts import Cause, OrderCounts, OrderGroup, compare, submitted, to_sample
from sopwizard.services.rulebook import load
from sopwizard.text import order_counts as text

ACTIVE_NEW = OrderGroup(192350000, 0, 1, 500)
CONFIRMED_SUBMITTED = OrderGroup(192350001, 1, 3, 7, ("ORD-1",))
CONFIRMED_ACTIVE = OrderGroup(192350001, 0, 1, 20)
INVOICED_ACTIVE = OrderGroup(192350005, 0, 1, 3)
ACTIVE_CANCELED = OrderGroup(192350000, 2, 4, 2)
BOTH_FULFILLED = OrderGroup(192350008, 3, 100002, 4)
WITHOUT = OrderGroup(None, 0, 1, 9)
OWN_REASON = OrderGroup(192350000, 0, 990000001, 1)


def told(
    map_id: MapId, *groups: OrderGroup
) -> list[tuple[int | None, int | None, bool | None, Cause | None, MapId | None]]:
    found = compare(OrderCounts(groups), load(), map_id)
    return [(one.group.processing_status, one.group.status, one.allowed, one.cause, one.other) for one in found]


def test_what_is_not_allowed_comes_first_and_the_larger_groups_first() -> None:
    found = compare(
        OrderCounts((ACTIVE_NEW, WITHOUT, ACTIVE_CANCELED, INVOICED_ACTIVE, CONFIRMED_ACTIVE)),
        load(),
        MapId.DYNAMICS365,
    )
    assert [one.group for one in found] == [INVOICED_ACTIVE, ACTIVE_CANCELED, WITHOUT, ACTIVE_NEW, CONFIRMED_ACTIVE]


def test_groups_of_one_size_have_an_order_of_their_own() -> None:
    twins = (OrderGroup(192350001, 0, 1, 5), OrderGroup(192350000, 0, 1, 5), OrderGroup(None, 0, 1, 5))
    assert [one.group.processing_status for one in compare(OrderCounts(twins), load(), MapId.CDS)] == [
        None,
        192350000,
        192350001,
    ]


def test_submitted_orders_were_submitted_here_or_come_from_the_old_solution() -> None:
    # The updated tables never make Submitted; the classic one does for Confirmed.
    assert told(MapId.DYNAMICS365, CONFIRMED_SUBMITTED) == [
        (192350001, 1, False, Cause.SUBMITTED_HERE, MapId.CLASSIC),
    ]
    assert told(MapId.CLASSIC, CONFIRMED_SUBMITTED) == [(192350001, 1, True, None, None)]
    invoiced = OrderGroup(192350005, 1, 3, 1)
    assert told(MapId.CDS, invoiced) == [(192350005, 1, False, Cause.SUBMITTED_HERE, None)]


def test_a_status_of_the_other_map_is_said_to_come_from_it() -> None:
    assert told(MapId.CDS, BOTH_FULFILLED) == [(192350008, 3, False, Cause.OTHER_MAP, MapId.DYNAMICS365)]


def test_a_sales_status_that_stayed_behind_and_one_that_ran_ahead_have_other_causes() -> None:
    assert told(MapId.DYNAMICS365, INVOICED_ACTIVE) == [(192350005, 0, False, Cause.NOT_MOVED_ON, None)]
    assert told(MapId.DYNAMICS365, ACTIVE_CANCELED) == [(192350000, 2, False, Cause.CLOSED_HERE, None)]


def test_what_no_table_knows_is_left_open() -> None:
    assert told(MapId.CDS, WITHOUT) == [(None, 0, None, None, None)]
    assert told(MapId.DATA_INTEGRATOR, ACTIVE_NEW) == [(192350000, 0, None, None, None)]


def test_the_total_is_that_of_all_groups() -> None:
    assert OrderCounts((ACTIVE_NEW, WITHOUT)).total == 509
    assert OrderCounts(()).total == 0


def test_samples_are_asked_for_what_stands_out_and_what_is_submitted_and_once_for_both() -> None:
    counts = OrderCounts((ACTIVE_NEW, CONFIRMED_SUBMITTED, INVOICED_ACTIVE))
    assert to_sample(counts, load(), MapId.CDS) == (CONFIRMED_SUBMITTED, INVOICED_ACTIVE)
    assert to_sample(counts, load(), MapId.CLASSIC) == (INVOICED_ACTIVE, CONFIRMED_SUBMITTED)
    assert submitted(counts) == (CONFIRMED_SUBMITTED,)


def test_samples_replace_what_a_group_had_and_leave_the_others() -> None:
    counts = OrderCounts((ACTIVE_NEW, CONFIRMED_SUBMITTED)).with_samples([ACTIVE_NEW], {ACTIVE_NEW.key: ("ORD-9",)})
    assert [group.samples for group in counts.groups] == [("ORD-9",), ("ORD-1",)]


def test_a_group_that_was_asked_for_and_is_not_there_has_samples_that_nobody_knows() -> None:
    both = (ACTIVE_NEW, CONFIRMED_SUBMITTED)
    counts = OrderCounts(both).with_samples(both, {ACTIVE_NEW.key: ()})
    assert [group.samples for group in counts.groups] == [(), None]
    assert counts.samples_unknown is None
    assert text.samples(counts.groups[0]) is None
    assert text.samples(counts.groups[1]) == "Which orders these are could not be read."


def test_every_combination_can_be_said() -> None:
    usual = (ACTIVE_NEW, CONFIRMED_SUBMITTED, INVOICED_ACTIVE, ACTIVE_CANCELED, BOTH_FULFILLED, WITHOUT, OWN_REASON)
    groups = (*usual, OrderGroup(192350005, 1, 3, 1))
    causes = set()
    for one in compare(OrderCounts(groups), load(), MapId.CDS):
        assert text.standing_out(one, load()).strip()
        causes.add(text.cause(one))
    assert len(causes) == 6
    assert text.shown(OWN_REASON, load()) == ("Active", "Active", "990000001")
    assert text.shown(WITHOUT, load())[0] == "none"
    assert text.labels(OWN_REASON, load()) == ("Active", "Active", None)
    assert [text.allowed(answer) for answer in (True, False, None)] == ["yes", "no", "cannot tell"]
    assert "500 orders" in text.heading(OrderCounts((ACTIVE_NEW,)), MapId.CDS)
    assert "7 orders" in text.submitted_line(7, text.samples(CONFIRMED_SUBMITTED) or "")
    assert text.verdict(0) != text.verdict(3)
    assert text.submitted_line(1, "") == "1 order is Submitted and would hold back switching the flag off."


def test_why_a_count_is_not_complete_is_said_for_every_problem() -> None:
    for problem in (*Problem, None):
        said = text.not_complete(problem)
        assert said.startswith("Not all orders could be counted, so the numbers are lower bounds: ")
    assert "too long" in text.not_complete(Problem.TIMEOUT)
    assert "no usable answer" in text.not_complete(Problem.BROKEN_ANSWER)
    assert "was counted" in text.verdict(0, complete=False)
    assert text.verdict(3, complete=False) == text.verdict(3)
