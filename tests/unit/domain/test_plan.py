"""What is planned and what blocks it, by the rules of the command line's exit codes."""

from dataclasses import replace
from typing import Any

import pytest

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Plan
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.ids import UserId
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import Privilege, Snapshot, SubmittedOrders
from sopwizard.domain.model.states import Reason, Severity
from sopwizard.domain.plan import expected, find_user, flag_afterwards, make_plan, verdicts
from sopwizard.services.rulebook import load
from tests.support.snapshots import (
    ADELE,
    CDS_ROWS,
    DATA_INTEGRATION,
    DATA_INTEGRATION_APP,
    DYNAMICS365_ROWS,
    ERP,
    ERP_APP,
    OPTIONS_BEFORE_UPDATE,
    RUNTIME,
    RUNTIME_APP,
    SOLUTIONS,
    a_snapshot,
    adele,
    dual_write_users,
    with_organization,
)

FORBIDDEN = Unknown(Problem.FORBIDDEN, request_id="r-1")
STRANGER = UserId("ffffffff-0000-4000-8000-000000000001")
ORGANIZATION = "organization(3a2f1c60-0b61-4d0a-8f0e-6a4f2c9b7d01).issopintegrationenabled"


def mark(user_id: UserId) -> str:
    return f"systemuser({user_id}).isintegrationuser"


def plan(snapshot: Snapshot | None = None, **choices: Any) -> Plan:  # noqa: ANN401 - fields of several types
    choices.setdefault("map_id", MapId.DYNAMICS365)
    return make_plan(snapshot or a_snapshot(), Choices(**choices), load())


def ids(planned: Plan) -> list[tuple[str, bool | None, bool]]:
    return [(change.id, change.before, change.after) for change in planned.changes]


def finding(planned: Plan, finding_id: str) -> Finding:
    return next(each for each in planned.findings if each.id == finding_id)


def set_up() -> Snapshot:
    return with_organization(a_snapshot(users=Known(dual_write_users(marked=True))), sop_enabled=True)


@pytest.mark.parametrize("map_id", [MapId.CDS, MapId.DYNAMICS365, MapId.CLASSIC, None])
def test_a_fresh_environment_gets_its_users_marked_and_the_flag_last(map_id: MapId | None) -> None:
    planned = plan(map_id=map_id)
    assert ids(planned) == [
        (mark(RUNTIME), False, True),
        (mark(ERP), False, True),
        (mark(DATA_INTEGRATION), False, True),
        (ORGANIZATION, False, True),
    ]
    assert [change.reason for change in planned.changes] == [
        Reason.DUAL_WRITE_USER,
        Reason.DUAL_WRITE_USER,
        Reason.DUAL_WRITE_USER,
        Reason.FLAG_ON,
    ]
    assert planned.already_right == ()
    assert planned.blocked_by == ()


def test_the_data_integrator_plans_nothing_by_itself() -> None:
    planned = plan(map_id=MapId.DATA_INTEGRATOR)
    assert (planned.changes, planned.already_right, planned.blocked_by) == ((), (), ())


def test_under_the_data_integrator_named_users_and_switching_off_are_still_done() -> None:
    planned = plan(set_up(), map_id=MapId.DATA_INTEGRATOR, sop=False, unmark=frozenset({ERP}))
    assert ids(planned) == [(mark(ERP), True, False), (ORGANIZATION, True, False)]


def test_an_environment_that_is_set_up_needs_nothing() -> None:
    planned = plan(set_up())
    assert planned.changes == ()
    assert [change.id for change in planned.already_right] == [
        mark(RUNTIME),
        mark(ERP),
        mark(DATA_INTEGRATION),
        ORGANIZATION,
    ]
    assert planned.blocked_by == ()


def test_users_named_to_mark_take_the_place_of_the_proposal() -> None:
    planned = plan(mark=frozenset({ERP}))
    assert ids(planned) == [(mark(ERP), False, True), (ORGANIZATION, False, True)]
    assert planned.changes[0].reason is Reason.NAMED_BY_HAND


def test_naming_nobody_marks_nobody() -> None:
    assert ids(plan(mark=frozenset())) == [(ORGANIZATION, False, True)]


def test_unmarking_wins_over_the_proposal_and_over_marking() -> None:
    snapshot = a_snapshot(users=Known(dual_write_users(marked=True)))
    assert ids(plan(snapshot, unmark=frozenset({ERP}))) == [(mark(ERP), True, False), (ORGANIZATION, False, True)]
    both = plan(snapshot, mark=frozenset({ERP}), unmark=frozenset({ERP}))
    assert ids(both) == [(mark(ERP), True, False), (ORGANIZATION, False, True)]
    assert both.changes[0].reason is Reason.UNMARK_BY_HAND


