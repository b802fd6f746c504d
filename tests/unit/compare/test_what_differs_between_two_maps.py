"""Two maps compared, combination by combination, and what existing orders would show."""

import pytest

from sopwizard.domain.compare import GroupChange, OrderGroup, Sight, changed_orders, differences, sight
from sopwizard.domain.model.choices import MapId
from sopwizard.services.rulebook import load

Shown = tuple[str | None, str | None]


def compared(first: MapId, second: MapId) -> dict[tuple[str, str], tuple[Shown, Shown]]:
    def shown(value: Sight) -> Shown:
        return value.processing_status, value.sales_status

    return {
        (each.scm_status, each.document_status): (shown(sight(each.first)), shown(sight(each.second)))
        for each in differences(load(), first, second)
    }


def test_the_two_updated_maps_differ_in_one_combination() -> None:
    assert compared(MapId.CDS, MapId.DYNAMICS365) == {
        ("Delivered", "Invoice"): ((None, None), ("Delivered and Partially Invoiced", "Fulfilled"))
    }


def test_the_update_changes_confirmed_picked_and_delivered() -> None:
    assert compared(MapId.CLASSIC, MapId.DYNAMICS365) == {
        ("Open Order", "Confirmation"): (("Confirmed", "Submitted"), ("Confirmed", "Active")),
        ("Open Order", "Picking List"): (("Picked", "Submitted"), ("Picked", "Active")),
        ("Delivered", "Packing Slip"): (("Delivered", None), ("Delivered", "Fulfilled")),
        ("Delivered", "Invoice"): (
            ("Partially Invoiced", "Fulfilled"),
            ("Delivered and Partially Invoiced", "Fulfilled"),
        ),
    }


@pytest.mark.parametrize("map_id", MapId)
def test_no_map_differs_from_itself(map_id: MapId) -> None:
    assert differences(load(), map_id, map_id) == ()


def test_the_data_integrators_table_has_nothing_to_compare_by() -> None:
    assert differences(load(), MapId.DATA_INTEGRATOR, MapId.CDS) == ()
    assert changed_orders(load(), (OrderGroup(192350001, 0, 3),), MapId.CDS, MapId.DATA_INTEGRATOR) == ()


CONFIRMED_SUBMITTED = OrderGroup(192350001, 1, 12)
PARTIALLY_INVOICED_FULFILLED = OrderGroup(192350006, 3, 40)
ACTIVE = OrderGroup(192350000, 0, 900)


def test_confirmed_orders_would_be_active_after_the_update_and_partial_invoices_would_be_delivered() -> None:
    found = changed_orders(
        load(),
        (ACTIVE, CONFIRMED_SUBMITTED, PARTIALLY_INVOICED_FULFILLED, OrderGroup(None, 0, 5), OrderGroup(7, 0, 1)),
        MapId.CLASSIC,
        MapId.DYNAMICS365,
    )
    assert found == (
        GroupChange(
            PARTIALLY_INVOICED_FULFILLED,
            Sight("Partially Invoiced", "Fulfilled"),
            (Sight("Delivered and Partially Invoiced", "Fulfilled"),),
        ),
        GroupChange(CONFIRMED_SUBMITTED, Sight("Confirmed", "Submitted"), (Sight("Confirmed", "Active"),)),
    )


def test_an_order_with_a_status_of_its_own_may_become_any_of_several() -> None:
    strange = OrderGroup(192350006, 1, 2)
    assert changed_orders(load(), (strange,), MapId.CLASSIC, MapId.DYNAMICS365)[0].then == (
        Sight("Partially Invoiced", "Active"),
        Sight("Delivered and Partially Invoiced", "Fulfilled"),
    )


def test_a_status_that_the_running_map_does_not_have_leaves_the_other_without_an_answer() -> None:
    strange = OrderGroup(192350008, 3, 2)
    assert changed_orders(load(), (strange,), MapId.CDS, MapId.DYNAMICS365) == (
        GroupChange(strange, Sight("Delivered and Partially Invoiced", "Fulfilled"), ()),
    )
