"""Text in columns, for a terminal of a given width."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_GAP = "  "
_LONGEST = len("00000000-0000-0000-0000-000000000000")
_JOINERS = "\u200c\u200d"
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def paragraph(words: str, width: int, indent: str = "", first: str | None = None) -> list[str]:
    """The sentence, wrapped; ``first`` begins its first line and ``indent`` the others."""
    return textwrap.wrap(
        words,
        max(width, 20),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [indent if first is None else first]


def bullets(lines: Iterable[str], width: int) -> Iterator[str]:
    """One item a sentence."""
    for line in lines:
        yield from paragraph(line, width, indent="    ", first="  - ")


def pairs(rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    """Names and values, the values under each other."""
    known = list(rows)
    longest = max((_cells(name) for name, _value in known), default=0)
    for name, value in known:
        yield from paragraph(value, width, indent=" " * (longest + 4), first=f"  {_padded(name, longest)}{_GAP}")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> Iterator[str]:
    """A table with its headings underlined; cells are wrapped where it would be wider than the terminal."""
    body = [list(row) for row in rows]
    widths = _widths([list(columns), *body], width - 2)
    yield from _row(columns, widths)
    yield from _row(["-" * each for each in widths], widths)
    for row in body:
        yield from _row(row, widths)


def _widths(rows: list[list[str]], width: int) -> list[int]:
    """The columns' widths: as wide as their widest cell, the widest ones cut until the whole fits.

    No column gets narrower than its longest word up to an id's length, and none breaks an id, so that those can be
    copied: rather is the table wider than the terminal.
    """
    columns = [[*column] for column in zip(*rows, strict=True)]
    widths = [max(_cells(cell) for cell in column) for column in columns]
    least = [max(_least(word) for cell in column for word in (*cell.split(), "")) for column in columns]
    room = width - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room:
        spare = [have - need for have, need in zip(widths, least, strict=True)]
        widest = max(range(len(widths)), key=lambda place: (spare[place] > 0, widths[place]))
        if spare[widest] <= 0:
            break
        widths[widest] -= 1
    return widths


def _least(word: str) -> int:
    return _cells(word) if _GUID.search(word) else min(_LONGEST, _cells(word))


def _row(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [
        textwrap.wrap(cell, width, break_on_hyphens=False) or [""] for cell, width in zip(row, widths, strict=True)
    ]
    for number in range(max(len(lines) for lines in wrapped)):
        parts = (
            _padded(lines[number] if number < len(lines) else "", width)
            for lines, width in zip(wrapped, widths, strict=True)
        )
        yield ("  " + _GAP.join(parts)).rstrip()


def _cells(words: str) -> int:
    """Columns that the text takes in a terminal."""
    return sum(map(_width, words))


def _width(letter: str) -> int:
    if unicodedata.category(letter) in {"Mn", "Me"} or letter in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _padded(words: str, width: int) -> str:
    return words + " " * (width - _cells(words))
