"""What an event does to an order under a setting. Nothing here raises: what cannot happen is refused, with a reason."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from sopwizard.domain.order_refusals import sales_refusal, scm_refusal
from sopwizard.domain.orders import (
    ACTIVE,
    CANCELED,
    DELIVERED,
    DOCUMENTS,
    DRAFT,
    INVOICED,
    OPEN,
    SUBMITTED,
    Event,
    Founded,
    Happening,
    Invoice,
    Order,
    Part,
    Refusal,
    Remark,
    SalesOrder,
    ScmOrder,
    Setting,
    Side,
)
from sopwizard.domain.pricing import PriceCell, PriceOutcome, Situation, price_cells
from sopwizard.domain.rulebook import PriceOperation, Rulebook
from sopwizard.domain.status import resolve

_LEGACY_STATUSES: Final = {
    (OPEN, "None"): "Active",
    (OPEN, "Confirmation"): "Confirmed",
    (OPEN, "Picking List"): "Picked",
    (OPEN, "Packing Slip"): "Partially Shipped",
    (OPEN, "Invoice"): "Partially Invoiced",
    (DELIVERED, "Packing Slip"): "Shipped",
    (DELIVERED, "Invoice"): "Partially Invoiced",
    (INVOICED, "Invoice"): "Invoiced",
}
"""Source 002 lists statuses without columns; all but Active and Confirmed are chosen by their names (inference)."""

_LEGACY_CANCELED: Final = "Cancelled"
_PUBLISHED_LEGACY: Final = frozenset({"Draft", "Active", "Confirmed"})


def happen(order: Order, event: Event, setting: Setting, rulebook: Rulebook) -> Happening:
    """The order after the event, or the unchanged order and why the event cannot happen."""
    if event in _CREATORS:
        return Happening(order, Refusal.ALREADY_CREATED) if order.exists else _CREATORS[event](setting, rulebook)
    if not order.exists:
        return Happening(order, Refusal.NOT_CREATED)
    if event.side is Side.SCM:
        refusal = Refusal.NOT_IN_SCM if order.scm is None else scm_refusal(order.scm, event)
        if refusal is not None or order.scm is None:
            return Happening(order, refusal)
        return _in_scm(order, order.scm, event, setting, rulebook)
    refusal = Refusal.NOT_IN_SALES if order.sales is None else sales_refusal(order, order.sales, event, setting)
    if refusal is not None or order.sales is None:
        return Happening(order, refusal)
    return _IN_SALES[event](order, order.sales, setting, rulebook)


def _price(rulebook: Rulebook, table: str, operation: PriceOperation, situation: Situation) -> tuple[PriceCell, ...]:
    cells = price_cells(rulebook, situation)
    return tuple(cell for cell in cells if cell.table == table and cell.operation is operation)


def _person(sales: SalesOrder | None, setting: Setting) -> Situation:
    return Situation(setting.sop, setting.by_integration, sales is not None and sales.is_submitted)


def _writer(sales: SalesOrder | None, setting: Setting) -> Situation:
    return Situation(setting.sop, setting.writer_marked, sales is not None and sales.is_submitted)


def _create_in_sales(setting: Setting, rulebook: Rulebook) -> Happening:
    prices = _price(rulebook, "salesorder", PriceOperation.CREATE, _person(None, setting))
    seen = Remark.SEEN_ARRIVING_SUBMITTED if setting.by_integration else Remark.SEEN_INVALID_STATUS
    remarks = (seen,) if setting.sop else ()
    if setting.legacy:
        sales = SalesOrder(DRAFT, ACTIVE, Founded.TABLE, setting.by_integration)
        return Happening(Order(sales=sales), prices=prices, remarks=remarks)
    scm = ScmOrder()
    sales, _ = _resolved(scm, setting, rulebook, created_by_integration=setting.by_integration)
    return Happening(Order(scm, sales), prices=prices, remarks=remarks)


def _create_in_scm(setting: Setting, rulebook: Rulebook) -> Happening:
    scm = ScmOrder()
    if setting.legacy:
        return Happening(Order(scm), remarks=(Remark.WAITS_FOR_CONFIRMATION,))
    return _arrive(Order(), scm, setting, rulebook)


def _activate(_order: Order, sales: SalesOrder, _setting: Setting, _rulebook: Rulebook) -> Happening:
    activated = Order(ScmOrder(), replace(sales, processing_status=ACTIVE))
    return Happening(activated, remarks=(Remark.EXTERNAL_PRODUCTS_ONLY,))


def _edit(order: Order, sales: SalesOrder, setting: Setting, rulebook: Rulebook) -> Happening:
    return Happening(order, prices=_price(rulebook, "salesorder", PriceOperation.UPDATE, _person(sales, setting)))


def _recalculate(order: Order, sales: SalesOrder, setting: Setting, rulebook: Rulebook) -> Happening:
    return Happening(order, prices=_price(rulebook, "salesorder", PriceOperation.RECALCULATE, _person(sales, setting)))


def _submit(order: Order, sales: SalesOrder, setting: Setting, _rulebook: Rulebook) -> Happening:
    submitted = replace(sales, status=SUBMITTED, founded=Founded.RULE, submitted_by_integration=setting.by_integration)
    return Happening(replace(order, sales=submitted))


def _create_invoice(order: Order, sales: SalesOrder, setting: Setting, rulebook: Rulebook) -> Happening:
    prices = _price(rulebook, "invoice", PriceOperation.CREATE, _person(sales, setting))
    blank = any(cell.outcome is PriceOutcome.SKIPPED for cell in prices)
    remarks = (*((Remark.BLANK_INVOICE,) if blank else ()), Remark.ORDER_AFTER_INVOICE)
    return Happening(replace(order, invoice=Invoice(Side.SALES, blank)), prices=prices, remarks=remarks)


def _in_scm(order: Order, before: ScmOrder, event: Event, setting: Setting, rulebook: Rulebook) -> Happening:
    scm = _moved(before, event)
    happened = _arrive(order, scm, setting, rulebook)
    if event in _MADE and scm.document != _MADE[event]:
        happened = replace(happened, remarks=(Remark.DOCUMENT_STAYS, *happened.remarks))
    if event in (Event.INVOICE, Event.INVOICE_PART) and happened.order.sales is not None:
        invoiced = replace(happened.order, invoice=Invoice(Side.SCM))
        prices = _price(rulebook, "invoice", PriceOperation.CREATE, _writer(order.sales, setting))
        remarks = (*happened.remarks, Remark.SYNCED_INVOICE)
        happened = replace(happened, order=invoiced, prices=happened.prices + prices, remarks=remarks)
    return happened


_MADE: Final = {
    Event.CONFIRM: "Confirmation",
    Event.PICK: "Picking List",
    Event.DELIVER_PART: "Packing Slip",
    Event.DELIVER: "Packing Slip",
    Event.INVOICE_PART: "Invoice",
    Event.INVOICE: "Invoice",
}


def _moved(scm: ScmOrder, event: Event) -> ScmOrder:
    """The order in Supply Chain Management after the event; its document is the one latest in the process."""
    if event is Event.CANCEL:
        return replace(scm, status=CANCELED)
    document = max(scm.document, _MADE[event], key=DOCUMENTS.index)
    match event:
        case Event.DELIVER_PART:
            return replace(scm, document=document, delivered=Part.SOME)
        case Event.DELIVER:
            return replace(scm, document=document, status=DELIVERED, delivered=Part.ALL)
        case Event.INVOICE_PART:
            return replace(scm, document=document, invoiced=Part.SOME)
        case Event.INVOICE:
            return ScmOrder(INVOICED, document, Part.ALL, Part.ALL)
    return replace(scm, document=document)


def _arrive(order: Order, scm: ScmOrder, setting: Setting, rulebook: Rulebook) -> Happening:
    """The order in Sales after a change in Supply Chain Management has come over."""
    before = order.sales
    if setting.legacy and scm.document == DOCUMENTS[0]:  # only confirmed orders come over (source 002)
        return Happening(replace(order, scm=scm), remarks=(Remark.WAITS_FOR_CONFIRMATION,))
    created_by_integration = setting.writer_marked if before is None else before.created_by_integration
    sales, remarks = _resolved(scm, setting, rulebook, created_by_integration=created_by_integration)
    operation = PriceOperation.CREATE if before is None else PriceOperation.UPDATE
    prices = _price(rulebook, "salesorder", operation, _writer(before, setting))
    calculated = any(cell.outcome is PriceOutcome.CALCULATED for cell in prices)
    warnings = _warnings(before, sales, setting, calculated=calculated)
    return Happening(Order(scm, sales, order.invoice), prices=prices, remarks=(*remarks, *warnings))


def _resolved(
    scm: ScmOrder, setting: Setting, rulebook: Rulebook, *, created_by_integration: bool
) -> tuple[SalesOrder, tuple[Remark, ...]]:
    """The statuses in Sales that belong to those in Supply Chain Management, and what is odd about them."""
    if setting.legacy:
        processing = _LEGACY_STATUSES.get((scm.status, scm.document), _LEGACY_CANCELED)
        if processing in _PUBLISHED_LEGACY:
            return SalesOrder(processing, ACTIVE, Founded.TABLE, created_by_integration), ()
        return SalesOrder(processing, ACTIVE, Founded.READ, created_by_integration), (Remark.STATUS_INFERRED,)
    found = resolve(rulebook.table(setting.map_id), scm.status, scm.document)
    founded = Founded.TABLE
    remarks: tuple[Remark, ...] = ()
    if not found.defined:
        founded, remarks = Founded.UNDEFINED, (Remark.NOT_DEFINED,)
    elif found.sales_status is None:
        founded, remarks = Founded.UNDEFINED, (Remark.LEFT_OUT,)
    elif found.inference:
        founded, remarks = Founded.READ, (Remark.READ_INTO_TABLE,)
    submitted_by = setting.writer_marked if found.sales_status == SUBMITTED else None
    sales = SalesOrder(found.processing_status, found.sales_status, founded, created_by_integration, submitted_by)
    return sales, remarks


def _warnings(
    before: SalesOrder | None, after: SalesOrder, setting: Setting, *, calculated: bool
) -> tuple[Remark, ...]:
    """What may go wrong when the change is written: all inferences from the sources' other sentences."""
    found: list[Remark] = []
    if calculated and setting.sop and not setting.legacy:
        found.append(Remark.SALES_CALCULATES)
    if before is None or setting.legacy:
        return tuple(found)
    if before.status not in (ACTIVE, None) and not (setting.sop and setting.writer_marked):
        found.append(Remark.UPDATE_MAY_BE_REFUSED)
    if before.founded is Founded.RULE and after.status == ACTIVE:
        found.append(Remark.JUMPS_BACK)
    return tuple(found)


_CREATORS: Final[dict[Event, Callable[[Setting, Rulebook], Happening]]] = {
    Event.CREATE_IN_SALES: _create_in_sales,
    Event.CREATE_IN_SCM: _create_in_scm,
}

_IN_SALES: Final[dict[Event, Callable[[Order, SalesOrder, Setting, Rulebook], Happening]]] = {
    Event.ACTIVATE: _activate,
    Event.EDIT: _edit,
    Event.RECALCULATE: _recalculate,
    Event.SUBMIT: _submit,
    Event.CREATE_INVOICE: _create_invoice,
}
