"""What Sales does around rows: states and their reasons, who may edit an order, numbers, and prices after a write.

Sources: the order processing article for Submit, read-only and the price matrix; the tables' reference for states and
codes, field reports for what people met; that the status follows the processing status is an inference from the map's
reference, which maps no status.
"""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from sopwizard.adapters.simulator import prices, store
from sopwizard.adapters.simulator.errors import DataverseError, invalid_argument, invalid_state_pair
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.store import Json

ACTIVE, SUBMITTED, CANCELED, FULFILLED, INVOICED = range(5)
_STATE = frozenset({"statecode", "statuscode"})
_NAMES = ("firstname", "lastname")
_INTEGRATION_MAY = frozenset({"salesorder", "invoice"})
_HEADERS = frozenset({"salesorder", "invoice", "quote", "opportunity"})
_DELIVERED, _INVOICED, _PARTLY, _CANCELED, _BOTH = 192350004, 192350005, 192350006, 192350007, 192350008
_CONFIRMED, _PICKED = 192350001, 192350002
_UPDATED = {_DELIVERED: FULFILLED, _INVOICED: INVOICED, _CANCELED: CANCELED}
FOLLOWS: Mapping[str, Mapping[int, int | None]] = {
    "dynamics365": {**_UPDATED, _BOTH: FULFILLED},
    "cds": {**_UPDATED, _BOTH: None},
    "classic": {_CONFIRMED: SUBMITTED, _PICKED: SUBMITTED, _DELIVERED: None, _INVOICED: INVOICED, _CANCELED: CANCELED},
}
"""Map → processing status → status in Sales; everything else is Active. None: the published table leaves it out, so the
status stays as it is (DOMAIN 10.1, 10.4).
"""
_SEQNUM = re.compile(r"\{SEQNUM:(\d+)\}")


def sales_error(message: str) -> DataverseError:
    """A refusal by Sales' own logic."""
    return DataverseError(400, "0x80040265", message)


def flag(session: Session) -> bool:
    """Whether sales order integration is on."""
    return bool(session.organization()["issopintegrationenabled"])


def acts_as_integration(session: Session) -> bool:
    """Whether the caller is an integration user and that means something: the flag is on."""
    return session.caller.integration and flag(session)


def before_create(session: Session, table: Table, row: store.Row) -> None:
    """Complete a new row and refuse one that may not be."""
    _named(table, row, row)
    if table.name == "salesorder":
        _follow(session, {"statecode": ACTIVE, "msdyn_processingstatus": None}, row)
    if table.states:
        _settle_state(session, table, {"statecode": min(table.states), "statuscode": None}, row)
    header = prices.header_of(session, table, row)
    if table.name in prices.LINES:
        if header is None:
            raise invalid_argument(f"The line must belong to a row of {prices.LINES[table.name].header}.")
        _editable(session, session.model.tables[prices.LINES[table.name].header], header)
    _number(session, table, row)


def before_update(session: Session, table: Table, row: store.Row, given: Json) -> None:
    """Refuse a change that Sales does not allow, and add what follows from it to ``given``."""
    if not set(given).isdisjoint(_NAMES):
        _named(table, {**row, **given}, given)
    if table.name == "salesorder":
        _follow(session, row, given)
    if set(given) - _STATE:
        if table.name in _HEADERS:
            _editable(session, table, row)
        header = prices.header_of(session, table, row)
        if header is not None:
            _editable(session, session.model.tables[prices.LINES[table.name].header], header)
    if table.states and set(given) & _STATE:
        wanted = given.get("statecode")
        if table.name == "salesorder" and wanted == CANCELED != row["statecode"] and not acts_as_integration(session):
            raise sales_error("The state of the order cannot be set to Canceled. Use the CancelSalesOrder message.")
        _settle_state(session, table, row, given)
        if table.name == "salesorder" and given["statecode"] == SUBMITTED != row["statecode"]:
            given["submitdate"] = session.stamp[:10]


def before_delete(session: Session, table: Table, row: store.Row) -> None:
    """Lines go only as long as their order may be edited."""
    header = prices.header_of(session, table, row)
    if header is not None:
        _editable(session, session.model.tables[prices.LINES[table.name].header], header)


