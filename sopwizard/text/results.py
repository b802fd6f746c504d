"""What runs, changes and verdicts came to, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sopwizard.domain.aftermath import may_have_written, was_overwritten
from sopwizard.domain.model.states import ChangeState, RunKind, RunOutcome
from sopwizard.text import _, changes

if TYPE_CHECKING:
    from sopwizard.domain.model.changes import Cell, Change, Verdict
    from sopwizard.domain.model.runs import ChangeResult, Outcome, Run
    from sopwizard.domain.model.target import Target


def reading(target: Target) -> str:
    """What is being read."""
    return _("Reading {host}").format(host=target.host)


def writing(change: Change) -> str:
    """What is being done, while it is done."""
    return _("{label}: {before} → {after}").format(
        label=changes.label(change), before=changes.value(change.before), after=changes.value(change.after)
    )


def moment(at: datetime) -> str:
    """A time, in UTC, to the second."""
    return _("{time} UTC").format(time=at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"))


def outcome_name(outcome: RunOutcome | None) -> str:
    """How a run ended, in a word or two."""
    return {
        RunOutcome.DONE: _("done"),
        RunOutcome.NOTHING_TO_DO: _("nothing to do"),
        RunOutcome.PARTIAL: _("done in part"),
        RunOutcome.FAILED: _("failed"),
        RunOutcome.CANCELLED: _("cancelled"),
        None: _("cut off"),
    }[outcome]


def how_it_ended(run: Run) -> str:
    """How a run ended, in a word or two, if it has."""
    return _("still going on") if run.going_on else outcome_name(run.outcome)


def kind_name(kind: RunKind) -> str:
    """What a run did, in a word."""
    return {RunKind.APPLY: _("apply"), RunKind.UNDO: _("undo")}[kind]


def state_name(result: ChangeResult, *, going_on: bool = False) -> str:
    """How a change went, in a word or two. What was in the way beforehand was left alone; what came afterwards was not.

    The same words in the window, on the command line and in documents. ``going_on``: the run has not ended.
    """
    if was_overwritten(result):
        return _("overwritten")
    return {
        ChangeState.PLANNED: _("not begun"),
        ChangeState.INTENDED: _("under way") if going_on else _("cut off"),
        ChangeState.APPLIED: _("written, not read back"),
        ChangeState.VERIFIED: _("verified"),
        ChangeState.SKIPPED: _("not done"),
        ChangeState.FAILED: _("failed"),
        ChangeState.CONFLICT: _("left alone"),
        ChangeState.UNKNOWN: _("not known"),
    }[result.state]


def headline(outcome: Outcome) -> str:
    """What apply or undo came to, in one sentence."""
    run = outcome.run
    name = run.organization_name or run.target.host
    done = sum(result.state is ChangeState.VERIFIED for result in run.results)
    sentences = {
        RunOutcome.DONE: _("Done: {done} of {all} changes written and read back in {name}."),
        RunOutcome.NOTHING_TO_DO: _("Nothing to do: everything is right already in {name}."),
        RunOutcome.PARTIAL: _("Done in part: {done} of {all} changes written and read back in {name}."),
        RunOutcome.FAILED: _("Failed: no change was made in {name}."),
        RunOutcome.CANCELLED: _("Cancelled: {done} of {all} changes written and read back in {name}."),
        None: _("Cut off: {done} of {all} changes recorded as written in {name}."),
    }
    if run.going_on:
        return _("Still going on: {done} of {all} changes written and read back in {name} so far.").format(
            done=done, all=len(run.results), name=name
        )
    if run.kind is RunKind.UNDO and run.outcome is RunOutcome.NOTHING_TO_DO:
        return _("Nothing to put back: the run changed nothing in {name} that still stands.").format(name=name)
    return sentences[run.outcome].format(done=done, all=len(run.results), name=name)


def what_next(outcome: Outcome) -> str:
    """What to do after apply or undo."""
    run = outcome.run
    if run.outcome is RunOutcome.NOTHING_TO_DO:
        return _("There is nothing to do.")
    if run.outcome is RunOutcome.DONE:
        if outcome.verdicts is None:
            return _(
                "It could not all be read again afterwards: run verify. To take it back: sopwizard undo {run}"
            ).format(run=run.run_id)
        if not all(verdict.ok for verdict in outcome.verdicts):
            return _("Reading again showed something else, see above. To take it back: sopwizard undo {run}").format(
                run=run.run_id
            )
        return _("To take it back: sopwizard undo {run}").format(run=run.run_id)
    again = _again(run)
    if not may_have_written(run):
        return again
    back = _("To take back what was, or may have been, written: sopwizard undo {run}").format(run=run.run_id)
    return _("{again} {back}").format(again=again, back=back)


def _again(run: Run) -> str:
    """How to get further."""
    states = {each.state for each in run.results}
    if run.kind is RunKind.UNDO and ChangeState.CONFLICT in states <= {ChangeState.CONFLICT, ChangeState.VERIFIED}:
        return _("Somebody else changed what was left alone; what it should hold is for people to decide.")
    if run.outcome is not RunOutcome.CANCELLED:
        return _("See what stopped it, then try again.")
    if run.kind is RunKind.UNDO:
        return _("To go on, give the same command again.")
    return _("To go on, apply again; a saved plan has to be made anew, because the environment has changed.")


def unended(run: Run) -> str:
    """That a run has no end, or none yet, and what is known of it."""
    written = sum(each.state in {ChangeState.APPLIED, ChangeState.VERIFIED} for each in run.results)
    begun = sum(each.state is ChangeState.INTENDED for each in run.results)
    if run.going_on:
        told = _("Run {run} is still going on in another window or command: {written} of {all} changes written so far.")
        return told.format(run=run.run_id, written=written, all=len(run.results))
    told = _("Run {run} was cut off: {written} of {all} changes recorded as written.")
    open_ = _(" One was begun, and the row tells whether it was made.") if begun else ""
    return told.format(run=run.run_id, written=written, all=len(run.results)) + open_


def ways_out(run: Run) -> tuple[str, ...]:
    """What can be done about a run that was cut off, or that has not ended yet."""
    if run.going_on:
        return (_("let it finish there, or stop it there: until then it cannot be undone"),)
    if run.undoes is not None:
        return (
            _("to finish it: sopwizard undo {run}").format(run=run.undoes),
            _("to take it back, so that the first run stands again: sopwizard undo {run}").format(run=run.run_id),
            _("or leave it: nothing happens by itself"),
        )
    return (
        _("to finish it, check, plan and apply again: what is written already counts as right"),
        _("to take it back: sopwizard undo {run}").format(run=run.run_id),
        _("or leave it: nothing happens by itself"),
    )


def no_such_change(ids: str) -> str:
    """That a run has no change of that id."""
    return _("The run has no change {ids}; its JSON output lists the ids of its changes.").format(ids=ids)


def damaged(count: int) -> str:
    """That runs are in the journal that cannot be told."""
    if count == 1:
        return _(
            "The records of 1 run are damaged, so that it cannot be told or undone here; all others are whole. Check "
            "the environment that it may have changed:"
        )
    return _(
        "The records of {count} runs are damaged, so that they cannot be told or undone here; all others are whole. "
        "Check the environments that they may have changed:"
    ).format(count=count)


def difference(verdict: Verdict) -> str:
    """A cell that does not hold what it should."""
    return _("{label}: should be {expected}, is {actual}").format(
        label=changes.cell_label(verdict.cell, verdict.row_name),
        expected=changes.value(verdict.expected),
        actual=changes.value(verdict.actual),
    )


def another_value(cell: Cell, row_name: str, before: bool | None, now: bool | None) -> str:  # noqa: FBT001  a cell's
    """A value that is not what the review showed."""
    return _("{label}: was {before}, is {now}").format(
        label=changes.cell_label(cell, row_name), before=changes.value(before), now=changes.value(now)
    )
