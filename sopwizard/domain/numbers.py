"""Two number sequences for the same orders: the first number that both give out, or why there is none (source 003).

A sequence is text, a counter, and text. Two of them meet where text and digits agree, and digits may stand in the text
too: ``SO-1`` followed by 5 is the 15 of ``SO-``. For each length of the digits that is one equation in whole numbers,
solved exactly. Numbers are compared without regard to case.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

MOST: Final = 2**63 - 1
"""The largest number that a counter of either side reaches."""

WIDEST: Final = 19
_DIGITS: Final = "0123456789"


@dataclass(frozen=True, slots=True)
class Sequence:
    """``prefix``, the counter padded with zeros to ``width``, ``suffix``.

    The counter goes from ``start`` by ``step`` and ends before it falls below zero or grows beyond ``highest``.
    ``loose`` names a part that is not a counter (a date, random letters), or is None; where there is one, ``prefix`` is
    the text before it and the rest is not known.
    """

    prefix: str = ""
    start: int = 1
    step: int = 1
    width: int = 1
    suffix: str = ""
    loose: str | None = None
    highest: int = MOST

    def __post_init__(self) -> None:
        if (
            not 0 <= self.start <= self.highest <= MOST
            or self.step == 0
            or abs(self.step) > MOST
            or not 1 <= self.width <= WIDEST
        ):
            raise ValueError("a sequence starts at 0 or more, moves, and is at most 19 digits wide")

    @property
    def length(self) -> int:
        """How many numbers it gives out."""
        return 1 + ((self.highest - self.start) // self.step if self.step > 0 else self.start // -self.step)

    def number(self, position: int) -> str:
        """The number at that position, counted from 1."""
        counter = str(self.start + (position - 1) * self.step).rjust(self.width, "0")
        return f"{self.prefix}{counter}{self.suffix}"


@unique
class Meeting(StrEnum):
    """Whether two sequences ever give out the same number."""

    COLLIDES = "collides"
    NEVER = "never"
    UNKNOWN = "unknown"


@unique
class Why(StrEnum):
    """Why they do or do not; `text.numbers` has the sentences."""

    SAME_NUMBER = "same-number"
    TEXT_DIFFERS = "text-differs"
    STEPS_MISS = "steps-miss"
    APART = "apart"
    LOOSE_PART = "loose-part"


@dataclass(frozen=True, slots=True)
class Collision:
    """The verdict on two sequences.

    ``first`` and ``second`` are the positions, counted from 1, at which each gives the number out. It is the number
    that comes up first if the two take turns, the first sequence beginning. ``divisor``: for STEPS_MISS, the number
    that does not divide the difference of the starts.
    """

    meeting: Meeting
    why: Why
    number: str | None = None
    first: int | None = None
    second: int | None = None
    divisor: int | None = None


@dataclass(frozen=True, slots=True)
class _Shape:
    """The text around a sequence's digits, and the digits of the text that touch the counter."""

    before: str
    ahead: str
    behind: str
    after: str


def _shape(sequence: Sequence) -> _Shape:
    prefix, suffix = sequence.prefix.casefold(), sequence.suffix.casefold()
    before, after = prefix.rstrip(_DIGITS), suffix.lstrip(_DIGITS)
    return _Shape(before, prefix[len(before) :], suffix[: len(suffix) - len(after)], after)


def collide(first: Sequence, second: Sequence) -> Collision:
    """The first number that both give out, or why there is none, or why nobody can tell."""
    one, two = _shape(first), _shape(second)
    if first.loose is not None or second.loose is not None:
        known, other = first.prefix.casefold(), second.prefix.casefold()
        if known.startswith(other) or other.startswith(known):
            return Collision(Meeting.UNKNOWN, Why.LOOSE_PART)
        return Collision(Meeting.NEVER, Why.TEXT_DIFFERS)
    if (one.before, one.after) == (two.before, two.after):
        return _same_text(first, second, one, two)
    crossed = _crossed(first, second, one, two)
    if crossed is None:
        swapped = _crossed(second, first, two, one)
        crossed = None if swapped is None else (swapped[1], swapped[0])
    return _found(first, *crossed) if crossed else Collision(Meeting.NEVER, Why.TEXT_DIFFERS)


def _found(first: Sequence, i: int, j: int) -> Collision:
    return Collision(Meeting.COLLIDES, Why.SAME_NUMBER, first.number(i), i, j)


def _crossed(first: Sequence, second: Sequence, one: _Shape, two: _Shape) -> tuple[int, int] | None:
    """The positions of the only number that both can give out when the counters stand at different places of it.

    The first counter's digits are then digits in the second's prefix, and the second's are in the first's suffix.
    """
    if not two.before.startswith(one.before):
        return None
    rest = two.before[len(one.before) :]
    text = rest.lstrip(_DIGITS)
    digits = rest[: len(rest) - len(text)]
    if not digits or not text or not one.after.startswith(text):
        return None
    tail = one.after[len(text) :]
    after = tail.lstrip(_DIGITS)
    if after != two.after:
        return None
    i, j = _position(first, one, digits), _position(second, two, tail[: len(tail) - len(after)])
    return None if i is None or j is None else (i, j)


