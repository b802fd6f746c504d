"""What the services need from the world. Adapters implement these; tests bring fakes."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from sopwizard.domain.model.changes import Cell, Change
from sopwizard.domain.model.ids import RunId, UserId
from sopwizard.domain.model.runs import Failure, Run
from sopwizard.domain.model.snapshot import Caller, Snapshot, User
from sopwizard.domain.model.states import ChangeState, RunOutcome
from sopwizard.domain.model.target import Target
from sopwizard.domain.order_counts import OrderCounts, OrderGroup, OrderKey
from sopwizard.domain.signin import (
    Account,
    AccountId,
    Found,
    Notice,
    Recent,
    Registration,
    Stored,
    VaultState,
    Way,
)
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

    def orders(self, job: Job) -> OrderCounts:
        """Count all orders by their statuses, on the server and without reading them.

        A million orders take at most 60 requests where their creation is not crowded into single hours. Raises where
        nothing could be counted; where only a part could, the counts are not complete.
        """

    def order_samples(self, groups: Sequence[OrderGroup], job: Job) -> Mapping[OrderKey, tuple[str, ...]]:
        """Some order numbers for each group, the newest first, in one round trip; in two without dual-write's column.

        A group that cannot be read is left out; raises where none can.
        """

    def user(self, user_id: UserId, job: Job) -> User:
        """One user, also one whom a survey does not list. NOT_FOUND where there is none."""

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

    def held(self, run_id: RunId) -> AbstractContextManager[None]:
        """Hold the run as long as work on it lasts: until then every process reads it as ``going_on``, unless the one
        that holds it dies. Never raises.
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

    def damaged(self) -> tuple[RunId, ...]:
        """The runs that `runs` leaves out because what was recorded of them cannot be read, newest first."""

    def run(self, run_id: RunId) -> Run:
        """One run, by its id."""


class Tokens(Protocol):
    """Access tokens for environments. SIGN_IN_NEEDED, SIGN_IN_FAILED or a network problem where there is none."""

    def token(self, origin: str, job: Job, *, fresh: bool = False) -> str:
        """A bearer token for exactly that origin (scheme://host[:port]); ``fresh`` after the server refused the last.

        A source that cannot renew returns the same token again.
        """


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Now, as an aware UTC time."""


class Vault(Protocol):
    """One secret text of any length, kept where the operating system keeps secrets, else in memory until exit.

    Nothing here raises for a missing, locked or broken store: the vault turns into one in memory and says why.
    """

    @property
    def state(self) -> VaultState:
        """Where the text is kept, as far as is known by now: before the first call it is what is hoped for."""

    def read(self, job: Job) -> str | None:
        """The text as last written by any instance; None where there is none, or where what is there is not whole."""

    def change(self, edit: Callable[[str | None], str | None], job: Job) -> str | None:
        """Read, edit and write as one step that no other instance can come between. None removes it. The new text."""

    def entries(self, job: Job) -> tuple[Stored, ...]:
        """Everything of this program in the store, leftovers of a crash included."""

    def clear(self, job: Job) -> None:
        """Remove everything of this program from the store."""


class SignIn(Protocol):
    """Accounts on this computer. SIGN_IN_FAILED and SIGN_IN_NEEDED carry a detail ``reason``, a SignInReason."""

    @property
    def registration(self) -> Registration:
        """The app registration that asks."""

    @property
    def vault_state(self) -> VaultState:
        """Where sign-ins are kept."""

    def accounts(self, job: Job) -> tuple[Account, ...]:
        """Everybody who is signed in, by name. No network."""

    def sign_in(self, origin: str | None, way: Way, job: Job, *, another: bool = False) -> Account:
        """Sign in to the environment at that origin, or without one to the cloud's discovery service.

        A kept account is used silently where there is one, unless ``another`` is asked for. Waiting can be cancelled.
        """

    def sign_out(self, account: AccountId, job: Job) -> None:
        """Forget that account on this computer. The browser's own session stays."""


class Discovery(Protocol):
    """Finds environments."""

    def environments(self, account: Account, job: Job) -> tuple[Found, ...]:
        """What that account reaches, as the account's cloud lists it; a person may reach more, by address."""


class OwnFiles(Protocol):
    """The files of this program on this computer."""

    def files(self) -> tuple[Stored, ...]:
        """All of them, by path."""

    def remove(self, entry: Stored) -> None:
        """Delete that file. FILE_UNWRITABLE where it cannot be; one that is gone already is right."""


class Recents(Protocol):
    """Which environments were connected to on this computer, without secrets."""

    def recent(self) -> tuple[Recent, ...]:
        """Newest first; none where the file is missing or cannot be read."""

    def note(self, recent: Recent) -> None:
        """Put it first. A file that cannot be written is let be: it is a convenience."""

    def forget(self) -> None:
        """Remove them all."""


Show = Callable[[Notice], None]
"""Is told of a code or page that the person has to go to; called from the thread that does the work."""
