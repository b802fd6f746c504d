"""What people meet when they sign in, in words. The numbers and what they mean are typed from Entra's reference."""

import string

import pytest

from sopwizard.adapters.signin.refusals import failed, reason_of, refused, wants_a_person
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.signin import SAMPLE_CLIENT_ID, Registration
from sopwizard.domain.signin_refusals import SignInReason, refusal
from sopwizard.text import errors as text_errors
from sopwizard.text import signin_failures

OWN = Registration("12345678-0000-0000-0000-000000000001", tenant="contoso.example")


@pytest.mark.parametrize(
    ("number", "reason", "title", "todo"),
    [
        (50020, "wrong-tenant", "This account does not belong to the environment's tenant", "account of that tenant"),
        (90072, "wrong-tenant", "This account does not belong to the environment's tenant", "account of that tenant"),
        (50034, "unknown-person", "The account was not found", "Check the spelling"),
        (50053, "locked-out", "The account is locked for now", "Wait a few minutes"),
        (50055, "password-expired", "The password has expired", "Change the password"),
        (50057, "account-disabled", "The account is disabled", "another account"),
        (50126, "wrong-password", "The password was not accepted", "type the password once more"),
        (50105, "not-assigned", "The account may not use this application", "assign you"),
        (500212, "tenant-restricted", "Your network or tenant does not allow that tenant", "administrator"),
        (50076, "mfa-needed", "A second proof of identity is needed", "confirm there"),
        (50079, "mfa-needed", "A second proof of identity is needed", "confirm there"),
        (500121, "mfa-cancelled", "The second proof of identity was not given", "Sign in again and confirm"),
        (53003, "conditional-access", "Blocked by Conditional Access", "request id"),
        (53000, "device-not-compliant", "This device does not meet your organization's rules", "managed device"),
        (53011, "risk", "Blocked because of a risk", "review the risk"),
        (65001, "consent-required", "Consent is required", "accept"),
        (90094, "admin-consent", "An administrator has to consent", "grant consent"),
        (65004, "consent-denied", "Access was declined", "accept"),
        (700016, "app-not-found", "The application was not found", "client id and tenant"),
        (7000112, "app-disabled", "The application is disabled", "enable it"),
        (7000218, "not-public-client", "The application is not registered for desktop sign-in", "public client flows"),
        (700025, "not-confidential", "The application takes no secret", "client id"),
        (50194, "single-tenant-app", "The application belongs to one tenant only", "Enter the tenant"),
        (50011, "redirect-mismatch", "The redirect address is not registered", "http://localhost"),
        (650057, "no-permission-declared", "The application asks for no permission to Dataverse", "user_impersonation"),
        (7000215, "wrong-secret", "The client secret was not accepted", "not to its id"),
        (7000222, "secret-expired", "The client secret has expired", "new secret"),
        (700027, "certificate-refused", "The certificate was not accepted", "Upload the certificate"),
        (90002, "tenant-not-found", "The tenant was not found", "Check the tenant"),
        (500011, "no-dataverse", "The tenant does not have this environment", "Check the environment's address"),
        (90038, "wrong-cloud", "The tenant lives in another cloud", "its own cloud"),
        (70016, "code-expired", "The code has expired", "new code"),
        (70019, "code-expired", "The code has expired", "new code"),
        (70008, "expired", "The sign-in has expired", "Sign in again"),
        (700082, "expired", "The sign-in has expired", "Sign in again"),
        (50173, "revoked", "The sign-in was ended", "Sign in again"),
        (700024, "clock-skew", "This computer's clock is wrong", "Set date, time"),
        (500133, "clock-skew", "This computer's clock is wrong", "Set date, time"),
        (90033, "busy", "The sign-in service is busy", "try again"),
        (12345, "unspecified", "The sign-in failed", "request id"),
    ],
)
def test_entras_numbers_are_told_in_words(number: int, reason: str, title: str, todo: str) -> None:
    answer = {
        "error": "anything",
        "error_description": f"AADSTS{number}: words that are not repeated",
        "error_codes": [number],
        "correlation_id": "cccccccc-0000-0000-0000-000000000001",
    }
    error = refused(answer, OWN)
    assert error.details["reason"] == reason
    assert error.request_id == "cccccccc-0000-0000-0000-000000000001"
    words = text_errors.explain(error)
    assert words.title == title
    assert f"(AADSTS{number})" in words.happened
    assert "not repeated" not in words.happened
    assert todo in words.todo


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("access_denied", "consent-denied"),
        ("authorization_declined", "consent-denied"),
        ("expired_token", "code-expired"),
        ("bad_verification_code", "code-expired"),
        ("invalid_grant", "revoked"),
        ("invalid_client", "wrong-secret"),
        ("unauthorized_client", "app-not-found"),
        ("invalid_scope", "no-permission-declared"),
        ("invalid_resource", "no-dataverse"),
        ("interaction_required", "not-signed-in"),
        ("consent_required", "consent-required"),
        ("temporarily_unavailable", "busy"),
        ("something_else", "unspecified"),
        (None, "unspecified"),
    ],
)
def test_a_provider_without_numbers_is_understood_by_its_words(error: str | None, reason: str) -> None:
    found = refusal(error)
    assert (found.reason.value, found.code) == (reason, None)


