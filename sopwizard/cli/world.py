"""What the command line needs from the rest of the program; the composition root gives it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sopwizard.domain.model import Target
from sopwizard.domain.rulebook import Rulebook
from sopwizard.services.operations import Operations


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach an environment, as the common options say. ``timeout``: seconds for one whole answer."""

    auth: str | None = None
    client_id: str | None = None
    tenant: str | None = None
    authority: str | None = None
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """What simulator to serve. ``tls``: certificate and key, PEM files."""

    scenario: str
    port: int = 0
    tls: tuple[Path, Path] | None = None
    faults: tuple[str, ...] = ()


class Simulator(Protocol):
    """A simulator that is being served."""

    @property
    def origin(self) -> str:
        """Its base URL."""

    def wait(self) -> None:
        """Until it is stopped."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything outside the command line. Nothing here loads a library before it is called.

    ``understand`` makes a target of what was typed (BAD_URL, NOT_HTTPS, UNKNOWN_SCENARIO). ``scenarios`` are names and
    titles. ``window`` shows the window and returns its exit code; ``verbose`` logs to standard error, without secrets.
    """

    version: str
    operations: Callable[[Connection], Operations]
    understand: Callable[[str], Target]
    rulebook: Callable[[], Rulebook]
    scenarios: Callable[[], tuple[tuple[str, str], ...]]
    reset: Callable[[str], None]
    simulate: Callable[[Serving], AbstractContextManager[Simulator]]
    window: Callable[[Connection, Target | None], int]
    verbose: Callable[[int], None]
