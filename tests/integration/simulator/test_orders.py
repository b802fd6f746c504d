"""Orders obey the order processing article: Submit, read-only, prices, and invoices, with the flag on and off."""

from collections.abc import Callable

import pytest

from sopwizard.adapters.simulator.server import RunningSimulator
from tests.support.simulator import ORGANIZATION, RUNTIME, Client, Json

ACTIVE, SUBMITTED, CANCELED, FULFILLED, INVOICED = range(5)


@pytest.fixture
def megan(start: Callable[..., RunningSimulator]) -> Client:
    """Somebody who works in Sales, where the flag is on and the dual-write users are marked."""
    return Client(start("already-set-up").origin)


@pytest.fixture
def runtime(megan: Client) -> Client:
    """Supply Chain Management's user, marked as integration user, in the same environment."""
    return Client(megan.root.split("/api/")[0], token=f"as:{RUNTIME}")


def an_order(client: Client) -> str:
    """A new order of two speakers at 280."""
    order = {
        "name": "Two speakers",
        "customerid_account@odata.bind": "/accounts(accountnumber='US-001')",
        "order_details": [
            {"productdescription": "Speaker", "isproductoverridden": True, "quantity": 2, "priceperunit": 280}
        ],
    }
    made = client.send("POST", "salesorders", order)
    assert made.status_code == 204, made.text
    return made.headers["OData-EntityId"].split("(")[1].rstrip(")")


def state(client: Client, order: str) -> tuple[int, int]:
    row = client.get(f"salesorders({order})?$select=statecode,statuscode")
    return row["statecode"], row["statuscode"]


def submit(client: Client, order: str) -> None:
    assert client.send("PATCH", f"salesorders({order})", {"statecode": 1, "statuscode": 3}).status_code == 204


def close(order: str, status: int = -1) -> Json:
    return {"OrderClose": {"subject": "done", "salesorderid@odata.bind": f"/salesorders({order})"}, "Status": status}


def total(client: Client, table: str, key: str) -> object:
    return client.get(f"{table}({key})?$select=totalamount")["totalamount"]


def test_a_new_order_is_active_and_new_and_has_numbers(megan: Client) -> None:
    order = an_order(megan)
    row = megan.get(f"salesorders({order})?$select=statecode,statuscode,ordernumber,msdyn_salesordernumber")
    assert (row["statecode"], row["statuscode"]) == (ACTIVE, 1)
    assert row["ordernumber"].startswith("ORD-")
    assert row["msdyn_salesordernumber"].startswith("SO-")


def test_a_submitted_order_is_read_only_except_for_an_integration_user(megan: Client, runtime: Client) -> None:
    order = an_order(megan)
    submit(megan, order)
    assert state(megan, order) == (SUBMITTED, 3)
    assert megan.get(f"salesorders({order})?$select=submitdate")["submitdate"]
    status, _, message = megan.refused("PATCH", f"salesorders({order})", {"name": "Changed"})
    assert status == 400
    assert "read-only" in message
    line = megan.rows(f"salesorders({order})/order_details?$select=quantity")[0]["salesorderdetailid"]
    assert megan.refused("PATCH", f"salesorderdetails({line})", {"quantity": 3})[0] == 400
    assert megan.refused("DELETE", f"salesorderdetails({line})")[0] == 400
    assert runtime.send("PATCH", f"salesorders({order})", {"name": "Changed"}).status_code == 204
    assert runtime.send("PATCH", f"salesorderdetails({line})", {"quantity": 3}).status_code == 204


def test_with_the_flag_off_being_an_integration_user_means_nothing(start: Callable[..., RunningSimulator]) -> None:
    simulator = start("person-marked")
    megan = Client(simulator.origin)
    adele = megan.rows("systemusers?$select=isintegrationuser&$filter=isintegrationuser eq true")[0]["systemuserid"]
    order = an_order(megan)
    submit(megan, order)
    assert (
        Client(simulator.origin, token=f"as:{adele}").refused("PATCH", f"salesorders({order})", {"name": "x"})[0] == 400
    )


