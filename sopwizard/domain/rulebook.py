"""The published tables and rules as values. The facts themselves are data, in ``resources/rulebook``.

Every table carries its source, the source's date (ISO 8601; year and month where no day is known, None where none is),
and how well it is founded. Cells that a source leaves out are None.
"""

from dataclasses import dataclass
from enum import StrEnum, unique

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.ids import ApplicationId
from sopwizard.domain.model.states import Confidence, UserRole


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a table: a contradiction, a gap or a reading. `text.status` has the sentence for its id."""

    id: str
    source: str
    confidence: Confidence = Confidence.PUBLISHED


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One row of a status table in its published spelling. ``note`` is the id of the table's note about this row."""

    processing_status: str | None
    scm_status: str | None
    scm_document_status: str | None
    sales_status: str | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class StatusTable:
    """The status table of one map. ``columns`` are the published headings, in the order of the fields of a row."""

    id: MapId
    title: str
    columns: tuple[str, ...]
    rows: tuple[StatusRow, ...]
    notes: tuple[Note, ...]
    source: str
    date: str | None
    confidence: Confidence


@unique
class PriceOperation(StrEnum):
    """What is done to a row, as in the columns of the price-computation table."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    RECALCULATE = "recalculate"


@unique
class PriceCondition(StrEnum):
    """When a calculation is skipped. All but the first two need the flag as well (DOMAIN 10.21)."""

    ALWAYS = "always"
    NOT_APPLICABLE = "not-applicable"
    INTEGRATION_USER = "integration-user"
    SUBMITTED = "submitted"
    INTEGRATION_USER_OR_SUBMITTED = "integration-user-or-submitted"


@dataclass(frozen=True, slots=True)
class PriceRule:
    """One cell of the price-computation table. ``published`` is the cell as the article words it."""

    table: str
    operation: PriceOperation
    condition: PriceCondition
    published: str


@dataclass(frozen=True, slots=True)
class PriceTable:
    """A row of the price-computation table: logical name and published name of a Sales table."""

    table: str
    name: str


@dataclass(frozen=True, slots=True)
class Pricing:
    """The price-computation table of the article on sales order processing integration: 8 tables by 4 operations."""

    tables: tuple[PriceTable, ...]
    cells: tuple[PriceRule, ...]
    source: str
    date: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Application:
    """A first-party application of dual-write. ``in_dataverse``: it is a user there, and is proposed where present.

    ``published``: whether the status article means it by its "two entries", which is an inference (DOMAIN 3.2).
    """

    application_id: ApplicationId
    role: UserRole
    name: str
    user_name: str | None
    in_dataverse: bool
    published: bool
    source: str
    date: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a cloud and the end of its environments' host names."""

    code: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Cloud:
    """A Microsoft cloud. ``authorities`` are accepted sign-in origins, the first is the default; None: not usable."""

    id: str
    name: str
    discovery: str | None
    authorities: tuple[str, ...]
    regions: tuple[Region, ...]
    source: str
    date: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class MapPair:
    """Two table maps that exclude each other. ``table`` is the Dataverse logical name; the rest are entity names in
    finance and operations. ``also_stop`` is a further map to stop on the way to ``dynamics365``.
    """

    id: str
    table: str
    cds: str
    dynamics365: str
    also_stop: str | None
    source: str
    date: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class OptionValue:
    """An option of a choice column: its integer, its label in Dataverse, and the articles' word for it, if any.

    ``state`` is the statecode that a status reason belongs to, None for options of other columns.
    """

    value: int
    label: str
    published: str | None = None
    state: int | None = None


@dataclass(frozen=True, slots=True)
class OrderOptions:
    """The shipped option values of an order's three status columns. Customers add status reasons of their own."""

    statecode: tuple[OptionValue, ...]
    statuscode: tuple[OptionValue, ...]
    processing_status: tuple[OptionValue, ...]
    source: str
    date: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class SolutionNames:
    """Unique names of solutions whose presence means something."""

    sales: tuple[str, ...]
    dual_write: tuple[str, ...]
    updated_option: int
    source: str
    date: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class PublishedMap:
    """An order-header map as the mapping reference has it.

    ``values``: Supply Chain Management's key and the option value of ``msdyn_processingstatus``. ``to_scm``: the filter
    on what goes from Sales to Supply Chain Management; nothing is filtered the other way.
    """

    entity: str
    values: tuple[tuple[str, str], ...]
    to_scm: str
    source: str
    date: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class CollectedMap:
    """A map of the prospect-to-cash collection: its entity in finance and operations, the table in Dataverse (entity
    set and logical name), and what it carries.
    """

    entity: str
    entity_set: str
    table: str
    carries: str


@dataclass(frozen=True, slots=True)
class Collection:
    """The maps that work together from prospect to cash, as the article lists them."""

    maps: tuple[CollectedMap, ...]
    source: str
    date: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All published rules. ``scm_statuses`` and ``document_statuses`` are the values that supply chain orders have,
    "None" included; "Not applicable" stands last and means that the document does not matter (DOMAIN 10.22).
    """

    scm_statuses: tuple[str, ...]
    document_statuses: tuple[str, ...]
    status_maps: tuple[StatusTable, ...]
    pricing: Pricing
    applications: tuple[Application, ...]
    clouds: tuple[Cloud, ...]
    map_pairs: tuple[MapPair, ...]
    options: OrderOptions
    solutions: SolutionNames
    published_maps: tuple[PublishedMap, ...]
    collection: Collection

    def table(self, map_id: MapId) -> StatusTable:
        """The status table of that map."""
        return next(table for table in self.status_maps if table.id is map_id)

    def pair(self, pair_id: str) -> MapPair:
        """The pair of maps with that id; StopIteration if there is none."""
        return next(pair for pair in self.map_pairs if pair.id == pair_id)

    @property
    def dual_write_applications(self) -> tuple[Application, ...]:
        """The applications that are dual-write users in Dataverse."""
        return tuple(application for application in self.applications if application.in_dataverse)

    @property
    def public_words(self) -> frozenset[str]:
        """Ids and names that are Microsoft's and nobody's secret: of applications, maps and solutions."""
        pairs = (name for pair in self.map_pairs for name in (pair.cds, pair.dynamics365, pair.also_stop) if name)
        return frozenset(
            (
                *(application.application_id for application in self.applications),
                *pairs,
                *(each.entity for each in self.collection.maps),
                *self.solutions.sales,
                *self.solutions.dual_write,
            )
        )

    def role(self, application_id: ApplicationId | None) -> UserRole:
        """What a user with that application id is for. Only the id tells: names differ between environments."""
        for application in self.dual_write_applications:
            if application.application_id == application_id:
                return application.role
        return UserRole.OTHER
