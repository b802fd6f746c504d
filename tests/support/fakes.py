"""Stand-ins for the world that keep the ports' promises, in memory.

`FakeGateway` is an environment: it starts as a snapshot, keeps what is written, and fails where a test says so::

    world = FakeGateway(a_snapshot())
    world.at_write["systemuser(…).isintegrationuser"] = SopError(Problem.FORBIDDEN, privilege="prvWriteUser")
    world.somebody_writes(cell, True)

A planned event is an exception to raise or a function to call first; it happens once, unless ``forever`` holds its key.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sopwizard.domain.cells import mark_cell
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Cell, Change
from sopwizard.domain.model.ids import RunId, UserId
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.runs import Failure, Run
from sopwizard.domain.model.snapshot import Caller, Snapshot, User
from sopwizard.domain.model.states import ChangeState, RunOutcome
from sopwizard.domain.model.target import Target
from sopwizard.domain.order_counts import OrderCounts, OrderGroup, OrderKey
from sopwizard.services.job import Job

Event = BaseException | Callable[[], None]
FLAG = "issopintegrationenabled"
MARK = "isintegrationuser"


def _happen(event: Event | None) -> None:
    if isinstance(event, BaseException):
        raise event
    if event is not None:
        event()


class FakeClock:
    """Starts at a known time and goes on one second with every look."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)) -> None:
        self.time = start

    def now(self) -> datetime:
        """The next second."""
        self.time += timedelta(seconds=1)
        return self.time


class FakeGateway:
    """An environment in memory. ``log`` holds what was asked of it: ("write", change id), and so on."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.values: dict[Cell, bool | None] = {}
        self.hidden: dict[UserId, bool] = {}  # users that no survey lists
        self.writes: list[Change] = []
        self.log: list[tuple[str, str]] = []
        self.at_survey: list[Event | None] = []
        self.at_write: dict[str, Event] = {}
        self.after_write: dict[str, Event] = {}
        self.at_read: dict[Cell, Event] = {}
        self.forever: set[object] = set()
        self.marking_switches_the_flag_on = False
        self.counts = OrderCounts(())
        self.at_orders: Event | None = None
        self.at_samples: Event | None = None
        self.arriving: list[Snapshot] = []  # what a survey shows before it is whole
        organization = snapshot.organization
        self.flag = Cell("organization", organization.organization_id, FLAG)
        self.values[self.flag] = organization.sop_enabled
        if isinstance(snapshot.users, Known):
            for user in snapshot.users.value:
                self.values[self.mark_of(user.user_id)] = user.marked

    @staticmethod
    def mark_of(user_id: UserId) -> Cell:
        """The cell of a user's mark."""
        return Cell("systemuser", user_id, MARK)

    @property
    def target(self) -> Target:
        """The target of the snapshot it was made from."""
        return self.snapshot.target

    def somebody_writes(self, cell: Cell, value: bool) -> None:  # noqa: FBT001  a cell holds a boolean
        """Somebody else changes a cell."""
        self.values[cell] = value

    def identify(self, job: Job) -> Caller:
        """Who is signed in."""
        job.check()
        self.log.append(("identify", ""))
        return self.snapshot.caller

    def survey(self, job: Job) -> Snapshot:
        """The snapshot it started as, with the values of now; people without a mark are not listed."""
        job.step("reading", 0, 1)
        for arrived in self.arriving:
            job.step("reading", 1, 3, arrived)
        self.log.append(("survey", ""))
        if self.at_survey:
            _happen(self.at_survey.pop(0))
        users = self.snapshot.users
        if isinstance(users, Known):
            present = tuple(replace(user, marked=self.values[self.mark_of(user.user_id)]) for user in users.value)
            users = Known(tuple(user for user in present if user.application_id is not None or user.marked))
        organization = replace(self.snapshot.organization, sop_enabled=self.values[self.flag])
        return replace(self.snapshot, organization=organization, users=users)

    def orders(self, job: Job) -> OrderCounts:
        """The counts that the test put there."""
        job.check()
        self.log.append(("orders", ""))
        _happen(self.at_orders)
        return self.counts

    def order_samples(self, groups: Sequence[OrderGroup], job: Job) -> Mapping[OrderKey, tuple[str, ...]]:
        """One number a group."""
        job.check()
        self.log.append(("order_samples", str(len(groups))))
        _happen(self.at_samples)
        return {group.key: (f"ORD-{number}",) for number, group in enumerate(groups, 1)}

    def user(self, user_id: UserId, job: Job) -> User:
        """One user, listed or hidden."""
        marked = self.read(mark_cell(user_id), job)
        listed = self.snapshot.users.value if isinstance(self.snapshot.users, Known) else ()
        known = next((each for each in listed if each.user_id == user_id), None)
        return replace(known or User(user_id, None, "Somebody Unlisted"), marked=marked)

    def read(self, cell: Cell, job: Job) -> bool | None:
        """The cell's value of now."""
        job.check()
        self.log.append(("read", f"{cell.table}({cell.row}).{cell.column}"))
        _happen(self.at_read.get(cell) if cell in self.forever else self.at_read.pop(cell, None))
        if cell in self.values:
            return self.values[cell]
        if cell.row in self.hidden:
            return self.hidden[UserId(cell.row)]
        raise SopError(Problem.NOT_FOUND, table=cell.table, row=cell.row)

    def write(self, change: Change, job: Job) -> None:
        """Write, if the cell still holds ``before``."""
        job.check()
        self.log.append(("write", change.id))
        _happen(self.at_write.get(change.id) if change.id in self.forever else self.at_write.pop(change.id, None))
        if self.read_quietly(change.cell) is not change.before:
            raise SopError(Problem.CHANGED_SINCE_REVIEW, what=change.row_name)
        self.values[change.cell] = change.after
        self.writes.append(change)
        if self.marking_switches_the_flag_on and change.cell.column == MARK and change.after:
            self.values[self.flag] = True
        _happen(self.after_write.pop(change.id, None))

    def read_quietly(self, cell: Cell) -> bool | None:
        """The cell's value, without a trace in the log."""
        return self.values.get(cell, self.hidden.get(UserId(cell.row)))


