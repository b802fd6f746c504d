"""Environments to test with. `a_snapshot` is a healthy fresh one; tests name only what differs."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sopwizard.domain.model.ids import ApplicationId, OrganizationId, UserId
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.snapshot import (
    Caller,
    EntityMap,
    Organization,
    Privilege,
    Snapshot,
    Solution,
    SubmittedOrders,
    User,
)
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
    UserRoles,
)

TARGET = Target("https://contoso-uat.crm4.dynamics.com")
TAKEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ORGANIZATION_ID = OrganizationId("3a2f1c60-0b61-4d0a-8f0e-6a4f2c9b7d01")

RUNTIME_APP = ApplicationId("f1752846-f0df-4766-96f5-c109adf67d7f")
ERP_APP = ApplicationId("00000015-0000-0000-c000-000000000000")
DATA_INTEGRATION_APP = ApplicationId("2e49aa60-1bd3-43b6-8ab6-03ada3d9f08b")

RUNTIME = UserId("aaaaaaaa-0000-4000-8000-000000000001")
ERP = UserId("aaaaaaaa-0000-4000-8000-000000000002")
DATA_INTEGRATION = UserId("aaaaaaaa-0000-4000-8000-000000000003")
ADELE = UserId("aaaaaaaa-0000-4000-8000-000000000004")

OPTIONS_BEFORE_UPDATE = (
    192350000,
    192350001,
    192350002,
    192350003,
    192350004,
    192350005,
    192350006,
    192350007,
)
OPTIONS = (*OPTIONS_BEFORE_UPDATE, 192350008)

CALLER = Caller(
    user_id=UserId("bbbbbbbb-0000-4000-8000-000000000001"),
    business_unit_id="cccccccc-0000-4000-8000-000000000001",
    organization_id=ORGANIZATION_ID,
    name="Megan Bowen",
)

ORGANIZATION = Organization(
    organization_id=ORGANIZATION_ID,
    name="Contoso UAT",
    version="9.2.25123.00180",
    kind="Sandbox",
    sop_enabled=False,
    system_pricing=True,
    discount_method=0,
    pricing_decimal_precision=2,
    order_prefix="ORD",
    audit_enabled=True,
    etag='W/"1000"',
)


def a_user(user_id: UserId, application_id: ApplicationId | None, name: str, **changes: Any) -> User:  # noqa: ANN401 - fields of several types
    """An enabled, unmarked user."""
    user = User(
        user_id=user_id,
        application_id=application_id,
        name=name,
        user_name=f"{name.lower().replace(' ', '.')}@contoso.example",
        disabled=False,
        marked=False,
        access_mode=4,
        licensed=False,
        etag='W/"2000"',
    )
    return replace(user, **changes)


def dual_write_users(**changes: Any) -> tuple[User, ...]:  # noqa: ANN401 - fields of several types
    """The three dual-write users; the changes are made to each."""
    return (
        a_user(RUNTIME, RUNTIME_APP, "Finance and Operations Runtime Integration User", **changes),
        a_user(ERP, ERP_APP, "DualWrite IntegrationUser", **changes),
        a_user(DATA_INTEGRATION, DATA_INTEGRATION_APP, "Dynamics Data Integration", **changes),
    )


def adele(**changes: Any) -> User:  # noqa: ANN401 - fields of several types
    """Adele Vance, a licensed person who is marked as integration user."""
    return replace(
        a_user(ADELE, None, "Adele Vance", marked=True, access_mode=0, licensed=True),
        **changes,
    )


def map_row(entity: str, table: str = "salesorder", *, state: int | None = 0, number: int = 1) -> EntityMap:
    """A row of the running maps."""
    return EntityMap(
        row_id=f"dddddddd-0000-4000-8000-{number:012d}",
        table=table,
        entity=entity,
        version="1.0.2.1",
        state=state,
        modified="2026-02-01T08:00:00Z",
    )


CDS_ROWS = (
    map_row("CDS sales order headers"),
    map_row("CDS sales order lines", "salesorderdetail", number=2),
    map_row("CDS sales quotation header", "quote", number=3),
    map_row("CDS sales quotation lines", "quotedetail", number=4),
)
DYNAMICS365_ROWS = (
    map_row("Dynamics 365 Sales order headers", number=11),
    map_row("Dynamics 365 Sales order lines", "salesorderdetail", number=12),
    map_row("Dynamics 365 Sales quotation header", "quote", number=13),
    map_row("Dynamics 365 Sales quotation lines", "quotedetail", number=14),
)

SOLUTIONS = (
    Solution("msdynce_Sales", "Dynamics 365 Sales", "9.0.24083.1001", managed=True),
    Solution("Dynamics365SupplyChainExtended", "Dynamics 365 Supply Chain Extended", "2.3.4.367", managed=True),
)


def definition(entity_set: str, entity: str, version: str = "1.0.2.1", number: int = 1) -> MapDefinition:
    """A saved version of a map."""
    row_id = f"eeeeeeee-0000-4000-8000-{number:012d}"
    return MapDefinition(row_id, f"msdyn_[{entity_set} - {entity}]", entity_set, entity, version, 0)


DEFINITIONS = (
    definition("salesorders", "Dynamics 365 Sales order headers", number=1),
    definition("salesorders", "Dynamics 365 Sales order headers", "1.0.0.0", number=2),
    definition("salesorderdetails", "Dynamics 365 Sales order lines", number=3),
    definition("quotes", "Dynamics 365 Sales quotation header", number=4),
    definition("quotedetails", "Dynamics 365 Sales quotation lines", number=5),
    definition("accounts", "Customers V3", "1.0.1.1", number=6),
)
VALUES = (
    ("active", "192350000"),
    ("confirmed", "192350001"),
    ("picked", "192350002"),
    ("partiallyDelivered", "192350003"),
    ("delivered", "192350004"),
    ("invoiced", "192350005"),
    ("partiallyInvoiced", "192350006"),
    ("canceled", "192350007"),
    ("deliveredPartiallyInvoiced", "192350008"),
)
HEADER_MAPPING = HeaderMapping(
    row_id=DEFINITIONS[0].row_id,
    entity="Dynamics 365 Sales order headers",
    version="1.0.2.1",
    readable=True,
    values=VALUES,
    to_sales="",
    to_scm="msdyn_ordertype eq 192350000 and msdyn_isreadytosync eq true",
)
USD = "ffffffff-0000-4000-8000-000000000001"
ROOT_TEAM = Team("abababab-0000-4000-8000-000000000001", "Contoso UAT", root=True, roles=("Basic User",))

PRIVILEGES = (Privilege("prvWriteOrganization", "Global"), Privilege("prvWriteUser", "Global"))


def a_snapshot(**changes: Any) -> Snapshot:  # noqa: ANN401 - fields of several types
    """A healthy fresh environment: updated solution, Dynamics 365 maps, flag off, three unmarked dual-write users."""
    snapshot = Snapshot(
        target=TARGET,
        taken=TAKEN,
        caller=CALLER,
        organization=ORGANIZATION,
        users=Known(dual_write_users()),
        solutions=Known(SOLUTIONS),
        running_maps=Known(DYNAMICS365_ROWS),
        processing_options=Known(OPTIONS),
        privileges=Known(PRIVILEGES),
        submitted=Known(SubmittedOrders(())),
        optimistic=Known(("systemuser",)),
        legacy_columns=Known(()),
        definitions=Known(DEFINITIONS),
        header_mappings=Known((HEADER_MAPPING,)),
        features=Known((FeatureState("Make Supply Chain Management price master", enabled=False),)),
        user_roles=Known(tuple(UserRoles(each, ("Dual-Write App User",)) for each in (RUNTIME, ERP, DATA_INTEGRATION))),
        owner_teams=Known((ROOT_TEAM,)),
        recent_orders=Known(()),
        order_format=Known("C{SEQNUM:5}"),
        quote_format=Known("Q{SEQNUM:5}"),
        order_numbers=Known(OrderNumbers(("C00012", "C00011"), ("F00107", "F00106"))),
        price_lists=Known((PriceList("US Standard", USD),)),
        currencies=Known((Currency(USD, "USD", base=True),)),
        units=Known((Unit("Pieces", "pcs"),)),
        quick_create=Known(True),  # noqa: FBT003 - a value that was read
        plugin_steps=Known((PluginStep("DualWriteRuntime.Plugins: Update of salesorder", enabled=True),)),
        sales_apps=Known(("msdynce_saleshub",)),
        audited=Known((Audited("organization", enabled=True), Audited("systemuser", enabled=True))),
    )
    return replace(snapshot, **changes)


def with_organization(snapshot: Snapshot, **changes: Any) -> Snapshot:  # noqa: ANN401 - fields of several types
    """The snapshot with other columns of the organization row."""
    return replace(snapshot, organization=replace(snapshot.organization, **changes))
