"""Runs a call that may block for ever, so that whoever waits for it is free at once when the user stops.

What is left to itself may still take effect. So a late writer to the keyring is refused (`vault.vaults`), and a write
to an environment is waited for with a job that nobody cancels; where its time runs out, its row is looked up
(`dataverse.writing`).
"""

import contextvars
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from sopwizard.services.job import Job

T = TypeVar("T")

_CANCEL_LATENCY = 0.02
"""Seconds until a cancelled wait notices. The end of the call itself is noticed at once."""


class _Run(Generic[T]):
    """One call on a thread of its own, and what became of it."""

    def __init__(self, call: Callable[[], T]) -> None:
        self.done = threading.Event()
        self._call = call
        self._value: list[T] = []
        self._error: BaseException | None = None

    def work(self) -> None:
        try:
            self._value.append(self._call())
        except BaseException as error:  # noqa: BLE001  handed to the waiting thread, whatever it is
            self._error = error
        finally:
            self.done.set()

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._value[0]


def abandonable(call: Callable[[], T], job: Job, *, limit: float | None = None) -> T:
    """What ``call`` returns or raises, waited for on another thread.

    Raises Cancelled as soon as the job is cancelled, and TimeoutError after ``limit`` seconds; the call is then left to
    itself on a daemon thread and its result is dropped.
    """
    job.check()
    run = _Run(call)
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run.work,), name="abandonable", daemon=True).start()
    end = None if limit is None else time.monotonic() + limit
    while not run.done.wait(_CANCEL_LATENCY):
        job.check()
        if end is not None and time.monotonic() >= end:
            raise TimeoutError
    job.check()
    return run.result()
