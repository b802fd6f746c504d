"""What an order's status in Supply Chain Management becomes in Sales, by the published table of a map."""

from dataclasses import dataclass
from typing import Final

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.rulebook import OptionValue, Rulebook, StatusRow, StatusTable

NOT_APPLICABLE: Final = "Not applicable"

_OPEN_ORDER: Final = "Open Order"
_INVOICE: Final = "Invoice"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the table says. ``defined``: it has a row; ``inference``: the row had to be read into it.

    ``sales_status`` is None also where a row is there and leaves it out (classic: Delivered).
    """

    defined: bool
    processing_status: str | None = None
    sales_status: str | None = None
    inference: bool = False
    row: StatusRow | None = None


_UNDEFINED: Final = Resolution(defined=False)


def resolve(table: StatusTable, scm_status: str, document_status: str) -> Resolution:
    """The row for an order's status and document status, both in published spelling.

    A row with *Not applicable* as its document takes any document (DOMAIN 10.22). Under classic, an open order whose
    last document is an invoice has no row in the article's first table; it is read as the second table's row for
    Partially Invoiced, and marked as an inference (DOMAIN 10.23).
    """
    for row in table.rows:
        if row.scm_status == scm_status and row.scm_document_status in (document_status, NOT_APPLICABLE):
            return Resolution(
                defined=True, processing_status=row.processing_status, sales_status=row.sales_status, row=row
            )
    if table.id is MapId.CLASSIC and (scm_status, document_status) == (_OPEN_ORDER, _INVOICE):
        for row in table.rows:
            if row.scm_status == _OPEN_ORDER and row.scm_document_status is None:
                return Resolution(
                    defined=True,
                    processing_status=row.processing_status,
                    sales_status=row.sales_status,
                    inference=True,
                    row=row,
                )
    return _UNDEFINED


def _published(options: tuple[OptionValue, ...], value: int) -> str | None:
    return next((option.published for option in options if option.value == value), None)


def allowed(rulebook: Rulebook, map_id: MapId, processing_status: int | None, statecode: int | None) -> bool | None:
    """Whether an order may hold this processing status with this status (option values of the two columns).

    None where the map's table cannot tell: a value is missing or not a shipped one, the table leaves the Sales status
    out, or the map is the Data Integrator's, whose processing values are not published. A processing status that no row
    of the table has is not allowed. Compared by integer, because labels differ from the articles' (DOMAIN 10.6).
    """
    if processing_status is None or statecode is None or map_id is MapId.DATA_INTEGRATOR:
        return None
    processing = _published(rulebook.options.processing_status, processing_status)
    sales = _published(rulebook.options.statecode, statecode)
    if processing is None or sales is None:
        return None
    published = {row.sales_status for row in rulebook.table(map_id).rows if row.processing_status == processing}
    if sales in published:
        return True
    return None if None in published else False
