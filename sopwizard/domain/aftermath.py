"""What a run left behind, as far as the run itself tells."""

from typing import Final

from sopwizard.domain import cells
from sopwizard.domain.errors import Problem
from sopwizard.domain.model.runs import ChangeResult, Run
from sopwizard.domain.model.states import ChangeState

_IN_FORCE: Final = frozenset({ChangeState.APPLIED, ChangeState.VERIFIED})
_UNSETTLED: Final = frozenset({ChangeState.INTENDED, ChangeState.UNKNOWN})
_BEGUN: Final = _IN_FORCE | _UNSETTLED | {ChangeState.FAILED}


def may_have_written(run: Run) -> bool:
    """Whether the run made a change that stood then, or began one of which that is not known: what undo puts back."""
    return any(result.state in _IN_FORCE | _UNSETTLED for result in run.results)


def was_sent(result: ChangeResult) -> bool:
    """Whether a request to write was sent for the change, as far as the journal tells: it does not keep whether one
    that failed did so before.
    """
    if cells.is_flag(result.change.cell) and _switched_on_by_itself(result):
        return False
    return result.state in _BEGUN or was_overwritten(result)


def was_overwritten(result: ChangeResult) -> bool:
    """Whether the change was made, and the row was found to hold something else right afterwards."""
    return result.failure is not None and ("written", "true") in result.failure.details


def undo_switches_off(run: Run) -> bool:
    """Whether putting the run back switches the flag off, or may."""
    return any(
        cells.is_flag(result.change.cell) and result.change.after and result.state in _IN_FORCE | _UNSETTLED
        for result in run.results
    )


def speaks_of_the_flag(run: Run) -> bool:
    """Whether the run was to change the flag, or found it right."""
    planned = (result.change for result in run.results)
    return any(cells.is_flag(change.cell) for change in (*planned, *run.already_right))


def flag_after(run: Run) -> bool | None:
    """What the flag held after the run; None where the run does not tell."""
    for result in run.results:
        if cells.is_flag(result.change.cell):
            if result.state in _IN_FORCE:
                return result.change.after
            return result.change.before if result.state is ChangeState.SKIPPED else None
    if any(_switched_on_by_itself(result) for result in run.results):
        return True
    return next((right.after for right in run.already_right if cells.is_flag(right.cell)), None)


def _switched_on_by_itself(result: ChangeResult) -> bool:
    return result.failure is not None and result.failure.problem is Problem.SWITCHED_ON_BY_ITSELF
