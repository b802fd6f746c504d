"""The order's page in Sales: which buttons are on it, and who may edit. Rules are named by their ids."""

from typing import Final

from sopwizard.domain.orders import (
    ACTIVE,
    DRAFT,
    Actor,
    Button,
    ButtonState,
    EditorState,
    Order,
    SalesOrder,
    Setting,
)

_LEGACY_HIDDEN: Final = (
    Button.CREATE_INVOICE,
    Button.CANCEL_ORDER,
    Button.RECALCULATE,
    Button.GET_PRODUCTS,
    Button.LOOKUP_ADDRESS,
)
_NEVER_HIDDEN: Final = (Button.RECALCULATE, Button.GET_PRODUCTS, Button.LOOKUP_ADDRESS)


def buttons(order: Order, setting: Setting) -> tuple[ButtonState, ...]:
    """The buttons of the page; none where Sales does not have the order.

    With the flag off, source 001 says that invoices can be made from orders, and source 003 that dual-write hides the
    button without naming the flag: shown, with the doubt.
    """
    if order.sales is None:
        return ()
    if setting.legacy:
        return _legacy_buttons(order.sales, setting)
    create_invoice = (
        ButtonState(Button.CREATE_INVOICE, shown=False, rule="sop-create-invoice-hidden")
        if setting.sop
        else ButtonState(Button.CREATE_INVOICE, shown=True, rule="sop-off-invoices", doubt="dw-buttons-hidden")
    )
    return (
        create_invoice,
        _submit(order.sales, setting),
        ButtonState(Button.CANCEL_ORDER, shown=False, rule="dw-buttons-hidden"),
        *(ButtonState(button, shown=True, rule="no-source-hides-it") for button in _NEVER_HIDDEN),
    )


def _submit(sales: SalesOrder, setting: Setting) -> ButtonState:
    if not setting.sop:
        return ButtonState(Button.SUBMIT, shown=False, rule="sop-submit-button")
    if sales.status in (ACTIVE, None):
        return ButtonState(Button.SUBMIT, shown=True, rule="sop-submit-button")
    return ButtonState(Button.SUBMIT, shown=False, rule="only-active-editable")


def _legacy_buttons(sales: SalesOrder, setting: Setting) -> tuple[ButtonState, ...]:
    if sales.processing_status != DRAFT:
        return (
            *(ButtonState(button, shown=False, rule="di-buttons-hidden") for button in _LEGACY_HIDDEN),
            ButtonState(Button.SUBMIT, shown=False, rule="di-page-read-only"),
            ButtonState(Button.ACTIVATE, shown=False, rule="di-activate"),
        )
    hidden = setting.sop
    return (
        ButtonState(
            Button.CREATE_INVOICE, shown=not hidden, rule="sop-create-invoice-hidden" if hidden else "sop-off-invoices"
        ),
        *(ButtonState(button, shown=True, rule="no-source-hides-it") for button in _LEGACY_HIDDEN[1:]),
        _submit(sales, setting),
        ButtonState(Button.ACTIVATE, shown=not sales.is_submitted, rule="di-activate"),
    )


def shown(order: Order, setting: Setting, button: Button) -> bool:
    """Whether that button is on the page."""
    return any(state.shown for state in buttons(order, setting) if state.button is button)


def editors(order: Order, setting: Setting) -> tuple[EditorState, ...]:
    """Who may edit the order in Sales: a salesperson, and an integration user; nobody where Sales does not have it."""
    if order.sales is None:
        return ()
    return (_salesperson(order.sales, setting), _integration(order.sales, setting))


def editor(sales: SalesOrder, setting: Setting) -> EditorState:
    """Whether the setting's own actor may edit."""
    return _integration(sales, setting) if setting.by_integration else _salesperson(sales, setting)


def _salesperson(sales: SalesOrder, setting: Setting) -> EditorState:
    actor = Actor.SALESPERSON
    if setting.legacy and sales.processing_status != DRAFT:
        return EditorState(actor, allowed=False, rule="di-page-read-only")
    if sales.status is None:
        return EditorState(actor, allowed=None, rule="status-not-defined")
    if sales.is_submitted and setting.sop:
        if sales.created_by_integration or sales.submitted_by_integration:
            return EditorState(actor, allowed=None, rule="sop-submitted-lock", doubt="sop-submitted-read-only")
        return EditorState(actor, allowed=False, rule="sop-submitted-lock")
    return EditorState(actor, allowed=sales.status == ACTIVE, rule="only-active-editable")


def _integration(sales: SalesOrder, setting: Setting) -> EditorState:
    """An integration user may bring changes from the other system: that is what the lock's exception is for."""
    actor = Actor.INTEGRATION
    if setting.legacy and sales.processing_status != DRAFT:
        return EditorState(actor, allowed=True, rule="di-updates-from-operations")
    if sales.status is None:
        return EditorState(actor, allowed=None, rule="status-not-defined")
    if sales.status == ACTIVE or not setting.sop:
        return EditorState(actor, allowed=sales.status == ACTIVE, rule="only-active-editable")
    return EditorState(actor, allowed=True, rule="sop-submitted-lock" if sales.is_submitted else "integration-mode")
