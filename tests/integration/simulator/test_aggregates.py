"""$apply, FetchXML and SQL: what the server adds up, and what it refuses."""

from collections.abc import Callable

import pytest

from sopwizard.adapters.simulator.server import RunningSimulator
from tests.support.simulator import EVERYTHING, Client

COUNTS = "salesorders?$apply=groupby((msdyn_processingstatus,statecode,statuscode),aggregate($count as count))"


def test_orders_are_counted_by_status_on_the_server(client: Client) -> None:
    rows = client.rows(COUNTS, **EVERYTHING)
    counted = {(row["msdyn_processingstatus"], row["statecode"], row["statuscode"]): row["count"] for row in rows}
    assert sum(counted.values()) == 36
    assert counted[192350008, 3, 100002] == 3
    assert counted[192350007, 2, 4] == 3
    active = next(row for row in rows if row["msdyn_processingstatus"] == 192350000)
    assert active["msdyn_processingstatus@OData.Community.Display.V1.FormattedValue"] == "Active"


def test_sums_and_filters_go_together(client: Client) -> None:
    row = client.rows(
        "accounts?$apply=filter(revenue gt 100000)/aggregate(revenue with sum as total,revenue with average as mean,"
        "revenue with min as least,revenue with max as most,name with countdistinct as names,$count as n)"
    )[0]
    assert row == {"total": 3027000.0, "mean": 605400.0, "least": 152000.0, "most": 1250000.0, "names": 5, "n": 5}


def test_groups_may_be_ordered_and_lie_behind_lookups(client: Client) -> None:
    rows = client.rows(
        "salesorderdetails?$apply=groupby((salesorderid/statecode),aggregate(extendedamount with sum as amount))"
        "&$orderby=amount desc"
    )
    assert rows[0]["salesorderid"] == {"statecode": 0}
    assert rows[0]["amount"] >= rows[-1]["amount"]


@pytest.mark.parametrize(
    "apply",
    [
        "nonsense",
        "groupby((nonsense))",
        "groupby(())",
        "aggregate(nonsense with sum as x)",
        "aggregate(name with sum as x)",
        "aggregate(revenue with nonsense as x)",
        "filter(revenue gt 1)",
        "groupby((name))/groupby((name))",
        "compute(1 as x)",
        "groupby((name)",
        "aggregate(revenue with sum as x))",
    ],
)
def test_what_cannot_be_applied_is_refused(client: Client, apply: str) -> None:
    assert client.refused("GET", f"accounts?$apply={apply}")[0] == 400


def test_an_aggregate_looks_at_fifty_thousand_rows_at_most(start: Callable[..., RunningSimulator]) -> None:
    simulator = start()
    client = Client(simulator.origin)
    with simulator.service.store.connection() as rows:
        rows.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 49964) "
            "INSERT INTO salesorder (salesorderid, statecode, statuscode, versionnumber, createdon) "
            "SELECT printf('%08x-0000-0000-0000-000000000000', i), 0, 1, i, '2020-01-01T00:00:00Z' FROM n"
        )
    assert sum(row["count"] for row in client.rows(COUNTS)) == 50_000
    assert client.send("POST", "salesorders", {"name": "one too many"}).status_code == 204
    assert client.refused("GET", COUNTS)[:2] == (400, "0x8004e023")
    fetch = (
        "<fetch aggregate='true'><entity name='salesorder'><attribute name='salesorderid' alias='n' aggregate='count'/>"
        "</entity></fetch>"
    )
    assert client.fetch("salesorders", fetch).json()["error"]["code"] == "0x8004e023"
    part = COUNTS.replace("$apply=", "$apply=filter(createdon ge 2020-01-02T00:00:00Z)/")
    assert sum(row["count"] for row in client.rows(part)) == 37
    told = client.get("salesorders?$select=name&$count=true&$top=1", **EVERYTHING)
    assert told["@odata.count"] == 5000
    assert told["@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded"] is True


