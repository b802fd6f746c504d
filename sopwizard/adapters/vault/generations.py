"""One text in a store whose entries are small, written so that a crash leaves the old text or the new one.

There are two generations, ``a`` and ``b``. The index names the whole one, with its number of pieces and a digest. A
write fills the other generation from its first piece up, then writes the index, and only then removes the old pieces,
from the last one down; so what a crash leaves over can always be found by counting from the first piece.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final, Protocol

PIECE: Final = 1200
"""Characters in one entry. A Windows credential holds 2,560 bytes: 1,280 characters, as keyring writes UTF-16."""

INDEX: Final = "index"
_VERSION: Final = 1
_MOST_PIECES: Final = 400
_ATTEMPTS: Final = 3


class Store(Protocol):
    """Named entries of bounded size. Any exception may come out of it."""

    def get(self, name: str) -> str | None:
        """The entry, None where there is none."""

    def put(self, name: str, text: str) -> None:
        """Make or replace the entry."""

    def remove(self, name: str) -> None:
        """Remove the entry if it is there."""


@dataclass(frozen=True, slots=True)
class _Index:
    generation: str
    pieces: int
    digest: str

    def dump(self) -> str:
        return json.dumps({"v": _VERSION, "g": self.generation, "n": self.pieces, "sha256": self.digest})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def split(text: str) -> tuple[str, ...]:
    """The text in pieces of at most PIECE UTF-16 units, none of which breaks a character. At least one piece."""
    pieces: list[str] = []
    piece: list[str] = []
    size = 0
    for character in text:
        units = 2 if ord(character) > 0xFFFF else 1  # noqa: PLR2004  beyond the basic plane: two UTF-16 units
        if size + units > PIECE:
            pieces.append("".join(piece))
            piece, size = [], 0
        piece.append(character)
        size += units
    pieces.append("".join(piece))
    return tuple(pieces)


def _parse(text: str | None) -> _Index | None:
    try:
        found = json.loads(text or "")
        index = _Index(str(found["g"]), int(found["n"]), str(found["sha256"]))
        known = found["v"] == _VERSION
    except (ValueError, KeyError, TypeError):
        return None
    return index if known and index.generation in ("a", "b") and 0 < index.pieces <= _MOST_PIECES else None


def _name(generation: str, number: int) -> str:
    return f"{generation}-{number}"


def read(store: Store) -> str | None:
    """The text that was written last, None where there is none or where it is not whole.

    Another instance may write meanwhile, so a text that does not match is looked for again from the index.
    """
    seen: str | None = None
    for _attempt in range(_ATTEMPTS):
        written = store.get(INDEX)
        index = _parse(written)
        if index is None or (written == seen):
            return None
        pieces: list[str] = []
        for number in range(index.pieces):
            piece = store.get(_name(index.generation, number))
            if piece is None:
                break
            pieces.append(piece)
        text = "".join(pieces)
        if len(pieces) == index.pieces and _digest(text) == index.digest:
            return text
        seen = written
    return None


def write(store: Store, text: str) -> None:
    """Replace the text. Whatever is raised half-way, the old text or the new one can be read afterwards."""
    index = _parse(store.get(INDEX))
    old = index.generation if index else None
    new = "b" if old == "a" else "a"
    pieces = split(text)
    for number, piece in enumerate(pieces):
        store.put(_name(new, number), piece)
    store.put(INDEX, _Index(new, len(pieces), _digest(text)).dump())
    _remove_from(store, new, len(pieces))
    _remove_from(store, "a" if new == "b" else "b", 0, sure=index.pieces if index else 0)


def clear(store: Store) -> None:
    """Remove everything, the index first so that no half of a text is ever taken for one."""
    store.remove(INDEX)
    for generation in ("a", "b"):
        _remove_from(store, generation, 0)


def names(store: Store) -> Iterator[str]:
    """The entries that there are, leftovers included."""
    if store.get(INDEX) is not None:
        yield INDEX
    for generation in ("a", "b"):
        for number in _present(store, generation, 0):
            yield _name(generation, number)


def _present(store: Store, generation: str, first: int) -> Iterator[int]:
    for number in count(first):
        if number > _MOST_PIECES or store.get(_name(generation, number)) is None:
            return
        yield number


def _remove_from(store: Store, generation: str, first: int, sure: int = 0) -> None:
    """Remove pieces from the last one down to ``first``; those below ``sure`` need no looking for."""
    leftovers = tuple(_present(store, generation, max(first, sure)))
    for number in reversed((*range(first, sure), *leftovers)):
        store.remove(_name(generation, number))
