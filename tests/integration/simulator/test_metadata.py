"""Metadata: tables, columns, casts, choices, privileges, and what the scenarios differ in."""

from collections.abc import Callable

import pytest

from sopwizard.adapters.simulator.server import RunningSimulator
from tests.support.simulator import Client, Json

PROCESSING = (
    "EntityDefinitions(LogicalName='salesorder')/Attributes(LogicalName='msdyn_processingstatus')/"
    "Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName"
    "&$expand=OptionSet($select=Options),GlobalOptionSet($select=Options)"
)


def options(client: Client) -> list[int]:
    return [option["Value"] for option in client.get(PROCESSING)["OptionSet"]["Options"]]


def test_a_table_tells_its_names_and_what_it_can(client: Client) -> None:
    told = client.get("EntityDefinitions(LogicalName='systemuser')")
    assert told["EntitySetName"] == "systemusers"
    assert told["PrimaryIdAttribute"] == "systemuserid"
    assert told["PrimaryNameAttribute"] == "fullname"
    assert told["ObjectTypeCode"] == 8
    assert told["IsOptimisticConcurrencyEnabled"] is True
    assert told["IsAuditEnabled"]["Value"] is True
    assert told["DisplayName"]["UserLocalizedLabel"]["Label"] == "User"
    assert client.get(f"EntityDefinitions({told['MetadataId']})?$select=LogicalName")["LogicalName"] == "systemuser"
    assert client.get("EntityDefinitions(LogicalName='quotedetail')?$select=IsQuickCreateEnabled")[
        "IsQuickCreateEnabled"
    ]
    assert "Privileges" in told
    assert "Attributes" not in told


def test_privileges_have_the_names_that_the_tables_give_them(client: Client) -> None:
    def writing(table: str) -> str:
        told = client.get(f"EntityDefinitions(LogicalName='{table}')?$select=Privileges")["Privileges"]
        return next(str(privilege["Name"]) for privilege in told if privilege["PrivilegeType"] == "Write")

    assert writing("organization") == "prvWriteOrganization"
    assert writing("systemuser") == "prvWriteUser"
    assert writing("salesorder") == "prvWriteOrder"
    assert writing("msdyn_dualwriteruntimeconfig") == "prvWritemsdyn_dualwriteruntimeconfig"


def test_tables_are_listed_and_filtered(client: Client) -> None:
    rows = client.rows(
        "EntityDefinitions?$select=LogicalName,EntitySetName&$filter=LogicalName eq 'organization' or "
        "SchemaName eq 'SalesOrder'"
    )
    assert {row["EntitySetName"] for row in rows} == {"organizations", "salesorders"}
    dual = client.rows("EntityDefinitions?$select=LogicalName&$filter=startswith(LogicalName,'msdyn_dualwrite')")
    assert len(dual) == 2
    assert client.rows("EntityDefinitions?$select=LogicalName&$filter=IsCustomEntity eq true and IsIntersect eq false")


def test_the_order_statuses_are_those_of_the_reference(client: Client) -> None:
    base = "EntityDefinitions(LogicalName='salesorder')/Attributes(LogicalName="
    states = client.get(f"{base}'statecode')/Microsoft.Dynamics.CRM.StateAttributeMetadata?$expand=OptionSet")
    assert [(each["Value"], each["DefaultStatus"]) for each in states["OptionSet"]["Options"]] == [
        (0, 1),
        (1, 3),
        (2, 4),
        (3, 100001),
        (4, 100003),
    ]
    reasons = client.get(f"{base}'statuscode')/Microsoft.Dynamics.CRM.StatusAttributeMetadata?$expand=OptionSet")
    assert [(each["Value"], each["State"]) for each in reasons["OptionSet"]["Options"]] == [
        (1, 0),
        (2, 0),
        (3, 1),
        (4, 2),
        (100001, 3),
        (100002, 3),
        (100003, 4),
    ]


def test_the_updated_solution_shows_in_one_option(client: Client, start: Callable[..., RunningSimulator]) -> None:
    assert options(client) == list(range(192350000, 192350009))
    labels = client.get(PROCESSING)["OptionSet"]["Options"]
    assert labels[8]["Label"]["UserLocalizedLabel"]["Label"] == "Delivered And Partially Invoiced"
    assert options(Client(start("classic-solution").origin)) == list(range(192350000, 192350008))
    status, code, _ = Client(start("no-dual-write").origin).refused("GET", PROCESSING)
    assert (status, code) == (404, "0x80060888")


