"""From what was read and what was chosen to the smallest set of changes, what blocks it, and what must hold afterwards.

The changes stand in the order in which they are written: marks first, the flag last. Prices are skipped only where both
hold, so a plan that stops half-way has changed nothing that orders can feel.
"""

from collections.abc import Iterator
from typing import Final

from sopwizard.domain import cells, sources
from sopwizard.domain.checks import check_submitted_orders, examine
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.findings import finding, listed, unread
from sopwizard.domain.mismatch import check_map_mismatch
from sopwizard.domain.model.changes import Change, Plan, Verdict
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.ids import UserId
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.model.snapshot import Snapshot, User
from sopwizard.domain.model.states import Reason, Severity
from sopwizard.domain.rights import check_rights, needed
from sopwizard.domain.rulebook import Rulebook
from sopwizard.domain.undo import UndoPlan, undo_plan
from sopwizard.domain.user_checks import is_dual_write

__all__ = [
    "UndoPlan",
    "expected",
    "find_user",
    "make_plan",
    "named_by_hand",
    "proposes_users",
    "sets_flag",
    "undo_plan",
    "verdicts",
]

# These stand in the way of the flag and of the proposal, and of nothing that is named by hand.
_ENVIRONMENT: Final = frozenset({"sales-installed", "dual-write-solution", "running-map", "dual-write-users"})
_BY_HAND: Final = frozenset({Reason.NAMED_BY_HAND, Reason.UNMARK_BY_HAND})


def sets_flag(choices: Choices) -> bool:
    """Whether the choices say anything about the flag. The Data Integrator's article asks for no flag, so only
    switching off is taken for a wish there.
    """
    return choices.map_id is not MapId.DATA_INTEGRATOR or not choices.sop


def flag_afterwards(choices: Choices, now: bool | None) -> bool | None:  # noqa: FBT001  a cell's value
    """What the flag holds once the choices are applied: what is chosen, or what it held before."""
    return choices.sop if sets_flag(choices) else now


def proposes_users(choices: Choices) -> bool:
    """Whether the dual-write users that are present are proposed: switching on, and nobody named in their place."""
    return choices.mark is None and choices.sop and choices.map_id is not MapId.DATA_INTEGRATOR


def named_by_hand(choices: Choices) -> frozenset[UserId]:
    """The users that the choices name."""
    return (choices.mark or frozenset()) | choices.unmark


def find_user(snapshot: Snapshot, text: str) -> UserId:
    """The user with that user id or application id, in any case and with or without braces.

    UNKNOWN_USER where there is none, or more than one; the problem of the reading where the users could not be read.
    """
    wanted = text.strip().strip("{}").lower()
    if isinstance(snapshot.users, Unknown):
        raise SopError(snapshot.users.problem, request_id=snapshot.users.request_id, part="users")
    found = tuple(user for user in snapshot.users.value if wanted in {user.user_id, user.application_id})
    if len(found) != 1:
        raise SopError(Problem.UNKNOWN_USER, user=wanted)
    return found[0].user_id


def _marks(choices: Choices, users: tuple[User, ...], rulebook: Rulebook) -> Iterator[Change]:
    for user in users:
        after = user.user_id not in choices.unmark
        if not after:
            reason = Reason.UNMARK_BY_HAND
        elif user.user_id in (choices.mark or ()):
            reason = Reason.NAMED_BY_HAND
        elif proposes_users(choices) and is_dual_write(user, rulebook):
            reason = Reason.DUAL_WRITE_USER
        else:
            continue
        yield cells.change(cells.mark_cell(user.user_id), user.name, user.marked, after, reason)
    # Whoever is marked is listed: a user to unmark who is not listed is unmarked already.
    for user_id in sorted(choices.unmark - {user.user_id for user in users}):
        cell = cells.mark_cell(user_id)
        yield cells.change(cell, user_id, before=False, after=False, reason=Reason.UNMARK_BY_HAND)


def _unread_marks(choices: Choices, rulebook: Rulebook) -> Iterator[Change]:
    """What must hold of users that could not be read: those named, and the proposal by application id."""
    for user_id in sorted(named_by_hand(choices)):
        after = user_id not in choices.unmark
        reason = Reason.NAMED_BY_HAND if after else Reason.UNMARK_BY_HAND
        yield cells.change(cells.mark_cell(user_id), user_id, None, after, reason)
    if proposes_users(choices):
        for application in rulebook.dual_write_applications:
            key = UserId(f"applicationid={application.application_id}")
            yield cells.change(cells.mark_cell(key), application.name, None, after=True, reason=Reason.DUAL_WRITE_USER)


def expected(snapshot: Snapshot, choices: Choices, rulebook: Rulebook) -> tuple[Change, ...]:
    """Every cell that the choices speak of, with what it holds and what it should: what is right already included.

    ``before`` is None where the value could not be read. Where the users could not be read, the proposal stands by
    application id, so that nobody takes it for fulfilled.
    """
    if isinstance(snapshot.users, Unknown):
        marks = tuple(_unread_marks(choices, rulebook))
    else:
        marks = tuple(_marks(choices, snapshot.users.value, rulebook))
    if not sets_flag(choices):
        return marks
    organization = snapshot.organization
    flag = cells.change(
        cells.flag_cell(organization.organization_id),
        organization.name or organization.organization_id,
        organization.sop_enabled,
        choices.sop,
        Reason.FLAG_ON if choices.sop else Reason.FLAG_OFF,
    )
    return (*marks, flag)