def test_microsofts_check_for_the_new_identity_finds_it(client: Client) -> None:
    query = (
        "<fetch><entity name='applicationuser'><attribute name='applicationid'/>"
        "<attribute name='applicationname'/><filter>"
        "<condition attribute='applicationid' operator='eq' value='f1752846-f0df-4766-96f5-c109adf67d7f'/></filter>"
        "<link-entity name='systemuser' from='applicationid' to='applicationid' link-type='inner' alias='u'>"
        "<attribute name='fullname'/><attribute name='internalemailaddress'/></link-entity></entity></fetch>"
    )
    row = client.fetch("applicationusers", query).json()["value"][0]
    assert row["applicationname"] == "Finance and Operations Runtime Integration User"
    assert row["u.internalemailaddress"] == "FinanceandOperationsRuntimeIntegrationUser@onmicrosoft.com"


def test_fetchxml_filters_orders_links_and_counts(client: Client) -> None:
    query = (
        "<fetch count='2' page='2' returntotalrecordcount='true'><entity name='account'><attribute name='name'/>"
        "<order attribute='revenue' descending='true'/><filter type='or'><condition attribute='revenue' operator='gt' "
        "value='150000'/><filter><condition attribute='name' operator='like' value='100%'/></filter>"
        "</filter></entity></fetch>"
    )
    told = client.fetch("accounts", query, **EVERYTHING).json()
    assert [row["name"] for row in told["value"]] == ["Northwind Traders", "Trey Research"]
    assert told["@Microsoft.Dynamics.CRM.morerecords"] is True
    assert 'pagenumber="3"' in told["@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"]
    assert told["@Microsoft.Dynamics.CRM.totalrecordcount"] == 6


def test_fetchxml_adds_up(client: Client) -> None:
    query = (
        "<fetch aggregate='true'><entity name='salesorder'><attribute name='salesorderid' alias='n' aggregate='count'/>"
        "<attribute name='statecode' alias='state' groupby='true'/><order alias='n' descending='true'/>"
        "</entity></fetch>"
    )
    rows = client.fetch("salesorders", query).json()["value"]
    assert [(row["state"], row["n"]) for row in rows if row["state"] in {0, 2}] == [(0, 21), (2, 3)]


@pytest.mark.parametrize(
    "query",
    [
        "nonsense",
        "<nonsense/>",
        "<fetch/>",
        "<fetch><entity name='nonsense'/></fetch>",
        "<fetch><entity name='contact'/></fetch>",
        "<fetch nonsense='1'><entity name='account'/></fetch>",
        "<fetch><entity name='account'><attribute name='nonsense'/></entity></fetch>",
        "<fetch><entity name='account'><nonsense/></entity></fetch>",
        (
            "<fetch><entity name='account'><filter>"
            "<condition attribute='name' operator='nonsense' value='1'/></filter></entity></fetch>"
        ),
        (
            "<fetch><entity name='account'><filter><condition attribute='revenue' operator='eq' value='x'/>"
            "</filter></entity></fetch>"
        ),
        "<fetch top='x'><entity name='account'/></fetch>",
        "<fetch aggregate='true'><entity name='account'><attribute name='name'/></entity></fetch>",
        (
            "<fetch><entity name='account'>"
            "<link-entity name='contact' from='contactid' to='primarycontactid' link-type='x'/></entity></fetch>"
        ),
        "<!DOCTYPE fetch [<!ENTITY a 'aaaa'>]><fetch><entity name='account'><attribute name='&a;'/></entity></fetch>",
        "<!DOCTYPE fetch SYSTEM 'file:///etc/passwd'><fetch><entity name='account'/></fetch>",
    ],
)
def test_fetchxml_that_makes_no_sense_is_refused(client: Client, query: str) -> None:
    assert client.fetch("accounts", query).status_code in {400, 404}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM account",
        "DELETE FROM account",
        "SELECT name FROM account; DELETE FROM account",
        "SELECT name FROM nonsense",
        "SELECT body FROM _environment",
        "SELECT name FROM sqlite_schema",
        "SELECT load_extension('x') FROM account",
        "SELECT name FROM account -- x",
        "nonsense",
    ],
)
def test_sql_reads_tables_and_nothing_else(client: Client, statement: str) -> None:
    assert client.refused("GET", f"accounts?sql={statement}")[0] == 400
    assert len(client.rows("accounts?$select=name")) == 7


def test_sql_reads_what_it_is_asked_for(client: Client) -> None:
    rows = client.rows("accounts?sql=SELECT TOP 2 name, revenue FROM account WHERE revenue > 400000 ORDER BY revenue")
    assert rows == [
        {"name": "Northwind Traders", "revenue": 430000.0},
        {"name": "Adventure Works", "revenue": 980000.0},
    ]
