"""What an administrator decided for everybody on this computer. Pure."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sopwizard.domain.model.target import Target

if TYPE_CHECKING:  # the window starts without it
    from sopwizard.domain.signin import Registration


@dataclass(frozen=True, slots=True)
class Policy:
    """The default decides nothing.

    ``client_id``, ``tenant`` and ``authority`` are the app registration to sign in with, whatever else is said.
    ``environments`` are the hosts that may be opened, each a name or ``*.`` and the end of names; none: all of them.
    ``live``: whether anything but training may be opened. ``updates``: whether a newer version may be asked for;
    ``update_feed`` and ``update_key`` (Ed25519, base64) say where, in place of what came with the program. ``source``
    is the file or registry key that this was read from, None where there was none.
    """

    client_id: str | None = None
    tenant: str | None = None
    authority: str | None = None
    environments: tuple[str, ...] = ()
    live: bool = True
    updates: bool = True
    update_feed: str | None = None
    update_key: str | None = None
    source: str | None = None


def allows(policy: Policy, target: Target) -> bool:
    """Whether that environment may be opened. Training always may."""
    if target.is_training:
        return True
    if not policy.live:
        return False
    return not policy.environments or any(_fits(pattern, target.host) for pattern in policy.environments)


def signs_in(policy: Policy, registration: "Registration") -> bool:
    """Whether that application may sign people in, there."""
    decided = (policy.client_id, policy.tenant, policy.authority)
    asked = (registration.client_id, registration.tenant, registration.authority)
    return all(one is None or one.lower() == (other or "").lower() for one, other in zip(decided, asked, strict=True))


def _fits(pattern: str, host: str) -> bool:
    pattern, host = pattern.lower(), host.lower()
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    return host == pattern
