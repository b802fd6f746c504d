"""The address on this computer that the browser comes back to. Waiting for it ends at once when the user cancels."""

import hmac
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, urlsplit

from sopwizard.adapters.signin.refusals import failed
from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.services.job import Job

Answer = dict[str, str]
Page = Callable[[Literal["done", "refused", "not-ours"]], str]

_LARGEST: Final = 64 * 1024
_SLOWEST: Final = 10.0
_LATENCY: Final = 0.02
_NAMES: Final = ("localhost", "127.0.0.1", "[::1]")
_HEADERS: Final = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Connection", "close"),
)


class Loopback:
    """A server for one answer. ``redirect_uri`` is what the provider has to send the browser to."""

    def __init__(self, redirect: str, page: Page) -> None:
        parts = urlsplit(redirect)
        name = parts.hostname or ""
        if parts.scheme != "http" or name not in ("localhost", "127.0.0.1"):
            raise failed(SignInReason.NO_LOOPBACK, redirect=redirect[:200])
        self._path = parts.path or "/"
        self._page = page
        self._state = ""
        self._answer: Answer | None = None
        self._taking = threading.Lock()
        self._arrived = threading.Event()
        try:
            self._server = _Server(("127.0.0.1", parts.port or 0), self)
        except (OSError, ValueError) as error:
            raise failed(SignInReason.NO_LOOPBACK, redirect=redirect[:200]) from error
        self.redirect_uri = f"http://{name}:{self._server.server_port}{parts.path}"

    def expect(self, state: str) -> None:
        """Take the answer with that state, and no other."""
        self._state = state

    def take(self, fields: Answer) -> bool:
        """Offer an answer; whether it was the one."""
        state = fields.get("state", "")
        ours = bool(self._state) and hmac.compare_digest(state.encode(), self._state.encode())
        with self._taking:
            if not ours or not ("code" in fields or "error" in fields) or self._answer is not None:
                return False
            self._answer = fields
            return True

    def tell(self) -> None:
        """Wake whoever waits: the answer was taken, and its page was sent."""
        self._arrived.set()

    def wait(self, job: Job, limit: float) -> Answer:
        """The answer. Raises Cancelled at once, and TIMED_OUT after ``limit`` seconds."""
        end = time.monotonic() + limit
        while not self._arrived.wait(_LATENCY):
            job.check()
            if time.monotonic() >= end:
                raise failed(SignInReason.TIMED_OUT)
        job.check()
        return dict(self._answer or {})

    def serves(self, host: str, path: str) -> bool:
        """Whether a request was meant for this server: another name for it is an attack from a web page."""
        allowed = {f"{name}:{self._server.server_port}" for name in _NAMES}
        return host in allowed and path == self._path

    def page(self, which: Literal["done", "refused", "not-ours"]) -> bytes:
        """The page to show in the browser."""
        return self._page(which).encode()

    @contextmanager
    def serving(self) -> "Iterator[Loopback]":
        """Serve inside the context."""
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="loopback", daemon=True
        ).start()
        try:
            yield self
        finally:
            threading.Thread(target=self._close, name="loopback-end", daemon=True).start()

    def _close(self) -> None:
        """Ending the server takes until it next looks up, for which nobody should wait."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a browser that keeps a connection open must not hold the page
    allow_reuse_address = False  # nobody else may share the port

    def __init__(self, address: tuple[str, int], loopback: Loopback) -> None:
        self.loopback = loopback
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no news."""


class _Handler(BaseHTTPRequestHandler):
    timeout = _SLOWEST
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *_args: Any) -> None:  # noqa: ANN401  http.server's own signature
        """Nothing: the line would hold the code."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self._receive(parts.path, parts.query)

    def do_POST(self) -> None:
        try:
            size = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            size = -1
        body = self.rfile.read(size).decode("ascii", "replace") if 0 <= size <= _LARGEST else ""
        self._receive(urlsplit(self.path).path, body)

    def _receive(self, path: str, text: str) -> None:
        loopback = self.server.loopback  # type: ignore[attr-defined]  # our own server
        if not loopback.serves(self.headers.get("Host") or "", path):
            self._show(404, loopback.page("not-ours"))
            return
        try:
            fields = dict(parse_qsl(text, max_num_fields=50))
        except ValueError:
            fields = {}
        if not loopback.take(fields):
            self._show(400, loopback.page("not-ours"))
            return
        try:
            self._show(200, loopback.page("refused" if "error" in fields else "done"))
        finally:
            loopback.tell()  # only now, as the program may be over a moment later

    def _show(self, status: int, page: bytes) -> None:
        self.send_response(status)
        for name, value in (*_HEADERS, ("Content-Length", str(len(page)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page)
        self.wfile.flush()
