"""The actions of the Web API that the simulator knows, bound and unbound. Others are not found."""

import uuid
from collections.abc import Callable
from typing import Any

from sopwizard.adapters.simulator import orders, prices, privileges, store
from sopwizard.adapters.simulator.errors import bad_payload, not_found, unknown_segment
from sopwizard.adapters.simulator.keys import resolver
from sopwizard.adapters.simulator.messages import Answer, Json, Request, json_answer
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.urls import Address, Segment
from sopwizard.adapters.simulator.values import GUID
from sopwizard.adapters.simulator.writes import change

_NAMESPACE = "Microsoft.Dynamics.CRM."


def unbound(session: Session, request: Request, address: Address) -> Answer:
    """Call an unbound action."""
    address.only()
    segment = address.segments[0]
    if segment.bracket not in {None, ""}:
        raise unknown_segment(segment.name)
    wanted, optional, action = UNBOUND[segment.name]
    body = {name: value for name, value in request.json().items() if not name.startswith("@")}
    for name in set(body) - set(wanted) - set(optional):
        raise bad_payload(
            segment.name,
            f"The parameter '{name}' in the request payload is not a valid parameter for the "
            f"operation '{segment.name}'.",
        )
    for name in wanted:
        if name not in body:
            raise bad_payload(segment.name, f"The parameter '{name}' of the operation '{segment.name}' is missing.")
    return action(session, body)


def on_row(session: Session, request: Request, segment: Segment, table: Table, key: str) -> Answer:
    """No action is bound to a row here."""
    del session, request, table, key
    raise unknown_segment(segment.name)


def _order(session: Session, value: Any) -> store.Row:  # noqa: ANN401  JSON is of any kind
    """The order that an action's parameter means."""
    table = session.model.tables["salesorder"]
    key: Any = value
    if isinstance(value, dict):
        key = value.get("salesorderid")
        if isinstance(key, dict):
            key = key.get("salesorderid")
        bound = value.get("salesorderid@odata.bind")
        if isinstance(bound, str):
            found, key = resolver(session)(bound)
            if found.name != "salesorder":
                raise bad_payload("salesorders", "A reference to a sales order is needed.")
    if not isinstance(key, str) or not GUID.fullmatch(key):
        raise bad_payload("salesorders", "A sales order is needed.")
    return session.row(table, key.lower())


def _close(session: Session, body: Json, state: int) -> Answer:
    """FulfillSalesOrder and CancelSalesOrder: the order's last step, recorded as an order close activity."""
    table, closing = session.model.tables["salesorder"], session.model.tables["orderclose"]
    privileges.demand(session.model, session.caller, table, "Write")
    row = _order(session, body["OrderClose"])
    if row["statecode"] not in {orders.ACTIVE, orders.SUBMITTED}:
        label = table.states[row["statecode"]]
        raise orders.sales_error(f"The order is {label} already.")
    status = body["Status"]
    if isinstance(status, bool) or not isinstance(status, int):
        raise bad_payload("salesorders", "Cannot convert the literal to the expected type 'Edm.Int32'.")
    orders.set_state(session, table, row["salesorderid"], state, status)
    subject = body["OrderClose"].get("subject") if isinstance(body["OrderClose"], dict) else None
    store.insert(
        session.connection,
        closing,
        {
            "activityid": str(uuid.uuid4()),
            "subject": subject,
            "ordernumber": row["ordernumber"],
            "_salesorderid_value": row["salesorderid"],
            "statecode": 1,
            "statuscode": 2,
            "createdon": session.stamp,
            "modifiedon": session.stamp,
            "_createdby_value": session.caller.id,
            "versionnumber": store.next_version(session.connection),
        },
    )
    return Answer(204)


_COPIED = (
    "name", "description", "_customerid_value", "_customerid_value@table", "_opportunityid_value",
    "_pricelevelid_value", "_transactioncurrencyid_value", "exchangerate",
)  # fmt: skip
_AMOUNTS = (
    "discountpercentage", "discountamount", "freightamount", "totallineitemamount", "totallineitemdiscountamount",
    "totaldiscountamount", "totaltax", "totalamountlessfreight", "totalamount",
)  # fmt: skip
_LINE = (
    "_productid_value", "productdescription", "productname", "_uomid_value", "quantity", "isproductoverridden",
    "ispriceoverridden", "lineitemnumber", "_transactioncurrencyid_value",
)  # fmt: skip
_LINE_AMOUNTS = ("priceperunit", "baseamount", "manualdiscountamount", "volumediscountamount", "tax", "extendedamount")


