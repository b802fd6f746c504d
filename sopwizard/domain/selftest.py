"""The parts of an installation that are tried on request, and what became of each. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Piece(StrEnum):
    """What is tried, in this order: what could end the process comes last."""

    RESOURCES = "resources"
    JOURNAL = "journal"
    POLICY = "policy"
    TLS = "tls"
    KEYRING = "keyring"
    TRAINING = "training"
    PLATFORM = "platform"
    FONTS = "fonts"
    PAGES = "pages"


@unique
class State(StrEnum):
    """``limited``: it works, but not as it would on a desk with everything; that is no fault of the installation."""

    OK = "ok"
    LIMITED = "limited"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it was found. ``facts`` are names and figures for its sentence, never a secret."""

    piece: Piece
    state: State
    facts: tuple[tuple[str, str | int], ...] = ()


def works(parts: Iterable[Part]) -> bool:
    """Whether no part failed."""
    return all(part.state is not State.FAILED for part in parts)