@pytest.mark.parametrize(
    ("state_code", "status_code", "legal"),
    [
        (ACTIVE, 1, True),
        (ACTIVE, 2, True),
        (SUBMITTED, 3, True),
        (FULFILLED, 100001, True),
        (FULFILLED, 100002, True),
        (INVOICED, 100003, True),
        (ACTIVE, 3, False),
        (SUBMITTED, 1, False),
        (SUBMITTED, 2, False),
        (SUBMITTED, 4, False),
        (FULFILLED, 3, False),
        (INVOICED, 100001, False),
    ],
)
def test_a_status_takes_only_its_own_reasons(megan: Client, state_code: int, status_code: int, legal: bool) -> None:  # noqa: FBT001  a case
    order = an_order(megan)
    answer = megan.send("PATCH", f"salesorders({order})", {"statecode": state_code, "statuscode": status_code})
    if legal:
        assert (answer.status_code, state(megan, order)) == (204, (state_code, status_code))
    else:
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "0x80048408")
        assert state(megan, order) == (ACTIVE, 1)


def test_a_status_alone_brings_its_default_reason(megan: Client) -> None:
    order = an_order(megan)
    assert megan.send("PATCH", f"salesorders({order})", {"statecode": SUBMITTED}).status_code == 204
    assert state(megan, order) == (SUBMITTED, 3)
    assert megan.refused("PATCH", f"salesorders({order})", {"statuscode": 1})[1] == "0x80048408"
    assert megan.refused("PATCH", f"salesorders({order})", {"statuscode": 77})[1] == "0x8004431a"


def test_canceling_goes_by_its_own_message(megan: Client) -> None:
    order = an_order(megan)
    assert (
        "CancelSalesOrder"
        in megan.refused("PATCH", f"salesorders({order})", {"statecode": CANCELED, "statuscode": 4})[2]
    )
    assert megan.send("POST", "CancelSalesOrder", close(order, 4)).status_code == 204
    assert state(megan, order) == (CANCELED, 4)
    assert megan.refused("POST", "CancelSalesOrder", close(order, 4))[0] == 400
    assert len(megan.rows(f"ordercloses?$filter=_salesorderid_value eq {order}")) == 1


def test_fulfilling_takes_an_active_or_submitted_order(megan: Client) -> None:
    order = an_order(megan)
    submit(megan, order)
    assert megan.refused("POST", "FulfillSalesOrder", close(order, 4))[1] == "0x80048408"
    assert megan.send("POST", "FulfillSalesOrder", close(order, 100001)).status_code == 204
    assert state(megan, order) == (FULFILLED, 100001)
    assert megan.refused("POST", "FulfillSalesOrder", {"OrderClose": {}})[0] == 400
    assert megan.refused("POST", "FulfillSalesOrder", {**close(order), "Nonsense": 1})[0] == 400


def test_sales_adds_up_prices_for_people(megan: Client) -> None:
    order = an_order(megan)
    assert total(megan, "salesorders", order) == 560
    line = megan.rows(f"salesorders({order})/order_details?$select=extendedamount")[0]
    assert line["extendedamount"] == 560
    changed = {"quantity": 11, "priceperunit": 100, "manualdiscountamount": 10}
    assert megan.send("PATCH", f"salesorderdetails({line['salesorderdetailid']})", changed).status_code == 204
    assert total(megan, "salesorders", order) == 1090
    assert (
        megan.send("PATCH", f"salesorders({order})", {"freightamount": 20, "discountpercentage": 10}).status_code == 204
    )
    assert total(megan, "salesorders", order) == 1001
    assert megan.send("DELETE", f"salesorderdetails({line['salesorderdetailid']})").status_code == 204
    assert total(megan, "salesorders", order) == 20


