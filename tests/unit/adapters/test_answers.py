"""Whatever a server sends, only bounded, printable text and typed values pass the border."""

import contextlib
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopwizard.adapters.dataverse import answers, batch, rows
from sopwizard.adapters.dataverse.answers import RefusedError
from sopwizard.adapters.dataverse.wire import Answer, WireError
from sopwizard.domain.errors import Problem

JSON = {"content-type": "application/json; odata.metadata=minimal"}


def an_answer(status: int, body: object, **headers: str) -> Answer:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, {**JSON, **{name.replace("_", "-"): value for name, value in headers.items()}}, text)


def refused(answer: Answer) -> WireError:
    with pytest.raises(WireError) as caught:
        answers.content(answer)
    return caught.value


def error(code: str, message: str) -> dict[str, object]:
    return {"error": {"code": code, "message": message}}


def test_a_missing_privilege_is_named() -> None:
    message = "Principal user (Id=1, type=8, roleCount=2) is missing prvWriteOrganization privilege (Id=2) on OTC=1019."
    found = refused(an_answer(403, error("0x80040220", message), x_ms_service_request_id="5f3c-1,5f3c-2"))
    assert found.problem is Problem.FORBIDDEN
    assert found.details["privilege"] == "prvWriteOrganization"
    assert found.request_id == "5f3c-1,5f3c-2"


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (401, b"", Problem.UNAUTHORIZED),
        (404, error("0x80060888", "Resource not found for the segment 'x'."), Problem.NOT_FOUND),
        (404, error("0x80040217", "salesorder With Id = … Does Not Exist"), Problem.NOT_FOUND),
        (400, error("0x80040220", "SecLib::AccessCheckEx failed"), Problem.FORBIDDEN),
        (400, error("0x80040203", "Invalid argument"), Problem.REJECTED),
        (412, error("0x80060882", "The version of the existing record doesn't match"), Problem.CHANGED_SINCE_REVIEW),
        (429, error("0x80072322", "Number of requests exceeded"), Problem.THROTTLED),
        (429, b"<html>slow down</html>", Problem.THROTTLED),
        (500, error("", "An unexpected error occurred."), Problem.SERVER_ERROR),
        (502, b"<html><title>Bad gateway</title></html>", Problem.SERVER_ERROR),
        (503, b"", Problem.SERVER_ERROR),
        (407, b"", Problem.PROXY_FAILED),
        (304, b"", Problem.NOT_DATAVERSE),
        (404, b"<html><title>Not here</title></html>", Problem.NOT_DATAVERSE),
        (403, b"<html><title>Blocked by policy</title></html>", Problem.NOT_DATAVERSE),
        (200, [], Problem.BROKEN_ANSWER),
        (200, b'{"value": ', Problem.BROKEN_ANSWER),
        (200, b"", Problem.BROKEN_ANSWER),
        (200, b'{"a": NaN}', Problem.BROKEN_ANSWER),
        (200, b'{"a": ' + b"[" * 200_000, Problem.BROKEN_ANSWER),
        (200, b'{"a": ' + b"9" * 10_000 + b"}", Problem.BROKEN_ANSWER),
        (200, b"\xff\xfe{", Problem.BROKEN_ANSWER),
    ],
)
def test_what_an_answer_means(status: int, body: object, problem: Problem) -> None:
    assert refused(an_answer(status, body)).problem is problem


def test_a_page_instead_of_an_answer_is_known_by_its_title() -> None:
    page = b"<html><head><TITLE lang=de>\n Sign in &mdash; Contoso\x1b[31m Wi-Fi\xe2\x80\xae </TITLE>"
    found = refused(Answer(200, {"content-type": "text/html"}, page))
    assert found.problem is Problem.NOT_DATAVERSE
    assert found.details["title"] == "Sign in — Contoso [31m Wi-Fi"


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("https://login.microsoftonline.com/x", "login.microsoftonline.com"),
        ("//evil.example/a", "evil.example"),
        ("/home", None),
        ("https://[", None),
    ],
)
def test_a_redirect_is_refused_and_told(location: str, told: str | None) -> None:
    found = refused(Answer(302, {"location": location}, b""))
    assert found.problem is Problem.OFF_ORIGIN
    assert found.details["to"] == told


def test_waiting_times_are_seconds_or_dates() -> None:
    assert answers.retry_after({"retry-after": "17"}) == 17
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 25 < (answers.retry_after({"retry-after": soon}) or 0) <= 30
    past = format_datetime(datetime.now(UTC) - timedelta(seconds=30), usegmt=True)
    assert answers.retry_after({"retry-after": past}) == 0
    assert answers.retry_after({"retry-after": "9" * 99}) == answers.LONGEST_ASKED
    assert answers.retry_after({"retry-after": "Wed, 21 Oct 9999 07:28:00 GMT"}) == answers.LONGEST_ASKED
    for nonsense in (
        "",
        "Wed, 21 Oct 99999999 07:28:00 GMT",
        "Wed, 21 Oct 9999 07:28:00 -9999",
        "soon",
        "-5",
        "1e9",
        "９",
        "Mon, 99 Foo 2026 99:99:99 GMT",
    ):
        assert answers.retry_after({"retry-after": nonsense}) is None


