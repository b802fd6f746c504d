"""Certificates decide whether anything is sent; links to further pages are followed at home only."""

import json
from pathlib import Path

import pytest

from sopwizard.adapters import simulator
from sopwizard.adapters.dataverse import connection as connections
from sopwizard.adapters.dataverse.connection import Connection
from sopwizard.adapters.dataverse.wire import WireError
from sopwizard.adapters.signin.ready_made import ReadyMade
from sopwizard.domain.errors import Problem, SopError, TlsReason
from sopwizard.services.job import Job
from tests.support.certificates import TestAuthority
from tests.support.hostile import Hostile, ok
from tests.support.hostile_dataverse import TOKEN, api, failure


@pytest.fixture
def authority(tmp_path: Path) -> TestAuthority:
    return TestAuthority(tmp_path / "authority")


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_an_authority_that_this_computer_trusts_is_enough(
    authority: TestAuthority, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(authority.bundle))
    pair = authority.server("localhost")
    with simulator.serve("first-setup", tls=(pair.certificate, pair.key)) as running:
        assert running.origin.startswith("https://")
        with api(running.origin.replace("127.0.0.1", "localhost")) as gateway:
            assert gateway.survey(Job()).organization.name == "Contoso UAT"


def test_nothing_is_sent_to_a_server_that_nobody_vouches_for(authority: TestAuthority) -> None:
    pair = authority.server("localhost")
    with simulator.serve("first-setup", tls=(pair.certificate, pair.key)) as running:
        error = failure(running.origin)
        assert running.log == ()
    assert error.problem is Problem.TLS_FAILED
    assert error.details["reason"] == TlsReason.UNTRUSTED


def test_a_certificate_for_another_name_is_refused(authority: TestAuthority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.bundle))
    pair = authority.server("elsewhere.example")
    with simulator.serve("first-setup", tls=(pair.certificate, pair.key)) as running:
        assert failure(running.origin.replace("127.0.0.1", "localhost")).problem is Problem.TLS_FAILED
        assert running.log == ()


def pages(server: Hostile, first: object) -> list[object]:
    """The numbers on all pages of a list that begins so."""
    connection = Connection(server.origin, ReadyMade(TOKEN), 5)
    try:
        return [row["n"] for row in connection.rows({"value": [{"n": 0}], "@odata.nextLink": first}, Job())]
    finally:
        connection.close()


def test_pages_are_read_to_the_last() -> None:
    def answer(request: bytes) -> bytes:
        number = int(request.partition(b"page=")[2].partition(b" ")[0])
        more = {"@odata.nextLink": f"{server.origin}/api/data/v9.2/x?page={number + 1}"} if number < 4 else {}
        return ok({"value": [{"n": number}], **more})

    with Hostile(answer) as server:
        assert pages(server, f"{server.origin}/api/data/v9.2/x?page=1") == [0, 1, 2, 3, 4]
        assert [b"Authorization: Bearer " in request for request in server.requests] == [True] * 4


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("https://evil.example/api/data/v9.2/x", Problem.OFF_ORIGIN),
        ("https://127.0.0.1:{port}/api/data/v9.2/x", Problem.OFF_ORIGIN),
        ("http://127.0.0.1:1/api/data/v9.2/x", Problem.OFF_ORIGIN),
        ("http://127.0.0.1:{port}@evil.example/api/data/v9.2/x", Problem.OFF_ORIGIN),
        ("http://me:secret@127.0.0.1:{port}/api/data/v9.2/x", Problem.OFF_ORIGIN),
        ("http://127.0.0.1.evil.example:{port}/api/data/v9.2/x", Problem.OFF_ORIGIN),
        ("http://localhost:{port}/api/data/v9.2/x", Problem.OFF_ORIGIN),
        ("//127.0.0.1:{port}/api/data/v9.2/x", Problem.OFF_ORIGIN),
        ("/api/data/v9.2/x", Problem.OFF_ORIGIN),
        ("http://127.0.0.1:{port}/logout", Problem.OFF_ORIGIN),
        ("http://127.0.0.1:{port}/api/data/v9.2/../../../logout", Problem.OFF_ORIGIN),
        ("http://127.0.0.1:{port}/api/data/v9.2/%2e%2E/logout", Problem.OFF_ORIGIN),
        ("http://127.0.0.1:{port}/api/data/v9.2/x\r\nEvil: 1", Problem.BROKEN_ANSWER),
        ("http://127.0.0.1:99999/api/data/v9.2/x", Problem.BROKEN_ANSWER),
        ("http://[", Problem.BROKEN_ANSWER),
        (["x"], Problem.BROKEN_ANSWER),
        (5, Problem.BROKEN_ANSWER),
        ("", Problem.OFF_ORIGIN),
    ],
)
def test_a_link_that_leads_away_is_not_followed(link: object, problem: Problem) -> None:
    with Hostile(ok({"value": []})) as server:
        told = link.format(port=server.origin.rpartition(":")[2]) if isinstance(link, str) else link
        with pytest.raises(SopError) as caught:
            pages(server, told)
        assert server.requests == []
    assert caught.value.problem is problem
    assert "secret" not in repr(caught.value.details)


def test_pages_that_never_end_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MAX_PAGES", 10)

    def answer(request: bytes) -> bytes:
        number = int(request.partition(b"page=")[2].partition(b" ")[0])
        return ok({"value": [], "@odata.nextLink": f"{server.origin}/api/data/v9.2/x?page={number + 1}"})

    with Hostile(answer) as server:
        with pytest.raises(WireError) as caught:
            pages(server, f"{server.origin}/api/data/v9.2/x?page=1")
        assert len(server.requests) <= 10
    assert caught.value.problem is Problem.ENDLESS_LIST


def test_a_page_that_leads_to_itself_is_left_at_once() -> None:
    with Hostile(lambda _request: ok({"value": [], "@odata.nextLink": f"{server.origin}/api/data/v9.2/x"})) as server:
        with pytest.raises(WireError) as caught:
            pages(server, f"{server.origin}/api/data/v9.2/x")
        assert len(server.requests) == 1
    assert caught.value.problem is Problem.ENDLESS_LIST


def test_a_row_that_comes_with_two_pages_is_there_once() -> None:
    again = ok({"value": [{"n": 0}, {"n": 1}]})
    with Hostile(again) as server:
        assert pages(server, f"{server.origin}/api/data/v9.2/x?page=1") == [0, 1]


def test_pages_that_are_too_large_together_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MAX_BYTES", 5_000)

    def answer(request: bytes) -> bytes:
        number = int(request.partition(b"page=")[2].partition(b" ")[0])
        link = f"{server.origin}/api/data/v9.2/x?page={number + 1}"
        return ok({"value": [{"n": number, "text": "x" * 1_000}], "@odata.nextLink": link})

    with Hostile(answer) as server:
        with pytest.raises(WireError) as caught:
            pages(server, f"{server.origin}/api/data/v9.2/x?page=1")
        assert len(server.requests) == 5
    assert caught.value.problem is Problem.ANSWER_TOO_LARGE


@pytest.mark.parametrize("value", [None, {}, "x", [1], [{"n": 1}, None]])
def test_a_list_is_a_list_of_rows(value: object) -> None:
    with Hostile(ok({"value": value})) as server, pytest.raises(WireError) as caught:
        pages(server, f"{server.origin}/api/data/v9.2/x")
    assert caught.value.problem is Problem.BROKEN_ANSWER
    assert json.dumps(dict(caught.value.details))
