"""What is under way, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sopwizard.services.actions import Action
from sopwizard.text import window as words

if TYPE_CHECKING:
    from sopwizard.services.job import Progress

WRITES = frozenset({Action.APPLY, Action.UNDO})


@dataclass(frozen=True, slots=True)
class Busy:
    """What is under way. ``action`` is None for side work: a file, orders to count, an earlier run to undo.

    ``stopping``: the user asked to stop.
    """

    action: Action | None
    sentence: str
    progress: Progress | None = None
    stopping: bool = False

    @property
    def writes(self) -> bool:
        """Whether the environment, or a file, is or may be being written: that ends itself, and is not left alone."""
        return self.action is None or self.action in WRITES

    @property
    def stop_words(self) -> str:
        """What the button says that stops it."""
        if self.stopping:
            return words.STOPPING
        return words.STOP_WRITING if self.writes else words.STOP_READING

    def said(self, *, closing: bool) -> str:
        """Where the work is."""
        if closing:
            return words.CLOSES_AFTER_THIS
        if self.stopping:
            return words.STOPPING if self.action is None else words.STOPS_AFTER_THIS
        return self.progress.what if self.progress else self.sentence
