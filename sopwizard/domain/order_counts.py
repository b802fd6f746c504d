"""Orders as they are: how many hold which statuses, and which of these a map's table does not allow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Final

from sopwizard.domain.errors import Problem
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.rulebook import Rulebook
from sopwizard.domain.status import allowed

SHOWN: Final = 5
"""How many order numbers stand for a combination."""

OrderKey = tuple[int | None, int | None, int | None]
"""Option values of processing status, status and status reason."""

Samples = Mapping[OrderKey, tuple[str, ...]]
"""Numbers of orders, by what they hold."""

SUBMITTED: Final = 1
_ACTIVE: Final = 0
_DUAL_WRITE: Final = (MapId.CDS, MapId.DYNAMICS365, MapId.CLASSIC)


@dataclass(frozen=True, slots=True)
class OrderGroup:
    """Orders that hold the same three option values; None where they have none. ``samples``: some of their numbers,
    None where they were asked for and could not be read.
    """

    processing_status: int | None
    status: int | None
    status_reason: int | None
    count: int
    samples: tuple[str, ...] | None = ()

    @property
    def key(self) -> OrderKey:
        """The three values."""
        return (self.processing_status, self.status, self.status_reason)


@dataclass(frozen=True, slots=True)
class OrderCounts:
    """All orders in groups. ``complete`` is False where a part could not be counted, for ``problem``; the counts are
    then lower bounds. ``requests``: how many requests it took. ``samples_unknown``: why no samples could be read.
    """

    groups: tuple[OrderGroup, ...]
    complete: bool = True
    problem: Problem | None = None
    requests: int = 0
    samples_unknown: Unknown | None = None

    @property
    def total(self) -> int:
        """How many orders were counted."""
        return sum(group.count for group in self.groups)

    def with_samples(self, wanted: Iterable[OrderGroup], found: Samples | Unknown) -> "OrderCounts":
        """The same with order numbers for the groups that were asked for, as far as they could be read."""
        asked = {group.key for group in wanted}
        samples = {} if isinstance(found, Unknown) else found
        groups = tuple(
            replace(group, samples=samples.get(group.key)) if group.key in asked else group for group in self.groups
        )
        return replace(self, groups=groups, samples_unknown=found if isinstance(found, Unknown) else None)


@unique
class Cause(StrEnum):
    """Why orders probably hold a combination that the map does not allow; `text.orders` has the sentences.

    None of them is published: they are readings of the tables.
    """

    OTHER_MAP = "other-map"
    SUBMITTED_HERE = "submitted-here"
    NOT_MOVED_ON = "not-moved-on"
    CLOSED_HERE = "closed-here"


@dataclass(frozen=True, slots=True)
class Combination:
    """A group, whether the map allows it (None: its table cannot tell), and if not, the likely cause.

    ``other`` is a map whose table does allow it.
    """

    group: OrderGroup
    allowed: bool | None
    cause: Cause | None = None
    other: MapId | None = None


def compare(counts: OrderCounts, rulebook: Rulebook, map_id: MapId) -> tuple[Combination, ...]:
    """The groups under that map, those that are not allowed first, and the larger ones first."""
    found = (_combination(group, rulebook, map_id) for group in counts.groups)
    rank = {False: 0, None: 1, True: 2}
    return tuple(sorted(found, key=lambda one: (rank[one.allowed], -one.group.count, _order(one.group))))


def _order(group: OrderGroup) -> tuple[int, ...]:
    return tuple(-1 if value is None else value for value in group.key)


def _combination(group: OrderGroup, rulebook: Rulebook, map_id: MapId) -> Combination:
    answer = allowed(rulebook, map_id, group.processing_status, group.status)
    if answer is not False:
        return Combination(group, answer)
    others = (each for each in _DUAL_WRITE if each is not map_id)
    other = next((each for each in others if allowed(rulebook, each, group.processing_status, group.status)), None)
    if group.status == SUBMITTED:
        return Combination(group, answer, Cause.SUBMITTED_HERE, other)
    if other is not None:
        return Combination(group, answer, Cause.OTHER_MAP, other)
    cause = Cause.NOT_MOVED_ON if group.status == _ACTIVE else Cause.CLOSED_HERE
    return Combination(group, answer, cause)


def submitted(counts: OrderCounts) -> tuple[OrderGroup, ...]:
    """The groups of Submitted orders, which hold back switching the flag off."""
    return tuple(group for group in counts.groups if group.status == SUBMITTED)


def to_sample(counts: OrderCounts, rulebook: Rulebook, map_id: MapId) -> tuple[OrderGroup, ...]:
    """The groups that are worth naming orders of: what the map does not allow, and what is Submitted."""
    not_allowed = [one.group for one in compare(counts, rulebook, map_id) if one.allowed is False]
    return tuple(dict.fromkeys((*not_allowed, *submitted(counts))))
