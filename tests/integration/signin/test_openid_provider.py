"""Every way in at a certified OpenID provider, with a real browser where a person takes part."""

# ruff: noqa: ARG001  fixtures stage the world, whether or not a test looks at them

import json
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from keyring.backends.SecretService import Keyring as SecretService

from sopwizard.adapters import simulator
from sopwizard.adapters.clock import SystemClock
from sopwizard.adapters.gateways import Live
from sopwizard.adapters.signin.accounts import Accounts
from sopwizard.adapters.signin.credentials import Credentials
from sopwizard.adapters.signin.desk import desk
from sopwizard.adapters.signin.tokens import ClientCredentials, MsalTokens
from sopwizard.adapters.vault.vaults import KeyringVault, MemoryVault
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.target import Target
from sopwizard.domain.signin import DeviceCode, Notice, Registration, VaultKind, VaultState, Way
from sopwizard.services import rulebook
from sopwizard.services.job import Job
from tests.support import entra as simulated
from tests.support import oidc_provider as oidc
from tests.support.certificates import Pair, TestAuthority, own_certificate, public_jwk
from tests.support.secret_service import session

APP = Registration(oidc.NATIVE_APP)


@dataclass
class Place:
    """Where the provider is, who sits at the browser, and what that person did."""

    port: int
    person: oidc.Person
    certificate: Pair
    came: list[dict[str, str]] = field(default_factory=list)
    login: str = "alice"
    declines: bool = False

    def visit(self, address: str, code: str | None = None) -> None:
        """Let the person go there, on a thread as a real browser is a process."""

        def errand() -> None:
            self.came.append(self.person.go(address, login=self.login, code=code, declines=self.declines))

        threading.Thread(target=errand, daemon=True).start()


@pytest.fixture(scope="module")
def running(
    certificate: Pair, authority: TestAuthority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, oidc.Person, Pair]]:
    own = own_certificate(tmp_path_factory.mktemp("daemon"), "daemon")
    with oidc.provider(certificate, {"keys": [public_jwk(own)]}) as port, oidc.person(port) as somebody:
        yield port, somebody, own


@pytest.fixture
def place(running: tuple[int, oidc.Person, Pair], entra: simulated.Entra, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The provider in place of Entra's sign-in; Dataverse stays the simulated one."""
    port, somebody, own = running
    found = Place(port, somebody, own)
    entra.tenant_of["contoso.crm4.dynamics.com"] = oidc.TENANT
    simulated.pretend(monkeypatch, lambda name: port if name == oidc.HOST else None)

    def open_address(address: str) -> bool:
        found.visit(address)
        return True

    monkeypatch.setattr(webbrowser, "open", open_address)
    return found


@pytest.fixture
def make(vault: MemoryVault) -> Callable[..., Accounts]:
    def accounts(show: Callable[[Notice], None] = lambda _notice: None) -> Accounts:
        return Accounts(APP, vault, rulebook.load(), show=show)

    return accounts


def who(token: str) -> dict[str, object]:
    """What Dataverse answers to that token."""
    answer = requests.get(
        f"{oidc.RESOURCE}/api/data/v9.2/WhoAmI", headers={"Authorization": f"Bearer {token}"}, timeout=10
    )
    answer.raise_for_status()
    found: dict[str, object] = answer.json()
    return found


@pytest.fixture(autouse=True)
def _trust(authority: TestAuthority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.bundle))


def test_the_browser(place: Place, make: Callable[..., Accounts]) -> None:
    token = MsalTokens(make(), Way.INTERACTIVE).token(oidc.RESOURCE, Job())
    assert who(token)["OrganizationId"] == "33333333-0000-0000-0000-000000000001"
    (account,) = make().accounts(Job())
    assert (account.account, account.tenant) == ("alice@contoso.example", oidc.TENANT)


def test_the_browser_shows_that_it_may_be_closed(place: Place, make: Callable[..., Accounts]) -> None:
    MsalTokens(make(), Way.INTERACTIVE).token(oidc.RESOURCE, Job())
    ends = threading.Event()
    for _turn in range(500):
        if place.came:
            break
        ends.wait(0.01)
    (came,) = place.came
    assert came["text"] == "You are signed in You can close this page and go back to the wizard."
    assert "code=" not in came["address"]  # it came in the body


def test_consent_denied(place: Place, make: Callable[..., Accounts]) -> None:
    place.declines = True
    with pytest.raises(SopError) as problem:
        MsalTokens(make(), Way.INTERACTIVE).token(oidc.RESOURCE, Job())
    assert (problem.value.problem, problem.value.details["reason"]) == (Problem.SIGN_IN_FAILED, "consent-denied")
    assert make().accounts(Job()) == ()


def test_device_code(place: Place, make: Callable[..., Accounts]) -> None:
    def show(notice: Notice) -> None:
        assert isinstance(notice, DeviceCode)
        place.visit(notice.address, notice.code)

    token = MsalTokens(make(show), Way.DEVICE_CODE).token(oidc.RESOURCE, Job())
    assert who(token)["UserId"] == "11111111-0000-0000-0000-000000000001"
    assert [account.account for account in make().accounts(Job())] == ["alice@contoso.example"]


