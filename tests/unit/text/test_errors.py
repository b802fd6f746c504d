"""Every problem says what happened and what to do."""

import pytest

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.model.runs import Failure
from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.text import errors

FACTS = {
    "host": "contoso.crm4.dynamics.com",
    "privilege": "prvWriteUser",
    "what": "DualWrite IntegrationUser",
    "findings": "rights, running-map",
    "expected": "aaa",
    "found": "bbb",
    "user": "ccc",
    "run": "ddd",
    "map": "eee",
    "scenario": "fff",
    "path": "/data/journal.sqlite",
    "message": "said the server",
}


@pytest.mark.parametrize("problem", Problem)
@pytest.mark.parametrize("facts", [{}, FACTS], ids=["bare", "with facts"])
def test_every_problem_says_what_happened_and_what_to_do(problem: Problem, facts: dict[str, str]) -> None:
    words = errors.explain(Failure(problem, "r-1", tuple(facts.items())))
    for sentence in (words.title, words.happened, words.todo):
        assert sentence
        assert "{" not in sentence
    assert words.happened[0] == words.happened[0].upper() or facts
    assert words.happened.endswith((".", "r", ":"))
    assert words.todo.endswith(".")
    assert words.request_id == "r-1"


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem.UNKNOWN_HOST, "There is no computer with the name contoso.crm4.dynamics.com."),
        (Problem.FORBIDDEN, "The signed-in user may not do this: prvWriteUser is missing."),
        (Problem.CHANGED_SINCE_REVIEW, "Somebody changed DualWrite IntegrationUser in the meantime"),
        (Problem.RUN_GOES_ON, "is still going on in another window or command, so nothing of it was put back"),
        (Problem.BLOCKED, "Nothing was written, because of: Your rights, Order map that runs."),
        (Problem.WRONG_ORGANIZATION, "is now organization bbb, but aaa was reviewed"),
        (Problem.SERVER_ERROR, "It says: said the server"),
        (Problem.JOURNAL_UNREADABLE, "/data/journal.sqlite"),
        (Problem.UNKNOWN_USER, "ccc is neither"),
        (Problem.UNKNOWN_RUN, "has no run ddd"),
        (Problem.UNKNOWN_MAP, "eee is no map"),
    ],
)
def test_a_problem_names_what_it_is_about(problem: Problem, said: str) -> None:
    assert said in errors.explain(SopError(problem, **FACTS)).happened


def test_two_organizations_in_one_survey_are_told_as_two() -> None:
    words = errors.explain(SopError(Problem.WRONG_ORGANIZATION, answers="two", **FACTS))
    assert words.happened == "contoso.crm4.dynamics.com says that it is aaa, and also bbb."


@pytest.mark.parametrize(
    ("problem", "facts", "begins"),
    [
        (Problem.UNKNOWN_MAP, {"map": "cdss"}, "cdss is no map"),
        (Problem.UNKNOWN_USER, {"user": "f1752846-f0df-4766-96f5-c109adf67d7f"}, "f1752846-f0df"),
        (Problem.BAD_FILE, {"file": "a.json", "kind": "check"}, "a.json cannot be read, or is no saved check."),
        (Problem.BAD_FILE, {"file": "a.json", "kind": "plan", "flaw": "altered"}, "a.json was altered after"),
        (Problem.BAD_FILE, {"file": "a.json", "kind": "plan", "flaw": "version"}, "a.json was written by another"),
        (Problem.BAD_FILE, {"file": "a.pdf", "kind": "document", "flaw": "missing"}, "There is no file a.pdf."),
        (Problem.BAD_FILE, {"file": "happy", "kind": "story", "flaw": "missing"}, "There is neither a ready story"),
        (Problem.BAD_URL, {"text": "ftp://contoso", "reason": "scheme"}, "ftp://contoso does not"),
        (Problem.BAD_URL, {"reason": "scheme"}, "What was given"),
        (Problem.BAD_FILE, {}, "The file cannot be read"),
    ],
)
def test_what_was_given_is_spelled_as_it_was_given(problem: Problem, facts: dict[str, str], begins: str) -> None:
    assert errors.explain(SopError(problem, **facts)).happened.startswith(begins)


def test_an_unknown_map_is_answered_with_the_maps_there_are() -> None:
    assert "cds, dynamics365, classic, data-integrator" in errors.explain(SopError(Problem.UNKNOWN_MAP, map="x")).todo


REASONS = ("empty", "too-long", "characters", "scheme", "credentials", "host", "port", "portal", "finance", "else")


@pytest.mark.parametrize("reason", REASONS)
def test_every_bad_address_says_what_is_wrong_with_it(reason: str) -> None:
    words = errors.explain(SopError(Problem.BAD_URL, reason=reason, text="x:/y"))
    assert words.happened.endswith((".", "beside it."))
    assert "training:first-setup" in words.todo


def test_the_reasons_of_addresses_differ() -> None:
    assert len({errors.explain(SopError(Problem.BAD_URL, reason=each)).happened for each in REASONS}) == len(REASONS)


@pytest.mark.parametrize("reason", SignInReason)
def test_every_reason_of_a_failed_sign_in_is_explained(reason: SignInReason) -> None:
    words = errors.explain(SopError(Problem.SIGN_IN_FAILED, reason=reason.value))
    assert words.happened
    assert words.todo


def test_a_token_that_is_none_is_explained() -> None:
    assert errors.explain(SopError(Problem.SIGN_IN_FAILED, reason="bad-token")).title == "This is no access token"


def test_one_line_has_the_request() -> None:
    assert errors.in_one_line(Unknown(Problem.TIMEOUT, "r-2")).endswith("(request r-2)")
    assert errors.in_one_line(Unknown(Problem.TIMEOUT)).endswith("--timeout.")