def test_sales_calculates_nothing_where_supply_chain_is_price_master(start: Callable[..., RunningSimulator]) -> None:
    client = Client(start("price-master").origin)
    order = an_order(client)
    assert client.send("PATCH", f"salesorders({order})", {"description": "looked at"}).ok
    target = {"@odata.type": "Microsoft.Dynamics.CRM.salesorder", "salesorderid": order}
    assert client.send("POST", "CalculatePrice", {"Target": target}).ok
    assert total(client, "salesorders", order) is None


def test_discounts_per_unit_multiply(start: Callable[..., RunningSimulator]) -> None:
    simulator = start("per-unit-discount")
    client = Client(simulator.origin)
    organization = client.rows("organizations?$select=name")[0]["organizationid"]
    order = an_order(client)
    line = client.rows(f"salesorders({order})/order_details?$select=quantity")[0]["salesorderdetailid"]
    changed = {"quantity": 11, "priceperunit": 100, "manualdiscountamount": 10}
    assert client.send("PATCH", f"salesorderdetails({line})", changed).status_code == 204
    assert total(client, "salesorders", order) is None  # system pricing is switched off in this scenario
    assert (
        client.send("PATCH", f"organizations({organization})", {"oobpricecalculationenabled": True}).status_code == 204
    )
    target = {"@odata.type": "Microsoft.Dynamics.CRM.salesorder", "salesorderid": order}
    assert client.send("POST", "CalculatePrice", {"Target": target}).status_code == 204
    assert total(client, "salesorders", order) == 990


def test_sales_leaves_prices_to_supply_chain_where_its_user_writes(megan: Client, runtime: Client) -> None:
    order = an_order(runtime)
    assert total(runtime, "salesorders", order) is None
    assert runtime.rows(f"salesorders({order})/order_details?$select=extendedamount")[0]["extendedamount"] is None
    given = {"totalamount": 1, "totallineitemamount": 1}
    assert runtime.send("PATCH", f"salesorders({order})", given).status_code == 204
    assert total(megan, "salesorders", order) == 1
    # Recalculate skips for Submitted only, also for an integration user
    target = {"@odata.type": "Microsoft.Dynamics.CRM.salesorder", "salesorderid": order}
    assert runtime.send("POST", "CalculatePrice", {"Target": target}).status_code == 204
    assert total(megan, "salesorders", order) == 560
    submit(megan, order)
    assert runtime.send("PATCH", f"salesorders({order})", {"totalamount": 2}).status_code == 204
    assert runtime.send("POST", "CalculatePrice", {"Target": target}).status_code == 204
    assert total(megan, "salesorders", order) == 2


def test_quotes_and_opportunities_are_always_calculated(runtime: Client) -> None:
    line = {"isproductoverridden": True, "productdescription": "x", "quantity": 2, "priceperunit": 5}
    for entity_set, lines in (("quotes", "quote_details"), ("opportunities", "product_opportunities")):
        made = runtime.send("POST", entity_set, {"name": "x", lines: [line]})
        assert made.status_code == 204, made.text
        assert runtime.get(made.headers["OData-EntityId"])["totalamount"] == 10


def test_an_invoice_of_an_active_order_has_amounts_unless_an_integration_user_makes_it(
    megan: Client, runtime: Client
) -> None:
    order = an_order(megan)
    made = megan.send("POST", "ConvertSalesOrderToInvoice", {"SalesOrderId": order, "ColumnSet": {"AllColumns": True}})
    assert made.status_code == 200
    assert made.json()["totalamount"] == 560
    blank = runtime.send("POST", "ConvertSalesOrderToInvoice", {"SalesOrderId": order}).json()
    assert blank["totalamount"] is None
    lines = runtime.rows(f"invoices({blank['invoiceid']})/invoice_details?$select=extendedamount,quantity")
    assert [(line["quantity"], line["extendedamount"]) for line in lines] == [(2, None)]


