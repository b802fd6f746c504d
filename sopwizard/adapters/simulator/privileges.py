"""Who asks and what it may do.

A user holds what its roles and its teams' roles grant. A role grants every privilege of every table, less what its
description of the scenario takes away; scenarios say what the caller lacks. Privileges have ids made of their names.
"""

import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sopwizard.adapters.simulator import store
from sopwizard.adapters.simulator.errors import DataverseError
from sopwizard.adapters.simulator.model import Model, Table

_IDS = uuid.UUID("0b2d2a5e-6c0e-5b55-8a0a-2f5a1d5c7e10")
ACCESSES = ("Create", "Read", "Write", "Delete", "Append", "AppendTo", "Assign", "Share")
MISCELLANEOUS = (
    "prvActOnBehalfOfAnotherUser",
    "prvActivateBusinessProcessFlow",
    "prvBulkDelete",
    "prvDisableUser",
    "prvExportToExcel",
    "prvOverrideCreatedOnCreatedBy",
    "prvPublishCustomization",
)


@dataclass(frozen=True, slots=True)
class Caller:
    """The user whose request this is. ``lacks`` are privileges that its roles do not give."""

    user: store.Row
    lacks: frozenset[str]
    roles: tuple[str, ...]

    @property
    def id(self) -> str:
        """The systemuserid."""
        return str(self.user["systemuserid"])

    @property
    def integration(self) -> bool:
        """Whether integration user mode is on."""
        return bool(self.user["isintegrationuser"])


def privilege_id(name: str) -> str:
    """The id of a privilege."""
    return str(uuid.uuid5(_IDS, name))


def of_table(table: Table) -> Iterator[tuple[str, str]]:
    """(access, privilege name) for a table; organization-owned tables cannot be assigned or shared."""
    for access in ACCESSES:
        if access in {"Assign", "Share"} and table.owner != "UserOwned":
            continue
        if access == "Create" and "Create" not in table.messages:
            continue
        if access == "Delete" and "Delete" not in table.messages:
            continue
        yield access, table.privilege_name(access)


def known(model: Model) -> tuple[str, ...]:
    """Every privilege that the environment has."""
    names = {name for table in model.tables.values() if not table.intersect for _, name in of_table(table)}
    return tuple(sorted(names | set(MISCELLANEOUS)))


def held(model: Model, caller: Caller) -> tuple[str, ...]:
    """What the caller may do."""
    return tuple(name for name in known(model) if name not in caller.lacks) if caller.roles else ()


def demand(model: Model, caller: Caller, table: Table, access: str) -> None:
    """Refuse with 403, as Dataverse words it, where the caller lacks the privilege."""
    name = table.privilege_name(access)
    if name not in caller.lacks and caller.roles:
        return
    count = len(held(model, caller))
    raise DataverseError(
        403,
        "0x80040220",
        f"Principal user (Id={caller.id}, type=8, roleCount={len(caller.roles)}, privilegeCount={count}, "
        f"accessMode={caller.user['accessmode']}), is missing {name} privilege (Id={privilege_id(name)}) on "
        f"OTC={table.otc} for entity '{table.name}' (LocalizedName='{table.label}'). context.Caller={caller.id}. "
        "Consider adding missed privilege to one of the principal (user/team) roles.",
    )


_ROLES = """
SELECT roleid FROM systemuserroles WHERE systemuserid = :user
UNION SELECT teamroles.roleid FROM teamroles JOIN teammembership USING (teamid)
WHERE teammembership.systemuserid = :user
"""


def caller(connection: sqlite3.Connection, model: Model, user: str, lacks: frozenset[str]) -> Caller | None:
    """The user of that id with its roles, own and from teams; None where there is no such user."""
    row = store.find(connection, model.tables["systemuser"], user)
    if row is None:
        return None
    roles: list[dict[str, Any]] = [dict(entry) for entry in connection.execute(_ROLES, {"user": user})]
    return Caller(row, lacks, tuple(entry["roleid"] for entry in roles))
