"""What stands between this computer and an identity provider: certificates, proxies, silence and lies."""

# ruff: noqa: ARG001, PLR0913, PLR0917  fixtures stage the world, whether or not a test looks at them

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

import pytest
import requests

from sopwizard.adapters.signin import http
from sopwizard.adapters.signin.accounts import Accounts
from sopwizard.adapters.signin.loopback import Loopback
from sopwizard.adapters.signin.tokens import MsalTokens
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.signin import Way
from sopwizard.services.job import Cancelled, Job
from tests.support.certificates import TestAuthority
from tests.support.entra import HOSTS, Entra
from tests.support.one_socket import head, server

CONTOSO = "https://contoso.crm4.dynamics.com"
Make = Callable[..., Accounts]
Serve = Callable[[bytes], AbstractContextManager[str]]


def problem_of(accounts: Make, **named: object) -> SopError:
    with pytest.raises(SopError) as problem:
        MsalTokens(accounts(**named), Way.INTERACTIVE).token(CONTOSO, Job())
    return problem.value


# -- certificates ---------------------------------------------------------------------------------------------------


def test_a_certificate_that_the_operating_system_does_not_know_is_refused(
    entra: Entra, accounts: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = TestAuthority(tmp_path / "other")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.bundle))
    problem = problem_of(accounts)
    assert (problem.problem, problem.details["host"]) == (Problem.TLS_FAILED, "contoso.crm4.dynamics.com")
    assert entra.seen == []


def through(to: int, seen: list[bytes]) -> Callable[[socket.socket], None]:
    """A proxy that lets everything through to that port."""

    def answer(connection: socket.socket) -> None:
        seen.append(head(connection).split(b"\r\n", 1)[0])
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", to)) as outside:
            back = threading.Thread(target=pump, args=(outside, connection), daemon=True)
            back.start()
            pump(connection, outside)
            back.join(5)

    def pump(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)

    return answer


