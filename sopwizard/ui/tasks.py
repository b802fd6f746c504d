"""Long work, off the window's thread: one daemon thread a job, one line back, nothing shared.

Reads may be abandoned: the window is free at once, and what the thread still brings back is dropped. Writes are
cancelled: the work ends itself after the change under way, and its result is waited for.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sopwizard.domain.errors import SopError
from sopwizard.services.job import Cancelled, Job, Progress
from sopwizard.ui import line

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class _Message:
    """What a thread has to say: progress, or a last word."""

    job: Job
    content: object


@dataclass(frozen=True, slots=True)
class _Done:
    value: object


class Tasks(QObject):
    """At most one job at a time is current. All signals are emitted in the window's thread."""

    progressed = Signal(object)
    """Progress of the current job."""
    finished = Signal(object)
    """What the work returned."""
    failed = Signal(object)
    """The SopError that ended it."""
    stopped = Signal()
    """The work ended because it was asked to."""
    broke = Signal()
    """The work ended by a bug, which the crash handler is told."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current: Job | None = None
        line.open_line()

    @property
    def busy(self) -> bool:
        """Whether a job is current."""
        return self._current is not None

    def is_current(self, job: object) -> bool:
        """Whether somebody still waits for that job."""
        return job is not None and job is self._current

    def start(self, work: Callable[[Job], object], name: str) -> None:
        """Run the work in a thread of that name. RuntimeError while another job is current."""
        if self._current is not None:
            raise RuntimeError("a job is under way")
        job = Job(lambda progress: self._tell(job, progress))
        self._current = job
        threading.Thread(target=self._work, args=(work, job), name=name, daemon=True).start()

    def cancel(self) -> None:
        """Ask the current job to stop; its result still arrives."""
        if self._current is not None:
            self._current.cancel()

    def abandon(self) -> None:
        """Let go of the current job at once; whatever it brings is dropped."""
        self.cancel()
        self._current = None

    def _work(self, work: Callable[[Job], object], job: Job) -> None:
        try:
            last: object = _Done(work(job))
        except (SopError, Cancelled) as expected:
            last = expected
        except BaseException as bug:  # noqa: BLE001  raised again in the window's thread, where the crash handler is
            last = bug
        self._tell(job, last)

    def _tell(self, job: Job, content: object) -> None:
        line.send(self, self._hear, _Message(job, content))

    def _hear(self, message: _Message) -> None:
        if message.job is not self._current:
            return
        content = message.content
        if isinstance(content, Progress):
            self.progressed.emit(content)
            return
        self._current = None
        if isinstance(content, _Done):
            self.finished.emit(content.value)
        elif isinstance(content, SopError):
            self.failed.emit(content)
        elif isinstance(content, Cancelled):
            self.stopped.emit()
        elif isinstance(content, BaseException):
            self.broke.emit()
            raise content