def test_unmarking_adds_to_the_proposal() -> None:
    snapshot = a_snapshot(users=Known((*dual_write_users(), adele())))
    assert ids(plan(snapshot, unmark=frozenset({ADELE}))) == [
        (mark(RUNTIME), False, True),
        (mark(ERP), False, True),
        (mark(DATA_INTEGRATION), False, True),
        (mark(ADELE), True, False),
        (ORGANIZATION, False, True),
    ]


def test_somebody_to_unmark_who_is_not_listed_is_unmarked_already() -> None:
    planned = plan(unmark=frozenset({ADELE}))
    assert mark(ADELE) in [change.id for change in planned.already_right]
    assert planned.blocked_by == ()


def test_switching_off_changes_the_flag_only_unless_users_are_named() -> None:
    assert ids(plan(set_up(), sop=False)) == [(ORGANIZATION, True, False)]
    assert ids(plan(set_up(), sop=False, unmark=frozenset({RUNTIME}))) == [
        (mark(RUNTIME), True, False),
        (ORGANIZATION, True, False),
    ]
    assert plan(set_up(), sop=False).changes[0].reason is Reason.FLAG_OFF


def test_a_disabled_dual_write_user_is_proposed_with_a_warning() -> None:
    planned = plan(a_snapshot(users=Known(dual_write_users(disabled=True))))
    assert mark(RUNTIME) in [change.id for change in planned.changes]
    assert finding(planned, "dual-write-users").severity is Severity.WARNING
    assert planned.blocked_by == ()


ENVIRONMENT: list[tuple[str, dict[str, Any]]] = [
    ("sales-installed", {"solutions": Known((SOLUTIONS[1],))}),
    ("dual-write-solution", {"solutions": Known((SOLUTIONS[0],)), "processing_options": Known(None)}),
    ("running-map", {"running_maps": Known((*CDS_ROWS, *DYNAMICS365_ROWS))}),
]


@pytest.mark.parametrize(("finding_id", "parts"), [*ENVIRONMENT, ("dual-write-users", {"users": Known(())})])
def test_what_is_missing_in_the_environment_blocks_the_flag(finding_id: str, parts: dict[str, Any]) -> None:
    planned = plan(a_snapshot(**parts))
    assert planned.blocked_by == (finding_id,)
    assert ORGANIZATION in [change.id for change in planned.changes]


@pytest.mark.parametrize(("finding_id", "parts"), ENVIRONMENT)
def test_it_blocks_the_proposal_also_where_the_flag_is_right(finding_id: str, parts: dict[str, Any]) -> None:
    snapshot = with_organization(a_snapshot(**parts), sop_enabled=True)
    assert plan(snapshot).blocked_by == (finding_id,)


@pytest.mark.parametrize(("finding_id", "parts"), ENVIRONMENT)
def test_it_is_said_also_where_everything_is_right_already(finding_id: str, parts: dict[str, Any]) -> None:
    snapshot = replace(set_up(), **parts)
    assert plan(snapshot).changes == ()
    assert plan(snapshot).blocked_by == (finding_id,)


@pytest.mark.parametrize(("finding_id", "parts"), ENVIRONMENT)
def test_it_does_not_block_users_named_by_hand(finding_id: str, parts: dict[str, Any]) -> None:
    snapshot = with_organization(a_snapshot(**parts), sop_enabled=True)
    planned = plan(snapshot, mark=frozenset({ERP}))
    assert ids(planned) == [(mark(ERP), False, True)]
    assert planned.blocked_by == ()
    assert finding(planned, finding_id).severity is Severity.BLOCKER


@pytest.mark.parametrize(("finding_id", "parts"), ENVIRONMENT)
def test_a_plan_with_named_users_and_the_flag_stays_blocked(finding_id: str, parts: dict[str, Any]) -> None:
    assert plan(a_snapshot(**parts), mark=frozenset({ERP})).blocked_by == (finding_id,)


@pytest.mark.parametrize(("finding_id", "parts"), ENVIRONMENT)
def test_it_blocks_switching_off_too_but_not_what_is_off_already(finding_id: str, parts: dict[str, Any]) -> None:
    on = with_organization(a_snapshot(**parts), sop_enabled=True)
    assert plan(on, sop=False).blocked_by == (finding_id,)
    assert plan(a_snapshot(**parts), sop=False).blocked_by == ()


