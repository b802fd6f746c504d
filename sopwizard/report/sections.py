"""What the document says, section by section, for the formats that people read. Formats only decide how it looks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import ClassVar, Final

from sopwizard.domain.aftermath import speaks_of_the_flag
from sopwizard.domain.model.changes import Change
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.runs import ChangeResult
from sopwizard.domain.model.states import ChangeState, RunOutcome, Severity
from sopwizard.domain.pricing import PriceOutcome
from sopwizard.report.document import Document, writes
from sopwizard.text import changes, errors, findings, pricing, results, status
from sopwizard.text import report as text


@unique
class Tone(StrEnum):
    """What a word says beside its meaning; never by its colour alone."""

    PLAIN = "plain"
    OK = "ok"
    ADVICE = "advice"
    WARNING = "warning"
    BLOCKER = "blocker"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mark:
    """The words of a chip or a cell. ``code``: an id, to be copied letter by letter."""

    words: str
    tone: Tone = Tone.PLAIN
    code: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    kind: ClassVar[str] = "prose"
    words: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A list whose order matters."""

    kind: ClassVar[str] = "steps"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; every row has as many cells as there are columns. ``widths``: the columns', in per cent."""

    kind: ClassVar[str] = "grid"
    columns: tuple[str, ...]
    rows: tuple[tuple[Mark, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One finding that somebody should read."""

    kind: ClassVar[str] = "found"
    chip: Mark
    title: str
    detail: str
    fix: str
    source: str
    evidence: tuple[str, ...]


Block = Prose | Bullets | Steps | Grid | Found


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. ``id`` is for links."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole document. ``remarks`` say that it was practice, or that names were taken out."""

    kind: str
    title: str
    lead: str
    chip: Mark
    remarks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


_ORDER: Final = tuple(Severity)
_SEVERITY: Final = {
    Severity.BLOCKER: Tone.BLOCKER,
    Severity.WARNING: Tone.WARNING,
    Severity.ADVICE: Tone.ADVICE,
    Severity.UNKNOWN: Tone.UNKNOWN,
    Severity.OK: Tone.OK,
}
_STATE: Final = {
    ChangeState.VERIFIED: Tone.OK,
    ChangeState.APPLIED: Tone.WARNING,
    ChangeState.CONFLICT: Tone.WARNING,
    ChangeState.FAILED: Tone.BLOCKER,
    ChangeState.UNKNOWN: Tone.UNKNOWN,
    ChangeState.INTENDED: Tone.UNKNOWN,
}
_OUTCOME: Final = {
    RunOutcome.DONE: Tone.OK,
    RunOutcome.NOTHING_TO_DO: Tone.OK,
    RunOutcome.FAILED: Tone.BLOCKER,
    None: Tone.UNKNOWN,
}
_PRICE: Final = {PriceOutcome.CALCULATED: Tone.OK, PriceOutcome.SKIPPED: Tone.WARNING}


def sheet(document: Document) -> Sheet:
    """Everything, in the order in which it is read."""
    run = document.run
    remarks = [text.training()] if run.target.is_training else []
    if document.redacted:
        remarks.append(text.redacted())
    parts = {
        "changes": _changes(run.results, going_on=run.going_on),
        "already-right": _right(run.already_right),
        "evidence": _evidence(run.results, going_on=run.going_on),
        "status": _status(document),
        "prices": _prices(document),
        "findings": _findings(run.findings),
        "checklist": _checklist(document),
        "requests": (Prose(text.requests(writes(run))),),
        "undo": _undo(document),
        "sources": (Bullets(tuple(sources(document))),),
    }
    return Sheet(
        kind=text.kind(),
        title=text.title(run),
        lead=text.lead(run),
        chip=Mark(results.how_it_ended(run), _OUTCOME.get(run.outcome, Tone.WARNING)),
        remarks=tuple(remarks),
        facts=text.facts(run, document.made, document.version),
        sections=tuple(Section(name, text.heading(name), blocks) for name, blocks in parts.items() if blocks),
    )


def sources(document: Document) -> Iterator[str]:
    """What the tables and findings rest on, each once."""
    named = [text.named_source(document.table.source, document.table.date)] if document.table else []
    if document.situation is not None:
        named.append(text.named_source(document.rulebook.pricing.source, document.rulebook.pricing.date))
    named += [findings.source(each) for each in document.run.findings if each.source]
    yield from dict.fromkeys(named) or (text.nothing(),)


def _changes(made: tuple[ChangeResult, ...], *, going_on: bool) -> tuple[Block, ...]:
    if not made:
        return (Prose(text.nothing()),)
    table = Grid(text.change_columns(), tuple(_change(each, going_on=going_on) for each in made), (34, 8, 8, 12, 38))
    told = tuple(dict.fromkeys(errors.in_one_line(each.failure) for each in made if each.failure))
    return (table, Bullets(told)) if told else (table,)


def _change(result: ChangeResult, *, going_on: bool) -> tuple[Mark, ...]:
    change = result.change
    return (
        Mark(changes.label(change)),
        Mark(changes.value(change.before)),
        Mark(changes.value(change.after)),
        Mark(results.state_name(result, going_on=going_on), _STATE.get(result.state, Tone.PLAIN)),
        Mark(changes.reason(change)),
    )


def _right(right: tuple[Change, ...]) -> tuple[Block, ...]:
    if not right:
        return ()
    return (Bullets(tuple(f"{changes.label(each)}: {changes.value(each.after)}" for each in right)),)


def _evidence(made: tuple[ChangeResult, ...], *, going_on: bool) -> tuple[Block, ...]:
    if not made:
        return (Prose(text.nothing()),)
    rows = tuple((Mark(each.change.id, code=True), Mark(text.evidence(each, going_on=going_on))) for each in made)
    return (Grid(text.evidence_columns(), rows, (64, 36)),)


def _status(document: Document) -> tuple[Block, ...]:
    table = document.table
    if table is None:
        return (Prose(text.nothing()),)
    gap = Mark(status.left_out(), Tone.UNKNOWN)
    rows = tuple(
        tuple(
            gap if each is None else Mark(each)
            for each in (row.processing_status, row.scm_status, row.scm_document_status, row.sales_status)
        )
        for row in table.rows
    )
    notes = (*status.notes(table), text.source(table.source, table.date))
    return Prose(status.title(table)), Grid(table.columns, rows, (26, 25, 29, 20)), Bullets(notes)


def _prices(document: Document) -> tuple[Block, ...]:
    if document.situation is None:
        return (Prose(text.no_flag(speaks=speaks_of_the_flag(document.run))),)
    operations = tuple(dict.fromkeys(cell.operation for cell in document.prices))
    by_place = {
        (cell.table, cell.operation): Mark(pricing.outcome(cell), _PRICE.get(cell.outcome, Tone.PLAIN))
        for cell in document.prices
    }
    rows = tuple(
        (
            Mark(pricing.table_name(document.rulebook, table)),
            *(by_place.get((table, operation), Mark("")) for operation in operations),
        )
        for table in dict.fromkeys(cell.table for cell in document.prices)
    )
    columns = (text.price_table(), *(pricing.operation_name(operation) for operation in operations))
    widths = (28, *(72 // len(operations) for _each in operations))
    said = text.prices_for(pricing.situation_name(document.situation))
    return Prose(said), Grid(columns, rows, widths), Prose(pricing.remark())


def _findings(found: Iterable[Finding]) -> tuple[Block, ...]:
    """The worst first; what is in order in one table."""
    ordered = sorted(found, key=lambda each: _ORDER.index(each.severity))
    told = tuple(_found(each) for each in ordered if each.severity is not Severity.OK)
    right = tuple(
        (Mark(findings.severity(each.severity), Tone.OK), Mark(findings.title(each)))
        for each in ordered
        if each.severity is Severity.OK
    )
    blocks: tuple[Block, ...] = told
    if right:
        blocks = (*told, Grid(text.finding_columns(), right, (14, 86)))
    return blocks or (Prose(text.nothing()),)


def _found(each: Finding) -> Found:
    return Found(
        chip=Mark(findings.severity(each.severity), _SEVERITY[each.severity]),
        title=findings.title(each),
        detail=findings.detail(each),
        fix=findings.fix(each),
        source=findings.source(each),
        evidence=each.evidence,
    )


def _checklist(document: Document) -> tuple[Block, ...]:
    """What Dataverse cannot tell: who answered which question, and which are open."""
    told: list[tuple[Mark, ...]] = []
    unanswered: list[tuple[Mark, ...]] = []
    for item, given in document.checklist:
        if given is None:
            unanswered.append((Mark(item.question), Mark(item.place)))
        else:
            told.append(tuple(Mark(each) for each in text.checklist_row(item, given)))
    blocks: list[Block] = [Grid(text.checklist_columns(), tuple(told), (34, 20, 16, 14, 16))] if told else []
    if unanswered:
        blocks += [Prose(text.still_open()), Grid(text.checklist_columns()[:2], tuple(unanswered), (58, 42))]
    return tuple(blocks)


def _undo(document: Document) -> tuple[Block, ...]:
    steps = text.undo_steps(document.run)
    return (Steps(steps),) if steps else (Prose(text.no_undo()),)
