"""Whatever a token endpoint answers, it is a token, a refusal or a broken answer; and nothing of it is logged."""

import json
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from sopwizard.domain.errors import Problem, SopError, TlsReason
from sopwizard.services.job import Job
from tests.support import token_service
from tests.support.hostile import http, ok
from tests.support.token_service import TokenService

ORIGIN = "http://127.0.0.1:1"
SECRET = "SeCrEt-token-0123456789"  # noqa: S105  what is looked for


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TokenService]:
    monkeypatch.setattr(token_service, "ANSWERS", dict(token_service.ANSWERS))
    with token_service.serving(tmp_path) as found:
        yield found


def answering(service: TokenService, answer: bytes) -> SopError | None:
    token_service.ANSWERS["this"] = lambda secure: secure.sendall(answer)
    try:
        service.renew("this", ORIGIN, Job())
    except SopError as error:
        return error
    return None


def token(**more: object) -> bytes:
    return ok({"access_token": SECRET, "expires_in": 3600, **more})


@pytest.mark.parametrize(
    "answer",
    [
        *map(ok, ([], "x", 5, None, True, {"access_token": [SECRET]}, {"expires_in": 3600})),
        token(expires_in="soon"),
        token(expires_in=[]),
        token(scope=5),
        token(id_token="x.y.z"),  # noqa: S106  no password
        token(id_token=5),
        token(client_info="%%%"),
        token(refresh_in="x"),
        http(200, b'{"access_token":"a","expires_in":NaN}'),
        http(200, b"[" * 100_000),
        http(200, b'{"a":' * 100_000),
        http(200, b"\xff\xfe{"),
        http(204),
        http(302, location="https://evil.example/"),
        http(400, b"[]"),
        http(401),
    ],
)
def test_what_is_neither_token_nor_refusal_is_broken_and_says_whose_it_is(service: TokenService, answer: bytes) -> None:
    error = answering(service, answer)
    assert error is not None
    assert (error.problem, error.details) == (Problem.BROKEN_ANSWER, {"host": "localhost"})


def test_half_an_answer_leaves_no_token_behind(
    service: TokenService, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    error = answering(service, http(200, json.dumps({"access_token": SECRET}).encode()[:-1]))
    assert error is not None
    assert error.problem is Problem.BROKEN_ANSWER
    assert SECRET not in caplog.text
    assert SECRET not in "".join(capfd.readouterr())
    assert SECRET not in "".join(traceback.format_exception(error))
    cause: BaseException | None = error
    while cause is not None:
        assert SECRET not in repr(vars(cause)) + str(getattr(cause, "doc", ""))
        cause = cause.__cause__ or cause.__context__


@pytest.mark.parametrize(
    ("mode", "problem"),
    [
        ("slow drip", Problem.TIMEOUT),
        ("endless body", Problem.ANSWER_TOO_LARGE),
        ("compressed bomb", Problem.ANSWER_TOO_LARGE),
        ("503", Problem.SERVER_ERROR),
        ("cut", Problem.NO_CONNECTION),
        ("secret expired", Problem.SIGN_IN_FAILED),
    ],
)
def test_what_breaks_on_the_way_is_told(service: TokenService, mode: str, problem: Problem) -> None:
    with pytest.raises(SopError) as caught:
        service.renew(mode, ORIGIN, Job())
    assert caught.value.problem is problem


@pytest.mark.parametrize("mode", ["slow drip", "cut", "500", "not JSON", "no TLS"])
def test_no_failure_holds_the_request_with_its_secret(service: TokenService, mode: str) -> None:
    with pytest.raises(SopError) as caught:
        service.renew(mode, ORIGIN, Job())
    cause: BaseException | None = caught.value
    while cause is not None:
        assert getattr(cause, "request", None) is None
        assert getattr(cause, "response", None) is None
        cause = cause.__cause__ or cause.__context__


@pytest.mark.parametrize(
    ("mode", "reason"),
    [("no TLS", TlsReason.NOT_TLS), ("TLS cut", TlsReason.CUT), ("certificate expired", TlsReason.EXPIRED)],
)
def test_a_token_endpoint_without_a_secure_connection_gets_nothing(
    service: TokenService, mode: str, reason: TlsReason
) -> None:
    with pytest.raises(SopError) as caught:
        service.renew(mode, ORIGIN, Job())
    assert (caught.value.problem, caught.value.details["reason"]) == (Problem.TLS_FAILED, reason)
