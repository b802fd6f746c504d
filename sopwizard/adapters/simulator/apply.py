"""$apply: filter, groupby and aggregate on the server, up to 50,000 rows (DOMAIN 7, public error reference)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sopwizard.adapters.simulator import options, reads, values
from sopwizard.adapters.simulator.errors import bad_query, too_many_aggregated, unknown_property
from sopwizard.adapters.simulator.messages import Answer, Json, json_answer
from sopwizard.adapters.simulator.model import Column, Table
from sopwizard.adapters.simulator.paths import Query, path, where
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.store import quoted
from sopwizard.adapters.simulator.urls import Address, split

LIMIT = 50_000
"""The most rows that an aggregate may look at."""
_STEP = re.compile(r"(\w+)\((.*)\)", re.DOTALL)
_GROUP = re.compile(r"\(([^()]*)\)\s*(?:,\s*aggregate\((.*)\))?", re.DOTALL)
_COUNT = re.compile(r"\$count\s+as\s+(\w+)")
_MEASURE = re.compile(r"([\w/]+)\s+with\s+(\w+)\s+as\s+(\w+)")
_METHODS = {"sum": "SUM", "average": "AVG", "min": "MIN", "max": "MAX", "countdistinct": "COUNT(DISTINCT"}


@dataclass(frozen=True, slots=True)
class _Out:
    """A column of the result: its name, its SQL, and the table column that it repeats (None for a number)."""

    name: str
    sql: str
    column: Column | None


def answer(session: Session, address: Address, table: Table) -> Answer:
    """The groups, or the one row of an aggregate."""
    address.only("$apply", "$orderby", "$top", "$count")
    query = reads.new_query(session)
    source = f"{quoted(table.name)} t"
    condition = "1"
    groups: list[_Out] = []
    measures: list[_Out] = []
    steps = list(split(address.options["$apply"], "/"))
    for position, text in enumerate(steps):
        step = _STEP.fullmatch(text.strip())
        if step is None:
            raise bad_query(f"Syntax error in '{text}'.")
        if step[1] == "filter" and not groups and not measures:
            condition += f" AND {where(query, table, 't', step[2], address.aliases)}"
        elif step[1] == "groupby" and position == len(steps) - 1:
            groups, measures = _grouped(query, table, step[2])
        elif step[1] == "aggregate" and position == len(steps) - 1:
            measures = _measures(query, table, step[2])
        else:
            raise bad_query(f"The transformation '{step[1]}' is not supported here.")
    if not groups and not measures:
        raise bad_query("A groupby or aggregate transformation is needed.")
    within_limit(session, query, f"FROM {source} WHERE {condition}")
    columns = ", ".join(f"{out.sql} AS {quoted(out.name)}" for out in (*groups, *measures))
    sql = f"SELECT {columns} FROM {source} WHERE {condition}"  # noqa: S608  made by us
    if groups:
        sql += f" GROUP BY {', '.join(out.sql for out in groups)}"
    sql += _ordered(address, (*groups, *measures))
    limit = options.top(address.options.get("$top"))
    rows = reads.fetch(session, query, sql)[: options.PAGE if limit is None else limit]
    body: Json = {
        "@odata.context": session.context.of(f"{table.entity_set}({','.join(o.name for o in (*groups, *measures))})")
    }
    if options.counted(address.options.get("$count")):
        body["@odata.count"] = len(rows)
    body["value"] = [_row(session, row, (*groups, *measures)) for row in rows]
    return json_answer(body, session.context)


def within_limit(session: Session, query: Query, rest: str) -> None:
    """Refuse an aggregate over more rows than Dataverse takes; ``rest`` is the query from FROM on."""
    counting = f"SELECT COUNT(*) AS n FROM (SELECT 1 {rest} LIMIT {LIMIT + 1})"  # noqa: S608  made by us
    if reads.fetch(session, query, counting)[0]["n"] > LIMIT:
        raise too_many_aggregated()


def _grouped(query: Query, table: Table, text: str) -> tuple[list[_Out], list[_Out]]:
    found = _GROUP.fullmatch(text.strip())
    if found is None:
        raise bad_query(f"Syntax error in 'groupby({text})'.")
    groups = []
    for name in (part.strip() for part in found[1].split(",")):
        if not name:
            raise bad_query(f"Syntax error in 'groupby({text})'.")
        column, sql = path(query, table, "t", name.split("/"))
        groups.append(_Out(name, sql, column))
    return groups, _measures(query, table, found[2]) if found[2] else []


def _measures(query: Query, table: Table, text: str) -> list[_Out]:
    return [_measure(query, table, part.strip()) for part in split(text, ",")]


def _measure(query: Query, table: Table, text: str) -> _Out:
    count = _COUNT.fullmatch(text)
    if count:
        return _Out(count[1], "COUNT(*)", None)
    found = _MEASURE.fullmatch(text)
    if found is None or found[2] not in _METHODS:
        raise bad_query(f"Syntax error in 'aggregate({text})'.")
    column, sql = path(query, table, "t", found[1].split("/"))
    if found[2] in {"sum", "average"} and column.kind not in values.WHOLE | values.FRACTIONAL:
        raise bad_query(f"The property '{found[1]}' is not numeric.")
    function = _METHODS[found[2]]
    closing = "))" if function.endswith("DISTINCT") else ")"
    opening = " " if function.endswith("DISTINCT") else "("
    repeats = column if found[2] in {"min", "max"} else None
    return _Out(found[3], f"{function}{opening}{sql}{closing[1:] if opening == ' ' else closing}", repeats)


def _ordered(address: Address, outs: Sequence[_Out]) -> str:
    parts = []
    for part in address.options.get("$orderby", "").split(","):
        words = part.split()
        if not words:
            continue
        if words[0] not in {out.name for out in outs}:
            raise unknown_property(words[0], "the aggregated result")
        if words[1:] not in ([], ["asc"], ["desc"]):
            raise bad_query(f"Syntax error in '{part.strip()}'.")
        parts.append(f"{quoted(words[0])} {' '.join(words[1:]).upper()}")
    return f" ORDER BY {', '.join(parts)}" if parts else ""


def _row(session: Session, row: dict[str, Any], outs: Sequence[_Out]) -> Json:
    body: Json = {}
    for out in outs:
        value = row[out.name]
        place, name = body, out.name
        if "/" in name:
            *owners, name = name.split("/")
            for owner in owners:
                place = place.setdefault(owner, {})
        if out.column is None:
            if value is not None and session.context.prefers.wants(values.FORMATTED):
                place[f"{name}@{values.FORMATTED}"] = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
            place[name] = value
        else:
            place |= _named(session.annotated(out.column, {out.column.member: value}), out.column.member, name)
    return body


def _named(annotated: Json, member: str, name: str) -> Json:
    """A column's members under another name."""
    return {name + key.removeprefix(member): value for key, value in annotated.items()}
