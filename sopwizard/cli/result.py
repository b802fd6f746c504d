"""What a command comes back with: the same facts as published JSON and as text, and the exit code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, unique
from typing import TYPE_CHECKING, Any

from sopwizard.domain.errors import Problem
from sopwizard.domain.model.states import ChangeState, RunOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sopwizard.domain.errors import SopError
    from sopwizard.domain.model.runs import Outcome


@unique
class Exit(IntEnum):
    """The published exit codes, and the one of a bug."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    CONNECTION = 3
    FORBIDDEN = 4
    STOPPED = 5
    BUG = 70
    CANCELLED = 130


@dataclass(frozen=True, slots=True)
class Result:
    """``lines`` makes the text for a terminal of that width."""

    data: dict[str, Any]
    lines: Callable[[int], Iterable[str]]
    code: Exit = Exit.DONE


_USAGE = frozenset(
    {
        Problem.USAGE,
        Problem.BAD_URL,
        Problem.NOT_HTTPS,
        Problem.UNKNOWN_MAP,
        Problem.UNKNOWN_USER,
        Problem.UNKNOWN_RUN,
        Problem.UNKNOWN_SCENARIO,
        Problem.BAD_FILE,
        Problem.NEEDS_CONFIRMATION,
        Problem.FILE_UNWRITABLE,
        Problem.NO_UPDATE_FEED,
    }
)
_STOPPED = frozenset(
    {
        Problem.WRONG_ORGANIZATION,
        Problem.CHANGED_SINCE_REVIEW,
        Problem.RUN_GOES_ON,
        Problem.UNCERTAIN,
        Problem.NOT_TAKEN,
        Problem.SWITCHED_ON_BY_ITSELF,
        Problem.JOURNAL_UNREADABLE,
        Problem.JOURNAL_UNWRITABLE,
        Problem.OUTPUT_LOST,
    }
)


def exit_code(problem: Problem) -> Exit:
    """The exit code of a command that failed with that problem."""
    if problem in _USAGE:
        return Exit.USAGE
    if problem in _STOPPED:
        return Exit.STOPPED
    return {
        Problem.FORBIDDEN: Exit.FORBIDDEN,
        Problem.BLOCKED: Exit.FINDINGS,
        Problem.BROKEN_INSTALLATION: Exit.BUG,
        Problem.NOT_BY_POLICY: Exit.FORBIDDEN,
        Problem.BROKEN_POLICY: Exit.FORBIDDEN,
    }.get(problem, Exit.CONNECTION)


def error_code(error: SopError) -> Exit:
    """The exit code of that failure: being blocked by a missing privilege is being forbidden."""
    by = str(error.details.get("findings") or "").split(", ")
    return Exit.FORBIDDEN if error.problem is Problem.BLOCKED and "rights" in by else exit_code(error.problem)


def outcome_code(outcome: Outcome) -> Exit:
    """The exit code of a run. A run that wrote nothing fails as its cause does: forbidden is 4, no connection 3."""
    match outcome.run.outcome:
        case RunOutcome.DONE | RunOutcome.NOTHING_TO_DO:
            fits = all(verdict.ok for verdict in outcome.verdicts or ())
            return Exit.DONE if fits else Exit.FINDINGS
        case RunOutcome.CANCELLED:
            return Exit.CANCELLED
        case RunOutcome.FAILED:
            return _why_nothing_was_written(outcome)
        case _:
            return Exit.STOPPED


def _why_nothing_was_written(outcome: Outcome) -> Exit:
    results = outcome.run.results
    problems = [each.failure.problem for each in results if each.failure and each.state is ChangeState.FAILED]
    if not problems or any(each.state is ChangeState.CONFLICT for each in results):
        return Exit.STOPPED
    return exit_code(problems[0])
