"""Environments that are found for an account, in every cloud, and answers that lie."""

# ruff: noqa: ARG001, FBT001  fixtures stage the world, and an expectation may be a boolean

from collections.abc import Callable

import pytest

from sopwizard.adapters.signin.accounts import Accounts
from sopwizard.adapters.signin.discovery import GlobalDiscovery
from sopwizard.adapters.signin.tokens import MsalTokens
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.signin import Account, AccountId, Found, Way
from sopwizard.services import rulebook
from sopwizard.services.job import Job
from tests.support.entra import TENANT, Entra

Make = Callable[..., Accounts]

ROW = {
    "ApiUrl": "https://contoso.api.crm4.dynamics.com",
    "DatacenterName": None,
    "FriendlyName": "Contoso",
    "Id": "33333333-0000-0000-0000-00000000000A",
    "IsUserSysAdmin": True,
    "OrganizationType": 0,
    "Region": "EUR",
    "State": 0,
    "TenantId": TENANT,
    "TrialExpirationDate": None,
    "UniqueName": "org1a2b3c",
    "UrlName": "contoso",
    "Url": "https://contoso.crm4.dynamics.com/",
    "Version": "9.2.24091.196",
}


@pytest.fixture
def find(entra: Entra, browser: list[str], accounts: Make) -> Callable[..., tuple[Found, ...]]:
    def environments(origin: str | None = None) -> tuple[Found, ...]:
        own = accounts()
        account = own.sign_in(origin, Way.INTERACTIVE, Job())
        return GlobalDiscovery(MsalTokens(own, None), rulebook.load()).environments(account, Job())

    return environments


def test_what_discovery_tells_of_an_environment(entra: Entra, find: Callable[..., tuple[Found, ...]]) -> None:
    entra.environments = {"globaldisco.crm.dynamics.com": [ROW]}
    assert find() == (
        Found(
            name="Contoso",
            url="https://contoso.crm4.dynamics.com",
            organization_id="33333333-0000-0000-0000-00000000000a",  # type: ignore[arg-type]
            tenant=TENANT,
            region="EUR",
            version="9.2.24091.196",
            kind="Customer",
            production=True,
            enabled=True,
            trial_ends=None,
            unique_name="org1a2b3c",
        ),
    )


def test_commercial_and_gcc_are_both_asked_with_tokens_of_their_own(
    entra: Entra, browser: list[str], find: Callable[..., tuple[Found, ...]]
) -> None:
    entra.environments = {
        "globaldisco.crm.dynamics.com": [ROW],
        "globaldisco.crm9.dynamics.com": [ROW | {"FriendlyName": "Agency", "Url": "https://agency.crm9.dynamics.com/"}],
    }
    assert [one.name for one in find()] == ["Agency", "Contoso"]
    assert len(browser) == 1
    assert "/organizations/" in browser[0]


def test_one_cloud_that_refuses_does_not_hide_the_other(entra: Entra, find: Callable[..., tuple[Found, ...]]) -> None:
    entra.environments = {"globaldisco.crm.dynamics.com": [ROW]}
    entra.statuses["globaldisco.crm9.dynamics.com"] = 403
    assert [one.name for one in find()] == ["Contoso"]


@pytest.mark.parametrize(
    ("origin", "url"),
    [
        ("https://globaldisco.crm.microsoftdynamics.us", "https://contoso.crm.microsoftdynamics.us"),
        ("https://globaldisco.crm.appsplatform.us", "https://contoso.crm.appsplatform.us"),
        ("https://globaldisco.crm.dynamics.cn", "https://contoso.crm.dynamics.cn"),
    ],
)
def test_every_cloud_has_its_own_discovery(
    entra: Entra, find: Callable[..., tuple[Found, ...]], origin: str, url: str
) -> None:
    entra.environments = {origin.removeprefix("https://"): [ROW | {"Url": url}]}
    assert [one.url for one in find(origin)] == [url]


