"""Servers that are broken, slow or hostile: the adapter says what is true, in time, and gives nothing away."""

import gzip
import itertools
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from sopwizard.domain.errors import Problem, SopError, TlsReason
from sopwizard.services.job import Cancelled, Job, Progress
from sopwizard.text import errors
from tests.support.hostile import Act, HangUp, Hostile, hang_up, http, silence
from tests.support.hostile_dataverse import ORGANIZATION, TOKEN, USER, WHO, api, failure


def test_whoever_is_signed_in_is_told() -> None:
    with Hostile(WHO) as server, api(server) as gateway:
        who = gateway.identify(Job())
    assert (who.user_id, who.organization_id) == (USER, ORGANIZATION)
    (request,) = server.requests
    head = request.decode()
    assert head.startswith("GET /api/data/v9.2/WhoAmI HTTP/1.1\r\n")
    for line in ("Accept: application/json", "OData-Version: 4.0", f"Authorization: Bearer {TOKEN}"):
        assert f"\r\n{line}\r\n" in head


def test_a_page_instead_of_dataverse_is_named() -> None:
    page = http(200, b"<html><title>Welcome to Airport Wi-Fi</title></html>", content_type="text/html; charset=utf-8")
    with Hostile(page) as server:
        error = failure(server)
    assert error.problem is Problem.NOT_DATAVERSE
    assert error.details["title"] == "Welcome to Airport Wi-Fi"


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "http://127.0.0.1:1/x", "//evil.example", "/elsewhere", "https://["]
)
def test_no_redirect_is_followed(to: str) -> None:
    with Hostile(http(302, location=to)) as server:
        error = failure(server)
    assert error.problem is Problem.OFF_ORIGIN
    assert len(server.requests) == 1


