"""The rows, in one SQLite file an environment. Several processes may have the same file open.

A table of the model is a table here; a column is named as the member of a row (``_ownerid_value``), and a lookup with
several targets has a second column that names the table. What the environment is (its model and facts) is kept in the
file too, so that a file stays readable when scenarios change.
"""

import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sopwizard.adapters.simulator.model import Model, Table

Row = dict[str, Any]
Json = dict[str, Any]

Recipe = Callable[[], tuple[Json, Callable[[sqlite3.Connection, Model], None]]]
"""Makes an environment and what writes its first rows."""

_SQL_TYPES = {
    "int": "INTEGER",
    "bigint": "INTEGER",
    "bool": "INTEGER",
    "picklist": "INTEGER",
    "state": "INTEGER",
    "status": "INTEGER",
    "double": "REAL",
    "decimal": "REAL",
    "money": "REAL",
    "string": "TEXT COLLATE NOCASE",
    "memo": "TEXT COLLATE NOCASE",
}
_BUSY = 10_000  # milliseconds that a writer waits for another process


def quoted(name: str) -> str:
    """A name of ours in SQL. Names come from the model only, never from a client."""
    return '"' + name.replace('"', '""') + '"'


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work side by side. SQLite does not wait for its turn to switch to it, so this does."""
    end = time.monotonic() + _BUSY / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            taken = error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
            if not taken or time.monotonic() > end:
                raise
            threading.Event().wait(0.01)
        else:
            return


class Store:
    """The connections to one file, handed out one at a time a request."""

    def __init__(self, path: Path, *, durable: bool) -> None:
        self._path = path
        self._durable = durable
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        try:
            connection.execute(f"PRAGMA busy_timeout = {_BUSY}")
            _write_ahead(connection)
            connection.execute(f"PRAGMA synchronous = {'NORMAL' if self._durable else 'OFF'}")
        except BaseException:
            connection.close()
            raise
        return connection

    @contextlib.contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for the length of one request."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._open()
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.rollback()
            if self._closed:
                connection.close()
            else:
                self._idle.append(connection)

    def close(self) -> None:
        """Close what is idle now and the rest when it comes back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def prepare(self, make: Recipe) -> tuple[Json, Model]:
        """The environment in the file. An empty file gets the one that ``make`` describes, and its first rows."""
        with self.connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            found = _environment(connection)
            if found is None:
                found, seed = make()
                model = Model(found["tables"])
                _build(connection, found, model)
                seed(connection, model)
            else:
                model = Model(found["tables"])
            connection.commit()
            return found, model

    def rebuild(self, make: Recipe) -> None:
        """Put the file back to its beginning, also while another process has it open."""
        environment, seed = make()
        model = Model(environment["tables"])
        with self.connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            names = [row["name"] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            for name in names:
                connection.execute(f"DROP TABLE {quoted(name)}")
            _build(connection, environment, model)
            seed(connection, model)
            connection.commit()


def _environment(connection: sqlite3.Connection) -> Json | None:
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = '_environment'").fetchone():
        return None
    row = connection.execute("SELECT body FROM _environment").fetchone()
    body: Json = json.loads(row["body"])
    return body


def _build(connection: sqlite3.Connection, environment: Json, model: Model) -> None:
    # the version stands alone: every write changes it, and the environment is large
    connection.execute("CREATE TABLE _version (number INTEGER NOT NULL)")
    connection.execute("INSERT INTO _version VALUES (1000000)")
    connection.execute("CREATE TABLE _environment (body TEXT NOT NULL)")
    connection.execute("INSERT INTO _environment VALUES (?)", (json.dumps(environment),))
    for table in model.tables.values():
        parts = []
        for column in table.columns.values():
            kind = _SQL_TYPES.get(column.kind, "TEXT")
            parts.append(f"{quoted(column.member)} {kind}{' PRIMARY KEY' if column.name == table.key else ''}")
            if len(column.targets) > 1:
                parts.append(f"{quoted(type_column(column.member))} TEXT")
        connection.execute(f"CREATE TABLE {quoted(table.name)} ({', '.join(parts)})")
    for table in model.tables.values():
        for relation in table.relations.values():
            if relation.by:
                connection.execute(
                    f"CREATE INDEX IF NOT EXISTS {quoted('by_' + relation.table + '_' + relation.by)} "
                    f"ON {quoted(relation.table)} ({quoted('_' + relation.by + '_value')})"
                )


def type_column(lookup: str) -> str:
    """The column that names the table of a lookup with several targets."""
    return f"{lookup}@table"


def next_version(connection: sqlite3.Connection) -> int:
    """The next row version of the whole environment; ETags are made of it."""
    row = connection.execute("UPDATE _version SET number = number + 1 RETURNING number").fetchone()
    return int(row["number"])


def next_number(connection: sqlite3.Connection, table: Table, column: str) -> int:
    """The next number of an auto-numbered column. None is given out twice, not even that of a row that went since."""
    connection.execute("CREATE TABLE IF NOT EXISTS _numbers (name TEXT PRIMARY KEY, number INTEGER NOT NULL)")
    counted = f"SELECT 1001 + COUNT(*) FROM {quoted(table.name)} WHERE true"  # noqa: S608  names come from the model
    row = connection.execute(
        f"INSERT INTO _numbers SELECT ?, ({counted}) WHERE true "
        "ON CONFLICT (name) DO UPDATE SET number = number + 1 RETURNING number",
        (f"{table.name}.{column}",),
    ).fetchone()
    return int(row["number"])


def find(connection: sqlite3.Connection, table: Table, key: str) -> Row | None:
    """One row by its primary key."""
    sql = f"SELECT * FROM {quoted(table.name)} WHERE {quoted(table.key)} = ?"  # noqa: S608  names come from the model
    row = connection.execute(sql, (key,)).fetchone()
    return dict(row) if row else None


def insert(connection: sqlite3.Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Add a row as it is."""
    names = ", ".join(quoted(name) for name in row)
    marks = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608  names come from the model


def update(connection: sqlite3.Connection, table: Table, key: str, values: Mapping[str, Any]) -> None:
    """Change columns of a row."""
    sets = ", ".join(f"{quoted(name)} = ?" for name in values)
    sql = f"UPDATE {quoted(table.name)} SET {sets} WHERE {quoted(table.key)} = ?"  # noqa: S608  names come from the model
    connection.execute(sql, (*values.values(), key))


def delete(connection: sqlite3.Connection, table: Table, key: str) -> None:
    """Remove a row."""
    connection.execute(f"DELETE FROM {quoted(table.name)} WHERE {quoted(table.key)} = ?", (key,))  # noqa: S608  names come from the model


def rows(connection: sqlite3.Connection, sql: str, values: Iterable[Any] = ()) -> list[Row]:
    """The rows of a query made by this package."""
    return [dict(row) for row in connection.execute(sql, tuple(values))]
