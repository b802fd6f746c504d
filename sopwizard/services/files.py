"""Files to keep and to hand on: JSON with a format, a version and a digest, so that what was altered is refused.

The digest tells an accident or a careless edit from the whole; it is no signature, and whoever reads such a file must
not trust it further than its values can be checked.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from sopwizard.domain.errors import Problem, SopError
from sopwizard.services import codec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of file: ``format`` and ``version`` name it, ``key`` holds its content, which is a ``type``."""

    format: str
    version: int
    key: str
    type: type[T]
    most_characters: int

    def dump(self, content: T) -> str:
        """The content as JSON text."""
        data = codec.encode(content)
        whole = {"format": self.format, "version": self.version, "digest": digest(data), self.key: data}
        return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"

    def load(self, text: str, name: str) -> T:
        """The content of the text; BAD_FILE where it is none, was altered, or is of another version."""
        try:
            whole = json.loads(text) if len(text) <= self.most_characters else None
            if not isinstance(whole, dict) or set(whole) != {"format", "version", "digest", self.key}:
                raise self._bad(name)
            if whole["format"] != self.format:
                raise self._bad(name)
            if whole["version"] != self.version:
                raise self._bad(name, "version")
            if whole["digest"] != digest(whole[self.key]):
                raise self._bad(name, "altered")
            return codec.decode(self.type, whole[self.key])
        except (ValueError, RecursionError) as error:
            raise self._bad(name) from error

    def read(self, path: Path) -> T:
        """The content of a file. BAD_FILE, also where it is not there or far too large."""
        most = 4 * self.most_characters  # bytes; no character takes more
        try:
            with path.open("rb") as file:
                content = file.read(most + 1)
            if len(content) > most:
                raise self._bad(path.name)
            text = content.decode("utf-8")
        except FileNotFoundError as error:
            raise self._bad(path.name, "missing") from error
        except (OSError, ValueError) as error:
            raise self._bad(path.name) from error
        return self.load(text, path.name)

    def _bad(self, name: str, flaw: str | None = None) -> SopError:
        return SopError(Problem.BAD_FILE, file=name, kind=self.key, flaw=flaw)


def digest(data: Any) -> str:  # noqa: ANN401  JSON is whatever it is
    """What stands in the file to tell whether the data are whole: SHA-256 of the JSON without blanks, keys sorted."""
    plain = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(plain.encode("ascii")).hexdigest()
