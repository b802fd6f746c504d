"""Tokens for the gateways: from a person's account, or from an application's own credentials. Kept in memory only."""

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sopwizard.adapters.signin.accounts import SECONDS, Accounts
from sopwizard.adapters.signin.authority import authority_of
from sopwizard.adapters.signin.challenge import challenge
from sopwizard.adapters.signin.clients import ask_for_token, confidential_client, token_in
from sopwizard.adapters.signin.credentials import Credentials
from sopwizard.adapters.signin.refusals import failed
from sopwizard.domain.rulebook import Rulebook
from sopwizard.domain.signin import AccountId, Registration, Way
from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.services.job import Job
from sopwizard.text import signin as text

if TYPE_CHECKING:
    from sopwizard.adapters.signin.authority import Authority

_MARGIN: Final = 300.0
"""Seconds before its end from which on a token is renewed, so that it lasts for the request and its retries."""


class _Kept:
    """Tokens by the origin that they are for."""

    def __init__(self) -> None:
        self._tokens: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def get(self, origin: str) -> str | None:
        with self._lock:
            token, ends = self._tokens.get(origin, ("", 0.0))
        return token if time.monotonic() < ends else None

    def put(self, origin: str, token: str, seconds: int) -> None:
        with self._lock:
            self._tokens[origin] = (token, time.monotonic() + max(seconds - _MARGIN, seconds / 2))


class MsalTokens:
    """Implements ports.Tokens with a person's account.

    ``way`` is how to sign in where no kept account works; None never disturbs anybody. ``account``: that one only.
    """

    def __init__(self, accounts: Accounts, way: Way | None, account: AccountId | None = None) -> None:
        self._accounts = accounts
        self._way = way
        self._account = account
        self._owners: dict[str, AccountId] = {}
        self._kept = _Kept()

    def use(self, account: AccountId | None) -> None:
        """From now on that account's tokens, or whichever account fits. What was got before is forgotten."""
        self._account = account
        self._owners = {}
        self._kept = _Kept()

    def owner(self, origin: str) -> AccountId | None:
        """Whose token was last got for that origin."""
        return self._owners.get(origin)

    def token(self, origin: str, job: Job, *, fresh: bool = False) -> str:
        """A token for that origin. Once somebody signed in there, every later token is for the same account."""
        job.check()
        known = None if fresh else self._kept.get(origin)
        if known is not None:
            return known
        wanted = self._owners.get(origin, self._account)
        token, seconds, account = self._accounts.acquire(origin, self._way, job, account=wanted, fresh=fresh)
        if wanted is not None and account.id != wanted:
            raise failed(SignInReason.WRONG_PERSON, account=account.account)
        self._owners[origin] = account.id
        self._kept.put(origin, token, seconds)
        return token


class ClientCredentials:
    """Implements ports.Tokens with an application's own secret or certificate."""

    def __init__(
        self,
        credentials: Credentials,
        rulebook: Rulebook,
        registration: Registration | None = None,
        *,
        seconds: float = SECONDS,
    ) -> None:
        self._credentials = credentials
        self._rulebook = rulebook
        self._seconds = seconds
        self._registration = replace(
            registration or Registration(),
            client_id=credentials.client_id,
            tenant=credentials.tenant or (registration.tenant if registration else None),
        )
        self._kept = _Kept()

    def token(self, origin: str, job: Job, *, fresh: bool = False) -> str:
        """A token for that origin, asked for anew when ``fresh``."""
        job.check()
        known = None if fresh else self._kept.get(origin)
        if known is not None:
            return known
        authority = authority_of(
            origin, self._registration, self._rulebook, lambda: challenge(origin, self._seconds, job)
        )
        job.step(text.asking(authority.host))
        answer = ask_for_token(lambda: self._ask(origin, authority), authority, job)
        token, seconds = token_in(answer, self._registration, authority)
        self._kept.put(origin, token, seconds)
        return token

    def _ask(self, origin: str, authority: "Authority") -> object:
        from sopwizard.adapters.signin.http import Session  # noqa: PLC0415  requests costs 70 ms

        with Session(self._seconds) as session:
            client = confidential_client(self._registration, authority, session, self._credentials.for_msal())
            return client.acquire_token_for_client([f"{origin}/.default"])
