"""Signing in without a network: people who come and go as a test says, and what was asked of them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sopwizard.domain.errors import SopError
from sopwizard.domain.model.target import Target
from sopwizard.domain.signin import (
    Account,
    AccountId,
    BrowserPage,
    DeviceCode,
    Found,
    Notice,
    Registration,
    Stored,
    VaultKind,
    VaultState,
    Way,
)
from sopwizard.services.job import Job
from sopwizard.services.signin import Listed

CODE = DeviceCode("https://microsoft.com/devicelogin", "ABCD-EFGH", 900)
PAGE = BrowserPage("https://login.microsoftonline.com/authorize", opened=True)
MEGAN = Account(AccountId("megan-id"), "megan@contoso.example", "tenant-1", "commercial", "login.microsoftonline.com")
ADELE = Account(AccountId("adele-id"), "adele@fabrikam.example", "tenant-2", "gcc-high", "login.microsoftonline.us")
UAT = Listed(
    "https://contoso-uat.crm4.dynamics.com",
    "Contoso UAT",
    recent=True,
    found=Found("Contoso UAT", "https://contoso-uat.crm4.dynamics.com", kind="CustomerTest", production=False),
)
LIVE = Listed(
    "https://contoso.crm4.dynamics.com",
    "Contoso",
    recent=False,
    found=Found("Contoso", "https://contoso.crm4.dynamics.com", kind="Customer", production=True, region="EUR"),
)
KEYRING = Stored("keyring", "sopwizard/1-1", "sign-ins")
JOURNAL = Stored("file", "/data/journal.sqlite", "journal", 2048)


def _silent(_notice: Notice) -> None:
    pass


@dataclass
class FakeDesk:
    """What the window asks for where people sign in. A sign-in waits until ``arrive`` is called, or the job ends."""

    people: list[Account] = field(default_factory=list)
    listed: tuple[Listed, ...] = (UAT, LIVE)
    registration: Registration = field(default_factory=Registration)
    vault_state: VaultState = field(default_factory=lambda: VaultState(VaultKind.KEYRING))
    way: Way = Way.INTERACTIVE
    comes: Account = MEGAN
    refuses: SopError | None = None
    unlisted: SopError | None = None
    keeps_none: SopError | None = None
    before_accounts: Callable[[], None] | None = None
    asked: list[tuple[object, ...]] = field(default_factory=list)
    entries: tuple[Stored, ...] = (KEYRING, JOURNAL)
    _show: Callable[[Notice], None] = _silent
    _here: threading.Event = field(default_factory=threading.Event)

    def arrive(self) -> None:
        """Somebody finishes signing in."""
        self._here.set()

    def listen(self, show: Callable[[Notice], None]) -> None:
        self._show = show

    def accounts(self, job: Job) -> tuple[Account, ...]:
        if self.before_accounts is not None:
            self.before_accounts()
        job.check()
        return tuple(self.people)

    def sign_in(self, target: Target | None, way: Way, job: Job, *, another: bool = False) -> Account:
        self.asked.append(("sign-in", target.url if target else None, way.value, another))
        if self.refuses is not None:
            raise self.refuses
        self._show(CODE if way is Way.DEVICE_CODE else PAGE)
        while not self._here.wait(0.01):
            job.check()
        self._here.clear()
        self.people.append(self.comes)
        return self.comes

    def use(self, account: AccountId | None) -> None:
        self.asked.append(("use", account))

    def sign_out(self, account: AccountId, job: Job) -> None:
        job.check()
        self.people = [one for one in self.people if one.id != account]

    def environments(self, account: Account | None, job: Job) -> tuple[Listed, ...]:
        job.check()
        if account is not None and self.unlisted is not None:
            raise self.unlisted
        return self.listed if account is not None else tuple(one for one in self.listed if one.recent)

    def keep(self, registration: Registration) -> None:
        if self.keeps_none is not None:
            raise self.keeps_none
        self.registration = registration

    def stored(self, job: Job) -> tuple[Stored, ...]:
        job.check()
        return self.entries

    def remove(self, entries: tuple[Stored, ...], job: Job) -> None:
        job.check()
        self.entries = tuple(one for one in self.entries if one not in entries)

    def forget_everything(self, job: Job) -> None:
        job.check()
        self.people = []
        self.entries = (JOURNAL,)
