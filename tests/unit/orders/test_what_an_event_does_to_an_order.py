"""One order's life, held to what the articles say; statuses are typed from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.orders import Actor, Button, Event, Founded, Refusal, Remark, Setting, Side
from sopwizard.domain.story import Life, play_under
from sopwizard.services.rulebook import load

E = Event
DUAL_WRITE = (MapId.CDS, MapId.DYNAMICS365, MapId.CLASSIC)


def life(
    *events: Event,
    map_id: MapId = MapId.CDS,
    sop: bool = True,
    actor: Actor = Actor.SALESPERSON,
    writer_marked: bool = True,
) -> Life:
    return play_under(events, Setting(map_id, sop, actor, writer_marked), load())


def statuses(of: Life) -> tuple[str | None, str | None, str | None, str | None]:
    """Status and document in Supply Chain Management, processing status and status in Sales."""
    step = of.steps[-1]
    assert step.scm is not None
    assert step.sales is not None
    return step.scm.status, step.scm.document, step.sales.processing_status, step.sales.status


def shown(of: Life, button: Button) -> bool:
    return next(state.shown for state in of.steps[-1].buttons if state.button is button)


def allowed(of: Life, actor: Actor) -> bool | None:
    return next(state.allowed for state in of.steps[-1].editors if state.actor is actor)


def outcomes(of: Life) -> list[tuple[str, str, str]]:
    return [(cell.table, cell.operation.value, cell.outcome.value) for cell in of.steps[-1].prices]


# --- the tables of the status article ------------------------------------------------------------------------------

PATHS: dict[tuple[str, str], tuple[Event, ...]] = {
    ("Open Order", "None"): (),
    ("Open Order", "Confirmation"): (E.CONFIRM,),
    ("Open Order", "Picking List"): (E.PICK,),
    ("Open Order", "Packing Slip"): (E.DELIVER_PART,),
    ("Open Order", "Invoice"): (E.INVOICE_PART,),
    ("Delivered", "Packing Slip"): (E.DELIVER,),
    ("Delivered", "Invoice"): (E.DELIVER, E.INVOICE_PART),
    ("Invoiced", "Invoice"): (E.INVOICE,),
    ("Canceled", "None"): (E.CANCEL,),
}
EXPECTED: dict[tuple[str, str], dict[MapId, tuple[str | None, str | None, str]]] = {
    ("Open Order", "None"): dict.fromkeys(DUAL_WRITE, ("Active", "Active", "table")),
    ("Open Order", "Confirmation"): {
        MapId.CDS: ("Confirmed", "Active", "table"),
        MapId.DYNAMICS365: ("Confirmed", "Active", "table"),
        MapId.CLASSIC: ("Confirmed", "Submitted", "table"),
    },
    ("Open Order", "Picking List"): {
        MapId.CDS: ("Picked", "Active", "table"),
        MapId.DYNAMICS365: ("Picked", "Active", "table"),
        MapId.CLASSIC: ("Picked", "Submitted", "table"),
    },
    ("Open Order", "Packing Slip"): dict.fromkeys(DUAL_WRITE, ("Partially Delivered", "Active", "table")),
    ("Open Order", "Invoice"): {
        MapId.CDS: ("Partially Invoiced", "Active", "table"),
        MapId.DYNAMICS365: ("Partially Invoiced", "Active", "table"),
        MapId.CLASSIC: ("Partially Invoiced", "Active", "read"),
    },
    ("Delivered", "Packing Slip"): {
        MapId.CDS: ("Delivered", "Fulfilled", "table"),
        MapId.DYNAMICS365: ("Delivered", "Fulfilled", "table"),
        MapId.CLASSIC: ("Delivered", None, "undefined"),
    },
    ("Delivered", "Invoice"): {
        MapId.CDS: (None, None, "undefined"),
        MapId.DYNAMICS365: ("Delivered and Partially Invoiced", "Fulfilled", "table"),
        MapId.CLASSIC: ("Partially Invoiced", "Fulfilled", "table"),
    },
    ("Invoiced", "Invoice"): dict.fromkeys(DUAL_WRITE, ("Invoiced", "Invoiced", "table")),
    ("Canceled", "None"): dict.fromkeys(DUAL_WRITE, ("Canceled", "Canceled", "table")),
}


@pytest.mark.parametrize("combination", PATHS)
@pytest.mark.parametrize("map_id", DUAL_WRITE)
def test_every_combination_shows_what_the_article_says(combination: tuple[str, str], map_id: MapId) -> None:
    played = life(E.CREATE_IN_SCM, *PATHS[combination], map_id=map_id)
    processing, sales, founded = EXPECTED[combination][map_id]
    assert statuses(played) == (*combination, processing, sales)
    order = played.steps[-1].sales
    assert order is not None
    assert order.founded.value == founded


@pytest.mark.parametrize("map_id", DUAL_WRITE)
def test_the_document_stays_invoice_when_a_line_is_confirmed_after_a_partial_invoice(map_id: MapId) -> None:
    played = life(E.CREATE_IN_SCM, E.CONFIRM, E.INVOICE_PART, E.CONFIRM, map_id=map_id)
    assert statuses(played)[:3] == ("Open Order", "Invoice", "Partially Invoiced")
    assert Remark.DOCUMENT_STAYS in played.steps[-1].remarks
    assert played.steps[-1].refusal is None


def test_a_canceled_order_is_canceled_whatever_its_document() -> None:
    played = life(E.CREATE_IN_SCM, E.CONFIRM, E.PICK, E.CANCEL)
    assert statuses(played) == ("Canceled", "Picking List", "Canceled", "Canceled")


# --- buttons -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("map_id", DUAL_WRITE)
def test_with_the_flag_submit_stands_where_create_invoice_was(map_id: MapId) -> None:
    on, off = life(E.CREATE_IN_SALES, map_id=map_id), life(E.CREATE_IN_SALES, map_id=map_id, sop=False)
    assert (shown(on, Button.CREATE_INVOICE), shown(on, Button.SUBMIT)) == (False, True)
    assert (shown(off, Button.CREATE_INVOICE), shown(off, Button.SUBMIT)) == (True, False)


@pytest.mark.parametrize("sop", [True, False])
@pytest.mark.parametrize("map_id", DUAL_WRITE)
def test_dual_write_hides_cancel_order_and_no_more(map_id: MapId, sop: bool) -> None:  # noqa: FBT001 - a situation
    played = life(E.CREATE_IN_SALES, map_id=map_id, sop=sop)
    assert not shown(played, Button.CANCEL_ORDER)
    assert shown(played, Button.RECALCULATE)
    assert shown(played, Button.GET_PRODUCTS)
    assert shown(played, Button.LOOKUP_ADDRESS)


def test_with_the_flag_off_the_other_source_is_named_as_a_doubt() -> None:
    states = life(E.CREATE_IN_SALES, sop=False).steps[-1].buttons
    assert next(state.doubt for state in states if state.button is Button.CREATE_INVOICE) == "dw-buttons-hidden"


def test_the_data_integrator_hides_five_buttons_once_the_order_is_activated() -> None:
    five = (
        Button.CREATE_INVOICE,
        Button.CANCEL_ORDER,
        Button.RECALCULATE,
        Button.GET_PRODUCTS,
        Button.LOOKUP_ADDRESS,
    )
    draft = life(E.CREATE_IN_SALES, map_id=MapId.DATA_INTEGRATOR, sop=False)
    active = life(E.CREATE_IN_SALES, E.ACTIVATE, map_id=MapId.DATA_INTEGRATOR, sop=False)
    assert all(shown(draft, button) for button in (*five, Button.ACTIVATE))
    assert not any(shown(active, button) for button in (*five, Button.ACTIVATE, Button.SUBMIT))
    assert not shown(life(E.CREATE_IN_SALES, map_id=MapId.DATA_INTEGRATOR), Button.CREATE_INVOICE)


def test_submit_goes_when_the_order_is_submitted() -> None:
    assert not shown(life(E.CREATE_IN_SALES, E.SUBMIT), Button.SUBMIT)


def test_where_the_status_is_not_defined_submit_stands_as_the_flag_has_it() -> None:
    assert shown(life(E.CREATE_IN_SCM, E.DELIVER, E.INVOICE_PART), Button.SUBMIT)


# --- who may edit --------------------------------------------------------------------------------------------------


def test_a_submitted_order_is_locked_for_the_salesperson_and_open_for_an_integration_user() -> None:
    played = life(E.CREATE_IN_SALES, E.SUBMIT)
    assert statuses(played)[3] == "Submitted"
    assert allowed(played, Actor.SALESPERSON) is False
    assert allowed(played, Actor.INTEGRATION) is True


def test_whether_an_integration_users_submitted_order_is_locked_is_left_open_as_the_article_contradicts_itself() -> (
    None
):
    played = life(E.CREATE_IN_SALES, E.SUBMIT, actor=Actor.INTEGRATION)
    assert allowed(played, Actor.SALESPERSON) is None
    doubts = [state.doubt for state in played.steps[-1].editors if state.actor is Actor.SALESPERSON]
    assert doubts == ["sop-submitted-read-only"]


def test_the_lock_depends_on_who_made_the_order_even_after_dual_write_has_changed_it() -> None:
    by_a_person = life(E.CREATE_IN_SALES, E.CONFIRM, E.SUBMIT)
    by_dual_write = life(E.CREATE_IN_SCM, E.CONFIRM, E.SUBMIT)
    assert allowed(by_a_person, Actor.SALESPERSON) is False
    assert allowed(by_dual_write, Actor.SALESPERSON) is None


def test_only_active_orders_can_be_edited_with_the_flag_off() -> None:
    delivered = life(E.CREATE_IN_SCM, E.DELIVER, sop=False)
    assert allowed(delivered, Actor.SALESPERSON) is False
    assert allowed(delivered, Actor.INTEGRATION) is False
    assert allowed(life(E.CREATE_IN_SCM, E.DELIVER), Actor.INTEGRATION) is True


def test_where_the_status_is_not_defined_nobody_knows_who_may_edit() -> None:
    played = life(E.CREATE_IN_SCM, E.DELIVER, E.INVOICE_PART, E.EDIT)
    assert allowed(played, Actor.SALESPERSON) is None
    assert allowed(played, Actor.INTEGRATION) is None
    assert played.steps[-1].refusal is Refusal.STATUS_UNKNOWN


def test_the_data_integrators_orders_are_edited_in_sales_only_as_drafts() -> None:
    draft = life(E.CREATE_IN_SALES, E.EDIT, map_id=MapId.DATA_INTEGRATOR, sop=False)
    active = life(E.CREATE_IN_SALES, E.ACTIVATE, E.EDIT, map_id=MapId.DATA_INTEGRATOR, sop=False)
    assert draft.steps[-1].refusal is None
    assert active.steps[-1].refusal is Refusal.READ_ONLY
    assert allowed(active, Actor.INTEGRATION) is True


# --- prices --------------------------------------------------------------------------------------------------------


def test_the_marked_writer_of_dual_write_makes_sales_skip_its_calculation() -> None:
    assert outcomes(life(E.CREATE_IN_SCM)) == [("salesorder", "create", "skipped")]
    assert outcomes(life(E.CREATE_IN_SCM, E.CONFIRM)) == [("salesorder", "update", "skipped")]


def test_without_the_mark_sales_calculates_over_what_supply_chain_management_sends() -> None:
    played = life(E.CREATE_IN_SCM, E.CONFIRM, writer_marked=False)
    assert outcomes(played) == [("salesorder", "update", "calculated")]
    assert Remark.SALES_CALCULATES in played.steps[-1].remarks


def test_an_update_to_an_order_that_is_not_active_may_be_refused_without_the_mark() -> None:
    played = life(E.CREATE_IN_SCM, E.DELIVER, E.INVOICE, writer_marked=False)
    assert Remark.UPDATE_MAY_BE_REFUSED in played.steps[-1].remarks
    marked = life(E.CREATE_IN_SCM, E.DELIVER, E.INVOICE)
    assert Remark.UPDATE_MAY_BE_REFUSED not in marked.steps[-1].remarks
    active = life(E.CREATE_IN_SCM, E.CONFIRM, writer_marked=False)
    undefined = life(E.CREATE_IN_SCM, E.DELIVER, E.INVOICE_PART, E.INVOICE, writer_marked=False)
    assert Remark.UPDATE_MAY_BE_REFUSED not in active.steps[-1].remarks
    assert Remark.UPDATE_MAY_BE_REFUSED not in undefined.steps[-1].remarks


def test_an_invoice_from_supply_chain_management_is_a_create_of_its_own() -> None:
    played = life(E.CREATE_IN_SCM, E.INVOICE)
    assert outcomes(played) == [("salesorder", "update", "skipped"), ("invoice", "create", "skipped")]
    invoice = played.steps[-1].invoice
    assert invoice is not None
    assert (invoice.made_in, invoice.blank) == (Side.SCM, False)


def test_recalculate_is_calculated_for_an_integration_user_until_the_order_is_submitted() -> None:
    active = life(E.CREATE_IN_SALES, E.RECALCULATE, actor=Actor.INTEGRATION)
    submitted = life(E.CREATE_IN_SALES, E.SUBMIT, E.RECALCULATE, actor=Actor.INTEGRATION)
    assert outcomes(active) == [("salesorder", "recalculate", "calculated")]
    assert outcomes(submitted) == [("salesorder", "recalculate", "skipped")]


def test_prices_need_a_record_that_can_be_edited() -> None:
    played = life(E.CREATE_IN_SALES, E.SUBMIT, E.RECALCULATE)
    assert played.steps[-1].refusal is Refusal.READ_ONLY
    assert played.steps[-1].prices == ()


def test_an_edit_is_skipped_for_an_integration_user_and_calculated_for_a_salesperson() -> None:
    assert outcomes(life(E.CREATE_IN_SALES, E.EDIT)) == [("salesorder", "update", "calculated")]
    assert outcomes(life(E.CREATE_IN_SALES, E.EDIT, actor=Actor.INTEGRATION)) == [("salesorder", "update", "skipped")]


# --- the field report ----------------------------------------------------------------------------------------------


def test_an_integration_user_makes_a_blank_invoice_from_an_active_order() -> None:
    played = life(E.CREATE_IN_SALES, E.CREATE_INVOICE, actor=Actor.INTEGRATION)
    invoice = played.steps[-1].invoice
    assert invoice is not None
    assert (invoice.made_in, invoice.blank) == (Side.SALES, True)
    assert Remark.BLANK_INVOICE in played.steps[-1].remarks


def test_no_invoice_is_made_from_a_read_only_order() -> None:
    played = life(E.CREATE_IN_SALES, E.SUBMIT, E.CREATE_INVOICE, actor=Actor.INTEGRATION)
    assert played.steps[-1].refusal is Refusal.READ_ONLY_INVOICE
    undefined = life(E.CREATE_IN_SCM, E.DELIVER, E.INVOICE_PART, E.CREATE_INVOICE, actor=Actor.INTEGRATION)
    assert undefined.steps[-1].refusal is Refusal.STATUS_UNKNOWN


def test_a_salesperson_has_no_button_for_it_with_the_flag_and_an_invoice_with_amounts_without() -> None:
    assert life(E.CREATE_IN_SALES, E.CREATE_INVOICE).steps[-1].refusal is Refusal.CREATE_INVOICE_HIDDEN
    off = life(E.CREATE_IN_SALES, E.CREATE_INVOICE, sop=False).steps[-1]
    assert off.invoice is not None
    assert off.invoice.blank is False


def test_orders_that_arrive_submitted_are_a_remark_and_no_rule() -> None:
    played = life(E.CREATE_IN_SALES, actor=Actor.INTEGRATION)
    assert statuses(played)[3] == "Active"
    assert played.steps[-1].remarks == (Remark.SEEN_ARRIVING_SUBMITTED,)
    assert life(E.CREATE_IN_SALES).steps[-1].remarks == (Remark.SEEN_INVALID_STATUS,)
    assert life(E.CREATE_IN_SALES, sop=False).steps[-1].remarks == ()


def test_under_the_updated_maps_a_submitted_order_jumps_back_with_the_next_change() -> None:
    played = life(E.CREATE_IN_SALES, E.SUBMIT, E.CONFIRM)
    assert statuses(played)[3] == "Active"
    assert Remark.JUMPS_BACK in played.steps[-1].remarks
    classic = life(E.CREATE_IN_SALES, E.SUBMIT, E.CONFIRM, map_id=MapId.CLASSIC)
    assert statuses(classic)[3] == "Submitted"


# --- what cannot happen --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "refusal"),
    [
        ((E.CONFIRM,), Refusal.NOT_CREATED),
        ((E.CREATE_IN_SALES, E.CREATE_IN_SCM), Refusal.ALREADY_CREATED),
        ((E.CREATE_IN_SCM, E.CANCEL, E.DELIVER), Refusal.IS_CANCELED),
        ((E.CREATE_IN_SCM, E.INVOICE, E.DELIVER_PART), Refusal.IS_INVOICED),
        ((E.CREATE_IN_SCM, E.DELIVER, E.DELIVER), Refusal.ALL_DELIVERED),
        ((E.CREATE_IN_SCM, E.DELIVER, E.PICK), Refusal.ALL_DELIVERED),
        ((E.CREATE_IN_SCM, E.DELIVER_PART, E.CANCEL), Refusal.PARTLY_DONE),
        ((E.CREATE_IN_SCM, E.INVOICE_PART, E.CANCEL), Refusal.PARTLY_DONE),
        ((E.CREATE_IN_SCM, E.DELIVER, E.SUBMIT), Refusal.NOT_ACTIVE),
        ((E.CREATE_IN_SCM, E.DELIVER, E.EDIT), Refusal.READ_ONLY),
        ((E.CREATE_IN_SCM, E.DELIVER, E.INVOICE_PART, E.SUBMIT), Refusal.STATUS_UNKNOWN),
        ((E.CREATE_IN_SALES, E.ACTIVATE), Refusal.NO_ACTIVATE_BUTTON),
    ],
)
def test_what_cannot_happen_is_refused_by_name_and_changes_nothing(events: tuple[Event, ...], refusal: Refusal) -> None:
    played = life(*events)
    assert played.steps[-1].refusal is refusal
    if len(events) > 1:
        assert played.steps[-1].sales == played.steps[-2].sales
        assert played.steps[-1].scm == played.steps[-2].scm


def test_there_is_no_submit_button_with_the_flag_off() -> None:
    assert life(E.CREATE_IN_SALES, E.SUBMIT, sop=False).steps[-1].refusal is Refusal.NO_SUBMIT_BUTTON


def test_an_order_whose_lock_is_disputed_is_not_edited_here() -> None:
    played = life(E.CREATE_IN_SCM, E.CONFIRM, E.EDIT, map_id=MapId.CLASSIC)
    assert played.steps[-1].refusal is Refusal.SOURCES_DISAGREE


# --- prospect to cash ----------------------------------------------------------------------------------------------


def legacy(*events: Event, sop: bool = False, actor: Actor = Actor.SALESPERSON) -> Life:
    return life(*events, map_id=MapId.DATA_INTEGRATOR, sop=sop, actor=actor, writer_marked=False)


def test_a_draft_is_in_sales_only_until_it_is_activated() -> None:
    draft = legacy(E.CREATE_IN_SALES).steps[-1]
    assert draft.scm is None
    assert draft.sales is not None
    assert (draft.sales.processing_status, draft.sales.status) == ("Draft", "Active")
    assert legacy(E.CREATE_IN_SALES, E.CONFIRM).steps[-1].refusal is Refusal.NOT_IN_SCM
    assert statuses(legacy(E.CREATE_IN_SALES, E.ACTIVATE)) == ("Open Order", "None", "Active", "Active")


def test_an_order_made_in_operations_comes_over_when_it_is_confirmed() -> None:
    waiting = legacy(E.CREATE_IN_SCM).steps[-1]
    assert waiting.sales is None
    assert waiting.buttons == ()
    assert waiting.editors == ()
    assert waiting.remarks == (Remark.WAITS_FOR_CONFIRMATION,)
    assert legacy(E.CREATE_IN_SCM, E.EDIT).steps[-1].refusal is Refusal.NOT_IN_SALES
    assert statuses(legacy(E.CREATE_IN_SCM, E.CONFIRM)) == ("Open Order", "Confirmation", "Confirmed", "Active")


def test_an_order_canceled_before_it_was_confirmed_does_not_change_in_sales() -> None:
    played = legacy(E.CREATE_IN_SALES, E.ACTIVATE, E.CANCEL)
    assert statuses(played) == ("Canceled", "None", "Active", "Active")
    unseen = legacy(E.CREATE_IN_SCM, E.INVOICE)
    assert unseen.steps[-1].invoice is not None


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ((E.PICK,), "Picked"),
        ((E.DELIVER_PART,), "Partially Shipped"),
        ((E.DELIVER,), "Shipped"),
        ((E.INVOICE_PART,), "Partially Invoiced"),
        ((E.DELIVER, E.INVOICE_PART), "Partially Invoiced"),
        ((E.INVOICE,), "Invoiced"),
        ((E.CANCEL,), "Cancelled"),
    ],
)
def test_later_statuses_are_inferred_and_sales_stays_active(events: tuple[Event, ...], status: str) -> None:
    played = legacy(E.CREATE_IN_SCM, E.CONFIRM, *events)
    assert statuses(played)[2:] == (status, "Active")
    order = played.steps[-1].sales
    assert order is not None
    assert order.founded is Founded.READ
    assert Remark.STATUS_INFERRED in played.steps[-1].remarks


def test_an_order_is_activated_once_and_not_while_it_is_submitted() -> None:
    assert legacy(E.CREATE_IN_SALES, E.ACTIVATE, E.ACTIVATE).steps[-1].refusal is Refusal.NOT_DRAFT
    assert legacy(E.CREATE_IN_SALES, E.SUBMIT, E.ACTIVATE, sop=True).steps[-1].refusal is Refusal.READ_ONLY


def test_recalculate_is_hidden_on_its_orders_and_an_integration_user_does_not_need_the_button() -> None:
    assert legacy(E.CREATE_IN_SALES, E.ACTIVATE, E.RECALCULATE).steps[-1].refusal is Refusal.RECALCULATE_HIDDEN
    by_api = legacy(E.CREATE_IN_SALES, E.ACTIVATE, E.RECALCULATE, actor=Actor.INTEGRATION)
    assert by_api.steps[-1].refusal is None


# --- every sequence ------------------------------------------------------------------------------------------------

_SETTINGS = st.builds(Setting, st.sampled_from(MapId), st.booleans(), st.sampled_from(Actor), st.booleans())
_EVENTS = st.lists(st.sampled_from(Event), max_size=14).map(tuple)
_LEGACY_STATUSES = {
    "Draft", "Active", "Confirmed", "Packing Slip", "Invoiced", "Picked", "Partially Picked", "Partially Packed",
    "Shipped", "Partially Shipped", "Partially Invoiced", "Cancelled",
}  # fmt: skip


@given(_EVENTS, _SETTINGS)
def test_every_sequence_lands_in_a_published_row_or_is_reported_as_undefined(
    events: tuple[Event, ...], setting: Setting
) -> None:
    for step in play_under(events, setting, load()).steps:
        if step.sales is None:
            continue
        sales = step.sales
        if sales.founded is Founded.RULE:
            assert sales.status == "Submitted"
        elif setting.map_id is MapId.DATA_INTEGRATOR:
            assert sales.status == "Active"
            assert sales.processing_status in _LEGACY_STATUSES
        else:
            assert step.scm is not None
            document = "None" if step.scm.status == "Canceled" else step.scm.document
            processing, status, founded = EXPECTED[step.scm.status, document][setting.map_id]
            assert (sales.processing_status, sales.status, sales.founded.value) == (processing, status, founded)


@given(_EVENTS, _SETTINGS)
def test_a_refused_event_changes_nothing_and_one_that_happens_is_among_the_possible_ones(
    events: tuple[Event, ...], setting: Setting
) -> None:
    rulebook = load()
    before = play_under((), setting, rulebook)
    for at in range(1, len(events) + 1):
        after = play_under(events[:at], setting, rulebook)
        step = after.steps[-1]
        assert dict(before.following)[events[at - 1]] is step.refusal
        if step.refusal is not None:
            assert (step.prices, step.remarks) == ((), ())
            assert after.following == before.following
        before = after
