"""Whatever keeps a connection from being secure is told as what it is, by the gateway and by the sign-in alike.

Every server here is a real one with TLS of its own, or with none.
"""

import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from sopwizard.adapters.signin.challenge import challenge
from sopwizard.domain.errors import Problem, SopError, TlsReason
from sopwizard.services.job import Job
from sopwizard.text import errors
from tests.support.certificates import Pair, TestAuthority, own_certificate
from tests.support.hostile_dataverse import TOKEN, USER, WHO, api, failure
from tests.support.one_socket import head, server

Talk = Callable[[socket.socket], None]
R = TlsReason

SAID = {
    R.NOT_TLS: "does not speak TLS",
    R.VERSION: "no version of TLS in common",
    R.REFUSED: "no encryption that suits both",
    R.CLIENT_CERTIFICATE: "lets nobody in without a certificate",
    R.UNKNOWN_NAME: "says that it is not localhost",
    R.CUT: "ended before it was secure",
    R.EXPIRED: "has expired",
    R.NOT_YET_VALID: "begins later than now",
    R.REVOKED: "was withdrawn",
    R.WRONG_NAME: "is not for localhost",
    R.SELF_SIGNED: "Nobody but itself vouches",
    R.UNTRUSTED: "Nobody whom this computer trusts",
    R.BROKEN: "No secure connection to localhost could be made",
}


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestAuthority:
    found = TestAuthority(tmp_path / "authority")
    monkeypatch.setenv("SSL_CERT_FILE", str(found.bundle))
    return found


@pytest.fixture(autouse=True)
def heard() -> Iterator[list[bytes]]:
    """What servers got over a secure connection."""
    _HEARD.clear()
    yield _HEARD
    assert not any(TOKEN.encode() in each for each in _HEARD)


_HEARD: list[bytes] = []


def answering(context: ssl.SSLContext) -> Talk:
    """A server with TLS like that, which answers whoever gets so far, and waits for him to hang up."""

    def talk(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False) as secure:
            try:
                secure.do_handshake()
            except ssl.SSLError:
                with socket.socket(fileno=secure.detach()) as plain:
                    while plain.recv(65536):
                        pass
                return
            _HEARD.append(head(secure))
            secure.sendall(WHO)

    return talk


def saying(reply: bytes) -> Talk:
    """A server that answers the first words of TLS with that."""

    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(reply)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass

    return talk


def alert(number: int) -> bytes:
    """A fatal alert of TLS in clear, as servers send it instead of a handshake (RFC 8446 6)."""
    return bytes([21, 3, 3, 0, 2, 2, number])


def closing(connection: socket.socket) -> None:
    connection.recv(65536)


def resetting(connection: socket.socket) -> None:
    connection.recv(10)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def told(talk: Talk) -> set[str]:
    """What gateway and sign-in say of it: the reason, which is the same."""
    with server(talk) as port:
        origin = f"https://localhost:{port}"
        by_gateway = failure(origin, timeout=10)
        with pytest.raises(SopError) as caught:
            challenge(origin, 10, Job())
    for error in (by_gateway, caught.value):
        assert error.problem is Problem.TLS_FAILED
        assert error.details["host"] == "localhost" or error.details["host"] == origin.partition("//")[2]
        words = errors.explain(error)
        assert not any(raw in f"{words}" for raw in ("SSL", "_ssl.c", "Errno", "alert", "verify"))
    return {str(error.details["reason"]) for error in (by_gateway, caught.value)}


HTTP_400 = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"


@pytest.mark.usefixtures("no_pauses", "authority")
@pytest.mark.parametrize(
    ("talk", "reason"),
    [
        (saying(HTTP_400), R.NOT_TLS),
        (saying(b"SSH-2.0-OpenSSH_9.2\r\n"), R.NOT_TLS),
        (saying(alert(70)), R.VERSION),
        (saying(alert(40)), R.REFUSED),
        (saying(alert(71)), R.REFUSED),
        (saying(alert(112)), R.UNKNOWN_NAME),
        (saying(alert(42)), R.CLIENT_CERTIFICATE),
        (saying(alert(80)), R.BROKEN),
        (closing, R.CUT),
        (resetting, R.CUT),
    ],
    ids=str,
)
def test_what_answers_instead_of_a_handshake_is_told(talk: Talk, reason: TlsReason) -> None:
    assert told(talk) == {reason}


