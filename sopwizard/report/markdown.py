"""The hand-over document in Markdown. Names that come from a server do nothing in it: they are escaped."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from sopwizard.domain.model import Change, ChangeResult, Severity
from sopwizard.report import published
from sopwizard.report.document import Document, can_be_undone
from sopwizard.text import changes, errors, findings, pricing, results, status
from sopwizard.text import report as text

# Everything that begins a construct of CommonMark or of GitHub's dialect, its automatic links included.
_ACTIVE: Final = re.compile(r"[\\`*_{}\[\]<>()#+!|~&:@$^=]|(?<=www)\.|(?<=WWW)\.")
_ORDER: Final = tuple(Severity)


def escape(words: str) -> str:
    """The text as Markdown shows it letter by letter, on one line."""
    visible = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in words)
    escaped = _ACTIVE.sub(lambda found: "\\" + found[0], " ".join(visible.split()))
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^-", r"\\-", escaped))


def render(document: Document) -> str:
    """The whole document."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    run = document.run
    yield f"# {escape(text.title(run))}"
    if run.target.is_training:
        yield from ("", f"**{escape(text.training())}**")
    yield from _section("summary")
    made = published.moment(document.made) or ""
    yield from _table(("", ""), text.facts(run, made, document.version))
    yield from _section("changes")
    yield from _changes(run.results)
    yield from _section("already-right")
    yield from _bullets(_right(change) for change in run.already_right)
    yield from _section("evidence")
    yield from _bullets(text.evidence(result) for result in run.results)
    yield from _section("findings")
    yield from _findings(document)
    if document.checklist:
        yield from _section("checklist")
        yield from _table(text.checklist_columns(), (text.checklist_row(*each) for each in document.checklist))
    yield from _section("status")
    yield from _status(document)
    yield from _section("prices")
    yield from _prices(document)
    yield from _section("undo")
    yield from _bullets(text.undo_steps(run) if can_be_undone(run) else (text.no_undo(),))


def _section(section: str) -> Iterator[str]:
    yield from ("", f"## {escape(text.heading(section))}", "")


def _bullets(lines: Iterable[str]) -> Iterator[str]:
    said = [f"- {escape(line)}" for line in lines]
    yield from said or [escape(text.nothing())]


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    headings = [escape(column) for column in columns]
    yield "| " + " | ".join(headings) + " |"
    yield "|" + " --- |" * len(headings)
    for row in rows:
        yield "| " + " | ".join(escape(each) for each in row) + " |"


def _changes(made: tuple[ChangeResult, ...]) -> Iterator[str]:
    if not made:
        yield escape(text.nothing())
        return
    yield from _table(text.change_columns(), (_change(result) for result in made))
    told = [errors.in_one_line(result.failure) for result in made if result.failure]
    if told:
        yield ""
        yield from _bullets(told)


def _change(result: ChangeResult) -> tuple[str, ...]:
    change = result.change
    return (
        changes.label(change),
        changes.value(change.before),
        changes.value(change.after),
        results.state_name(result.state),
        changes.reason(change),
    )


def _right(change: Change) -> str:
    return f"{changes.label(change)}: {changes.value(change.after)}"


def _findings(document: Document) -> Iterator[str]:
    found = sorted(document.run.findings, key=lambda each: _ORDER.index(each.severity))
    if not found:
        yield escape(text.nothing())
    for each in found:
        yield f"- **{escape(findings.severity(each.severity))}: {escape(findings.title(each))}**  "
        yield f"  {escape(findings.detail(each))}  "
        if each.severity is not Severity.OK:
            yield f"  {escape(findings.fix(each))}  "
        yield f"  *{escape(findings.source(each))}*"
        for row in each.evidence:
            yield f"  - {escape(row)}"


def _status(document: Document) -> Iterator[str]:
    table = document.table
    if table is None:
        yield escape(text.nothing())
        return
    yield escape(status.title(table))
    yield ""
    gap = status.left_out()
    rows = ((row.processing_status, row.scm_status, row.scm_document_status, row.sales_status) for row in table.rows)
    yield from _table(table.columns, ([gap if value is None else value for value in row] for row in rows))
    yield ""
    for note in status.notes(table):
        yield f"- {escape(note)}"
    yield f"- {escape(text.source(table.source, table.date))}"


def _prices(document: Document) -> Iterator[str]:
    if document.situation is None:
        yield escape(text.no_flag())
        return
    yield escape(pricing.situation_name(document.situation))
    yield ""
    operations = list(dict.fromkeys(cell.operation for cell in document.prices))
    by_place = {(cell.table, cell.operation): pricing.outcome(cell) for cell in document.prices}
    tables = dict.fromkeys(cell.table for cell in document.prices)
    yield from _table(
        ("", *(pricing.operation_name(operation) for operation in operations)),
        ((table, *(by_place.get((table, operation), "") for operation in operations)) for table in tables),
    )
