"""One request's view of the environment: who asks, what it may do, the rows, and the rows as JSON."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sopwizard.adapters.simulator import store, values
from sopwizard.adapters.simulator.errors import not_found, unknown_segment
from sopwizard.adapters.simulator.messages import Context, Json
from sopwizard.adapters.simulator.model import Column, Model, Table
from sopwizard.adapters.simulator.privileges import Caller


@dataclass(frozen=True, slots=True)
class Environment:
    """What does not change while the server runs: model, and what the scenario says of caller and environment."""

    name: str
    model: Model
    caller: Json
    facts: Json


@dataclass(slots=True)
class Session:
    """Everything that answering one request needs. ``now`` is the server's time."""

    environment: Environment
    connection: sqlite3.Connection
    caller: Caller
    context: Context
    now: datetime
    _names: dict[tuple[str, str], str | None] = field(default_factory=dict)

    @property
    def model(self) -> Model:
        """The tables."""
        return self.environment.model

    @property
    def stamp(self) -> str:
        """Now, as rows hold it."""
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def table_of_set(self, name: str) -> Table:
        """The table of an entity set; 404 where there is none (names are case-sensitive, as in Dataverse)."""
        table = self.model.sets.get(name)
        if table is None:
            raise unknown_segment(name)
        return table

    def row(self, table: Table, key: str) -> store.Row:
        """A row that must exist."""
        row = store.find(self.connection, table, key)
        if row is None:
            raise not_found(table.name, key)
        return row

    def organization(self) -> store.Row:
        """The one row of table organization."""
        return store.rows(self.connection, "SELECT * FROM organization LIMIT 1")[0]

    def name_of(self, table: str, key: str) -> str | None:
        """The primary name of the row that a lookup points to; None where it is not there."""
        if (table, key) not in self._names:
            target = self.model.tables.get(table)
            row = store.find(self.connection, target, key) if target else None
            name = row.get(target.primary_name) if row and target and target.primary_name else None
            self._names[table, key] = name
        return self._names[table, key]

    def entity(self, table: Table, row: Mapping[str, Any], selected: Collection[str] | None = None) -> Json:
        """A row as JSON, with the annotations that were asked for; ``selected`` are properties, None means all."""
        body: Json = {}
        if "versionnumber" in row and self.context.metadata != "none":
            body["@odata.etag"] = etag(row)
        if self.context.metadata == "full":
            place = f"{self.context.root}{table.entity_set}({row[table.key]})"
            body |= {
                "@odata.type": f"#Microsoft.Dynamics.CRM.{table.name}",
                "@odata.id": place,
                "@odata.editLink": place,
            }
        for column in table.columns.values():
            if selected is None or column.member in selected or column.name == table.key:
                body |= self.annotated(column, dict(row))
        return body

    def annotated(self, column: Column, row: store.Row) -> Json:
        """One column of a row, its annotations before it, as real answers have them."""
        name, value = column.member, row.get(column.member)
        body: Json = {}
        wants = self.context.prefers.wants
        if self.context.prefers.annotations and value is not None:
            target = values.target_of(column, row) if column.kind == "lookup" else ""
            text = values.written(column, value, lambda: self.name_of(target, value))
            if text is not None and wants(values.FORMATTED):
                body[f"{name}@{values.FORMATTED}"] = text
            if target and not column.read_only and wants(values.LOOKUP_NAVIGATION):
                navigation = next(
                    nav for nav, table in column.navigation.items() if table == target or len(column.navigation) == 1
                )
                body[f"{name}@{values.LOOKUP_NAVIGATION}"] = navigation
            if target and wants(values.LOOKUP_TABLE):
                body[f"{name}@{values.LOOKUP_TABLE}"] = target
        body[name] = values.show(column, value)
        return body


def etag(row: Mapping[str, Any]) -> str:
    """A row's weak ETag."""
    return f'W/"{row["versionnumber"]}"'
