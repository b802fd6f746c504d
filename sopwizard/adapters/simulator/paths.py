"""Names in queries: from a row through lookups and collections to columns, as SQL with every value bound."""

import re
from collections.abc import Mapping
from typing import Any

from sopwizard.adapters.simulator.errors import unknown_property
from sopwizard.adapters.simulator.model import Column, Model, Relation, Table
from sopwizard.adapters.simulator.store import quoted, type_column


def where(query: "Query", table: Table, alias: str, text: str, aliases: Mapping[str, str]) -> str:
    """The SQL condition of a $filter; refused as Dataverse refuses what it does not know."""
    from sopwizard.adapters.simulator import filters  # noqa: PLC0415  the grammar takes a while to load

    return filters.where(query, table, alias, text, aliases)


class Query:
    """A condition being made: the tables it is about and the values bound so far."""

    def __init__(self, model: Model, user: str, now: str) -> None:
        self.model = model
        self.user = user
        self.now = now
        self.values: dict[str, Any] = {}
        self._aliases = 0

    def bind(self, value: Any) -> str:  # noqa: ANN401  SQLite takes several kinds
        """The mark of a bound value."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def alias(self) -> str:
        """A new table alias."""
        self._aliases += 1
        return f"t{self._aliases}"


def path(query: Query, table: Table, alias: str, names: list[str]) -> tuple[Column, str]:
    """The column that a path of properties leads to, and the SQL that reads it from the row of ``alias``."""
    name, rest = names[0], names[1:]
    if not rest:
        column = table.by_member.get(name)
        if column is None:
            raise unknown_property(name, table.name)
        return column, f"{alias}.{quoted(column.member)}"
    step = table.navigation.get(name)
    target = query.model.tables.get(step[1]) if step else None
    if step is None or target is None:
        raise unknown_property(name, table.name)
    lookup = step[0]
    inner = query.alias()
    column, sql = path(query, target, inner, rest)
    condition = f"{inner}.{quoted(target.key)} = {alias}.{quoted(lookup.member)}"
    if len(lookup.targets) > 1:
        condition += f" AND {alias}.{quoted(type_column(lookup.member))} = {query.bind(target.name)}"
    return column, f"(SELECT {sql} FROM {quoted(target.name)} {inner} WHERE {condition})"  # noqa: S608  model's names


def related(  # noqa: PLR0913, PLR0917  two tables, their aliases, and what joins them
    query: Query, relation: Relation, table: Table, alias: str, target: Table, inner: str
) -> str:
    """A SELECT of the rows of a collection-valued navigation property, as ``inner``; more conditions may follow."""
    if relation.by:
        lookup = target.columns[relation.by]
        sql = (
            f"SELECT {inner}.* FROM {quoted(target.name)} {inner} "  # noqa: S608  the model's names
            f"WHERE {inner}.{quoted(lookup.member)} = {alias}.{quoted(table.key)}"
        )
        if len(lookup.targets) > 1:
            sql += f" AND {inner}.{quoted(type_column(lookup.member))} = {query.bind(table.name)}"
        return sql
    link = query.alias()
    return (
        f"SELECT {inner}.* FROM {quoted(target.name)} {inner} JOIN {quoted(str(relation.through))} {link} "  # noqa: S608  the model's names
        f"ON {link}.{quoted(str(relation.that))} = {inner}.{quoted(target.key)} "
        f"WHERE {link}.{quoted(str(relation.this))} = {alias}.{quoted(table.key)}"
    )


def like(text: str, place: str) -> str:
    r"""The LIKE pattern that finds a text literally (with ESCAPE '\')."""
    escaped = re.sub(r"([\\%_])", r"\\\1", text)
    return {"contains": f"%{escaped}%", "startswith": f"{escaped}%", "endswith": f"%{escaped}"}[place]
