"""Reads the rulebook from the data that came with the program."""

import json
from functools import cache
from typing import Any

from cattrs import Converter
from cattrs.errors import BaseValidationError

from sopwizard import resources
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.rulebook import Rulebook

_PARTS = (
    "status_maps",
    "pricing",
    "applications",
    "clouds",
    "map_pairs",
    "options",
    "solutions",
    "published_maps",
    "collection",
)


def _part(name: str) -> Any:  # noqa: ANN401 - JSON is whatever it is until the converter has checked it
    return json.loads(resources.path("rulebook", f"{name}.json").read_text(encoding="utf-8"))


@cache
def load() -> Rulebook:
    """The rulebook, read once. BROKEN_INSTALLATION where a file is missing, broken or holds something unexpected."""
    try:
        whole = _part("statuses") | {name: _part(name) for name in _PARTS}
        return Converter(forbid_extra_keys=True).structure(whole, Rulebook)
    except (OSError, ValueError, KeyError, TypeError, BaseValidationError) as error:
        raise SopError(Problem.BROKEN_INSTALLATION, part="rulebook") from error
