"""What the rules of the fault plan do to a request and to its answer."""

import json
import re
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from sopwizard.adapters.simulator import store
from sopwizard.adapters.simulator.errors import DataverseError, precondition_failed, throttled
from sopwizard.adapters.simulator.faults import STATUSES, Cut, Rule, Switchboard, is_write
from sopwizard.adapters.simulator.messages import Answer, Request, error_answer, preferences

if TYPE_CHECKING:
    from sopwizard.adapters.simulator.service import Service

_ELSEWHERE = "https://elsewhere.example/"
_ROW = re.compile(r"/(\w+)\(([0-9a-fA-F-]{36})\)")
_WATCHED = ("issopintegrationenabled", "isintegrationuser")
_PROXY_PAGE = (
    b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>"
    b"<body><h1>Bad Gateway</h1><p>The proxy received an invalid response.</p></body></html>"
)
_ROOT = "/api/data/v9.2/"
_FIRST = re.compile(r"/api/data/v\d+\.\d+/(\w+)", re.IGNORECASE)
_PART = re.compile(rb"^[A-Z]+ (\S+) HTTP/1\.1\r?$", re.MULTILINE)
_STRANGER = "d9a7c5f7-acbf-4aa9-86e8-a891c43f748c"


def before(rules: Sequence[Rule], request: Request, service: "Service") -> Answer | None:
    """Everything that happens before the request is looked at; an answer where it is not looked at at all."""
    for rule in rules:
        answer = _before(rule, request, service)
        if answer is not None:
            return answer
    return None


def _before(rule: Rule, request: Request, service: "Service") -> Answer | None:
    prefers = preferences(request.headers)
    trace = str(uuid.uuid4())
    if rule.kind in STATUSES:
        return error_answer(_status(rule, request, service), prefers, trace)
    match rule.kind:
        case "slow":
            service.switchboard.wait(rule.seconds(2.0))
        case "offline" | "reset-before":
            raise Cut
        case "html-502":
            return Answer(502, (("Content-Type", "text/html; charset=utf-8"),), _PROXY_PAGE)
        case "redirect":
            return Answer(302, (("Location", rule.parameter or _ELSEWHERE),))
        case "token-expired":
            return error_answer(service.refusal(request, expired=True), prefers, trace)
        case "lost-privilege":
            service.lost.add(rule.parameter or "")
        case "changed-by-other":
            _change(request, service)
        case _:
            return None
    return None


def _status(rule: Rule, request: Request, service: "Service") -> DataverseError:  # noqa: PLR0911  one return a status
    wait = rule.parameter or "1"
    match rule.kind:
        case "401":
            return service.refusal(request, expired=False)
        case "403":
            name = _needed(request, service)
            user = service.environment.caller["user"]
            return DataverseError(
                403,
                "0x80040220",
                f"Principal user (Id={user}, type=8, roleCount=1, privilegeCount=0, accessMode=0), is missing {name} "
                f"privilege. context.Caller={user}",
            )
        case "404":
            return DataverseError(404, "0x80040217", "The entity Does Not Exist")
        case "412":
            return precondition_failed()
        case "429":
            return throttled(wait)
        case "503":
            return DataverseError(503, "0x80072326", "The service is unavailable.", (("Retry-After", wait),))
        case _:
            return DataverseError(int(rule.kind), "0x80040216", "An unexpected error occurred.")


_ACCESS = {"PATCH": "Write", "PUT": "Write", "DELETE": "Delete", "POST": "Create"}


def _needed(request: Request, service: "Service") -> str:
    """The privilege that the request needs, of the table that its path begins with; the organization's if with none."""
    model = service.environment.model
    named = _FIRST.match(request.target)
    table = model.sets.get(named[1]) if named else None
    if table is not None:
        return table.privilege_name(_ACCESS.get(request.method, "Read"))
    writes = request.method in _ACCESS and is_write(request)
    return model.tables["organization"].privilege_name("Write" if writes else "Read")