@pytest.mark.parametrize(
    ("number", "kind", "production"),
    [
        (0, "Customer", True),
        (4, "Secondary", True),
        (5, "CustomerTest", False),
        (6, "CustomerFreeTest", False),
        (11, "EmailTrial", False),
        (12, "Default", True),
        (13, "Developer", False),
        (14, "Trial", False),
        (15, "Teams", None),
        (99, None, None),
        (-1, None, None),
        ("0", None, None),
        (True, None, None),
        (None, None, None),
    ],
)
def test_the_type_tells_whether_it_is_production(
    entra: Entra, find: Callable[..., tuple[Found, ...]], number: object, kind: str | None, production: bool | None
) -> None:
    entra.environments = {"globaldisco.crm.dynamics.com": [ROW | {"OrganizationType": number}]}
    (found,) = find()
    assert (found.kind, found.production) == (kind, production)


@pytest.mark.parametrize(
    "change",
    [
        {"Url": "https://contoso.evil.example/"},
        {"Url": "https://contoso.crm4.dynamics.com.evil.example/"},
        {"Url": "http://contoso.crm4.dynamics.com/"},
        {"Url": "https://contoso.crm.microsoftdynamics.us/"},
        {"Url": "https://user@contoso.crm4.dynamics.com/"},
        {"Url": None, "ApiUrl": None},
        {"Url": 7, "ApiUrl": []},
        {"Url": "https://[", "ApiUrl": None},
    ],
)
def test_an_environment_outside_its_cloud_is_not_listed(
    entra: Entra, find: Callable[..., tuple[Found, ...]], change: dict[str, object]
) -> None:
    entra.environments = {"globaldisco.crm.dynamics.com": [ROW | change, ROW, 7, None, "x", []]}
    assert [one.url for one in find()] == ["https://contoso.crm4.dynamics.com"]


def test_names_are_one_line_of_bounded_length(entra: Entra, find: Callable[..., tuple[Found, ...]]) -> None:
    name = "Con\ntoso\u202e\x00 " + "x" * 1000
    entra.environments = {"globaldisco.crm.dynamics.com": [ROW | {"FriendlyName": name, "Id": "nonsense"}]}
    (found,) = find()
    assert found.name.startswith("Con toso x")
    assert len(found.name) == 200
    assert found.organization_id is None


@pytest.mark.parametrize("answer", ["", "<html>", "[]", "{}", '{"value": 7}', '{"value": null}', "[" * 100_000])
def test_an_answer_of_another_shape_is_said(entra: Entra, find: Callable[..., tuple[Found, ...]], answer: str) -> None:
    entra.environments = dict.fromkeys(("globaldisco.crm.dynamics.com", "globaldisco.crm9.dynamics.com"), answer)
    with pytest.raises(SopError) as problem:
        find()
    assert problem.value.problem is Problem.BROKEN_ANSWER


@pytest.mark.parametrize(
    ("status", "problem"), [(401, Problem.UNAUTHORIZED), (403, Problem.FORBIDDEN), (500, Problem.SERVER_ERROR)]
)
def test_a_refusal_of_every_cloud_is_said(
    entra: Entra, find: Callable[..., tuple[Found, ...]], status: int, problem: Problem
) -> None:
    entra.statuses = dict.fromkeys(("globaldisco.crm.dynamics.com", "globaldisco.crm9.dynamics.com"), status)
    with pytest.raises(SopError) as raised:
        find()
    assert raised.value.problem is problem


def test_no_environment_is_an_empty_list(entra: Entra, find: Callable[..., tuple[Found, ...]]) -> None:
    assert find() == ()


def test_an_account_of_no_known_cloud_has_no_discovery(entra: Entra, accounts: Make) -> None:
    account = Account(AccountId("x@localhost"), "x", None, None, "localhost")
    with pytest.raises(SopError) as problem:
        GlobalDiscovery(MsalTokens(accounts(), None), rulebook.load()).environments(account, Job())
    assert problem.value.details["reason"] == "no-discovery"