class FakeGateways:
    """Opens the environments that it was given. ``opened`` holds the addresses asked for; ``at_open`` may fail once."""

    def __init__(self, *worlds: FakeGateway) -> None:
        self.worlds = {world.target: world for world in worlds}
        self.opened: list[Target] = []
        self.at_open: Event | None = None

    @contextmanager
    def open(self, target: Target, job: Job) -> Iterator[FakeGateway]:
        """The world with that address; UNKNOWN_HOST where there is none."""
        job.check()
        self.opened.append(target)
        event, self.at_open = self.at_open, None
        _happen(event)
        if target not in self.worlds:
            raise SopError(Problem.UNKNOWN_HOST, host=target.host)
        yield self.worlds[target]


@dataclass
class FakeJournal:
    """A journal in memory. ``fail[method]`` is raised by the n-th call (from 0) of that method."""

    stored: dict[RunId, Run] = field(default_factory=dict)
    events: list[tuple[str, ...]] = field(default_factory=list)
    fail: dict[str, tuple[int, SopError]] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    lost: tuple[RunId, ...] = ()
    holding: set[RunId] = field(default_factory=set)

    def _called(self, method: str) -> None:
        number = self.calls.get(method, 0)
        self.calls[method] = number + 1
        if method in self.fail and number >= self.fail[method][0]:
            raise self.fail[method][1]

    @contextmanager
    def held(self, run_id: RunId) -> Iterator[None]:
        """While it lasts, the run is in ``holding``."""
        self.holding.add(run_id)
        try:
            yield
        finally:
            self.holding.remove(run_id)

    def begin(self, run: Run) -> None:
        """Keep the run."""
        self._called("begin")
        self.stored[run.run_id] = run
        self.events.append(("begin", run.run_id))

    def intend(self, run_id: RunId, change_id: str) -> None:
        """Keep the intention."""
        self._called("intend")
        self._set(run_id, change_id, ChangeState.INTENDED, None)
        self.events.append(("intend", change_id))

    def settle(self, run_id: RunId, change_id: str, state: ChangeState, failure: Failure | None = None) -> None:
        """Keep the settlement; the last one counts."""
        self._called("settle")
        self._set(run_id, change_id, state, failure)
        self.events.append(("settle", change_id, state.value))

    def finish(self, run_id: RunId, outcome: RunOutcome, at: datetime) -> None:
        """Keep the end."""
        self._called("finish")
        self.stored[run_id] = replace(self.stored[run_id], outcome=outcome, finished=at)
        self.events.append(("finish", outcome.value))

    def runs(self) -> tuple[Run, ...]:
        """All runs, newest first."""
        self._called("runs")
        return tuple(self._as_of_now(run) for run in reversed(self.stored.values()))

    def damaged(self) -> tuple[RunId, ...]:
        """Those that the test put there."""
        return self.lost

    def run(self, run_id: RunId) -> Run:
        """One run."""
        self._called("run")
        if run_id not in self.stored:
            raise SopError(Problem.UNKNOWN_RUN, run=run_id)
        return self._as_of_now(self.stored[run_id])

    def _as_of_now(self, run: Run) -> Run:
        return replace(run, going_on=run.outcome is None and run.run_id in self.holding)

    def _set(self, run_id: RunId, change_id: str, state: ChangeState, failure: Failure | None) -> None:
        run = self.stored[run_id]
        results = tuple(
            replace(result, state=state, failure=failure) if result.change.id == change_id else result
            for result in run.results
        )
        self.stored[run_id] = replace(run, results=results)
