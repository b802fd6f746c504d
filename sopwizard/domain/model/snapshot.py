"""What one survey read: the environment's rows, as they are, without judgement."""

from dataclasses import dataclass
from datetime import datetime

from sopwizard.domain.errors import Problem
from sopwizard.domain.model.ids import ApplicationId, OrganizationId, UserId
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.target import Target
from sopwizard.domain.surroundings import (
    Audited,
    Currency,
    FeatureState,
    HeaderMapping,
    MapDefinition,
    OrderNumbers,
    PluginStep,
    PriceList,
    Team,
    Unit,
    UserOrders,
    UserRoles,
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is signed in, as WhoAmI answers (DOMAIN 7.2). ``licensed``: whether it holds a licence, of whatever kind."""

    user_id: UserId
    business_unit_id: str
    organization_id: OrganizationId
    name: str | None = None
    licensed: bool | None = None


@dataclass(frozen=True, slots=True)
class Organization:
    """The single row of table ``organization`` with the columns of DOMAIN 1.1, and what the environment says of itself.

    ``kind`` is the environment's type as the admin center names it ("Production", "Sandbox", "Developer", …).
    """

    organization_id: OrganizationId
    name: str | None
    version: str | None = None
    kind: str | None = None
    sop_enabled: bool | None = None
    system_pricing: bool | None = None
    discount_method: int | None = None
    pricing_decimal_precision: int | None = None
    order_prefix: str | None = None
    audit_enabled: bool | None = None
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A row of table ``systemuser``: an application user, or anybody who is marked as integration user."""

    user_id: UserId
    application_id: ApplicationId | None
    name: str
    user_name: str | None = None
    disabled: bool | None = None
    marked: bool | None = None
    access_mode: int | None = None
    licensed: bool | None = None
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """A row of table ``solution``."""

    unique_name: str
    friendly_name: str | None
    version: str | None
    managed: bool | None = None


@dataclass(frozen=True, slots=True)
class EntityMap:
    """A row of ``msdyn_dualwriteruntimeconfig``: a table map that runs with Dataverse as a source (DOMAIN 5.1).

    ``table`` is the Dataverse logical name, ``entity`` the finance and operations entity, ``version`` from its JSON.
    """

    row_id: str
    table: str
    entity: str
    version: str | None = None
    state: int | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Privilege:
    """A privilege that the caller effectively holds, team-inherited ones included (DOMAIN 7.6).

    ``depth`` is "None" where it was asked for and is not held. ``table`` and ``access`` ("Read", "Write") say what it
    is for, as the table's metadata do; None where nothing said so.
    """

    name: str
    depth: str
    table: str | None = None
    access: str | None = None


@dataclass(frozen=True, slots=True)
class SubmittedOrders:
    """Whether orders are Submitted: the numbers of the first few, and whether there are more than those."""

    numbers: tuple[str, ...]
    more: bool = False


_NOT_READ = Unknown(Problem.NOT_FOUND, details=(("part", "not read"),))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that one survey read. Parts fail alone: a part that could not be read is :class:`Unknown`.

    ``processing_options``: the option values of ``salesorder.msdyn_processingstatus``; Known(None) where the column
    does not exist (no dual-write supply chain solution). ``optimistic``: the tables, of the two that are written, that
    have optimistic concurrency. ``legacy_columns``: columns of Prospect to cash found on ``salesorder``.

    ``order_format`` and ``quote_format``: the auto-number formats of ``salesorder.msdyn_salesordernumber`` and
    ``quote.msdyn_quotenumber``, Known(None) where the column has none. ``recent_orders``: of the marked users that are
    not dual-write's. ``quick_create``: whether quote lines allow it. ``sales_apps``: unique names of Microsoft's.
    """

    target: Target
    taken: datetime
    caller: Caller
    organization: Organization
    users: Known[tuple[User, ...]] | Unknown = _NOT_READ
    solutions: Known[tuple[Solution, ...]] | Unknown = _NOT_READ
    running_maps: Known[tuple[EntityMap, ...]] | Unknown = _NOT_READ
    processing_options: Known[tuple[int, ...] | None] | Unknown = _NOT_READ
    privileges: Known[tuple[Privilege, ...]] | Unknown = _NOT_READ
    submitted: Known[SubmittedOrders] | Unknown = _NOT_READ
    optimistic: Known[tuple[str, ...]] | Unknown = _NOT_READ
    legacy_columns: Known[tuple[str, ...]] | Unknown = _NOT_READ
    definitions: Known[tuple[MapDefinition, ...]] | Unknown = _NOT_READ
    header_mappings: Known[tuple[HeaderMapping, ...]] | Unknown = _NOT_READ
    features: Known[tuple[FeatureState, ...]] | Unknown = _NOT_READ
    user_roles: Known[tuple[UserRoles, ...]] | Unknown = _NOT_READ
    owner_teams: Known[tuple[Team, ...]] | Unknown = _NOT_READ
    recent_orders: Known[tuple[UserOrders, ...]] | Unknown = _NOT_READ
    order_format: Known[str | None] | Unknown = _NOT_READ
    quote_format: Known[str | None] | Unknown = _NOT_READ
    order_numbers: Known[OrderNumbers] | Unknown = _NOT_READ
    price_lists: Known[tuple[PriceList, ...]] | Unknown = _NOT_READ
    currencies: Known[tuple[Currency, ...]] | Unknown = _NOT_READ
    units: Known[tuple[Unit, ...]] | Unknown = _NOT_READ
    quick_create: Known[bool] | Unknown = _NOT_READ
    plugin_steps: Known[tuple[PluginStep, ...]] | Unknown = _NOT_READ
    sales_apps: Known[tuple[str, ...]] | Unknown = _NOT_READ
    audited: Known[tuple[Audited, ...]] | Unknown = _NOT_READ
