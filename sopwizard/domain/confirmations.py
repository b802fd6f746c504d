"""What Dataverse cannot answer and somebody confirmed: who, when, and what they said."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique


@unique
class Answer(StrEnum):
    """What was said to a question of the checklist. AS_NEEDED: it is as the article asks for."""

    AS_NEEDED = "as-needed"
    NOT_AS_NEEDED = "not-as-needed"
    DOES_NOT_APPLY = "does-not-apply"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """``item`` is the id of a question of the checklist, ``by`` the name of whoever answered it."""

    item: str
    answer: Answer
    by: str
    at: datetime
    note: str = ""


def recorded(all_: tuple[Confirmation, ...], new: Confirmation) -> tuple[Confirmation, ...]:
    """The confirmations with a new one; it takes the place of an older one for the same question."""
    return (*withdrawn(all_, new.item), new)


def withdrawn(all_: tuple[Confirmation, ...], item: str) -> tuple[Confirmation, ...]:
    """The confirmations without that question's."""
    return tuple(each for each in all_ if each.item != item)
