"""The words of the preview: statuses, prices, and the page of an order. What has no facts is a constant."""

from __future__ import annotations

from datetime import date

from sopwizard.text import _, pages

PREVIEW = _("What will orders look like?")
TAB_STATUS = _("Status")
TAB_PRICES = _("Prices")
TAB_BUTTONS = _("Buttons and locks")
STATUS_HEADING = _("From Supply Chain Management to Sales")
STATUS_HEADING_INTEGRATOR = _("Processing statuses and the status in Sales")
AS_TABLE = _("&Table")
AS_PICTURE = _("&Picture")
STATUS_TABLE = _("Status table")
STATUS_PICTURE = _("Status picture")
STATUS_PICTURE_HELP = _("Up and Down follow one path after another.")
STATUS_COLUMNS = (_("Processing status"), _("Supply chain status"), _("Document"), _("Status in Sales"))
COLUMN_SCM = _("SUPPLY CHAIN: STATUS, DOCUMENT")
COLUMN_PROCESSING = _("PROCESSING STATUS")
COLUMN_SALES = _("STATUS IN SALES")
UNDEFINED = _("not defined")
LEFT_OUT = _("not in the article")
NOTES = _("How the table is read")
PRICES_HEADING = _("Who calculates prices")
PRICES_TABLE = _("Price computation")
FLAG = _("Order processing integration")
USER = _("Signed-in user")
ORDER = _("Order")
REGULAR_USER = _("Regular user")
INTEGRATION_USER = _("Integration user")
ACTIVE_ORDER = _("Active")
SUBMITTED_ORDER = _("Submitted")
PRICES_TABLE_COLUMN = _("Table")
PRICES_CHOOSE = _("Choose a cell to see what decides it.")
BUTTONS_HEADING = _("On an order's page")
LEGACY_SOURCE = _("Microsoft: Synchronize sales order headers and lines directly (November 2017).")
BUTTONS_COLUMNS = (_("What"), _("Now"), _("After"))


def preview_soft(map_name: str, source: str) -> str:
    """The soft line of the preview page."""
    return _("{map} · {source}").format(map=map_name, source=source)


def table_of(iso: str | None) -> str:
    """Which table it is."""
    return _("published table of {date}").format(date=_day(iso)) if iso else _("published table, undated")


def _day(iso: str) -> str:
    """A date as people write it; a source that names no day has a month only."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%B %Y}"


def path(scm: str, document: str, processing: str, sales: str) -> str:
    """One path of the picture as a sentence."""
    return _("{scm} with document {document}: processing status {processing}, status in Sales {sales}").format(
        scm=scm, document=document, processing=processing, sales=sales
    )


def short_path(processing: str, sales: str) -> str:
    """One path where there are no columns of Supply Chain Management."""
    return _("Processing status {processing}: status in Sales {sales}").format(processing=processing, sales=sales)


def buttons(sop: bool | None, *, legacy: bool = False) -> tuple[tuple[str, str], ...]:  # noqa: FBT001  a column's value
    """What an order's page shows and locks: subject and state, for that value of the flag. ``legacy``: the order is one
    of Prospect to cash, through the Data Integrator.
    """
    if legacy:
        return _legacy_buttons()
    if sop is None:
        return tuple((subject, pages.not_read()) for subject, _state in buttons(True))  # noqa: FBT003
    return (
        (_("Create Invoice"), _("Not shown") if sop else _("Shown; one article on dual-write says hidden")),
        (_("Submit order"), _("Shown") if sop else _("Not shown")),
        (_("Cancel Order"), _("Not shown, by the article on dual-write")),
        (_("An Active order"), _("Can be edited")),
        (
            _("A Submitted order"),
            _("Read-only, unless an integration user submitted or created it") if sop else _("No button makes one"),
        ),
        (
            _("An invoice"),
            _("Not edited in Sales: it comes from Supply Chain Management")
            if sop
            else _("Can be edited; one article on dual-write says read-only"),
        ),
        (
            _("App Settings, Back Office Order Processing Integration"),
            _("Shown, for switching off") if sop else _("Hidden"),
        ),
    )


def _legacy_buttons() -> tuple[tuple[str, str], ...]:
    hidden = _("Not shown on externally maintained orders")
    return (
        (_("Activate"), _("Shown on a Draft; it sends the order to finance and operations")),
        *((name, hidden) for name in (_("Create Invoice"), _("Cancel Order"), _("Recalculate"))),
        *((name, hidden) for name in (_("Get Products"), _("Lookup Address"))),
        (_("A Draft"), _("Can be edited")),
        (_("An activated order"), _("Read-only on its page: changes come from finance and operations")),
        (_("An invoice"), _("Made in finance and operations, and synchronized to Sales")),
    )


def inferred(sentence: str) -> str:
    """A path that had to be read into the table."""
    return _("{sentence} (inference)").format(sentence=sentence)
