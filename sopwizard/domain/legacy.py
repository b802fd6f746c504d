"""Prospect to cash with the Data Integrator (source 002): the chapter on what came before dual-write."""

from dataclasses import dataclass
from enum import StrEnum, unique

from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.states import Severity
from sopwizard.domain.symptoms import Clue


@dataclass(frozen=True, slots=True)
class Status:
    """One value of the old processing status. ``says``: what the source says of it, or None.

    ``position``: where it would stand in an order's life, an inference: the source lists them in no order.
    """

    name: str
    says: str | None
    position: int


@dataclass(frozen=True, slots=True)
class Task:
    """A synchronization task. ``needs`` are ids of tasks that have to run before it. ``optional``: "if used"."""

    id: str
    name: str
    direction: str
    needs: tuple[str, ...] = ()
    optional: bool = False
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """What comes over when, and in which direction."""

    id: str
    direction: str
    when: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Precondition:
    """What has to be set before orders come over. ``met``: the clue that it is; None: only a human can tell."""

    id: str
    side: str
    says: str
    place: str
    where: str
    met: Clue | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """How to tell that an environment still has it. ``clue`` is None for what only a human can look up."""

    id: str
    says: str
    clue: Clue | None = None


@dataclass(frozen=True, slots=True)
class EntityPair:
    """Two entities that are synchronized with each other."""

    operations: str
    sales: str


@dataclass(frozen=True, slots=True)
class Legacy:
    """The chapter."""

    source: str
    statuses: tuple[Status, ...]
    fields: tuple[str, ...]
    hidden_buttons: tuple[str, ...]
    entities: tuple[EntityPair, ...]
    tasks: tuple[Task, ...]
    flows: tuple[Flow, ...]
    preconditions: tuple[Precondition, ...]
    traces: tuple[Trace, ...]


@unique
class Answer(StrEnum):
    """Whether something holds, as far as the environment shows."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    BY_HAND = "by-hand"


def inferred_order(legacy: Legacy) -> tuple[Status, ...]:
    """The statuses as an order would pass them. The source's list has no order: this is inference."""
    return tuple(sorted(legacy.statuses, key=lambda status: status.position))


def in_order(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """The tasks so that each stands after what it needs; otherwise as given. Raises ValueError where they need each
    other in a circle, or one that is not there.
    """
    done: list[Task] = []
    waiting = list(tasks)
    while waiting:
        ready = next((task for task in waiting if set(task.needs) <= {each.id for each in done}), None)
        if ready is None:
            raise ValueError("tasks need each other in a circle, or one that is not there")
        waiting.remove(ready)
        done.append(ready)
    return tuple(done)


def preconditions(legacy: Legacy, findings: tuple[Finding, ...]) -> tuple[tuple[Precondition, Answer], ...]:
    """Each precondition with whether it is met."""
    return tuple((each, answer(each.met, findings)) for each in legacy.preconditions)


def traces(legacy: Legacy, findings: tuple[Finding, ...]) -> tuple[tuple[Trace, Answer], ...]:
    """Each trace with whether it was found."""
    return tuple((each, answer(each.clue, findings)) for each in legacy.traces)


def still_there(legacy: Legacy, findings: tuple[Finding, ...]) -> Answer:
    """Whether the environment still has it: one trace is enough, and nothing read is no answer."""
    answers = {given for _, given in traces(legacy, findings)}
    return next((found for found in (Answer.YES, Answer.UNKNOWN, Answer.NO) if found in answers), Answer.UNKNOWN)


def answer(clue: Clue | None, findings: tuple[Finding, ...]) -> Answer:
    """What the findings say about a clue."""
    if clue is None:
        return Answer.BY_HAND
    finding = next((each for each in findings if each.id == clue.finding), None)
    if finding is None:
        return Answer.UNKNOWN
    if clue.holds(finding):
        return Answer.YES
    return Answer.UNKNOWN if finding.severity is Severity.UNKNOWN else Answer.NO
