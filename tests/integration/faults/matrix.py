"""One fault at one request of one verb: what came of it, and whether everything that was said of it is true."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sopwizard.adapters.dataverse.wire import Wire
from sopwizard.adapters.signin import http
from sopwizard.domain import cells
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.runs import ChangeResult, Failure, Outcome
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.states import ChangeState, RunOutcome
from sopwizard.services.job import Job
from sopwizard.services.operations import Action
from sopwizard.text import errors
from tests.support import token_service
from tests.support.faulty_world import CELLS, CHOICES, FLAG, MARK, TARGET, World
from tests.support.simulator import MEGAN

PATIENCE: Final = 0.6
"""Seconds that an answer may take which comes too late."""

_READING: Final = ("1st batch", "2nd batch", "3rd batch")
STEPS: Final = {
    "survey": _READING,
    "apply": (
        *(f"review, {each}" for each in _READING),
        *("look at user", "write user", "read user back", "has the flag switched itself?"),
        *("look at flag", "write flag", "read flag back"),
        *(f"verify, {each}" for each in _READING),
    ),
    "verify": _READING,
    "undo": (
        *(f"review, {each}" for each in _READING),
        *("look at flag", "write flag", "read flag back", "look at user", "write user", "read user back"),
        *(f"verify, {each}" for each in _READING),
    ),
    "orders": ("count", "samples"),
}
RENEWING: Final = {
    "survey": ("1st batch", "2nd batch"),
    "apply": ("write user", "read user back", "write flag"),
    "orders": ("samples",),
}
"""Where a token is renewed at a sign-in service that is broken: looking, and between two writes."""

FROM_THEN_ON: Final = {
    "apply": ("write user", "read user back", "write flag", "verify, 1st batch"),
    "undo": ("write flag", "read flag back", "write user"),
}
_IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108  the operating system's own place; a journal on a disk waits for it


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the matrix: a kind of the fault plan with its parameter, and what becomes of tokens and time."""

    name: str
    kind: str
    renewal: str = "works"
    slow: bool = False


FAULTS: Final = (
    Fault("429, Retry-After in seconds", "429:1"),
    Fault("429, Retry-After as a date", "429:Wed, 21 Oct 2015 07:28:00 GMT"),
    Fault("429, Retry-After of an hour", "429:3600"),
    Fault("503", "503:1"),
    Fault("500", "500"),
    Fault("502 with an HTML page", "html-502"),
    Fault("reset before the server acted", "reset-before"),
    Fault("reset after it committed", "reset-after"),
    Fault("slow answer", "slow:60", slow=True),
    Fault("slow drip", "drip:60", slow=True),
    Fault("truncated JSON", "truncated"),
    Fault("no JSON", "not-json"),
    Fault("wrong content type", "wrong-type"),
    Fault("empty body", "empty"),
    Fault("endless body", "endless"),
    Fault("compressed bomb", "bomb:5"),
    Fault("expired token, renewed", "token-expired"),
    Fault("expired token, renewal refused", "token-expired", "refused"),
    Fault("expired token, renewal offline", "token-expired", "offline"),
    Fault("privilege for users revoked", "lost-privilege:prvWriteUser"),
    Fault("privilege for settings revoked", "lost-privilege:prvWriteOrganization"),
    Fault("403", "403"),
    Fault("404", "404"),
    Fault("changed by somebody else", "changed-by-other"),
    Fault("redirect to another origin", "redirect"),
    Fault("nextLink to another origin", "next-elsewhere"),
    Fault("nextLink in a loop", "next-loop"),
    Fault("duplicate rows", "duplicate-rows"),
    Fault("wrong organization", "wrong-organization"),
)


FAULTS_OF_SIGN_IN: Final = tuple(Fault(mode, "token-expired", mode) for mode in token_service.MODES)
"""The token has run out, and the service that renews it fails in that way."""


