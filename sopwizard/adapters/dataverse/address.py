"""What the user typed, understood as an environment: an origin, or a training scenario.

A missing scheme, a path such as ``/main.aspx?appid=…``, capitals, blanks and a closing dot are put right, and what was
understood is shown. What could mean something else is refused, never guessed: with it goes a token.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.target import TRAINING_PREFIX, Target

MAX_LENGTH = 2000
"""Characters of an address. Browsers' address bars hand over less."""

_SHOWN = 100
_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_SCENARIO = re.compile(r"[a-z0-9-]{1,60}")
_SCHEME = re.compile(r"\A([a-z][a-z0-9+.-]*):(?![0-9]+(?:[/?#]|\Z))/{0,2}", re.IGNORECASE)
_PORTALS = (
    "make.powerapps.com",
    "make.powerautomate.com",
    "apps.powerapps.com",
    "admin.powerplatform.microsoft.com",
    "admin.microsoft.com",
    "portal.azure.com",
    "home.dynamics.com",
    "login.microsoftonline.com",
)
_PORTAL_SUFFIXES = (".powerapps.com", ".powerapps.us", ".powerapps.cn", ".powerplatform.microsoft.com")
_FINANCE = re.compile(
    r".*(?:\.operations(?:\.\w+)?\.dynamics\.(?:com|cn)|\.axcloud\.dynamics\.com|\.cloudax\.dynamics\.com)"
)


def understand(text: str) -> Target:
    """The environment that is meant. BAD_URL with the detail ``reason``, NOT_HTTPS, UNKNOWN_SCENARIO.

    Reasons: ``empty``, ``too-long``, ``characters``, ``scheme``, ``credentials``, ``host``, ``port``, ``portal`` (a
    page of the maker or admin portals, which does not name the environment's host), ``finance`` (the address of the
    finance and operations app). The detail ``text`` is what was typed, without any credentials.
    """
    typed = text.strip().strip("<>\"'").strip()
    if not typed:
        raise SopError(Problem.BAD_URL, reason="empty")
    if len(typed) > MAX_LENGTH:
        raise _bad("too-long", typed)
    if any(ord(character) <= 0x20 or ord(character) == 0x7F or character == "\\" for character in typed):  # noqa: PLR2004  ASCII
        raise _bad("characters", typed)
    if typed[: len(TRAINING_PREFIX)].lower() == TRAINING_PREFIX:
        return _training(typed[len(TRAINING_PREFIX) :].lower())
    scheme = _SCHEME.match(typed)
    name = scheme[1].lower() if scheme else "https"
    if name not in {"https", "http"}:
        raise _bad("scheme", typed)
    rest = typed[scheme.end() :] if scheme else typed
    return Target(_origin(name, rest))


def origin(target: Target) -> str:
    """The scheme, host and port of a real environment; ValueError for a training one."""
    if target.is_training:
        raise ValueError("a training environment has no address of its own")
    return target.url


def is_loopback(host: str) -> bool:
    """Whether the host is this computer: localhost, 127.0.0.0/8 or ::1, and no other way to write them."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    # Since Python 3.13 127.0.0.0/8 written as IPv6 counts as well: one more way to write it.
    return address.is_loopback and (address.version == 4 or address.compressed == "::1")  # noqa: PLR2004  IPv4


def _training(name: str) -> Target:
    if not _SCENARIO.fullmatch(name):
        raise SopError(Problem.UNKNOWN_SCENARIO, scenario=name[:_SHOWN])
    return Target(TRAINING_PREFIX + name)


def _origin(scheme: str, rest: str) -> str:
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        port = parts.port
    except ValueError as error:
        raise _bad("port" if "ort" in str(error) else "host", rest) from error
    if "@" in parts.netloc:
        raise SopError(Problem.BAD_URL, reason="credentials")
    if not rest.isascii():
        _refuse_foreign_letters(parts, rest)
    host = (parts.hostname or "").removesuffix(".")
    _check_host(host, rest)
    if scheme == "http" and not is_loopback(host):
        raise SopError(Problem.NOT_HTTPS, host=host[:_SHOWN])
    shown = f"[{host}]" if ":" in host else host
    usual = {"https": 443, "http": 80}[scheme]
    return f"{scheme}://{shown}" + (f":{port}" if port not in {None, usual} else "")


def _refuse_foreign_letters(parts: SplitResult, rest: str) -> None:
    """A host in other letters may look like another one; Dataverse has none. In the path they do not matter."""
    if not parts.netloc.isascii():
        raise _bad("characters", rest)


def _check_host(host: str, rest: str) -> None:
    if is_loopback(host) or _is_address(host):
        return
    if not _HOST.fullmatch(host):
        raise _bad("host", rest)
    if host in _PORTALS or host.endswith(_PORTAL_SUFFIXES):
        raise _bad("portal", rest)
    if _FINANCE.fullmatch(host):
        raise _bad("finance", rest)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host


def _bad(reason: str, text: str) -> SopError:
    """The refusal. A text with an at sign may hold a password and is not repeated."""
    shown = "".join(character if character.isprintable() else "�" for character in text[:_SHOWN])
    return SopError(Problem.BAD_URL, reason=reason, **({} if "@" in text else {"text": shown}))
