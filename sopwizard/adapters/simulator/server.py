"""The HTTP server: sockets, keep-alive, lengths and logs around a service that answers requests."""

import itertools
import logging
import shutil
import socket
import ssl
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from sopwizard.adapters.simulator.faults import Cut, Switchboard
from sopwizard.adapters.simulator.messages import Answer, Headers, Request
from sopwizard.adapters.simulator.scenarios import recipe
from sopwizard.adapters.simulator.service import Service
from sopwizard.adapters.simulator.store import Store

_LOG = logging.getLogger(__name__)
_CRASHED = Answer(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    (("Content-Type", "application/json"),),
    b'{"error":{"code":"0x80040216","message":"An unexpected error occurred."}}',
)
_BODY_LIMIT = 64 * 1024 * 1024
_LOGGED = 100_000  # requests that the log remembers
_IDLE = 120.0  # seconds that a connection may be silent


@dataclass(frozen=True, slots=True)
class Logged:
    """One request as the server saw it; status 0 where no answer was given."""

    method: str
    path: str
    status: int


class RunningSimulator:
    """A simulator that listens. Leave its context, or call ``stop``, to end it.

    ``origin`` is ``http://127.0.0.1:PORT``; ``faults`` is the switchboard; ``log`` lists the requests so far.
    """

    def __init__(self, server: "_Server", service: Service, origin: str, close: Callable[[], None]) -> None:
        self._server = server
        self._close = close
        self.service = service
        self.origin = origin
        self._thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="simulator", daemon=True
        )
        self._thread.start()

    @property
    def faults(self) -> Switchboard:
        """What goes wrong on purpose: add and clear rules while it runs."""
        return self._server.switchboard

    @property
    def log(self) -> tuple[Logged, ...]:
        """The requests so far; parts of a batch are not listed, the batch is."""
        return tuple(self._server.log)

    def wait(self) -> None:
        """Block until the simulator is stopped from another thread."""
        self._thread.join()

    def stop(self) -> None:
        """End it: no new connections, open ones are cut. Doing it twice is harmless."""
        if self._server.stopped:
            return
        self._server.stopped = True
        self._server.switchboard.release()
        self._server.shutdown()
        self._server.cut_connections()
        self._server.server_close()
        self._thread.join()
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(
    scenario: str,
    *,
    state: Path | None = None,
    port: int = 0,
    tls: tuple[Path, Path] | None = None,
    faults: Sequence[str] = (),
) -> RunningSimulator:
    """Serve a scenario as a Dataverse Web API on 127.0.0.1.

    ``state`` is a file that keeps the rows between processes (several may use it at once); None starts fresh and keeps
    nothing. ``tls`` is (certificate, key) in PEM. ``faults`` are rules of the fault plan. SopError UNKNOWN_SCENARIO or
    USAGE (a rule that cannot be read); OSError where the port is taken.
    """
    switchboard = Switchboard(faults)
    make = recipe(scenario)
    temporary: Path | None = None
    if state is None:
        temporary = Path(tempfile.mkdtemp(prefix="sopwizard-simulator-"))
        store = Store(temporary / "rows.sqlite", durable=False)
    else:
        state.parent.mkdir(parents=True, exist_ok=True)
        store = Store(state, durable=True)

    def close() -> None:
        store.close()
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)

    try:
        environment, model = store.prepare(make)
        for rule in environment["faults"]:
            switchboard.add(rule)
        service = Service(environment, model, store, switchboard)
        server = _Server(("127.0.0.1", port), service, switchboard)
    except BaseException:
        close()
        raise
    if tls is not None:
        try:
            server.wrap(*tls)
        except BaseException:
            server.server_close()
            close()
            raise
    scheme = "http" if tls is None else "https"
    return RunningSimulator(server, service, f"{scheme}://127.0.0.1:{server.server_address[1]}", close)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], service: Service, switchboard: Switchboard) -> None:
        self.service = service
        self.switchboard = switchboard
        self.log: deque[Logged] = deque(maxlen=_LOGGED)
        self.stopped = False
        self.scheme = "http"
        self._context: ssl.SSLContext | None = None
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, _Handler)

    def wrap(self, certificate: Path, key: Path) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._context = context
        self.scheme = "https"

    def finish_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]
        # the handshake belongs to the connection's own thread, so that a silent client holds up nobody
        request.settimeout(_IDLE)
        if self._context is not None:
            request = self._context.wrap_socket(request, server_side=True)
        with self._lock:
            self._open.add(request)
        try:
            super().finish_request(request, client_address)
        finally:
            with self._lock:
                self._open.discard(request)
            if self._context is not None:
                request.close()

    def cut_connections(self) -> None:
        with self._lock:
            connections = tuple(self._open)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away, or a handshake that fails, is the client's affair."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet an answer: otherwise Nagle and delayed acknowledgement cost 40 ms each
    disable_nagle_algorithm = True
    server: _Server
    server_version = "Microsoft-HTTPAPI/2.0"
    sys_version = ""

    def log_message(self, *_: object) -> None:  # the request log is the server's
        pass

    def _serve(self) -> None:
        body = self._body()
        if body is None:
            return
        headers = Headers(self.headers.items())
        host = self.headers.get("Host") or "127.0.0.1"
        request = Request(self.command, self.path, headers, body, f"{self.server.scheme}://{host}")
        try:
            answer = self.server.service.handle(request)
        except Cut as cut:
            self._note(cut.answer.status if cut.answer else 0)
            self._cut(cut)
            return
        except Exception:  # a bug of ours: the client is told, and the log
            _LOG.exception("%s %s", self.command, self.path)
            answer = _CRASHED
        self._note(answer.status)
        self._send(answer)

    do_GET = do_HEAD = do_POST = do_PATCH = do_PUT = do_DELETE = do_OPTIONS = _serve

    def _note(self, status: int) -> None:
        self.server.log.append(Logged(self.command, self.path, status))

    def _body(self) -> bytes | None:
        """The request's body; None where it cannot be taken, answered already."""
        if (self.headers.get("Transfer-Encoding") or "").lower() == "chunked":
            return self._chunked()
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            length = -1
        if not 0 <= length <= _BODY_LIMIT:
            self.close_connection = True
            self._send(Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE if length > 0 else HTTPStatus.BAD_REQUEST))
            return None
        return self.rfile.read(length)

    def _chunked(self) -> bytes | None:
        parts: list[bytes] = []
        total = 0
        for _ in itertools.count():
            try:
                size = int(self.rfile.readline(64).split(b";")[0], 16)
            except ValueError:
                size = -1
            total += max(size, 0)
            if size < 0 or total > _BODY_LIMIT:
                self.close_connection = True
                self._send(Answer(HTTPStatus.BAD_REQUEST))
                return None
            if size == 0:
                while self.rfile.readline(1024).strip():
                    pass
                return b"".join(parts)
            parts.append(self.rfile.read(size))
            self.rfile.readline(8)
        return None

    def _send(self, answer: Answer) -> None:
        if answer.pace or answer.endless:
            self._send_badly(answer)
            return
        self._head(answer, len(answer.body))
        if self.command != "HEAD":
            self.wfile.write(answer.body)
        self.wfile.flush()

    def _send_badly(self, answer: Answer) -> None:
        """Byte by byte, or without end; both stop with the simulator."""
        switchboard = self.server.switchboard
        self.close_connection = True
        self._head(answer, 2**40 if answer.endless else len(answer.body))
        pieces = itertools.repeat(b" " * 65536) if answer.endless else (bytes([byte]) for byte in answer.body)
        for piece in pieces:
            if switchboard.stopped:
                return
            self.wfile.write(piece)
            self.wfile.flush()
            if answer.pace:
                switchboard.wait(answer.pace)

    def _head(self, answer: Answer, length: int) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value.replace("\r", " ").replace("\n", " "))
        self.send_header("Date", formatdate(usegmt=True))
        if answer.status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
            self.send_header("Content-Length", str(length))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _cut(self, cut: Cut) -> None:
        """Break off: with part of an answer where there is one, otherwise without a word."""
        self.close_connection = True
        if cut.answer is not None:
            self._head(cut.answer, len(cut.answer.body))
            self.wfile.write(cut.answer.body[: len(cut.answer.body) // 2])
            self.wfile.flush()
        try:
            # linger 0 turns the close into a reset
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            if cut.answer is not None:
                self.connection.shutdown(socket.SHUT_WR)
        except OSError:
            return
