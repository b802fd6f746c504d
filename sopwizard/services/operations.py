"""The one entry to the verbs: the window calls it from a thread, the command line straight, a test with fakes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum, unique
from uuid import uuid4

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model import Draft, Run, RunId, Target
from sopwizard.domain.rulebook import Rulebook
from sopwizard.services.job import Job
from sopwizard.services.ports import Clock, Gateways, Journal
from sopwizard.services.survey import survey


@unique
class Action(StrEnum):
    """What can be asked for. APPLY and UNDO write; the others only read."""

    SURVEY = "survey"
    APPLY = "apply"
    VERIFY = "verify"
    UNDO = "undo"


def _new_run_id() -> RunId:
    return RunId(str(uuid4()))


@dataclass(frozen=True, slots=True)
class Operations:
    """The verbs over one set of gateways, one journal and one clock."""

    gateways: Gateways
    journal: Journal
    clock: Clock
    rulebook: Rulebook
    new_run_id: Callable[[], RunId] = field(default=_new_run_id)

    def perform(self, action: Action, draft: Draft, job: Job) -> Draft:
        """Do it, and return the draft as it is then.

        SURVEY needs ``draft.target``: the draft gets a fresh snapshot, and its choices stay. APPLY needs
        ``draft.snapshot`` and ``draft.choices``: what was reviewed is what `domain.plan.make_plan` makes of them; the
        draft gets the outcome and the snapshot read afterwards. VERIFY reads again: the snapshot is fresh, and an
        outcome that stands gets new verdicts. UNDO puts back ``draft.outcome.run``; the outcome is then the undo's.

        Raises SopError, or Cancelled, where nothing was written. From the first write on, whatever stops the work is
        in the outcome.
        """
        raise NotImplementedError

    def history(self) -> tuple[Run, ...]:
        """Every run of this computer, newest first. JOURNAL_UNREADABLE."""
        return self.journal.runs()

    def run(self, run_id: RunId) -> Run:
        """One run. UNKNOWN_RUN, JOURNAL_UNREADABLE."""
        return self.journal.run(run_id)
