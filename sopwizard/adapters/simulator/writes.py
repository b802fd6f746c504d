"""Writing rows: create, update, upsert, delete, single properties, with conditions and versions."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sopwizard.adapters.simulator import orders, privileges, store
from sopwizard.adapters.simulator.errors import (
    bad_payload,
    bad_query,
    duplicate_key,
    duplicate_row,
    invalid_argument,
    message_not_supported,
    no_optimistic_concurrency,
    not_found,
    precondition_failed,
)
from sopwizard.adapters.simulator.messages import Answer, Json, Request, json_answer
from sopwizard.adapters.simulator.model import Column, Table
from sopwizard.adapters.simulator.options import selected
from sopwizard.adapters.simulator.session import Session, etag
from sopwizard.adapters.simulator.store import type_column
from sopwizard.adapters.simulator.urls import Address
from sopwizard.adapters.simulator.values import take

Resolve = Callable[[str], tuple[Table, str]]
"""Turns the target of ``…@odata.bind`` into table and key."""


def create(  # noqa: PLR0913, PLR0917  a request, what it is about, and what its address says
    session: Session,
    request: Request,
    address: Address,
    table: Table,
    resolve: Resolve,
    named: Mapping[str, object] | None = None,
) -> Answer:
    """POST on an entity set, or PATCH by an alternate key that no row has: the new row has the address's values."""
    names = selected(table, address.options.get("$select"))
    key = insert(session, table, {**request.json(), **(named or {})}, resolve)
    return _written(session, table, key, names, created=True)


def insert(session: Session, table: Table, body: Json, resolve: Resolve, key: str | None = None) -> str:
    """Make a row of a client's object, with everything the platform adds. Returns its key."""
    if "Create" not in table.messages:
        raise message_not_supported("Create", table.name)
    privileges.demand(session.model, session.caller, table, "Create")
    given, children = columns_of(session, table, body, resolve, creating=True)
    key = key or given.pop(table.key, None) or str(uuid.uuid4())
    given.pop(table.key, None)
    if store.find(session.connection, table, key) is not None:
        raise duplicate_row()
    _alternate_keys_free(session, table, given, key)
    row: store.Row = {table.key: key, **table.defaults, **given}
    stamp = given.get("overriddencreatedon") or session.stamp
    automatic = {
        "createdon": stamp,
        "modifiedon": session.stamp,
        "_createdby_value": session.caller.id,
        "_modifiedby_value": session.caller.id,
        "versionnumber": store.next_version(session.connection),
    }
    row |= {name: value for name, value in automatic.items() if name in table.by_member}
    if table.name == "systemuser" and row.get("_businessunitid_value") is None:
        raise invalid_argument("A user needs a business unit.")  # the words are ours: Dataverse's are not published
    owner = table.columns.get("ownerid")
    if owner is not None and owner.kind == "lookup":
        row.setdefault("_ownerid_value", session.caller.id)
        row.setdefault(type_column("_ownerid_value"), "systemuser")
        row.setdefault("_owningbusinessunit_value", session.caller.user["_businessunitid_value"])
    orders.before_create(session, table, row)
    store.insert(session.connection, table, row)
    for relation, entries in children.items():
        child = session.model.tables[table.relations[relation].table]
        lookup = child.columns[str(table.relations[relation].by)]
        navigation = next(name for name, target in lookup.navigation.items() if target == table.name)
        for entry in entries:
            insert(session, child, {**entry, f"{navigation}@odata.bind": f"/{table.entity_set}({key})"}, resolve)
    orders.after_write(session, table, key, "create", given)
    return key


def modify(session: Session, request: Request, address: Address, place: tuple[Table, str], resolve: Resolve) -> Answer:
    """PATCH on one row: an update, or a create where there is no such row and nothing forbids one."""
    table, key = place
    names = selected(table, address.options.get("$select"))
    body = request.json()
    row = store.find(session.connection, table, key)
    if row is None:
        if request.headers.get("If-Match"):
            raise not_found(table.name, key)
        insert(session, table, body, resolve, key)
        return _written(session, table, key, names, created=True)
    if (request.headers.get("If-None-Match") or "").strip() == "*":
        raise duplicate_key()
    check_match(request, table, row)
    change(session, table, row, body, resolve)
    return _written(session, table, key, names, created=False)


def change(session: Session, table: Table, row: store.Row, body: Json, resolve: Resolve) -> None:
    """Change a row that exists by a client's object."""
    if "Update" not in table.messages:
        raise message_not_supported("Update", table.name)
    privileges.demand(session.model, session.caller, table, "Write")
    given, children = columns_of(session, table, body, resolve, creating=False)
    if children:
        raise bad_payload(table.entity_set, "Deep update of a navigation property is not supported.")
    if given.get(table.key, row[table.key]) != row[table.key]:
        raise invalid_argument("The primary key of a row cannot be changed.")
    given.pop(table.key, None)
    _alternate_keys_free(session, table, {**row, **given}, row[table.key])
    orders.before_update(session, table, row, given)
    save(session, table, row[table.key], given)
    orders.after_write(session, table, row[table.key], "update", given)


def save(session: Session, table: Table, key: str, values: Json) -> None:
    """Store values with a new version and who changed them when."""
    stamped = dict(values)
    if "modifiedon" in table.columns:
        stamped["modifiedon"] = session.stamp
        stamped["_modifiedby_value"] = session.caller.id
    stamped["versionnumber"] = store.next_version(session.connection)
    store.update(session.connection, table, key, stamped)


