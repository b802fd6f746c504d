"""Checks of order and quote numbers: auto-numbering on the right columns, and two sequences that may meet."""

import re
from typing import Final

from sopwizard.domain import number_formats, sources
from sopwizard.domain.errors import SopError
from sopwizard.domain.findings import finding, listed, unread
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.states import Confidence, Severity
from sopwizard.domain.numbers import MOST, WIDEST, Meeting, Sequence, collide

_COUNTED: Final = re.compile(r"(.*?)([0-9]+)([^0-9]*)", re.ASCII | re.DOTALL)


def check_auto_numbering(snapshot: Snapshot) -> Finding:
    """The finding `auto-numbering`: the two columns that the article names, not the admin center's setting."""
    finding_id, source = "auto-numbering", sources.PROSPECT_TO_CASH
    order, quote = snapshot.order_format, snapshot.quote_format
    if isinstance(order, Unknown):
        return unread(finding_id, order, source)
    if isinstance(quote, Unknown):
        return unread(finding_id, quote, source)
    columns = (("salesorder.msdyn_salesordernumber", order.value), ("quote.msdyn_quotenumber", quote.value))
    facts = (
        ("order", order.value or ""),
        ("quote", quote.value or ""),
        ("without", listed(column for column, format_ in columns if format_ is None)),
    )
    evidence = tuple(f"{column}.AutoNumberFormat = {format_ or 'none'}" for column, format_ in columns)
    if order.value is None or quote.value is None:
        return finding(finding_id, Severity.ADVICE, "without", source, facts, evidence)
    return finding(finding_id, Severity.OK, "set", source, facts, evidence)


def sequence_of(numbers: tuple[str, ...]) -> Sequence | None:
    """The sequence that numbers seem to come from, upwards from the least of them; None where they fit no one pattern.

    The last digits count. Leading zeros give the width; a single number is taken to go on by one.
    """
    found = [_COUNTED.fullmatch(number) for number in numbers]
    matches = [match for match in found if match is not None and len(match[2]) <= WIDEST]
    if not matches or len(matches) < len(found):
        return None
    if len({(match[1].casefold(), match[3].casefold()) for match in matches}) > 1:
        return None
    digits = [match[2] for match in matches]
    padded = any(each.startswith("0") and len(each) > 1 for each in digits)
    start = min(int(each) for each in digits)
    if start > MOST:
        return None
    return Sequence(matches[0][1], start, 1, min(map(len, digits)) if padded else 1, matches[0][3])


def sales_sequence(format_: str, numbers: tuple[str, ...]) -> Sequence | None:
    """The sequence of a Dataverse format, from the least number of it that was seen; None where it makes no sense."""
    try:
        bare = number_formats.parse(format_)
    except SopError:
        return None
    if bare.loose is not None:
        return bare
    own = tuple(
        number
        for number in numbers
        if number.casefold().startswith(bare.prefix.casefold()) and number.casefold().endswith(bare.suffix.casefold())
    )
    seen = [number[len(bare.prefix) : len(number) - len(bare.suffix)] for number in own]
    counters = [int(each) for each in seen if each.isascii() and each.isdigit() and len(each) <= WIDEST]
    start = min(counters, default=1)
    return None if start > MOST else Sequence(bare.prefix, start, 1, bare.width, bare.suffix)


def check_number_sequences(snapshot: Snapshot) -> Finding:  # noqa: PLR0911  one for each case
    """The finding `number-sequences`: the first number that both sides would give out, guessed from numbers seen.

    Which sequence Supply Chain Management uses is not in Dataverse, so the whole is an inference.
    """
    finding_id, source = "number-sequences", sources.PROSPECT_TO_CASH
    if isinstance(snapshot.order_format, Unknown):
        return unread(finding_id, snapshot.order_format, source)
    if isinstance(snapshot.order_numbers, Unknown):
        return unread(finding_id, snapshot.order_numbers, source)
    format_, seen = snapshot.order_format.value, snapshot.order_numbers.value
    facts: tuple[tuple[str, str], ...] = (
        ("format", format_ or ""),
        ("sales", listed(seen.sales[:3])),
        ("supply_chain", listed(seen.supply_chain[:3])),
    )
    evidence = (
        f"salesorder.msdyn_salesordernumber.AutoNumberFormat = {format_ or 'none'}",
        *(f"made in Sales: {number}" for number in seen.sales[:3]),
        *(f"made by dual-write: {number}" for number in seen.supply_chain[:3]),
    )

    def found(severity: Severity, case: str, *more: tuple[str, str]) -> Finding:
        return finding(finding_id, severity, case, source, (*facts, *more), evidence, Confidence.INFERENCE)

    sales = sequence_of(seen.sales) if format_ is None else sales_sequence(format_, seen.sales)
    if sales is None:
        return found(Severity.UNKNOWN, "no-sales-pattern")
    if not seen.supply_chain:
        return found(Severity.UNKNOWN, "none-seen")
    theirs = sequence_of(seen.supply_chain)
    if theirs is None:
        return found(Severity.UNKNOWN, "no-pattern")
    met = collide(sales, theirs)
    if met.meeting is Meeting.COLLIDES:
        return found(Severity.WARNING, "collide", ("number", met.number or ""))
    if met.meeting is Meeting.UNKNOWN:
        return found(Severity.UNKNOWN, "loose")
    return found(Severity.OK, "never")
