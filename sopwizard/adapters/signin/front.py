"""The sign-in desk of a window: made when it is first needed, and anew when another application is to sign in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sopwizard.adapters.signin.desk import Desk, desk
from sopwizard.adapters.signin.ready_made import TokenBox
from sopwizard.adapters.vault.vaults import KeyringVault
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.target import Target
from sopwizard.domain.rulebook import Rulebook
from sopwizard.domain.signin import Account, AccountId, Notice, Registration, Stored, VaultState, Way
from sopwizard.services.job import Job
from sopwizard.services.ports import Clock, Gateways, Show, Tokens, Vault
from sopwizard.services.signin import Listed


def _silent(_notice: Notice) -> None:
    pass


def _anything(_registration: Registration) -> None:
    pass


@dataclass(slots=True)
class FrontDesk:
    """Tokens for a window, and everything about signing in that it shows. A token that was typed goes first.

    ``chosen`` None is the kept registration. ``way`` is how to sign in where no kept account works. ``may_use`` raises
    NOT_BY_POLICY for a registration that the administrator does not allow.
    """

    folder: Path
    book: Rulebook
    gateways: Callable[[Tokens], Gateways]
    clock: Clock
    given: TokenBox
    way: Way = Way.INTERACTIVE
    chosen: Registration | None = None
    seconds: float | None = None
    may_use: Callable[[Registration], None] = _anything
    show: Show = _silent
    _vault: Vault | None = field(default=None, init=False)
    _made: Desk | None = field(default=None, init=False)

    @property
    def _desk(self) -> Desk:
        if self._made is None:
            self._vault = self._vault or KeyringVault(self.folder)
            limit = {} if self.seconds is None else {"seconds": self.seconds}
            self._made = desk(
                self.folder,
                self.book,
                self.gateways,
                self.clock,
                registration=self.chosen,
                way=self.way,
                show=self._tell,
                vault=self._vault,
                **limit,
            )
        return self._made

    def _tell(self, notice: Notice) -> None:
        self.show(notice)

    @property
    def registration(self) -> Registration:
        """The application that asks for sign-ins."""
        return self._desk.registration

    @property
    def vault_state(self) -> VaultState:
        """Where sign-ins are kept: certain after the first look."""
        return self._desk.vault_state

    def listen(self, show: Show) -> None:
        """Tell that one of codes and pages."""
        self.show = show

    def token(self, origin: str, job: Job, *, fresh: bool = False) -> str:
        """A token for that origin."""
        source: Tokens = self.given if self.given.filled else self._desk.tokens
        return source.token(origin, job, fresh=fresh)

    def accounts(self, job: Job) -> tuple[Account, ...]:
        """Everybody who is signed in."""
        return self._desk.verbs.accounts(job)

    def sign_in(self, target: Target | None, way: Way, job: Job, *, another: bool = False) -> Account:
        """Sign in, and use that account from now on."""
        account = self._desk.verbs.sign_in(target, way, job, another=another)
        self.use(account.id)
        return account

    def use(self, account: AccountId | None) -> None:
        """Use that account from now on, or whichever fits."""
        self.given.use(None)
        self._desk.tokens.use(account)

    def sign_out(self, account: AccountId, job: Job) -> None:
        """Sign that account out."""
        self._desk.verbs.sign_out(account, job)
        self._desk.tokens.use(None)

    def environments(self, account: Account | None, job: Job) -> tuple[Listed, ...]:
        """What to choose from: what discovery lists for the account, and what was connected to before."""
        return self._desk.verbs.environments(account, job)

    def note(self, snapshot: Snapshot) -> None:
        """Remember an environment that proved the connection."""
        self._desk.verbs.note(snapshot.target, snapshot.organization)

    def keep(self, registration: Registration) -> None:
        """Have that application sign in from now on. NOT_BY_POLICY; FILE_UNWRITABLE where it cannot be kept."""
        self.may_use(registration)
        self._desk.settings.save(registration)
        self.chosen, self._made = registration, None

    def stored(self, job: Job) -> tuple[Stored, ...]:
        """Everything that this program keeps on this computer."""
        return self._desk.verbs.stored(job)

    def remove(self, entries: tuple[Stored, ...], job: Job) -> None:
        """Delete those."""
        self._desk.verbs.remove(entries, job)
        self._desk.tokens.use(None)

    def forget_everything(self, job: Job) -> None:
        """Sign everybody out and forget the recent environments."""
        self._desk.verbs.forget_everything(job)
        self.use(None)
