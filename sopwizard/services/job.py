"""Long work that can be watched and stopped, without knowing threads, Qt or clocks."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Cancelled(Exception):  # noqa: N818  a decision of the user, not an error
    """The user asked to stop. Raised only between two actions, never in the middle of one."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the work is: a sentence for the user, and how many of how many steps are done (total 0: unknown).

    ``arrived``: what is there by now of a value that is still being made, for whoever can show a part.
    """

    what: str
    done: int
    total: int
    arrived: object = None


class Job:
    """Handed down to every verb. `step` reports and stops, `wait` sleeps and wakes at once when it is stopped."""

    def __init__(self, report: Callable[[Progress], None] | None = None) -> None:
        self._report = report or (lambda _progress: None)
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at the next step. May be called from any thread, and more than once."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    def step(self, what: str, done: int = 0, total: int = 0, arrived: object = None) -> None:
        """Say what comes next, and show what arrived; raises Cancelled if the user asked to stop."""
        self.check()
        self._report(Progress(what, done, total, arrived))

    def check(self) -> None:
        """Raise Cancelled if the user asked to stop."""
        if self._stop.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Wait, at most that many seconds; raises Cancelled at once if the user asks to stop."""
        if self._stop.wait(seconds):
            raise Cancelled