def looking_inside(own: ssl.SSLContext, to: int, seen: list[bytes]) -> Callable[[socket.socket], None]:
    """A proxy that opens everything with a certificate of its own, as many companies have."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE

    def answer(connection: socket.socket) -> None:
        seen.append(head(connection).split(b"\r\n", 1)[0])
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with own.wrap_socket(connection, server_side=True) as inside:
            request = head(inside)
            start, _, body = request.partition(b"\r\n\r\n")
            size = re.search(rb"(?i)content-length: (\d+)", start)
            while size and len(body) < int(size.group(1)):
                body += inside.recv(65536)
            start = re.sub(rb"(?i)connection: [^\r]*", b"Connection: close", start)
            with trusting.wrap_socket(socket.create_connection(("127.0.0.1", to))) as outside:
                outside.sendall(start + b"\r\n\r\n" + body)
                came = b""
                while data := outside.recv(65536):
                    came += data
            inside.sendall(came.replace(b"Content-Type", b"Connection: close\r\nContent-Type", 1))

    return answer


@pytest.mark.parametrize("looks_inside", [False, True])
def test_a_proxy_of_the_company_is_used_and_its_certificate_is_the_operating_systems_matter(
    entra: Entra,
    browser: list[str],
    accounts: Make,
    monkeypatch: pytest.MonkeyPatch,
    authority: TestAuthority,
    looks_inside: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    seen: list[bytes] = []
    own = authority.server(*HOSTS).context()
    with server(looking_inside(own, entra.port, seen) if looks_inside else through(entra.port, seen)) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("NO_PROXY", "localhost")
        # The person's browser uses the same proxy, but trusts what it is told to trust.
        token = MsalTokens(accounts(), Way.INTERACTIVE).token(CONTOSO, Job())
    assert entra.access_tokens[token] == CONTOSO
    assert {line.split()[1] for line in seen} == {b"login.microsoftonline.com:443", b"contoso.crm4.dynamics.com:443"}


def test_a_proxy_with_a_certificate_that_nobody_knows_is_said(
    entra: Entra, accounts: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = TestAuthority(tmp_path / "proxy", "The proxy's own").server(*HOSTS).context()
    with server(looking_inside(own, entra.port, [])) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        assert problem_of(accounts).problem is Problem.TLS_FAILED


def test_a_proxy_that_wants_a_password_is_said(entra: Entra, accounts: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(connection: socket.socket) -> None:
        head(connection)
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    with server(refuse) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        assert problem_of(accounts).problem is Problem.PROXY_FAILED


# -- silence --------------------------------------------------------------------------------------------------------


def test_no_network_is_said(entra: Entra, accounts: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_names(*_args: object, **_named: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", no_names)
    problem = problem_of(accounts)
    assert (problem.problem, problem.details["host"]) == (Problem.UNKNOWN_HOST, "contoso.crm4.dynamics.com")


def test_nobody_listening_is_said(entra: Entra, accounts: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    look_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, _port, *args: look_up("127.0.0.1", port, *args))
    assert problem_of(accounts).problem is Problem.NO_CONNECTION


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch, authority: TestAuthority) -> Serve:
    """Serves those bytes to every request over TLS; the address."""
    context = authority.server("localhost").context()
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.bundle))

    @contextmanager
    def serve(answer: bytes) -> Iterator[str]:
        def respond(connection: socket.socket) -> None:
            with context.wrap_socket(connection, server_side=True) as secure:
                head(secure)
                secure.sendall(answer)

        with server(respond) as port:
            yield f"https://localhost:{port}/"

    return serve


def test_a_redirect_is_not_followed(plain: Serve) -> None:
    with plain(b"HTTP/1.1 307 X\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n") as address:
        answer = http.Session(5).post(address)
    assert answer.status_code == 307


def test_an_endless_answer_is_cut(
    plain: Serve,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http, "LARGEST", 1000)
    with (
        plain(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 100_000) as address,
        pytest.raises(SopError) as problem,
    ):
        http.Session(5).get(address)
    assert problem.value.problem is Problem.ANSWER_TOO_LARGE


@pytest.mark.parametrize("head_first", [True, False], ids=["body", "head"])
def test_an_answer_that_drips_is_cut(
    authority: TestAuthority,
    monkeypatch: pytest.MonkeyPatch,
    head_first: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    context = authority.server("localhost").context()
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.bundle))
    ends = threading.Event()

    def drip(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            head(secure)
            secure.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + (b"\r\n" if head_first else b"X-Slow: "))
            while not ends.wait(0.02):
                secure.sendall(b"x")

    began = time.monotonic()
    with server(drip) as port, pytest.raises(requests.ReadTimeout):
        http.Session(0.3).get(f"https://localhost:{port}/")
    ends.set()
    assert time.monotonic() - began < 3


def test_a_page_of_a_portal_in_place_of_json_is_said(entra: Entra, accounts: Make) -> None:
    entra.answer = lambda seen: (  # type: ignore[method-assign]
        (401, {"WWW-Authenticate": "Bearer authorization_uri=https://login.microsoftonline.com/t/oauth2/authorize"}, "")
        if seen.host.startswith("contoso")
        else (200, {}, "<html>Please log in to the network</html>")
    )
    problem = problem_of(accounts)
    assert (problem.problem, problem.details.get("reason")) == (Problem.SIGN_IN_FAILED, "bad-authority")


def test_a_provider_that_breaks_is_said(entra: Entra, browser: list[str], accounts: Make) -> None:
    answer = entra.answer
    entra.answer = lambda seen: (  # type: ignore[method-assign]
        (503, {}, "") if seen.path.endswith("/token") else answer(seen)
    )
    problem = problem_of(accounts)
    assert (problem.problem, problem.details["host"]) == (Problem.SERVER_ERROR, "login.microsoftonline.com")


# -- the address that the browser comes back to ---------------------------------------------------------------------


def page(which: str) -> str:
    return f"page: {which}"


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    found = Loopback("http://localhost", page)
    found.expect("the-state")
    with found.serving():
        yield found


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"state": "the-state", "code": "c"}, 200),
        ({"state": "the-state", "error": "access_denied"}, 200),
        ({"state": "another", "code": "c"}, 400),
        ({"code": "c"}, 400),
        ({"state": "the-state"}, 400),
        ({}, 400),
        ({f"x{number}": "x" for number in range(60)}, 400),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_only_the_answer_that_is_waited_for_is_taken(
    loopback: Loopback, fields: dict[str, str], status: int, method: str
) -> None:
    given = {"params": fields} if method == "GET" else {"data": fields}
    answer = requests.request(method, loopback.redirect_uri, timeout=5, **given)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    if status == 200:
        assert loopback.wait(Job(), 5) == fields
        assert requests.get(loopback.redirect_uri, params=fields, timeout=5).status_code == 400  # once only
    else:
        with pytest.raises(SopError):
            loopback.wait(Job(), 0.05)


@pytest.mark.parametrize(("path", "host"), [("/favicon.ico", None), ("/", "evil.example"), ("/", "localhost:1")])
def test_other_names_and_paths_are_not_served(loopback: Loopback, path: str, host: str | None) -> None:
    headers = {"Host": host} if host else {}
    fields = {"state": "the-state", "code": "c"}
    answer = requests.get(loopback.redirect_uri + path, params=fields, headers=headers, timeout=5)
    assert answer.status_code == 404


def test_a_page_that_never_finishes_its_request_holds_nobody(loopback: Loopback) -> None:
    port = int(loopback.redirect_uri.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nContent-Length: 50")
        fields = {"state": "the-state", "code": "c"}
        assert requests.get(loopback.redirect_uri, params=fields, timeout=5).status_code == 200


def test_a_body_that_is_too_large_is_not_read(loopback: Loopback) -> None:
    port = int(loopback.redirect_uri.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as large:
        large.sendall(f"POST / HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 999999999\r\n\r\n".encode())
        assert large.recv(100).startswith(b"HTTP/1.0 400")


def test_waiting_is_cancelled_at_once(loopback: Loopback) -> None:
    job = Job()
    threading.Timer(0.05, job.cancel).start()
    with pytest.raises(Cancelled):
        loopback.wait(job, 30)


@pytest.mark.parametrize(
    "redirect", ["https://localhost", "http://contoso.example", "http://localhost:99999", "app://x", "nonsense"]
)
def test_a_redirect_that_is_not_on_this_computer_is_refused(redirect: str) -> None:
    with pytest.raises(SopError) as problem:
        Loopback(redirect, page)
    assert problem.value.details["reason"] == "no-loopback"


def test_a_port_that_is_taken_is_said() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken, pytest.raises(SopError) as problem:
        Loopback(f"http://localhost:{taken.getsockname()[1]}", page)
    assert problem.value.details["reason"] == "no-loopback"


def test_a_chosen_path_is_kept() -> None:
    found = Loopback("http://127.0.0.1/back", page)
    found.expect("s")
    with found.serving():
        assert found.redirect_uri.startswith("http://127.0.0.1:")
        assert requests.get(found.redirect_uri, params={"state": "s", "code": "c"}, timeout=5).status_code == 200
