"""What the services need from the world. Adapters implement these; tests bring fakes."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from sopwizard.domain.model import Caller, Cell, Change, ChangeState, Failure, Run, RunId, RunOutcome, Snapshot, Target
from sopwizard.services.job import Job


class Gateway(Protocol):
    """One environment, reached with one sign-in. Every failure is a SopError; Cancelled passes through."""

    @property
    def target(self) -> Target:
        """The environment as the user named it; training environments keep ``training:SCENARIO``."""

    def identify(self, job: Job) -> Caller:
        """Who is signed in, and to which organization (WhoAmI). One round trip."""

    def survey(self, job: Job) -> Snapshot:
        """Read everything once, in at most three sequential round trips plus one for each further page of a list.

        Raises only where the organization row itself cannot be read; any other part becomes Unknown.
        """

    def read(self, cell: Cell, job: Job) -> bool | None:
        """The cell's present value, past every cache. NOT_FOUND where the row does not exist."""

    def write(self, change: Change, job: Job) -> None:
        """Make the change if the row still holds ``before``; otherwise raise CHANGED_SINCE_REVIEW and write nothing.

        Exactly one column of one existing row is sent, and never twice. Where the answer was lost, the row is looked
        up: if it holds ``after`` this returns; if it still holds ``before`` it raises NOT_TAKEN; otherwise, or if the
        look-up fails too, UNCERTAIN.
        """


class Gateways(Protocol):
    """Opens environments."""

    def open(self, target: Target, job: Job) -> AbstractContextManager[Gateway]:
        """The gateway to that environment; leaving the context closes its connections."""


class Journal(Protocol):
    """Every run of this computer, appended before and after the world is touched. Reading raises JOURNAL_UNREADABLE,
    writing JOURNAL_UNWRITABLE; a run that is not there is UNKNOWN_RUN.
    """

    def begin(self, run: Run) -> None:
        """Record the run with all its planned changes, before anything is written."""

    def intend(self, run_id: RunId, change_id: str) -> None:
        """Record that the change is about to be sent."""

    def settle(self, run_id: RunId, change_id: str, state: ChangeState, failure: Failure | None = None) -> None:
        """Record how the change went."""

    def finish(self, run_id: RunId, outcome: RunOutcome, at: datetime) -> None:
        """Record how the run ended."""

    def runs(self) -> tuple[Run, ...]:
        """All runs, newest first."""

    def run(self, run_id: RunId) -> Run:
        """One run, by its id."""


class Tokens(Protocol):
    """Access tokens for environments. SIGN_IN_NEEDED, SIGN_IN_FAILED or a network problem where there is none."""

    def token(self, origin: str, job: Job, *, fresh: bool = False) -> str:
        """A bearer token for exactly that origin (scheme://host[:port]); ``fresh`` after the server refused the last one.

        A source that cannot renew returns the same token again.
        """


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Now, as an aware UTC time."""
