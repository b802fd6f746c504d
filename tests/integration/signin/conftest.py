"""A simulated Entra for every test here, reached under Microsoft's own host names."""

# ruff: noqa: ARG001  fixtures that stage what another one needs

import threading
import webbrowser
from collections.abc import Callable, Iterator

import pytest
import requests

from sopwizard.adapters.signin.accounts import Accounts
from sopwizard.adapters.vault.vaults import MemoryVault
from sopwizard.domain.signin import Notice, Registration
from sopwizard.services import rulebook
from tests.support import entra as simulated
from tests.support.certificates import Pair, TestAuthority

OWN_APP = "12345678-0000-0000-0000-000000000001"


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def certificate(authority: TestAuthority) -> Pair:
    return authority.server(*simulated.HOSTS)


@pytest.fixture
def entra(
    certificate: Pair, authority: TestAuthority, monkeypatch: pytest.MonkeyPatch, no_network: None
) -> Iterator[simulated.Entra]:
    with simulated.serve(certificate) as found:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.bundle))
        simulated.pretend(monkeypatch, lambda name: found.port if name in simulated.HOSTS else None)
        yield found


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch, entra: simulated.Entra, authority: TestAuthority) -> list[str]:
    """A browser that does at once what the provider's page asks for; the addresses that it was given."""
    given: list[str] = []

    def open_address(address: str, *_args: object, **_named: object) -> bool:
        given.append(address)
        threading.Thread(target=visit, args=(address,), daemon=True).start()
        return True

    def visit(address: str) -> None:
        came = requests.get(address, allow_redirects=False, verify=str(authority.bundle), timeout=10)
        target, _, query = came.headers["Location"].partition("?")
        if came.headers["X-Mode"] == "form_post":
            requests.post(target, data=came.json(), timeout=10)
        else:
            requests.get(f"{target}?{query}", timeout=10)

    monkeypatch.setattr(webbrowser, "open", open_address)
    return given


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


Make = Callable[..., Accounts]


@pytest.fixture
def accounts(vault: MemoryVault, notices: list[Notice]) -> Make:
    """Makes accounts over the test's vault; by default with an application of one's own."""

    def make(registration: Registration | None = None, **named: object) -> Accounts:
        named.setdefault("seconds", 10.0)
        return Accounts(
            registration or Registration(OWN_APP),
            vault,
            rulebook.load(),
            show=notices.append,
            **named,  # type: ignore[arg-type]
        )

    return make
