"""Discounts and rounding in words. Amounts are shown as they are, to the last decimal that is not a zero too many."""

from decimal import Decimal

from sopwizard.domain.discounts import DiscountMethod, Flaw, RoundTrip
from sopwizard.text import _

_SHOWN = 12


def method(value: DiscountMethod) -> str:
    """A method's published name."""
    return {DiscountMethod.LINE_ITEM: _("Line item"), DiscountMethod.PER_UNIT: _("Per unit")}[value]


def amount(value: Decimal) -> str:
    """An amount of money with its decimals, a real minus sign included."""
    return f"{value:f}".replace("-", "−")


def undivided(trip: RoundTrip) -> str:
    """The amount a unit before rounding, cut where it does not end."""
    whole = f"{trip.undivided:.{_SHOWN}f}".rstrip("0").rstrip(".")
    return whole if Decimal(whole) == trip.undivided else _("{amount}…").format(amount=whole)


def to_scm(trip: RoundTrip) -> str:
    """What Supply Chain Management stores."""
    return _("Supply Chain Management: quantity {quantity}, line discount {unit}, sales charge {charge}").format(
        quantity=amount(trip.scm.quantity), unit=amount(trip.scm.line_discount), charge=amount(trip.scm.sales_charge)
    )


def back(trip: RoundTrip) -> str:
    """What Sales gets back, as the article writes it: (3 × 3.33) + 0.01 = 10.00."""
    quantity, unit, charge = (amount(trip.scm.quantity), amount(trip.scm.line_discount), trip.scm.sales_charge)
    if not charge:
        return _("Sales: {quantity} × {unit} = {back}").format(quantity=quantity, unit=unit, back=amount(trip.back))
    words = _("Sales: ({quantity} × {unit}) − {charge} = {back}")
    if charge < 0:
        words = _("Sales: ({quantity} × {unit}) + {charge} = {back}")
    return words.format(quantity=quantity, unit=unit, charge=amount(abs(charge)), back=amount(trip.back))


def verdict(trip: RoundTrip) -> str:
    """Whether anything is lost on the way there and back."""
    if not trip.residue:
        return _("Nothing is lost.")
    return _("{residue} remains: per unit, the rounding is not carried.").format(residue=amount(trip.residue))


def rounding_note() -> str:
    """What the article does not say."""
    return _("The articles name no rounding mode; halves are rounded away from zero here.")


def flaw(value: Flaw) -> str:
    """Why figures cannot be worked with."""
    return {
        Flaw.PRECISION: _("The currency has 0 to 10 decimals."),
        Flaw.QUANTITY: _("The quantity is above 0 and has at most 10 decimals."),
        Flaw.AMOUNT: _("The discount is an amount of 0 or more."),
        Flaw.TOO_FINE: _("The discount has more decimals than the currency."),
    }[value]


def freight_note() -> str:
    """How tax on the header comes to Sales."""
    return _(
        "Sales keeps tax on lines only. Tax on the header, such as on freight, comes as a write-in product named "
        "Freight Tax whose amount is the tax."
    )
