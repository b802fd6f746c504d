"""The one place where changes are made: intend, write, read back, settle, one change at a time.

Work stops between two changes and nowhere else. Whatever stops it after the first intention is in the results; nothing
of it is raised. A change that was begun is read back and settled even if the user asked to stop meanwhile.
"""

import logging
from dataclasses import replace

from sopwizard.domain import cells
from sopwizard.domain.aftermath import was_overwritten
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Cell, Change
from sopwizard.domain.model.runs import ChangeResult, Failure, Run
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.states import ChangeState, RunKind, RunOutcome
from sopwizard.services.job import Cancelled, Job
from sopwizard.services.means import failure
from sopwizard.services.ports import Clock, Gateway, Journal
from sopwizard.text import results as text

_log = logging.getLogger(__name__)

_DONE = frozenset({ChangeState.VERIFIED})
_TOUCHED = frozenset({ChangeState.APPLIED, ChangeState.VERIFIED, ChangeState.UNKNOWN})


class Execution:
    """One run being made. `carry_out` makes its changes, `settle_by` decides what stayed open, `finish` ends it."""

    def __init__(self, gateway: Gateway, journal: Journal, run: Run, *, flag_before: bool | None) -> None:
        """``flag_before``: what the flag held when the run began, so that its switching on by itself is noticed."""
        self._gateway = gateway
        self._journal = journal
        self._run = run
        self._results = list(run.results)
        self._flag: Cell = cells.flag_cell(run.organization_id)
        self._flag_before = flag_before
        self._cancelled = False
        self._unrecorded = False

    def carry_out(self, job: Job) -> None:
        """Make the planned changes in their order. JOURNAL_UNWRITABLE where even the first cannot be recorded."""
        self._journal.begin(self._run)
        _log.info("run %s begun at %s", self._run.run_id, self._run.target.host)
        total = len(self._results)
        for number, result in enumerate(self._results):
            if self._results[number].state is not ChangeState.PLANNED:
                continue
            try:
                job.step(text.writing(result.change), number, total)
            except Cancelled:
                self._cancelled = True
                break
            if not self._make(number, job):
                break
        self._skip_the_rest()

    def _make(self, number: int, job: Job) -> bool:
        """Make one change; whether to go on with the next."""
        change = self._results[number].change
        try:
            self._journal.intend(self._run.run_id, change.id)
        except SopError as error:
            if not any(map(_was_touched, self._results)):
                raise
            self._unrecorded = True
            self._results[number] = ChangeResult(change, ChangeState.SKIPPED, failure(error))
            return False
        recorded = self._settle(number, self._attempt(change, job))
        if cells.is_flag(change.cell):
            self._flag_before = change.after if self._results[number].state in _DONE else None
        elif change.after and self._results[number].state in _TOUCHED:
            recorded = self._look_at_the_flag(number) and recorded
        # Undo leaves a row that somebody changed and goes on; a plan that no longer fits the world stops.
        left_alone = self._run.kind is RunKind.UNDO and self._results[number].state is ChangeState.CONFLICT
        return recorded and not self._cancelled and (self._results[number].state in _DONE or left_alone)

    def _attempt(self, change: Change, job: Job) -> ChangeResult:
        try:
            self._gateway.write(change, job)
        except Cancelled:
            self._cancelled = True
            return self._look_up(change)
        except SopError as error:
            state = {
                Problem.CHANGED_SINCE_REVIEW: ChangeState.CONFLICT,
                Problem.UNCERTAIN: ChangeState.UNKNOWN,
            }.get(error.problem, ChangeState.FAILED)
            return ChangeResult(change, state, failure(error))
        try:
            found = self._gateway.read(change.cell, Job())
        except SopError as error:
            return ChangeResult(change, ChangeState.APPLIED, failure(error))
        if found is change.after:
            return ChangeResult(change, ChangeState.VERIFIED)
        return _overwritten(change)

    def _look_up(self, change: Change) -> ChangeResult:
        """Where writing was stopped by the user, the row tells whether anything was sent."""
        try:
            found = self._gateway.read(change.cell, Job())
        except SopError as error:
            return ChangeResult(change, ChangeState.UNKNOWN, failure(error))
        return ChangeResult(change, ChangeState.VERIFIED if found is change.after else ChangeState.SKIPPED)

    def _look_at_the_flag(self, number: int) -> bool:
        """Marking a user has been seen to switch the flag on by itself: read it again, and record it if it did.

        Where the plan switches it on anyway, that change is done hereby, and undo puts it back. Otherwise the mark
        carries the note. False where the journal could not take it.
        """
        if self._flag_before is not False:
            return True
        try:
            flag = self._gateway.read(self._flag, Job())
        except SopError:
            return True  # what the flag holds is read again at the end, with everything else
        if not flag:
            return True
        self._flag_before = True
        note = Failure(Problem.SWITCHED_ON_BY_ITSELF, details=(("user", self._results[number].change.row_name),))
        planned = next(
            (
                place
                for place, result in enumerate(self._results)
                if result.change.cell == self._flag and result.state is ChangeState.PLANNED and result.change.after
            ),
            None,
        )
        if planned is None:
            return self._settle(number, replace(self._results[number], failure=note))
        return self._settle(planned, ChangeResult(self._results[planned].change, ChangeState.VERIFIED, note))

    def settle_by(self, snapshot: Snapshot) -> None:
        """Decide, from a fresh survey, what stayed open: an answer that was lost, a row that could not be read back.

        A change that turns out to be made keeps no failure; what had stopped the run there is told with the changes
        that were not begun for it.
        """
        for number, result in enumerate(self._results):
            found = cells.value(snapshot, result.change.cell)
            if result.state not in {ChangeState.APPLIED, ChangeState.UNKNOWN} or found is None:
                continue
            if found is result.change.after:
                self._settle(number, ChangeResult(result.change, ChangeState.VERIFIED))
                self._tell_what_stopped(result.failure)
            elif result.state is ChangeState.APPLIED:
                self._settle(number, _overwritten(result.change))
            elif not _may_still_be_made(result):
                self._settle(number, ChangeResult(result.change, ChangeState.FAILED, Failure(Problem.NOT_TAKEN)))

    def _tell_what_stopped(self, failure: Failure | None) -> None:
        if self._cancelled:
            return  # the user did
        for number, result in enumerate(self._results):
            if failure is not None and result.state is ChangeState.SKIPPED and result.failure is None:
                self._settle(number, replace(result, failure=_cause(failure)))

    def finish(self, clock: Clock) -> Run:
        """Record the end. Where the journal cannot take it, the run is partial and its last change says why."""
        at, outcome = clock.now(), self._outcome()
        _log.info("run %s: %s", self._run.run_id, outcome)
        try:
            self._journal.finish(self._run.run_id, outcome, at)
        except SopError as error:
            outcome = RunOutcome.PARTIAL
            self._results[-1:] = [replace(last, failure=last.failure or failure(error)) for last in self._results[-1:]]
        return replace(self._run, results=tuple(self._results), finished=at, outcome=outcome)

    def _outcome(self) -> RunOutcome:
        states = {result.state for result in self._results}
        touched = any(map(_was_touched, self._results))
        if not states:
            return RunOutcome.NOTHING_TO_DO
        if self._unrecorded:
            return RunOutcome.PARTIAL
        if states <= _DONE:
            return RunOutcome.DONE
        if self._cancelled:
            return RunOutcome.CANCELLED
        return RunOutcome.PARTIAL if touched else RunOutcome.FAILED

    def _skip_the_rest(self) -> None:
        for number, result in enumerate(self._results):
            if result.state is ChangeState.PLANNED:
                self._settle(number, ChangeResult(result.change, ChangeState.SKIPPED))

    def _settle(self, number: int, result: ChangeResult) -> bool:
        """Keep and record a result; False where the journal could not take it, and then the result says so."""
        self._results[number] = result
        _log.info("%s: %s", result.change.id, result.state)
        try:
            self._journal.settle(self._run.run_id, result.change.id, result.state, result.failure)
        except SopError as error:
            self._unrecorded = True
            self._results[number] = replace(result, failure=result.failure or failure(error))
            return False
        return True


def _cause(failure: Failure) -> Failure:
    """What was behind a change of which it was not certain whether it was made; by now it is."""
    details = dict(failure.details)
    if failure.problem is not Problem.UNCERTAIN or "cause" not in details:
        return failure
    kept = tuple((name, value) for name, value in failure.details if name not in {"cause", "what"})
    return Failure(Problem(details["cause"]), failure.request_id, kept)


def _overwritten(change: Change) -> ChangeResult:
    """A change that was made, and whose row was found to hold something else right afterwards."""
    details = (("what", change.row_name), ("written", "true"))
    return ChangeResult(change, ChangeState.CONFLICT, Failure(Problem.CHANGED_SINCE_REVIEW, details=details))


def _was_touched(result: ChangeResult) -> bool:
    """Whether the row was, or may have been, written."""
    return result.state in _TOUCHED or was_overwritten(result)


def _may_still_be_made(result: ChangeResult) -> bool:
    """Whether the environment may still be at work on the change: then its row proves nothing as long as it is old."""
    return result.failure is not None and ("cause", Problem.TIMEOUT.value) in result.failure.details
