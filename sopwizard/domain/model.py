"""The nouns of the program. Everything here is immutable and free of secrets: it may be saved, logged and shown.

Ids are lower-case GUID strings. Times are timezone-aware UTC. ``None`` means unknown or absent, never "empty".
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum, unique
from typing import Generic, NewType, TypeVar

from sopwizard.domain.confirmations import Confirmation
from sopwizard.domain.errors import Problem
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

UserId = NewType("UserId", str)
ApplicationId = NewType("ApplicationId", str)
OrganizationId = NewType("OrganizationId", str)
RunId = NewType("RunId", str)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A part of the inspection that was read."""

    value: T


@dataclass(frozen=True, slots=True)
class Unknown:
    """A part of the inspection that could not be read, and why. Never to be taken for "no" or "none"."""

    problem: Problem
    request_id: str | None = None
    details: tuple[tuple[str, str], ...] = ()


@unique
class MapId(StrEnum):
    """The four order-header set-ups that the articles describe, by their published names on the command line."""

    CDS = "cds"
    DYNAMICS365 = "dynamics365"
    CLASSIC = "classic"
    DATA_INTEGRATOR = "data-integrator"


TRAINING_PREFIX = "training:"


@dataclass(frozen=True, slots=True)
class Target:
    """Which environment is meant: an origin such as ``https://contoso.crm4.dynamics.com``, or ``training:SCENARIO``."""

    url: str

    @property
    def scenario(self) -> str | None:
        """The training scenario's name, or None for a real address."""
        return self.url.removeprefix(TRAINING_PREFIX) if self.url.startswith(TRAINING_PREFIX) else None

    @property
    def is_training(self) -> bool:
        """Whether the target is a simulated environment on this computer."""
        return self.url.startswith(TRAINING_PREFIX)

    @property
    def host(self) -> str:
        """The name to show beside an environment: its host, or ``training:SCENARIO``."""
        return self.url if self.is_training else self.url.split("://", 1)[-1]


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

    ``kind`` is the environment's type as the platform names it ("Production", "Sandbox", "Developer", …).
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


@unique
class UserRole(StrEnum):
    """What an integration user is for, told by its application id and by nothing else (DOMAIN 3)."""

    RUNTIME = "runtime"
    ERP = "erp"
    DATA_INTEGRATION = "data-integration"
    OTHER = "other"


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


@unique
class Severity(StrEnum):
    """How much a finding matters, most severe first."""

    BLOCKER = "blocker"
    WARNING = "warning"
    ADVICE = "advice"
    UNKNOWN = "unknown"
    OK = "ok"


@unique
class Confidence(StrEnum):
    """How well a fact is founded; anything but PUBLISHED is shown as such and never silently decides."""

    PUBLISHED = "published"
    INFERENCE = "inference"
    UNVERIFIED = "unverified"
    FIELD_REPORT = "field-report"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check saw. ``facts`` are the names and figures that `text.findings` puts into its sentences.

    ``evidence`` are the rows that prove it, one line each, as table(id).column = value. ``source`` names the rule.
    """

    id: str
    severity: Severity
    facts: tuple[tuple[str, str], ...] = ()
    evidence: tuple[str, ...] = ()
    source: str = ""
    confidence: Confidence = Confidence.PUBLISHED

    def fact(self, name: str) -> str:
        """The fact of that name; KeyError if the check did not record it."""
        return dict(self.facts)[name]


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


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of one row. ``table`` is the logical name, ``row`` the row's GUID, ``column`` the logical name."""

    table: str
    row: str
    column: str


@unique
class Reason(StrEnum):
    """Why a change is planned, or why a cell is already right; `text.changes` has the sentences."""

    FLAG_ON = "flag-on"
    FLAG_OFF = "flag-off"
    DUAL_WRITE_USER = "dual-write-user"
    NAMED_BY_HAND = "named-by-hand"
    UNMARK_BY_HAND = "unmark-by-hand"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Change:
    """One column of one row from ``before`` to ``after``. ``row_name`` is the row's name as people know it.

    In ``Plan.already_right`` before equals after. ``before`` is None only where the row's value could not be read.
    """

    id: str
    cell: Cell
    row_name: str
    before: bool | None
    after: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """The smallest set of changes that reaches the choices, what is right already, and what blocks it.

    ``blocked_by`` are ids of members of ``findings``. A blocked plan still lists its changes, so that they can be read.
    """

    target: Target
    organization_id: OrganizationId
    choices: Choices
    changes: tuple[Change, ...] = ()
    already_right: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    blocked_by: tuple[str, ...] = ()


@unique
class ChangeState(StrEnum):
    """Where a change stands. PLANNED and INTENDED are the journal's; the rest are published."""

    PLANNED = "planned"
    INTENDED = "intended"
    APPLIED = "applied"
    VERIFIED = "verified"
    SKIPPED = "skipped"
    FAILED = "failed"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


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


@unique
class RunKind(StrEnum):
    """What a journalled run did."""

    APPLY = "apply"
    UNDO = "undo"


@unique
class RunOutcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    NOTHING_TO_DO = "nothing-to-do"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Run:
    """A journalled run. ``finished`` and ``outcome`` are None for a run that was cut off. ``undoes`` names the run that
    an undo puts back. ``findings`` are those that stood when it was applied; ``verdicts`` what the read-back found.
    ``confirmations`` are what somebody had confirmed by then.
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a cell should hold and what it holds. ``actual`` is None where it could not be read."""

    cell: Cell
    row_name: str
    expected: bool
    actual: bool | None

    @property
    def ok(self) -> bool:
        """Whether the cell holds what is expected."""
        return self.actual is self.expected


@dataclass(frozen=True, slots=True)
class Outcome:
    """What apply or undo did: the journalled run, and the verdicts from reading everything again (None: not read)."""

    run: Run
    verdicts: tuple[Verdict, ...] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole state of the program. Answering an earlier question drops what was derived from it.

    ``saved`` is when the snapshot was read (UTC) where it comes from a file and nothing is connected; else None.
    """

    target: Target | None = None
    snapshot: Snapshot | None = None
    choices: Choices = field(default_factory=Choices)
    outcome: Outcome | None = None
    confirmations: tuple[Confirmation, ...] = ()
    saved: datetime | None = None

    @classmethod
    def of_saved(cls, snapshot: Snapshot, confirmations: tuple[Confirmation, ...] = ()) -> "Draft":
        """The draft of a saved check: it can be looked at and planned with, and never applied."""
        return cls(snapshot.target, snapshot, confirmations=confirmations, saved=snapshot.taken)

    def with_target(self, target: Target | None) -> "Draft":
        """The draft for another environment: nothing of the old one is kept."""
        return self if target == self.target else Draft(target=target)

    def with_snapshot(self, snapshot: Snapshot) -> "Draft":
        """The draft with a fresh survey; a result belongs to the snapshot it was made from and goes."""
        return replace(self, target=snapshot.target, snapshot=snapshot, outcome=None, saved=None)

    def with_choices(self, choices: Choices) -> "Draft":
        """The draft with other choices; a result made from the old ones goes."""
        return self if choices == self.choices else replace(self, choices=choices, outcome=None)

    def with_outcome(self, outcome: Outcome | None) -> "Draft":
        """The draft after apply or undo."""
        return replace(self, outcome=outcome)

    def with_confirmations(self, confirmations: tuple[Confirmation, ...]) -> "Draft":
        """The draft with what somebody confirmed; nothing is derived from that."""
        return replace(self, confirmations=confirmations)