def after_write(session: Session, table: Table, key: str, operation: str, given: Json) -> None:
    """Prices, where this caller's write has them calculated."""
    del given
    prices.written(session, table, key, operation, sop=flag(session))


def after_delete(session: Session, table: Table, row: store.Row) -> None:
    """Totals without the line that went."""
    prices.deleted(session, table, row, sop=flag(session))


def set_state(session: Session, table: Table, key: str, state: int, status: int | None) -> None:
    """Put a row into a state by a message such as FulfillSalesOrder."""
    from sopwizard.adapters.simulator.writes import save  # noqa: PLC0415  writes calls these rules

    status = table.default_status[state] if status in {None, -1} else status
    if status not in table.statuses or table.statuses[status][0] != state:
        raise invalid_state_pair(table.name, status or 0, state)
    save(session, table, key, {"statecode": state, "statuscode": status})


def editable(session: Session, table: Table, row: store.Row) -> bool:
    """Whether the caller may edit a header: in its first state; an integration user always, with the flag on."""
    if table.name not in _HEADERS or row["statecode"] == ACTIVE:
        return True
    return table.name in _INTEGRATION_MAY and acts_as_integration(session)


def _editable(session: Session, table: Table, row: store.Row) -> None:
    if not editable(session, table, row):
        state = table.states[row["statecode"]]
        raise sales_error(f"The {table.label.lower()} is read-only because its status is {state}.")


def _settle_state(session: Session, table: Table, row: Mapping[str, int | None], given: Json) -> None:
    """Make state and reason a legal pair: a state alone brings its default reason, a reason alone must fit."""
    del session
    state = given.get("statecode")
    if state is None:
        state = row["statecode"]
        if given.get("statuscode") is not None and row["statuscode"] is None:
            # a new row may be given a reason alone; it tells the state
            state = table.statuses[given["statuscode"]][0]
    status = given.get("statuscode")
    if status is None:
        status = table.default_status.get(int(state or 0))
    if status is None or status not in table.statuses or table.statuses[status][0] != state:
        raise invalid_state_pair(table.name, status or 0, int(state or 0))
    given["statecode"], given["statuscode"] = state, status


def _follow(session: Session, row: Mapping[str, Any], given: Json) -> None:
    """The status that follows a new processing status, where Supply Chain Management's user writes it."""
    environment = session.environment.facts["map"]
    rules = FOLLOWS.get(environment)
    processing = given.get("msdyn_processingstatus")
    if rules is None or processing is None or set(given) & _STATE or not acts_as_integration(session):
        return
    state = rules.get(processing, ACTIVE)
    if environment == "classic" and processing == _PARTLY and row["msdyn_processingstatus"] == _DELIVERED:
        state = FULFILLED  # the second of that table's two rows: delivered before a part was invoiced
    if state is not None and state != row["statecode"]:
        given["statecode"] = state
        given["statuscode"] = session.model.tables["salesorder"].default_status[state]


def _number(session: Session, table: Table, row: store.Row) -> None:
    """The numbers that the platform gives: Sales' own, and those of auto-numbering."""
    own = {"salesorder": ("ordernumber", "ORD"), "quote": ("quotenumber", "QUO"), "invoice": ("invoicenumber", "INV")}
    if table.name in own and not row.get(own[table.name][0]):
        column, prefix = own[table.name]
        row[column] = f"{prefix}-{row['versionnumber']:05}-{uuid.uuid4().hex[:4].upper()}"
    for column, pattern in table.autonumber.items():
        if not row.get(column):
            number = store.next_number(session.connection, table, column)
            row[column] = _SEQNUM.sub(lambda found, at=number: f"{at:0{int(found[1])}}", pattern)  # type: ignore[misc]


def _named(table: Table, whole: Mapping[str, object], target: Json) -> None:
    """Full names are made of first and last names."""
    if {"fullname", "firstname", "lastname"} <= table.columns.keys():
        names = (str(whole[part]) for part in _NAMES if whole.get(part))
        full = " ".join(names)
        if full and full != whole.get("fullname"):
            target["fullname"] = full
