"""Addresses that look like an environment's: no token is asked for them, and none is sent to them."""

import socket

import pytest

from sopwizard.adapters.dataverse.address import understand
from sopwizard.adapters.signin.accounts import Accounts
from sopwizard.adapters.signin.tokens import MsalTokens
from sopwizard.adapters.vault.vaults import MemoryVault
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.signin import Notice, Registration, Way
from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.services import rulebook
from sopwizard.services.job import Job

LOOK_ALIKES = (
    "contoso.crm4.dynamics.com.evil.example",
    "contoso.crm4.dynamics.com-evil.example",
    "contoso.crm4-dynamics.com",
    "contoso.crm4.dynamics.co",
    "contoso.crm4.dynamics.com.de",
    "contosocrm4.dynamics.com",
    "crm4.dynamics.com.contoso.evil.example",
    "contoso.crm4.xn--dynamcs-p4a.com",
    "xn--contoso-x.crm4.dynamics.com.evil.example",
    "contoso.crm4.microsoftdynamics.com",
    "contoso.crm1000.dynamics.com",
    "evil.example",
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every host that is looked up; nobody is found."""
    found: list[object] = []

    def look_up(host: object, *_rest: object, **_named: object) -> object:
        found.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return found


@pytest.mark.parametrize("host", LOOK_ALIKES)
@pytest.mark.parametrize("way", [Way.INTERACTIVE, Way.DEVICE_CODE])
def test_a_look_alike_gets_no_token_and_is_not_even_asked(asked: list[object], host: str, way: Way) -> None:
    notices: list[Notice] = []
    accounts = Accounts(
        Registration("12345678-0000-0000-0000-000000000001"), MemoryVault(), rulebook.load(), show=notices.append
    )
    with pytest.raises(SopError) as caught:
        MsalTokens(accounts, way).token(f"https://{host}", Job())
    assert caught.value.problem is Problem.SIGN_IN_FAILED
    assert caught.value.details["reason"] == SignInReason.NO_AUTHORITY
    assert notices == []
    assert asked == []


@pytest.mark.parametrize(
    "typed",
    [
        "https://contoso.crm4.dynamics.com@evil.example",
        "https://contoso.crm4.dynamics.com:443@evil.example/",
        "https://contoso.crm4.dynamics.com%40evil.example",
        "https://contoso.crm4.dynamics.com\\@evil.example",
        "https://evil.example\\.crm4.dynamics.com",
        "https://cоntoso.crm4.dynamics.com",  # the second letter is Cyrillic
        "https://contoso.crm4.dynamіcs.com",  # so is the fifth of the company's name
        "https://contoso。crm4.dynamics.com",  # a full stop of another script
        "https://contoso.crm4.dynamics.com\u200b.evil.example",
        "https://contoso.crm4.dynamics.com\t.evil.example",
        "http://contoso.crm4.dynamics.com",
        "//evil.example\\contoso.crm4.dynamics.com",
    ],
)
def test_an_address_that_only_looks_like_one_is_refused(typed: str) -> None:
    with pytest.raises(SopError) as caught:
        understand(typed)
    assert caught.value.problem in {Problem.BAD_URL, Problem.NOT_HTTPS}


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("https://evil.example/contoso.crm4.dynamics.com", "evil.example"),
        ("https://evil.example#.crm4.dynamics.com", "evil.example"),
        ("https://evil.example?contoso.crm4.dynamics.com", "evil.example"),
    ],
)
def test_the_host_that_is_shown_is_the_host_that_is_meant(typed: str, host: str) -> None:
    """Somebody sees whom the token would go to, before it does."""
    assert understand(typed).host == host
