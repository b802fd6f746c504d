"""A digest that shows whether a document was altered after it was written.

Text: the digest of the file in which 64 zeros stand in its place. JSON: of the object without its key ``sha256``, keys
sorted and without blanks, so that a program that only lays it out anew breaks nothing. PDF: the last line is a remark
that holds the digest of everything before it.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

BLANK: Final = "0" * 64
_KEY: Final = "sha256"
_IN_TEXT: Final = re.compile(r"SHA-256: ?(?:<code>|`)?([0-9a-f]{64})")
_IN_PDF: Final = re.compile(rb"%SHA-256: ([0-9a-f]{64})\n\Z")


@dataclass(frozen=True, slots=True)
class Seal:
    """The digest that a file names, and whether it is the file's own."""

    digest: str
    intact: bool


def sealed_text(content: str) -> str:
    """The text with its digest in place of the last 64 zeros, which stand there for it."""
    before, _blank, after = content.rpartition(BLANK)
    return before + _sha256(content.encode()) + after


def sealed_json(data: dict[str, Any]) -> dict[str, Any]:
    """The object with its digest."""
    return {**data, _KEY: _of_json(data)}


def sealed_pdf(content: bytes) -> bytes:
    """The file with its digest in one more line, which PDF readers take for a remark."""
    whole = content.rstrip(b"\n") + b"\n"
    return whole + f"%SHA-256: {_sha256(whole)}\n".encode()


def check(content: bytes, ending: str) -> Seal | None:
    """What the seal says; None where there is none that could be read. ``ending`` as in ``.pdf``."""
    reader = _READERS.get(ending.lower())
    try:
        return None if reader is None else reader(content)
    except (ValueError, RecursionError):
        return None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _of_json(data: dict[str, Any]) -> str:
    rest = {key: value for key, value in data.items() if key != _KEY}
    return _sha256(json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode())


def _check_text(content: bytes) -> Seal | None:
    words = content.decode("utf-8").replace("\r\n", "\n")
    named = _IN_TEXT.findall(words)
    if not named:
        return None
    before, found, after = words.rpartition(named[-1])
    return Seal(found, _sha256((before + BLANK + after).encode()) == found)


def _check_json(content: bytes) -> Seal | None:
    data = json.loads(content)
    found = data.get(_KEY) if isinstance(data, dict) else None
    return Seal(found, _of_json(data) == found) if isinstance(found, str) else None


def _check_pdf(content: bytes) -> Seal | None:
    named = _IN_PDF.search(content)
    if named is None:
        return None
    found = named[1].decode()
    return Seal(found, _sha256(content[: named.start()]) == found)


_READERS: Final[dict[str, Callable[[bytes], Seal | None]]] = {
    ".html": _check_text,
    ".md": _check_text,
    ".json": _check_json,
    ".pdf": _check_pdf,
}
