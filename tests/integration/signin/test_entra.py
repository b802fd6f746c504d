"""Signing in at a simulated Entra, under the production host names of every cloud."""

# ruff: noqa: ARG001, PLR0913, PLR0917  fixtures stage the world, whether or not a test looks at them

import json
import threading
import time
import webbrowser
from collections.abc import Callable
from dataclasses import replace

import pytest
import requests

from sopwizard.adapters.signin import ways
from sopwizard.adapters.signin.accounts import Accounts
from sopwizard.adapters.signin.tokens import MsalTokens
from sopwizard.adapters.vault.vaults import MemoryVault
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.signin import BrowserPage, DeviceCode, Notice, Registration, Way
from sopwizard.services.job import Cancelled, Job, Progress
from tests.support.certificates import TestAuthority
from tests.support.entra import OTHER_TENANT, SECRET_MARK, TENANT, Entra, Failure, Seen

CONTOSO = "https://contoso.crm4.dynamics.com"
FABRIKAM = "https://fabrikam.crm4.dynamics.com"
COMMERCIAL_DISCOVERY = "https://globaldisco.crm.dynamics.com"
OWN_APP = Registration("12345678-0000-0000-0000-000000000001")
Make = Callable[..., Accounts]


def reason(problem: pytest.ExceptionInfo[SopError]) -> object:
    return problem.value.details.get("reason")


# -- ways in --------------------------------------------------------------------------------------------------------


def test_the_browser_brings_a_token_for_the_environment_alone(
    entra: Entra, browser: list[str], accounts: Make, notices: list[Notice]
) -> None:
    token = MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    assert entra.access_tokens[token] == CONTOSO
    (address,) = browser
    assert address.startswith(f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/authorize?")
    assert "code_challenge_method=S256" in address
    assert "response_mode=form_post" in address
    assert "prompt=select_account" in address
    assert notices == [BrowserPage(address, opened=True)]
    (account,) = accounts().accounts(Job())
    assert (account.account, account.tenant, account.cloud) == ("megan@contoso.example", TENANT, "commercial")


def test_nothing_is_asked_but_what_is_needed(entra: Entra, browser: list[str], accounts: Make) -> None:
    MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    assert [(one.host, one.path.removeprefix(f"/{TENANT}")) for one in entra.seen] == [
        ("contoso.crm4.dynamics.com", "/api/data/v9.2/WhoAmI"),
        ("login.microsoftonline.com", "/v2.0/.well-known/openid-configuration"),
        ("login.microsoftonline.com", "/oauth2/v2.0/authorize"),
        ("login.microsoftonline.com", "/oauth2/v2.0/token"),
    ]
    assert "authorization" not in entra.seen[0].headers


def test_a_device_code_is_shown_and_waited_for(entra: Entra, accounts: Make, notices: list[Notice]) -> None:
    entra.pending = 1
    told: list[str] = []
    job = Job(lambda progress: told.append(progress.what))
    token = MsalTokens(accounts(), Way.DEVICE_CODE).token(CONTOSO, job)
    assert entra.access_tokens[token] == CONTOSO
    assert notices == [DeviceCode("https://microsoft.com/devicelogin", "ABCD-EFGH", 900)]
    assert "Open https://microsoft.com/devicelogin in any browser and enter the code ABCD-EFGH" in told


def test_no_browser_to_open_shows_the_address(
    entra: Entra, accounts: Make, notices: list[Notice], monkeypatch: pytest.MonkeyPatch, authority: TestAuthority
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _address: False)
    told: list[str] = []

    def visit(progress: Progress) -> None:
        told.append(progress.what)
        if "https://login" in progress.what:
            address = progress.what[progress.what.index("https://login") :]
            came = requests.get(address, allow_redirects=False, verify=str(authority.bundle), timeout=10)
            requests.get(came.headers["Location"], timeout=10)  # this browser comes back with a query

    MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job(visit))
    assert [notice.opened for notice in notices if isinstance(notice, BrowserPage)] == [False]
    assert any(one.startswith("No browser could be opened. Open this address") for one in told)


# -- silence --------------------------------------------------------------------------------------------------------


def test_a_second_instance_signs_in_silently(entra: Entra, browser: list[str], accounts: Make) -> None:
    first = MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    entra.seen.clear()
    assert MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job()) == first
    assert len(browser) == 1
    assert "/oauth2/v2.0/token" not in "".join(entra.paths())


