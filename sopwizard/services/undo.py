"""Putting back what a run changed, where nobody changed it since."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sopwizard.domain import cells
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Cell, Change, Verdict
from sopwizard.domain.model.runs import ChangeResult, Failure, Outcome, Run
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.states import ChangeState, Reason, RunKind
from sopwizard.domain.plan import UndoPlan, undo_plan
from sopwizard.services.apply import read_again, refuse_if_blocked, same_organization
from sopwizard.services.execute import Execution
from sopwizard.services.job import Job
from sopwizard.services.means import Means
from sopwizard.services.ports import Gateway
from sopwizard.services.survey import survey
from sopwizard.text import results as text

_WRITTEN = frozenset({ChangeState.APPLIED, ChangeState.VERIFIED})
_UNSETTLED = frozenset({ChangeState.INTENDED, ChangeState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class UndoReview:
    """What an undo would do: the run, the plan that puts it back, and what the environment showed."""

    run: Run
    plan: UndoPlan
    snapshot: Snapshot


def review(gateway: Gateway, run: Run, runs: Iterable[Run], job: Job, only: frozenset[str] = frozenset()) -> UndoReview:
    """What would put the run back. ``runs``: everything journalled, so that nothing is put back twice. ``only``: ids of
    changes, where not all are to be put back.

    WRONG_ORGANIZATION where another organization answers at the address; USAGE where the run has no such change.
    """
    if strange := only - {result.change.id for result in run.results}:
        raise SopError(Problem.USAGE, text=text.no_such_change(", ".join(sorted(strange))))
    snapshot = survey(gateway, job, users_of(run))
    same_organization(snapshot, run.organization_id)
    back = put_back(run, tuple(runs), snapshot)
    chosen = tuple(result for result in run.results if not only or result.change.id in only)
    remaining = replace(run, results=tuple(result for result in chosen if result.change.cell not in back))
    return UndoReview(run, undo_plan(remaining, snapshot), snapshot)


def put_back(run: Run, runs: tuple[Run, ...], snapshot: Snapshot) -> frozenset[Cell]:
    """The cells of the run that an earlier undo has put back, unless that undo was itself taken back there.

    Where an undo was cut off or its answer lost, the row decides: what it holds as intended was put back, by nobody
    else.
    """
    return frozenset(
        result.change.cell
        for undo in runs
        if undo.undoes == run.run_id
        # An undo is no undo of itself, nor of what undid it, whatever a journal says.
        for again in (put_back(undo, tuple(each for each in runs if each is not undo), snapshot),)
        for result in undo.results
        if _was_made(result, snapshot) and result.change.cell not in again
    )


def _was_made(result: ChangeResult, snapshot: Snapshot) -> bool:
    if result.state in _UNSETTLED:
        return cells.value(snapshot, result.change.cell) is result.change.after
    return result.state in _WRITTEN


def undo(  # noqa: PLR0913  the two last are seldom given
    gateway: Gateway,
    means: Means,
    run: Run,
    job: Job,
    reviewed: UndoPlan | None = None,
    *,
    only: frozenset[str] = frozenset(),
) -> tuple[Outcome, Snapshot]:
    """Put the run back, or ``only`` the changes of those ids; the outcome, and the newest snapshot there is.

    Rows that no longer hold what was written are left alone and stand in the results as conflicts. ``reviewed`` is the
    plan that somebody agreed to: where more would be put back than it shows, CHANGED_SINCE_REVIEW. It raises as apply
    does.
    """
    found = review(gateway, run, means.journal.runs(), job, only)
    refuse_if_blocked(found.plan.blocked_by)
    if reviewed is not None:
        _nothing_new(reviewed, found.plan)
    undoing = Run(
        run_id=means.new_run_id(),
        kind=RunKind.UNDO,
        target=run.target,
        organization_id=run.organization_id,
        organization_name=found.snapshot.organization.name,
        caller=found.snapshot.caller,
        choices=run.choices,
        started=means.clock.now(),
        results=(
            *(ChangeResult(change) for change in found.plan.changes),
            *(_left_alone(change, found.snapshot) for change in found.plan.conflicts),
        ),
        findings=found.plan.findings,
        undoes=run.run_id,
    )
    execution = Execution(gateway, means.journal, undoing, flag_before=found.snapshot.organization.sop_enabled)
    with means.journal.held(undoing.run_id):
        execution.carry_out(job)
        after = read_again(gateway, run.organization_id, job, users_of(run)) if found.plan.changes else found.snapshot
        if after is not None:
            execution.settle_by(after)
        done = execution.finish(means.clock)
    return Outcome(done, None if after is None else verdicts(after, done)), after or found.snapshot


def users_of(run: Run) -> tuple[str, ...]:
    """The ids of the users that the run changed."""
    return tuple(result.change.cell.row for result in run.results if not cells.is_flag(result.change.cell))


def _nothing_new(reviewed: UndoPlan, fresh: UndoPlan) -> None:
    agreed = {change.id for change in reviewed.changes}
    new = [change.row_name for change in fresh.changes if change.id not in agreed]
    if new:
        raise SopError(Problem.CHANGED_SINCE_REVIEW, what=", ".join(new))


def _left_alone(change: Change, snapshot: Snapshot) -> ChangeResult:
    """A row that somebody changed: the change that is not made, and what the row holds instead of its ``before``."""
    found = cells.value(snapshot, change.cell)
    held = "unknown" if found is None else str(found).lower()
    why = Failure(Problem.CHANGED_SINCE_REVIEW, details=(("found", held), ("what", change.row_name)))
    back = cells.change(change.cell, change.row_name, change.after, not change.after, Reason.UNDO)
    return ChangeResult(back, ChangeState.CONFLICT, why)


def verdicts(snapshot: Snapshot, undone: Run) -> tuple[Verdict, ...]:
    """What must hold after an undo: every cell that it was to put back, but the rows that it left alone."""
    return tuple(
        Verdict(
            result.change.cell, result.change.row_name, result.change.after, cells.value(snapshot, result.change.cell)
        )
        for result in undone.results
        if result.state is not ChangeState.CONFLICT
    )