def remove(session: Session, request: Request, table: Table, row: store.Row) -> Answer:
    """DELETE on one row; lines go with their order."""
    if "Delete" not in table.messages:
        raise message_not_supported("Delete", table.name)
    privileges.demand(session.model, session.caller, table, "Delete")
    check_match(request, table, row)
    orders.before_delete(session, table, row)
    store.delete(session.connection, table, row[table.key])
    for relation in table.relations.values():
        child = session.model.tables.get(relation.table)
        if child and relation.by and "required" in child.columns[relation.by].flags:
            lookup = child.columns[relation.by].member
            session.connection.execute(
                f"DELETE FROM {store.quoted(child.name)} WHERE {store.quoted(lookup)} = ?",  # noqa: S608  model's names
                (row[table.key],),
            )
    orders.after_delete(session, table, row)
    return Answer(204)


def put_property(session: Session, request: Request, table: Table, row: store.Row, column: Column) -> Answer:
    """PUT on one property: ``{"value": …}``."""
    body = request.json()
    if "value" not in body or set(body) - {"value", "@odata.context"}:
        raise bad_payload(table.entity_set, "An object with the member 'value' is needed.")
    check_match(request, table, row)
    change(session, table, row, {column.name: body["value"]}, no_binding)
    return Answer(204)


def clear_property(session: Session, request: Request, table: Table, row: store.Row, column: Column) -> Answer:
    """DELETE on one property, or on one lookup's reference: its value is gone."""
    check_match(request, table, row)
    name = f"{next(iter(column.navigation))}@odata.bind" if column.kind == "lookup" else column.name
    change(session, table, row, {name: None}, no_binding)
    return Answer(204)


def no_binding(reference: str) -> tuple[Table, str]:
    """For writes that take no references."""
    raise bad_query(f"'{reference}' cannot be bound here.")


def check_match(request: Request, table: Table, row: store.Row) -> None:
    """If-Match: ``*`` always holds for a row that exists; a version needs optimistic concurrency."""
    match = (request.headers.get("If-Match") or "").strip()
    if match in {"", "*"}:
        return
    if not table.optimistic:
        raise no_optimistic_concurrency(table.name)
    if match != etag(row):
        raise precondition_failed()


def columns_of(
    session: Session, table: Table, body: Json, resolve: Resolve, *, creating: bool
) -> tuple[Json, dict[str, list[Json]]]:
    """A client's object as stored values, and the rows that it brings with it (deep insert)."""
    given: Json = {}
    children: dict[str, list[Json]] = {}
    for member, value in body.items():
        name, _, annotation = member.partition("@")
        if annotation == "odata.bind":
            given |= _bound(session, table, name, value, resolve)
        elif annotation or not name:
            continue  # annotations of rows that were read may be sent back
        elif name in table.columns and table.columns[name].kind != "lookup":
            column = table.columns[name]
            if _settable(table, column, creating=creating):
                given[name] = take(table, column, value)
        elif name in table.by_member:
            raise bad_payload(
                table.entity_set,
                "CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.",
            )
        elif name in table.navigation and value is None:
            given[table.navigation[name][0].member] = None
        elif creating and name in table.relations and table.relations[name].by and _rows(value):
            children[name] = value
        else:
            raise bad_payload(
                table.entity_set,
                f"The property '{name}' does not exist on type 'Microsoft.Dynamics.CRM.{table.name}'. Make sure to "
                "only use property names that are defined by the type.",
            )
    return given, children


def _rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _settable(table: Table, column: Column, *, creating: bool) -> bool:
    """Whether a client's value counts: the platform passes over its own columns without a word."""
    if column.name == table.key:
        return True
    if column.read_only:
        return False
    return not (creating and "nocreate" in column.flags)


def _bound(session: Session, table: Table, name: str, value: Any, resolve: Resolve) -> Json:  # noqa: ANN401  JSON
    if name not in table.navigation:
        raise bad_payload(
            table.entity_set,
            f"An undeclared property '{name}' which only has property annotations in the payload but no "
            "property value was found in the payload.",
        )
    column, target = table.navigation[name]
    polymorphic = len(column.targets) > 1
    if value is None:
        return {column.member: None, **({type_column(column.member): None} if polymorphic else {})}
    if not isinstance(value, str):
        raise bad_payload(table.entity_set, f"The value of '{name}@odata.bind' is no reference.")
    found, key = resolve(value)
    if found.name not in column.targets or (column.name != "ownerid" and found.name != target):
        raise bad_payload(table.entity_set, f"A reference to '{found.entity_set}' does not fit '{name}'.")
    if store.find(session.connection, found, key) is None:
        raise not_found(found.name, key)
    return {column.member: key, **({type_column(column.member): found.name} if polymorphic else {})}


def _alternate_keys_free(session: Session, table: Table, row: Json, key: str) -> None:
    for columns in table.keys.values():
        if any(row.get(table.columns[name].member) is None for name in columns):
            continue
        condition = " AND ".join(f"{store.quoted(table.columns[name].member)} = ?" for name in columns)
        values = [row[table.columns[name].member] for name in columns]
        sql = f"SELECT 1 FROM {store.quoted(table.name)} WHERE {condition} AND {store.quoted(table.key)} <> ?"  # noqa: S608  model's names
        if session.connection.execute(sql, (*values, key)).fetchone():
            raise duplicate_key()


def _written(session: Session, table: Table, key: str, names: Sequence[str] | None, *, created: bool) -> Answer:
    place = f"{session.context.root}{table.entity_set}({key})"
    if session.context.prefers.representation:
        row = session.row(table, key)
        body = {
            "@odata.context": session.context.of(f"{table.entity_set}/$entity"),
            **session.entity(table, row, names),
        }
        return json_answer(
            body, session.context, 201 if created else 200, ("OData-EntityId", place), ("x-represented", "1")
        )
    return Answer(204, (("OData-EntityId", place),))