def test_a_token_is_asked_for_once(entra: Entra, browser: list[str], accounts: Make) -> None:
    tokens = MsalTokens(accounts(), Way.INTERACTIVE)
    first = tokens.token(CONTOSO, Job())
    entra.seen.clear()
    assert tokens.token(CONTOSO, Job()) == first
    assert entra.seen == []


def test_fresh_asks_with_the_refresh_token(entra: Entra, browser: list[str], accounts: Make) -> None:
    tokens = MsalTokens(accounts(), Way.INTERACTIVE)
    first = tokens.token(CONTOSO, Job())
    second = tokens.token(CONTOSO, Job(), fresh=True)
    assert second != first
    assert entra.access_tokens[second] == CONTOSO
    assert len(browser) == 1


def test_a_token_that_ends_soon_is_renewed(entra: Entra, browser: list[str], accounts: Make) -> None:
    entra.lifetime = 1
    tokens = MsalTokens(accounts(), Way.INTERACTIVE)
    first = tokens.token(CONTOSO, Job())
    time.sleep(0.6)  # half of its life; the clock of this computer is what is tried
    assert tokens.token(CONTOSO, Job()) != first


def test_one_account_reaches_another_tenant_as_guest_without_asking_again(
    entra: Entra, browser: list[str], accounts: Make
) -> None:
    MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    token = MsalTokens(accounts(), Way.INTERACTIVE).token(FABRIKAM, Job())
    assert entra.access_tokens[token] == FABRIKAM
    assert len(browser) == 1
    assert any(OTHER_TENANT in path for path in entra.paths())


def test_a_revoked_sign_in_asks_the_person_again(entra: Entra, browser: list[str], accounts: Make) -> None:
    MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    entra.revoked = True
    token = MsalTokens(accounts(), Way.INTERACTIVE).token(FABRIKAM, Job())
    assert entra.access_tokens[token] == FABRIKAM
    assert len(browser) == 2
    assert "login_hint=megan%40contoso.example" in browser[1]


def test_where_nobody_may_be_disturbed_a_revoked_sign_in_is_said(
    entra: Entra, browser: list[str], accounts: Make
) -> None:
    MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    entra.revoked = True
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), None).token(FABRIKAM, Job())
    assert (problem.value.problem, reason(problem)) == (Problem.SIGN_IN_NEEDED, "revoked")
    assert problem.value.details["code"] == "AADSTS50173"
    assert problem.value.request_id == "cccccccc-0000-0000-0000-000000000001"


def test_where_nobody_may_be_disturbed_nobody_is(entra: Entra, browser: list[str], accounts: Make) -> None:
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), None).token(CONTOSO, Job())
    assert (problem.value.problem, reason(problem)) == (Problem.SIGN_IN_NEEDED, "not-signed-in")
    assert browser == []


def test_a_refusal_that_a_person_cannot_change_is_said_at_once(
    entra: Entra, browser: list[str], accounts: Make
) -> None:
    MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    entra.fails["refresh_token"] = Failure(50057)
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.INTERACTIVE).token(FABRIKAM, Job())
    assert reason(problem) == "account-disabled"
    assert len(browser) == 1


# -- several accounts -----------------------------------------------------------------------------------------------


def sign_in_as(entra: Entra, accounts: Accounts, person: str, number: int) -> None:
    entra.person, entra.object_id = person, f"99999999-0000-0000-0000-00000000000{number}"
    accounts.sign_in(CONTOSO, Way.INTERACTIVE, Job(), another=True)


def test_accounts_live_side_by_side_and_are_signed_out_alone(
    entra: Entra, browser: list[str], accounts: Make, vault: MemoryVault
) -> None:
    own = accounts()
    sign_in_as(entra, own, "megan@contoso.example", 1)
    sign_in_as(entra, own, "Adele@contoso.example", 2)
    adele, megan = own.accounts(Job())
    assert (adele.account, megan.account) == ("Adele@contoso.example", "megan@contoso.example")
    own.sign_out(megan.id, Job())
    assert own.accounts(Job()) == (adele,)
    assert "megan" not in (vault.read(Job()) or "")
    own.sign_out(adele.id, Job())
    assert vault.read(Job()) is None


def test_with_several_accounts_nobody_is_guessed(entra: Entra, browser: list[str], accounts: Make) -> None:
    own = accounts()
    sign_in_as(entra, own, "megan@contoso.example", 1)
    sign_in_as(entra, own, "adele@contoso.example", 2)
    MsalTokens(own, Way.INTERACTIVE).token(CONTOSO, Job())
    assert len(browser) == 3


