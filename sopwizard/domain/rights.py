"""What the caller may write, by the privileges that are effectively held and never by role names."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sopwizard.domain import cells, sources
from sopwizard.domain.findings import finding, listed, unread
from sopwizard.domain.model import Change, Confidence, Finding, Privilege, Severity, Snapshot, Unknown

WRITE_ORGANIZATION: Final = "prvWriteOrganization"
WRITE_USER: Final = "prvWriteUser"

_EVERYWHERE: Final = "global"
_PARTLY: Final = frozenset({"deep", "local"})


@dataclass(frozen=True, slots=True)
class Rights:
    """``missing``: the write would be refused. ``doubtful``: held, but perhaps not where the users are."""

    missing: frozenset[str]
    doubtful: frozenset[str]


def _rights(privileges: tuple[Privilege, ...]) -> Rights:
    held: dict[str, set[str]] = {WRITE_ORGANIZATION: set(), WRITE_USER: set()}
    for privilege in privileges:
        held.setdefault(privilege.name, set()).add(privilege.depth.casefold())
    incomplete = {name for name in (WRITE_ORGANIZATION, WRITE_USER) if _EVERYWHERE not in held[name]}
    # A business unit's depth may or may not reach the application users, which usually stand in the root unit; the
    # organization row belongs to no business unit at all.
    doubtful = incomplete & ({WRITE_USER} if held[WRITE_USER] & _PARTLY else set())
    return Rights(frozenset(incomplete - doubtful), frozenset(doubtful))


def needed(changes: Iterable[Change]) -> frozenset[str]:
    """The privileges that these writes need."""
    return frozenset(WRITE_ORGANIZATION if cells.is_flag(change.cell) else WRITE_USER for change in changes)


def check_rights(snapshot: Snapshot, wanted: frozenset[str] | None = None) -> Finding:
    """The finding `rights`. ``wanted`` are the privileges that a plan needs; None asks for both, as a check does.

    A privilege that is missing but not wanted is advice.
    """
    if isinstance(snapshot.privileges, Unknown):
        return unread("rights", snapshot.privileges, sources.PRIVILEGES)
    rights = _rights(snapshot.privileges.value)
    asked = frozenset({WRITE_ORGANIZATION, WRITE_USER}) if wanted is None else wanted
    evidence = tuple(f"{held.name}: {held.depth}" for held in snapshot.privileges.value)
    facts = (("missing", listed(sorted(rights.missing))), ("doubtful", listed(sorted(rights.doubtful))))
    if rights.missing & asked:
        return finding("rights", Severity.BLOCKER, "missing", sources.PRIVILEGES, facts, evidence)
    if rights.missing:
        return finding("rights", Severity.ADVICE, "missing-not-needed", sources.PRIVILEGES, facts, evidence)
    if rights.doubtful:
        return finding("rights", Severity.ADVICE, "doubtful", sources.PRIVILEGES, facts, evidence, Confidence.INFERENCE)
    return finding("rights", Severity.OK, "held", sources.PRIVILEGES, facts, evidence)
