"""What the caller may do, by the privileges that are effectively held and never by role names."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from sopwizard.domain import cells, sources
from sopwizard.domain.findings import finding, listed, unread
from sopwizard.domain.model.changes import Change
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.model.snapshot import Privilege, Snapshot
from sopwizard.domain.model.states import Confidence, Severity

WRITE_ORGANIZATION: Final = "prvWriteOrganization"
WRITE_USER: Final = "prvWriteUser"

_EVERYWHERE: Final = "global"
_PARTLY: Final = frozenset({"deep", "local"})
_SOME: Final = _PARTLY | {"basic"}


@unique
class Ability(StrEnum):
    """Something that this program does in an environment, and that one privilege allows."""

    SWITCH_FLAG = "switch-flag"
    MARK_USERS = "mark-users"
    READ_USERS = "read-users"
    READ_ORDERS = "read-orders"
    READ_MAPS = "read-maps"
    READ_SAVED_MAPS = "read-saved-maps"


# The table and the access of each ability. What its privilege is called stands in the table's metadata.
_ABILITIES: Final = {
    ("organization", "Write"): Ability.SWITCH_FLAG,
    ("systemuser", "Write"): Ability.MARK_USERS,
    ("systemuser", "Read"): Ability.READ_USERS,
    ("salesorder", "Read"): Ability.READ_ORDERS,
    ("msdyn_dualwriteruntimeconfig", "Read"): Ability.READ_MAPS,
    ("msdyn_dualwriteentitymap", "Read"): Ability.READ_SAVED_MAPS,
}
# Privileges of shipped tables, by name: a check that was saved earlier has no table and no access.
_NEEDS: Final = {WRITE_ORGANIZATION: Ability.SWITCH_FLAG, WRITE_USER: Ability.MARK_USERS}


@dataclass(frozen=True, slots=True)
class Rights:
    """``missing``: the write would be refused. ``doubtful``: held, but perhaps not where the users are.

    ``able``, ``partly`` and ``unable`` are what can be done everywhere, for some rows only, and not at all; what was
    not asked about is in none of them.
    """

    missing: frozenset[str]
    doubtful: frozenset[str]
    able: tuple[Ability, ...]
    partly: tuple[Ability, ...]
    unable: tuple[Ability, ...]


def _ability(privilege: Privilege) -> Ability | None:
    return _ABILITIES.get((privilege.table or "", privilege.access or ""), _NEEDS.get(privilege.name))


def rights_of(privileges: tuple[Privilege, ...]) -> Rights:
    """What these privileges allow."""
    depths: dict[Ability, set[str]] = {Ability.SWITCH_FLAG: set(), Ability.MARK_USERS: set()}
    for privilege in privileges:
        ability = _ability(privilege)
        if ability is not None:
            depths.setdefault(ability, set()).add(privilege.depth.casefold())
    able = tuple(each for each in Ability if _EVERYWHERE in depths.get(each, ()))
    # A business unit's depth may or may not reach the application users, which usually stand in the root unit; the
    # organization row belongs to no business unit at all, and a user's own row is none that is marked here.
    enough = {Ability.SWITCH_FLAG: frozenset[str](), Ability.MARK_USERS: _PARTLY}
    partly = tuple(
        each for each in Ability if each in depths and each not in able and depths[each] & enough.get(each, _SOME)
    )
    unable = tuple(each for each in Ability if each in depths and each not in able and each not in partly)
    return Rights(
        missing=frozenset(name for name, ability in _NEEDS.items() if ability in unable),
        doubtful=frozenset(name for name, ability in _NEEDS.items() if ability in partly),
        able=able,
        partly=partly,
        unable=unable,
    )


def needed(changes: Iterable[Change]) -> frozenset[str]:
    """The privileges that these writes need."""
    return frozenset(WRITE_ORGANIZATION if cells.is_flag(change.cell) else WRITE_USER for change in changes)


def check_rights(snapshot: Snapshot, wanted: frozenset[str] | None = None) -> Finding:
    """The finding `rights`. ``wanted`` are the privileges that a plan needs; None asks for both, as a check does.

    A privilege that is missing but not wanted is advice, and so is one to read.
    """
    if isinstance(snapshot.privileges, Unknown):
        return unread("rights", snapshot.privileges, sources.PRIVILEGES)
    rights = rights_of(snapshot.privileges.value)
    asked = frozenset({WRITE_ORGANIZATION, WRITE_USER}) if wanted is None else wanted
    licensed = snapshot.caller.licensed
    evidence = tuple(f"{held.name}: {held.depth}" for held in snapshot.privileges.value)
    if licensed is not None:
        evidence = (*evidence, f"systemuser({snapshot.caller.user_id}).islicensed = {str(licensed).lower()}")
    facts = (
        ("missing", listed(sorted(rights.missing))),
        ("doubtful", listed(sorted(rights.doubtful))),
        ("able", listed(rights.able)),
        ("partly", listed(rights.partly)),
        ("unable", listed(rights.unable)),
        ("licensed", "unknown" if licensed is None else "yes" if licensed else "no"),
    )
    if rights.missing & asked:
        return finding("rights", Severity.BLOCKER, "missing", sources.PRIVILEGES, facts, evidence)
    if rights.missing:
        return finding("rights", Severity.ADVICE, "missing-not-needed", sources.PRIVILEGES, facts, evidence)
    if rights.doubtful:
        return finding("rights", Severity.ADVICE, "doubtful", sources.PRIVILEGES, facts, evidence, Confidence.INFERENCE)
    if rights.partly or rights.unable:
        return finding("rights", Severity.ADVICE, "reading", sources.PRIVILEGES, facts, evidence)
    return finding("rights", Severity.OK, "held", sources.PRIVILEGES, facts, evidence)
