from dataclasses import replace

import pytest

from sopwizard.domain import cells
from sopwizard.domain.errors import Problem
from sopwizard.domain.model.changes import Change
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.ids import OrganizationId, RunId
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.runs import ChangeResult, Run
from sopwizard.domain.model.snapshot import Privilege, Snapshot, SubmittedOrders
from sopwizard.domain.model.states import ChangeState, Reason, RunKind, RunOutcome, Severity
from sopwizard.domain.plan import undo_plan
from tests.support.snapshots import (
    ADELE,
    CALLER,
    DATA_INTEGRATION,
    ERP,
    ORGANIZATION_ID,
    RUNTIME,
    TAKEN,
    TARGET,
    a_snapshot,
    adele,
    dual_write_users,
    with_organization,
)

FORBIDDEN = Unknown(Problem.FORBIDDEN)
FLAG_ON = cells.change(cells.flag_cell(ORGANIZATION_ID), "Contoso UAT", before=False, after=True, reason=Reason.FLAG_ON)
FLAG_OFF = cells.change(
    cells.flag_cell(ORGANIZATION_ID), "Contoso UAT", before=True, after=False, reason=Reason.FLAG_OFF
)
MARKS = tuple(
    cells.change(cells.mark_cell(user.user_id), user.name, before=False, after=True, reason=Reason.DUAL_WRITE_USER)
    for user in dual_write_users()
)


def a_run(*changes: Change, state: ChangeState = ChangeState.VERIFIED) -> Run:
    return Run(
        run_id=RunId("run-1"),
        kind=RunKind.APPLY,
        target=TARGET,
        organization_id=ORGANIZATION_ID,
        organization_name="Contoso UAT",
        caller=CALLER,
        choices=Choices(MapId.DYNAMICS365),
        started=TAKEN,
        results=tuple(ChangeResult(change, state) for change in changes),
        finished=TAKEN,
        outcome=RunOutcome.DONE,
    )


def applied() -> Snapshot:
    return with_organization(a_snapshot(users=Known(dual_write_users(marked=True))), sop_enabled=True)


def test_undo_puts_everything_back_last_first() -> None:
    undo = undo_plan(a_run(*MARKS, FLAG_ON), applied())
    assert [(change.cell.row, change.before, change.after) for change in undo.changes] == [
        (ORGANIZATION_ID, True, False),
        (DATA_INTEGRATION, True, False),
        (ERP, True, False),
        (RUNTIME, True, False),
    ]
    assert {change.reason for change in undo.changes} == {Reason.UNDO}
    assert (undo.run_id, undo.target, undo.organization_id) == ("run-1", TARGET, ORGANIZATION_ID)
    assert (undo.conflicts, undo.blocked_by) == ((), ())


def test_undo_leaves_a_row_that_somebody_changed() -> None:
    runtime, erp, integration = dual_write_users(marked=True)
    snapshot = replace(applied(), users=Known((runtime, replace(erp, marked=False), integration)))
    undo = undo_plan(a_run(*MARKS, FLAG_ON), snapshot)
    assert [change.cell.row for change in undo.changes] == [ORGANIZATION_ID, DATA_INTEGRATION, RUNTIME]
    assert undo.conflicts == (MARKS[1],)


def test_undo_leaves_rows_that_cannot_be_read() -> None:
    undo = undo_plan(a_run(*MARKS, FLAG_ON), replace(applied(), users=FORBIDDEN))
    assert [change.cell.row for change in undo.changes] == [ORGANIZATION_ID]
    assert undo.conflicts == tuple(reversed(MARKS))


def test_undo_leaves_a_flag_of_another_organization() -> None:
    other = with_organization(applied(), organization_id=OrganizationId("00000000-0000-4000-8000-00000000000f"))
    undo = undo_plan(a_run(FLAG_ON), other)
    assert (undo.changes, undo.conflicts) == ((), (FLAG_ON,))


@pytest.mark.parametrize("state", [ChangeState.PLANNED, ChangeState.SKIPPED, ChangeState.FAILED, ChangeState.CONFLICT])
def test_what_was_never_written_is_not_put_back(state: ChangeState) -> None:
    undo = undo_plan(a_run(*MARKS, FLAG_ON, state=state), applied())
    assert (undo.changes, undo.conflicts) == ((), ())


@pytest.mark.parametrize("state", [ChangeState.INTENDED, ChangeState.UNKNOWN])
def test_the_row_decides_about_a_write_that_was_never_settled(state: ChangeState) -> None:
    run = a_run(FLAG_ON, state=state)
    assert [change.cell.row for change in undo_plan(run, applied()).changes] == [ORGANIZATION_ID]
    untouched = undo_plan(run, a_snapshot())
    assert (untouched.changes, untouched.conflicts) == ((), ())
    unread = undo_plan(run, with_organization(a_snapshot(), sop_enabled=None))
    assert (unread.changes, unread.conflicts) == ((), (FLAG_ON,))


def test_a_change_whose_before_was_never_known_cannot_be_put_back() -> None:
    undo = undo_plan(a_run(replace(FLAG_ON, before=None)), applied())
    assert (undo.changes, undo.conflicts) == ((), ())


def test_somebody_who_was_unmarked_and_is_listed_no_more_is_marked_again() -> None:
    unmarked = cells.change(
        cells.mark_cell(ADELE), "Adele Vance", before=True, after=False, reason=Reason.UNMARK_BY_HAND
    )
    undo = undo_plan(a_run(unmarked), a_snapshot())
    assert [(change.cell.row, change.row_name, change.before, change.after) for change in undo.changes] == [
        (ADELE, "Adele Vance", False, True)
    ]
    again = undo_plan(a_run(unmarked), a_snapshot(users=Known((*dual_write_users(), adele()))))
    assert again.conflicts == (unmarked,)


def test_submitted_orders_block_an_undo_that_switches_off() -> None:
    undo = undo_plan(a_run(*MARKS, FLAG_ON), replace(applied(), submitted=Known(SubmittedOrders(("ORD-7",)))))
    assert undo.blocked_by == ("submitted-orders",)
    assert len(undo.changes) == 4
    assert undo.findings[1].severity is Severity.BLOCKER
    assert "Business Central" in undo.findings[1].source


def test_not_knowing_of_submitted_orders_blocks_it_as_well_and_stays_unknown() -> None:
    undo = undo_plan(a_run(FLAG_ON), replace(applied(), submitted=FORBIDDEN))
    assert undo.blocked_by == ("submitted-orders",)
    assert undo.findings[1].severity is Severity.UNKNOWN


def test_submitted_orders_do_not_block_an_undo_that_leaves_the_flag_on() -> None:
    submitted = Known(SubmittedOrders(("ORD-7",)))
    assert undo_plan(a_run(*MARKS), replace(applied(), submitted=submitted)).blocked_by == ()
    assert undo_plan(a_run(FLAG_OFF), a_snapshot(submitted=submitted)).blocked_by == ()


def test_a_missing_privilege_blocks_an_undo_that_needs_it() -> None:
    only_users: Known[tuple[Privilege, ...]] = Known((Privilege("prvWriteUser", "Global"),))
    assert undo_plan(a_run(*MARKS, FLAG_ON), replace(applied(), privileges=only_users)).blocked_by == ("rights",)
    assert undo_plan(a_run(*MARKS), replace(applied(), privileges=only_users)).blocked_by == ()
