"""What the user decided."""

from dataclasses import dataclass
from enum import StrEnum, unique

from sopwizard.domain.model.ids import UserId


@unique
class MapId(StrEnum):
    """The four order-header set-ups that the articles describe, by their published names on the command line."""

    CDS = "cds"
    DYNAMICS365 = "dynamics365"
    CLASSIC = "classic"
    DATA_INTEGRATOR = "data-integrator"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user decided.

    ``map_id``: which order-header map the work is for. ``sop``: the wanted value of the flag. ``mark``: exactly the
    users to mark, or None for the proposal (the dual-write users that are present). ``unmark``: users to unmark; it
    wins over the proposal. Users named by hand are those that ``mark`` or ``unmark`` names.
    """

    map_id: MapId | None = None
    sop: bool = True
    mark: frozenset[UserId] | None = None
    unmark: frozenset[UserId] = frozenset()
