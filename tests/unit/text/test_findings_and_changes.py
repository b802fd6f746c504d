from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from sopwizard.domain import cells
from sopwizard.domain.checks import examine
from sopwizard.domain.errors import Problem
from sopwizard.domain.evidence import MapEvidence, MapReason, MapState, running_map
from sopwizard.domain.findings import finding as make_finding
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import Privilege, Snapshot, SubmittedOrders
from sopwizard.domain.model.states import Confidence, Reason, Severity
from sopwizard.domain.order_page import buttons
from sopwizard.domain.orders import Button, Founded, Order, SalesOrder, ScmOrder, Setting
from sopwizard.domain.plan import make_plan
from sopwizard.domain.pricing import Situation, price_cells
from sopwizard.domain.rulebook import PriceOperation
from sopwizard.domain.status import resolve
from sopwizard.domain.surroundings import FeatureState
from sopwizard.services.rulebook import load
from sopwizard.text import changes, findings, preview_page, pricing, saved_check, status
from tests.support.snapshots import (
    CDS_ROWS,
    DYNAMICS365_ROWS,
    ERP,
    OPTIONS_BEFORE_UPDATE,
    RUNTIME,
    a_snapshot,
    adele,
    dual_write_users,
    with_organization,
)


def found(finding_id: str, snapshot: Snapshot, **choices: Any) -> Finding:  # noqa: ANN401 - fields of several types
    plan = make_plan(snapshot, Choices(**choices), load())
    return next(finding for finding in plan.findings if finding.id == finding_id)


def test_the_missing_privilege_is_named() -> None:
    finding = found("rights", a_snapshot(privileges=Known((Privilege("prvWriteOrganization", "Global"),))))
    assert "prvWriteUser" in findings.title(finding)
    assert "mark" in findings.detail(finding)
    assert "prvWriteOrganization" not in findings.detail(finding)
    assert "System Administrator" in findings.fix(finding)


def test_a_person_who_is_marked_is_named_and_the_field_report_is_called_one() -> None:
    finding = found("marked-others", a_snapshot(users=Known((*dual_write_users(), adele()))))
    assert "Adele Vance" in findings.title(finding)
    assert "field report" in findings.detail(finding)


def test_three_users_rather_than_two_are_labelled_as_a_recommendation() -> None:
    finding = found("dual-write-users", a_snapshot())
    assert "recommended" in findings.detail(finding)
    assert "two entries" in findings.detail(finding)
    assert findings.source(finding).endswith("(inference)")


def test_a_mismatch_names_the_maps_to_stop_and_to_start_and_where() -> None:
    sentence = findings.fix(found("map-mismatch", a_snapshot(running_maps=Known(CDS_ROWS)), map_id=MapId.DYNAMICS365))
    stop, start = sentence.split("then start")
    for name in (
        "CDS sales order headers",
        "CDS sales order lines",
        "CDS sales order lines V2",
        "CDS sales quotation header",
        "CDS sales quotation lines",
    ):
        assert name in stop
    for name in (
        "Dynamics 365 Sales order headers",
        "Dynamics 365 Sales order lines",
        "Dynamics 365 Sales quotation header",
        "Dynamics 365 Sales quotation lines",
    ):
        assert name in start
    assert "finance and operations" in stop


def test_a_mismatch_tells_when_the_solution_has_to_be_updated_first() -> None:
    snapshot = a_snapshot(running_maps=Known(CDS_ROWS), processing_options=Known(OPTIONS_BEFORE_UPDATE))
    assert "update that first" in findings.fix(found("map-mismatch", snapshot, map_id=MapId.DYNAMICS365))
    assert "update that first" in findings.fix(found("map-mismatch", snapshot, map_id=MapId.CDS))


def test_submitted_orders_that_hold_back_switching_off_are_named_with_whose_rule_it_is() -> None:
    snapshot = with_organization(
        a_snapshot(submitted=Known(SubmittedOrders(("ORD-7", "ORD-9"), more=True))), sop_enabled=True
    )
    finding = found("submitted-orders", snapshot, sop=False)
    assert "ORD-7, ORD-9 and more" in findings.detail(finding)
    assert "Business Central" in findings.detail(finding)


def test_not_knowing_of_submitted_orders_is_said_without_pretending() -> None:
    snapshot = with_organization(a_snapshot(submitted=Unknown(Problem.TIMEOUT, "r-9")), sop_enabled=True)
    finding = found("submitted-orders", snapshot, sop=False)
    assert "held back" in findings.detail(finding)
    assert "Business Central" in findings.detail(finding)
    assert "r-9" in findings.fix(finding)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (Problem.FORBIDDEN, "not allowed"),
        (Problem.NOT_FOUND, "not there"),
        (Problem.TIMEOUT, "too long"),
        (Problem.THROTTLED, "too busy"),
        (Problem.UNAUTHORIZED, "sign-in"),
        (Problem.SERVER_ERROR, "no usable answer"),
    ],
)
def test_an_unread_part_says_why(problem: Problem, words: str) -> None:
    assert words in findings.detail(found("running-map", a_snapshot(running_maps=Unknown(problem))))


