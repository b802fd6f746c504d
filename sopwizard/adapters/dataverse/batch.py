"""Several reads in one request: the multipart form of ``$batch`` (DOMAIN 7.5), written and read.

Parts fail alone: with ``odata.continue-on-error`` one missing table does not hide the rest.
"""

import re
from collections.abc import Mapping, Sequence
from uuid import uuid4

from sopwizard.adapters.dataverse.wire import Answer, WireError
from sopwizard.domain.errors import Problem

_BOUNDARY = re.compile(
    r"""\Amultipart/mixed\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,100})"|([^\s;"]{1,100}))""", re.IGNORECASE
)
_STATUS = re.compile(rb"\AHTTP/1\.[01] ([1-5][0-9]{2})(?: [^\r\n]{0,200})?\Z")
_BLANK = re.compile(rb"\r?\n\r?\n")


def compose(paths: Sequence[str], headers: Mapping[str, str]) -> tuple[str, bytes]:
    """Content type and body of a batch of GET requests, each with these headers."""
    boundary = f"batch_{uuid4()}"
    lines: list[str] = []
    for path in paths:
        lines += [f"--{boundary}", "Content-Type: application/http", "Content-Transfer-Encoding: binary", ""]
        lines += [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    lines += [f"--{boundary}--", ""]
    return f'multipart/mixed; boundary="{boundary}"', "\r\n".join(lines).encode("ascii")


def is_batch(answer: Answer) -> bool:
    """Whether the answer says that it is one to a batch."""
    return _BOUNDARY.match(answer.headers.get("content-type", "")) is not None


def parts(answer: Answer, count: int) -> tuple[Answer, ...]:
    """The answers to the parts, in their order; BROKEN_ANSWER unless there are exactly that many."""
    found = _BOUNDARY.match(answer.headers.get("content-type", ""))
    if found is None:
        raise WireError(Problem.BROKEN_ANSWER, {"reason": "batch"})
    boundary = re.escape((found[1] or found[2]).encode("latin-1", "replace"))
    pieces = re.split(rb"(?:\A|\r?\n)--" + boundary + rb"(?:[ \t]*\r?\n|--[ \t]*(?:\r?\n|\Z))", answer.body)
    whole = re.search(rb"--" + boundary + rb"--\s*\Z", answer.body)
    if len(pieces) != count + 2 or not whole:
        raise WireError(Problem.BROKEN_ANSWER, {"reason": "batch"})
    return tuple(_part(piece) for piece in pieces[1:-1])


def _part(piece: bytes) -> Answer:
    _outer, _, inner = _cut(piece)
    head, _, body = _cut(inner)
    first, _, rest = head.partition(b"\n")
    status = _STATUS.fullmatch(first.rstrip(b"\r"))
    if status is None:
        raise WireError(Problem.BROKEN_ANSWER, {"reason": "batch"})
    headers = {}
    for line in rest.split(b"\n"):
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return Answer(int(status[1]), headers, body.strip())


def _cut(text: bytes) -> tuple[bytes, bytes, bytes]:
    """Head, blank line and body."""
    blank = _BLANK.search(text)
    return (text[: blank.start()], blank[0], text[blank.end() :]) if blank else (text, b"", b"")
