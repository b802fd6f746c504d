"""Tries the parts of this installation one after the other. A part that fails keeps no other from being tried."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from sopwizard import resources
from sopwizard.domain.errors import SopError
from sopwizard.domain.selftest import Part, Piece, State
from sopwizard.services import lore, rulebook
from sopwizard.services.job import Job

_ENDS: Final = {".png": b"IEND\xaeB`\x82", ".svg": b"</svg>", ".html": b"</html>", ".css": b"}", ".qss": b"}"}

Probe = Callable[[Job], Part]

FILES = (
    *("style.qss", "icons/sopwizard.png", "icons/sopwizard.svg", "fonts/Inter-Regular.otf", "fonts/Inter-SemiBold.otf"),
    *("report/report.html", "report/print.html", "report/report.css", "updates.json"),
    *("training/base/organization.json", "training/base/rows.json", "training/base/tables.json"),
)
"""What is read by name, beside the rulebook."""


class FailedError(Exception):
    """A part does not work. ``reason`` is for support: what was expected, and what was there."""


def examine(probes: Sequence[tuple[Piece, Probe]], job: Job) -> Iterator[Part]:
    """Each part as soon as it was tried. Raises Cancelled between two of them."""
    for piece, probe in probes:
        job.check()
        try:
            yield probe(job)
        except Exception as error:  # noqa: BLE001  whatever goes wrong is what is looked for
            yield Part(piece, State.FAILED, (("reason", _reason(error)),))


def _reason(error: Exception) -> str:
    if isinstance(error, SopError):
        details = "".join(f", {name}: {value}" for name, value in error.details.items() if value not in {None, ""})
        return error.problem.value + details
    said = str(error).partition("\n")[0][:300]
    return said if isinstance(error, FailedError) else f"{type(error).__name__}: {said}"


def _is_whole(file: Path) -> bool:
    """Whether nothing is missing at its end, as after a copy that broke off."""
    content = file.read_bytes()
    match file.suffix:
        case ".json":
            try:
                json.loads(content)
            except ValueError:
                return False
            return True
        case ".otf":
            return _holds_its_tables(content)
        case ending:
            return bool(content) and content.rstrip().endswith(_ENDS.get(ending, b""))


def _holds_its_tables(font: bytes) -> bool:
    """Whether each table that a font's directory names is inside it (OpenType 1.9, table directory)."""
    count = int.from_bytes(font[4:6])
    entries = [font[start : start + 16] for start in range(12, 12 + 16 * count, 16)]
    ends = [int.from_bytes(entry[8:12]) + int.from_bytes(entry[12:16]) for entry in entries]
    return bool(ends) and max(ends) <= len(font)


def shipped(_job: Job) -> Part:
    """The files that came with the program: all there, and the rulebook and its lore as the code expects them."""
    missing = [name for name in FILES if not resources.path(*name.split("/")).is_file()]
    if missing:
        raise FailedError(", ".join(missing))
    files = [file for file in sorted(resources.root().rglob("*")) if file.is_file()]
    cut = [file.relative_to(resources.root()).as_posix() for file in files if not _is_whole(file)]
    if cut:
        raise FailedError(", ".join(cut))
    rulebook.load()
    facts = lore.lore()
    lore.legacy(), lore.symptoms(), lore.stories()
    scenarios = sum(1 for _each in resources.path("training").glob("*.json"))
    if not scenarios:
        raise FailedError("training")
    return Part(Piece.RESOURCES, State.OK, (("rules", len(facts.rules)), ("scenarios", scenarios)))
