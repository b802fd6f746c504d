"""What holds for every environment and every choice."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sopwizard.domain import cells
from sopwizard.domain.checks import examine
from sopwizard.domain.errors import Problem
from sopwizard.domain.model.changes import Change
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.ids import RunId
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.runs import ChangeResult, Run
from sopwizard.domain.model.snapshot import Privilege, Snapshot, SubmittedOrders
from sopwizard.domain.model.states import ChangeState, RunKind, Severity
from sopwizard.domain.plan import make_plan, undo_plan, verdicts
from sopwizard.services.rulebook import load
from sopwizard.text import changes as change_text
from sopwizard.text import findings as finding_text
from tests.support.snapshots import (
    ADELE,
    CALLER,
    CDS_ROWS,
    DATA_INTEGRATION,
    DYNAMICS365_ROWS,
    ERP,
    OPTIONS,
    OPTIONS_BEFORE_UPDATE,
    ORGANIZATION_ID,
    PRIVILEGES,
    RUNTIME,
    SOLUTIONS,
    TAKEN,
    TARGET,
    a_snapshot,
    adele,
    dual_write_users,
    with_organization,
)

BOOLEAN = st.booleans()
MAYBE = st.sampled_from((True, False, None))
UNKNOWN = st.builds(
    Unknown, st.sampled_from((Problem.FORBIDDEN, Problem.NOT_FOUND, Problem.TIMEOUT)), st.sampled_from((None, "r-1"))
)


@st.composite
def user_lists(draw: st.DrawFn, marks: st.SearchStrategy[bool | None]) -> Known[tuple[object, ...]]:
    users = (*dual_write_users(), adele())
    kept = [user for user in users if draw(BOOLEAN)]
    return Known(tuple(replace(user, marked=draw(marks), disabled=draw(BOOLEAN)) for user in kept))


def snapshots(*, unknown: bool) -> st.SearchStrategy[Snapshot]:
    def part(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
        return st.one_of(strategy, UNKNOWN) if unknown else strategy

    flags = MAYBE if unknown else BOOLEAN
    return st.builds(
        lambda flag, pricing, method, parts: with_organization(
            a_snapshot(**parts), sop_enabled=flag, system_pricing=pricing, discount_method=method
        ),
        flags,
        MAYBE,
        st.sampled_from((0, 1, None)),
        st.fixed_dictionaries(
            {
                "users": part(user_lists(flags)),
                "solutions": part(
                    st.lists(st.sampled_from(SOLUTIONS), unique=True).map(lambda found: Known(tuple(found)))
                ),
                "running_maps": part(
                    st.sampled_from((CDS_ROWS, DYNAMICS365_ROWS, (), (*CDS_ROWS, *DYNAMICS365_ROWS))).map(Known)
                ),
                "processing_options": part(st.sampled_from((OPTIONS, OPTIONS_BEFORE_UPDATE, None)).map(Known)),
                "privileges": part(
                    st.sampled_from((PRIVILEGES, PRIVILEGES[:1], (Privilege("prvWriteUser", "Local"),), ())).map(Known)
                ),
                "submitted": part(
                    st.sampled_from((SubmittedOrders(()), SubmittedOrders(("ORD-1",), more=True))).map(Known)
                ),
                "legacy_columns": part(st.sampled_from(((), ("msdynce_ismaintainedexternally",))).map(Known)),
            }
        ),
    )


NAMED = st.frozensets(st.sampled_from((RUNTIME, ERP, DATA_INTEGRATION, ADELE)))
CHOICES = st.builds(Choices, st.sampled_from((None, *MapId)), BOOLEAN, st.one_of(st.none(), NAMED), NAMED)


def write(snapshot: Snapshot, change: Change) -> Snapshot:
    assert cells.value(snapshot, change.cell) is change.before
    if cells.is_flag(change.cell):
        return with_organization(snapshot, sop_enabled=change.after)
    assert isinstance(snapshot.users, Known)
    users = tuple(
        replace(user, marked=change.after) if user.user_id == change.cell.row else user for user in snapshot.users.value
    )
    return replace(snapshot, users=Known(users))


def write_all(snapshot: Snapshot, changes: tuple[Change, ...]) -> Snapshot:
    for change in changes:
        snapshot = write(snapshot, change)
    return snapshot


@given(snapshots(unknown=False), CHOICES)
def test_a_plan_changes_every_cell_once_and_only_where_it_is_wrong(snapshot: Snapshot, choices: Choices) -> None:
    plan = make_plan(snapshot, choices, load())
    assert all(change.before is not change.after for change in plan.changes)
    assert all(change.before is change.after for change in plan.already_right)
    every = [change.cell for change in (*plan.changes, *plan.already_right)]
    assert len(every) == len(set(every))
    assert [cells.is_flag(change.cell) for change in plan.changes[:-1]] == [False] * len(plan.changes[:-1])


@given(snapshots(unknown=False), CHOICES)
def test_no_change_of_a_plan_could_be_left_out(snapshot: Snapshot, choices: Choices) -> None:
    changes = make_plan(snapshot, choices, load()).changes
    for left_out in changes:
        partly = write_all(snapshot, tuple(change for change in changes if change is not left_out))
        assert not all(verdict.ok for verdict in verdicts(partly, choices, load()))


@given(snapshots(unknown=False), CHOICES)
def test_after_applying_a_plan_nothing_is_left_to_do(snapshot: Snapshot, choices: Choices) -> None:
    done = write_all(snapshot, make_plan(snapshot, choices, load()).changes)
    assert make_plan(done, choices, load()).changes == ()
    assert all(verdict.ok for verdict in verdicts(done, choices, load()))


@given(snapshots(unknown=False), CHOICES)
def test_undo_of_apply_is_identity(snapshot: Snapshot, choices: Choices) -> None:
    plan = make_plan(snapshot, choices, load())
    done = write_all(snapshot, plan.changes)
    run = Run(
        run_id=RunId("run-1"),
        kind=RunKind.APPLY,
        target=TARGET,
        organization_id=ORGANIZATION_ID,
        organization_name=None,
        caller=CALLER,
        choices=choices,
        started=TAKEN,
        results=tuple(ChangeResult(change, ChangeState.APPLIED) for change in plan.changes),
    )
    undo = undo_plan(run, done)
    assert undo.conflicts == ()
    assert write_all(done, undo.changes) == snapshot


@given(snapshots(unknown=True), CHOICES)
def test_whatever_was_read_every_finding_and_change_can_be_said(snapshot: Snapshot, choices: Choices) -> None:
    plan = make_plan(snapshot, choices, load())
    for finding in (*plan.findings, *examine(snapshot, load())):
        sentences = (
            finding_text.title(finding),
            finding_text.detail(finding),
            finding_text.fix(finding),
            finding_text.source(finding),
            finding_text.subject(finding.id),
        )
        assert all(sentence.strip() and not re.search(r"\{[a-z_]*\}", sentence) for sentence in sentences)
        assert finding_text.detail(finding).endswith(".")
        assert finding_text.fix(finding).endswith(".")
        assert finding.source
    for change in (*plan.changes, *plan.already_right):
        assert change_text.label(change)
        assert change_text.reason(change)
    assert all(sentence.endswith(".") for sentence in change_text.consequences(plan))


@given(snapshots(unknown=True), CHOICES)
def test_what_blocks_a_plan_is_among_its_findings_and_never_in_order(snapshot: Snapshot, choices: Choices) -> None:
    plan = make_plan(snapshot, choices, load())
    findings = {finding.id: finding for finding in plan.findings}
    assert len(findings) == len(plan.findings)
    for blocker in plan.blocked_by:
        finding = findings[blocker]
        unreadable = "mark-unreadable" in dict(finding.facts).get("cases", "")
        assert finding.severity in {Severity.BLOCKER, Severity.UNKNOWN} or unreadable


@given(snapshots(unknown=True), CHOICES)
def test_a_plan_that_is_not_blocked_reaches_everything_that_was_chosen(snapshot: Snapshot, choices: Choices) -> None:
    plan = make_plan(snapshot, choices, load())
    if not plan.blocked_by:
        done = write_all(snapshot, plan.changes)
        assert all(verdict.ok for verdict in verdicts(done, choices, load()))
