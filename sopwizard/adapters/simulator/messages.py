"""One request and one answer, the same inside and outside of a batch."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sopwizard.adapters.simulator.errors import PAYLOAD, DataverseError

Json = dict[str, Any]
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_PAGE = re.compile(r"0*[1-9][0-9]{0,8}")
_COMPACT = (",", ":")
JSON_TYPE = "application/json; odata.metadata=minimal"


class Headers:
    """Header fields by name, any case."""

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields: dict[str, str] = {}
        for name, value in fields:
            key = name.lower()
            # several Prefer headers mean the same as one with commas
            self._fields[key] = f"{self._fields[key]},{value}" if key in self._fields else value

    def get(self, name: str) -> str | None:
        """The field's value, or None."""
        return self._fields.get(name.lower())

    def over(self, other: "Headers") -> "Headers":
        """These fields, and the other's where these have none: what a part of a batch inherits."""
        merged = Headers()
        merged._fields = {**other._fields, **self._fields}
        return merged

    def items(self) -> Iterable[tuple[str, str]]:
        """All fields with lower-case names."""
        return self._fields.items()


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the Prefer header asks for. ``page`` is a row count; ``annotations`` are patterns such as ``*``."""

    annotations: tuple[str, ...] = ()
    page: int | None = None
    representation: bool = False
    continue_on_error: bool = False

    def wants(self, annotation: str) -> bool:
        """Whether an annotation of that name was asked for; a leading minus excludes."""
        asked = False
        for pattern in self.annotations:
            bare = pattern.removeprefix("-")
            if bare in {"*", annotation} or (bare.endswith("*") and annotation.startswith(bare[:-1])):
                asked = not pattern.startswith("-")
        return asked


def preferences(headers: Headers) -> Preferences:
    """Read the Prefer header; what it does not know it ignores, as HTTP has it."""
    annotations: tuple[str, ...] = ()
    page: int | None = None
    representation = continues = False
    for part in _split_outside_quotes(headers.get("Prefer") or ""):
        name, _, value = part.partition("=")
        name, value = name.strip().lower(), value.strip().strip('"')
        if name == "odata.include-annotations":
            annotations = tuple(entry.strip() for entry in value.split(",") if entry.strip())
        elif name in {"odata.maxpagesize", "maxpagesize"} and _PAGE.fullmatch(value):
            page = int(value)
        elif name == "return" and value == "representation":
            representation = True
        elif name in {"odata.continue-on-error", "continue-on-error"} and value.lower() != "false":
            continues = True
    return Preferences(annotations, page, representation, continues)


def _split_outside_quotes(text: str) -> Iterable[str]:
    start, quoted = 0, False
    for position, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character in ",;" and not quoted:
            yield text[start:position]
            start = position + 1
    yield text[start:]


@dataclass(frozen=True, slots=True)
class Request:
    """A request: ``target`` is the raw path and query, ``origin`` what the client calls this server."""

    method: str
    target: str
    headers: Headers
    body: bytes = b""
    origin: str = ""

    def json(self) -> Json:
        """The body as a JSON object; anything else is refused."""
        content = (self.headers.get("Content-Type") or "").split(";")[0].strip().lower()
        if self.body and content not in {"application/json", ""}:
            raise DataverseError(415, "0x80060888", f"The content type '{content}' is not supported for this request.")
        try:
            text = self.body.decode("utf-8-sig")
            value = json.loads(text, parse_constant=_no_constant)
            if _SURROGATE.search(text):
                json.dumps(value, ensure_ascii=False).encode()  # half of a character can neither be kept nor told
        except ValueError as error:
            raise DataverseError(400, PAYLOAD, f"Error identified in Payload provided by the user: {error}") from error
        except RecursionError as error:
            raise DataverseError(400, PAYLOAD, "Error identified in Payload provided by the user: too deep") from error
        if not isinstance(value, dict):
            raise DataverseError(400, PAYLOAD, "Error identified in Payload provided by the user: an object is needed")
        return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. The server adds length, date and request ids.

    ``pace`` (seconds between bytes) and ``endless`` are faults of its sending.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    pace: float = 0.0
    endless: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Where an answer is being made: the service root as the client wrote it, and what it prefers."""

    root: str
    prefers: Preferences = field(default_factory=Preferences)
    metadata: str = "minimal"

    def of(self, fragment: str) -> str:
        """The value of @odata.context for that fragment."""
        return f"{self.root}$metadata#{fragment}"


def json_answer(value: Mapping[str, Any], context: Context, status: int = 200, *more: tuple[str, str]) -> Answer:
    """An answer with a JSON body in the level of metadata that was asked for."""
    body = dict(value)
    if context.metadata == "none":
        body = {key: entry for key, entry in body.items() if key != "@odata.context"}
    kind = f"application/json; odata.metadata={context.metadata}"
    return Answer(
        status, (("Content-Type", kind), *more), json.dumps(body, ensure_ascii=False, separators=_COMPACT).encode()
    )


def error_answer(error: DataverseError, prefers: Preferences, trace: str) -> Answer:
    """The error body; with the details that real servers add where annotations are asked for."""
    inner: Json = {"code": error.code, "message": error.message}
    details = {
        "@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus": "0",
        "@Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode": "0",
        "@Microsoft.PowerApps.CDS.HelpLink": f"http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a{error.code[2:]}&client=platform",
        "@Microsoft.PowerApps.CDS.TraceText": f"\r\n[Simulator: request {trace}]\r\n",
        "@Microsoft.PowerApps.CDS.InnerError.Message": error.message,
    }
    inner |= {name: text for name, text in details.items() if prefers.wants(name.removeprefix("@"))}
    headers = (("Content-Type", JSON_TYPE), *error.headers)
    return Answer(error.status, headers, json.dumps({"error": inner}, ensure_ascii=False, separators=_COMPACT).encode())
