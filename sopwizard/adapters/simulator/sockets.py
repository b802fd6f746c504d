"""The sockets: connections, keep-alive, lengths, TLS and the request log around a service that answers requests."""

import itertools
import logging
import re
import socket
import threading
from collections import deque
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from sopwizard.adapters.simulator.certificate import context
from sopwizard.adapters.simulator.errors import QUERY, DataverseError, crashed
from sopwizard.adapters.simulator.faults import Cut, Switchboard
from sopwizard.adapters.simulator.messages import Answer, Headers, Request
from sopwizard.adapters.simulator.service import Service

if TYPE_CHECKING:
    import ssl

_LOG = logging.getLogger(__name__)
_LENGTH = re.compile(r"[0-9]{1,18}")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?\r?\n")
_BODY_LIMIT = 64 * 1024 * 1024
_LOGGED = 100_000  # requests that the log remembers
_IDLE = 120.0  # seconds that a connection may be silent


@dataclass(frozen=True, slots=True)
class Logged:
    """One request as the server saw it; status 0 where no answer was given."""

    method: str
    path: str
    status: int


class Server(ThreadingHTTPServer):
    """Listens on 127.0.0.1; one thread a connection."""

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
        """Speak TLS with that certificate. USAGE where a file holds none, or not its key."""
        self._context = context(certificate, key)
        self.scheme = "https"

    def finish_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]
        """Serve a connection to its end."""
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
        """End the connections that are open."""
        with self._lock:
            connections = tuple(self._open)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away, or a handshake that fails, is the client's affair."""


class _NoRequestError(Exception):
    """What came is no request, or none that can be taken: a status and a sentence."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet an answer: otherwise Nagle and delayed acknowledgement cost 40 ms each
    disable_nagle_algorithm = True
    server: Server
    server_version = "Microsoft-HTTPAPI/2.0"
    sys_version = ""

    def log_message(self, *_: object) -> None:  # the request log is the server's
        pass

    def _serve(self) -> None:
        try:
            body = self._body()
        except _NoRequestError as error:
            self.send_error(*error.args)
            return
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
        except Exception:  # noqa: BLE001  a bug of ours: the client is told, and the log
            if self.server.stopped:  # no bug: the rows went away under a request that was late
                self._note(0)
                self._cut(Cut())
                return
            _LOG.exception("%s %s", self.command, self.path)
            answer = self.server.service.refuse(crashed())
        self._note(answer.status)
        self._send(answer)

    do_GET = do_HEAD = do_POST = do_PATCH = do_PUT = do_DELETE = do_OPTIONS = _serve  # noqa: N815  names of http.server

    def _note(self, status: int) -> None:
        self.server.log.append(Logged(self.command, self.path, status))

    def _body(self) -> bytes | None:
        """The request's body; None where the client went away before it was whole."""
        coding = ",".join(self.headers.get_all("Transfer-Encoding") or ())
        if coding:
            if coding.strip().lower() == "chunked":
                return self._chunked()
            # where such a body ends cannot be known, and what follows must not be taken for a request
            raise _NoRequestError(HTTPStatus.NOT_IMPLEMENTED, f"The transfer encoding '{coding}' is not supported.")
        lengths = {value.strip() for value in self.headers.get_all("Content-Length") or ("0",)}
        text = lengths.pop()
        if lengths or not _LENGTH.fullmatch(text):
            raise _NoRequestError(HTTPStatus.BAD_REQUEST, "The header 'Content-Length' is no length.")
        length = int(text)
        if length > _BODY_LIMIT:
            raise _NoRequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request's body is too large.")
        body = self.rfile.read(length)
        if len(body) < length:
            # what came of it is nobody's wish, even where it can be read
            self.close_connection = True
            return None
        return body

    def _chunked(self) -> bytes:
        parts: list[bytes] = []
        total = 0
        while True:
            said = _CHUNK.fullmatch(self.rfile.readline(1024))
            if said is None:
                raise _NoRequestError(HTTPStatus.BAD_REQUEST, "The body's chunks cannot be told apart.")
            size = int(said[1], 16)
            total += size
            if total > _BODY_LIMIT:
                raise _NoRequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request's body is too large.")
            if size == 0:
                while self.rfile.readline(1024).strip():
                    pass
                return b"".join(parts)
            parts.append(self.rfile.read(size))
            self.rfile.readline(8)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What is no request is refused in the form of every other answer, http.server's own refusals too."""
        del explain
        self.close_connection = True
        self.request_version = self.protocol_version  # it may not have been read; an answer needs its first line
        self._send(self.server.service.refuse(DataverseError(code, QUERY, message or HTTPStatus(code).phrase)))

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
        elif self.request_version == "HTTP/1.0":
            self.send_header("Connection", "keep-alive")  # it was asked for, and is not understood of itself there
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
