"""How often, and after how long, a request that may be repeated is repeated."""

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

WAITS = 5
"""How often a server may put off one request (429, 503)."""

LONGEST_WAIT = 300.0
"""Seconds that one wait may take: the platform's limits look back over five minutes (DOMAIN 7.4)."""

USUAL_WAIT = 5.0
"""Seconds to wait where the server names none."""

_LOST = (Problem.NO_CONNECTION, Problem.BROKEN_ANSWER)
_GATEWAY_STATUSES = (502, 504)
BUSY_STATUSES = (429, 503)
"""With these a server puts a request off."""


@dataclass(slots=True)
class Patience:
    """The patience left for one request. ``lost`` answers are asked for again only where that does no harm: reads."""

    pauses: tuple[float, ...] = PAUSES
    waits: int = WAITS

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
        seconds = USUAL_WAIT if error.retry_after is None else error.retry_after
        if not self.waits or seconds > LONGEST_WAIT:
            error.details["retry_after"] = round(seconds)
            return False
        self.waits -= 1
        job.step(waiting.for_server(seconds))
        job.wait(seconds)
        return True
