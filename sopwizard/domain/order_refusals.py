"""What cannot happen to an order, and why."""

from collections.abc import Callable
from typing import Final

from sopwizard.domain.order_page import editor, shown
from sopwizard.domain.orders import (
    ACTIVE,
    CANCELED,
    DELIVERED,
    DRAFT,
    INVOICED,
    Actor,
    Button,
    Event,
    Order,
    Refusal,
    SalesOrder,
    ScmOrder,
    Setting,
)


def sales_refusal(order: Order, sales: SalesOrder, event: Event, setting: Setting) -> Refusal | None:
    """Why something cannot be done in Sales, or None."""
    return _SALES_REFUSALS[event](order, sales, setting)


def scm_refusal(scm: ScmOrder, event: Event) -> Refusal | None:
    """Why something cannot be done in Supply Chain Management, or None."""
    if scm.status == CANCELED:
        return Refusal.IS_CANCELED
    if scm.status == INVOICED:
        return Refusal.IS_INVOICED
    if event is Event.CANCEL:
        return Refusal.PARTLY_DONE if scm.delivered or scm.invoiced else None
    if event in (Event.INVOICE, Event.INVOICE_PART):
        return None
    return Refusal.ALL_DELIVERED if scm.status == DELIVERED else None


def _activate_refusal(_order: Order, sales: SalesOrder, setting: Setting) -> Refusal | None:
    if not setting.legacy:
        return Refusal.NO_ACTIVATE_BUTTON
    if sales.processing_status != DRAFT:
        return Refusal.NOT_DRAFT
    return Refusal.READ_ONLY if sales.is_submitted else None


def _edit_refusal(_order: Order, sales: SalesOrder, setting: Setting) -> Refusal | None:
    allowed = editor(sales, setting).allowed
    if allowed is None:
        return Refusal.STATUS_UNKNOWN if sales.status is None else Refusal.SOURCES_DISAGREE
    return None if allowed else Refusal.READ_ONLY


def _submit_refusal(order: Order, sales: SalesOrder, setting: Setting) -> Refusal | None:
    if not setting.sop:
        return Refusal.NO_SUBMIT_BUTTON
    if sales.status is None:
        return Refusal.STATUS_UNKNOWN
    if sales.status != ACTIVE:
        return Refusal.NOT_ACTIVE
    return _edit_refusal(order, sales, setting)


def _recalculate_refusal(order: Order, sales: SalesOrder, setting: Setting) -> Refusal | None:
    """Prices are calculated only where the record can be edited (source 001's note)."""
    if setting.actor is Actor.SALESPERSON and not shown(order, setting, Button.RECALCULATE):
        return Refusal.RECALCULATE_HIDDEN
    return _edit_refusal(order, sales, setting)


def _create_invoice_refusal(order: Order, sales: SalesOrder, setting: Setting) -> Refusal | None:
    """The flag hides the button; the same request by API fails only on an order that is read-only (DOMAIN 10.20)."""
    if setting.actor is Actor.SALESPERSON and not shown(order, setting, Button.CREATE_INVOICE):
        return Refusal.CREATE_INVOICE_HIDDEN
    if sales.status is None:
        return Refusal.STATUS_UNKNOWN
    return None if sales.status == ACTIVE else Refusal.READ_ONLY_INVOICE


_SALES_REFUSALS: Final[dict[Event, Callable[[Order, SalesOrder, Setting], Refusal | None]]] = {
    Event.ACTIVATE: _activate_refusal,
    Event.EDIT: _edit_refusal,
    Event.SUBMIT: _submit_refusal,
    Event.RECALCULATE: _recalculate_refusal,
    Event.CREATE_INVOICE: _create_invoice_refusal,
}
