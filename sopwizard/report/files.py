"""Writing the hand-over document to a file; the file's ending says in which format."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sopwizard import files
from sopwizard.domain.errors import Problem, SopError
from sopwizard.report import html, markdown, published, seal
from sopwizard.report.document import Document, writes
from sopwizard.report.seal import Seal
from sopwizard.report.sections import sheet, sources
from sopwizard.text import findings, pricing
from sopwizard.text import report as text


def render_json(document: Document) -> str:
    """The document as JSON: the run as history and apply publish it, with findings, tables and how to undo it."""
    run = document.run
    whole: dict[str, Any] = {
        **published.history_entry(run),
        "made": published.moment(document.made),
        "version": document.version,
        "caller": {"user_id": run.caller.user_id, "name": run.caller.name},
        "changes": [published.result(each, going_on=run.going_on) for each in run.results],
        "already_right": [published.change(each) for each in run.already_right],
        "findings": [published.finding(each) | {"source": findings.source(each)} for each in run.findings],
        "checklist": [published.checklist_item(*each) for each in document.checklist],
        "redacted": document.redacted,
        "evidence": [
            {"id": each.change.id, "text": text.evidence(each, going_on=run.going_on)} for each in run.results
        ],
        "write_requests": writes(run),
        "sources": list(sources(document)),
        "sop_enabled": document.flag,
        "status_map": None if document.table is None else published.status_map(document.table),
        "pricing": None if document.situation is None else published.prices(document.situation, document.prices),
        "remark": pricing.remark(),
        "undo": list(text.undo_steps(run)),
    }
    return json.dumps(seal.sealed_json(whole), indent=2, ensure_ascii=False) + "\n"


def render_pdf(document: Document) -> bytes:
    """The document as PDF, with the one in JSON attached. BROKEN_INSTALLATION where Qt cannot be used."""
    try:
        from sopwizard.report import pdf  # noqa: PLC0415  the other formats need no Qt
    except ImportError as error:
        raise SopError(Problem.BROKEN_INSTALLATION, part=f"Qt ({error})") from error

    made, data = sheet(document), render_json(document)
    digest = json.loads(data)["sha256"]
    words = text.seal_of_data(_ATTACHED)
    heading = text.heading("seal")
    markup = html.fill("print.html", sheet=made, seal_heading=heading, seal_words=words, digest=digest)
    foot = (f"sopwizard {document.version} · {made.title}", text.page())
    printed = pdf.printed(markup, made.title, foot, (_ATTACHED, data.encode()), letter=pdf.letter_paper())
    return seal.sealed_pdf(printed)


FORMATS: Final[dict[str, Callable[[Document], bytes]]] = {
    ".html": lambda document: html.render(document).encode(),
    ".pdf": render_pdf,
    ".md": lambda document: markdown.render(document).encode(),
    ".json": lambda document: render_json(document).encode(),
}
_ATTACHED: Final = "report.json"
_MOST: Final = 64 * 1024 * 1024  # bytes that a document has at most


def check_ending(path: Path) -> None:
    """USAGE where the file's ending names no format."""
    if path.suffix.lower() not in FORMATS:
        raise SopError(Problem.USAGE, text=_endings(path))


def _endings(path: Path) -> str:
    return text.wrong_ending(path.name, ", ".join(FORMATS))


def write(document: Document, path: Path) -> None:
    """Write the file, whole or not at all. USAGE for an unknown ending, FILE_UNWRITABLE where it cannot be written."""
    check_ending(path)
    files.write(FORMATS[path.suffix.lower()](document), path)


def check(path: Path) -> Seal:
    """Whether the document is as it was written. BAD_FILE where it cannot be read, or has no seal."""
    try:
        if path.stat().st_size > _MOST:
            raise _bad(path)
        found = seal.check(path.read_bytes(), path.suffix)
    except FileNotFoundError as error:
        raise _bad(path, "missing") from error
    except OSError as error:
        raise _bad(path) from error
    if found is None:
        raise _bad(path)
    return found


def _bad(path: Path, flaw: str | None = None) -> SopError:
    return SopError(Problem.BAD_FILE, file=path.name, kind="document", flaw=flaw)
