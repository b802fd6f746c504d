"""$batch: multipart requests, change sets that are all or nothing, and answers in the same order (DOMAIN 7.5)."""

import re
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from sopwizard.adapters.simulator import mischief
from sopwizard.adapters.simulator.errors import DataverseError, bad_query, method_not_allowed, unknown_segment
from sopwizard.adapters.simulator.messages import Answer, Headers, Request, error_answer, preferences
from sopwizard.adapters.simulator.privileges import Caller
from sopwizard.adapters.simulator.urls import Address, parse

if TYPE_CHECKING:
    from sopwizard.adapters.simulator.service import Service

_LIMIT = 1000
_METHODS = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE"})
_INHERITED = ("Authorization", "MSCRMCallerID")
_BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,200})"|([^;,\s]{1,200}))', re.IGNORECASE)
_ENTITY_ID = "odata-entityid"


@dataclass(frozen=True, slots=True)
class _Part:
    """A request of the batch with its Content-ID."""

    request: Request
    content_id: str | None


@dataclass(frozen=True, slots=True)
class _Reply:
    """An answer of the batch with its Content-ID."""

    answer: Answer
    content_id: str | None


class _Batch:
    """A batch being answered."""

    def __init__(self, service: "Service", connection: sqlite3.Connection, caller: Caller, outer: Request) -> None:
        self.service = service
        self.connection = connection
        self.caller = caller
        self.outer = outer
        self.named: dict[str, str] = {}

    def one(self, part: _Part) -> Answer:
        """Answer a part outside of a change set; a refusal is an answer."""
        try:
            return self._answer(part, alone=True)
        except DataverseError as error:
            return error_answer(error, preferences(part.request.headers), str(uuid.uuid4()))

    def change_set(self, parts: Sequence[_Part]) -> tuple[list[_Reply], bool]:
        """Do all parts or none. The replies, and whether it worked; a failure is the reply of the part that failed."""
        replies: list[_Reply] = []
        self.connection.execute("BEGIN IMMEDIATE")
        for part in parts:
            try:
                if part.request.method == "GET":
                    raise bad_query("A change set must not contain GET requests.")
                replies.append(_Reply(self._answer(part, alone=False), part.content_id))
            except DataverseError as error:
                self.connection.rollback()
                failed = error_answer(error, preferences(part.request.headers), str(uuid.uuid4()))
                return [_Reply(failed, part.content_id)], False
        self.connection.commit()
        return replies, True

    def _answer(self, part: _Part, *, alone: bool) -> Answer:
        request = self._named(part.request)
        address = parse(request.target, self.outer.origin)
        if address.segments and address.segments[0].name == "$batch":
            raise bad_query("A batch must not contain a batch.")
        rules = self.service.switchboard.due(request, part=True)
        if not alone:
            # somebody else's change would wait for this change set, which would wait for it
            rules = [rule for rule in rules if rule.kind != "changed-by-other"]
        early = mischief.before(rules, request, self.service)
        answer = early or self.service.within(request, address, self.connection, self.caller)
        if not alone and answer.status >= HTTPStatus.BAD_REQUEST:
            raise DataverseError(answer.status, "0x80040216", "An unexpected error occurred.")
        answer = mischief.after(rules, request, answer, self.service.switchboard)
        place = next((value for name, value in answer.headers if name.lower() == _ENTITY_ID), None)
        if part.content_id and place:
            self.named[part.content_id] = place
        return answer

    def _named(self, request: Request) -> Request:
        """The request with ``$1`` replaced by what the part of that Content-ID made."""
        if not self.named:
            return request
        target, body = request.target, request.body
        for name, place in self.named.items():
            target = re.sub(rf"^(?:/api/data/v[\d.]+/)?\${re.escape(name)}(?=[/?]|$)", place, target)
            body = re.sub(rb'"\$' + re.escape(name.encode()) + rb'(?=["/])', b'"' + place.encode(), body)
        return replace(request, target=_path(target), body=body)


def answer(
    service: "Service", connection: sqlite3.Connection, caller: Caller, outer: Request, address: Address
) -> Answer:
    """Answer a batch. Without odata.continue-on-error it ends with the first part that fails."""
    if outer.method != "POST":
        raise method_not_allowed(outer.method, "POST")
    address.only()
    content_type = outer.headers.get("Content-Type") or ""
    items = list(_items(content_type, outer.body, outer, address))
    if not items:
        raise bad_query("The batch contains no requests.")
    if sum(len(item) if isinstance(item, list) else 1 for item in items) > _LIMIT:
        raise bad_query(f"The maximum number of requests in a batch is {_LIMIT}.")
    carries_on = preferences(outer.headers).continue_on_error
    work = _Batch(service, connection, caller, outer)
    chunks: list[bytes] = []
    status = int(HTTPStatus.OK)
    boundary = f"batchresponse_{uuid.uuid4()}"
    for item in items:
        if isinstance(item, list):
            replies, worked = work.change_set(item)
            failing = None if worked else replies[0].answer
            chunks.append(_change_set_reply(replies) if worked else _wrapped(replies[0]))
        else:
            reply = work.one(item)
            failing = reply if reply.status >= HTTPStatus.BAD_REQUEST else None
            chunks.append(_wrapped(_Reply(reply, item.content_id)))
        if failing is not None and not carries_on:
            status = failing.status
            break
    body = b"".join(f"--{boundary}\r\n".encode() + chunk for chunk in chunks) + f"--{boundary}--\r\n".encode()
    headers = [("Content-Type", f"multipart/mixed; boundary={boundary}")]
    if carries_on:
        headers.append(("Preference-Applied", "odata.continue-on-error"))
    return Answer(status, tuple(headers), body)