def _change(request: Request, service: "Service") -> None:
    """Somebody else turns round the yes/no columns that this request is about, in the rows that it names."""
    text = request.target + "\n" + request.body.decode("utf-8", "replace")
    with service.store.connection() as connection:
        connection.execute("BEGIN IMMEDIATE")
        named = _ROW.findall(text)
        if not named and "organizations" in text:
            row = connection.execute("SELECT organizationid FROM organization").fetchone()
            named = [("organizations", row["organizationid"])]
        for entity_set, key in dict.fromkeys(named):
            table = service.environment.model.sets.get(entity_set)
            row = store.find(connection, table, key.lower()) if table else None
            if table is None or row is None:
                continue
            columns = [name for name in table.columns if f'"{name}"' in text and table.columns[name].kind == "bool"]
            columns = columns or [name for name in _WATCHED if name in table.columns]
            changed: dict[str, Any] = {name: int(not row[name]) for name in columns}
            changed["versionnumber"] = store.next_version(connection)
            store.update(connection, table, key.lower(), changed)
        connection.commit()


def after(rules: Sequence[Rule], request: Request, answer: Answer, switchboard: Switchboard) -> Answer:
    """What becomes of the answer on its way back."""
    for rule in rules:
        answer = _after(rule, request, answer)
    del switchboard
    return answer


def _after(rule: Rule, request: Request, answer: Answer) -> Answer:  # noqa: PLR0911  one return a kind
    match rule.kind:
        case "reset-after":
            raise Cut
        case "truncated":
            raise Cut(answer)
        case "drip":
            return replace(answer, pace=rule.seconds(0.05))
        case "endless":
            return replace(answer, endless=True)
        case "empty":
            return replace(answer, body=b"")
        case "wrong-type":
            return replace(answer, headers=(*_without(answer, "content-type"), ("Content-Type", "text/plain")))
        case "not-json":
            return replace(answer, body=b'{"value": [oops')
        case "bomb":
            packed = _bomb(int(rule.seconds(1024)))
            headers = (*_without(answer, "content-encoding"), ("Content-Encoding", "gzip"))
            return replace(answer, headers=headers, body=packed)
        case "next-elsewhere" | "next-loop" | "duplicate-rows" | "wrong-organization":
            return replace(answer, body=_rewritten(rule, request, answer.body))
        case _:
            return answer


def _bomb(megabytes: int) -> bytes:
    """A JSON object that packs well: that many megabytes of spaces, never held in memory as a whole."""
    packer = zlib.compressobj(wbits=31)
    parts = [packer.compress(b'{"value":[')]
    parts += [packer.compress(b" " * 1_000_000) for _ in range(megabytes)]
    return b"".join((*parts, packer.compress(b"]}"), packer.flush()))


def _without(answer: Answer, name: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in answer.headers if pair[0].lower() != name)


def _rewritten(rule: Rule, request: Request, body: bytes) -> bytes:
    """The answer's JSON, or the JSON of every part of a batch's answer, with the fault in it."""
    if not body.lstrip().startswith(b"--"):
        return _bent(rule, f"{request.origin}{request.target}", body)
    # The answers stand in the order of the requests, each behind a status line of its own.
    asked = iter(_PART.findall(request.body))
    here, bent = b"", []
    for line in body.split(b"\r\n"):
        if line.startswith(b"HTTP/1.1 "):
            here = next(asked, b"")
        link = urljoin(f"{request.origin}{_ROOT}", here.decode("ascii", "replace"))
        bent.append(_bent(rule, link, line) if line.startswith(b"{") else line)
    return b"\r\n".join(bent)


def _bent(rule: Rule, here: str, body: bytes) -> bytes:
    try:
        value = json.loads(body)
    except ValueError:
        return body
    rows = value.get("value") if isinstance(value, dict) else None
    if rule.kind == "wrong-organization":
        return re.sub(rb'("(?:OrganizationId|organizationid)": ?")[0-9a-f-]{36}', rb"\g<1>" + _STRANGER.encode(), body)
    if not isinstance(rows, list):
        return body
    if rule.kind == "duplicate-rows":
        value["value"] = [*rows, *rows]
    else:
        value["@odata.nextLink"] = here if rule.kind == "next-loop" else rule.parameter or _ELSEWHERE
    return json.dumps(value, separators=(",", ":")).encode()
