"""A token that somebody else got, as pipelines hand it over in SOPWIZARD_ACCESS_TOKEN."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sopwizard.adapters.signin import audience
from sopwizard.domain.errors import Problem, SopError
from sopwizard.services.job import Job

MAX_LENGTH = 32 * 1024
"""Characters. Tokens of people in very many groups come near 8 k; servers take no longer headers."""

_TOKEN = re.compile(r"[A-Za-z0-9._~+/=:-]+")
"""What RFC 6750 2.1 allows, and the colon of the simulator's ``as:USER``."""

_SCHEME = re.compile(r"\ABearer(?:\s+|\Z)", re.IGNORECASE)


def is_token(text: str) -> bool:
    """Whether it has the form of an access token, and may stand in a header."""
    return len(text) <= MAX_LENGTH and _TOKEN.fullmatch(text) is not None


def _now() -> datetime:
    return datetime.now(UTC)


class ReadyMade:
    """The port `Tokens` with one token, for any environment that it does not itself exclude.

    It cannot be renewed, and has no text form.
    """

    def __init__(self, token: str, now: Callable[[], datetime] = _now) -> None:
        found = _SCHEME.sub("", token.strip())
        if not found:
            raise SopError(Problem.SIGN_IN_NEEDED, reason="no-token")
        if not is_token(found):
            raise SopError(Problem.SIGN_IN_FAILED, reason="bad-token")
        self._token = found
        self._claims = audience.claims(found)
        self._now = now

    def token(self, origin: str, job: Job, *, fresh: bool = False) -> str:
        """The token; the same again where a fresh one is asked for.

        TOKEN_FOR_ELSEWHERE where it says that it is for another environment, TOKEN_EXPIRED where it says that it has
        ended: longer ago than clocks differ, or at all where the server has refused it.
        """
        job.check()
        if self._claims is not None:
            audience.refuse_elsewhere(self._claims, origin)
            audience.refuse_ended(self._claims, origin, self._now(), timedelta(0) if fresh else audience.CLOCKS)
        return self._token

    def __repr__(self) -> str:
        return "ReadyMade(***)"

    def __reduce__(self) -> str:
        raise TypeError("a token is not saved")


class TokenBox:
    """The port `Tokens` with the token that somebody typed or handed over, in memory only."""

    def __init__(self, token: str | None) -> None:
        """``token``: one from outside, None where it is still to come."""
        self._token = token

    @property
    def filled(self) -> bool:
        """Whether there is a token."""
        return bool(self._token)

    def use(self, token: str | None) -> None:
        """Use that token from now on; None for none."""
        self._token = token

    def token(self, origin: str, job: Job, *, fresh: bool = False) -> str:
        """The token. SIGN_IN_NEEDED where there is none."""
        if not self._token:
            raise SopError(Problem.SIGN_IN_NEEDED, host=origin.split("://", 1)[-1])
        return ReadyMade(self._token).token(origin, job, fresh=fresh)

    def __repr__(self) -> str:
        return "TokenBox(***)"