def _items(content_type: str, body: bytes, outer: Request, address: Address) -> Iterator[_Part | list[_Part]]:
    for headers, content in _parts(content_type, body):
        kind = (headers.get("Content-Type") or "").lower()
        if kind.startswith("multipart/mixed"):
            inner = list(_parts(headers.get("Content-Type") or "", content))
            if not inner:
                raise bad_query("The change set contains no requests.")
            yield [_part(entry, text, outer, address) for entry, text in inner]
        else:
            yield _part(headers, content, outer, address)


def _parts(content_type: str, body: bytes) -> Iterator[tuple[Headers, bytes]]:
    """The parts of a multipart body: their headers and contents."""
    found = _BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/mixed") or found is None:
        raise DataverseError(
            415, "0x80060888", "The content type of a batch is multipart/mixed with a boundary; it was not found."
        )
    marker = re.escape((found[1] or found[2]).encode())
    pieces = re.split(rb"(?:^|\r?\n)--" + marker + rb"(--)?[ \t]*(?=\r?\n|$)", body)
    # pieces: preamble, closing mark or None, part, closing mark or None, part, …
    if len(pieces) < 3 or pieces[-2] != b"--":  # noqa: PLR2004  a preamble and the closing boundary
        raise bad_query("The batch does not end with its closing boundary.")
    for piece in pieces[2:-1:2]:
        head, content = _halves(piece.lstrip(b"\r\n") if piece.startswith(b"\r\n") else piece.lstrip(b"\n"))
        yield Headers(_fields(head)), content


def _halves(text: bytes) -> tuple[bytes, bytes]:
    halves = re.split(rb"\r?\n\r?\n", text, maxsplit=1)
    return halves[0], halves[1] if len(halves) > 1 else b""


def _fields(head: bytes) -> Iterator[tuple[str, str]]:
    for line in head.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if not colon:
            raise bad_query(f"The header line '{line}' of a part cannot be read.")
        yield name.strip(), value.strip()


def _part(headers: Headers, content: bytes, outer: Request, address: Address) -> _Part:
    kind = (headers.get("Content-Type") or "").lower()
    if not kind.startswith("application/http"):
        raise bad_query("The content type of a part of a batch is application/http.")
    head, body = _halves(content)
    first, _, rest = head.partition(b"\n")
    words = first.decode("utf-8", "replace").strip().split(" ")
    if len(words) < 2 or words[0] not in _METHODS or (len(words) > 2 and not words[-1].startswith("HTTP/")):  # noqa: PLR2004  a method and a URL
        raise bad_query("The request line of a part cannot be read.")
    target = " ".join(words[1:-1]) if len(words) > 2 else words[1]  # noqa: PLR2004  a version stands behind
    service_path = "/api/data/" + address.root.split("/api/data/", 1)[1]
    target = _path(target)
    if not target.startswith(("/", "$")) or target.startswith(("$batch", "$metadata")):
        target = service_path + target
    own = Headers(_fields(rest))
    inherited = Headers([(name, value) for name in _INHERITED if (value := outer.headers.get(name))])
    content_id = headers.get("Content-ID") or own.get("Content-ID")
    if target.startswith("//"):
        raise unknown_segment(target)
    return _Part(Request(words[0], target, own.over(inherited), body, outer.origin), content_id)


def _path(target: str) -> str:
    """A target without scheme and host."""
    return re.sub(r"^https?://[^/]*", "", target, flags=re.IGNORECASE)


def _wrapped(reply: _Reply) -> bytes:
    """An answer as a part."""
    head = ["Content-Type: application/http", "Content-Transfer-Encoding: binary"]
    if reply.content_id:
        head.append(f"Content-ID: {_plain(reply.content_id)}")
    status = reply.answer.status
    inner = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    inner += [f"{name}: {_plain(value)}" for name, value in reply.answer.headers]
    inner.append("OData-Version: 4.0")
    text = "\r\n".join((*head, "", *inner, "", ""))
    return text.encode() + reply.answer.body + b"\r\n"


def _plain(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def _change_set_reply(replies: Sequence[_Reply]) -> bytes:
    boundary = f"changesetresponse_{uuid.uuid4()}"
    parts = b"".join(f"--{boundary}\r\n".encode() + _wrapped(reply) for reply in replies)
    head = f"Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n".encode()
    return head + parts + f"--{boundary}--\r\n".encode()
