"""Whom a ready-made token is for, and until when, as far as it says so itself.

What it says is not trusted, and opens nothing: it can only keep a token from going where it does not belong. A token
that is no JWT, or one that names no host, says nothing; whom it is for is then up to whoever hands it over.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sopwizard.adapters.dataverse.address import is_loopback
from sopwizard.domain.errors import Problem, SopError

CLOCKS: Final = timedelta(minutes=5)
"""How far two clocks may be apart without anybody being wrong: servers allow as much."""

_DATAVERSE: Final = "00000007-0000-0000-c000-000000000000"
"""The resource id of Dataverse, of any environment."""

_MOST_AUDIENCES: Final = 20
_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]+")
_HOST: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*")
_API: Final = re.compile(r"([^.]+)\.api\.(crm[0-9]*\..+)")
"""The second name that every environment has for its Web API (DOMAIN 8.1)."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says of itself. ``hosts``: the hosts that it is for; ``anywhere``: for real environments at large;
    ``ends``: None where it does not say.
    """

    hosts: tuple[str, ...]
    anywhere: bool
    ends: datetime | None


def claims(token: str) -> Claims | None:
    """What the token says of itself; None where it is no JWT."""
    parts = token.split(".")
    if len(parts) != 3 or not _PAYLOAD.fullmatch(parts[1]):  # noqa: PLR2004  header, payload, signature
        return None
    try:
        said = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    named = said.get("aud")
    audiences = [each for each in (named if isinstance(named, list) else [named]) if isinstance(each, str)]
    hosts = tuple(dict.fromkeys(_hosts(audiences[:_MOST_AUDIENCES])))
    return Claims(hosts, any(each.lower() == _DATAVERSE for each in audiences), _time(said.get("exp")))


def refuse_elsewhere(said: Claims, origin: str) -> None:
    """TOKEN_FOR_ELSEWHERE where the token names another host than the environment's, before anything is sent.

    A token for real environments, whichever, goes to no server on this computer: there is none here.
    """
    host = urlsplit(origin).hostname or ""
    known = {_plain(each) for each in said.hosts}
    here = _plain(host) in known or (is_loopback(host) and any(map(is_loopback, known)))
    if (known and not here) or (said.anywhere and is_loopback(host)):
        meant = next((each for each in said.hosts if _HOST.fullmatch(each)), None)
        raise SopError(Problem.TOKEN_FOR_ELSEWHERE, host=host, meant=meant)


def refuse_ended(said: Claims, origin: str, now: datetime, slack: timedelta = CLOCKS) -> None:
    """TOKEN_EXPIRED where the token ended longer than ``slack`` ago by this computer's clock."""
    if said.ends is not None and said.ends < now - slack:
        raise SopError(Problem.TOKEN_EXPIRED, host=urlsplit(origin).hostname, ended=_shown(said.ends), now=_shown(now))


def _hosts(audiences: list[str]) -> Iterator[str]:
    """The hosts of those that are addresses. Ids and plain words are none."""
    for audience in audiences:
        address = audience if "://" in audience else f"//{audience}" if "." in audience else ""
        try:
            host = urlsplit(address).hostname
        except ValueError:
            continue
        if host:
            yield host


def _plain(host: str) -> str:
    """The host in its one form."""
    name = host.lower().rstrip(".")
    return _API.sub(r"\1.\2", name) if _API.fullmatch(name) else name


def _time(value: object) -> datetime | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _shown(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")
