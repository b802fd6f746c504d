"""Line discounts as sources 002 and 003 calculate them, and Microsoft's example of the two methods."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopwizard.domain.discounts import (
    AmountLine,
    DiscountMethod,
    Flaw,
    ScmLine,
    flaw,
    residues,
    round_trip,
    to_sales,
    to_scm,
    total,
    with_header_tax,
)
from sopwizard.domain.errors import Problem, SopError


def test_ten_off_three_units_is_three_thirty_three_and_a_charge_of_minus_one_cent() -> None:
    line = to_scm(Decimal(3), Decimal("10.00"), 2)
    assert line == ScmLine(Decimal(3), Decimal("3.33"), Decimal("-0.01"))


def test_three_thirty_three_and_minus_one_cent_are_ten_again_in_sales() -> None:
    assert to_sales(ScmLine(Decimal(3), Decimal("3.33"), Decimal("-0.01")), 2) == Decimal("10.00")


def test_per_unit_loses_the_cent() -> None:
    trip = round_trip(Decimal(3), Decimal("10.00"), 2, DiscountMethod.PER_UNIT)
    assert trip.back == Decimal("9.99")
    assert trip.residue == Decimal("-0.01")
    assert trip.scm.sales_charge == 0


def test_the_charge_is_positive_when_the_unit_is_rounded_up() -> None:
    line = to_scm(Decimal(6), Decimal("10.00"), 2)
    assert line.line_discount == Decimal("1.67")
    assert line.sales_charge == Decimal("0.02")


@pytest.mark.parametrize(
    ("precision", "unit", "charge"),
    [
        (0, "3", "-1"),
        (1, "3.3", "-0.1"),
        (3, "3.333", "-0.001"),
        (4, "3.3333", "-0.0001"),
        (10, "3.3333333333", "-1E-10"),
    ],
)
def test_the_currency_decides_where_the_unit_is_cut(precision: int, unit: str, charge: str) -> None:
    assert to_scm(Decimal(3), Decimal(10), precision) == ScmLine(Decimal(3), Decimal(unit), Decimal(charge))


def test_half_a_cent_is_rounded_away_from_zero() -> None:
    assert to_scm(Decimal(2), Decimal("0.01"), 2) == ScmLine(Decimal(2), Decimal("0.01"), Decimal("0.01"))


def test_quantities_need_not_be_whole() -> None:
    trip = round_trip(Decimal("1.5"), Decimal("10.00"), 2)
    assert trip.scm.line_discount == Decimal("6.67")
    assert trip.scm.sales_charge == Decimal("0.01")
    assert trip.back == Decimal("10.00")


def test_residues_show_which_quantities_lose_something_per_unit() -> None:
    lost = {int(trip.scm.quantity): trip.residue for trip in residues(Decimal("10.00"))}
    assert lost[1] == lost[2] == lost[4] == lost[5] == lost[8] == lost[10] == 0
    assert lost[3] == Decimal("-0.01")
    assert lost[6] == Decimal("0.02")
    assert lost[7] == Decimal("0.01")
    assert lost[12] == Decimal("-0.04")


@pytest.mark.parametrize(
    ("quantity", "discount", "precision", "expected"),
    [
        ("3", "10", 11, Flaw.PRECISION),
        ("3", "10", -1, Flaw.PRECISION),
        ("0", "10", 2, Flaw.QUANTITY),
        ("-3", "10", 2, Flaw.QUANTITY),
        ("NaN", "10", 2, Flaw.QUANTITY),
        ("1E-11", "10", 2, Flaw.QUANTITY),
        ("1E+12", "10", 2, Flaw.QUANTITY),
        ("3", "-10", 2, Flaw.AMOUNT),
        ("3", "Infinity", 2, Flaw.AMOUNT),
        ("3", "1E+15", 2, Flaw.AMOUNT),
        ("3", "10.001", 2, Flaw.TOO_FINE),
        ("3", "10.010", 2, None),
        ("1E+2", "10", 0, None),
    ],
)
def test_figures_that_no_line_can_have_are_named(
    quantity: str, discount: str, precision: int, expected: Flaw | None
) -> None:
    assert flaw(Decimal(quantity), Decimal(discount), precision) is expected


def test_such_figures_are_refused() -> None:
    with pytest.raises(SopError) as refused:
        round_trip(Decimal(0), Decimal(10))
    assert refused.value.problem is Problem.USAGE
    assert refused.value.details["flaw"] == "quantity"


def test_freight_tax_becomes_a_write_in_line_with_the_tax_as_its_amount() -> None:
    lines = (AmountLine("A0001", Decimal("100.00"), Decimal("10.00")),)
    in_sales = with_header_tax(lines, Decimal("1.25"))
    assert in_sales[-1] == AmountLine("Freight Tax", Decimal("1.25"), Decimal(0), write_in=True)
    assert total(in_sales) == Decimal("111.25")
    assert total(lines) == Decimal("110.00")


def test_no_tax_on_the_header_adds_no_line() -> None:
    lines = (AmountLine("A0001", Decimal(100)),)
    assert with_header_tax(lines, Decimal(0)) == lines


_PRECISION = st.integers(0, 10)


@st.composite
def _figures(draw: st.DrawFn) -> tuple[Decimal, Decimal, int]:
    precision = draw(_PRECISION)
    discount = Decimal(draw(st.integers(0, 10**14))).scaleb(-precision)
    quantity = Decimal(draw(st.integers(1, 10**15))).scaleb(-draw(st.integers(0, 5)))
    return quantity, discount, precision


@given(_figures())
def test_by_line_item_the_way_there_and_back_loses_nothing(figures: tuple[Decimal, Decimal, int]) -> None:
    quantity, discount, precision = figures
    if quantity > 10**11:
        quantity /= 10**5
    trip = round_trip(quantity, discount, precision)
    assert trip.back == discount
    assert trip.residue == 0


@given(_figures())
def test_what_is_stored_is_never_finer_than_the_currency(figures: tuple[Decimal, Decimal, int]) -> None:
    quantity, discount, precision = figures
    if quantity > 10**11:
        quantity /= 10**5
    line = to_scm(quantity, discount, precision)
    for amount in (line.line_discount, line.sales_charge):
        assert amount == amount.quantize(Decimal(1).scaleb(-precision))


@given(_figures())
def test_per_unit_the_residue_is_at_most_half_a_unit_of_currency_for_each_piece(
    figures: tuple[Decimal, Decimal, int],
) -> None:
    quantity, discount, precision = figures
    quantity = Decimal(int(quantity) % 10**6 + 1)
    trip = round_trip(quantity, discount, precision, DiscountMethod.PER_UNIT)
    assert abs(trip.residue) * 2 <= quantity * Decimal(1).scaleb(-precision)
