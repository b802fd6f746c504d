"""What the command line needs from the rest of the program; the composition root gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sopwizard.cli.connection import Connection
    from sopwizard.domain.errors import SopError
    from sopwizard.domain.model.target import Target
    from sopwizard.domain.rulebook import Rulebook
    from sopwizard.domain.selftest import Part
    from sopwizard.domain.signin import AccountId, VaultState
    from sopwizard.domain.updates import Offer
    from sopwizard.services.operations import Operations
    from sopwizard.services.signin import SigningIn


class Signing(Protocol):
    """Signing in, as the options say."""

    @property
    def verbs(self) -> SigningIn:
        """What can be done."""

    @property
    def vault_state(self) -> VaultState:
        """Where sign-ins are kept: certain after the first look."""

    def use(self, account: AccountId) -> None:
        """Use that account from now on."""

    def owner(self, origin: str) -> AccountId | None:
        """Whose token was last got for that origin."""


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


def _silent(_error: SopError) -> None:
    pass


@dataclass(frozen=True, slots=True)
class World:
    """Everything outside the command line. Nothing here loads a library before it is called.

    ``understand`` makes a target of what was typed (BAD_URL, NOT_HTTPS, UNKNOWN_SCENARIO). ``scenarios`` are names and
    titles. ``window`` shows the window, at a target or with a saved check, and returns its exit code; ``tell`` says why
    it does not, where nobody reads a terminal; ``verbose`` logs to standard error, without secrets.
    ``self_test`` tries the parts of the installation one by one. ``look_for_updates`` takes the folder for a newer
    version's file, None to look only.
    ``signing`` signs people in and out.
    """

    version: str
    operations: Callable[[Connection], Operations]
    understand: Callable[[str], Target]
    rulebook: Callable[[], Rulebook]
    scenarios: Callable[[], tuple[tuple[str, str], ...]]
    reset: Callable[[str], None]
    simulate: Callable[[Serving], AbstractContextManager[Simulator]]
    window: Callable[[Connection, Target | None, Path | None], int]
    verbose: Callable[[int], None]
    signing: Callable[[Connection], Signing]
    self_test: Callable[[], Iterable[Part]] = tuple
    look_for_updates: Callable[[Path | None], Offer] | None = None
    tell: Callable[[SopError], None] = _silent