def test_without_any_dual_write_user_somebody_else_can_still_be_unmarked_by_hand() -> None:
    snapshot = with_organization(a_snapshot(users=Known((adele(),))), sop_enabled=True)
    planned = plan(snapshot, unmark=frozenset({ADELE}))
    assert ids(planned) == [(mark(ADELE), True, False)]
    assert planned.blocked_by == ()


def test_under_the_data_integrator_neither_solution_nor_users_nor_leftovers_block() -> None:
    snapshot = a_snapshot(
        solutions=Known((SOLUTIONS[0],)),
        processing_options=Known(None),
        running_maps=Known(()),
        users=Known((adele(),)),
        legacy_columns=Known(("msdynce_ismaintainedexternally",)),
    )
    planned = plan(snapshot, map_id=MapId.DATA_INTEGRATOR, unmark=frozenset({ADELE}))
    assert ids(planned) == [(mark(ADELE), True, False)]
    assert planned.blocked_by == ()


@pytest.mark.parametrize("map_id", [MapId.CDS, MapId.DYNAMICS365, MapId.CLASSIC])
def test_prospect_to_cash_leftovers_block_every_dual_write_map(map_id: MapId) -> None:
    snapshot = a_snapshot(legacy_columns=Known(("msdynce_ismaintainedexternally",)))
    assert plan(snapshot, map_id=map_id).blocked_by == ("prospect-to-cash-leftovers",)
    assert plan(snapshot, map_id=map_id, mark=frozenset({ERP})).blocked_by == ("prospect-to-cash-leftovers",)


ONLY_ORGANIZATION: Known[tuple[Privilege, ...]] = Known((Privilege("prvWriteOrganization", "Global"),))
ONLY_USERS: Known[tuple[Privilege, ...]] = Known((Privilege("prvWriteUser", "Global"),))


def test_a_missing_privilege_blocks_where_a_change_needs_it() -> None:
    assert plan(a_snapshot(privileges=ONLY_ORGANIZATION)).blocked_by == ("rights",)
    assert plan(a_snapshot(privileges=ONLY_USERS)).blocked_by == ("rights",)
    assert plan(a_snapshot(privileges=Known(()))).blocked_by == ("rights",)


def test_a_missing_privilege_that_no_change_needs_blocks_nothing() -> None:
    flag_only = plan(replace(set_up(), privileges=ONLY_ORGANIZATION), sop=False)
    assert flag_only.blocked_by == ()
    assert finding(flag_only, "rights").severity is Severity.ADVICE
    assert plan(replace(set_up(), privileges=Known(()))).blocked_by == ()
    snapshot = with_organization(a_snapshot(privileges=ONLY_USERS), sop_enabled=True)
    assert plan(snapshot).blocked_by == ()


def test_privileges_that_could_not_be_read_decide_nothing() -> None:
    planned = plan(a_snapshot(privileges=FORBIDDEN))
    assert planned.blocked_by == ()
    assert finding(planned, "rights").severity is Severity.UNKNOWN


@pytest.mark.parametrize("part", ["solutions", "running_maps", "processing_options", "legacy_columns", "optimistic"])
def test_a_part_that_could_not_be_read_blocks_nothing(part: str) -> None:
    planned = plan(a_snapshot(**{part: FORBIDDEN}))
    assert len(planned.changes) == 4
    assert planned.blocked_by == ()


def test_submitted_orders_block_switching_off_and_nothing_else() -> None:
    submitted = Known(SubmittedOrders(("ORD-7",)))
    planned = plan(replace(set_up(), submitted=submitted), sop=False)
    assert planned.blocked_by == ("submitted-orders",)
    assert finding(planned, "submitted-orders").severity is Severity.BLOCKER
    assert plan(a_snapshot(submitted=submitted)).blocked_by == ()
    assert plan(a_snapshot(submitted=submitted), sop=False).blocked_by == ()


def test_not_knowing_whether_orders_are_submitted_blocks_switching_off_and_stays_unknown() -> None:
    planned = plan(replace(set_up(), submitted=FORBIDDEN), sop=False)
    assert planned.blocked_by == ("submitted-orders",)
    assert finding(planned, "submitted-orders").severity is Severity.UNKNOWN
    assert finding(planned, "submitted-orders").fact("switching_off") == "yes"


