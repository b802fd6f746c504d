"""Checks of the users: the three that dual-write works as, and everybody else who is in integration user mode."""

from collections.abc import Iterable
from typing import Final

from sopwizard.domain import sources
from sopwizard.domain.findings import finding, listed, unread
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.model.snapshot import Snapshot, User
from sopwizard.domain.model.states import Confidence, Severity, UserRole
from sopwizard.domain.rulebook import Rulebook
from sopwizard.domain.surroundings import RECENT_DAYS

# Cases of `dual-write-users` with their severities, the most telling first: the first one names the finding.
_CASES: Final = {
    "none": Severity.BLOCKER,
    "flag-on-unmarked": Severity.WARNING,
    "disabled": Severity.WARNING,
    "runtime-missing": Severity.WARNING,
    "data-integration-missing": Severity.WARNING,
    "mark-unreadable": Severity.UNKNOWN,
    "erp-missing": Severity.ADVICE,
    "unmarked": Severity.ADVICE,
    "marked": Severity.OK,
}
_MISSING: Final = {
    UserRole.RUNTIME: "runtime-missing",
    UserRole.DATA_INTEGRATION: "data-integration-missing",
    UserRole.ERP: "erp-missing",
}
_READ_WRITE: Final = 0


def is_dual_write(user: User, rulebook: Rulebook) -> bool:
    """Whether dual-write works as this user. Only the application id tells: names differ between environments."""
    return rulebook.role(user.application_id) is not UserRole.OTHER


def _names(users: Iterable[User]) -> str:
    return listed(user.name for user in users)


def _value(answer: bool | None) -> str:  # noqa: FBT001 - a cell's value
    return "unknown" if answer is None else str(answer).lower()


def _cases(present: tuple[User, ...], roles: frozenset[UserRole], flag: bool | None) -> tuple[str, ...]:  # noqa: FBT001
    if not present:
        return ("none",)
    unmarked = any(user.marked is False for user in present)
    holds = {
        "flag-on-unmarked": unmarked and flag is True,
        "disabled": any(user.disabled for user in present),
        "mark-unreadable": any(user.marked is None for user in present),
        "unmarked": unmarked and flag is not True,
        "marked": all(user.marked for user in present),
    } | {case: role not in roles for role, case in _MISSING.items()}
    return tuple(case for case in _CASES if holds.get(case))


def check_dual_write_users(snapshot: Snapshot, rulebook: Rulebook, chosen: MapId | None = None) -> Finding:
    """The finding `dual-write-users`; its fact ``cases`` lists everything that is to be said, the first is its case.

    That the runtime user belongs to them is recommended and in no article (DOMAIN 3.3), so the whole is an inference. A
    disabled user is still one of them: it is proposed like the others, because it may be enabled again any day.
    """
    finding_id = "dual-write-users"
    if isinstance(snapshot.users, Unknown):
        return unread(finding_id, snapshot.users, sources.STATUS_MAP)
    present = tuple(user for user in snapshot.users.value if is_dual_write(user, rulebook))
    roles = frozenset(rulebook.role(user.application_id) for user in present)
    cases = _cases(present, roles, snapshot.organization.sop_enabled)
    # Every case beside a graver one is still said; "unknown" weighs less than a warning that is certain.
    severity = _CASES[cases[0]]
    if chosen is MapId.DATA_INTEGRATOR and severity is not Severity.UNKNOWN:
        cases = ("not-needed", *cases) if severity is not Severity.OK else cases
        severity = Severity.OK
    facts = (
        ("cases", listed(cases)),
        ("present", _names(present)),
        ("absent", listed(app.name for app in rulebook.dual_write_applications if app.role not in roles)),
        ("disabled", _names(user for user in present if user.disabled)),
        ("marked", _names(user for user in present if user.marked)),
        ("unmarked", _names(user for user in present if user.marked is False)),
        ("unreadable", _names(user for user in present if user.marked is None)),
    )
    evidence = tuple(
        f"systemuser({user.user_id}).{column} = {value}"
        for user in present
        for column, value in (
            ("applicationid", user.application_id),
            ("isintegrationuser", _value(user.marked)),
            ("isdisabled", _value(user.disabled)),
        )
    )
    return finding(finding_id, severity, cases[0], sources.STATUS_MAP, facts, evidence, Confidence.INFERENCE)


def _is_person(user: User) -> bool:
    return user.application_id is None and (bool(user.licensed) or user.access_mode in {_READ_WRITE, None})


def _recent(snapshot: Snapshot) -> dict[str, int]:
    """How many orders each user made lately, as far as they were counted."""
    if isinstance(snapshot.recent_orders, Unknown):
        return {}
    return {each.user_id: each.count for each in snapshot.recent_orders.value if each.count is not None}


def check_marked_others(snapshot: Snapshot, rulebook: Rulebook) -> Finding:
    """The finding `marked-others`: people and other integrations in integration user mode, each by name."""
    finding_id = "marked-others"
    if isinstance(snapshot.users, Unknown):
        return unread(finding_id, snapshot.users, sources.SOP)
    others = tuple(user for user in snapshot.users.value if not is_dual_write(user, rulebook))
    marked = tuple(user for user in others if user.marked)
    unreadable = tuple(user for user in others if user.marked is None)
    counts = _recent(snapshot)
    facts = (
        ("people", _names(user for user in marked if _is_person(user))),
        ("integrations", _names(user for user in marked if not _is_person(user))),
        ("unreadable", _names(unreadable)),
        ("orders", listed(f"{user.name}: {counts[user.user_id]}" for user in marked if user.user_id in counts)),
        ("uncounted", _names(user for user in marked if user.user_id not in counts)),
    )
    evidence = (
        *(f"systemuser({user.user_id}).isintegrationuser = {_value(user.marked)}" for user in (*marked, *unreadable)),
        *(
            f"salesorder created by systemuser({user.user_id}) in {RECENT_DAYS} days: {counts[user.user_id]}"
            for user in marked
            if user.user_id in counts
        ),
    )
    if marked:
        return finding(finding_id, Severity.WARNING, "marked", sources.SOP, facts, evidence)
    if unreadable:
        return finding(finding_id, Severity.UNKNOWN, "mark-unreadable", sources.SOP, facts, evidence)
    return finding(finding_id, Severity.OK, "none", sources.SOP, facts, evidence)
