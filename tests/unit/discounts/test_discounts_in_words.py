from decimal import Decimal

from sopwizard.domain.discounts import DiscountMethod, Flaw, round_trip
from sopwizard.text import discounts as text

TRIP = round_trip(Decimal(3), Decimal("10.00"))
PER_UNIT = round_trip(Decimal(3), Decimal("10.00"), 2, DiscountMethod.PER_UNIT)


def test_the_articles_example_reads_as_the_article_writes_it() -> None:
    assert text.to_scm(TRIP) == "Supply Chain Management: quantity 3, line discount 3.33, sales charge −0.01"
    assert text.back(TRIP) == "Sales: (3 × 3.33) + 0.01 = 10.00"
    assert text.verdict(TRIP) == "Nothing is lost."
    assert text.undivided(TRIP) == "3.333333333333…"


def test_a_positive_charge_is_taken_away() -> None:
    trip = round_trip(Decimal(6), Decimal("10.00"))
    assert text.back(trip) == "Sales: (6 × 1.67) − 0.02 = 10.00"


def test_per_unit_says_what_remains() -> None:
    assert text.back(PER_UNIT) == "Sales: 3 × 3.33 = 9.99"
    assert text.verdict(PER_UNIT).startswith("−0.01 remains")


def test_an_amount_that_ends_is_shown_whole() -> None:
    assert text.undivided(round_trip(Decimal(4), Decimal("10.00"))) == "2.5"
    assert text.undivided(round_trip(Decimal(1), Decimal("10.00"))) == "10"


def test_every_word_has_its_sentence() -> None:
    assert all(text.flaw(flaw) for flaw in Flaw)
    assert [text.method(method) for method in DiscountMethod] == ["Line item", "Per unit"]
    assert text.rounding_note()
    assert text.freight_note()