def test_a_flag_that_could_not_be_read_is_not_planned_and_not_passed_over() -> None:
    planned = plan(with_organization(a_snapshot(), sop_enabled=None))
    assert ORGANIZATION not in [change.id for change in (*planned.changes, *planned.already_right)]
    assert planned.blocked_by == ("sop-flag",)
    assert finding(planned, "sop-flag").severity is Severity.UNKNOWN


def test_users_that_could_not_be_read_are_not_proposed_and_not_passed_over() -> None:
    planned = plan(a_snapshot(users=FORBIDDEN))
    assert ids(planned) == [(ORGANIZATION, False, True)]
    assert planned.blocked_by == ("dual-write-users",)


def test_users_that_could_not_be_read_do_not_hold_back_switching_off() -> None:
    planned = plan(replace(set_up(), users=FORBIDDEN), sop=False)
    assert ids(planned) == [(ORGANIZATION, True, False)]
    assert planned.blocked_by == ()


def test_named_users_that_could_not_be_read_block() -> None:
    planned = plan(a_snapshot(users=FORBIDDEN), mark=frozenset({ERP}), unmark=frozenset({ADELE}))
    assert planned.blocked_by == ("named-users",)
    wanted = expected(planned_snapshot := a_snapshot(users=FORBIDDEN), planned.choices, load())
    assert [(change.id, change.before, change.after) for change in wanted] == [
        (mark(ERP), None, True),
        (mark(ADELE), None, False),
        (ORGANIZATION, False, True),
    ]
    assert not all(verdict.ok for verdict in verdicts(planned_snapshot, planned.choices, load()))


def test_a_mark_that_could_not_be_read_blocks_by_the_finding_that_names_it() -> None:
    runtime, erp, integration = dual_write_users()
    users = Known((runtime, replace(erp, marked=None), integration))
    assert plan(a_snapshot(users=users)).blocked_by == ("dual-write-users",)
    by_hand = plan(a_snapshot(users=users), mark=frozenset({ERP}))
    assert by_hand.blocked_by == ("named-users",)
    assert finding(by_hand, "named-users").fact("users") == "DualWrite IntegrationUser"


def test_a_named_user_who_is_not_there_blocks() -> None:
    planned = plan(mark=frozenset({STRANGER}))
    assert planned.blocked_by == ("named-users",)
    assert finding(planned, "named-users").fact("users") == STRANGER


def test_several_blocks_stand_in_the_order_of_the_findings() -> None:
    snapshot = a_snapshot(privileges=Known(()), solutions=Known(()), processing_options=Known(None))
    assert plan(snapshot).blocked_by == ("rights", "sales-installed", "dual-write-solution")


CDS_MAPS = "CDS sales order headers, CDS sales order lines, CDS sales quotation header, CDS sales quotation lines"
NEW_MAPS = (
    "Dynamics 365 Sales order headers, Dynamics 365 Sales order lines, "
    "Dynamics 365 Sales quotation header, Dynamics 365 Sales quotation lines"
)
CDS = {"running_maps": Known(CDS_ROWS)}
CLASSIC = {"running_maps": Known(CDS_ROWS), "processing_options": Known(OPTIONS_BEFORE_UPDATE)}


@pytest.mark.parametrize(
    ("parts", "chosen", "case", "stop", "start", "solution"),
    [
        ({}, MapId.CDS, "other-maps", NEW_MAPS, CDS_MAPS, "same"),
        ({}, MapId.CLASSIC, "other-maps", NEW_MAPS, CDS_MAPS, "older"),
        (CDS, MapId.DYNAMICS365, "other-maps", f"{CDS_MAPS}, CDS sales order lines V2", NEW_MAPS, "same"),
        (CDS, MapId.CLASSIC, "other-solution", "", "", "older"),
        (CLASSIC, MapId.CDS, "other-solution", "", "", "update-first"),
        (CLASSIC, MapId.DYNAMICS365, "other-maps", f"{CDS_MAPS}, CDS sales order lines V2", NEW_MAPS, "update-first"),
        ({}, MapId.DATA_INTEGRATOR, "data-integrator", NEW_MAPS, "", "same"),
        (CLASSIC, MapId.DATA_INTEGRATOR, "data-integrator", f"{CDS_MAPS}, CDS sales order lines V2", "", "same"),
    ],
)
def test_another_running_map_is_a_warning_that_names_the_maps_to_change(  # noqa: PLR0913, PLR0917 - one case a row
    parts: dict[str, Any], chosen: MapId, case: str, stop: str, start: str, solution: str
) -> None:
    planned = plan(a_snapshot(**parts), map_id=chosen)
    warning = finding(planned, "map-mismatch")
    assert warning.severity is Severity.WARNING
    assert warning.fact("case") == case
    assert (warning.fact("stop"), warning.fact("start"), warning.fact("solution")) == (stop, start, solution)
    assert planned.blocked_by == ()


