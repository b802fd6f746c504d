"""One request and its whole answer: bounded in bytes and seconds, to one origin, and free to be abandoned.

The token goes into the request by an authentication object of its own, so that neither a ``.netrc`` nor a redirect has
a say in it, and it is cut out of whatever a server sends back.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sopwizard.adapters.abandon import abandonable
from sopwizard.adapters.dataverse.address import is_loopback
from sopwizard.domain.errors import Problem, SopError
from sopwizard.services.job import Cancelled, Job

if TYPE_CHECKING:
    import requests

Details = Mapping[str, str | int | None]

MAX_BYTES = 64 * 1024 * 1024
"""Decompressed bytes of one answer. The largest real one, hundreds of maps with their JSON, is a tenth of that."""

_CHUNK = 8 * 1024
"""Compressed bytes taken at once: zlib makes at most 1,032 times as many of them."""

_SECRET_LENGTH = 16
"""Characters from which on a token is worth cutting out; a shorter one is a stand-in, and a word of every answer."""

_ENCODINGS = ("", "identity", "gzip")
"""Only what was asked for; nested encodings would multiply."""


class WireError(SopError):
    """A request whose answer did not arrive whole. ``sent`` tells whether the server may have got the request."""

    def __init__(
        self, problem: Problem, details: Details | None = None, *, request_id: str | None = None, sent: bool = True
    ) -> None:
        super().__init__(problem)
        self.details = dict(details or {})
        self.request_id = request_id
        self.sent = sent


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Wire:
    """Requests to one origin, one at a time. ``timeout``: seconds that one whole answer may take, to its last byte."""

    def __init__(self, origin: str, timeout: float, max_bytes: int = MAX_BYTES) -> None:
        self._origin = origin
        self._host = urlsplit(origin).hostname or ""
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._session: requests.Session | None = None

    def close(self) -> None:
        """Close the kept connection."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def send(  # noqa: PLR0913  an HTTP request has that many parts
        self, method: str, path: str, token: str, job: Job, *, headers: Mapping[str, str], body: bytes | None = None
    ) -> Answer:
        """The whole answer to a request for a path of the origin, whatever its status; redirects are not followed.

        Raises WireError where there is none, and Cancelled as soon as the job is cancelled.
        """
        session = self._session = self._session or _session()

        def call() -> Answer:
            return self._exchange(session, method, path, token, headers, body)

        try:
            return abandonable(call, job, limit=self._timeout)
        except TimeoutError as error:
            self.close()
            raise WireError(Problem.TIMEOUT, self._limit) from error
        except (Cancelled, WireError):
            self.close()  # the thread that was left behind keeps the connection; the next request gets another
            raise

    def _exchange(  # noqa: PLR0913, PLR0917  as above
        self,
        session: "requests.Session",
        method: str,
        path: str,
        token: str,
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> Answer:
        import requests  # noqa: PLC0415  a window that starts asks nobody yet

        end = time.monotonic() + self._timeout
        try:
            with session.request(
                method,
                self._origin + path,
                headers={**headers, "Accept-Encoding": "gzip"},
                data=body,
                auth=_Bearer(token),
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
                # A simulator on this computer is never asked for through a proxy.
                proxies={"no_proxy": self._host} if is_loopback(self._host) else None,
            ) as response:
                content = self._content(response, end)
        except requests.RequestException as error:
            error.request = error.response = None  # they hold the token
            raise self._translated(error) from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        if len(token) >= _SECRET_LENGTH:
            headers = {name: value.replace(token, "***") for name, value in headers.items()}
            content = content.replace(token.encode(), b"***")
        return Answer(response.status_code, headers, content)

    def _content(self, response: "requests.Response", end: float) -> bytes:
        if response.status_code // 100 == 3:  # noqa: PLR2004  a redirect's body says nothing
            return b""
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in _ENCODINGS:
            raise WireError(Problem.BROKEN_ANSWER, {"reason": "encoding"})
        content = bytearray()
        for chunk in response.iter_content(_CHUNK):
            content += chunk
            if len(content) > self._max_bytes:
                raise WireError(Problem.ANSWER_TOO_LARGE, {"megabytes": self._max_bytes // 1024**2})
            if time.monotonic() > end:
                raise WireError(Problem.TIMEOUT, self._limit)
        return bytes(content)

    def _translated(self, error: "requests.RequestException") -> WireError:
        """The exception of the library as a problem of ours. Its text is not kept: it may quote anything."""
        from sopwizard.adapters import tls  # noqa: PLC0415  with the library itself, not at the start

        why = tls.reason(error)
        if why is not None:
            return WireError(Problem.TLS_FAILED, {"reason": why.value}, sent=False)
        problem, sent = _problem(tls.causes(error))
        details: dict[str, str | int | None] = {}
        if problem is Problem.TIMEOUT:
            details = dict(self._limit)
        if problem is Problem.BROKEN_ANSWER:
            details["reason"] = "http"
        return WireError(problem, details, sent=sent)

    @property
    def _limit(self) -> Details:
        return {"seconds": round(self._timeout)}


def _problem(causes: tuple[BaseException, ...]) -> tuple[Problem, bool]:
    """What the library's exception means, and whether the server may have got the request.

    A secure connection that breaks is one that breaks: it was secure, and what was sent there may have arrived.
    """
    import requests.exceptions as high  # noqa: PLC0415  with the library itself, not at the start
    import urllib3.exceptions as low  # noqa: PLC0415

    table: tuple[tuple[tuple[type[BaseException], ...], Problem, bool], ...] = (
        ((high.ProxyError,), Problem.PROXY_FAILED, False),
        ((low.NameResolutionError,), Problem.UNKNOWN_HOST, False),
        ((high.ConnectTimeout,), Problem.TIMEOUT, False),
        ((low.ReadTimeoutError, TimeoutError), Problem.TIMEOUT, True),
        ((low.NewConnectionError,), Problem.NO_CONNECTION, False),
        ((high.ContentDecodingError,), Problem.BROKEN_ANSWER, True),
        ((high.SSLError, high.ConnectionError, high.ChunkedEncodingError), Problem.NO_CONNECTION, True),
        ((high.InvalidURL,), Problem.UNKNOWN_HOST, False),
    )
    for kinds, problem, sent in table:
        if any(isinstance(cause, kinds) for cause in causes):
            return problem, sent
    return Problem.BROKEN_ANSWER, True


def _session() -> "requests.Session":
    """A session that trusts what this computer trusts, and never sends anything twice by itself."""
    import requests  # noqa: PLC0415  a window that starts asks nobody yet

    from sopwizard.adapters.tls import system_trust  # noqa: PLC0415  as above

    class Straight(requests.Session):
        def get_redirect_target(self, resp: requests.Response) -> str | None:
            """No redirect has a target: the library would read a body without end only to offer the next request."""
            del resp
            return None

    session = Straight()
    session.mount("https://", system_trust())
    return session


class _Bearer:
    """Puts the token into one request. It has no text form that shows it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: "requests.PreparedRequest") -> "requests.PreparedRequest":
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request
