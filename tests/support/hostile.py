"""A server on this computer that does whatever a test wants with a connection: it drips, lies, floods and hangs up.

Its acts stand for one request each, in order, and the last for all that follow. An act is the bytes to send, or a
function of the raw request that returns them, yields them piece by piece, or raises `HangUp`.
"""

import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

Reply = bytes | Iterator[bytes]
Act = Callable[[bytes], Reply]


class HangUp(Exception):  # noqa: N818  what the server decides to do, not an error
    """Cut the connection; with a reset, as crashed servers do."""


def http(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A whole HTTP answer. Header names are given with underscores."""
    lines = [f"HTTP/1.1 {status} X"]
    named = {"content_type": "application/json", "content_length": str(len(body)), **headers}
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in named.items() if value]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def ok(data: object, **headers: str) -> bytes:
    """A JSON answer."""
    return http(200, json.dumps(data).encode(), **headers)


def hang_up(_request: bytes) -> bytes:
    """No answer: the connection is cut."""
    raise HangUp


def silence(_request: bytes) -> Iterator[bytes]:
    """No answer, and no end."""
    while True:
        time.sleep(0.05)
        yield b""


class Hostile:
    """The server. Use it as a context; ``origin`` is its address, ``requests`` are those that it got."""

    def __init__(self, *acts: Act | bytes, greeting: bytes = b"") -> None:
        self.requests: list[bytes] = []
        self._acts = acts
        self._greeting = greeting
        self._lock = threading.Lock()
        self.closing = threading.Event()
        hostile = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                hostile.talk(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: object, client_address: object) -> None:
                """Whoever is cut off in the middle is meant to be."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def methods(self) -> list[str]:
        return [request.partition(b" ")[0].decode() for request in self.requests]

    def talk(self, connection: socket.socket) -> None:
        """Answer the requests of one connection until somebody hangs up."""
        connection.sendall(self._greeting)
        while request := read_request(connection):
            with self._lock:
                self.requests.append(request)
                act = self._acts[min(len(self.requests), len(self._acts)) - 1]
            try:
                reply = act if isinstance(act, bytes) else act(request)
                for piece in [reply] if isinstance(reply, bytes) else reply:
                    connection.sendall(piece)
                    if self.closing.is_set():
                        return
            except HangUp:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                connection.close()
                return

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def read_request(connection: socket.socket) -> bytes:
    """One HTTP request with its body; empty where the client hung up."""
    request = b""
    try:
        while b"\r\n\r\n" not in request:
            piece = connection.recv(65536)
            if not piece:
                return b""
            request += piece
        head, _, body = request.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < length:
            piece = connection.recv(65536)
            if not piece:
                return b""
            body += piece
    except OSError:
        return b""
    return head + b"\r\n\r\n" + body