def endless(_request: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    while True:
        yield b"10000\r\n" + b" " * 0x10000 + b"\r\n"


def bomb(_request: bytes) -> bytes:
    return http(200, gzip.compress(b" " * 200_000_000, 9), content_encoding="gzip")


@pytest.mark.parametrize("act", [endless, bomb])
def test_a_flood_is_cut_off(act: Act) -> None:
    with Hostile(act) as server:
        error = failure(server)
    assert error.problem is Problem.ANSWER_TOO_LARGE


def test_a_redirect_without_end_is_not_read() -> None:
    def redirect(request: bytes) -> Iterator[bytes]:
        yield b"HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nTransfer-Encoding: chunked\r\n\r\n"
        yield from itertools.islice(endless(request), 1, None)

    with Hostile(redirect) as server:
        assert failure(server).problem is Problem.OFF_ORIGIN


@pytest.mark.usefixtures("no_pauses")
def test_encodings_that_nobody_asked_for_are_refused() -> None:
    body = WHO.partition(b"\r\n\r\n")[2]
    with Hostile(http(200, gzip.compress(gzip.compress(body)), content_encoding="gzip, gzip")) as server:
        assert failure(server).problem is Problem.BROKEN_ANSWER


def test_compressed_answers_are_read() -> None:
    body = gzip.compress(WHO.partition(b"\r\n\r\n")[2])
    with Hostile(http(200, body, content_encoding="gzip")) as server, api(server) as gateway:
        assert gateway.identify(Job()).user_id == USER


def drip_head(_request: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nX-Slow: "
    while True:
        time.sleep(0.05)
        yield b"x"


def drip_body(_request: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
    while True:
        time.sleep(0.05)
        yield b" "


@pytest.mark.parametrize("act", [drip_head, drip_body, silence])
def test_the_time_limit_is_for_the_whole_answer(act: Act) -> None:
    started = time.monotonic()
    with Hostile(act) as server:
        error = failure(server, timeout=0.5)
    assert error.problem is Problem.TIMEOUT
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("act", [drip_head, drip_body, silence])
def test_a_read_is_left_at_once_when_the_user_stops(act: Act) -> None:
    job = Job()
    with Hostile(act) as server, api(server) as gateway:
        threading.Timer(0.2, job.cancel).start()
        started = time.monotonic()
        with pytest.raises(Cancelled):
            gateway.identify(job)
        assert time.monotonic() - started < 1.5


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize(
    "first",
    [
        b"",
        WHO[:-10],
        http(502, b"<html>bad gateway</html>", content_type="text/html"),
        http(200, b""),
        http(200, b'{"UserId":'),
        b"nonsense\r\n\r\n",
    ],
)
def test_a_lost_read_is_asked_for_again(first: bytes) -> None:
    def cut(_request: bytes) -> Iterator[bytes]:
        yield first
        raise HangUp

    with Hostile(cut, WHO) as server, api(server) as gateway:
        assert gateway.identify(Job()).user_id == USER
    assert len(server.requests) == 2


@pytest.mark.usefixtures("no_pauses")
def test_a_read_is_asked_for_three_times_at_most() -> None:
    with Hostile(hang_up) as server:
        assert failure(server).problem is Problem.NO_CONNECTION
    assert len(server.requests) == 3


@pytest.mark.usefixtures("no_pauses")
def test_a_closed_door_and_an_unknown_name_are_told_apart() -> None:
    with Hostile(WHO) as server:
        closed = server.origin
    for origin, problem in ((closed, Problem.NO_CONNECTION), ("https://nowhere.example", Problem.UNKNOWN_HOST)):
        with api(origin) as gateway, pytest.raises(SopError) as caught:
            gateway.identify(Job())
        assert caught.value.problem is problem


def test_a_server_without_tls_is_told() -> None:
    with Hostile(b"", greeting=b"220 mail.example ready\r\n") as server:
        error = failure(server.origin.replace("http:", "https:"))
    assert (error.problem, error.details["reason"]) == (Problem.TLS_FAILED, TlsReason.NOT_TLS)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_busy_server_is_given_the_time_it_asks_for(status: int, form: str) -> None:
    waited: list[float] = []
    said: list[Progress] = []

    class Patient(Job):
        def wait(self, seconds: float) -> None:
            waited.append(seconds)

    later = "17" if form == "seconds" else format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    with Hostile(http(status, retry_after=later), WHO) as server, api(server) as gateway:
        assert gateway.identify(Patient(said.append)).user_id == USER
    assert len(waited) == 1
    assert 15 < waited[0] <= 20
    assert said[0].what == f"The server is busy and asks to wait {17 if form == 'seconds' else 20} s"


class Waited(Job):
    """Waits for nothing, and remembers for how long it should have."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.waited: list[float] = []
        super().__init__(lambda progress: self.said.append(progress.what))

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)


PAST, FAR = "Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2099 07:28:00 GMT"
OWN = [2.0, 4.0, 8.0, 16.0, 32.0]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("retry_after", "waited"),
    [
        *((said, OWN) for said in ("abc", "-5", "+5", "1.5", "5, 6", "Wed, 99 Foo 2015 07:28:00 GMT", "")),
        *((said, [0.5] * 5) for said in ("0", "000", PAST)),
        ("60", [60.0] * 5),
        ("140", [140.0] * 2),
        *((said, []) for said in ("301", "3600", "9" * 60, FAR)),
    ],
)
def test_patience_with_a_busy_server_ends(status: int, retry_after: str, waited: list[float]) -> None:
    job = Waited()
    with Hostile(http(status, retry_after=retry_after)) as server, api(server) as gateway:
        with pytest.raises(SopError) as caught:
            gateway.identify(job)
        assert len(server.requests) == len(waited) + 1
    assert job.waited == waited
    assert caught.value.problem is (Problem.THROTTLED if status == 429 else Problem.SERVER_ERROR)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("retry_after", "told"),
    [
        ("3600", "is busy and asks to wait 60 minutes."),
        ("1" + "0" * 40, "is busy and asks to wait 366 days."),
        ("7201", "is busy and asks to wait 3 hours."),
        ("1", "is busy and asks to wait 1 second."),
    ],
)
def test_how_long_a_server_asks_to_wait_is_told(status: int, retry_after: str, told: str) -> None:
    with (
        Hostile(http(status, retry_after=retry_after)) as server,
        api(server) as gateway,
        pytest.raises(SopError) as caught,
    ):
        gateway.identify(Waited())
    words = errors.explain(caught.value)
    assert told in words.happened
    assert words.todo == "Wait that long, then try again."


def test_a_pause_of_our_own_is_not_called_the_servers() -> None:
    job = Waited()
    with Hostile(http(429, retry_after="soon"), WHO) as server, api(server) as gateway:
        gateway.identify(job)
    assert job.said == ["The server is busy; asking again in 2 s"]


def test_waiting_stops_when_the_user_stops() -> None:
    job = Job()
    with Hostile(http(429, retry_after="200")) as server, api(server) as gateway:
        threading.Timer(0.2, job.cancel).start()
        with pytest.raises(Cancelled):
            gateway.identify(job)


def test_an_answer_that_names_nobody_is_not_dataverse_s() -> None:
    with Hostile(http(200, b'{"UserId":"me"}')) as server:
        assert failure(server).problem is Problem.BROKEN_ANSWER
