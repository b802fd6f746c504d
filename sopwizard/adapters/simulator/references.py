"""Associating and disassociating rows through ``$ref``."""

import uuid

from sopwizard.adapters.simulator import privileges, store
from sopwizard.adapters.simulator.errors import bad_query, duplicate_row, not_found
from sopwizard.adapters.simulator.messages import Answer
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.writes import save


def associate(session: Session, table: Table, row: store.Row, name: str, other: tuple[Table, str]) -> Answer:
    """Bring two rows together."""
    target, key = other
    relation = table.relations[name]
    if target.name != relation.table:
        raise bad_query(f"A reference to '{target.entity_set}' does not fit '{name}'.")
    if store.find(session.connection, target, key) is None:
        raise not_found(target.name, key)
    privileges.demand(session.model, session.caller, table, "Append")
    privileges.demand(session.model, session.caller, target, "AppendTo")
    if relation.by:
        _point(session, table, target, relation.by, key, row[table.key])
        return Answer(204)
    link = session.model.tables[str(relation.through)]
    condition = f"{store.quoted(str(relation.this))} = ? AND {store.quoted(str(relation.that))} = ?"
    sql = f"SELECT 1 FROM {store.quoted(link.name)} WHERE {condition}"  # noqa: S608  the model's names
    if session.connection.execute(sql, (row[table.key], key)).fetchone():
        raise duplicate_row()
    values = {
        link.key: str(uuid.uuid4()),
        str(relation.this): row[table.key],
        str(relation.that): key,
        "versionnumber": store.next_version(session.connection),
    }
    store.insert(session.connection, link, values)
    return Answer(204)


def disassociate(session: Session, table: Table, row: store.Row, name: str, key: str) -> Answer:
    """Part two rows."""
    relation = table.relations[name]
    target = session.model.tables[relation.table]
    privileges.demand(session.model, session.caller, table, "Append")
    if relation.by:
        _point(session, table, target, relation.by, key, None)
        return Answer(204)
    session.connection.execute(
        f"DELETE FROM {store.quoted(str(relation.through))} "  # noqa: S608  the model's names
        f"WHERE {store.quoted(str(relation.this))} = ? AND {store.quoted(str(relation.that))} = ?",
        (row[table.key], key),
    )
    return Answer(204)


def _point(session: Session, table: Table, target: Table, by: str, key: str, value: str | None) -> None:  # noqa: PLR0913, PLR0917  two rows and a column
    column = target.columns[by]
    values: store.Json = {column.member: value}
    if len(column.targets) > 1:
        values[store.type_column(column.member)] = table.name if value else None
    save(session, target, key, values)
