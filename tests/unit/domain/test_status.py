"""Expectations are typed from the article on the status columns (2025-10-29), table by table."""

from dataclasses import replace

import pytest

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.states import Confidence
from sopwizard.domain.status import allowed, resolve
from sopwizard.services.rulebook import load

DOCUMENTS = ("None", "Confirmation", "Picking List", "Packing Slip", "Invoice", "Not applicable")
UNDEFINED = None

# (status, document): (processing status, status in Sales); what is not named is not defined.
UPDATED_OPEN = {
    ("Open Order", "None"): ("Active", "Active"),
    ("Open Order", "Confirmation"): ("Confirmed", "Active"),
    ("Open Order", "Picking List"): ("Picked", "Active"),
    ("Open Order", "Packing Slip"): ("Partially Delivered", "Active"),
    ("Open Order", "Invoice"): ("Partially Invoiced", "Active"),
    ("Delivered", "Packing Slip"): ("Delivered", "Fulfilled"),
}
ENDED = {
    ("Invoiced", "Invoice"): ("Invoiced", "Invoiced"),
    ("Canceled", "None"): ("Canceled", "Canceled"),
    ("Canceled", "Confirmation"): ("Canceled", "Canceled"),
    ("Canceled", "Picking List"): ("Canceled", "Canceled"),
    ("Canceled", "Packing Slip"): ("Canceled", "Canceled"),
    ("Canceled", "Invoice"): ("Canceled", "Canceled"),
    ("Canceled", "Not applicable"): ("Canceled", "Canceled"),
}
EXPECTED: dict[MapId, dict[tuple[str, str], tuple[str, str | None]]] = {
    MapId.CDS: {**UPDATED_OPEN, **ENDED},
    MapId.DYNAMICS365: {
        **UPDATED_OPEN,
        **ENDED,
        ("Delivered", "Invoice"): ("Delivered and Partially Invoiced", "Fulfilled"),
    },
    MapId.CLASSIC: {
        ("Open Order", "None"): ("Active", "Active"),
        ("Open Order", "Confirmation"): ("Confirmed", "Submitted"),
        ("Open Order", "Picking List"): ("Picked", "Submitted"),
        ("Open Order", "Packing Slip"): ("Partially Delivered", "Active"),
        ("Open Order", "Invoice"): ("Partially Invoiced", "Active"),
        ("Delivered", "Packing Slip"): ("Delivered", None),
        ("Delivered", "Invoice"): ("Partially Invoiced", "Fulfilled"),
        **ENDED,
    },
    MapId.DATA_INTEGRATOR: {},
}


