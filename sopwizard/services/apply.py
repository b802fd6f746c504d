"""Making a reviewed plan, and reading afterwards whether it took."""

from collections.abc import Iterable

from sopwizard.domain.confirmations import Confirmation
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Cell, Plan
from sopwizard.domain.model.runs import ChangeResult, Outcome, Run
from sopwizard.domain.model.snapshot import Caller, Snapshot
from sopwizard.domain.model.states import RunKind
from sopwizard.domain.plan import make_plan, named_by_hand, verdicts
from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.services.execute import Execution
from sopwizard.services.job import Cancelled, Job
from sopwizard.services.means import Means
from sopwizard.services.ports import Gateway
from sopwizard.services.survey import survey
from sopwizard.text import results as text


def refuse_if_blocked(blocked_by: tuple[str, ...]) -> None:
    """BLOCKED, with the ids of the findings, where there are any."""
    if blocked_by:
        raise SopError(Problem.BLOCKED, findings=", ".join(blocked_by))


def same_organization(snapshot: Snapshot, expected: str) -> None:
    """WRONG_ORGANIZATION where another organization answers than the one that was reviewed."""
    for found in (snapshot.caller.organization_id, snapshot.organization.organization_id):
        if found != expected:
            raise SopError(Problem.WRONG_ORGANIZATION, host=snapshot.target.host, expected=expected, found=found)


def same_person(snapshot: Snapshot, reviewer: Caller) -> None:
    """SIGN_IN_FAILED where somebody else is signed in by now than the one who reviewed."""
    caller = snapshot.caller
    if caller.user_id != reviewer.user_id:
        reason = SignInReason.WRONG_PERSON.value
        raise SopError(Problem.SIGN_IN_FAILED, reason=reason, account=caller.name or caller.user_id)


def apply(  # noqa: PLR0913, PLR0917  one more than the linter's limit: who reviewed is no part of the plan
    gateway: Gateway,
    means: Means,
    plan: Plan,
    reviewer: Caller,
    job: Job,
    confirmations: tuple[Confirmation, ...] = (),
) -> tuple[Outcome, Snapshot]:
    """Make the plan, exactly as ``reviewer`` reviewed it; the outcome, and the newest snapshot there is.

    Before the first write it raises: BLOCKED, WRONG_ORGANIZATION, SIGN_IN_FAILED where somebody else is signed in,
    CHANGED_SINCE_REVIEW with the names of what changed, JOURNAL_UNWRITABLE, whatever reading raises, and Cancelled.
    Afterwards everything is in the outcome.
    """
    refuse_if_blocked(plan.blocked_by)
    fresh = survey(gateway, job, named_by_hand(plan.choices))
    same_organization(fresh, plan.organization_id)
    same_person(fresh, reviewer)
    again = make_plan(fresh, plan.choices, means.rulebook)
    nothing_changed(plan, again)
    refuse_if_blocked(again.blocked_by)
    run = Run(
        run_id=means.new_run_id(),
        kind=RunKind.APPLY,
        target=plan.target,
        organization_id=plan.organization_id,
        organization_name=fresh.organization.name,
        caller=fresh.caller,
        choices=plan.choices,
        started=means.clock.now(),
        results=tuple(ChangeResult(change) for change in plan.changes),
        already_right=plan.already_right,
        findings=plan.findings,
        confirmations=confirmations,
    )
    execution = Execution(gateway, means.journal, run, flag_before=fresh.organization.sop_enabled)
    with means.journal.held(run.run_id):
        execution.carry_out(job)
        also = named_by_hand(plan.choices)
        after = read_again(gateway, plan.organization_id, job, also) if plan.changes else fresh
        if after is not None:
            execution.settle_by(after)
        done = execution.finish(means.clock)
    found = None if after is None else verdicts(after, plan.choices, means.rulebook)
    return Outcome(done, found), after or fresh


def read_again(gateway: Gateway, organization: str, job: Job, also: Iterable[str]) -> Snapshot | None:
    """A survey after writing; None where it cannot be had, or where another organization answers by now.

    What was written stands in the results all the same.
    """
    try:
        found = survey(gateway, job, also)
        same_organization(found, organization)
    except (SopError, Cancelled):
        return None
    return found


def _shown(plan: Plan) -> dict[Cell, tuple[str, bool | None]]:
    return {change.cell: (change.row_name, change.before) for change in (*plan.changes, *plan.already_right)}


def nothing_changed(reviewed: Plan, fresh: Plan) -> None:
    """CHANGED_SINCE_REVIEW where any value that the review showed is another one now.

    Whose values they are stands in ``what``, and what they were and are in ``values``.
    """
    before, now = _shown(reviewed), _shown(fresh)
    changed = {
        cell: (now.get(cell) or before[cell])[0]
        for cell in (*before, *now)
        if before.get(cell, ("", None))[1] is not now.get(cell, ("", None))[1]
    }
    if changed:
        values = (
            text.another_value(cell, name, before.get(cell, ("", None))[1], now.get(cell, ("", None))[1])
            for cell, name in changed.items()
        )
        raise SopError(Problem.CHANGED_SINCE_REVIEW, what=", ".join(changed.values()), values="; ".join(values))
