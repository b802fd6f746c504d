"""The status tables in words."""

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.states import Confidence
from sopwizard.domain.rulebook import Note, StatusTable
from sopwizard.domain.status import Resolution
from sopwizard.text import _


def map_name(map_id: MapId) -> str:
    """A map's short name, as people say it."""
    return {
        MapId.CDS: _("CDS sales order headers"),
        MapId.DYNAMICS365: _("Dynamics 365 Sales order headers"),
        MapId.CLASSIC: _("CDS sales order headers, solution before the update"),
        MapId.DATA_INTEGRATOR: _("Prospect to cash, Data Integrator"),
    }[map_id]


def title(table: StatusTable) -> str:
    """The heading of a map's table."""
    return {
        MapId.CDS: _("CDS sales order headers (updated Dual-write Supply Chain solution)"),
        MapId.DYNAMICS365: _("Dynamics 365 Sales order headers (updated Dual-write Supply Chain solution)"),
        MapId.CLASSIC: _("CDS sales order headers (Dual-write Supply Chain solution before the update)"),
        MapId.DATA_INTEGRATOR: _("Prospect to cash through the Data Integrator (no dual-write)"),
    }[table.id]


def about(map_id: MapId) -> str:
    """Whom a map is for, in one sentence."""
    return {
        MapId.CDS: _(
            "For environments with the updated Dual-write Supply Chain solution in which the CDS maps of orders and "
            "quotations run."
        ),
        MapId.DYNAMICS365: _(
            "For environments with the updated Dual-write Supply Chain solution in which the Dynamics 365 Sales maps "
            "of orders and quotations run. It adds the processing status Delivered and Partially Invoiced."
        ),
        MapId.CLASSIC: _("For environments whose Dual-write Supply Chain solution is older than that update."),
        MapId.DATA_INTEGRATOR: _(
            "For the older Prospect to cash solution, which works without dual-write. Its article asks for neither the "
            "flag nor marked users."
        ),
    }[map_id]


def left_out() -> str:
    """What stands in a cell that the article leaves out."""
    return _("not in the article")


def resolution(result: Resolution) -> str:
    """What a combination of status and document status becomes, in one sentence."""
    if not result.defined:
        return _("Not defined by the published table.")
    sentence = _("Processing status {processing}, status in Sales {sales}.").format(
        processing=result.processing_status or left_out(), sales=result.sales_status or left_out()
    )
    if result.inference:
        return _("{sentence} This is an inference: the article's first table has no row for it.").format(
            sentence=sentence
        )
    return sentence


def confidence(value: Confidence) -> str:
    """How well a fact is founded, in a word or two."""
    return {
        Confidence.PUBLISHED: _("published"),
        Confidence.INFERENCE: _("inference"),
        Confidence.UNVERIFIED: _("unverified"),
        Confidence.FIELD_REPORT: _("field report"),
    }[value]


def confidence_word(value: Confidence) -> str:
    """The same as it stands alone, on a chip or in a cell."""
    return confidence(value).capitalize()


def notes(table: StatusTable) -> tuple[str, ...]:
    """The table's notes as sentences, in their order."""
    return tuple(note(each) for each in table.notes)


def note(each: Note) -> str:
    """A note as a sentence, labelled where it is not published."""
    sentence = _sentence(each.id)
    if each.confidence is Confidence.PUBLISHED:
        return sentence
    return _("{sentence} ({confidence})").format(sentence=sentence, confidence=confidence(each.confidence))


def _sentence(note_id: str) -> str:
    return {
        "not-applicable-any-document": _(
            "Not applicable in the document column is read as: the document does not matter, a canceled order is "
            "Canceled with any of them."
        ),
        "cds-delivered-invoice-missing": _(
            "There is no row for Delivered with document Invoice, although Supply Chain Management can reach it. What "
            "Sales shows then is not defined by the published table."
        ),
        "submitted-never-produced": _(
            "No row leads to Submitted: the updated solution keeps Confirmed and Picked orders Active. A Submitted "
            "order was submitted in Sales, stems from before the update, or arrived so, as one field report saw."
        ),
        "constant-active": _(
            "The article on prospect-to-cash says that the status in Sales remains Active and, on the same page, that "
            "it becomes Invoiced. The first fits an older map with a fixed value; the current maps have none."
        ),
        "label-spelling": _(
            "Dataverse spells the option Delivered And Partially Invoiced. Orders are compared by its number, "
            "192350008."
        ),
        "two-tables-joined": _(
            "The article gives two tables, one without the status in Sales and one without the document. They are "
            "joined here by processing status and status in Supply Chain Management."
        ),
        "delivered-without-sales-status": _(
            "Delivered stands in the first table only, so its status in Sales is not in the article."
        ),
        "partially-invoiced-twice": _(
            "Partially Invoiced stands twice in the second table: Active for an open order, Fulfilled for a delivered "
            "one. The status in Supply Chain Management decides."
        ),
        "open-order-invoice-read": _(
            "An open order whose last document is an invoice has no row in the first table. It is read as the second "
            "table's row Partially Invoiced, Open Order."
        ),
        "unordered-list": _(
            "The article lists these statuses without an order and without the columns of Supply Chain Management."
        ),
        "stays-active": _(
            "The status in Sales stays Active in every one of them, so that changes from finance and operations can "
            "still reach the order."
        ),
        "other-product": _("This is the older Prospect to cash solution. It cannot share orders with dual-write."),
    }[note_id]