def test_a_date_to_wait_for_is_one_of_the_servers_clock() -> None:
    noon, soon = "Wed, 21 Oct 2015 12:00:00 GMT", "Wed, 21 Oct 2015 12:00:30 GMT"
    assert answers.retry_after({"retry-after": soon, "date": noon}) == 30
    assert answers.retry_after({"retry-after": noon, "date": soon}) == 0
    assert answers.retry_after({"retry-after": soon, "date": "today"}) == 0


@given(st.text(max_size=1000))
def test_cleaned_text_is_short_and_on_one_line(text: str) -> None:
    cleaned = answers.clean(text, 50)
    assert len(cleaned) <= 50
    cleaned.encode()
    assert not set(cleaned) & set("\n\r\x1b\u202e\u2066\u2028\x00")


@given(st.text(max_size=300))
def test_a_request_id_is_printable_ascii(value: str) -> None:
    found = answers.request_id({"req_id": value})
    assert found is None or (found.isascii() and found.isprintable() and 0 < len(found) <= 100)


def test_a_batch_is_read_part_by_part() -> None:
    kind, body = batch.compose(["/api/data/v9.2/WhoAmI", "/api/data/v9.2/x"], {"Accept": "application/json"})
    boundary = kind.partition('"')[2].rstrip('"')
    assert body.decode().split("\r\n")[:5] == [
        f"--{boundary}",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "",
        "GET /api/data/v9.2/WhoAmI HTTP/1.1",
    ]
    answer = (
        "--r\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"UserId":"x"}\r\n'
        "--r\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        'HTTP/1.1 404 Not Found\r\nREQ_ID: q-1\r\nContent-Type: application/json\r\n\r\n{"error":{"code":"0x80060888"}}'
        "\r\n--r--\r\n"
    )
    whole = Answer(200, {"content-type": "multipart/mixed; boundary=r"}, answer.encode())
    first, second = batch.parts(whole, 2)
    assert (first.status, first.body) == (200, b'{"UserId":"x"}')
    assert (second.status, second.headers["req_id"]) == (404, "q-1")
    for spoiled in (answer.replace("--r--", ""), answer.replace("404", "4o4"), answer.partition("--r\r\n")[2], ""):
        with pytest.raises(WireError) as caught:
            batch.parts(Answer(200, {"content-type": "multipart/mixed; boundary=r"}, spoiled.encode()), 2)
        assert caught.value.problem is Problem.BROKEN_ANSWER


@given(st.binary(max_size=400), st.text(max_size=60))
def test_any_bytes_are_a_batch_or_broken(body: bytes, kind: str) -> None:
    for name in (f"multipart/mixed; boundary={kind}", kind, "multipart/mixed; boundary=r"):
        for text in (body, b"--r\r\n" + body + b"\r\n--r--"):
            try:
                batch.parts(Answer(200, {"content-type": name}, text), 1)
            except WireError:
                continue


MAP = {"EntityMapVersion": {"Major": 1, "Minor": 0, "Build": 0, "Revision": 5}}


@pytest.mark.parametrize(
    ("saved", "version"),
    [
        (json.dumps(MAP), "1.0.0.5"),
        (json.dumps(json.dumps(MAP)), "1.0.0.5"),
        (MAP, "1.0.0.5"),
        (None, None),
        ("", None),
        ("{", None),
        ("[" * 100_000, None),
        ("[]", None),
        (5, None),
        (json.dumps({"EntityMapVersion": {"Major": 1, "Minor": 0, "Build": 0}}), None),
        (json.dumps({"EntityMapVersion": {"Major": True, "Minor": 0, "Build": 0, "Revision": "5"}}), None),
    ],
)
def test_the_version_of_a_running_map(saved: object, version: str | None) -> None:
    assert rows.map_version(saved) == version


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["value", "systemuserid", "fullname", "Options", "OptionSet", "Value", "RolePrivileges", "LogicalName"]
            ),
            inner,
        )
    ),
    max_leaves=20,
)
GUID = st.uuids().map(str) | ANY_JSON


@given(
    st.dictionaries(st.text(), ANY_JSON),
    st.fixed_dictionaries({"systemuserid": GUID, "fullname": ANY_JSON, "isintegrationuser": ANY_JSON}),
)
def test_any_row_is_read_or_broken(data: dict[str, object], user: dict[str, object]) -> None:
    for read in (
        rows.caller,
        rows.values,
        rows.option_values,
        rows.privileges,
        rows.solution,
        rows.entity_map,
        lambda row: rows.organization(row, row),
    ):
        with contextlib.suppress(WireError):
            read(data)
    try:
        found = rows.user(user)
    except WireError:
        return
    assert found.marked in {True, False, None}
    assert len(found.name) <= 200
    found.name.encode()


def test_contradicting_duplicates_are_broken_and_repetitions_are_not() -> None:
    assert rows.distinct([("a", 1), ("a", 1), ("b", 2)], lambda row: row[0]) == (("a", 1), ("b", 2))
    with pytest.raises(WireError):
        rows.distinct([("a", 1), ("a", 2)], lambda row: row[0])


def test_refusals_of_the_client_were_not_taken() -> None:
    taken = {}
    for status in (400, 401, 403, 404, 408, 412, 429, 500, 502, 503):
        with pytest.raises(RefusedError) as caught:
            answers.refuse(an_answer(status, error("0x80040203", "x")))
        taken[status] = caught.value.not_taken
    assert [status for status, not_taken in taken.items() if not not_taken] == [408, 500, 502, 503]
