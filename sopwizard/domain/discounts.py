"""Line discounts on their way between Sales and Supply Chain Management, and the tax on freight, in exact decimals.

Sales keeps one amount for a whole line; Supply Chain Management keeps an amount for each unit and puts what the
division leaves over into *Sales charges* (sources 002 and 003: 3 units, 10.00 off: 3.33 a unit and −0.01, and 10.00
again). The sources name no rounding mode. Halves are rounded away from zero here; the way there and back is exact
whatever the mode, because the charge holds the remainder.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import IntEnum, StrEnum, unique
from typing import Final

from sopwizard.domain.errors import Problem, SopError

MOST_PRECISION: Final = 10
MOST_QUANTITY: Final = Decimal(100_000_000_000)
MOST_AMOUNT: Final = Decimal(922_337_203_685_477)
FREIGHT_TAX: Final = "Freight Tax"
"""The published name of the write-in product that carries tax on the header (source 002)."""

_EXACT: Final = Context(prec=100, rounding=ROUND_HALF_UP)


@unique
class DiscountMethod(IntEnum):
    """The values of ``organization.discountcalculationmethod``."""

    LINE_ITEM = 0
    PER_UNIT = 1


@unique
class Flaw(StrEnum):
    """Why figures cannot be worked with; `text.discounts` has the sentences."""

    PRECISION = "precision"
    QUANTITY = "quantity"
    AMOUNT = "amount"
    TOO_FINE = "too-fine"


@dataclass(frozen=True, slots=True)
class ScmLine:
    """A line as Supply Chain Management stores it: ``line_discount`` for each unit, ``sales_charge`` for the line."""

    quantity: Decimal
    line_discount: Decimal
    sales_charge: Decimal


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """A line discount sent to Supply Chain Management and back.

    ``undivided``: the amount a unit before rounding. ``back``: the line's discount in Sales afterwards. ``residue``:
    what rounding made of it, ``back`` less ``discount``; always zero for line item.
    """

    method: DiscountMethod
    precision: int
    discount: Decimal
    undivided: Decimal
    scm: ScmLine
    back: Decimal
    residue: Decimal


def flaw(quantity: Decimal, discount: Decimal, precision: int) -> Flaw | None:
    """What is wrong with the figures, or None.

    Precision is 0 to 10 decimals; the quantity above 0 (return orders are not supported); the discount not negative and
    not finer than the currency.
    """
    if not 0 <= precision <= MOST_PRECISION:
        return Flaw.PRECISION
    if not quantity.is_finite() or not 0 < quantity <= MOST_QUANTITY or _decimals(quantity) > MOST_PRECISION:
        return Flaw.QUANTITY
    if not discount.is_finite() or not 0 <= discount <= MOST_AMOUNT:
        return Flaw.AMOUNT
    return Flaw.TOO_FINE if _decimals(discount) > precision else None


def _decimals(value: Decimal) -> int:
    exponent = value.normalize(_EXACT).as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _checked(quantity: Decimal, discount: Decimal, precision: int) -> None:
    found = flaw(quantity, discount, precision)
    if found is not None:
        raise SopError(Problem.USAGE, part="discount", flaw=found.value)


def _money(value: Decimal, precision: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-precision), context=_EXACT)


def to_scm(quantity: Decimal, discount: Decimal, precision: int) -> ScmLine:
    """The whole line's discount divided by the quantity, and the rounding in the charge: −0.01 for 10.00 on 3 units.

    Raises SopError USAGE where `flaw` finds one.
    """
    _checked(quantity, discount, precision)
    with localcontext(_EXACT):
        unit = _money(discount / quantity, precision)
        return ScmLine(quantity, unit, _money(unit * quantity, precision) - _money(discount, precision))


def to_sales(line: ScmLine, precision: int, method: DiscountMethod = DiscountMethod.LINE_ITEM) -> Decimal:
    """The line's discount in Sales: quantity times the amount a unit, less the charge.

    Per unit, the rounded amount a unit is what is sent, and the charge is not considered (source 002).
    """
    with localcontext(_EXACT):
        whole = _money(line.line_discount * line.quantity, precision)
        return whole - line.sales_charge if method is DiscountMethod.LINE_ITEM else whole


def round_trip(
    quantity: Decimal, discount: Decimal, precision: int = 2, method: DiscountMethod = DiscountMethod.LINE_ITEM
) -> RoundTrip:
    """From Sales to Supply Chain Management and back. Raises SopError USAGE where `flaw` finds one."""
    line = to_scm(quantity, discount, precision)
    if method is DiscountMethod.PER_UNIT:
        line = ScmLine(quantity, line.line_discount, _money(Decimal(0), precision))
    back = to_sales(line, precision, method)
    with localcontext(_EXACT):
        undivided = discount / quantity
        residue = back - _money(discount, precision)
    return RoundTrip(method, precision, _money(discount, precision), undivided, line, back, residue)


def residues(
    discount: Decimal, precision: int = 2, quantities: tuple[Decimal, ...] = tuple(map(Decimal, range(1, 13)))
) -> tuple[RoundTrip, ...]:
    """The same discount on several quantities, per unit: where a residue stays, and how large it is."""
    return tuple(round_trip(quantity, discount, precision, DiscountMethod.PER_UNIT) for quantity in quantities)


@dataclass(frozen=True, slots=True)
class AmountLine:
    """A line as it adds up in Sales: its net amount and its own tax. A write-in product is none of the catalogue."""

    name: str
    amount: Decimal
    tax: Decimal = Decimal(0)
    write_in: bool = False


def with_header_tax(lines: tuple[AmountLine, ...], header_tax: Decimal) -> tuple[AmountLine, ...]:
    """The lines with the header's tax as a write-in product, because Sales keeps tax on lines only (source 002)."""
    return (*lines, AmountLine(FREIGHT_TAX, header_tax, write_in=True)) if header_tax else lines


def total(lines: tuple[AmountLine, ...]) -> Decimal:
    """What the lines come to, taxes included."""
    with localcontext(_EXACT):
        return sum((line.amount + line.tax for line in lines), Decimal(0))
