"""Puts signing in together, for the composition root: one call for people, one for pipelines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sopwizard.adapters.signin.accounts import SECONDS, Accounts
from sopwizard.adapters.signin.credentials import Credentials
from sopwizard.adapters.signin.discovery import GlobalDiscovery
from sopwizard.adapters.signin.files import DataFolder, RecentFile, SettingsFile
from sopwizard.adapters.signin.tokens import ClientCredentials, MsalTokens
from sopwizard.adapters.vault.vaults import KeyringVault
from sopwizard.domain.rulebook import Rulebook
from sopwizard.domain.signin import AccountId, Notice, Registration, VaultState, Way
from sopwizard.services.ports import Clock, Gateways, Show, Tokens, Vault
from sopwizard.services.signin import SigningIn


@dataclass(frozen=True, slots=True)
class Desk:
    """What a shell needs for signing people in.

    ``verbs`` are the verbs; ``tokens`` go to the gateways; ``settings`` keep the app registration.
    """

    verbs: SigningIn
    tokens: MsalTokens
    settings: SettingsFile
    registration: Registration
    vault: Vault

    @property
    def vault_state(self) -> VaultState:
        """Where sign-ins are kept: certain after the first look, so ask it again after each verb."""
        return self.vault.state

    def use(self, account: AccountId | None) -> None:
        """Use that account from now on, or whichever fits."""
        self.tokens.use(account)

    def owner(self, origin: str) -> AccountId | None:
        """Whose token was last got for that origin."""
        return self.tokens.owner(origin)


def _silent(_notice: Notice) -> None:
    pass


def registration_of(folder: Path, client_id: str | None, tenant: str | None, authority: str | None) -> Registration:
    """The kept registration, with what was said by hand in its place. Another application keeps none of its tenant."""
    kept = SettingsFile(folder).load()
    if client_id is not None and client_id != kept.client_id:
        kept = Registration(client_id)
    return replace(kept, tenant=tenant or kept.tenant, authority=authority or kept.authority)


def desk(  # noqa: PLR0913  what a shell can choose
    folder: Path,
    book: Rulebook,
    gateways: Callable[[Tokens], Gateways],
    clock: Clock,
    *,
    registration: Registration | None = None,
    way: Way | None = Way.INTERACTIVE,
    show: Show = _silent,
    seconds: float = SECONDS,
    vault: Vault | None = None,
) -> Desk:
    """A desk over the data folder and this computer's keyring. Makes nothing and asks nobody until a verb is called.

    ``gateways`` makes the gateways that use the desk's tokens. ``way`` is how to sign in where no kept account works;
    None never disturbs a person. ``show`` is told of device codes and pages. ``seconds`` bounds a provider's answer.
    """
    chosen = registration or SettingsFile(folder).load()
    safe = vault or KeyringVault(folder)
    recents = RecentFile(folder)
    accounts = Accounts(chosen, safe, book, prefer=recents.account_for, show=show, seconds=seconds)
    tokens = MsalTokens(accounts, way)
    verbs = SigningIn(
        accounts,
        GlobalDiscovery(MsalTokens(accounts, None), book, seconds=seconds),
        safe,
        recents,
        DataFolder(folder),
        gateways(tokens),
        clock,
        tokens.owner,
    )
    return Desk(verbs, tokens, SettingsFile(folder), chosen, safe)


def pipeline(  # noqa: PLR0913, PLR0917  what the command line can say
    environment: Mapping[str, str],
    book: Rulebook,
    client_id: str | None = None,
    tenant: str | None = None,
    authority: str | None = None,
    seconds: float = SECONDS,
) -> ClientCredentials:
    """Tokens for ``--auth client-credentials``. CREDENTIALS_MISSING names the variable that is not set."""
    credentials = Credentials.from_environment(environment, client_id, tenant)
    return ClientCredentials(credentials, book, Registration(authority=authority), seconds=seconds)
