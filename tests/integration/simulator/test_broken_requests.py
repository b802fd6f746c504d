"""What is no whole request is refused in the form of every answer, or not answered; nothing of it is done."""

import json
import socket

import pytest

from sopwizard.adapters.simulator.server import RunningSimulator
from tests.support.simulator import ORGANIZATION, Client

SOMEBODY = "Host: here\r\nAuthorization: Bearer anything\r\n"
CHANGE = f"PATCH /api/data/v9.2/organizations({ORGANIZATION}) HTTP/1.1\r\n{SOMEBODY}Content-Type: application/json\r\n"
WHO = "GET /api/data/v9.2/WhoAmI HTTP/1.1\r\n"
BODY = '{"issopintegrationenabled":true}'
CHUNKED = f"{CHANGE}Transfer-Encoding: chunked\r\n\r\n"


def told(simulator: RunningSimulator, text: str) -> bytes:
    """Everything that is answered to a client that sends that and no more."""
    port = int(simulator.origin.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(text.encode())
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while more := connection.recv(65536):
            answer += more
    return answer


def untouched(client: Client) -> bool:
    row = client.get(f"organizations({ORGANIZATION})?$select=issopintegrationenabled")
    return row["issopintegrationenabled"] is False


@pytest.mark.parametrize(
    "cut",
    [
        f"{CHANGE}Content-Length: {len(BODY) + 1}\r\n\r\n{BODY}",
        f"{CHUNKED}{len(BODY) + 1:x}\r\n{BODY}",
        f"{CHUNKED}{len(BODY):x}\r\n{BODY}\r\n",
    ],
    ids=["length", "within a chunk", "no last chunk"],
)
def test_a_write_that_was_cut_off_is_not_done(simulator: RunningSimulator, client: Client, cut: str) -> None:
    assert b" 204 " not in told(simulator, cut)
    assert untouched(client)


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        (f"{CHANGE}Content-Length: {len(BODY)}\r\nContent-Length: 2\r\n\r\n{BODY}", 400),
        (f"{CHANGE}Content-Length: +{len(BODY)}\r\n\r\n{BODY}", 400),
        (f"{CHANGE}Content-Length: 3_2\r\n\r\n{BODY}", 400),
        (f"{CHANGE}Content-Length: -1\r\n\r\n{BODY}", 400),
        (f"{CHANGE}Content-Length: {2**40}\r\n\r\n{BODY}", 413),
        (f"{CHANGE}Transfer-Encoding: gzip, chunked\r\n\r\n20\r\n{BODY}\r\n0\r\n\r\n", 501),
        (f"{CHUNKED}0x20\r\n{BODY}\r\n0\r\n\r\n", 400),
        (f"{CHUNKED}{2**40:x}\r\n", 413),
        (f"MERGE{CHANGE.removeprefix('PATCH')}\r\n", 501),
        ("GET /api/data/v9.2/WhoAmI HTTP/3.0\r\n\r\n", 505),
        ("\x16\x03\x01 no http at all\r\n\r\n", 400),
        (f"GET /{'a' * 70_000} HTTP/1.1\r\n\r\n", 414),
        (f"{WHO}X: {'a' * 70_000}\r\n\r\n", 431),
    ],
)
def test_what_is_no_request_is_refused_in_the_form_of_every_answer(
    simulator: RunningSimulator, client: Client, request_text: str, status: int
) -> None:
    answer = told(simulator, request_text)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"\r\nOData-Version: 4.0\r\n" in head
    assert b"\r\nx-ms-service-request-id: " in head
    # one answer, and the connection ends: what followed is not taken for another request
    assert json.loads(body)["error"]["message"]
    assert b"\r\nConnection: close" in head
    assert untouched(client)


def test_a_client_of_http_1_0_is_told_that_its_connection_stays(simulator: RunningSimulator) -> None:
    old = WHO.replace("1.1", "1.0") + SOMEBODY
    assert b"\r\nConnection: keep-alive\r\n" in told(simulator, f"{old}Connection: keep-alive\r\n\r\n")
    assert b"\r\nConnection: close\r\n" in told(simulator, f"{old}\r\n")
