"""An identity provider that is broken in one way at a time, and an application that renews its token there.

Its configuration can be read always; what is broken is the token endpoint. Real TLS, real MSAL, on this computer.
"""

import gzip
import itertools
import os
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sopwizard.adapters.signin.credentials import Credentials
from sopwizard.adapters.signin.tokens import ClientCredentials
from sopwizard.domain.signin import Registration
from sopwizard.services import rulebook
from sopwizard.services.job import Job
from tests.support.certificates import TestAuthority
from tests.support.hostile import http, ok, read_request
from tests.support.one_socket import server

SECONDS: Final = 0.6
"""How long an answer of the service may take."""

_HEAD: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
Talk = Callable[[socket.socket], None]


def _saying(answer: bytes) -> Talk:
    return lambda secure: secure.sendall(answer)


def _drip(secure: socket.socket) -> None:
    secure.sendall(_HEAD + b"Content-Length: 100000\r\n\r\n")
    for _ in range(200):
        time.sleep(0.05)
        secure.sendall(b" ")


def _endless(secure: socket.socket) -> None:
    secure.sendall(_HEAD + b"\r\n")
    while True:
        secure.sendall(b" " * 65536)


ANSWERS: Final[dict[str, Talk]] = {
    "slow drip": _drip,
    "endless body": _endless,
    "compressed bomb": _saying(http(200, gzip.compress(b" " * 40_000_000), content_encoding="gzip")),
    "not JSON": _saying(http(200, b"<html>Sign in</html>")),
    "no token": _saying(ok({"token_type": "Bearer"})),
    "503": _saying(http(503)),
    "500": _saying(http(500, b'{"error":"server_error"}')),
    "cut": lambda _secure: None,
    "secret expired": _saying(http(400, b'{"error":"invalid_client","error_codes":[7000222]}')),
}
"""What the token endpoint does, over a secure connection."""

BROKEN_TLS: Final = {"no TLS": http(400), "TLS cut": b""}
"""What it does instead of making the connection secure."""

MODES: Final = (*ANSWERS, *BROKEN_TLS, "certificate expired")


class TokenService:
    """The service, and the one who asks it. ``mode`` is what is broken; ``works`` for nothing."""

    def __init__(self, authority: TestAuthority) -> None:
        self.mode = "works"
        self.port = 0
        self._numbers = itertools.count(1)
        self._good = authority.server("localhost").context()
        self._late = authority.server("localhost", days=(-9, -2)).context()
        self._asked_configuration = False

    def renew(self, mode: str, origin: str, job: Job) -> str:
        """A fresh token for that origin, as far as the service lets one have it."""
        self.mode, self._asked_configuration = mode, False
        authority = f"https://localhost:{self.port}/tenant"
        tokens = ClientCredentials(
            Credentials("app", "tenant", "secret"), rulebook.load(), Registration(authority=authority), seconds=SECONDS
        )
        return tokens.token(origin, job, fresh=True)

    def talk(self, connection: socket.socket) -> None:
        """One connection: one request, as the mode will have it."""
        known = self._asked_configuration
        if known and self.mode in BROKEN_TLS:
            connection.recv(65536)
            connection.sendall(BROKEN_TLS[self.mode])
            return
        context = self._late if known and self.mode == "certificate expired" else self._good
        with suppress(ssl.SSLError, OSError), context.wrap_socket(connection, server_side=True) as secure:
            if b"openid-configuration" in read_request(secure):
                self._asked_configuration = True
                base = f"https://localhost:{self.port}/tenant"
                names = ("issuer", "authorization_endpoint", "token_endpoint", "device_authorization_endpoint")
                secure.sendall(ok({name: f"{base}/{name}" for name in names}, connection="close"))
            elif self.mode in ANSWERS:
                ANSWERS[self.mode](secure)
            else:
                token = {"access_token": f"renewed-{next(self._numbers)}", "token_type": "Bearer", "expires_in": 3600}
                secure.sendall(ok(token, connection="close"))


@contextmanager
def serving(folder: Path) -> Iterator[TokenService]:
    """The service, trusted by this process as long as it runs."""
    authority = TestAuthority(folder / "authority")
    service, before = TokenService(authority), os.environ.get("SSL_CERT_FILE")
    os.environ["SSL_CERT_FILE"] = str(authority.bundle)
    try:
        with server(service.talk) as service.port:
            yield service
    finally:
        os.environ.pop("SSL_CERT_FILE") if before is None else os.environ.update(SSL_CERT_FILE=before)
