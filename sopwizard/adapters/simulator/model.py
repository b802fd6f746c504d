"""What tables there are: their columns, choices, keys and relations, as the scenario has them.

The model is data (resources/training/base) plus the scenario's differences. A column's type is a short word:
``guid string:LEN memo int bigint double decimal:PLACES money bool datetime date dateonly picklist state status
lookup:TABLE[,TABLE]`` followed by any of ``ro`` (not writable), ``nocreate``, ``noform``,
``required`` and ``system`` (required by the system: never without a value); ``int`` may be ``int:LEAST..MOST``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Json = Mapping[str, Any]
_WIDEST = {"bigint": 2**63}


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``name`` is its logical name; ``member`` that of rows in the Web API and in the store."""

    name: str
    schema: str
    label: str
    kind: str
    argument: str
    flags: frozenset[str]
    options: Mapping[int, str]

    @property
    def member(self) -> str:
        """The member of a row: lookups are read as ``_name_value``."""
        return f"_{self.name}_value" if self.kind == "lookup" else self.name

    @property
    def targets(self) -> tuple[str, ...]:
        """The tables that a lookup may point to."""
        return tuple(self.argument.split(",")) if self.kind == "lookup" else ()

    @property
    def read_only(self) -> bool:
        """Whether a client's value is refused (key columns may be given on create)."""
        return "ro" in self.flags

    @property
    def limits(self) -> tuple[int, int]:
        """The least and the most that a column of whole numbers takes."""
        least, _, most = self.argument.partition("..")
        return (int(least), int(most)) if most else (-_WIDEST.get(self.kind, 2**31), _WIDEST.get(self.kind, 2**31) - 1)

    @property
    def navigation(self) -> Mapping[str, str]:
        """Navigation property → table: one for each target where the lookup has several, except for owners."""
        base = self.schema if "_" in self.name else self.name
        if len(self.targets) > 1 and self.name != "ownerid":
            return {f"{base}_{target}": target for target in self.targets}
        return {base: self.targets[0]} if self.targets else {}


@dataclass(frozen=True, slots=True)
class Relation:
    """A collection-valued navigation property: by a lookup of the other table, or through an intersect table."""

    name: str
    table: str
    by: str | None = None
    through: str | None = None
    this: str | None = None
    that: str | None = None


@dataclass(frozen=True)
class Table:
    """A table and what may be done with it."""

    name: str
    entity_set: str
    schema: str
    label: str
    key: str
    primary_name: str | None
    otc: int
    owner: str
    privilege: str
    messages: frozenset[str]
    optimistic: bool
    audit: bool
    quick_create: bool
    custom: bool
    intersect: bool
    columns: Mapping[str, Column]
    states: Mapping[int, str]
    default_status: Mapping[int, int]
    statuses: Mapping[int, tuple[int, str]]
    keys: Mapping[str, tuple[str, ...]]
    relations: Mapping[str, Relation]
    defaults: Json
    autonumber: Mapping[str, str]

    @cached_property
    def by_member(self) -> Mapping[str, Column]:
        """Columns by the name that rows use."""
        return {column.member: column for column in self.columns.values()}

    @cached_property
    def navigation(self) -> Mapping[str, tuple[Column, str]]:
        """Single-valued navigation property → (lookup column, table)."""
        return {
            name: (column, target) for column in self.columns.values() for name, target in column.navigation.items()
        }

    def privilege_name(self, access: str) -> str:
        """The privilege for an access such as Read, by its schema name."""
        return f"prv{access}{self.privilege}"


class Model:
    """All tables, by logical name and by entity set name (both exactly spelt, as Dataverse wants it)."""

    def __init__(self, source: Json) -> None:
        self.tables: dict[str, Table] = {name: _table(name, entry) for name, entry in source.items()}
        self.sets: dict[str, Table] = {table.entity_set: table for table in self.tables.values()}


_AUDIT = {
    "createdon": "datetime ro",
    "modifiedon": "datetime ro",
    "createdby": "lookup:systemuser ro",
    "modifiedby": "lookup:systemuser ro",
    "createdonbehalfby": "lookup:systemuser ro",
    "modifiedonbehalfby": "lookup:systemuser ro",
    "overriddencreatedon": "datetime",
    "importsequencenumber": "int",
    "versionnumber": "bigint ro",
}
_OWNED = {"ownerid": "lookup:systemuser,team", "owningbusinessunit": "lookup:businessunit ro"}
_ACTIVE_STATES = {"0": "Active", "1": "Inactive"}
_ACTIVE_STATUSES = {"1": [0, "Active"], "2": [1, "Inactive"]}
_ALL_MESSAGES = ("Create", "Retrieve", "RetrieveMultiple", "Update", "Delete", "Upsert")


def _table(name: str, entry: Json) -> Table:
    key = entry.get("key", f"{name}id")
    states: Json = entry.get("states") or (_ACTIVE_STATES if entry.get("active") else {})
    statuses: Json = entry.get("statuses") or (_ACTIVE_STATUSES if entry.get("active") else {})
    owner = entry.get("owner", "UserOwned")
    specs: dict[str, Any] = {key: "guid ro", **entry["columns"]}
    if not entry.get("bare"):
        specs |= {column: spec for column, spec in _AUDIT.items() if column not in specs}
        if owner == "UserOwned":
            specs |= {column: spec for column, spec in _OWNED.items() if column not in specs}
    if states:
        specs["statecode"] = {"type": "state", "label": "Status", "options": states}
        specs["statuscode"] = {
            "type": "status",
            "label": "Status Reason",
            "options": {value: label for value, (_, label) in statuses.items()},
        }
    primary = entry.get("name", "name" if "name" in specs else None)
    pairs = {int(value): (int(state), str(label)) for value, (state, label) in statuses.items()}
    defaults = {state: status for status, (state, _) in sorted(pairs.items(), reverse=True)}
    defaults |= {int(state): int(status) for state, status in entry.get("default_status", {}).items()}
    return Table(
        name=name,
        entity_set=entry["set"],
        schema=entry.get("schema", name),
        label=entry["label"],
        key=key,
        primary_name=primary,
        otc=int(entry["otc"]),
        owner=owner,
        privilege=entry.get("privilege", entry.get("schema", name)),
        messages=frozenset(entry.get("messages", _ALL_MESSAGES)),
        optimistic=bool(entry.get("optimistic")),
        audit=bool(entry.get("audit")),
        quick_create=bool(entry.get("quickcreate")),
        custom=bool(entry.get("custom")),
        intersect=bool(entry.get("intersect")),
        columns={column: _column(column, spec) for column, spec in specs.items()},
        states={int(state): label for state, label in states.items()},
        default_status=defaults,
        statuses=pairs,
        keys={key_name: tuple(columns) for key_name, columns in entry.get("keys", {}).items()},
        relations={relation["name"]: Relation(**relation) for relation in entry.get("relations", ())},
        defaults=entry.get("defaults", {}),
        autonumber=entry.get("autonumber", {}),
    )


def _column(name: str, spec: str | Json) -> Column:
    entry: Json = {"type": spec} if isinstance(spec, str) else spec
    words = entry["type"].split()
    kind, _, argument = words[0].partition(":")
    options = {int(value): str(label) for value, label in entry.get("options", {}).items()}
    if kind == "bool" and not options:
        options = {1: "Yes", 0: "No"}
    return Column(
        name=name,
        schema=entry.get("schema", name if "_" in name else name[:1].upper() + name[1:]),
        label=entry.get("label") or name.removeprefix("msdyn_").replace("_", " ").title(),
        kind=kind,
        argument=argument,
        flags=frozenset(words[1:]),
        options=options,
    )
