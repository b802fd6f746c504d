"""The two columns that this program writes, and no others: the flag, and the mark of a user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sopwizard.domain.model.changes import Cell, Change
from sopwizard.domain.model.parts import Unknown

if TYPE_CHECKING:
    from sopwizard.domain.model.ids import OrganizationId, UserId
    from sopwizard.domain.model.snapshot import Snapshot
    from sopwizard.domain.model.states import Reason

ORGANIZATION: Final = "organization"
FLAG: Final = "issopintegrationenabled"
USER: Final = "systemuser"
MARK: Final = "isintegrationuser"


def flag_cell(organization_id: OrganizationId) -> Cell:
    """The flag: whether sales order processing integration is on."""
    return Cell(ORGANIZATION, organization_id, FLAG)


def mark_cell(user_id: UserId) -> Cell:
    """The mark: whether that user is in integration user mode."""
    return Cell(USER, user_id, MARK)


def is_flag(cell: Cell) -> bool:
    """Whether the cell is the flag; otherwise it is a user's mark."""
    return cell.table == ORGANIZATION


def value(snapshot: Snapshot, cell: Cell) -> bool | None:
    """What the snapshot holds in the cell; None where it was not read, or belongs to another organization.

    A survey lists every user who is marked, so one that is not listed is not marked (or gone, which a write will tell).
    """
    if is_flag(cell):
        known = cell.row == snapshot.organization.organization_id
        return snapshot.organization.sop_enabled if known else None
    if isinstance(snapshot.users, Unknown):
        return None
    return next((user.marked for user in snapshot.users.value if user.user_id == cell.row), False)


def change(cell: Cell, row_name: str, before: bool | None, after: bool, reason: Reason) -> Change:  # noqa: FBT001 - the values are the subject
    """A change with the id that journals and scripts know it by: ``table(row).column``."""
    return Change(f"{cell.table}({cell.row}).{cell.column}", cell, row_name, before, after, reason)
