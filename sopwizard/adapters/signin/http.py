"""Requests to identity providers: trust of the operating system, its proxies, bounded, and never led elsewhere."""

import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, NameResolutionError, ReadTimeoutError

from sopwizard.adapters import tls
from sopwizard.domain.errors import Problem, SopError

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

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **named: Any) -> requests.Response:  # noqa: ANN401  as above
        """As requests', without redirects: what is sent here is for this address alone."""
        named["allow_redirects"] = False
        named["timeout"] = named.get("timeout") or self.seconds
        return super().request(method, url, *args, **named)

    def send(self, request: requests.PreparedRequest, **named: Any) -> requests.Response:  # noqa: ANN401  as above
        """Send, and read no more and no longer than allowed."""
        ends = time.monotonic() + self.seconds
        self.status = None
        answer = super().send(request, **(named | {"stream": True}))
        self.status = answer.status_code
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
    """What a request's exception means. ``address`` is where it went; only its host is told."""
    host = urlsplit(address).hostname
    if isinstance(error, requests.exceptions.HTTPError) and error.response is not None:
        return SopError(Problem.SERVER_ERROR, host=host, status=error.response.status_code)
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
