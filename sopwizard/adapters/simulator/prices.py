"""Sales' price computation, and when it is skipped.

The matrix is the order processing article's: eight tables, four operations, each conditional cell with its own
condition, every condition bound to the flag. It stands here for itself, so that the program's own table can be held
against it.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sopwizard.adapters.simulator import store
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.session import Session

_SUBMITTED = 1
_PER_UNIT = 1
_CENT = Decimal("0.01")
_FEATURES, _MASTER = "msdyn_supplychainfeaturestate", "Make Supply Chain Management price master"


@dataclass(frozen=True, slots=True)
class Line:
    """A table of lines: the header's table and the lookup that leads there."""

    header: str
    lookup: str


LINES = {
    "salesorderdetail": Line("salesorder", "_salesorderid_value"),
    "invoicedetail": Line("invoice", "_invoiceid_value"),
    "quotedetail": Line("quote", "_quoteid_value"),
    "opportunityproduct": Line("opportunity", "_opportunityid_value"),
}
_LINES_OF = {line.header: name for name, line in LINES.items()}
_USER, _STATE, _EITHER = frozenset({"user"}), frozenset({"submitted"}), frozenset({"user", "submitted"})
SKIPPED = {
    ("salesorder", "create"): _USER,
    ("salesorder", "update"): _EITHER,
    ("salesorder", "recalculate"): _STATE,
    ("invoice", "create"): _USER,
    ("invoice", "update"): _USER,
    ("invoice", "recalculate"): _USER,
    ("salesorderdetail", "create"): _EITHER,
    ("salesorderdetail", "update"): _EITHER,
    ("salesorderdetail", "delete"): _USER,
    ("invoicedetail", "create"): _USER,
    ("invoicedetail", "update"): _USER,
    ("invoicedetail", "delete"): _USER,
}
"""(table, operation) → what skips the calculation while the flag is on; what is not here always calculates."""


def skipped(table: str, operation: str, *, sop: bool, user: bool, submitted: bool) -> bool:
    """Whether the calculation is skipped in that situation."""
    conditions = SKIPPED.get((table, operation), frozenset())
    return sop and (("user" in conditions and user) or ("submitted" in conditions and submitted))


def header_of(session: Session, table: Table, row: store.Row) -> store.Row | None:
    """The header that a line belongs to; None where the row is no line."""
    line = LINES.get(table.name)
    if line is None or not row.get(line.lookup):
        return None
    return store.find(session.connection, session.model.tables[line.header], row[line.lookup])


def written(session: Session, table: Table, key: str, operation: str, *, sop: bool) -> None:
    """Calculate after a create or update of a header or line, unless the matrix skips it."""
    if table.name not in LINES and table.name not in _LINES_OF:
        return
    row = session.row(table, key)
    header = header_of(session, table, row) or row
    if not _calculates(session, table, header, operation, sop=sop):
        return
    if table.name in LINES:
        _line(session, table, row, header)
        _totals(session, session.model.tables[LINES[table.name].header], header)
    else:
        _totals(session, table, row)


def deleted(session: Session, table: Table, row: store.Row, *, sop: bool) -> None:
    """Calculate the header after one of its lines went."""
    header = header_of(session, table, row)
    if header is not None and _calculates(session, table, header, "delete", sop=sop):
        _totals(session, session.model.tables[LINES[table.name].header], header)


def recalculate(session: Session, table: Table, key: str, *, sop: bool) -> None:
    """The Recalculate button, or CalculatePrice: lines first, then totals."""
    row = session.row(table, key)
    if table.name not in _LINES_OF or not _calculates(session, table, row, "recalculate", sop=sop):
        return
    lines = session.model.tables[_LINES_OF[table.name]]
    for line in _of(session, lines, key):
        _line(session, lines, line, row)
    _totals(session, table, row)


def _calculates(session: Session, table: Table, header: store.Row, operation: str, *, sop: bool) -> bool:
    if not session.organization()["oobpricecalculationenabled"] or _price_master(session):
        return False
    submitted = table.name in {"salesorder", "salesorderdetail"} and header["statecode"] == _SUBMITTED
    return not skipped(table.name, operation, sop=sop, user=session.caller.integration, submitted=submitted)


def _price_master(session: Session) -> bool:
    """Whether Supply Chain Management calculates: Sales then acts as if system pricing were off (DOMAIN 5.4)."""
    if _FEATURES not in session.model.tables:
        return False
    sql = f"SELECT 1 FROM {_FEATURES} WHERE msdyn_name = ? AND statecode = 0"  # noqa: S608  a constant
    return session.connection.execute(sql, (_MASTER,)).fetchone() is not None


def _of(session: Session, lines: Table, key: str) -> list[store.Row]:
    lookup = LINES[lines.name].lookup
    sql = f"SELECT * FROM {store.quoted(lines.name)} WHERE {store.quoted(lookup)} = ?"  # noqa: S608  the model's names
    return store.rows(session.connection, sql, (key,))


def _line(session: Session, table: Table, row: store.Row, header: store.Row) -> None:
    price = row["priceperunit"]
    if price is None:
        price = _listed(session, row, header)
    if price is None or row["quantity"] is None:
        return
    quantity, each = _decimal(row["quantity"]), _decimal(price)
    discount, tax = _decimal(row["manualdiscountamount"]), _decimal(row["tax"])
    base = quantity * each
    per_unit = session.organization()["discountcalculationmethod"] == _PER_UNIT
    extended = (each - discount) * quantity if per_unit else base - discount
    values: store.Json = {
        "priceperunit": float(each),
        "baseamount": _money(base),
        "extendedamount": _money(extended + tax),
    }
    if any(row[name] != value for name, value in values.items()):
        values["versionnumber"] = store.next_version(session.connection)
        store.update(session.connection, table, row[table.key], values)


def _listed(session: Session, row: store.Row, header: store.Row) -> float | None:
    """The price list's price of the line's product."""
    found = session.connection.execute(
        "SELECT amount FROM productpricelevel WHERE _productid_value = ? AND _pricelevelid_value = ? "
        "AND (_uomid_value = ? OR ? IS NULL)",
        (row["_productid_value"], header["_pricelevelid_value"], row["_uomid_value"], row["_uomid_value"]),
    ).fetchone()
    return float(found["amount"]) if found else None


def _totals(session: Session, table: Table, header: store.Row) -> None:
    lines = session.model.tables[_LINES_OF[table.name]]
    found = _of(session, lines, header[table.key])
    tax = sum((_decimal(line["tax"]) for line in found), Decimal())
    detail = sum((_decimal(line["extendedamount"]) for line in found), Decimal()) - tax
    share = detail * _decimal(header["discountpercentage"]) / 100
    discount = _decimal(header["discountamount"]) + share
    less_freight = detail - discount
    values: store.Json = {
        "totallineitemamount": _money(detail),
        "totallineitemdiscountamount": _money(
            sum((_decimal(line["manualdiscountamount"]) for line in found), Decimal())
        ),
        "totaldiscountamount": _money(discount),
        "totalamountlessfreight": _money(less_freight),
        "totaltax": _money(tax),
        "totalamount": _money(less_freight + _decimal(header["freightamount"]) + tax),
    }
    if any(header[name] != value for name, value in values.items()):
        values["versionnumber"] = store.next_version(session.connection)
        store.update(session.connection, table, header[table.key], values)


def _decimal(value: float | None) -> Decimal:
    return Decimal(str(value)) if value is not None else Decimal()


def _money(value: Decimal) -> float:
    return float(value.quantize(_CENT, ROUND_HALF_UP))
