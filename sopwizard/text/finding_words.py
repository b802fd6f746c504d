"""The three sentences of a finding."""

from dataclasses import dataclass

from sopwizard.text import _


@dataclass(frozen=True, slots=True)
class Words:
    """What was seen in one line; what it means; what to do."""

    title: str
    detail: str
    fix: str


def nothing() -> str:
    """What to do where nothing is wrong."""
    return _("There is nothing to do.")
