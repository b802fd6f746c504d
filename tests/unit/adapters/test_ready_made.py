"""A token from outside is used as it is, and shown to nobody."""

import copy
import pickle

import pytest

from sopwizard.adapters.signin.ready_made import ReadyMade
from sopwizard.domain.errors import Problem, SopError
from sopwizard.services.job import Cancelled, Job

TOKEN = "eyJ0eXAiOiJKV1Qi.eyJhdWQi.c2lnbmF0dXJl-_"  # noqa: S105  made up


def test_it_is_the_same_token_every_time() -> None:
    tokens = ReadyMade(f" Bearer {TOKEN}\n")
    assert tokens.token("https://a", Job()) == TOKEN
    assert tokens.token("https://b", Job(), fresh=True) == TOKEN


def test_a_stopped_job_gets_none() -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        ReadyMade(TOKEN).token("https://a", job)


@pytest.mark.parametrize(
    ("token", "problem"),
    [
        ("", Problem.SIGN_IN_NEEDED),
        ("  ", Problem.SIGN_IN_NEEDED),
        ("Bearer ", Problem.SIGN_IN_NEEDED),
        ("a\r\nHost: evil", Problem.SIGN_IN_FAILED),
        ("a b", Problem.SIGN_IN_FAILED),
        ("tökén", Problem.SIGN_IN_FAILED),
        ("a\x00", Problem.SIGN_IN_FAILED),
        ("a" * 40_000, Problem.SIGN_IN_FAILED),
    ],
)
def test_what_cannot_be_a_token_is_refused_without_showing_it(token: str, problem: Problem) -> None:
    with pytest.raises(SopError) as caught:
        ReadyMade(token)
    assert caught.value.problem is problem
    if token.strip():
        assert token.strip() not in repr(caught.value.details)


def test_it_has_no_text_form_and_is_not_saved() -> None:
    tokens = ReadyMade(TOKEN)
    assert TOKEN not in f"{tokens!r} {tokens!s}"
    with pytest.raises(TypeError):
        pickle.dumps(tokens)
    with pytest.raises(TypeError):
        copy.copy(tokens)