@pytest.mark.parametrize("severity", list(Severity))
def test_every_severity_has_a_word(severity: Severity) -> None:
    assert findings.severity(severity)


@pytest.mark.parametrize("reason", list(MapReason))
def test_every_evidence_has_a_sentence(reason: MapReason) -> None:
    assert findings.evidence(MapEvidence(MapState.UNKNOWN, None, reason)).endswith(".")


def test_the_evidence_names_the_map() -> None:
    assert "Dynamics 365 Sales order headers" in findings.evidence(running_map(a_snapshot(), load()))


def test_a_published_source_stands_without_a_label() -> None:
    finding = make_finding("rights", Severity.OK, "held", "Article")
    assert findings.source(finding) == "Article"


@pytest.mark.parametrize("running", [CDS_ROWS, DYNAMICS365_ROWS, (), (*CDS_ROWS, *DYNAMICS365_ROWS)])
def test_the_running_map_is_said(running: Any) -> None:  # noqa: ANN401 - rows
    for finding in examine(a_snapshot(running_maps=Known(running)), load()):
        assert findings.title(finding)


def plan_text(snapshot: Snapshot, **choices: Any) -> str:  # noqa: ANN401 - fields of several types
    return " ".join(changes.consequences(make_plan(snapshot, Choices(**choices), load())))


def set_up() -> Snapshot:
    return with_organization(a_snapshot(users=Known(dual_write_users(marked=True))), sop_enabled=True)


def test_switching_on_tells_what_happens_to_statuses_buttons_locks_and_prices() -> None:
    text = plan_text(a_snapshot(), map_id=MapId.DYNAMICS365)
    for word in ("Statuses", "Create Invoice is no longer shown", "Submit order", "read-only", "Prices", "DualWrite"):
        assert word in text


def test_switching_off_tells_the_opposite() -> None:
    text = plan_text(set_up(), map_id=MapId.DYNAMICS365, sop=False, unmark=frozenset({ERP}))
    assert "Create Invoice is shown on orders again" in text
    assert "Unmarked users (DualWrite IntegrationUser)" in text
    assert "Statuses" not in text


def test_switching_off_claims_no_more_than_the_articles_do() -> None:
    text = plan_text(set_up(), map_id=MapId.DYNAMICS365, sop=False)
    assert "unless the solution of dual-write hides it" in text
    assert "nobody can submit an order by hand" in text
    assert "no article says" not in text
    assert "Confirmed and Picked orders are Submitted; no article says" in plan_text(
        set_up(), map_id=MapId.CLASSIC, sop=False
    )


def test_what_a_mark_does_is_told_of_the_flag_that_it_needs() -> None:
    text = plan_text(a_snapshot(), map_id=MapId.DATA_INTEGRATOR, mark=frozenset({ERP}))
    assert "while the flag is on, they can change orders that are locked for people" in text


def test_the_page_of_an_order_is_the_same_in_both_tables_of_it() -> None:
    shown = dict(preview_page.buttons(False))  # noqa: FBT003  a column's value
    order = Order(ScmOrder(), SalesOrder("Active", "Active", Founded.TABLE, created_by_integration=False))
    states = {state.button: state for state in buttons(order, Setting(MapId.DYNAMICS365, sop=False))}
    assert states[Button.CANCEL_ORDER].shown is False
    assert shown["Cancel Order"].startswith("Not shown")
    assert states[Button.CREATE_INVOICE].doubt is not None
    assert "one article on dual-write says hidden" in shown["Create Invoice"]


def test_nothing_to_do_is_said_alone() -> None:
    marked = tuple(user for user in dual_write_users(marked=True) if user.user_id != RUNTIME)
    finding = found("dual-write-users", a_snapshot(users=Known(marked)))
    assert finding.fact("cases") == "runtime-missing, marked"
    assert findings.fix(finding).startswith("Ask Microsoft support")
    assert "nothing to do" not in findings.fix(finding)
    assert findings.fix(found("dual-write-users", set_up())) == "There is nothing to do."


def test_each_missing_user_is_told_as_itself() -> None:
    only_erp = tuple(user for user in dual_write_users() if user.user_id == ERP)
    detail = findings.detail(found("dual-write-users", a_snapshot(users=Known(only_erp))))
    assert "as the Finance and Operations Runtime Integration User, which is no user here." in detail
    assert "as Dynamics Data Integration, which is no user here." in detail


