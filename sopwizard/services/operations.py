"""The one entry to the verbs: the window calls it from a thread, the command line straight, a test with fakes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import assert_never

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Plan
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.ids import RunId
from sopwizard.domain.model.runs import Outcome, Run
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.target import Target
from sopwizard.domain.order_counts import OrderCounts
from sopwizard.domain.plan import UndoPlan, make_plan, named_by_hand, undo_plan, verdicts
from sopwizard.domain.rulebook import Rulebook
from sopwizard.services import apply as applying
from sopwizard.services import orders, saved_plans
from sopwizard.services import undo as undoing
from sopwizard.services.actions import Action
from sopwizard.services.job import Job
from sopwizard.services.means import Means, new_run_id
from sopwizard.services.ports import Clock, Gateways, Journal
from sopwizard.services.survey import survey
from sopwizard.text import saved_check

__all__ = ["Action", "Operations"]


@dataclass(frozen=True, slots=True)
class Operations:
    """The verbs over one set of gateways, one journal and one clock."""

    gateways: Gateways
    journal: Journal
    clock: Clock
    rulebook: Rulebook
    new_run_id: Callable[[], RunId] = field(default=new_run_id)
    seen: Callable[[Snapshot], object] = field(default=lambda _snapshot: None)
    """Is told of every environment that somebody looked at."""

    def perform(self, action: Action, draft: Draft, job: Job) -> Draft:
        """Do it, and return the draft as it is then.

        SURVEY needs ``draft.target``: the draft gets a fresh snapshot, and its choices stay. APPLY needs
        ``draft.snapshot`` and ``draft.choices``: what was reviewed is what `domain.plan.make_plan` makes of them; the
        draft gets the outcome and the snapshot read afterwards. VERIFY reads again: the snapshot is fresh, and an
        outcome that stands gets new verdicts, or WRONG_ORGANIZATION. UNDO puts back ``draft.outcome.run``, and no more
        of it than `domain.undo.undo_plan` shows of the draft's snapshot; the outcome is then the undo's.

        Raises SopError, or Cancelled, where nothing was written; USAGE for APPLY of a saved check. From the first write
        on, whatever stops the work is in the outcome. ValueError where the draft lacks what the action needs.
        """
        match action:
            case Action.SURVEY:
                return draft.with_snapshot(self.look(_target(draft), job, named_by_hand(draft.choices)))
            case Action.VERIFY:
                return self._verify(draft, job)
            case Action.APPLY:
                return self._apply(draft, job)
            case Action.UNDO:
                run = _outcome(draft).run
                reviewed = None if draft.snapshot is None else undo_plan(run, draft.snapshot)
                return self.undo_run(run.run_id, draft, job, reviewed)
            case _:
                assert_never(action)

    def look(self, target: Target, job: Job, also: Iterable[str] = ()) -> Snapshot:
        """Read the environment, and the users of those ids too, be they users' or applications', as somebody typed."""
        with self.gateways.open(target, job) as gateway:
            snapshot = survey(gateway, job, also)
        self.seen(snapshot)
        return snapshot

    def look_for(self, saved: Plan, name: str, job: Job) -> Draft:
        """What is needed to apply a saved plan, from the file ``name``: a fresh draft that changes the very same.

        CHANGED_SINCE_REVIEW with what has changed, WRONG_ORGANIZATION, and BAD_FILE where it was never such a plan. A
        plan that is blocked, then or now, comes back as a draft whose plan is blocked.
        """
        snapshot = self.look(saved.target, job, named_by_hand(saved.choices))
        applying.same_organization(snapshot, saved.organization_id)
        fresh = make_plan(snapshot, saved.choices, self.rulebook)
        applying.nothing_changed(saved, fresh)
        saved_plans.same_changes(saved, fresh, name)
        return Draft(saved.target, snapshot, saved.choices)

    def count(self, target: Target, map_id: MapId | None, job: Job) -> OrderCounts:
        """Count the environment's orders by their statuses, with samples of those that stand out under the map."""
        with self.gateways.open(target, job) as gateway:
            return orders.count(gateway, self.rulebook, map_id, job)

    def review_undo(self, run_id: RunId, job: Job, only: frozenset[str] = frozenset()) -> undoing.UndoReview:
        """What undoing the run would do, as the environment is now; ``only`` the changes of those ids where some are
        given. UNKNOWN_RUN, RUN_GOES_ON, WRONG_ORGANIZATION.
        """
        run, runs = self._ended(run_id), self.journal.runs()
        with self.gateways.open(run.target, job) as gateway:
            return undoing.review(gateway, run, runs, job, only)

    def undo_run(
        self,
        run_id: RunId,
        draft: Draft,
        job: Job,
        reviewed: UndoPlan | None = None,
        *,
        only: frozenset[str] = frozenset(),
    ) -> Draft:
        """Undo any run of the journal, at the address where it was made; ``only`` the changes of those ids, if any.

        ``reviewed`` is the plan that somebody agreed to; nothing that it does not show is put back.
        """
        run = self._ended(run_id)
        with self.gateways.open(run.target, job) as gateway:
            outcome, snapshot = undoing.undo(gateway, self._means, run, job, reviewed, only=only)
        at_home = draft if draft.target == run.target else Draft(choices=run.choices)
        return at_home.with_snapshot(snapshot).with_outcome(outcome)

    def history(self) -> tuple[Run, ...]:
        """Every run of this computer, newest first. JOURNAL_UNREADABLE."""
        return self.journal.runs()

    def damaged(self) -> tuple[RunId, ...]:
        """The runs that history cannot tell because their records are damaged, newest first. JOURNAL_UNREADABLE."""
        return self.journal.damaged()

    def run(self, run_id: RunId) -> Run:
        """One run. UNKNOWN_RUN, JOURNAL_UNREADABLE."""
        return self.journal.run(run_id)

    def _ended(self, run_id: RunId) -> Run:
        """A run that can be undone. RUN_GOES_ON where some process is at work on it: who knows what it will write?"""
        run = self.journal.run(run_id)
        if run.going_on:
            raise SopError(Problem.RUN_GOES_ON, run=run_id)
        return run

    @property
    def _means(self) -> Means:
        return Means(self.journal, self.clock, self.rulebook, self.new_run_id)

    def _apply(self, draft: Draft, job: Job) -> Draft:
        if draft.saved is not None:
            raise SopError(Problem.USAGE, text=saved_check.refused(draft.saved))
        if draft.snapshot is None:
            raise ValueError("nothing was read, so nothing was reviewed")
        plan = make_plan(draft.snapshot, draft.choices, self.rulebook)
        applying.refuse_if_blocked(plan.blocked_by)
        with self.gateways.open(plan.target, job) as gateway:
            reviewer = draft.snapshot.caller
            outcome, snapshot = applying.apply(gateway, self._means, plan, reviewer, job, draft.confirmations)
        return draft.with_snapshot(snapshot).with_outcome(outcome)

    def _verify(self, draft: Draft, job: Job) -> Draft:
        changed = () if draft.outcome is None else undoing.users_of(draft.outcome.run)
        also = (*named_by_hand(draft.choices), *changed)
        snapshot = self.look(_target(draft), job, also)
        if draft.outcome is None:
            return draft.with_snapshot(snapshot)
        run = draft.outcome.run
        applying.same_organization(snapshot, run.organization_id)
        found = (
            undoing.verdicts(snapshot, run)
            if run.undoes is not None
            else verdicts(snapshot, run.choices, self.rulebook)
        )
        return draft.with_snapshot(snapshot).with_outcome(replace(draft.outcome, verdicts=found))


def _target(draft: Draft) -> Target:
    if draft.target is None:
        raise ValueError("no environment was chosen")
    return draft.target


def _outcome(draft: Draft) -> Outcome:
    if draft.outcome is None:
        raise ValueError("nothing was done, so nothing can be put back")
    return draft.outcome
