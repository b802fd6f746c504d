"""The nouns of signing in: accounts, ways in, what is kept where. No value is a secret."""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, NewType

from sopwizard.domain.model.ids import OrganizationId
from sopwizard.domain.model.snapshot import Caller, Organization
from sopwizard.domain.model.target import Target

AccountId = NewType("AccountId", str)

SAMPLE_CLIENT_ID: Final = "51f81489-12ee-4a9e-aaae-a2591f45987d"
"""Microsoft's "Dynamics 365 Example Client Application": for trying out, not for production (DOMAIN 8.3)."""

DEFAULT_REDIRECT: Final = "http://localhost"
"""The loopback redirect of a public client. The identity platform ignores its port, so any free one is taken."""


@unique
class Way(StrEnum):
    """How to sign in, by the published names of ``--auth``."""

    INTERACTIVE = "interactive"
    DEVICE_CODE = "device-code"
    CLIENT_CREDENTIALS = "client-credentials"
    TOKEN = "token"  # noqa: S105  the name of a way, not a token


@dataclass(frozen=True, slots=True)
class Registration:
    """The app registration that asks for tokens.

    ``tenant`` is a directory's id or domain name, None to learn it from the environment. ``authority`` is an identity
    provider's address (``https://host`` or ``https://host/tenant``), None for the one of the environment's cloud.
    ``redirect`` is a loopback address; without a port a free one is taken. ``broker``: whether Windows' own account
    window may be used, which needs the broker's redirect address in the registration.
    """

    client_id: str = SAMPLE_CLIENT_ID
    tenant: str | None = None
    authority: str | None = None
    redirect: str = DEFAULT_REDIRECT
    broker: bool = False

    @property
    def is_sample(self) -> bool:
        """Whether this is Microsoft's shared sample registration, which tenants may block."""
        return self.client_id.lower() == SAMPLE_CLIENT_ID


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signed in on this computer. ``account`` is the name to show, ``host`` the identity provider's."""

    id: AccountId
    account: str
    tenant: str | None
    cloud: str | None
    host: str


@unique
class VaultKind(StrEnum):
    """Where sign-ins are kept, as published."""

    KEYRING = "keyring"
    MEMORY = "memory"


@unique
class VaultReason(StrEnum):
    """Why sign-ins are kept in memory only."""

    NO_STORE = "no-store"
    LOCKED = "locked"
    NO_ANSWER = "no-answer"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class VaultState:
    """Where sign-ins are kept, and if only until exit, why."""

    kind: VaultKind
    reason: VaultReason | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """Something that this program keeps on this computer: a keyring entry or a file, by its name or path.

    ``what`` is an id for which `text.signin` has a sentence; ``size`` in bytes for files, None for keyring entries.
    """

    place: str
    name: str
    what: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An environment that Global Discovery lists. ``production`` is None where the type does not tell.

    ``kind`` is the platform's OrganizationType by name ("Customer", "CustomerTest", "Developer", …), None if unknown.
    """

    name: str
    url: str
    organization_id: OrganizationId | None = None
    tenant: str | None = None
    region: str | None = None
    version: str | None = None
    kind: str | None = None
    production: bool | None = None
    enabled: bool = True
    trial_ends: str | None = None
    unique_name: str | None = None


@dataclass(frozen=True, slots=True)
class Recent:
    """An environment that was connected to before: its origin, its name, who signed in, and when (UTC, ISO 8601)."""

    url: str
    name: str | None
    account_id: AccountId | None
    used: str


@dataclass(frozen=True, slots=True)
class Connection:
    """A proved connection: the environment answered, who asks and which organization it is."""

    target: Target
    caller: Caller
    organization: Organization


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What to do elsewhere to sign in here: open the address, type the code. ``seconds`` until it expires."""

    address: str
    code: str
    seconds: int


@dataclass(frozen=True, slots=True)
class BrowserPage:
    """The page that was, or could not be, opened in the browser. The address holds no secret that outlives the wait."""

    address: str
    opened: bool


Notice = DeviceCode | BrowserPage