def test_no_invoice_comes_from_a_read_only_order(megan: Client) -> None:
    order = an_order(megan)
    submit(megan, order)
    status, _, message = megan.refused("POST", "ConvertSalesOrderToInvoice", {"SalesOrderId": order})
    assert status == 400
    assert "read-only" in message
    assert megan.rows(f"invoices?$filter=_salesorderid_value eq {order}") == []


@pytest.mark.parametrize(
    ("processing", "expected"),
    [
        (192350000, (ACTIVE, 1)),
        (192350001, (ACTIVE, 1)),
        (192350002, (ACTIVE, 1)),
        (192350003, (ACTIVE, 1)),
        (192350006, (ACTIVE, 1)),
        (192350004, (FULFILLED, 100001)),
        (192350008, (FULFILLED, 100001)),
        (192350005, (INVOICED, 100003)),
        (192350007, (CANCELED, 4)),
    ],
)
def test_the_status_follows_the_processing_status_that_supply_chain_sends(
    megan: Client, runtime: Client, processing: int, expected: tuple[int, int]
) -> None:
    order = an_order(megan)
    assert runtime.send("PATCH", f"salesorders({order})", {"msdyn_processingstatus": processing}).status_code == 204
    assert state(megan, order) == expected


def test_an_order_that_supply_chain_brings_has_the_status_of_its_processing_status(
    megan: Client, runtime: Client
) -> None:
    order = {
        "name": "From the other side",
        "customerid_account@odata.bind": "/accounts(accountnumber='US-001')",
        "msdyn_processingstatus": 192350005,
    }
    brought = runtime.send("POST", "salesorders", order).headers["OData-EntityId"].split("(")[1].rstrip(")")
    assert state(megan, brought) == (INVOICED, 100003)
    typed = megan.send("POST", "salesorders", order).headers["OData-EntityId"].split("(")[1].rstrip(")")
    assert state(megan, typed) == (ACTIVE, 1)


def test_before_the_update_the_status_stays_where_the_table_leaves_it_out(
    start: Callable[..., RunningSimulator],
) -> None:
    megan = Client(start("classic-solution").origin)
    runtime = Client(megan.root.split("/api/")[0], token=f"as:{RUNTIME}")
    megan.send("PATCH", f"systemusers({RUNTIME})", {"isintegrationuser": True})
    megan.send("PATCH", f"organizations({ORGANIZATION})", {"issopintegrationenabled": True})
    order = an_order(megan)
    seen = []
    for processing in (192350002, 192350004, 192350006, 192350005):
        assert runtime.send("PATCH", f"salesorders({order})", {"msdyn_processingstatus": processing}).ok
        seen.append(state(megan, order)[0])
    assert seen == [SUBMITTED, SUBMITTED, FULFILLED, INVOICED]
    other = an_order(megan)
    assert runtime.send("PATCH", f"salesorders({other})", {"msdyn_processingstatus": 192350006}).ok
    assert state(megan, other)[0] == ACTIVE


def test_a_number_is_given_out_once_also_where_its_row_is_gone(megan: Client) -> None:
    def number() -> tuple[str, str]:
        key = an_order(megan)
        row = megan.get(f"salesorders({key})?$select=msdyn_salesordernumber")
        return key, row["msdyn_salesordernumber"]

    first, taken = number()
    assert megan.send("DELETE", f"salesorders({first})").status_code == 204
    following = [number()[1], number()[1]]
    assert len({taken, *following}) == 3
    assert following == [f"SO-{int(taken[3:]) + each}" for each in (1, 2)]


def test_before_its_update_the_solution_knows_no_delivered_and_partially_invoiced(
    start: Callable[..., RunningSimulator],
) -> None:
    client = Client(start("classic-solution").origin)
    order = an_order(client)
    status, code, _ = client.refused("PATCH", f"salesorders({order})", {"msdyn_processingstatus": 192350008})
    assert (status, code) == (400, "0x8004431a")
