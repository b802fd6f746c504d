"""Hears of codes and pages in the thread that signs in, and tells them in the window's."""

import threading

from PySide6.QtCore import QObject, Signal

from sopwizard.domain.signin import Notice
from sopwizard.services.job import Job
from sopwizard.ui import line


class Ear(QObject):
    """The port `Show`. Whoever works in a thread says first for which job."""

    told = Signal(object, object)
    """The job, or None, and the notice."""

    def __init__(self) -> None:
        super().__init__()
        self._thread = threading.local()
        line.open_line()

    def attend(self, job: Job) -> None:
        """What this thread is told from now on belongs to that job."""
        self._thread.job = job

    def __call__(self, notice: Notice) -> None:
        """A code, or a page that was opened."""
        line.send(self, self._tell, getattr(self._thread, "job", None), notice)

    def _tell(self, job: Job | None, notice: Notice) -> None:
        self.told.emit(job, notice)
