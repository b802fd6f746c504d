"""``?sql=SELECT TOP 2 name FROM account WHERE …``: Dataverse's read-only SQL over the Web API, by SQLite itself.

SQLite's authorizer holds the statement to reading tables of the model; whatever else it is, it is refused.
"""

import re
import sqlite3
from typing import Any

from sopwizard.adapters.simulator import options, privileges, values
from sopwizard.adapters.simulator.errors import DataverseError
from sopwizard.adapters.simulator.messages import Answer, Json, json_answer
from sopwizard.adapters.simulator.model import Model, Table
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.urls import Address

_TOP = re.compile(r"^\s*SELECT\s+(DISTINCT\s+)?(?:TOP\s*\(?\s*(\d{1,9})\s*\)?\s+)?", re.IGNORECASE)
_PIECE = re.compile(r"'(?:[^']|'')*'|\[\w+\]|\w+|--|/\*|;|.", re.DOTALL)
_FUNCTIONS = frozenset({"count", "sum", "avg", "min", "max", "like", "upper", "lower", "coalesce"})
_STEPS = 20_000_000


def answer(session: Session, address: Address, table: Table) -> Answer:
    """The rows of the query in the sql option."""
    address.only("sql")
    text = _translated(session.model, address.options["sql"])
    read: set[str] = set()
    connection = session.connection
    budget = iter(range(_STEPS // 10_000))
    connection.set_authorizer(lambda *event: _allowed(session.model, read, *event))
    connection.set_progress_handler(lambda: int(next(budget, None) is None), 10_000)
    try:
        found = [dict(row) for row in connection.execute(text).fetchmany(options.PAGE)]
    except sqlite3.Error as error:
        raise _refused(str(error)) from error
    finally:
        connection.set_authorizer(None)
        connection.set_progress_handler(None, 0)
    for name in read | {table.name}:
        privileges.demand(session.model, session.caller, session.model.tables[name], "Read")
    body: Json = {"@odata.context": session.context.of(table.entity_set)}
    body["value"] = [{name: _shown(table, name, value) for name, value in row.items()} for row in found]
    return json_answer(body, session.context)


def _refused(reason: str) -> DataverseError:
    return DataverseError(400, "0x80040216", f"The SQL query is not supported: {reason}.")


def _translated(model: Model, text: str) -> str:
    """T-SQL as SQLite has it: TOP at the end, lookups by the names of the store."""
    head = _TOP.match(text)
    if head is None:
        raise _refused("only SELECT")
    lookups = {
        column.name: column.member
        for table in model.tables.values()
        for column in table.columns.values()
        if column.kind == "lookup"
    }
    pieces: list[str] = []
    for piece in _PIECE.findall(text[head.end() :]):
        if piece in {"--", "/*", ";"}:
            raise _refused("comments and several statements")
        if piece == "*" and not pieces:
            raise _refused("SELECT *")
        bare = piece.strip("[]") if piece.startswith("[") else piece
        if bare.lower() == "dbo":
            pieces.append("main")
        elif bare.lower() in lookups and not piece.startswith("'"):
            pieces.append(f'"{lookups[bare.lower()]}"')
        else:
            pieces.append(piece)
    top = f" LIMIT {head[2]}" if head[2] else ""
    return f"SELECT {head[1] or ''}{''.join(pieces)}{top}"


def _allowed(model: Model, read: set[str], action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """SELECT, columns of the model's tables, and a few functions."""
    if action == sqlite3.SQLITE_SELECT:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ and first in model.tables:
        read.add(first)
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FUNCTIONS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _shown(table: Table, name: str, value: Any) -> Any:  # noqa: ANN401  JSON is of any kind
    column = table.by_member.get(name)
    return values.show(column, value) if column else value
