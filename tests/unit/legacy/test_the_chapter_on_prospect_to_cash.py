"""The older solution with the Data Integrator, typed from its article."""

from dataclasses import replace

import pytest

from sopwizard.domain.checks import examine
from sopwizard.domain.errors import Problem
from sopwizard.domain.legacy import Answer, Task, in_order, inferred_order, preconditions, still_there, traces
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.services.lore import legacy
from sopwizard.services.rulebook import load
from tests.support.snapshots import a_snapshot, with_organization


def answers(snapshot: Snapshot) -> dict[str, Answer]:
    return {each.id: given for each, given in preconditions(legacy(), examine(snapshot, load()))}


def test_its_twelve_statuses_stand_as_the_article_lists_them() -> None:
    assert [status.name for status in legacy().statuses] == [
        "Draft",
        "Active",
        "Confirmed",
        "Packing Slip",
        "Invoiced",
        "Picked",
        "Partially Picked",
        "Partially Packed",
        "Shipped",
        "Partially Shipped",
        "Partially Invoiced",
        "Cancelled",
    ]


def test_they_are_those_of_the_status_table() -> None:
    table = next(table for table in load().status_maps if table.id.value == "data-integrator")
    assert [row.processing_status for row in table.rows] == [status.name for status in legacy().statuses]


def test_an_order_among_them_is_inferred_and_complete() -> None:
    ordered = [status.name for status in inferred_order(legacy())]
    assert ordered[:3] == ["Draft", "Active", "Confirmed"]
    assert ordered.index("Partially Shipped") < ordered.index("Shipped") < ordered.index("Invoiced")
    assert len({status.position for status in legacy().statuses}) == 12


def test_products_come_before_orders_and_accounts_and_contacts_only_if_used() -> None:
    names = [task.name for task in in_order(legacy().tasks)]
    assert names == [
        "Products (Fin and Ops to Sales) - Direct",
        "Accounts (Sales to Fin and Ops) - Direct",
        "Contacts to Customers (Sales to Fin and Ops) - Direct",
        "Sales Orders (Sales to Fin and Ops) - Direct",
        "Sales Orders (Fin and Ops to Sales) - Direct",
    ]
    assert [task.optional for task in legacy().tasks] == [False, True, True, False, False]
    assert in_order(tuple(reversed(legacy().tasks)))[-1].id == "orders-to-operations"


def test_tasks_that_wait_for_each_other_are_refused() -> None:
    one = Task("one", "One", "to-sales", needs=("two",))
    two = Task("two", "Two", "to-sales", needs=("one",))
    with pytest.raises(ValueError, match="circle"):
        in_order((one, two))


def test_five_buttons_are_hidden() -> None:
    assert legacy().hidden_buttons == (
        "Create Invoice",
        "Cancel Order",
        "Recalculate",
        "Get Products",
        "Lookup Address",
    )


def test_two_preconditions_are_read_and_the_rest_is_asked() -> None:
    given = answers(a_snapshot())
    assert given["system-pricing"] is Answer.YES
    assert given["line-item"] is Answer.YES
    assert {found for name, found in given.items() if name not in {"system-pricing", "line-item"}} == {Answer.BY_HAND}


def test_a_precondition_that_is_not_met_says_so() -> None:
    given = answers(with_organization(a_snapshot(), system_pricing=False, discount_method=None))
    assert given["system-pricing"] is Answer.NO
    assert given["line-item"] is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (Known(("msdynce_ismaintainedexternally",)), Answer.YES),
        (Known(()), Answer.NO),
        (Unknown(Problem.FORBIDDEN), Answer.UNKNOWN),
    ],
)
def test_columns_tell_whether_an_environment_still_has_it(
    columns: Known[tuple[str, ...]] | Unknown, expected: Answer
) -> None:
    findings = examine(a_snapshot(legacy_columns=columns), load())
    assert still_there(legacy(), findings) is expected
    assert [given for _, given in traces(legacy(), findings)][1:] == [Answer.BY_HAND, Answer.BY_HAND]


def test_without_any_check_nobody_knows() -> None:
    assert still_there(legacy(), ()) is Answer.UNKNOWN
    assert still_there(replace(legacy(), traces=legacy().traces[1:]), ()) is Answer.UNKNOWN
