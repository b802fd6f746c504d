"""Runs a call that may block for ever, so that whoever waits for it is free at once when the user stops.

Only for calls whose late effect does no harm: a request for a token, a look into the keyring. Never for a write to an
environment.
"""

import contextvars
import threading
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
    waited = 0.0
    while not run.done.wait(_CANCEL_LATENCY):
        job.check()
        waited += _CANCEL_LATENCY
        if limit is not None and waited >= limit:
            raise TimeoutError
    job.check()
    return run.result()
