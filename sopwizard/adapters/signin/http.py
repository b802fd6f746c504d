"""Requests to identity providers: trust of the operating system, its proxies, bounded, and never led elsewhere."""

import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, NameResolutionError, ReadTimeoutError

from sopwizard.adapters import tls
from sopwizard.adapters.abandon import abandonable
from sopwizard.domain.errors import Problem, SopError
from sopwizard.services.job import Job

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of an answer that are read. A list of a thousand environments is about one megabyte."""

_CHUNK: Final = 64 * 1024


class Session(requests.Session):
    """A session whose every answer arrives whole within ``seconds``, is not too large, and is no redirect.

    ``status`` is the last answer's. ``remembered`` is MSAL's: it repeats a failure from there for a minute.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.mount("https://", tls.system_trust())
        self.seconds = seconds
        self.status: int | None = None
        self.remembered: dict[str, object] = {}

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **named: Any) -> requests.Response:  # noqa: ANN401  its own signature
        """As requests', without redirects: what is sent here is for this address alone."""
        named["allow_redirects"] = False
        named["timeout"] = named.get("timeout") or self.seconds
        return super().request(method, url, *args, **named)

    def send(self, request: requests.PreparedRequest, **named: Any) -> requests.Response:  # noqa: ANN401  as above
        """Send, and read no more and no longer than allowed."""
        self.status = None
        try:
            # A time limit of the library's is one for each piece, of which the head alone may have very many.
            answer = abandonable(lambda: self._whole(request, **named), Job(), limit=self.seconds)
        except TimeoutError as error:
            raise requests.ReadTimeout(request=request) from error
        self.status = answer.status_code
        return answer

    def _whole(self, request: requests.PreparedRequest, **named: Any) -> requests.Response:  # noqa: ANN401  as above
        ends = time.monotonic() + self.seconds
        answer = super().send(request, **(named | {"stream": True}))
        answer._content = b"".join(_bounded(answer, ends))  # noqa: SLF001  requests has no bounded read
        answer.encoding = "utf-8"  # JSON is (RFC 8259 8.1); guessing takes minutes for a large one
        answer._content_consumed = True  # type: ignore[attr-defined]  # noqa: SLF001  as above
        return answer


def _bounded(answer: requests.Response, ends: float) -> "Iterator[bytes]":
    size = 0
    for chunk in _as_it_comes(answer):
        size += len(chunk)
        if size > LARGEST:
            answer.close()
            raise SopError(Problem.ANSWER_TOO_LARGE, host=urlsplit(answer.url).hostname)
        if time.monotonic() > ends:
            answer.close()
            raise requests.ReadTimeout
        yield chunk


def network_problem(error: requests.RequestException, address: str) -> SopError:
    """What a request's exception means. ``address`` is where it went; only its host is told.

    From then on no exception holds the request: its body may hold a secret.
    """
    host = urlsplit(address).hostname
    status = error.response.status_code if error.response is not None else None
    for cause in tls.causes(error):
        if isinstance(cause, requests.RequestException):
            cause.request = cause.response = None
    if isinstance(error, requests.exceptions.HTTPError) and status is not None:
        return SopError(Problem.SERVER_ERROR, host=host, status=status)
    why = tls.reason(error)
    if why is not None:
        return SopError(Problem.TLS_FAILED, host=host, reason=why.value)
    return SopError(next((problem for kind, problem in _PROBLEMS if isinstance(error, kind)), _rest(error)), host=host)


def _as_it_comes(answer: requests.Response) -> "Iterator[bytes]":
    """The body in the pieces in which it arrives; requests' own would wait until a piece is full."""
    try:
        while chunk := answer.raw.read1(_CHUNK, decode_content=True):
            yield chunk
    except ReadTimeoutError as error:
        raise requests.ReadTimeout(error, request=answer.request) from error
    except HTTPError as error:
        raise requests.ConnectionError(error, request=answer.request) from error


_PROBLEMS: Final = (
    (requests.exceptions.ProxyError, Problem.PROXY_FAILED),
    (requests.exceptions.Timeout, Problem.TIMEOUT),
)


def _rest(error: requests.RequestException) -> Problem:
    if not isinstance(error, requests.exceptions.ConnectionError):
        return Problem.BROKEN_ANSWER
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return Problem.UNKNOWN_HOST if isinstance(reason, NameResolutionError) else Problem.NO_CONNECTION
