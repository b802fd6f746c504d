"""The verbs of signing in: accounts, environments, a proved connection, and what is kept on this computer."""

from collections.abc import Callable
from dataclasses import dataclass

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.snapshot import Organization
from sopwizard.domain.model.target import Target
from sopwizard.domain.signin import Account, AccountId, Connection, Found, Recent, Stored, Way
from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.services.job import Job
from sopwizard.services.ports import Clock, Discovery, Gateways, OwnFiles, Recents, SignIn, Vault
from sopwizard.text import signin as text


@dataclass(frozen=True, slots=True)
class Listed:
    """An environment to choose. ``recent``: it was connected to before; ``found`` None: discovery does not list it."""

    url: str
    name: str
    recent: bool
    found: Found | None


def listing(found: tuple[Found, ...], recent: tuple[Recent, ...], search: str = "") -> tuple[Listed, ...]:
    """What to choose from, recent ones first and the rest by name; every word of ``search`` is in each of them."""
    by_url = {one.url: one for one in found}
    first = [
        Listed(one.url, by_url[one.url].name if one.url in by_url else one.name or one.url, True, by_url.get(one.url))  # noqa: FBT003
        for one in recent
    ]
    seen = {one.url for one in recent}
    rest = [Listed(one.url, one.name, False, one) for one in found if one.url not in seen]  # noqa: FBT003
    return matching((*first, *rest), search)


def matching(listed: tuple[Listed, ...], search: str) -> tuple[Listed, ...]:
    """Those in which every word of the search is found."""
    words = search.lower().split()
    return tuple(one for one in listed if all(word in _searchable(one) for word in words))


def _searchable(one: Listed) -> str:
    parts = [one.name, one.url]
    if one.found is not None:
        parts += [one.found.unique_name or "", one.found.region or "", text.environment_type(one.found)]
    return " ".join(parts).lower()


class SigningIn:
    """The verbs over their ports. Every failure is a SopError; Cancelled passes through.

    ``owner`` tells whose tokens an origin was reached with, to use the same account there the next time.
    """

    def __init__(  # noqa: PLR0913, PLR0917  one port each
        self,
        sign_in: SignIn,
        discovery: Discovery,
        vault: Vault,
        recents: Recents,
        files: OwnFiles,
        gateways: Gateways,
        clock: Clock,
        owner: Callable[[str], AccountId | None] = lambda _origin: None,
    ) -> None:
        self._sign_in = sign_in
        self._discovery = discovery
        self._vault = vault
        self._recents = recents
        self._files = files
        self._gateways = gateways
        self._clock = clock
        self._owner = owner

    @property
    def ports(self) -> SignIn:
        """Registration, state of the vault: what a page shows."""
        return self._sign_in

    def accounts(self, job: Job) -> tuple[Account, ...]:
        """Everybody who is signed in on this computer."""
        return self._sign_in.accounts(job)

    def sign_in(self, target: Target | None, way: Way, job: Job, *, another: bool = False) -> Account:
        """Sign in for an environment, or without one to find environments. Training needs no sign-in: USAGE."""
        if target is not None and target.is_training:
            raise SopError(Problem.USAGE, what=target.url)
        return self._sign_in.sign_in(target.url if target else None, way, job, another=another)

    def sign_out(self, name: str | None, job: Job) -> tuple[Account, ...]:
        """Sign out the account of that name or id, or everybody. Returns who was.

        SIGN_IN_FAILED with reason UNKNOWN_ACCOUNT where nobody of that name is signed in.
        """
        known = self._sign_in.accounts(job)
        wanted = tuple(
            account
            for account in known
            if name is None or name.lower() in (account.account.lower(), account.id.lower())
        )
        if name is not None and not wanted:
            raise SopError(Problem.SIGN_IN_FAILED, reason=SignInReason.UNKNOWN_ACCOUNT.value, account=name)
        for account in wanted:
            self._sign_in.sign_out(account.id, job)
        return wanted

    def environments(self, account: Account | None, job: Job, search: str = "") -> tuple[Listed, ...]:
        """What to choose from: what discovery lists for the account, and what was connected to before."""
        found = self._discovery.environments(account, job) if account is not None else ()
        return listing(found, self._recents.recent(), search)

    def connect(self, target: Target, job: Job) -> Connection:
        """Prove the connection: who asks and which organization answers, read from the environment itself."""
        job.step(text.proving(target.host))
        with self._gateways.open(target, job) as gateway:
            caller = gateway.identify(job)
            organization = gateway.survey(job).organization
        if organization.organization_id != caller.organization_id:
            two = {"expected": caller.organization_id, "found": organization.organization_id, "answers": "two"}
            raise SopError(Problem.WRONG_ORGANIZATION, host=target.host, **two)
        self.note(target, organization)
        return Connection(target, caller, organization)

    def note(self, target: Target, organization: Organization) -> None:
        """Remember an environment that proved the connection, to offer it first the next time. Training is none."""
        if not target.is_training:
            used = self._clock.now().isoformat(timespec="seconds")
            self._recents.note(Recent(target.url, organization.name, self._owner(target.url), used))

    def stored(self, job: Job) -> tuple[Stored, ...]:
        """Everything that this program keeps on this computer: keyring entries, then files."""
        return self._vault.entries(job) + self._files.files()

    def remove(self, entries: tuple[Stored, ...], job: Job) -> None:
        """Delete those. Keyring entries are pieces of one thing: removing one removes all, and signs everybody out."""
        if any(entry.place == "keyring" for entry in entries):
            self._vault.clear(job)
        for entry in entries:
            if entry.place == "file":
                self._files.remove(entry)

    def forget_everything(self, job: Job) -> None:
        """Sign everybody out and forget the recent environments. The journal stays: it is needed to undo."""
        self._vault.clear(job)
        self._recents.forget()
