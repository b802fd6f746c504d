"""Finds the identity provider of an environment, and vouches for it before anything is sent there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from sopwizard.adapters.signin.refusals import failed
from sopwizard.domain.clouds import cloud_of
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.rulebook import Cloud, Rulebook
from sopwizard.domain.signin import Registration
from sopwizard.domain.signin_refusals import SignInReason

ANY_TENANT: Final = "organizations"
"""The path for work accounts of any tenant; the provider finds out which."""

_TENANT: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})")
_URI: Final = re.compile(r"""(?i)authorization(?:_uri)?\s*=\s*"?([^\s",]+)""")
_LONGEST_HEADER: Final = 8192


@dataclass(frozen=True, slots=True)
class Authority:
    """A provider's address with its tenant. ``hosts`` are those that it may name as its endpoints."""

    url: str
    hosts: frozenset[str]
    cloud: Cloud | None

    @property
    def host(self) -> str:
        """The provider's host name, without its port."""
        return urlsplit(self.url).hostname or ""

    @property
    def tenant(self) -> str:
        """The tenant in the address."""
        return urlsplit(self.url).path.strip("/")


def origin_of(address: str) -> str | None:
    """``https://host[:port]`` in lower case, None unless it is a plain https address without user information."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() != "https" or not parts.hostname or parts.username is not None:
        return None
    return f"https://{parts.hostname.lower()}" + (f":{port}" if port not in (None, 443) else "")


def challenge_uri(header: str | None) -> str | None:
    """The ``authorization_uri`` of a WWW-Authenticate header, quoted or not; None where it has none."""
    found = _URI.search((header or "")[:_LONGEST_HEADER])
    return found.group(1) if found else None


def cloud_of_host(host: str, rulebook: Rulebook) -> Cloud | None:
    """The first cloud that signs in at that host: GCC shares the commercial one's."""
    return next(
        (cloud for cloud in rulebook.clouds if any(urlsplit(url).hostname == host for url in cloud.authorities)), None
    )


def _configured(registration: Registration) -> tuple[str | None, str | None]:
    """The registration's own provider and tenant, either of them None where it names none."""
    if registration.authority is None:
        return None, registration.tenant
    origin = origin_of(registration.authority)
    path = urlsplit(registration.authority).path.strip("/")
    if origin is None or (path and not _TENANT.fullmatch(path)):
        raise failed(SignInReason.BAD_AUTHORITY, authority=registration.authority[:200])
    return origin, path or registration.tenant


def _authority(base: str, tenant: str, trusted: tuple[str, ...], cloud: Cloud | None) -> Authority:
    if not _TENANT.fullmatch(tenant):
        raise failed(SignInReason.TENANT_NOT_FOUND, tenant=tenant[:200])
    return Authority(f"{base}/{tenant}", frozenset(urlsplit(url).hostname or "" for url in trusted), cloud)


def authority_of(
    origin: str,
    registration: Registration,
    rulebook: Rulebook,
    probe: Callable[[], str | None],
) -> Authority:
    """Who signs people in to that environment.

    The registration's own provider and tenant come first; what they leave open is learned from the environment:
    ``probe`` returns the WWW-Authenticate header of an answer to a request without a token. What it names counts only
    if it is a known provider of the environment's cloud, or the registration's own: FOREIGN_AUTHORITY otherwise,
    NO_AUTHORITY where none is known at all, NOT_DATAVERSE where the environment names none.
    """
    host = urlsplit(origin).hostname or ""
    match = cloud_of(host, rulebook)
    cloud = match.cloud if match else None
    base, tenant = _configured(registration)
    trusted = (base,) if base else (cloud.authorities if cloud else ())
    if not trusted:
        raise failed(SignInReason.NO_AUTHORITY, host=host)
    if tenant is not None:
        return _authority(trusted[0], tenant, trusted, cloud)
    uri = challenge_uri(probe())
    if uri is None:
        raise SopError(Problem.NOT_DATAVERSE, host=host)
    named = origin_of(uri)
    if named not in trusted:
        raise failed(SignInReason.FOREIGN_AUTHORITY, host=host, authority=(urlsplit(uri).hostname or uri)[:200])
    return _authority(named, urlsplit(uri).path.strip("/").partition("/")[0], trusted, cloud)


def authority_of_cloud(cloud: Cloud | None, registration: Registration) -> Authority:
    """Who signs people in to a cloud as a whole, for its discovery service. NO_AUTHORITY for a retired cloud."""
    base, tenant = _configured(registration)
    trusted = (base,) if base else (cloud.authorities if cloud else ())
    if not trusted:
        raise failed(SignInReason.NO_AUTHORITY, host=cloud.id if cloud else None)
    return _authority(trusted[0], tenant or ANY_TENANT, trusted, cloud)