@pytest.mark.parametrize("map_id", list(MapId))
@pytest.mark.parametrize("status", ["Open Order", "Delivered", "Invoiced", "Canceled"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_status_and_document_resolves_as_the_article_has_it(map_id: MapId, status: str, document: str) -> None:
    result = resolve(load().table(map_id), status, document)
    wanted = EXPECTED[map_id].get((status, document), UNDEFINED)
    assert result.defined is (wanted is not UNDEFINED)
    assert (result.processing_status, result.sales_status) == (wanted or (None, None))
    assert result.inference is ((map_id, status, document) == (MapId.CLASSIC, "Open Order", "Invoice"))


CDS_ROWS = [
    ("Active", "Open Order", "None", "Active"),
    ("Confirmed", "Open Order", "Confirmation", "Active"),
    ("Picked", "Open Order", "Picking List", "Active"),
    ("Partially Delivered", "Open Order", "Packing Slip", "Active"),
    ("Partially Invoiced", "Open Order", "Invoice", "Active"),
    ("Delivered", "Delivered", "Packing Slip", "Fulfilled"),
    ("Invoiced", "Invoiced", "Invoice", "Invoiced"),
    ("Canceled", "Canceled", "Not applicable", "Canceled"),
]
DYNAMICS365_ROWS = [
    ("Active", "Open Order", "None", "Active"),
    ("Confirmed", "Open Order", "Confirmation", "Active"),
    ("Picked", "Open Order", "Picking List", "Active"),
    ("Partially Delivered", "Open Order", "Packing Slip", "Active"),
    ("Partially Invoiced", "Open Order", "Invoice", "Active"),
    ("Delivered", "Delivered", "Packing Slip", "Fulfilled"),
    ("Delivered and Partially Invoiced", "Delivered", "Invoice", "Fulfilled"),
    ("Invoiced", "Invoiced", "Invoice", "Invoiced"),
    ("Canceled", "Canceled", "Not applicable", "Canceled"),
]
CLASSIC_ROWS = [
    ("Active", "Open Order", "None", "Active"),
    ("Confirmed", "Open Order", "Confirmation", "Submitted"),
    ("Picked", "Open Order", "Picking List", "Submitted"),
    ("Partially Delivered", "Open Order", "Packing Slip", "Active"),
    ("Delivered", "Delivered", "Packing Slip", None),
    ("Partially Invoiced", "Open Order", None, "Active"),
    ("Partially Invoiced", "Delivered", "Invoice", "Fulfilled"),
    ("Invoiced", "Invoiced", "Invoice", "Invoiced"),
    ("Canceled", "Canceled", "Not applicable", "Canceled"),
]
DATA_INTEGRATOR_ROWS = [
    ("Draft", None, None, "Active"),
    ("Active", None, None, "Active"),
    ("Confirmed", None, None, "Active"),
    ("Packing Slip", None, None, "Active"),
    ("Invoiced", None, None, "Active"),
    ("Picked", None, None, "Active"),
    ("Partially Picked", None, None, "Active"),
    ("Partially Packed", None, None, "Active"),
    ("Shipped", None, None, "Active"),
    ("Partially Shipped", None, None, "Active"),
    ("Partially Invoiced", None, None, "Active"),
    ("Cancelled", None, None, "Active"),
]


@pytest.mark.parametrize(
    ("map_id", "rows"),
    [
        (MapId.CDS, CDS_ROWS),
        (MapId.DYNAMICS365, DYNAMICS365_ROWS),
        (MapId.CLASSIC, CLASSIC_ROWS),
        (MapId.DATA_INTEGRATOR, DATA_INTEGRATOR_ROWS),
    ],
)
def test_every_cell_of_a_table_is_the_published_one(
    map_id: MapId, rows: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    table = load().table(map_id)
    shown = [(row.processing_status, row.scm_status, row.scm_document_status, row.sales_status) for row in table.rows]
    assert shown == rows
    assert table.columns == (
        "Processing Status",
        "Status in Supply Chain Management",
        "Document Status in Supply Chain Management",
        "Status in Sales",
    )


@pytest.mark.parametrize(
    ("map_id", "date"),
    [
        (MapId.CDS, "2025-10-29"),
        (MapId.DYNAMICS365, "2025-10-29"),
        (MapId.CLASSIC, "2025-10-29"),
        (MapId.DATA_INTEGRATOR, "2017-11-14"),
    ],
)
def test_every_table_tells_its_source_date_and_confidence(map_id: MapId, date: str) -> None:
    table = load().table(map_id)
    assert table.source.startswith("Microsoft Learn: ")
    assert table.date == date
    assert table.confidence is Confidence.PUBLISHED
    assert table.notes


def test_the_reading_of_an_open_invoiced_classic_order_is_noted_as_inference() -> None:
    notes = {note.id: note.confidence for note in load().table(MapId.CLASSIC).notes}
    assert notes["open-order-invoice-read"] is Confidence.INFERENCE
    assert notes["partially-invoiced-twice"] is Confidence.PUBLISHED


# statecode: 0 Active, 1 Submitted, 2 Canceled, 3 Fulfilled, 4 Invoiced
ALLOWED: dict[MapId, dict[int, set[int]]] = {
    MapId.CDS: {
        192350000: {0},
        192350001: {0},
        192350002: {0},
        192350003: {0},
        192350004: {3},
        192350005: {4},
        192350006: {0},
        192350007: {2},
        192350008: set(),
    },
    MapId.DYNAMICS365: {
        192350000: {0},
        192350001: {0},
        192350002: {0},
        192350003: {0},
        192350004: {3},
        192350005: {4},
        192350006: {0},
        192350007: {2},
        192350008: {3},
    },
    MapId.CLASSIC: {
        192350000: {0},
        192350001: {1},
        192350002: {1},
        192350003: {0},
        192350005: {4},
        192350006: {0, 3},
        192350007: {2},
        192350008: set(),
    },
}


@pytest.mark.parametrize("map_id", list(ALLOWED))
@pytest.mark.parametrize("processing", range(192350000, 192350009))
@pytest.mark.parametrize("statecode", range(5))
def test_a_combination_is_allowed_where_the_table_has_it(map_id: MapId, processing: int, statecode: int) -> None:
    states = ALLOWED[map_id].get(processing)
    wanted = None if states is None else statecode in states
    assert allowed(load(), map_id, processing, statecode) is wanted


@pytest.mark.parametrize(
    ("map_id", "processing", "statecode"),
    [
        (MapId.CDS, None, 0),
        (MapId.CDS, 192350000, None),
        (MapId.CDS, 192359999, 0),
        (MapId.CDS, 192350000, 77),
        (MapId.DATA_INTEGRATOR, 192350000, 0),
        (MapId.DATA_INTEGRATOR, 192350000, 1),
    ],
)
def test_nobody_guesses_where_the_table_cannot_tell(
    map_id: MapId, processing: int | None, statecode: int | None
) -> None:
    assert allowed(load(), map_id, processing, statecode) is None


def test_a_classic_table_without_its_second_part_does_not_resolve_an_open_invoiced_order() -> None:
    table = load().table(MapId.CLASSIC)
    bent = replace(table, rows=tuple(row for row in table.rows if row.scm_document_status))
    assert not resolve(bent, "Open Order", "Invoice").defined


def test_option_values_have_the_labels_of_the_reference() -> None:
    options = load().options
    assert {option.value: option.label for option in options.processing_status} == {
        192350000: "Active",
        192350001: "Confirmed",
        192350002: "Picked",
        192350003: "Partially Delivered",
        192350004: "Delivered",
        192350005: "Invoiced",
        192350006: "Partially Invoiced",
        192350007: "Canceled",
        192350008: "Delivered And Partially Invoiced",
    }
    assert {option.value: option.label for option in options.statecode} == {
        0: "Active",
        1: "Submitted",
        2: "Canceled",
        3: "Fulfilled",
        4: "Invoiced",
    }
    assert {(option.value, option.label, option.state) for option in options.statuscode} == {
        (1, "New", 0),
        (2, "Pending", 0),
        (3, "In Progress", 1),
        (4, "No Money", 2),
        (100001, "Complete", 3),
        (100002, "Partial", 3),
        (100003, "Invoiced", 4),
    }
