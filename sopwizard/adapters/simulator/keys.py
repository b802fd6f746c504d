"""Keys in paths and references: GUIDs, named keys, alternate keys."""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from sopwizard.adapters.simulator import store
from sopwizard.adapters.simulator.errors import bad_key, bad_query, not_found_by_key
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.urls import Segment, named_values, parse
from sopwizard.adapters.simulator.values import GUID, take, whole
from sopwizard.adapters.simulator.writes import Resolve


def resolver(session: Session) -> Resolve:
    """What turns ``/accounts(<key>)``, relative or absolute, into table and key."""

    def resolve(reference: str) -> tuple[Table, str]:
        path = urlsplit(reference).path
        if "/api/data/" in path:
            path = path.split("/api/data/", 1)[1].partition("/")[2]
        address = parse(f"/api/data/v9.2/{path.lstrip('/')}", "")
        if len(address.segments) != 1 or address.segments[0].bracket is None:
            raise bad_query(f"Resource not found for the segment '{unquote(reference)}'.")
        segment = address.segments[0]
        table = session.table_of_set(segment.name)
        return table, key_of(session, table, segment, {})

    return resolve


def key_of(session: Session, table: Table, segment: Segment, aliases: Mapping[str, str]) -> str:
    """The primary key that a bracket means: a GUID, ``accountid=GUID``, or an alternate key of the table."""
    primary = _primary_key(table, segment, aliases)
    if primary is not None:
        return primary
    found = find(session, table, alternate_key(table, segment, aliases))
    if found is None:
        raise not_found_by_key(table.name)
    return found


def _primary_key(table: Table, segment: Segment, aliases: Mapping[str, str]) -> str | None:
    text = (segment.bracket or "").strip()
    if GUID.fullmatch(text):
        return text.lower()
    named = named_values(text, aliases) if "=" in text else {}
    if not named:
        raise bad_key()
    if list(named) == [table.key] and GUID.fullmatch(named[table.key]):
        return named[table.key].lower()
    return None


def alternate_key(table: Table, segment: Segment, aliases: Mapping[str, str]) -> dict[str, object]:
    """The columns of the alternate key that a bracket means, and their values; none where it is the primary key."""
    if _primary_key(table, segment, aliases) is not None:
        return {}
    named = named_values(segment.bracket or "", aliases)
    columns = next((entry for entry in table.keys.values() if set(entry) == set(named)), None)
    if columns is None:
        raise bad_query(
            f"The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.{table.name}'. Ensure that "
            "the names and number of key properties match the declared or alternate key properties for the resource "
            f"'Microsoft.Dynamics.CRM.{table.name}'."
        )
    return {name: _key_value(table, name, named[name]) for name in columns}


def find(session: Session, table: Table, key: Mapping[str, object]) -> str | None:
    """The primary key of the row with that alternate key."""
    condition = " AND ".join(f"{store.quoted(name)} = ?" for name in key)
    found = session.connection.execute(
        f"SELECT {store.quoted(table.key)} AS key FROM {store.quoted(table.name)} WHERE {condition}",  # noqa: S608  model's names
        tuple(key.values()),
    ).fetchone()
    return str(found["key"]) if found else None


def _key_value(table: Table, name: str, literal: str) -> object:
    if literal.startswith("'"):
        if len(literal) < 2 or not literal.endswith("'"):  # noqa: PLR2004  the two quotes
            raise bad_key()
        return literal[1:-1].replace("''", "'")
    try:
        number = whole(literal)
    except ValueError as error:
        raise bad_key() from error
    return take(table, table.columns[name], number)
