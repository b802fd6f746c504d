"""What a survey reads around the flag and the marks: maps as saved, numbers, prices, units, teams, steps, features.

Plain rows without judgement; `domain.environment_checks` and its neighbours say what they mean.
"""

from dataclasses import dataclass

RECENT_DAYS = 30
"""How far back orders of users in integration user mode are counted."""

SAMPLED_NUMBERS = 25
"""How many of the latest order numbers of each side are read."""


@dataclass(frozen=True, slots=True)
class MapDefinition:
    """A row of ``msdyn_dualwriteentitymap``: one saved version of a table map (DOMAIN 5.1).

    ``entity_set`` and ``entity`` stand in its name, ``prefix_[entity set - entity]``; None where the name is another.
    """

    row_id: str
    name: str
    entity_set: str | None
    entity: str | None
    version: str | None
    state: int | None = None


@dataclass(frozen=True, slots=True)
class HeaderMapping:
    """The content of one saved order-header map, from its JSON.

    ``values``: the value map of ``msdyn_processingstatus``, as (Supply Chain Management's key, option value); None
    where the column is mapped without one, or not at all. ``to_sales`` and ``to_scm`` are the filters of the two
    directions, the empty text where there is none and None where the JSON says nothing. ``constants``: columns of the
    order that the map sets to a fixed value. ``readable`` is False where the JSON could not be
    read; the rest is then None.
    """

    row_id: str
    entity: str | None
    version: str | None
    readable: bool
    values: tuple[tuple[str, str], ...] | None = None
    to_sales: str | None = None
    to_scm: str | None = None
    constants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FeatureState:
    """A row of ``msdyn_supplychainfeaturestate``: a feature of finance and operations, mirrored. None: not readable."""

    name: str
    enabled: bool | None


@dataclass(frozen=True, slots=True)
class UserRoles:
    """The security roles that a user holds in its own name, by name."""

    user_id: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """The default owner team of a business unit, and its roles' names. ``root``: of the topmost unit; None: unknown."""

    team_id: str
    name: str
    root: bool | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UserOrders:
    """How many orders a user created in the last days (RECENT_DAYS); None: could not be counted."""

    user_id: str
    count: int | None


@dataclass(frozen=True, slots=True)
class OrderNumbers:
    """The latest order numbers, newest first: of orders made in Sales, and of those that dual-write's users made."""

    sales: tuple[str, ...] = ()
    supply_chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceList:
    """An active price list and its currency."""

    name: str
    currency_id: str | None


@dataclass(frozen=True, slots=True)
class Currency:
    """An active currency; ``base`` where it is the organization's own, None where that could not be read."""

    currency_id: str
    code: str | None
    base: bool | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, and the symbol by which dual-write joins it."""

    name: str
    symbol: str | None


@dataclass(frozen=True, slots=True)
class PluginStep:
    """A step of dual-write's plug-ins. None: whether it is enabled could not be read."""

    name: str
    enabled: bool | None


@dataclass(frozen=True, slots=True)
class Audited:
    """Whether changes of a table's rows are recorded, once auditing is on for the organization."""

    table: str
    enabled: bool | None
