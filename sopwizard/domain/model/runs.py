"""What was done: journalled runs and how their changes went."""

from dataclasses import dataclass
from datetime import datetime

from sopwizard.domain.confirmations import Confirmation
from sopwizard.domain.errors import Problem
from sopwizard.domain.model.changes import Change, Verdict
from sopwizard.domain.model.choices import Choices
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.ids import OrganizationId, RunId
from sopwizard.domain.model.snapshot import Caller
from sopwizard.domain.model.states import ChangeState, RunKind, RunOutcome
from sopwizard.domain.model.target import Target


@dataclass(frozen=True, slots=True)
class Failure:
    """A :class:`SopError` as a value, for journals, reports and results."""

    problem: Problem
    request_id: str | None = None
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """A planned change and how it went."""

    change: Change
    state: ChangeState = ChangeState.PLANNED
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A journalled run. ``finished`` and ``outcome`` are None for a run that was cut off, and for one that some process
    is at work on now: that one is ``going_on``. ``undoes`` names the run that an undo puts back. ``findings`` are those
    that stood when it was applied, ``confirmations`` what somebody had confirmed by then.
    """

    run_id: RunId
    kind: RunKind
    target: Target
    organization_id: OrganizationId
    organization_name: str | None
    caller: Caller
    choices: Choices
    started: datetime
    results: tuple[ChangeResult, ...] = ()
    already_right: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    finished: datetime | None = None
    outcome: RunOutcome | None = None
    undoes: RunId | None = None
    confirmations: tuple[Confirmation, ...] = ()
    going_on: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What apply or undo did: the journalled run, and the verdicts from reading everything again (None: not read)."""

    run: Run
    verdicts: tuple[Verdict, ...] | None = None
