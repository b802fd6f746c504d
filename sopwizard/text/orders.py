"""An order's life in words: what happens, what cannot, and what is worth knowing about it."""

from sopwizard.domain.orders import (
    Actor,
    Button,
    EditorState,
    Event,
    Founded,
    Invoice,
    Refusal,
    Remark,
    SalesOrder,
    ScmOrder,
    Setting,
    Side,
)
from sopwizard.text import _


def event(value: Event) -> str:
    """What happens."""
    return {
        Event.CREATE_IN_SALES: _("Create in Sales"),
        Event.CREATE_IN_SCM: _("Create in Supply Chain Management"),
        Event.ACTIVATE: _("Activate"),
        Event.CONFIRM: _("Confirm"),
        Event.PICK: _("Pick"),
        Event.DELIVER_PART: _("Deliver a part"),
        Event.DELIVER: _("Deliver the rest"),
        Event.INVOICE_PART: _("Invoice a part"),
        Event.INVOICE: _("Invoice the rest"),
        Event.CANCEL: _("Cancel"),
        Event.EDIT: _("Edit"),
        Event.SUBMIT: _("Submit"),
        Event.RECALCULATE: _("Recalculate"),
        Event.CREATE_INVOICE: _("Create Invoice"),
    }[value]


def side(value: Side) -> str:
    """A system's name."""
    return {Side.SALES: _("Sales"), Side.SCM: _("Supply Chain Management")}[value]


def actor(value: Actor) -> str:
    """Who works in Sales."""
    return {Actor.SALESPERSON: _("Salesperson"), Actor.INTEGRATION: _("Integration user")}[value]


def button(value: Button) -> str:
    """A button's published name."""
    return {
        Button.CREATE_INVOICE: _("Create Invoice"),
        Button.SUBMIT: _("Submit"),
        Button.CANCEL_ORDER: _("Cancel Order"),
        Button.RECALCULATE: _("Recalculate"),
        Button.GET_PRODUCTS: _("Get Products"),
        Button.LOOKUP_ADDRESS: _("Lookup Address"),
        Button.ACTIVATE: _("Activate"),
    }[value]


def editor(state: EditorState) -> str:
    """Whether somebody may edit."""
    return {
        True: _("{actor}: may edit"),
        False: _("{actor}: read-only"),
        None: _("{actor}: the articles do not settle it"),
    }[state.allowed].format(actor=actor(state.actor))


def setting(value: Setting) -> str:
    """What a story is played under, in one line without the map."""
    return _("{flag}; {actor} works in Sales; {writer}").format(
        flag=_("Flag on") if value.sop else _("Flag off"),
        actor=actor(value.actor),
        writer=_("the integration's users are marked")
        if value.writer_marked
        else _("the integration's users are not marked"),
    )


def scm_order(order: ScmOrder | None) -> str:
    """Status and document in Supply Chain Management."""
    if order is None:
        return _("not there")
    return _("{status}, {document}").format(status=order.status, document=order.document)


def sales_order(order: SalesOrder | None) -> str:
    """Processing status and status in Sales."""
    if order is None:
        return _("not there")
    if order.processing_status is None and order.status is None:
        return _("not defined by the published table")
    words = _("{processing}, {status} (inferred)") if order.founded is Founded.READ else _("{processing}, {status}")
    return words.format(
        processing=order.processing_status or _("not in the article"),
        status=order.status or _("not in the article"),
    )


def invoice(value: Invoice | None) -> str:
    """The newest invoice in Sales."""
    if value is None:
        return _("no invoice in Sales")
    if value.blank:
        return _("invoice made in {side}, without amounts").format(side=side(value.made_in))
    return _("invoice made in {side}").format(side=side(value.made_in))


def refusal(value: Refusal) -> str:
    """Why something cannot happen."""
    return {
        Refusal.ALREADY_CREATED: _("The order exists already."),
        Refusal.NOT_CREATED: _("There is no order yet."),
        Refusal.NOT_IN_SCM: _("Supply Chain Management does not have the order yet: it has to be activated first."),
        Refusal.NOT_IN_SALES: _("Sales does not have the order yet: it comes over when it is confirmed."),
        Refusal.IS_CANCELED: _("The order is canceled."),
        Refusal.IS_INVOICED: _("The order is invoiced in full."),
        Refusal.ALL_DELIVERED: _("Everything is delivered; only invoicing is left."),
        Refusal.PARTLY_DONE: _("A part is delivered or invoiced, so the order as a whole is not canceled any more."),
        Refusal.NO_SUBMIT_BUTTON: _("With the flag off there is no Submit button."),
        Refusal.NOT_ACTIVE: _("Only an Active order can be submitted."),
        Refusal.NO_ACTIVATE_BUTTON: _("Not needed: dual-write sends an order when it is created."),
        Refusal.NOT_DRAFT: _("Only a Draft is activated."),
        Refusal.READ_ONLY: _("The order is read-only for this user."),
        Refusal.SOURCES_DISAGREE: _(
            "The article contradicts itself on whether this order is locked, so nothing is claimed."
        ),
        Refusal.STATUS_UNKNOWN: _("The published table does not define the order's status, so nothing is claimed."),
        Refusal.CREATE_INVOICE_HIDDEN: _("The Create Invoice button is hidden."),
        Refusal.RECALCULATE_HIDDEN: _("The Recalculate button is hidden."),
        Refusal.READ_ONLY_INVOICE: _("An invoice is not made from an order that is read-only (field report)."),
    }[value]


def remark(value: Remark) -> str:
    """What is worth knowing about an event that happened."""
    return {
        Remark.DOCUMENT_STAYS: _("The document status stays at the document that is later in the process."),
        Remark.NOT_DEFINED: _("The published table has no row for this; what Sales shows is not known."),
        Remark.LEFT_OUT: _("The published table leaves the Sales status out."),
        Remark.READ_INTO_TABLE: _("Inferred: the article's first table has no row, the second is read instead."),
        Remark.JUMPS_BACK: _("The order was Submitted; the map's table has it Active again (inferred)."),
        Remark.UPDATE_MAY_BE_REFUSED: _(
            "The order was not Active, and whoever writes is no integration user with the flag on: the change may be "
            "refused (inferred)."
        ),
        Remark.SALES_CALCULATES: _(
            "The flag is on, but the integration's users are not marked: Sales calculates over what comes (inferred)."
        ),
        Remark.SEEN_ARRIVING_SUBMITTED: _(
            "One field report of 2016 saw such orders arrive as Submitted and read-only. It is no rule."
        ),
        Remark.SEEN_INVALID_STATUS: _(
            "One field report of 2016 saw such orders refused for an invalid status. It is no rule."
        ),
        Remark.BLANK_INVOICE: _(
            "The invoice is not calculated; in a field report its amounts and its total stayed blank."
        ),
        Remark.SYNCED_INVOICE: _("The invoice comes to Sales, read-only; its owner is the order's owner."),
        Remark.ORDER_AFTER_INVOICE: _("No article says what the order's status is after an invoice made in Sales."),
        Remark.WAITS_FOR_CONFIRMATION: _("Nothing comes to Sales before the order is confirmed."),
        Remark.STATUS_INFERRED: _("Inferred: the article lists this status without saying when it is set."),
        Remark.EXTERNAL_PRODUCTS_ONLY: _(
            "Possible only if all products are maintained in finance and operations; no write-in products."
        ),
    }[value]