def test_silent_refresh_and_a_revoked_refresh_token(
    place: Place, make: Callable[..., Accounts], vault: MemoryVault
) -> None:
    tokens = MsalTokens(make(), Way.INTERACTIVE)
    first = tokens.token(oidc.RESOURCE, Job())
    # another instance, which knows nothing but the vault
    second = MsalTokens(make(), None).token(oidc.RESOURCE, Job(), fresh=True)
    assert second != first
    assert who(second)
    (kept,) = json.loads(vault.read(Job()) or "")["RefreshToken"].values()
    base = f"https://{oidc.HOST}/{oidc.TENANT}/token/revocation"
    requests.post(base, data={"token": kept["secret"], "client_id": oidc.NATIVE_APP}, timeout=10).raise_for_status()
    with pytest.raises(SopError) as problem:
        MsalTokens(make(), None).token(oidc.RESOURCE, Job(), fresh=True)
    assert (problem.value.problem, problem.value.details["reason"]) == (Problem.SIGN_IN_NEEDED, "revoked")
    third = MsalTokens(make(), Way.INTERACTIVE).token(oidc.RESOURCE, Job(), fresh=True)
    assert who(third)


def test_accounts_side_by_side(place: Place, make: Callable[..., Accounts]) -> None:
    own = make()
    own.sign_in(oidc.RESOURCE, Way.INTERACTIVE, Job(), another=True)
    place.login = "bob"
    own.sign_in(oidc.RESOURCE, Way.INTERACTIVE, Job(), another=True)
    alice, bob = own.accounts(Job())
    assert (alice.account, bob.account) == ("alice@contoso.example", "bob@contoso.example")
    own.sign_out(alice.id, Job())
    assert own.accounts(Job()) == (bob,)
    assert MsalTokens(own, None, bob.id).token(oidc.RESOURCE, Job())


def test_client_credentials_with_a_secret(place: Place) -> None:
    credentials = Credentials(oidc.DAEMON, None, oidc.DAEMON_SECRET)
    tokens = ClientCredentials(credentials, rulebook.load())
    token = tokens.token(oidc.RESOURCE, Job())
    assert who(token)
    assert tokens.token(oidc.RESOURCE, Job()) == token
    assert tokens.token(oidc.RESOURCE, Job(), fresh=True) != token


def test_client_credentials_with_a_wrong_secret(place: Place) -> None:
    with pytest.raises(SopError) as problem:
        ClientCredentials(Credentials(oidc.DAEMON, None, "wrong"), rulebook.load()).token(oidc.RESOURCE, Job())
    assert problem.value.details["reason"] == "wrong-secret"


@pytest.mark.parametrize("file", ["daemon-both.pem", "daemon.pfx"])
def test_client_credentials_with_a_certificate(place: Place, file: str) -> None:
    path = place.certificate.certificate.parent / file
    credentials = Credentials(oidc.DAEMON_WITH_CERTIFICATE, None, certificate=path)
    assert who(ClientCredentials(credentials, rulebook.load()).token(oidc.RESOURCE, Job()))


def test_from_sign_in_to_a_proved_connection(
    place: Place,
    certificate: Pair,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Provider, browser, keyring and Dataverse (the simulator, over TLS) are real parts; names alone are led here."""
    with (
        session(tmp_path / "desktop") as desktop,
        simulator.serve("first-setup", tls=(certificate.certificate, certificate.key)) as dataverse,
    ):
        desktop.unlock()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
        port = urlsplit(dataverse.origin).port
        simulated.pretend(monkeypatch, lambda name: port if name == "contoso.crm4.dynamics.com" else None)
        vault = KeyringVault(tmp_path / "data", SecretService)
        known = replace(APP, tenant=oidc.TENANT)  # the simulator's own tenant is another one
        progress: list[tuple[float, str]] = []
        started = time.monotonic()
        job = Job(lambda step: progress.append((time.monotonic() - started, step.what)))
        found = desk(
            tmp_path / "data",
            rulebook.load(),
            Live,
            SystemClock(),
            registration=known,
            vault=vault,
        )
        connection = found.verbs.connect(Target(oidc.RESOURCE), job)
        took = time.monotonic() - started
        assert connection.organization.name == "Contoso UAT"
        assert connection.caller.organization_id == connection.organization.organization_id
        assert found.vault_state == VaultState(VaultKind.KEYRING)
        opened = next(at for at, what in progress if what.startswith("Sign in in the browser"))
        back = next(at for at, what in progress if what.startswith("Completing"))
        figures = (
            f"{took:.2f} s, of them {back - opened:.2f} s in the browser; the keyring was asked {vault.calls} times"
        )
        print(f"from sign-in to a proved connection: {figures}")  # noqa: T201  shown with -s
        assert took - (back - opened) < 3, progress
        assert vault.calls <= 20
        # the next time, nobody is asked, and the list of environments begins with this one
        again = desk(tmp_path / "data", rulebook.load(), Live, SystemClock(), registration=known, way=None, vault=vault)
        assert again.verbs.connect(Target(oidc.RESOURCE), Job()) == connection
        (listed,) = again.verbs.environments(None, Job())
        assert (listed.url, listed.name, listed.recent) == (oidc.RESOURCE, "Contoso UAT", True)
        assert len(place.came) <= 1