def with_days(authority: TestAuthority, first: int, last: int) -> Pair:
    return authority.server("localhost", days=(first, last))


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        (lambda authority, _folder: with_days(authority, -9, -2), R.EXPIRED),
        (lambda authority, _folder: with_days(authority, 2, 9), R.NOT_YET_VALID),
        (lambda authority, _folder: authority.server("elsewhere.example"), R.WRONG_NAME),
        (lambda _authority, folder: TestAuthority(folder / "other").server("localhost"), R.UNTRUSTED),
        (lambda _authority, folder: own_certificate(folder, "localhost"), R.SELF_SIGNED),
    ],
    ids=["expired", "not yet valid", "another name", "nobody's", "its own"],
)
def test_a_certificate_is_refused_for_what_is_wrong_with_it(
    authority: TestAuthority, tmp_path: Path, pair: Callable[[TestAuthority, Path], Pair], reason: TlsReason
) -> None:
    assert told(answering(pair(authority, tmp_path).context())) == {reason}
    assert _HEARD == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_a_server_with_old_versions_of_tls_alone_is_told(authority: TestAuthority) -> None:
    context = authority.server("localhost").context()
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    assert told(answering(context)) == {R.VERSION}


@pytest.mark.parametrize(
    ("version", "reason"),
    [(ssl.TLSVersion.TLSv1_3, R.CLIENT_CERTIFICATE), (ssl.TLSVersion.TLSv1_2, R.REFUSED)],
    ids=str,
)
def test_a_server_that_wants_a_certificate_of_ours_is_told(
    authority: TestAuthority, version: ssl.TLSVersion, reason: TlsReason
) -> None:
    context = authority.server("localhost").context()
    context.load_verify_locations(authority.bundle)
    context.verify_mode = ssl.CERT_REQUIRED
    context.maximum_version = version
    assert told(answering(context)) == {reason}


@pytest.mark.usefixtures("no_pauses")
def test_a_connection_that_breaks_once_it_is_secure_is_a_broken_connection(authority: TestAuthority) -> None:
    context = authority.server("localhost").context()
    asked = []

    def talk(connection: socket.socket) -> None:
        secure = context.wrap_socket(connection, server_side=True)
        asked.append(head(secure))
        secure.sendall(WHO[:-20])
        socket.socket(fileno=secure.detach()).close()  # without a word of TLS

    with server(talk) as port:
        error = failure(f"https://localhost:{port}")
    assert error.problem is Problem.NO_CONNECTION
    assert len(asked) == 3


def test_behind_a_proxy_the_system_is_asked_as_well(authority: TestAuthority, monkeypatch: pytest.MonkeyPatch) -> None:
    context = authority.server("contoso.crm4.dynamics.com").context()

    def proxy(connection: socket.socket) -> None:
        head(connection)
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        answering(context)(connection)

    with server(proxy) as port:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
        with api("https://contoso.crm4.dynamics.com") as gateway:
            assert gateway.identify(Job()).user_id == USER
    _HEARD.clear()


def test_the_list_that_came_with_a_library_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other, listed = TestAuthority(tmp_path / "other"), TestAuthority(tmp_path / "listed", "On a list")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.bundle))
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(listed.bundle))
    assert told(answering(listed.server("localhost").context())) == {R.UNTRUSTED}


@pytest.mark.parametrize("reason", TlsReason)
def test_every_reason_has_a_sentence_of_its_own(reason: TlsReason) -> None:
    words = errors.explain(SopError(Problem.TLS_FAILED, host="localhost", reason=reason.value))
    assert SAID[reason] in words.happened
    assert [each for each, said in SAID.items() if said in words.happened] == [reason]


def test_what_nobody_knows_is_not_called_a_certificate() -> None:
    assert "certificate" not in errors.explain(SopError(Problem.TLS_FAILED, reason="new")).happened
