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
    """What is under way. ``action`` is None for side work: a file, orders to count, a look at what an undo would do.

    ``stopping``: the user asked to stop. ``reads``: side work that reads an environment and writes nothing.
    """

    action: Action | None
    sentence: str
    progress: Progress | None = None
    stopping: bool = False
    reads: bool = False

    @property
    def writes(self) -> bool:
        """Whether the environment, or a file, is or may be being written: that ends itself, and is not left alone."""
        return self.action in WRITES if self.action is not None else not self.reads

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
