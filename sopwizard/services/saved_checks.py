"""A saved check as text with a digest, and back: what was altered is refused."""

import hashlib
import json
from typing import Any

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.saved import SavedCheck
from sopwizard.services import codec

FORMAT = "sopwizard-check"
VERSION = 1
MAX_CHARACTERS = 64 * 1024 * 1024


def dump(check: SavedCheck) -> str:
    """The check as JSON text."""
    content = codec.encode(check)
    whole = {"format": FORMAT, "version": VERSION, "digest": _digest(content), "check": content}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def load(text: str, name: str) -> SavedCheck:
    """The check that the text holds; BAD_FILE where it is none, was altered, or is of another version."""
    try:
        whole = json.loads(text)
        if not isinstance(whole, dict) or set(whole) != {"format", "version", "digest", "check"}:
            raise _bad(name)
        if (whole["format"], whole["version"]) != (FORMAT, VERSION) or whole["digest"] != _digest(whole["check"]):
            raise _bad(name)
        return codec.decode(SavedCheck, whole["check"])
    except (ValueError, RecursionError) as error:
        raise _bad(name) from error


def _bad(name: str) -> SopError:
    return SopError(Problem.BAD_FILE, file=name)


def _digest(content: Any) -> str:  # noqa: ANN401  JSON is whatever it is
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(plain.encode("ascii")).hexdigest()
