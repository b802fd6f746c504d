"""The border where answers become data or problems. Whatever a server sends, only bounded, printable text passes."""

import html
import json
import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NoReturn
from urllib.parse import urljoin, urlsplit

from sopwizard.adapters.dataverse.wire import Answer, Details, WireError
from sopwizard.domain.errors import Problem

Json = Mapping[str, object]

MAX_TEXT = 300
MAX_TITLE = 100
MAX_REQUEST_ID = 100
LONGEST_ASKED = 366 * 86_400.0
"""Seconds: whoever asks to wait longer might as well ask for a year."""

_HTML_SEEN = 64 * 1024
_LONGEST_VALUE = 100
BATCH_ID = "batch-request-id"
"""A header of our own: the request id of the batch that an answer was a part of."""

_REQUEST_ID_HEADERS = ("x-ms-service-request-id", "req_id", "request-id", BATCH_ID)
_TITLE = re.compile(rb"<title[^>]{0,200}>(.{0,2000}?)</title", re.IGNORECASE | re.DOTALL)
_PRIVILEGE = re.compile(r"\bprv[A-Za-z0-9_]{1,100}")
_CODE = re.compile(r"0x[0-9A-Fa-f]{8}")

# Codes that decide where the status alone would not (DOMAIN 7.3).
CODE_NO_OPTIMISTIC = "0x8006088d"
_FORBIDDEN_CODES = ("0x80040220", "0x80048306")
_MISSING_CODES = ("0x80040217", "0x80060891")

_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _PROXY, _PRECONDITION, _TOO_MANY = 401, 403, 404, 407, 412, 429

_BARE = (_UNAUTHORIZED, _PROXY, _PRECONDITION, _TOO_MANY)
"""Statuses that mean what they say without an error body too."""


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """The text on one line, without controls, unpaired surrogates and direction overrides, cut to ``limit``."""
    kept = "".join(character if _shows(character) else " " for character in text[: 4 * limit])
    short = " ".join(kept.split())
    return short if len(short) <= limit else short[: limit - 1] + "…"


def _shows(character: str) -> bool:
    """Whether the character may be shown: those that join letters may, those that turn the writing round may not."""
    if "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069":
        return False
    return unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}


def request_id(headers: Mapping[str, str]) -> str | None:
    """The id by which the server's support finds the request; only what an id may consist of."""
    for name in _REQUEST_ID_HEADERS:
        found = "".join(re.findall(r"[0-9A-Za-z:;,._-]", headers.get(name, "")[: 4 * MAX_REQUEST_ID]))
        if found:
            return found[:MAX_REQUEST_ID]
    return None


def content(answer: Answer) -> Json:
    """The JSON object of a successful answer; WireError for every other answer."""
    if answer.status // 100 != 2:  # noqa: PLR2004  the class of success
        refuse(answer)
    if not is_json(answer):
        raise not_dataverse(answer)
    return _object(answer)


def is_json(answer: Answer) -> bool:
    """Whether the answer says that it is JSON."""
    return answer.headers.get("content-type", "").split(";")[0].strip().lower() == "application/json"


def refuse(answer: Answer) -> NoReturn:
    """Raise what an answer means that is not a success."""
    code, message = _error(answer)
    details: dict[str, str | int | None] = {"code": code, "message": message}
    problem = _problem(answer.status, code, known=code is not None or message is not None)
    if problem is Problem.NOT_DATAVERSE:
        raise not_dataverse(answer)
    if problem is Problem.FORBIDDEN:
        found = _PRIVILEGE.search(message or "")
        details["privilege"] = found[0] if found else None
    raise RefusedError(problem, answer, details)