@pytest.mark.parametrize(
    ("parts", "chosen"),
    [
        ({}, MapId.DYNAMICS365),
        ({}, None),
        (CDS, MapId.CDS),
        (CLASSIC, MapId.CLASSIC),
        ({"running_maps": FORBIDDEN}, MapId.CDS),
        ({"running_maps": Known(())}, MapId.CDS),
        ({"running_maps": Known((*CDS_ROWS, *DYNAMICS365_ROWS))}, MapId.CDS),
    ],
)
def test_only_certain_evidence_contradicts_a_choice(parts: dict[str, Any], chosen: MapId | None) -> None:
    planned = plan(a_snapshot(**parts), map_id=chosen)
    assert "map-mismatch" not in [each.id for each in planned.findings]


def test_verdicts_compare_every_wanted_cell() -> None:
    fresh = verdicts(a_snapshot(), Choices(MapId.CDS), load())
    assert [(verdict.cell.column, verdict.expected, verdict.actual, verdict.ok) for verdict in fresh] == [
        ("isintegrationuser", True, False, False),
        ("isintegrationuser", True, False, False),
        ("isintegrationuser", True, False, False),
        ("issopintegrationenabled", True, False, False),
    ]
    assert all(verdict.ok for verdict in verdicts(set_up(), Choices(MapId.CDS), load()))
    assert verdicts(a_snapshot(), Choices(MapId.DATA_INTEGRATOR), load()) == ()


def test_users_that_could_not_be_read_are_never_verified() -> None:
    unread = verdicts(replace(set_up(), users=FORBIDDEN), Choices(MapId.CDS), load())
    assert [(verdict.cell.row, verdict.ok) for verdict in unread[:-1]] == [
        (f"applicationid={RUNTIME_APP}", False),
        (f"applicationid={ERP_APP}", False),
        (f"applicationid={DATA_INTEGRATION_APP}", False),
    ]


@pytest.mark.parametrize(
    ("text", "user_id"),
    [
        (RUNTIME_APP, RUNTIME),
        (RUNTIME_APP.upper(), RUNTIME),
        (f" {{{ERP_APP.upper()}}} ", ERP),
        (DATA_INTEGRATION, DATA_INTEGRATION),
        (DATA_INTEGRATION.upper(), DATA_INTEGRATION),
    ],
)
def test_a_user_is_found_by_either_id_in_any_case(text: str, user_id: UserId) -> None:
    assert find_user(a_snapshot(), text) == user_id


@pytest.mark.parametrize("text", ["", "Adele Vance", STRANGER, "6f7d0213-62b1-43a8-b7f4-ff2bb8b7b452"])
def test_an_id_of_nobody_is_refused(text: str) -> None:
    with pytest.raises(SopError) as refused:
        find_user(a_snapshot(), text)
    assert refused.value.problem is Problem.UNKNOWN_USER


def test_an_application_with_two_users_has_to_be_named_by_user() -> None:
    runtime = dual_write_users()[0]
    snapshot = a_snapshot(users=Known((runtime, replace(runtime, user_id=ADELE))))
    with pytest.raises(SopError) as refused:
        find_user(snapshot, RUNTIME_APP)
    assert refused.value.problem is Problem.UNKNOWN_USER
    assert find_user(snapshot, ADELE) == ADELE


def test_looking_for_a_user_among_unread_ones_says_why_they_are() -> None:
    with pytest.raises(SopError) as refused:
        find_user(a_snapshot(users=FORBIDDEN), RUNTIME_APP)
    assert (refused.value.problem, refused.value.request_id) == (Problem.FORBIDDEN, "r-1")


@pytest.mark.parametrize(
    ("choices", "now", "afterwards"),
    [
        (Choices(MapId.CDS), False, True),
        (Choices(MapId.CDS, sop=False), True, False),
        (Choices(MapId.DATA_INTEGRATOR), True, True),
        (Choices(MapId.DATA_INTEGRATOR), None, None),
        (Choices(MapId.DATA_INTEGRATOR, sop=False), True, False),
    ],
)
def test_the_flag_afterwards_is_what_the_plan_makes_it(
    choices: Choices,
    now: bool | None,  # noqa: FBT001  a case
    afterwards: bool | None,  # noqa: FBT001  a case
) -> None:
    assert flag_afterwards(choices, now) is afterwards
