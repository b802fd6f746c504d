"""One order as it stands in both systems, and the words for what can happen to it.

Statuses are in published spelling. What a source does not say is None, and ``founded`` says where the rest comes from.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum, unique
from typing import Final

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.pricing import PriceCell

OPEN: Final = "Open Order"
DELIVERED: Final = "Delivered"
INVOICED: Final = "Invoiced"
CANCELED: Final = "Canceled"

DOCUMENTS: Final = ("None", "Confirmation", "Picking List", "Packing Slip", "Invoice")
"""In the order of the process. A later one stays when an earlier one is made afterwards (source 000, line 34)."""

ACTIVE: Final = "Active"
SUBMITTED: Final = "Submitted"
DRAFT: Final = "Draft"


@unique
class Event(StrEnum):
    """What can happen to an order, on either side, by its published name."""

    CREATE_IN_SALES = "create-in-sales"
    CREATE_IN_SCM = "create-in-scm"
    ACTIVATE = "activate"
    CONFIRM = "confirm"
    PICK = "pick"
    DELIVER_PART = "deliver-part"
    DELIVER = "deliver"
    INVOICE_PART = "invoice-part"
    INVOICE = "invoice"
    CANCEL = "cancel"
    EDIT = "edit"
    SUBMIT = "submit"
    RECALCULATE = "recalculate"
    CREATE_INVOICE = "create-invoice"

    @property
    def side(self) -> "Side":
        """Where it happens."""
        return Side.SALES if self in _IN_SALES else Side.SCM


@unique
class Side(StrEnum):
    """One of the two systems."""

    SALES = "sales"
    SCM = "scm"


_IN_SALES: Final = frozenset(
    {
        Event.CREATE_IN_SALES,
        Event.ACTIVATE,
        Event.EDIT,
        Event.SUBMIT,
        Event.RECALCULATE,
        Event.CREATE_INVOICE,
    }
)


@unique
class Actor(StrEnum):
    """Who works in Sales: a person in the app, or an integration user (marked) through the Web API."""

    SALESPERSON = "salesperson"
    INTEGRATION = "integration"


@dataclass(frozen=True, slots=True)
class Setting:
    """How the environment is set up. ``writer_marked``: whether the user who writes for Supply Chain Management has
    integration user mode on.
    """

    map_id: MapId
    sop: bool = True
    actor: Actor = Actor.SALESPERSON
    writer_marked: bool = True

    @property
    def by_integration(self) -> bool:
        """Whether an integration user works in Sales."""
        return self.actor is Actor.INTEGRATION

    @property
    def legacy(self) -> bool:
        """Whether it is Prospect to cash with the Data Integrator, which knows other statuses and other buttons."""
        return self.map_id is MapId.DATA_INTEGRATOR


@unique
class Part(IntEnum):
    """How much of the order."""

    NOTHING = 0
    SOME = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class ScmOrder:
    """The order in Supply Chain Management."""

    status: str = OPEN
    document: str = DOCUMENTS[0]
    delivered: Part = Part.NOTHING
    invoiced: Part = Part.NOTHING


@unique
class Founded(StrEnum):
    """Where the statuses in Sales come from.

    TABLE: a published row. READ: a row read into the table (inference). RULE: a sentence of a source, not a table, such
    as Submitted after Submit. UNDEFINED: the published table has no row, or leaves the Sales status out.
    """

    TABLE = "table"
    READ = "read"
    RULE = "rule"
    UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class SalesOrder:
    """The order in Sales. ``submitted_by_integration`` is None for an order that is not Submitted."""

    processing_status: str | None
    status: str | None
    founded: Founded
    created_by_integration: bool
    submitted_by_integration: bool | None = None

    @property
    def is_submitted(self) -> bool:
        """Whether the status is Submitted."""
        return self.status == SUBMITTED


@dataclass(frozen=True, slots=True)
class Invoice:
    """The newest invoice in Sales: where it was made, and whether its amounts are blank."""

    made_in: Side
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One order, on the sides where it exists. All None: not created yet."""

    scm: ScmOrder | None = None
    sales: SalesOrder | None = None
    invoice: Invoice | None = None

    @property
    def exists(self) -> bool:
        """Whether it was created."""
        return self.scm is not None or self.sales is not None


@unique
class Button(StrEnum):
    """The buttons of an order's page that the sources speak of."""

    CREATE_INVOICE = "create-invoice"
    SUBMIT = "submit"
    CANCEL_ORDER = "cancel-order"
    RECALCULATE = "recalculate"
    GET_PRODUCTS = "get-products"
    LOOKUP_ADDRESS = "lookup-address"
    ACTIVATE = "activate"


@dataclass(frozen=True, slots=True)
class ButtonState:
    """Whether a button is on the page, by which rule, and the rule of another source that says otherwise."""

    button: Button
    shown: bool
    rule: str
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class EditorState:
    """Whether somebody may edit the order in Sales, by which rule. None: the sources disagree or do not say."""

    actor: Actor
    allowed: bool | None
    rule: str
    doubt: str | None = None


@unique
class Refusal(StrEnum):
    """Why an event cannot happen; `text.orders` has the sentences."""

    ALREADY_CREATED = "already-created"
    NOT_CREATED = "not-created"
    NOT_IN_SCM = "not-in-scm"
    NOT_IN_SALES = "not-in-sales"
    IS_CANCELED = "is-canceled"
    IS_INVOICED = "is-invoiced"
    ALL_DELIVERED = "all-delivered"
    PARTLY_DONE = "partly-done"
    NO_SUBMIT_BUTTON = "no-submit-button"
    NOT_ACTIVE = "not-active"
    NO_ACTIVATE_BUTTON = "no-activate-button"
    NOT_DRAFT = "not-draft"
    READ_ONLY = "read-only"
    SOURCES_DISAGREE = "sources-disagree"
    STATUS_UNKNOWN = "status-unknown"
    CREATE_INVOICE_HIDDEN = "create-invoice-hidden"
    RECALCULATE_HIDDEN = "recalculate-hidden"
    READ_ONLY_INVOICE = "read-only-invoice"


@unique
class Remark(StrEnum):
    """What is worth knowing about an event that happened; `text.orders` has the sentences."""

    DOCUMENT_STAYS = "document-stays"
    NOT_DEFINED = "not-defined"
    LEFT_OUT = "left-out"
    READ_INTO_TABLE = "read-into-table"
    JUMPS_BACK = "jumps-back"
    UPDATE_MAY_BE_REFUSED = "update-may-be-refused"
    SALES_CALCULATES = "sales-calculates"
    SEEN_ARRIVING_SUBMITTED = "seen-arriving-submitted"
    SEEN_INVALID_STATUS = "seen-invalid-status"
    BLANK_INVOICE = "blank-invoice"
    SYNCED_INVOICE = "synced-invoice"
    ORDER_AFTER_INVOICE = "order-after-invoice"
    WAITS_FOR_CONFIRMATION = "waits-for-confirmation"
    STATUS_INFERRED = "status-inferred"
    EXTERNAL_PRODUCTS_ONLY = "external-products-only"


@dataclass(frozen=True, slots=True)
class Happening:
    """What an event did: the order afterwards (unchanged if ``refusal``), and what Sales did about prices."""

    order: Order
    refusal: Refusal | None = None
    prices: tuple[PriceCell, ...] = ()
    remarks: tuple[Remark, ...] = ()