def test_a_number_in_the_description_alone_is_found() -> None:
    found = refusal("invalid_grant", "AADSTS50057: The user account is disabled. Trace ID: …")
    assert (found.reason, found.code) == (SignInReason.ACCOUNT_DISABLED, "AADSTS50057")


def test_a_known_number_among_unknown_ones_decides() -> None:
    assert refusal("invalid_grant", None, (11111, 50057)).code == "AADSTS50057"


def test_the_suberror_tells_more_than_the_protocols_word() -> None:
    assert refusal("invalid_grant", None, (), "consent_required").reason is SignInReason.CONSENT_REQUIRED


@pytest.mark.parametrize("number", [700016, 7000112, 65001, 90094, 50105])
def test_the_sample_application_that_a_tenant_blocks_is_named(number: int) -> None:
    error = refused({"error": "x", "error_codes": [number]}, Registration())
    words = text_errors.explain(error)
    assert words.title == "The sample application is not allowed in this tenant"
    assert SAMPLE_CLIENT_ID in words.happened
    assert words.todo == "Register an application of your own and enter its client id in the sign-in settings."


@pytest.mark.parametrize("reason", list(SignInReason))
def test_every_reason_has_a_title_a_sentence_and_one_thing_to_do(reason: SignInReason) -> None:
    words = signin_failures.explain(reason, {})
    for sentence in (words.happened, words.todo):
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert not [name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name]
    assert words.title
    assert not words.title.endswith(".")


def test_no_two_reasons_share_a_title() -> None:
    titles = [signin_failures.explain(reason, {}).title for reason in SignInReason]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("problem", "part"),
    [
        (Problem.UNKNOWN_HOST, "login.microsoftonline.com"),
        (Problem.NO_CONNECTION, "login.microsoftonline.com"),
        (Problem.TIMEOUT, "login.microsoftonline.com"),
        (Problem.TLS_FAILED, "login.microsoftonline.com"),
        (Problem.PROXY_FAILED, ""),
    ],
)
def test_network_troubles_are_told_with_the_host(problem: Problem, part: str) -> None:
    words = text_errors.explain(SopError(problem, host="login.microsoftonline.com"))
    assert words.title
    assert words.todo
    assert part in words.happened


def test_nobody_signed_in_is_no_failure() -> None:
    assert failed(SignInReason.REVOKED).problem is Problem.SIGN_IN_NEEDED
    assert failed(SignInReason.WRONG_TENANT).problem is Problem.SIGN_IN_FAILED


def test_only_what_a_person_can_change_asks_the_person() -> None:
    assert wants_a_person(failed(SignInReason.MFA_NEEDED))
    assert not wants_a_person(failed(SignInReason.ACCOUNT_DISABLED))
    assert not wants_a_person(SopError(Problem.TIMEOUT))
    assert reason_of(SopError(Problem.TIMEOUT)) is None


@pytest.mark.parametrize(
    "answer",
    [
        {"error": 7, "error_description": ["x"], "error_codes": "50057", "correlation_id": {}},
        {"error": "x" * 10_000, "correlation_id": "x" * 10_000},
        {"error": "x", "error_codes": [True, "50057", None], "correlation_id": "with\nlines"},
    ],
)
def test_a_hostile_refusal_is_still_one(answer: dict[str, object]) -> None:
    error = refused(answer, OWN)
    assert error.details["reason"] == "unspecified"
    assert error.request_id is None
    assert len(repr(error.details)) < 400
