"""Reads what the sources say, and what they are used for, from the data that came with the program.

Every function reads once. All of them raise SopError BROKEN_INSTALLATION where a file is missing, broken or holds
something unexpected.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any, Final, TypeVar

from sopwizard import resources
from sopwizard.domain import story
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.legacy import Legacy
from sopwizard.domain.orders import Button, Event, Refusal, Remark
from sopwizard.domain.statements import Lore
from sopwizard.domain.symptoms import Symptom
from sopwizard.services import codec, rulebook

T = TypeVar("T")


def _read(name: str) -> Any:  # noqa: ANN401 - JSON is whatever it is until the codec has checked it
    try:
        return json.loads(resources.path("rulebook", f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _broken() from error


def _broken() -> SopError:
    return SopError(Problem.BROKEN_INSTALLATION, part="rulebook")


def _decode(kind: type[T], data: object) -> T:
    try:
        return codec.decode(kind, data)
    except codec.DecodeError as error:
        raise _broken() from error


@cache
def lore() -> Lore:
    """Sources, rules, contradictions, checklist and statements."""
    names = ("sources", "rules", "contradictions", "checklist", "statements")
    return _decode(Lore, {name: _read(name) for name in names})


@cache
def legacy() -> Legacy:
    """The chapter on Prospect to cash with the Data Integrator."""
    return _decode(Legacy, _read("legacy"))


@cache
def symptoms() -> tuple[Symptom, ...]:
    """The symptoms that the doctor knows, in their order."""
    return _decode(tuple[Symptom, ...], _read("symptoms"))


@cache
def stories() -> tuple[story.Story, ...]:
    """The ready stories of an order's life."""
    try:
        return tuple(story.decode(data) for data in _read("stories"))
    except (SopError, TypeError) as error:
        raise _broken() from error


def ready_story(name: str) -> story.Story | None:
    """The ready story of that name, or None."""
    return next((found for found in stories() if found.name == name), None)


LABORATORIES: Final = ("discounts", "freight-tax", "numbers")


def references(findings: Iterable[str]) -> frozenset[str]:
    """Everything that a statement may point at, as ``kind:id``. ``findings`` are the ids that the checks give."""
    book, old = rulebook.load(), legacy()
    kinds: tuple[tuple[str, Iterable[str]], ...] = (
        ("finding", findings),
        ("map", (table.id for table in book.status_maps)),
        ("pair", (pair.id for pair in book.map_pairs)),
        ("price", (f"{cell.table}-{cell.operation}" for cell in book.pricing.cells)),
        ("story", (ready.name for ready in stories())),
        ("event", Event),
        ("button", Button),
        ("refusal", Refusal),
        ("remark", Remark),
        ("symptom", (symptom.id for symptom in symptoms())),
        ("cause", (cause.id for symptom in symptoms() for cause in symptom.causes)),
        ("lab", LABORATORIES),
        ("legacy:status", (status.name for status in old.statuses)),
        ("legacy:field", old.fields),
        ("legacy:entity", (pair.sales for pair in old.entities)),
        ("legacy:task", (task.id for task in old.tasks)),
        ("legacy:flow", (flow.id for flow in old.flows)),
        ("legacy:precondition", (each.id for each in old.preconditions)),
        ("legacy:trace", (trace.id for trace in old.traces)),
    )
    return lore().references() | {f"{kind}:{part}" for kind, ids in kinds for part in ids}
