"""The three sentences of a finding."""

from dataclasses import dataclass

from sopwizard.text import _


@dataclass(frozen=True, slots=True)
class Words:
    """What was seen in one line; what it means; what to do."""

    title: str
    detail: str
    fix: str


_AND = ", "


def some(names: str, most: int) -> str:
    """The first of a list of names, where it is longer than that. They are not counted: a name may hold a comma."""
    listed = names.split(_AND)
    if len(listed) <= most:
        return names
    return _("{names} and others").format(names=_AND.join(listed[:most]))


def nothing() -> str:
    """What to do where nothing is wrong."""
    return _("There is nothing to do.")
