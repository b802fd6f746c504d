"""The status table as an environment's own map makes it. Values typed by hand from the mapping reference."""

from sopwizard.domain.compare import as_deployed
from sopwizard.domain.map_checks import published_map
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.rulebook import StatusTable
from sopwizard.services import rulebook

PUBLISHED = (
    ("active", "192350000"),
    ("confirmed", "192350001"),
    ("picked", "192350002"),
    ("partiallyDelivered", "192350003"),
    ("delivered", "192350004"),
    ("invoiced", "192350005"),
    ("partiallyInvoiced", "192350006"),
    ("canceled", "192350007"),
)


def deployed(values: tuple[tuple[str, str], ...], *constants: tuple[str, str]) -> StatusTable:
    book = rulebook.load()
    published = published_map(book, MapId.CDS)
    assert published is not None
    return as_deployed(book.table(MapId.CDS), published, values, constants, book)


def shown(table: StatusTable) -> list[tuple[str | None, str | None]]:
    return [(row.processing_status, row.sales_status) for row in table.rows]


def test_a_map_with_the_published_values_is_the_published_table() -> None:
    assert deployed(PUBLISHED) == rulebook.load().table(MapId.CDS)


def test_keys_are_compared_without_regard_to_case() -> None:
    values = tuple((key.upper(), value) for key, value in PUBLISHED)
    assert deployed(values) == rulebook.load().table(MapId.CDS)


def test_a_value_that_was_changed_is_shown_as_it_is_here() -> None:
    values = tuple((key, "192350001" if key == "picked" else value) for key, value in PUBLISHED)
    assert shown(deployed(values))[1:3] == [("Confirmed", "Active"), ("Confirmed", "Active")]


def test_a_key_that_is_not_carried_has_no_processing_status() -> None:
    assert shown(deployed(PUBLISHED[:-1]))[7] == (None, "Canceled")


def test_an_option_that_is_not_shipped_shows_its_number() -> None:
    values = (("active", "100000000"), *PUBLISHED[1:])
    assert shown(deployed(values))[0] == ("100000000", "Active")


def test_a_status_that_the_map_fixes_holds_for_every_row() -> None:
    assert {sales for _processing, sales in shown(deployed(PUBLISHED, ("statecode", "0")))} == {"Active"}
    assert deployed(PUBLISHED, ("msdyn_ordertype", "192350000")) == rulebook.load().table(MapId.CDS)