def _position(sequence: Sequence, shape: _Shape, digits: str) -> int | None:
    """Where the sequence gives out these digits, the text's own among them; None if it never does."""
    counter = digits[len(shape.ahead) : len(digits) - len(shape.behind)]
    if len(counter) < sequence.width or len(counter) > WIDEST:
        return None
    steps, rest = divmod(int(counter) - sequence.start, sequence.step)
    position = steps + 1
    if rest or not 1 <= position <= sequence.length:
        return None
    given = f"{shape.ahead}{str(int(counter)).rjust(sequence.width, '0')}{shape.behind}"
    return position if given == digits else None


def _same_text(first: Sequence, second: Sequence, one: _Shape, two: _Shape) -> Collision:
    best: tuple[int, int] | None = None
    divisor: int | None = None
    for length in range(1, WIDEST + max(len(one.ahead + one.behind), len(two.ahead + two.behind)) + 1):
        left, right = _run(first, one, length), _run(second, two, length)
        if left is None or right is None:
            continue
        met = _meet(left, right)
        if isinstance(met, int):
            divisor = met
        elif met is not None and (best is None or _turn(*met) < _turn(*best)):
            best = met
    if best is not None:
        return _found(first, *best)
    if divisor is not None:
        return Collision(Meeting.NEVER, Why.STEPS_MISS, divisor=divisor)
    return Collision(Meeting.NEVER, Why.APART)


@dataclass(frozen=True, slots=True)
class _Run:
    """The numbers whose digits have one length, as base + stride * position for positions from ``low`` to ``high``."""

    base: int
    stride: int
    low: int
    high: int


def _run(sequence: Sequence, shape: _Shape, length: int) -> _Run | None:
    width = length - len(shape.ahead) - len(shape.behind)
    if not sequence.width <= width <= WIDEST:
        return None
    least = 0 if width == sequence.width else 10 ** (width - 1)
    most = 10**width - 1
    if sequence.step > 0:
        low = -((sequence.start - least) // sequence.step)
        high = (most - sequence.start) // sequence.step
    else:
        low = -((sequence.start - most) // sequence.step)
        high = (least - sequence.start) // sequence.step
    low, high = max(low + 1, 1), min(high + 1, sequence.length)
    if low > high:
        return None
    shift = 10 ** len(shape.behind)
    ahead = int(shape.ahead or "0") * 10 ** (width + len(shape.behind))
    base = ahead + (sequence.start - sequence.step) * shift + int(shape.behind or "0")
    return _Run(base, sequence.step * shift, low, high)


def _meet(left: _Run, right: _Run) -> tuple[int, int] | int | None:
    """The positions of the first number of both; the divisor if no whole numbers solve it; None if none is in reach.

    Solves left.base + left.stride * i = right.base + right.stride * j.
    """
    difference = right.base - left.base
    divisor, factor, _ = _euclid(left.stride, right.stride)
    if difference % divisor:
        return divisor
    per_i, per_j = right.stride // divisor, left.stride // divisor
    i = factor * (difference // divisor)
    j = (left.stride * i - difference) // right.stride
    lowest, highest = _between(i, per_i, left)
    low, high = _between(j, per_j, right)
    lowest, highest = max(lowest, low), min(highest, high)
    if lowest > highest:
        return None
    candidates = {lowest, highest}
    if per_i != per_j:  # where the two positions pass each other, the later of them is least
        cross = (j - i) // (per_i - per_j)
        candidates |= {min(max(k, lowest), highest) for k in range(cross - 1, cross + 3)}
    return min(((i + per_i * k, j + per_j * k) for k in candidates), key=lambda met: _turn(*met))


def _turn(i: int, j: int) -> int:
    """When both have given the number out, if they take turns and the first begins."""
    return max(2 * i - 1, 2 * j)


def _between(at: int, per: int, run: _Run) -> tuple[int, int]:
    """The whole numbers k for which at + per * k lies in the run."""
    if per > 0:
        return -((at - run.low) // per), (run.high - at) // per
    return -((at - run.high) // per), (run.low - at) // per


def _euclid(a: int, b: int) -> tuple[int, int, int]:
    """The greatest common divisor d > 0 with factors: a * x + b * y = d."""
    x, next_x, y, next_y = 1, 0, 0, 1
    while b:
        quotient = a // b
        a, b = b, a - quotient * b
        x, next_x = next_x, x - quotient * next_x
        y, next_y = next_y, y - quotient * next_y
    return (a, x, y) if a > 0 else (-a, -x, -y)