@dataclass
class Played:
    """One fault at every step: what came of it in a few words, and everything that is not true."""

    fault: Fault
    once: dict[str, list[str]] = field(default_factory=dict)
    lasting: dict[str, list[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def play(fault: Fault) -> Played:
    """The fault at every step of every verb. Waiting costs no time here, and an answer ends at four megabytes."""
    return _play(fault, STEPS, FROM_THEN_ON)


def play_sign_in(fault: Fault) -> Played:
    """The fault of the sign-in service where a token is renewed."""
    http.LARGEST = 1024 * 1024  # type: ignore[misc]
    return _play(fault, RENEWING, {})


Steps = Mapping[str, tuple[str, ...]]


def _play(fault: Fault, once: Steps, from_then_on: Steps) -> Played:
    Job.wait = _at_once  # type: ignore[method-assign, assignment]
    Wire.__init__.__defaults__ = (4 * 1024 * 1024,)
    played = Played(fault)
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as folder:
        world = World(Path(folder))
        try:
            healthy = _healthy(world)
            for verb, steps in STEPS.items():
                for lasting, chosen in ((False, once.get(verb, ())), (True, from_then_on.get(verb, ()))):
                    found = (played.lasting if lasting else played.once).setdefault(verb, [])
                    for step in chosen:
                        case = _Case(world, fault, verb, steps.index(step) + 1, lasting=lasting, healthy=healthy)
                        found.append(case.play())
                        told = f"{fault.name} at {verb}, {step}{', from then on' * lasting}: "
                        played.wrong += [told + each for each in case.wrong]
        finally:
            world.close()
    return played


def _at_once(job: Job, seconds: float) -> None:
    del seconds
    job.check()


@dataclass(frozen=True, slots=True)
class _Healthy:
    """Where nothing goes wrong: what is read with both cells off and with both on, the draft after an apply, and its
    journal.
    """

    off: Snapshot
    on: Snapshot
    applied: Draft
    journal: Path


def _healthy(world: World) -> _Healthy:
    world.put(on=True)
    on = _snapshot(world.reviewed())
    world.put(on=False)
    reviewed = world.reviewed()
    applied = world.operations.perform(Action.APPLY, reviewed, Job())
    return _Healthy(_snapshot(reviewed), on, applied, world.journal)


def _snapshot(draft: Draft) -> Snapshot:
    assert draft.snapshot is not None
    return draft.snapshot


class _Case:
    """One fault at one request, its consequences, and the way out of them."""

    def __init__(  # noqa: PLR0913  what makes a case
        self, world: World, fault: Fault, verb: str, number: int, *, lasting: bool, healthy: _Healthy
    ) -> None:
        self._world, self._fault, self._verb = world, fault, verb
        self._number, self._lasting, self._healthy = number, lasting, healthy
        self.wrong: list[str] = []

    def play(self) -> str:
        """Play it; what came of it, in a few words."""
        return {
            "survey": self._reading,
            "verify": self._reading,
            "orders": self._orders,
            "apply": self._apply,
            "undo": self._undo,
        }[self._verb]()

    @contextmanager
    def _faulty(self) -> Iterator[None]:
        world = self._world
        world.took.clear()
        world.tokens.renewal = self._fault.renewal
        world.sent = 0
        world.gate.clear()
        world.limit = self._limit
        world.running.faults.add(f"{self._fault.kind}@any:{self._number}{'+' * self._lasting}")
        try:
            yield
        finally:
            world.gate.set()
            world.settle()
            world.running.faults.clear()
            world.running.service.lost.clear()
            world.tokens.renewal, world.limit = "works", lambda _number: 30.0

    def _limit(self, number: int) -> float:
        hit = number == self._number or (self._lasting and number > self._number)
        return PATIENCE if self._fault.slow and hit else 30.0

    # reading

    def _reading(self) -> str:
        world, action = self._world, Action.SURVEY if self._verb == "survey" else Action.VERIFY
        world.put(on=True)
        try:
            with self._faulty():
                draft = world.operations.perform(action, Draft(TARGET, choices=CHOICES), Job())
        except SopError as error:
            self._explained(error)
            said = f"refused: {error.problem}"
        else:
            said = self._read(_snapshot(draft))
        self._nothing_written()
        return said

    def _read(self, snapshot: Snapshot) -> str:
        """Whatever is known is what is known where nothing goes wrong; the rest says why it is not."""
        unknown = set()
        for name in type(snapshot).__dataclass_fields__:
            seen, right = getattr(snapshot, name), getattr(self._healthy.on, name)
            if isinstance(seen, Unknown) and not isinstance(right, Unknown):
                unknown.add(seen.problem.value)
                self._explained(seen)
            elif name not in self._may_differ and seen != right:
                self.wrong.append(f"{name} is read as {seen}")
        users = snapshot.users.value if isinstance(snapshot.users, Known) else ()
        for cell in CELLS:
            found = cells.value(snapshot, cell)
            if found not in {None, self._world.holds(cell)} and self._fault.kind != "changed-by-other":
                self.wrong.append(f"{cell.column} is read as {found}")
        if len({user.user_id for user in users}) != len(users):
            self.wrong.append("a user twice")
        return f"parts unknown: {', '.join(sorted(unknown))}" if unknown else "as ever"

    @property
    def _may_differ(self) -> set[str]:
        """The parts that the fault itself makes others."""
        by_fault = {"lost-privilege": {"privileges"}, "changed-by-other": {"recent_orders"}}
        return {"taken", "caller", "organization", "users"} | by_fault.get(self._fault.kind.split(":")[0], set())

    def _orders(self) -> str:
        world = self._world
        world.put(on=False)
        right = world.operations.count(TARGET, MapId.CDS, Job())
        try:
            with self._faulty():
                seen = world.operations.count(TARGET, MapId.CDS, Job())
        except SopError as error:
            self._explained(error)
            self._nothing_written()
            return f"refused: {error.problem}"
        self._nothing_written()
        if seen.complete and seen.total != right.total:
            self.wrong.append(f"{seen.total} orders are counted")
        if seen == right:
            return "as ever"
        return "no samples" if seen.complete else "not complete"

    # writing

    def _apply(self) -> str:
        world = self._world
        world.put(on=False)
        return self._write(
            lambda: world.operations.perform(Action.APPLY, Draft(TARGET, self._healthy.off, CHOICES), Job()), after=True
        )

    def _undo(self) -> str:
        world, healthy = self._world, self._healthy
        world.put(on=True, journal=healthy.journal)
        return self._write(lambda: world.operations.perform(Action.UNDO, healthy.applied, Job()), after=False)

    def _write(self, verb: Callable[[], Draft], *, after: bool) -> str:
        world = self._world
        runs = len(world.operations.history())
        outcome: Outcome | None = None
        try:
            with self._faulty():
                outcome = verb().outcome
        except SopError as error:
            self._explained(error)
            self._nothing_written()
            if len(world.operations.history()) != runs:
                self.wrong.append("a run is journalled that was refused")
            said = f"refused: {error.problem}"
        if outcome is not None:
            self._true(outcome)
            said = _in_words(outcome)
        if outcome is None or outcome.run.outcome is not RunOutcome.DONE:
            self._right_end(outcome, after=after)
        return said

    def _true(self, outcome: Outcome) -> None:
        """Whether rows, journal and outcome tell the same."""
        world, run = self._world, outcome.run
        if world.operations.run(run.run_id) != run:
            self.wrong.append("the journal tells another story than the outcome")
        for result in run.results:
            self._true_of(result)
        if run.outcome is RunOutcome.FAILED and world.took:
            self.wrong.append("failed, but something was written")
        if run.outcome is RunOutcome.DONE and {result.state for result in run.results} != {ChangeState.VERIFIED}:
            self.wrong.append("done, but not everything was")
        for verdict in outcome.verdicts or ():
            if verdict.cell not in CELLS:
                self.wrong.append(f"{verdict.cell} was verified, which is another's")
                continue
            open_ = any(each.state is ChangeState.UNKNOWN for each in run.results if each.change.cell == verdict.cell)
            if not self._others and not open_ and verdict.actual not in {None, world.holds(verdict.cell)}:
                self.wrong.append(f"{verdict.cell.column} was verified as {verdict.actual}")
        # Dataverse itself puts a mark before the name of a user in integration user mode.
        allowed = {(cell.table, cell.row, cell.column) for cell in CELLS} | {(MARK.table, MARK.row, "fullname")}
        if self._others:
            allowed |= {(MARK.table, MEGAN, MARK.column)}
        if world.strange or not world.touched() <= allowed:
            self.wrong.append(f"something else was written: {world.strange} {world.touched() - allowed}")

    @property
    def _others(self) -> bool:
        """Whether somebody else writes, too."""
        return self._fault.kind == "changed-by-other"

    def _true_of(self, result: ChangeResult) -> None:
        cell, state, took = result.change.cell, result.state, self._world.took.count(result.change.cell)
        holds = self._world.holds(cell)
        if took > 1:
            self.wrong.append(f"{cell.column} was written {took} times")
        if took and not self._others and holds is not result.change.after:
            self.wrong.append(f"{cell.column} was written, and is not what was written")
        expected: dict[ChangeState, Callable[[], bool]] = {
            ChangeState.VERIFIED: lambda: took == 1 or (self._others and holds is result.change.after),
            ChangeState.APPLIED: lambda: took == 1,
            ChangeState.SKIPPED: lambda: took == 0,
            ChangeState.FAILED: lambda: took == 0,
            ChangeState.CONFLICT: lambda: self._others,
            ChangeState.UNKNOWN: lambda: True,
        }
        if state not in expected or not expected[state]():
            self.wrong.append(f"{cell.column} is {state}, written {took} times")
        if result.failure is not None:
            said = self._explained(result.failure)
            if took and "left as it is" in said:
                self.wrong.append(f"{cell.column} was written, and it is said that it was left as it is")
            if took and ("still holds the old value" in said or "Nothing was written" in said):
                self.wrong.append(f"{cell.column} was written, and it is said that it was not")

    def _right_end(self, outcome: Outcome | None, *, after: bool) -> None:
        """Whether undo and apply, tried again, come to what was wanted in the first place."""
        world = self._world
        world.took.clear()
        if after:
            if outcome is not None and not self._others:
                back = world.operations.undo_run(outcome.run.run_id, Draft(TARGET), Job()).outcome
                self._ended(back, "undo", on=False)
            again = world.operations.perform(Action.APPLY, world.reviewed(), Job()).outcome
            self._ended(again, "apply again", on=True)
        else:
            first = next(run for run in world.operations.history() if run.undoes is None)
            again = world.operations.undo_run(first.run_id, Draft(TARGET), Job()).outcome
            # What somebody else has changed since is theirs: undo leaves it.
            if not self._others:
                self._ended(again, "undo again", on=False)

    def _ended(self, outcome: Outcome | None, what: str, *, on: bool) -> None:
        world = self._world
        held = [world.holds(cell) for cell in (MARK, FLAG)]
        if held != [on, on]:
            self.wrong.append(f"{what} ends with {held}")
        if outcome is None or outcome.run.outcome not in {RunOutcome.DONE, RunOutcome.NOTHING_TO_DO}:
            self.wrong.append(f"{what} ends as {outcome and outcome.run.outcome}")

    def _nothing_written(self) -> None:
        if self._world.took or self._world.strange:
            self.wrong.append(f"refused, but written: {self._world.took} {self._world.strange}")

    def _explained(self, problem: SopError | Failure | Unknown) -> str:
        """Its sentences; a hole in one of them is wrong."""
        words = errors.explain(problem)
        said = f"{words.title} {words.happened} {words.todo}"
        if "{" in said or "None" in said:
            self.wrong.append(f"said: {said}")
        return said


_SHORT: Final = {
    ChangeState.VERIFIED: "✓",
    ChangeState.APPLIED: "written",
    ChangeState.SKIPPED: "–",
    ChangeState.FAILED: "not made",
    ChangeState.CONFLICT: "conflict",
    ChangeState.UNKNOWN: "unknown",
}


def _in_words(outcome: Outcome) -> str:
    """``done``, or each change's state, and what stopped it."""
    states = [_SHORT[result.state] for result in outcome.run.results]
    reread = "" if outcome.verdicts is not None else ", not reread"
    if outcome.run.outcome is RunOutcome.DONE:
        return f"done{reread}"
    problems = dict.fromkeys(
        result.failure.problem.value
        for result in outcome.run.results
        if result.failure and result.failure.problem is not Problem.SWITCHED_ON_BY_ITSELF
    )
    why = f": {', '.join(problems)}" if problems else ""
    return f"{outcome.run.outcome} ({', '.join(states)}){why}{reread}"
