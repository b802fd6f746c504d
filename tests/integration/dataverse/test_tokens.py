"""A token goes to its own origin and nowhere else: into no text, no log, no other header, no other host."""

import json
import traceback
from pathlib import Path

import pytest

from sopwizard.adapters.dataverse.api import WebApi
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.target import Target
from sopwizard.services.job import Job
from tests.support.hostile import Act, Hostile, hang_up, http
from tests.support.hostile_dataverse import TOKEN, USER, WHO, api, failure


class Renewable:
    """A source that has a new token each time it is asked for a fresh one."""

    def __init__(self) -> None:
        self.count = 1

    def token(self, origin: str, job: Job, *, fresh: bool = False) -> str:
        del origin, job
        self.count += fresh
        return f"token-number-{self.count}"


def test_a_refused_token_is_renewed_once() -> None:
    with Hostile(http(401), WHO) as server:
        with WebApi(server.origin, Target(server.origin), Renewable(), 5) as gateway:
            assert gateway.identify(Job()).user_id == USER
        assert [b"token-number-1" in request for request in server.requests] == [True, False]
    with Hostile(http(401)) as server:
        with WebApi(server.origin, Target(server.origin), Renewable(), 5) as gateway, pytest.raises(SopError) as caught:
            gateway.identify(Job())
        assert caught.value.problem is Problem.UNAUTHORIZED
        assert len(server.requests) == 2


def test_the_same_token_is_not_tried_twice() -> None:
    with Hostile(http(401)) as server:
        assert failure(server).problem is Problem.UNAUTHORIZED
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "act",
    [
        http(400, json.dumps({"error": {"code": "0x80040203", "message": f"Bearer {TOKEN} is bad"}}).encode()),
        http(500, TOKEN.encode(), req_id=TOKEN),
        http(200, f"<title>{TOKEN}</title>".encode(), content_type="text/html"),
        http(302, location=f"https://{TOKEN}.example/{TOKEN}"),
        http(200, TOKEN.encode()),
        hang_up,
        b"nonsense",
    ],
)
@pytest.mark.usefixtures("no_pauses")
def test_no_failure_shows_the_token(act: Act | bytes) -> None:
    with Hostile(act) as server:
        error = failure(server, timeout=1)
    told = repr(error.details) + str(error.request_id) + "".join(traceback.format_exception(error))
    assert TOKEN not in told
    cause: BaseException | None = error
    while cause is not None:
        assert TOKEN not in repr(vars(cause))
        assert getattr(cause, "request", None) is None
        assert getattr(cause, "response", None) is None
        cause = cause.__cause__ or cause.__context__


@pytest.mark.usefixtures("no_pauses")
def test_no_log_quotes_what_a_server_sends(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    forged = b"HTTP/1.1 200 OK\r\nX: y\r\nno header at all 2026 WARNING forged\r\n\r\n"
    with Hostile(forged) as server:
        failure(server, timeout=1)
    assert "forged" not in caplog.text
    assert TOKEN not in caplog.text


def test_a_netrc_does_not_replace_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with Hostile(WHO) as server, api(server) as gateway:
        gateway.identify(Job())
    assert f"Authorization: Bearer {TOKEN}".encode() in server.requests[0]


def test_this_computer_is_not_reached_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with Hostile(WHO) as server, api(server) as gateway:
        assert gateway.identify(Job()).user_id == USER


def test_a_proxy_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    with api("https://contoso.crm4.dynamics.com") as gateway, pytest.raises(SopError) as caught:
        gateway.identify(Job())
    assert caught.value.problem is Problem.PROXY_FAILED
