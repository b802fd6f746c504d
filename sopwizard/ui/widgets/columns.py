"""How wide the columns of a table are, and where a word that is wider than its column is broken."""

import re
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtGui import QFontMetrics

_BREAK = "\u200b"  # zero-width space: a line may end there, and nothing is drawn
_SEAMS = re.compile(r"(?<=[-./_@:(){}=,])(?=.)")  # where ids, addresses and names of columns may be broken
_LONG = 18  # letters; shorter words are kept whole
_MEASURED = 8  # of the words of a column, the longest: measuring all would take long in a long table


def widest_word(texts: Iterable[str], width: Callable[[str], int]) -> int:
    """The room that the words of a column need, in pixels; ids and other long words are counted by their parts."""
    words = {word for text in texts for word in text.split()}
    parts = {part for word in words for part in (_SEAMS.split(word) if len(word) > _LONG else (word,))}
    longest = sorted(parts, key=len, reverse=True)[:_MEASURED]
    return max((width(part) for part in longest), default=0)


def shared(shares: Sequence[int], own: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths of columns, in pixels. A column with share 0 gets its own width, the rest is shared by the others.

    Where own widths leave too little to the others, the widest of them shrink first. No column is narrower than its
    least while there is room for that; where there is none, the widest words are broken, and short ones stay whole.
    """
    if sum(least) > room:
        return _levelled(least, room)
    fixed = {at: max(own[at], least[at]) for at, share in enumerate(shares) if not share}
    others = sum(least[at] for at, share in enumerate(shares) if share)
    most = room - others - (room - others - sum(least[at] for at in fixed)) // 2 if others else room
    for cap in range(max(fixed.values(), default=0), 0, -4):
        if sum(fixed.values()) <= most:
            break
        fixed = {at: max(min(width, cap), least[at]) for at, width in fixed.items()}
    open_ = {at: share for at, share in enumerate(shares) if share}
    while open_:
        rest, parts = room - sum(fixed.values()), sum(open_.values())
        narrow = {at: least[at] for at, share in open_.items() if rest * share // parts < least[at]}
        if not narrow:
            fixed |= {at: rest * share // parts for at, share in open_.items()}
            break
        fixed |= narrow
        open_ = {at: share for at, share in open_.items() if at not in narrow}
    return [fixed[at] for at in range(len(shares))]


def _levelled(widths: Sequence[int], room: int) -> list[int]:
    """Those widths with the widest cut down to one width, so that all have room together."""
    rest, left = max(room, 0), len(widths)
    for width in sorted(widths):
        if width * left > rest:
            break
        rest, left = rest - width, left - 1
    most = rest // max(left, 1)
    return [min(width, most) for width in widths]


def broken(text: str, metrics: QFontMetrics, room: int) -> str:
    """The text as it is drawn: a word that is wider than the room may end a line at its seams, or else anywhere."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    return re.sub(r"\S+", lambda word: _broken(word[0], metrics, room), text)


def _broken(word: str, metrics: QFontMetrics, room: int) -> str:
    if metrics.horizontalAdvance(word) <= room:
        return word
    made = []
    for part in _SEAMS.split(word):
        line = ""
        for letter in part:
            if line and metrics.horizontalAdvance(line + letter) > room:
                made.append(line)
                line = ""
            line += letter
        made.append(line)
    return _BREAK.join(made)
