"""Writing the hand-over document to a file; the file's ending says in which format."""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sopwizard.domain.errors import Problem, SopError
from sopwizard.report import markdown, published
from sopwizard.report.document import Document
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
        "changes": [published.result(each) for each in run.results],
        "already_right": [published.change(each) for each in run.already_right],
        "findings": [published.finding(each) | {"source": findings.source(each)} for each in run.findings],
        "checklist": [published.checklist_item(*each) for each in document.checklist],
        "evidence": [text.evidence(each) for each in run.results],
        "sop_enabled": document.flag,
        "status_map": None if document.table is None else published.status_map(document.table),
        "pricing": None if document.situation is None else published.prices(document.situation, document.prices),
        "remark": pricing.remark(),
        "undo": list(text.undo_steps(run)),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


FORMATS: dict[str, Callable[[Document], str]] = {".md": markdown.render, ".json": render_json}


def check_ending(path: Path) -> None:
    """USAGE where the file's ending names no format."""
    if path.suffix.lower() not in FORMATS:
        raise SopError(Problem.USAGE, text=_endings(path))


def _endings(path: Path) -> str:
    return text.wrong_ending(path.name, ", ".join(FORMATS))


def write(document: Document, path: Path) -> None:
    """Write the file, whole or not at all. USAGE for an unknown ending, FILE_UNWRITABLE where it cannot be written."""
    check_ending(path)
    write_text(FORMATS[path.suffix.lower()](document), path)


def write_text(content: str, path: Path) -> None:
    """Write a text file, whole or not at all. FILE_UNWRITABLE."""
    try:
        _replace(path, content.encode())
    except OSError as error:
        raise SopError(Problem.FILE_UNWRITABLE, path=str(path)) from error


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
