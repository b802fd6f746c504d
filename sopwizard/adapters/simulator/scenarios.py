"""Training scenarios: what the files in resources/training say, merged over their common base, and their first rows.

A scenario file holds differences only::

    title, description          what people read
    order                       its place in the list
    organization                columns of the organization row that differ
    tables                      table → what differs: columns (null removes), optimistic, autonumber, …
    without                     tables that this environment does not have
    rows                        table → name → the row's values, or null to leave out a row of the base
    many                        name → rows by the dozen: {table, name, start, count, row}; lists are used in turn
    caller                      {user, lacks: [privileges]}
    facts                       what the environment says of itself (type, version, …)
    faults                      rules of the fault plan that hold from the start

In rows, ``@table/name`` is the id of that row, ``-3d`` in a date is three days ago, and ``{n}`` in a text of ``many``
is the running number. Ids are made of names, so that the same scenario has the same ids everywhere.
"""

import json
import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sopwizard import resources
from sopwizard.adapters.simulator.model import Model, Table
from sopwizard.adapters.simulator.store import Json, Recipe, insert, next_version, type_column
from sopwizard.domain.errors import Problem, SopError

_IDS = uuid.UUID("5e1f0c0a-7b1e-5d0c-9a55-50b7c5a1e500")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_AGO = re.compile(r"-(\d+)([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, slots=True)
class ScenarioInfo:
    """A training scenario as a list shows it."""

    name: str
    title: str
    description: str


def folder() -> Path:
    """Where the scenario files are."""
    return resources.path("training")


def scenarios() -> tuple[ScenarioInfo, ...]:
    """All scenarios, in the order in which a learner should meet them."""
    found = [(path.stem, _json(path)) for path in folder().glob("*.json")]
    found.sort(key=lambda entry: (entry[1].get("order", 1000), entry[0]))
    return tuple(ScenarioInfo(name, body["title"], body.get("description", "")) for name, body in found)


def row_id(table: str, name: str) -> str:
    """The id of a scenario's row."""
    return str(uuid.uuid5(_IDS, f"{table}/{name}"))


def environment(name: str) -> Json:
    """The whole scenario: base and differences merged. UNKNOWN_SCENARIO where there is none of that name."""
    scenario = _json(_path(name))
    base = _json(folder() / "base" / "tables.json")
    organization = _json(folder() / "base" / "organization.json")
    seed = _json(folder() / "base" / "rows.json")
    tables: Json = {"organization": organization, **base["tables"]}
    for table, difference in scenario.get("tables", {}).items():
        tables[table] = _merged(tables.get(table, {}), difference, thorough=True)
    for table in scenario.get("without", ()):
        tables.pop(table, None)
    rows = _merged(seed["rows"], scenario.get("rows", {}))
    rows = {table: entries for table, entries in rows.items() if table in tables}
    rows["organization"] = {
        "organization": {**organization["row"], **seed["organization"], **scenario.get("organization", {})}
    }
    for entry in tables.values():
        entry.pop("row", None)
    many = [entry for entry in _merged(seed["many"], scenario.get("many", {})).values() if entry["table"] in tables]
    for table, difference in scenario.get("tables", {}).items():
        gone = {column for column, spec in difference.get("columns", {}).items() if spec is None}
        gone |= {f"_{column}_value" for column in gone}
        planted = [*rows.get(table, {}).values(), *(entry["row"] for entry in many if entry["table"] == table)]
        for row in planted:
            for column in gone & row.keys():
                del row[column]
    return {
        "name": name,
        "title": scenario["title"],
        "tables": tables,
        "rows": rows,
        "many": many,
        "caller": {**seed["caller"], **scenario.get("caller", {})},
        "facts": {**seed["facts"], **scenario.get("facts", {})},
        "faults": list(scenario.get("faults", ())),
    }


def _path(name: str) -> Path:
    path = folder() / f"{name}.json"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise SopError(Problem.UNKNOWN_SCENARIO, scenario=name)
    return path


def recipe(name: str) -> Recipe:
    """What an empty file is filled with: the environment without rows, and what writes them. UNKNOWN_SCENARIO."""
    _path(name)

    def make() -> tuple[Json, Callable[[sqlite3.Connection, Model], None]]:
        whole = environment(name)
        rows, many = whole.pop("rows"), whole.pop("many")

        def seed(connection: sqlite3.Connection, model: Model) -> None:
            now = datetime.now(UTC)
            for table, entries in rows.items():
                for key, values in entries.items():
                    _plant(connection, model.tables[table], key, values, now)
            for entry in many:
                for key, values in _crowd(entry):
                    _plant(connection, model.tables[entry["table"]], key, values, now)

        return whole, seed

    return make


def _json(path: Path) -> Json:
    body: Json = json.loads(path.read_text("utf-8"))
    return body


def _merged(base: Any, difference: Any, *, thorough: bool = False) -> Any:  # noqa: ANN401  JSON is of any kind
    """The base with the differences. Null takes a whole row away (in a row it is a value); ``thorough``, as in tables,
    where null has no other meaning: anything.
    """
    if not isinstance(base, dict) or not isinstance(difference, dict):
        return difference
    merged = dict(base)
    for key, value in difference.items():
        if value is None and (thorough or isinstance(base.get(key), dict)):
            merged.pop(key, None)
        else:
            merged[key] = _merged(base.get(key), value, thorough=thorough)
    return merged


def _crowd(entry: Json) -> Iterator[tuple[str, Json]]:
    start, step = int(entry.get("start", 1)), entry["row"]
    for position in range(int(entry["count"])):
        number = start + position
        values = {column: _turn(value, position, number) for column, value in step.items()}
        yield entry["name"].format(n=number), values


def _turn(value: Any, position: int, number: int) -> Any:  # noqa: ANN401  JSON is of any kind
    if isinstance(value, list):
        value = value[position % len(value)]
    return value.replace("{n}", str(number)) if isinstance(value, str) else value


def _plant(connection: sqlite3.Connection, table: Table, name: str, values: Mapping[str, Any], now: datetime) -> None:
    stamp = _time(now)
    row: Json = {table.key: row_id(table.name, name)}
    columns = table.by_member
    for column, value in {**table.defaults, **values}.items():
        row |= _planted(column, value, now)
    if table.states and "statecode" not in row:
        row["statecode"] = 0
    if table.states and "statuscode" not in row:
        row["statuscode"] = table.default_status[row["statecode"]]
    for column in ("createdon", "modifiedon"):
        if column in columns:
            row.setdefault(column, row.get("createdon", stamp))
    row["versionnumber"] = next_version(connection)
    unknown = [column for column in row if column.removesuffix("@table") not in columns]
    if unknown:
        raise ValueError(f"{table.name}/{name}: no column {', '.join(unknown)}")
    insert(connection, table, row)


def _planted(column: str, value: Any, now: datetime) -> Json:  # noqa: ANN401  JSON is of any kind
    if isinstance(value, dict | list):
        return {column: json.dumps(value)}
    if not isinstance(value, str):
        return {column: value}
    if value.startswith("@") and "/" in value:
        table, _, name = value[1:].partition("/")
        planted: Json = {column: row_id(table, name)}
        if column in {"_ownerid_value", "_customerid_value", "_parentcustomerid_value"}:
            planted[type_column(column)] = table
        return planted
    ago = _AGO.fullmatch(value)
    return {column: _time(now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})) if ago else value}


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
