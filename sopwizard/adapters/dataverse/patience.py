"""How often, and after how long, a request that may be repeated is repeated.

A server that puts a request off (429, 503) may say until when: Retry-After, in whole seconds or as a date (RFC 9110
10.2.3; Dataverse sends seconds, DOMAIN 7.4). One rule for all that may stand there:

- As long as it asks for is waited, all the waits for one request together no longer than `LONGEST_WAIT`.
- Where it asks for more than is left of that, it is not waited for at all; the user is told how long it asked for.
- A time that has come already (0, a date that is past) is waited for a moment, so that nobody is asked without a pause.
- What cannot be read (no number, a sign, a broken date) or is not there says nothing: the pauses are our own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sopwizard.adapters.dataverse.answers import RefusedError
from sopwizard.adapters.dataverse.wire import WireError
from sopwizard.domain.errors import Problem, TlsReason
from sopwizard.services.job import Job
from sopwizard.text import waiting

T = TypeVar("T")

PAUSES = (0.3, 1.5)
"""Seconds before the two repetitions of a read whose answer was lost on the way."""

BACK_OFF = (2.0, 4.0, 8.0, 16.0, 32.0)
"""Seconds before the repetitions of a request that was put off without a word how long; there are no more than that."""

LONGEST_WAIT = 300.0
"""Seconds that all waits for one request may take: the platform's limits look back over five minutes (DOMAIN 7.4)."""

LEAST_WAIT = 0.5
"""Seconds to wait where the server's time has come already."""

_LOST = (Problem.NO_CONNECTION, Problem.BROKEN_ANSWER)
_GATEWAY_STATUSES = (502, 504)
BUSY_STATUSES = (429, 503)
"""With these a server puts a request off."""


@dataclass(slots=True)
class Patience:
    """The patience left for one request. ``lost`` answers are asked for again only where that does no harm: reads."""

    pauses: tuple[float, ...] = PAUSES
    back_off: tuple[float, ...] = BACK_OFF
    seconds: float = LONGEST_WAIT

    def ask(self, call: Callable[[], T], job: Job) -> T:
        """What ``call`` returns, repeated as long as that makes sense; its WireError otherwise."""
        while True:
            try:
                return call()
            except WireError as error:
                if not self.wait(error, job):
                    raise

    def wait(self, error: WireError, job: Job) -> bool:
        """Wait as long as the error asks for, interruptibly; False where nothing is to be repeated."""
        if isinstance(error, RefusedError) and error.status in BUSY_STATUSES:
            return self._wait_for_server(error, job)
        gateway = isinstance(error, RefusedError) and error.status in _GATEWAY_STATUSES
        cut = error.problem is Problem.TLS_FAILED and error.details.get("reason") == TlsReason.CUT
        lost = cut or (error.problem in _LOST and not isinstance(error, RefusedError))
        if not (gateway or lost) or not self.pauses:
            return False
        pause, self.pauses = self.pauses[0], self.pauses[1:]
        job.wait(pause)
        return True

    def _wait_for_server(self, error: RefusedError, job: Job) -> bool:
        if not self.back_off:
            return False
        own, self.back_off = self.back_off[0], self.back_off[1:]
        seconds = own if error.retry_after is None else max(error.retry_after, LEAST_WAIT)
        if seconds > self.seconds:
            return False
        self.seconds -= seconds
        job.step(waiting.for_server(seconds, asked=bool(error.retry_after)))
        job.wait(seconds)
        return True