class RefusedError(WireError):
    """The server answered, and the answer is no success. ``retry_after``: seconds that it asks to wait, if it says."""

    def __init__(self, problem: Problem, answer: Answer, details: Details) -> None:
        self.retry_after = retry_after(answer.headers)
        asked = {"retry_after": math.ceil(self.retry_after)} if self.retry_after else {}
        super().__init__(problem, {**details, "status": answer.status, **asked}, request_id=request_id(answer.headers))
        self.status = answer.status
        self.code = details.get("code")

    @property
    def not_taken(self) -> bool:
        """Whether the server says that it did nothing: every 4xx but 408, with which a proxy gives up waiting."""
        return 400 <= self.status < 500 and self.status != 408  # noqa: PLR2004  HTTP


def put_off(answer: Answer) -> RefusedError:
    """That the server puts the request off, and for how long if it says."""
    return RefusedError(Problem.THROTTLED, answer, {})


def not_dataverse(answer: Answer) -> WireError:
    """Something else answered; its title, if it is a page, helps to see what. Redirects say where they point."""
    if answer.status // 100 == 3 and answer.headers.get("location"):  # noqa: PLR2004  the class of redirects
        return RefusedError(Problem.OFF_ORIGIN, answer, {"to": _host(answer.headers.get("location", ""))})
    return RefusedError(Problem.NOT_DATAVERSE, answer, {"title": _title(answer)})


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait, given as a number or as a date (RFC 9110 10.2.3); None if unreadable.

    A date is one of the server's clock, as far as it tells the time; ours may be wrong. One that is past is 0. Nothing
    is longer than `LONGEST_ASKED`.
    """
    value = headers.get("retry-after", "").strip()[:_LONGEST_VALUE]
    if re.fullmatch(r"[0-9]+", value):
        return min(float(value), LONGEST_ASKED)
    until, now = _date(value), _date(headers.get("date", "")[:_LONGEST_VALUE]) or datetime.now(UTC)
    return None if until is None else min(max(0.0, (until - now).total_seconds()), LONGEST_ASKED)


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _problem(status: int, code: str | None, *, known: bool) -> Problem:  # noqa: PLR0911  a table reads best as one
    if status // 100 == 3 or (not known and status not in _BARE and status < 500):  # noqa: PLR2004
        return Problem.NOT_DATAVERSE
    if status == _UNAUTHORIZED:
        return Problem.UNAUTHORIZED
    if status == _PROXY:
        return Problem.PROXY_FAILED
    if status == _FORBIDDEN or code in _FORBIDDEN_CODES:
        return Problem.FORBIDDEN
    if status == _NOT_FOUND or code in _MISSING_CODES:
        return Problem.NOT_FOUND
    if status == _TOO_MANY:
        return Problem.THROTTLED
    if status == _PRECONDITION:
        return Problem.CHANGED_SINCE_REVIEW
    return Problem.SERVER_ERROR if status // 100 == 5 else Problem.REJECTED  # noqa: PLR2004


def _error(answer: Answer) -> tuple[str | None, str | None]:
    """Code and message of the error body ``{"error": {"code": …, "message": …}}``, as far as there is one."""
    if not is_json(answer):
        return None, None
    try:
        error = _object(answer).get("error")
    except WireError:
        return None, None
    if not isinstance(error, dict):
        return None, None
    code, message = error.get("code"), error.get("message")
    return (
        code.lower() if isinstance(code, str) and _CODE.fullmatch(code) else None,
        clean(message) if isinstance(message, str) else None,
    )


def _object(answer: Answer) -> Json:
    try:
        data = json.loads(answer.body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _broken(answer, "json") from error
    if not isinstance(data, dict):
        raise _broken(answer, "shape")
    return data


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("not JSON")


def _broken(answer: Answer, reason: str) -> WireError:
    return WireError(Problem.BROKEN_ANSWER, {"reason": reason}, request_id=request_id(answer.headers))


def _title(answer: Answer) -> str | None:
    found = _TITLE.search(answer.body[:_HTML_SEEN])
    return clean(html.unescape(found[1].decode("utf-8", "replace")), MAX_TITLE) or None if found else None


def _host(location: str) -> str | None:
    try:
        return clean(urlsplit(urljoin("https:", location)).hostname or "", MAX_TITLE) or None
    except ValueError:
        return None
