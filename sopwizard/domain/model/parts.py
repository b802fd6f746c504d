"""A part of an inspection: read, or not. ``None`` inside a part means absent or not told, never "not read"."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sopwizard.domain.errors import Problem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A part of the inspection that was read."""

    value: T


@dataclass(frozen=True, slots=True)
class Unknown:
    """A part of the inspection that could not be read, and why. Never to be taken for "no" or "none"."""

    problem: Problem
    request_id: str | None = None
    details: tuple[tuple[str, str], ...] = ()