def test_the_account_that_was_last_used_there_is_used_silently(
    entra: Entra, browser: list[str], accounts: Make
) -> None:
    own = accounts()
    sign_in_as(entra, own, "megan@contoso.example", 1)
    sign_in_as(entra, own, "adele@contoso.example", 2)
    megan = own.accounts(Job())[1]
    remembering = accounts(prefer=lambda origin: megan.id if origin == CONTOSO else None)
    _token, _seconds, account = remembering.acquire(CONTOSO, None, Job())
    assert account == megan
    assert len(browser) == 2


def test_somebody_else_in_the_browser_does_not_go_on_with_the_work(
    entra: Entra, browser: list[str], accounts: Make
) -> None:
    own = accounts()
    sign_in_as(entra, own, "megan@contoso.example", 1)
    tokens = MsalTokens(own, Way.INTERACTIVE, own.accounts(Job())[0].id)
    entra.revoked = True
    entra.person, entra.object_id = "adele@contoso.example", "99999999-0000-0000-0000-000000000002"
    with pytest.raises(SopError) as problem:
        tokens.token(FABRIKAM, Job())
    assert reason(problem) == "wrong-person"


def test_two_instances_do_not_lose_each_others_accounts(
    entra: Entra, browser: list[str], accounts: Make, vault: MemoryVault
) -> None:
    """The second instance signs in while the first one is between reading the cache and writing it."""
    first, second = accounts(), accounts()
    change = vault.change

    def late(edit: Callable[[str | None], str | None], job: Job) -> str | None:
        vault.change = change  # type: ignore[method-assign]
        sign_in_as(entra, second, "adele@contoso.example", 2)
        return change(edit, job)

    vault.change = late  # type: ignore[method-assign]
    sign_in_as(entra, first, "megan@contoso.example", 1)
    assert [account.account for account in first.accounts(Job())] == ["adele@contoso.example", "megan@contoso.example"]


# -- clouds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "login", "cloud"),
    [
        ("https://contoso.crm4.dynamics.com", "login.microsoftonline.com", "commercial"),
        ("https://contoso.crm77.dynamics.com", "login.microsoftonline.com", "commercial"),
        ("https://contoso.crm9.dynamics.com", "login.microsoftonline.com", "commercial"),
        ("https://contoso.crm.microsoftdynamics.us", "login.microsoftonline.us", "gcc-high"),
        ("https://contoso.crm.appsplatform.us", "login.microsoftonline.us", "gcc-high"),
        ("https://contoso.crm.dynamics.cn", "login.chinacloudapi.cn", "china"),
    ],
)
def test_every_cloud_signs_in_at_its_own_place(
    entra: Entra, browser: list[str], accounts: Make, origin: str, login: str, cloud: str
) -> None:
    token = MsalTokens(accounts(), Way.INTERACTIVE).token(origin, Job())
    assert entra.access_tokens[token] == origin
    assert browser[0].startswith(f"https://{login}/{TENANT}/")
    assert {one.host for one in entra.seen} == {login, origin.removeprefix("https://")}
    (account,) = accounts().accounts(Job())
    assert account.cloud == cloud  # by its sign-in host, which GCC and DoD share with a larger cloud


@pytest.mark.parametrize(
    "uri",
    [
        "https://login.evil.example/common/oauth2/authorize",
        "https://login.microsoftonline.com.evil.example/common/oauth2/authorize",
        "https://login.microsoftonline.com@evil.example/common",
        "https://login.microsoftonline.us/tenant/oauth2/authorize",
        "http://login.microsoftonline.com/common/oauth2/authorize",
        "https://login.microsoftonline.com:444/common/oauth2/authorize",
    ],
)
def test_nothing_is_sent_to_a_provider_that_is_not_the_clouds_own(
    entra: Entra, browser: list[str], accounts: Make, uri: str
) -> None:
    entra.challenge["contoso.crm4.dynamics.com"] = f"Bearer authorization_uri={uri}, resource_id=https://x/"
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    assert reason(problem) == "foreign-authority"
    assert browser == []
    assert {one.host for one in entra.seen} == {"contoso.crm4.dynamics.com"}


def test_a_provider_that_names_a_foreign_token_endpoint_gets_nothing(
    entra: Entra, browser: list[str], accounts: Make
) -> None:
    entra.configuration = {"token_endpoint": "https://login.evil.example/token/x"}
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    assert reason(problem) == "foreign-authority"
    assert browser == []


