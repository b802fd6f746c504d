"""Everybody who signs in on this computer: silently from the cache, else by the chosen way, kept in the vault."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sopwizard.adapters.signin import cache
from sopwizard.adapters.signin.authority import Authority, authority_of, authority_of_cloud, cloud_of_host, origin_of
from sopwizard.adapters.signin.challenge import challenge
from sopwizard.adapters.signin.clients import Answer, ask, ask_for_token, broker_available, public_client, token_in
from sopwizard.adapters.signin.refusals import failed, wants_a_person
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.rulebook import Cloud, Rulebook
from sopwizard.domain.signin import Account, AccountId, Notice, Registration, VaultState, Way
from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.services.job import Job
from sopwizard.services.ports import Show, Vault
from sopwizard.text import signin as text

if TYPE_CHECKING:
    import msal

SECONDS: Final = 30.0
"""The longest that one answer of a provider may take."""

_log = logging.getLogger(__name__)


def _nobody(_origin: str) -> AccountId | None:
    return None


def _silent(_notice: Notice) -> None:
    pass


class Accounts:
    """Implements ports.SignIn. ``prefer`` names the account that was last used for an origin, if that is known.

    ``show`` is told of codes and pages; the job's progress says the same in a sentence. ``seconds`` bounds one answer.
    """

    def __init__(  # noqa: PLR0913  what signing in consists of
        self,
        registration: Registration,
        vault: Vault,
        rulebook: Rulebook,
        *,
        prefer: Callable[[str], AccountId | None] = _nobody,
        show: Show = _silent,
        seconds: float = SECONDS,
    ) -> None:
        self._registration = registration
        self._vault = vault
        self._rulebook = rulebook
        self._prefer = prefer
        self._show = show
        self._seconds = seconds
        self._authorities: dict[str, Authority] = {}
        self._clients: dict[str, msal.PublicClientApplication] = {}
        self._one = threading.Lock()

    @property
    def registration(self) -> Registration:
        """The app registration that asks."""
        return self._registration

    @property
    def vault_state(self) -> VaultState:
        """Where sign-ins are kept."""
        return self._vault.state

    def accounts(self, job: Job) -> tuple[Account, ...]:
        """Everybody who is signed in, by name. No network."""
        return tuple(self._with_cloud(account) for account in cache.accounts(self._vault.read(job)))

    def sign_in(self, origin: str | None, way: Way, job: Job, *, another: bool = False) -> Account:
        """Sign in for that origin, or for the commercial cloud's discovery service."""
        place = origin or next(cloud.discovery for cloud in self._rulebook.clouds if cloud.discovery)
        _token, _seconds, account = self.acquire(place, way, job, another=another)
        return account

    def sign_out(self, account: AccountId, job: Job) -> None:
        """Forget that account on this computer."""
        self._vault.change(lambda kept: cache.without(kept, account), job)
        self._clients.clear()

    def acquire(  # noqa: PLR0913  what a request for a token consists of
        self,
        origin: str,
        way: Way | None,
        job: Job,
        *,
        account: AccountId | None = None,
        another: bool = False,
        fresh: bool = False,
    ) -> tuple[str, int, Account]:
        """A token for that origin, the seconds that it lives, and whose it is.

        ``way`` None never disturbs a person: SIGN_IN_NEEDED then. ``account`` is the one to use, and no other.
        """
        if way is None and not cache.accounts(self._vault.read(job)):
            raise failed(SignInReason.NOT_SIGNED_IN)  # before anybody is asked anything
        scopes = [f"{origin}/.default"]
        authority = self._authority(origin, job)
        with self._alone(job):
            job.step(text.waiting_for_keyring())
            before = self._vault.read(job)
            try:
                client = self._client(authority, job)
                client.token_cache.deserialize(before)
                chosen = None if another else self._choose(before, authority, origin, account)
                answer = self._silent(client, authority, scopes, before, chosen, job, fresh=fresh, only=way is None)
                if answer is None and way is not None:
                    hint = next((one.account for one in cache.accounts(before) if one.id == chosen), None)
                    answer = self._person(client, authority, scopes, hint, way, job)
                    chosen = None
                token, seconds = token_in(answer, self._registration, authority)
                after = client.token_cache.serialize()
            except BaseException:
                # Whoever was left behind may still write into its cache.
                self._clients.pop(authority.url, None)
                raise
            owner = chosen or cache.newest(before, after)
            kept = self._keep(before, after, job)
            found = next((one for one in cache.accounts(kept) if one.id == owner), None)
            if found is None:
                raise SopError(Problem.BROKEN_ANSWER, host=authority.host)
            return token, seconds, self._with_cloud(found)

    def _keep(self, before: str | None, after: str, job: Job) -> str | None:
        if cache.load(before) == cache.load(after):
            return before
        now = time.time()
        return self._vault.change(lambda kept: cache.merged(kept, before, after, now), job)

    def _silent(  # noqa: PLR0913, PLR0917  as above
        self,
        client: "msal.PublicClientApplication",
        authority: Authority,
        scopes: list[str],
        text_of_cache: str | None,
        chosen: AccountId | None,
        job: Job,
        *,
        fresh: bool,
        only: bool,
    ) -> Answer | None:
        """What the cache or its refresh token gives, None where a person is needed; raised if this is the ``only`` way.

        Failures that a person could not change either are raised.
        """
        known = cache.msal_account(text_of_cache, chosen) if chosen else None
        if known is None:
            if only:
                raise failed(SignInReason.NOT_SIGNED_IN)
            return None
        job.step(text.asking(authority.host))
        answer = ask_for_token(
            lambda: client.acquire_token_silent_with_error(scopes, account=known, force_refresh=fresh) or {},
            authority,
            job,
        )
        try:
            token_in(answer, self._registration, authority)
        except SopError as error:
            if only or not wants_a_person(error):
                raise
            return None
        return answer

    def _person(  # noqa: PLR0913, PLR0917  as above
        self,
        client: "msal.PublicClientApplication",
        authority: Authority,
        scopes: list[str],
        hint: str | None,
        way: Way,
        job: Job,
    ) -> Answer:
        """What a person's sign-in gives."""
        from sopwizard.adapters.signin import ways  # noqa: PLC0415  a server and a browser are rarely needed

        wish = ways.Wish(client, self._registration, authority, scopes, hint)
        if way is Way.DEVICE_CODE:
            return ways.by_device_code(wish, job, self._show)
        if wish.registration.broker and broker_available():
            return ways.by_broker(wish, job)
        return ways.by_browser(wish, job, self._show)

    def _choose(
        self, kept: str | None, authority: Authority, origin: str, wanted: AccountId | None
    ) -> AccountId | None:
        """The account to use silently: the wanted one, the one last used there, or the only one that can be meant."""
        if wanted is not None:
            return wanted
        here = [account for account in cache.accounts(kept) if account.host == authority.host]
        preferred = self._prefer(origin)
        if preferred in {account.id for account in here}:
            return preferred
        own = [account for account in here if account.tenant == authority.tenant]
        for candidates in (own, here):
            if len(candidates) == 1:
                return candidates[0].id
        return None

    def _authority(self, origin: str, job: Job) -> Authority:
        found = self._authorities.get(origin)
        if found is None:
            cloud = self._discovery_cloud(origin)
            if cloud is not None:
                found = authority_of_cloud(cloud, self._registration)
            else:
                found = authority_of(
                    origin, self._registration, self._rulebook, lambda: challenge(origin, self._seconds, job)
                )
            self._authorities[origin] = found
        return found

    def _discovery_cloud(self, origin: str) -> Cloud | None:
        return next(
            (cloud for cloud in self._rulebook.clouds if cloud.discovery and origin_of(cloud.discovery) == origin), None
        )

    def _client(self, authority: Authority, job: Job) -> "msal.PublicClientApplication":
        client = self._clients.get(authority.url)
        if client is None:
            job.step(text.asking(authority.host))

            def make() -> "msal.PublicClientApplication":
                from sopwizard.adapters.signin.http import Session  # noqa: PLC0415  requests costs 70 ms

                return public_client(self._registration, authority, Session(self._seconds))

            client = self._clients[authority.url] = ask(make, authority, job)
        return client

    def _with_cloud(self, account: Account) -> Account:
        cloud = cloud_of_host(account.host, self._rulebook)
        return replace(account, cloud=cloud.id if cloud else None)

    def _alone(self, job: Job) -> "_Turn":
        return _Turn(self._one, job)


class _Turn:
    """One sign-in at a time; waiting for one's turn can be cancelled as everything else."""

    def __init__(self, lock: threading.Lock, job: Job) -> None:
        self._lock = lock
        self._job = job

    def __enter__(self) -> None:
        while not self._lock.acquire(timeout=0.02):
            self._job.check()

    def __exit__(self, *_exception: object) -> None:
        self._lock.release()