def test_the_day_of_a_saved_check_is_the_one_in_utc() -> None:
    late = datetime(2026, 3, 2, 1, 30, tzinfo=timezone(timedelta(hours=9)))
    assert saved_check.day(late) == "2026-03-01"


def test_a_feature_that_is_told_by_its_name_alone_is_no_certainty() -> None:
    on = Known((FeatureState("Make Supply Chain Management price master", enabled=True),))
    assert "seems to be" in findings.title(found("features", a_snapshot(features=on)))


@pytest.mark.parametrize(
    ("map_id", "words"),
    [
        (MapId.CDS, "not defined by the published table"),
        (MapId.DYNAMICS365, "Delivered and Partially Invoiced"),
        (MapId.CLASSIC, "become Submitted"),
        (MapId.DATA_INTEGRATOR, "stays Active"),
    ],
)
def test_the_statuses_are_those_of_the_chosen_map(map_id: MapId, words: str) -> None:
    assert words in plan_text(a_snapshot(), map_id=map_id)


def test_a_plan_that_changes_nothing_has_only_its_statuses_to_tell() -> None:
    assert len(changes.consequences(make_plan(set_up(), Choices(MapId.CDS), load()))) == 1
    assert changes.consequences(make_plan(set_up(), Choices(), load())) == ()


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    change = cells.change(cells.mark_cell(ERP), "DualWrite IntegrationUser", before=False, after=True, reason=reason)
    assert changes.reason(change).endswith(".")
    assert changes.label(change) == "Integration user mode of DualWrite IntegrationUser"


def test_a_value_is_shown_as_dataverse_shows_it() -> None:
    assert [changes.value(held) for held in (True, False, None)] == ["Yes", "No", "unknown"]


@pytest.mark.parametrize("map_id", list(MapId))
def test_every_note_of_a_table_has_a_sentence(map_id: MapId) -> None:
    table = load().table(map_id)
    assert all(sentence.rstrip(")").endswith((".", "inference")) for sentence in status.notes(table))
    assert status.title(table) == table.title
    assert status.map_name(map_id)
    assert status.about(map_id).endswith(".")


def test_a_resolution_is_said_with_its_doubt() -> None:
    classic, cds = load().table(MapId.CLASSIC), load().table(MapId.CDS)
    assert status.resolution(resolve(cds, "Delivered", "Invoice")) == "Not defined by the published table."
    assert "inference" in status.resolution(resolve(classic, "Open Order", "Invoice"))
    assert status.left_out() in status.resolution(resolve(classic, "Delivered", "Packing Slip"))
    assert status.resolution(resolve(cds, "Open Order", "Invoice")) == (
        "Processing status Partially Invoiced, status in Sales Active."
    )


@pytest.mark.parametrize("value", list(Confidence))
def test_every_confidence_has_a_word(value: Confidence) -> None:
    assert status.confidence(value)


@pytest.mark.parametrize("sop", [True, False])
@pytest.mark.parametrize("integration_user", [True, False])
@pytest.mark.parametrize("submitted", [True, False])
def test_a_price_reason_begins_with_its_outcome(sop: bool, integration_user: bool, submitted: bool) -> None:  # noqa: FBT001
    situation = Situation(sop=sop, integration_user=integration_user, submitted=submitted)
    assert pricing.situation_name(situation)
    for cell in price_cells(load(), situation):
        assert pricing.reason(cell).startswith(pricing.outcome(cell))
        assert pricing.condition(cell).endswith(".")


def test_tables_and_operations_have_their_published_names() -> None:
    assert pricing.table_name(load(), "salesorderdetail") == "Sales order product"
    assert pricing.table_name(load(), "account") == "account"
    assert [pricing.operation_name(operation) for operation in PriceOperation] == [
        "Create",
        "Update",
        "Delete",
        "Recalculate",
    ]
    assert "or" in pricing.remark()


@pytest.mark.parametrize(
    ("problem", "said", "todo"),
    [
        (Problem.FORBIDDEN, "Units: you are not allowed to read it.", "Sign in as somebody who may read it"),
        (Problem.NOT_FOUND, "Units: it is not there to be read.", "not installed yet, that is to be expected"),
        (Problem.REJECTED, "where a column is missing.", "not installed yet, that is to be expected"),
        (Problem.TIMEOUT, "Units: the answer took too long.", "Check again in a few minutes."),
    ],
)
def test_what_to_do_about_an_unread_part_depends_on_why(problem: Problem, said: str, todo: str) -> None:
    finding = found("units", a_snapshot(units=Unknown(problem)))
    assert said in findings.detail(finding)
    assert todo in findings.fix(finding)
