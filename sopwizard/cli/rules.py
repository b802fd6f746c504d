"""The commands that show the published rules: status-map and pricing. They need no environment."""

from argparse import Namespace
from collections.abc import Iterator

from sopwizard.cli import layout
from sopwizard.cli.arguments import map_id
from sopwizard.cli.result import Result
from sopwizard.cli.session import Session
from sopwizard.domain.pricing import Situation, price_cells
from sopwizard.domain.rulebook import StatusTable
from sopwizard.report import published
from sopwizard.text import commands as text
from sopwizard.text import pricing as price_text
from sopwizard.text import status as status_text
from sopwizard.text.report import source


def status_map(session: Session, options: Namespace) -> Result:
    """One map's status table; without a name, the maps there are."""
    chosen = None if options.map is None else map_id(options.map)
    rulebook = session.world.rulebook()
    if chosen is None:
        rows = [(table.id.value, status_text.title(table)) for table in rulebook.status_maps]
        return Result(published.status_maps(rulebook), lambda width: layout.table(text.map_columns(), rows, width))
    table = rulebook.table(chosen)
    return Result(published.status_map(table), lambda width: _status_lines(table, width))


def _status_lines(table: StatusTable, width: int) -> Iterator[str]:
    gap = status_text.left_out()
    yield status_text.title(table)
    yield ""
    rows = [
        [
            gap if cell is None else cell
            for cell in (row.processing_status, row.scm_status, row.scm_document_status, row.sales_status)
        ]
        for row in table.rows
    ]
    yield from layout.table(table.columns, rows, width)
    yield ""
    yield from layout.bullets(status_text.notes(table), width)
    yield from layout.bullets([source(table.source, table.date)], width)


def pricing(session: Session, options: Namespace) -> Result:
    """Who calculates prices in one situation."""
    situation = Situation(
        sop=options.sop == "on",
        integration_user=options.user == "integration",
        submitted=options.order_state == "submitted",
    )
    rulebook = session.world.rulebook()
    cells = price_cells(rulebook, situation)

    def lines(width: int) -> Iterator[str]:
        yield price_text.situation_name(situation)
        yield ""
        operations = list(dict.fromkeys(cell.operation for cell in cells))
        by_place = {(cell.table, cell.operation): cell for cell in cells}
        rows = [
            (
                price_text.table_name(rulebook, table),
                *(price_text.outcome(by_place[table, operation]) for operation in operations),
            )
            for table in dict.fromkeys(cell.table for cell in cells)
        ]
        headings = ("", *(price_text.operation_name(operation) for operation in operations))
        yield from layout.table(headings, rows, width)
        yield ""
        yield from layout.bullets(dict.fromkeys(price_text.reason(cell) for cell in cells), width)
        yield from layout.bullets([price_text.remark()], width)

    return Result(published.prices(situation, cells), lines)