def _invoice(session: Session, body: Json) -> Answer:
    """ConvertSalesOrderToInvoice: refused from an order that is read-only for the caller. Where the calculation is
    skipped, the invoice comes with blank amounts (DOMAIN 10.20).
    """
    order, invoice = session.model.tables["salesorder"], session.model.tables["invoice"]
    row = _order(session, body["SalesOrderId"])
    privileges.demand(session.model, session.caller, invoice, "Create")
    if not orders.editable(session, order, row):
        raise orders.sales_error(
            f"An invoice cannot be created: the order is {order.states[row['statecode']]} and read-only."
        )
    sop = orders.flag(session)
    blank = prices.skipped("invoice", "create", sop=sop, user=session.caller.integration, submitted=False)
    key = str(uuid.uuid4())
    _plant(
        session,
        invoice,
        {
            **{name: row[name] for name in _COPIED},
            **{name: None if blank else row[name] for name in _AMOUNTS},
            "invoiceid": key,
            "_salesorderid_value": row["salesorderid"],
            "invoicenumber": f"INV-{row['ordernumber'] or key[:8]}",
            "statecode": 0,
            "statuscode": 1,
        },
    )
    lines = session.model.tables["invoicedetail"]
    sql = "SELECT * FROM salesorderdetail WHERE _salesorderid_value = ?"
    for line in store.rows(session.connection, sql, (row["salesorderid"],)):
        _plant(
            session,
            lines,
            {
                **{name: line[name] for name in _LINE},
                **{name: None if blank else line[name] for name in _LINE_AMOUNTS},
                "invoicedetailid": str(uuid.uuid4()),
                "_invoiceid_value": key,
                "_salesorderdetailid_value": line["salesorderdetailid"],
            },
        )
    if not blank:
        prices.recalculate(session, invoice, key, sop=sop)
    made = session.row(invoice, key)
    whole = {"@odata.context": session.context.of("invoices/$entity"), "@odata.type": f"#{_NAMESPACE}invoice"}
    return json_answer({**whole, **session.entity(invoice, made)}, session.context)


def _plant(session: Session, table: Table, row: store.Row) -> None:
    stamped = {
        **table.defaults,
        **row,
        "createdon": session.stamp,
        "modifiedon": session.stamp,
        "_createdby_value": session.caller.id,
        "_modifiedby_value": session.caller.id,
        "_ownerid_value": session.caller.id,
        "_ownerid_value@table": "systemuser",
        "_owningbusinessunit_value": session.caller.user["_businessunitid_value"],
        "versionnumber": store.next_version(session.connection),
    }
    store.insert(session.connection, table, stamped)


def _calculate(session: Session, body: Json) -> Answer:
    """CalculatePrice: what the Recalculate button does."""
    target = body["Target"]
    kind = (
        str(target.get("@odata.type", "")).removeprefix("#").removeprefix(_NAMESPACE)
        if isinstance(target, dict)
        else ""
    )
    table = session.model.tables.get(kind)
    key = target.get(table.key) if table else None
    if table is None or kind not in {"salesorder", "quote", "invoice", "opportunity"} or not isinstance(key, str):
        raise bad_payload("CalculatePrice", "The parameter 'Target' must be a quote, order, invoice or opportunity.")
    privileges.demand(session.model, session.caller, table, "Write")
    row = session.row(table, key.lower())
    if not orders.editable(session, table, row):
        raise orders.sales_error("Prices can be calculated only as long as the record is editable.")
    prices.recalculate(session, table, key.lower(), sop=orders.flag(session))
    return Answer(204)


def _lock(session: Session, body: Json, *, locked: bool) -> Answer:
    table = session.model.tables["salesorder"]
    privileges.demand(session.model, session.caller, table, "Write")
    row = _order(session, body["SalesOrderId"])
    change(session, table, {**row}, {}, _no_reference)
    store.update(session.connection, table, row["salesorderid"], {"ispricelocked": int(locked)})
    return Answer(204)


def _no_reference(reference: str) -> tuple[Table, str]:
    raise not_found("salesorder", reference)


Action = Callable[[Session, Json], Answer]
UNBOUND: dict[str, tuple[tuple[str, ...], tuple[str, ...], Action]] = {
    "FulfillSalesOrder": (("OrderClose", "Status"), (), lambda s, b: _close(s, b, orders.FULFILLED)),
    "CancelSalesOrder": (("OrderClose", "Status"), (), lambda s, b: _close(s, b, orders.CANCELED)),
    "ConvertSalesOrderToInvoice": (("SalesOrderId",), ("ColumnSet", "ProcessInstanceId"), _invoice),
    "CalculatePrice": (("Target",), ("ParentId",), _calculate),
    "LockSalesOrderPricing": (("SalesOrderId",), (), lambda s, b: _lock(s, b, locked=True)),
    "UnlockSalesOrderPricing": (("SalesOrderId",), (), lambda s, b: _lock(s, b, locked=False)),
}
"""Name → required parameters, optional ones, and what it does."""