@pytest.mark.parametrize("header", ["", "Bearer", "Negotiate", None, "Bearer realm=x"])
def test_an_environment_that_names_no_provider_is_not_dataverse(
    entra: Entra, accounts: Make, header: str | None
) -> None:
    entra.challenge["contoso.crm4.dynamics.com"] = header
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    assert problem.value.problem is Problem.NOT_DATAVERSE


def test_a_page_that_is_no_environment_is_not_dataverse(entra: Entra, accounts: Make) -> None:
    entra.statuses["contoso.crm4.dynamics.com"] = 200
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    assert problem.value.problem is Problem.NOT_DATAVERSE


def test_an_unknown_cloud_needs_an_authority(entra: Entra, accounts: Make) -> None:
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.INTERACTIVE).token("https://contoso.crm.microsoftdynamics.de", Job())
    assert reason(problem) == "no-authority"
    assert entra.seen == []


def test_a_chosen_tenant_is_not_learned(entra: Entra, browser: list[str], accounts: Make) -> None:
    own = accounts(replace(OWN_APP, tenant="contoso.onmicrosoft.com"))
    MsalTokens(own, Way.INTERACTIVE).token(CONTOSO, Job())
    assert browser[0].startswith("https://login.microsoftonline.com/contoso.onmicrosoft.com/")
    assert "contoso.crm4.dynamics.com" not in {one.host for one in entra.seen}


def test_a_chosen_authority_is_used(entra: Entra, browser: list[str], accounts: Make) -> None:
    own = accounts(replace(OWN_APP, authority="https://login.microsoftonline.us/contoso.example"))
    MsalTokens(own, Way.INTERACTIVE).token(CONTOSO, Job())
    assert browser[0].startswith("https://login.microsoftonline.us/contoso.example/")


@pytest.mark.parametrize("address", ["http://login.microsoftonline.com/x", "nonsense", "https://host/../x", "https://"])
def test_a_chosen_authority_has_to_be_one(entra: Entra, accounts: Make, address: str) -> None:
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(replace(OWN_APP, authority=address)), Way.INTERACTIVE).token(CONTOSO, Job())
    assert reason(problem) == "bad-authority"


def test_a_tenant_that_does_not_exist_is_said(entra: Entra, accounts: Make) -> None:
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(replace(OWN_APP, tenant="missing.example")), Way.INTERACTIVE).token(CONTOSO, Job())
    assert (reason(problem), problem.value.details["tenant"]) == ("tenant-not-found", "missing.example")


@pytest.mark.parametrize(
    "configuration", [{"token_endpoint": None}, {"authorization_endpoint": 7}, {"token_endpoint": "https://nowhere"}]
)
def test_a_provider_with_a_broken_configuration_is_said(
    entra: Entra, accounts: Make, configuration: dict[str, object]
) -> None:
    entra.configuration = configuration
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    assert reason(problem) in ("bad-authority", "foreign-authority")


# -- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "error", "expected"),
    [
        (50020, "invalid_request", "wrong-tenant"),
        (65001, "invalid_grant", "consent-required"),
        (65004, "access_denied", "consent-denied"),
        (90094, "invalid_request", "admin-consent"),
        (53003, "access_denied", "conditional-access"),
        (500121, "access_denied", "mfa-cancelled"),
        (700016, "unauthorized_client", "app-not-found"),
        (50011, "invalid_request", "redirect-mismatch"),
        (99999, "server_error", "busy"),
        (99999, "something_new", "unspecified"),
    ],
)
def test_what_the_browser_brings_back_is_told_without_its_words(
    entra: Entra, browser: list[str], accounts: Make, number: int, error: str, expected: str
) -> None:
    entra.fails["authorize"] = Failure(number, error)
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    assert reason(problem) == expected
    assert problem.value.details["code"] == f"AADSTS{number}"
    assert SECRET_MARK not in repr(problem.value.details)


def test_the_sample_application_says_that_it_is_one(entra: Entra, browser: list[str], accounts: Make) -> None:
    entra.fails["authorize"] = Failure(700016, "unauthorized_client")
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(Registration()), Way.INTERACTIVE).token(CONTOSO, Job())
    assert reason(problem) == "sample-blocked"


def test_a_device_code_that_expires_is_said(entra: Entra, accounts: Make) -> None:
    entra.approved, entra.device_seconds = False, 1
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.DEVICE_CODE).token(CONTOSO, Job())
    assert reason(problem) == "code-expired"


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (Failure(70019, "expired_token"), "code-expired"),
        (Failure(50053), "locked-out"),
        (Failure(0, "authorization_declined"), "consent-denied"),
        (Failure(7000218, "invalid_client"), "not-public-client"),
    ],
)
def test_a_device_code_that_is_refused_says_why(entra: Entra, accounts: Make, failure: Failure, expected: str) -> None:
    entra.fails["device_code"] = failure
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.DEVICE_CODE).token(CONTOSO, Job())
    assert reason(problem) == expected


