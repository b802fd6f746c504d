"""What can be asked for. Apart from the verbs themselves, so that asking loads none of them."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Action(StrEnum):
    """APPLY and UNDO write; the others only read."""

    SURVEY = "survey"
    APPLY = "apply"
    VERIFY = "verify"
    UNDO = "undo"
