"""The command that counts orders: orders."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from sopwizard.cli import layout, looking
from sopwizard.cli.arguments import add_url, map_id
from sopwizard.cli.result import Exit, Result
from sopwizard.cli.session import Session
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.order_counts import OrderCounts, compare, submitted
from sopwizard.report import order_counts as published
from sopwizard.text import errors, usage
from sopwizard.text import order_counts as text


def add_arguments(to: ArgumentParser) -> None:
    """Whose orders, and under which map."""
    add_url(to)
    to.add_argument("--map", required=True, type=str, metavar="MAP", help=usage.option("map"))


def orders(session: Session, options: Namespace) -> Result:
    """How many orders hold which statuses, and which of these the map does not allow."""
    chosen = map_id(options.map)
    rulebook = session.world.rulebook()
    counts = _counts(session, options)
    found = compare(counts, rulebook, chosen)
    wrong = [one for one in found if one.allowed is False]

    def lines(width: int) -> Iterator[str]:
        yield text.heading(counts, chosen)
        if not counts.complete:
            yield text.not_complete()
        if counts.samples_unknown is not None:
            yield from layout.paragraph(text.samples_unknown(errors.in_one_line(counts.samples_unknown)), width)
        yield ""
        rows = [(*text.shown(one.group, rulebook), str(one.group.count), text.allowed(one.allowed)) for one in found]
        if rows:
            yield from layout.table(text.columns(), rows, width)
            yield ""
        yield from layout.paragraph(text.verdict(sum(one.group.count for one in wrong)), width)
        yield from layout.bullets((text.standing_out(one, rulebook) for one in wrong), width)
        for group in submitted(counts):
            yield from layout.paragraph(text.submitted_line(group.count, text.samples(group) or ""), width)

    return Result(published.orders(counts, found, rulebook, chosen), lines, Exit.FINDINGS if wrong else Exit.DONE)


def _counts(session: Session, options: Namespace) -> OrderCounts:
    kept = looking.saved(options.url)
    if kept is None:
        return session.operations().count(session.target(options.url), map_id(options.map), session.job())
    if kept.orders is None:
        raise SopError(Problem.BAD_FILE, file=Path(options.url).name)
    return kept.orders
