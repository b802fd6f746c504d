"""Whether what somebody typed can be an app registration. Whether it exists, only the identity provider knows."""

import re
from typing import Final
from urllib.parse import urlsplit

from sopwizard.domain.signin import DEFAULT_REDIRECT, Registration

_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

CLIENT_ID: Final = "client_id"
TENANT: Final = "tenant"
REDIRECT: Final = "redirect"


def registration(client_id: str, tenant: str, redirect: str) -> Registration | str:
    """The registration that was typed, or the name of the first field that cannot be right."""
    client_id, tenant, redirect = client_id.strip(), tenant.strip(), redirect.strip() or DEFAULT_REDIRECT
    if not _GUID.fullmatch(client_id):
        return CLIENT_ID
    if tenant and not _GUID.fullmatch(tenant) and not _DOMAIN.fullmatch(tenant):
        return TENANT
    if not _is_loopback(redirect):
        return REDIRECT
    return Registration(client_id.lower(), tenant.lower() or None, None, redirect)


def _is_loopback(address: str) -> bool:
    """Whether the browser can come back to this computer: plain http, as the platform allows for loopback only."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme == "http"
        and parts.hostname in _LOOPBACK
        and port != 0
        and parts.username is None
        and not (parts.query or parts.fragment)
    )
