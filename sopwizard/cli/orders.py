"""The command that counts orders: orders."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from sopwizard.cli import layout, looking
from sopwizard.cli.arguments import add_url, map_id
from sopwizard.cli.result import Exit, Result
from sopwizard.cli.session import Session
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.order_counts import OrderCounts, compare
from sopwizard.domain.saved import SavedCheck
from sopwizard.report import order_counts as published
from sopwizard.text import order_counts as text
from sopwizard.text import saved_check, usage


def add_arguments(to: ArgumentParser) -> None:
    """Whose orders, and under which map."""
    add_url(to)
    to.add_argument("--map", required=True, type=str, metavar="MAP", help=usage.option("map"))


def orders(session: Session, options: Namespace) -> Result:
    """How many orders hold which statuses, and which of these the map does not allow."""
    chosen = map_id(options.map)
    rulebook = session.world.rulebook()
    kept = looking.saved(options.url)
    counts = _counts(session, options, kept)
    found = compare(counts, rulebook, chosen)
    wrong = [one for one in found if one.allowed is False]
    number = sum(one.group.count for one in wrong)

    def lines(width: int) -> Iterator[str]:
        yield text.heading(counts, chosen)
        if kept is not None:
            yield saved_check.shown(kept.snapshot.taken)
        for remark in text.remarks(counts):
            yield from layout.paragraph(remark, width)
        yield ""
        rows = [(*text.shown(one.group, rulebook), str(one.group.count), text.allowed(one.allowed)) for one in found]
        if rows:
            yield from layout.table(text.columns(), rows, width)
            yield ""
        yield from layout.paragraph(text.verdict(number, complete=counts.complete), width)
        yield from layout.bullets((text.standing_out(one, rulebook) for one in wrong), width)
        for line in text.submitted_lines(counts):
            yield from layout.paragraph(line, width)

    return Result(published.orders(counts, found, rulebook, chosen), lines, Exit.FINDINGS if wrong else Exit.DONE)


def _counts(session: Session, options: Namespace, kept: SavedCheck | None) -> OrderCounts:
    if kept is None:
        return session.operations().count(session.target(options.url), map_id(options.map), session.job())
    if kept.orders is None:
        raise SopError(Problem.BAD_FILE, file=Path(options.url).name, flaw="orders")
    return kept.orders