def verdicts(snapshot: Snapshot, choices: Choices, rulebook: Rulebook) -> tuple[Verdict, ...]:
    """What must hold for the choices, and what the snapshot shows. An unread cell is never a right one."""
    return tuple(
        Verdict(change.cell, change.row_name, expected=change.after, actual=change.before)
        for change in expected(snapshot, choices, rulebook)
    )


def _check_named_users(snapshot: Snapshot, choices: Choices) -> tuple[Finding, ...]:
    """The finding `named-users`, only where a user that was named is not there or could not be read."""
    named = named_by_hand(choices)
    if not named:
        return ()
    if isinstance(snapshot.users, Unknown):
        return (unread("named-users", snapshot.users, sources.STATUS_MAP),)
    users = {user.user_id: user for user in snapshot.users.value}
    if missing := sorted(named - users.keys() - choices.unmark):
        facts = (("users", listed(missing)),)
        return (finding("named-users", Severity.BLOCKER, "missing", sources.STATUS_MAP, facts),)
    if unreadable := sorted(user.name for user in users.values() if user.user_id in named and user.marked is None):
        facts = (("users", listed(unreadable)),)
        return (finding("named-users", Severity.UNKNOWN, "mark-unreadable", sources.STATUS_MAP, facts),)
    return ()


def _asks_for_the_job(choices: Choices, changes: tuple[Change, ...]) -> bool:
    """Whether the plan is about the flag or the proposal. One without changes still is where the job was asked for and
    nobody was named: what stands in the way of an environment is said even if its settings are right already.
    """
    if changes:
        return any(change.reason not in _BY_HAND for change in changes)
    return choices.sop and sets_flag(choices) and not named_by_hand(choices)


def _unread_cells(unread_cells: tuple[Change, ...]) -> Iterator[str]:
    """The findings of wanted cells that could not be read: nothing can be planned for those, and not silently."""
    for change in unread_cells:
        if cells.is_flag(change.cell):
            yield "sop-flag"
        else:
            yield "named-users" if change.reason in _BY_HAND else "dual-write-users"


def _blocked_by(
    choices: Choices, changes: tuple[Change, ...], unread_cells: tuple[Change, ...], findings: tuple[Finding, ...]
) -> tuple[str, ...]:
    blocking = {"prospect-to-cash-leftovers", "rights", "named-users"}
    if _asks_for_the_job(choices, changes):
        blocking |= _ENVIRONMENT
    blocked = {found.id for found in findings if found.severity is Severity.BLOCKER and found.id in blocking}
    blocked |= set(_unread_cells(unread_cells))
    if switches_off(changes):
        blocked |= {
            found.id for found in findings if found.id == "submitted-orders" and found.severity is not Severity.OK
        }
    return tuple(found.id for found in findings if found.id in blocked)


def switches_off(changes: tuple[Change, ...]) -> bool:
    """Whether the flag goes off by these changes."""
    return any(cells.is_flag(change.cell) and not change.after for change in changes)


def make_plan(snapshot: Snapshot, choices: Choices, rulebook: Rulebook) -> Plan:
    """The smallest set of changes that reaches the choices, with everything that was found and what blocks it.

    Blocked by (ids of findings): Sales missing, dual-write solution missing, both maps running, no dual-write user
    (these four only where the flag or the proposal is planned); Prospect-to-cash leftovers; a missing privilege that
    the changes need; Submitted orders where the flag goes off, also where it is not known whether there are any; and
    wanted cells whose present value could not be read, since a change needs its before.
    """
    cells_wanted = expected(snapshot, choices, rulebook)
    changes = tuple(change for change in cells_wanted if change.before not in {None, change.after})
    found = (
        *(_for_changes(finding_, snapshot, changes) for finding_ in examine(snapshot, rulebook, choices.map_id)),
        *_check_named_users(snapshot, choices),
        *check_map_mismatch(snapshot, choices, rulebook),
    )
    unread_cells = tuple(change for change in cells_wanted if change.before is None)
    return Plan(
        target=snapshot.target,
        organization_id=snapshot.organization.organization_id,
        choices=choices,
        changes=changes,
        already_right=tuple(change for change in cells_wanted if change.before is change.after),
        findings=found,
        blocked_by=_blocked_by(choices, changes, unread_cells, found),
    )


def _for_changes(found: Finding, snapshot: Snapshot, changes: tuple[Change, ...]) -> Finding:
    """The finding as these changes need it: rights that they do not use are advice, Submitted orders may block."""
    if found.id == "rights":
        return check_rights(snapshot, needed(changes))
    if found.id == "submitted-orders":
        return check_submitted_orders(snapshot, switching_off=switches_off(changes))
    return found