def test_a_network_that_fails_for_a_while_does_not_lose_the_code(entra: Entra, accounts: Make) -> None:
    answer, failures = entra.answer, [503]

    def once(seen: Seen) -> tuple[int, dict[str, str], object]:
        return (failures.pop(), {}, "") if failures and seen.path.endswith("/token") else answer(seen)

    entra.answer = once  # type: ignore[method-assign]
    token = MsalTokens(accounts(), Way.DEVICE_CODE).token(CONTOSO, Job())
    assert entra.access_tokens[token] == CONTOSO
    assert failures == []


def test_no_device_code_at_all_says_why(entra: Entra, accounts: Make) -> None:
    entra.fails["devicecode"] = Failure(700016, "unauthorized_client")
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.DEVICE_CODE).token(CONTOSO, Job())
    assert reason(problem) == "app-not-found"
    entra.configuration = {"device_authorization_endpoint": None}
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.DEVICE_CODE).token(CONTOSO, Job())
    assert reason(problem) == "no-device-code"


def test_an_answer_to_another_sign_in_is_not_taken(entra: Entra, browser: list[str], accounts: Make) -> None:
    entra.nonce = "of another sign-in"
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    assert reason(problem) == "stale-answer"
    assert accounts().accounts(Job()) == ()


# -- cancelling -----------------------------------------------------------------------------------------------------


def cancel_when(asked: Callable[[], bool], job: Job) -> None:
    """Cancel as soon as that is so."""

    def watch() -> None:
        ends = time.monotonic() + 10
        while not asked() and time.monotonic() < ends:
            threading.Event().wait(0.005)
        job.cancel()

    threading.Thread(target=watch, daemon=True).start()


@pytest.mark.parametrize("where", ["WhoAmI", "openid-configuration", "token"])
def test_a_provider_that_hangs_is_left_at_once(entra: Entra, browser: list[str], accounts: Make, where: str) -> None:
    entra.hang, entra.hangs_at = threading.Event(), where
    job = Job()
    cancel_when(lambda: any(where in path for path in entra.paths()), job)
    started = time.monotonic()
    with pytest.raises(Cancelled):
        MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, job)
    assert time.monotonic() - started < 3
    entra.hang.set()
    entra.hang = None
    assert entra.access_tokens[MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())] == CONTOSO


def test_a_closed_browser_can_be_cancelled(
    entra: Entra, accounts: Make, monkeypatch: pytest.MonkeyPatch, notices: list[Notice]
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _address: True)
    job = Job()
    cancel_when(lambda: bool(notices), job)
    started = time.monotonic()
    with pytest.raises(Cancelled):
        MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, job)
    assert time.monotonic() - started < 3


def test_a_closed_browser_is_not_waited_for_for_ever(
    entra: Entra, accounts: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _address: True)
    monkeypatch.setattr(ways, "BROWSER_LIMIT", 0.1)
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    assert reason(problem) == "timed-out"


def test_waiting_for_a_device_code_can_be_cancelled(entra: Entra, accounts: Make, notices: list[Notice]) -> None:
    entra.approved = False
    job = Job()
    cancel_when(lambda: bool(notices), job)
    started = time.monotonic()
    with pytest.raises(Cancelled):
        MsalTokens(accounts(), Way.DEVICE_CODE).token(CONTOSO, job)
    assert time.monotonic() - started < 0.9


def test_a_provider_that_never_answers_is_given_up(entra: Entra, accounts: Make) -> None:
    entra.hang, entra.hangs_at = threading.Event(), "openid-configuration"
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(seconds=0.3), Way.INTERACTIVE).token(CONTOSO, Job())
    assert (problem.value.problem, problem.value.details["host"]) == (Problem.TIMEOUT, "login.microsoftonline.com")


# -- what is kept ---------------------------------------------------------------------------------------------------


def test_tokens_that_have_ended_are_not_kept(
    entra: Entra, browser: list[str], accounts: Make, vault: MemoryVault
) -> None:
    entra.lifetime = 30
    MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    kept = json.loads(vault.read(Job()) or "")
    assert "AccessToken" not in kept
    assert len(kept["RefreshToken"]) == 1