def test_columns_are_listed_filtered_and_cast(client: Client, start: Callable[..., RunningSimulator]) -> None:
    base = "EntityDefinitions(LogicalName='salesorder')/Attributes"
    assert client.rows(f"{base}?$select=LogicalName&$filter=startswith(LogicalName,'msdynce_')") == []
    leftovers = Client(start("prospect-to-cash").origin).rows(
        f"{base}?$select=LogicalName&$filter=startswith(LogicalName,'msdynce_')"
    )
    assert sorted(row["LogicalName"] for row in leftovers) == [
        "msdynce_hasexternallymaintainedproductsonly",
        "msdynce_ismaintainedexternally",
    ]
    number = client.get(
        f"{base}(LogicalName='msdyn_salesordernumber')/Microsoft.Dynamics.CRM.StringAttributeMetadata?$select=AutoNumberFormat"
    )
    assert number["AutoNumberFormat"] == "SO-{SEQNUM:4}"
    picklists = client.rows(f"{base}/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName")
    assert "msdyn_processingstatus" in [row["LogicalName"] for row in picklists]
    assert "statecode" not in [row["LogicalName"] for row in picklists]
    flag = client.get(
        "EntityDefinitions(LogicalName='organization')/Attributes(LogicalName='issopintegrationenabled')/"
        "Microsoft.Dynamics.CRM.BooleanAttributeMetadata?$select=SchemaName,DefaultValue&$expand=OptionSet"
    )
    assert (flag["SchemaName"], flag["DefaultValue"]) == ("IsSOPIntegrationEnabled", False)
    assert flag["OptionSet"]["TrueOption"]["Value"] == 1


def test_the_columns_that_matter_are_described_as_in_the_reference(client: Client) -> None:
    def column(table: str, name: str, kind: str) -> Json:
        path = f"EntityDefinitions(LogicalName='{table}')/Attributes(LogicalName='{name}')"
        return client.get(f"{path}/Microsoft.Dynamics.CRM.{kind}AttributeMetadata")

    flag = column("organization", "issopintegrationenabled", "Boolean")
    assert (flag["RequiredLevel"]["Value"], flag["DefaultValue"], flag["IsValidForForm"]) == (
        "SystemRequired",
        False,
        False,
    )
    pricing = column("organization", "oobpricecalculationenabled", "Boolean")
    assert (pricing["RequiredLevel"]["Value"], pricing["DefaultValue"]) == ("SystemRequired", True)
    assert column("organization", "enablepricingoncreate", "Boolean")["DefaultValue"] is True
    method = column("organization", "discountcalculationmethod", "Picklist")
    assert (method["RequiredLevel"]["Value"], method["DefaultFormValue"]) == ("SystemRequired", 0)
    precision = column("organization", "pricingdecimalprecision", "Integer")
    assert (precision["RequiredLevel"]["Value"], precision["MinValue"], precision["MaxValue"]) == (
        "SystemRequired",
        0,
        4,
    )
    mark = column("systemuser", "isintegrationuser", "Boolean")
    assert (mark["RequiredLevel"]["Value"], mark["DefaultValue"], mark["IsValidForForm"]) == (
        "SystemRequired",
        False,
        True,
    )
    assert column("systemuser", "domainname", "String")["RequiredLevel"]["Value"] == "SystemRequired"
    assert column("systemuser", "applicationiduri", "String")["MaxLength"] == 1024


def test_orders_have_dual_writes_columns_where_its_solution_is_and_nowhere_else(
    client: Client, start: Callable[..., RunningSimulator]
) -> None:
    columns = "EntityDefinitions(LogicalName='salesorder')/Attributes?$select=LogicalName"
    found = {row["LogicalName"] for row in client.rows(columns)}
    assert {"msdyn_salesorderpromisingmethod", "msdyn_paymenttermsbasedate", "msdyn_requestedreceiptdate"} <= found
    without = {row["LogicalName"] for row in Client(start("no-dual-write").origin).rows(columns)}
    assert not [name for name in without if name.startswith("msdyn_")]


def test_the_choices_of_all_columns_are_read_at_once(client: Client) -> None:
    # some columns have choices that the simulator does not know: an empty list, and no reason to refuse the others
    rows = client.rows(
        "EntityDefinitions(LogicalName='salesorder')/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata"
        "?$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet($select=Options)"
    )
    choices = {row["LogicalName"]: [option["Value"] for option in row["OptionSet"]["Options"]] for row in rows}
    assert 192350008 in choices["msdyn_processingstatus"]
    assert choices["shippingmethodcode"] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("EntityDefinitions(LogicalName='nonsense')", 404),
        ("EntityDefinitions(nonsense)", 400),
        ("EntityDefinitions(LogicalName='salesorder')/nonsense", 404),
        ("EntityDefinitions(LogicalName='salesorder')?$select=nonsense", 400),
        ("EntityDefinitions?$filter=nonsense eq 1", 400),
        ("EntityDefinitions?$filter=LogicalName eq", 400),
        ("EntityDefinitions(LogicalName='salesorder')/Attributes(LogicalName='nonsense')", 404),
        (
            "EntityDefinitions(LogicalName='salesorder')/Attributes/Microsoft.Dynamics.CRM.NonsenseAttributeMetadata",
            404,
        ),
        (
            (
                "EntityDefinitions(LogicalName='salesorder')/Attributes(LogicalName='name')/"
                "Microsoft.Dynamics.CRM.PicklistAttributeMetadata"
            ),
            404,
        ),
        ("EntityDefinitions(LogicalName='salesorder')/Attributes(LogicalName='statecode')?$expand=OptionSet", 400),
        ("EntityDefinitions?$orderby=LogicalName", 400),
    ],
)
def test_metadata_that_is_not_there_is_refused(client: Client, path: str, status: int) -> None:
    assert client.refused("GET", path)[0] == status


def test_metadata_cannot_be_written(client: Client) -> None:
    assert client.refused("POST", "EntityDefinitions", {"LogicalName": "new"})[0] == 405
