"""A plan's changes in words: what is changed, why, and what it means for orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopwizard.domain import cells
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.states import Reason
from sopwizard.text import _

if TYPE_CHECKING:
    from sopwizard.domain.model.changes import Cell, Change, Plan


def cell_label(cell: Cell, row_name: str) -> str:
    """What a cell is, with whose it is."""
    if cells.is_flag(cell):
        return _("Sales order processing integration of {organization}").format(organization=row_name)
    return _("Integration user mode of {user}").format(user=row_name)


def label(change: Change) -> str:
    """What is changed."""
    return cell_label(change.cell, change.row_name)


def value(held: bool | None) -> str:  # noqa: FBT001 - a cell's value
    """What a cell holds."""
    if held is None:
        return _("unknown")
    return _("Yes") if held else _("No")


def reason(change: Change) -> str:
    """Why the change is planned, or why the cell has to stay as it is."""
    return {
        Reason.FLAG_ON: _(
            "The status mapping needs it: an order can then be Submitted, and the invoice comes from Supply Chain "
            "Management."
        ),
        Reason.FLAG_OFF: _("You asked for sales order processing integration to be off."),
        Reason.DUAL_WRITE_USER: _(
            "One of dual-write's users. Marked, it can change orders that are locked for people, and Sales leaves the "
            "prices of its writes alone."
        ),
        Reason.NAMED_BY_HAND: _("You named this user to be marked."),
        Reason.UNMARK_BY_HAND: _("You named this user to be unmarked."),
        Reason.UNDO: _("It puts back what stood there before the run."),
    }[change.reason]


def _flag_after(plan: Plan) -> bool | None:
    """What the flag holds after the plan; None where the plan does not speak of it."""
    return next((each.after for each in (*plan.changes, *plan.already_right) if cells.is_flag(each.cell)), None)


def _flag_changes(plan: Plan) -> bool:
    return any(cells.is_flag(each.cell) for each in plan.changes)


def _marks(plan: Plan, *, after: bool) -> str:
    return ", ".join(each.row_name for each in plan.changes if not cells.is_flag(each.cell) and each.after is after)


def _status(map_id: MapId) -> str:
    return {
        MapId.CDS: _(
            "Statuses: Confirmed and Picked orders stay Active in Sales, Delivered ones become Fulfilled. An order "
            "that is delivered and invoiced in part is not defined by the published table of this map."
        ),
        MapId.DYNAMICS365: _(
            "Statuses: Confirmed and Picked orders stay Active in Sales, Delivered ones become Fulfilled, also when a "
            "part is invoiced (Delivered and Partially Invoiced)."
        ),
        MapId.CLASSIC: _(
            "Statuses: Confirmed and Picked orders become Submitted in Sales, and are locked for people meanwhile; "
            "Partially Delivered ones are Active. What Delivered becomes is not in the article."
        ),
        MapId.DATA_INTEGRATOR: _(
            "Statuses: the status in Sales stays Active; only the processing status follows finance and operations."
        ),
    }[map_id]


def _switched_on() -> tuple[str, ...]:
    return (
        _("Buttons: Create Invoice is no longer shown on orders; Submit order is shown instead."),
        _(
            "Locks: a Submitted order is read-only. Integration users are the exception; the article words it once as "
            "orders that they submitted and once as orders that they created."
        ),
        _(
            "Prices: Sales no longer calculates orders and invoices that an integration user writes, nor updates and "
            "recalculations of Submitted orders. Quotes and opportunities are calculated as before."
        ),
    )


def _switched_off(map_id: MapId | None) -> tuple[str, ...]:
    locks = _("Locks: nobody can submit an order by hand any more, so nobody locks one that way.")
    if map_id is MapId.CLASSIC:
        by_map = _(
            "By this map's table, Confirmed and Picked orders are Submitted; no article says whether that needs the "
            "flag."
        )
        locks = _("{locks} {by_map}").format(locks=locks, by_map=by_map)
    return (
        _(
            "Buttons: Submit order goes. Create Invoice is shown on orders again, unless the solution of dual-write "
            "hides it: one article says so, and does not speak of the flag."
        ),
        locks,
        _("Prices: Sales calculates every editable order and invoice again, those of integration users included."),
    )


def consequences(plan: Plan) -> tuple[str, ...]:
    """What the plan means for orders: statuses, buttons, locks and prices, one sentence each. Empty if nothing does."""
    said: list[str] = []
    flag = _flag_after(plan)
    if plan.choices.map_id and (flag or plan.choices.map_id is MapId.DATA_INTEGRATOR):
        said.append(_status(plan.choices.map_id))
    if flag is not None and _flag_changes(plan):
        said.extend(_switched_on() if flag else _switched_off(plan.choices.map_id))
    if marked := _marks(plan, after=True):
        said.append(
            _(
                "Marked users ({users}): while the flag is on, they can change orders that are locked for people, and "
                "Sales does not calculate the prices of the orders and invoices that they write."
            ).format(users=marked)
        )
    if unmarked := _marks(plan, after=False):
        said.append(
            _(
                "Unmarked users ({users}): locked orders are read-only for them, and Sales calculates the prices of "
                "the orders and invoices that they write, unless the order is Submitted."
            ).format(users=unmarked)
        )
    return tuple(said)
