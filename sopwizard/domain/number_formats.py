"""What people write for a number sequence: Dataverse's, finance and operations', or simply its first numbers.

* ``SO-{SEQNUM:5}``: Dataverse's AutoNumberFormat; parts such as ``{RANDSTRING:4}`` cannot be foretold.
* ``SO-#####``: finance and operations; ``#`` is a digit of the counter, which ends when they are all nines.
* ``100, 99, 98, …``: examples, as the article gives them; ``F1`` alone counts up by one.
"""

import re
from typing import Final

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.numbers import MOST, WIDEST, Sequence

LONGEST: Final = 200

_PART: Final = re.compile(r"\{([A-Za-z]+)(?::([^{}]*))?\}")
_EXAMPLE: Final = re.compile(r"(.*?)([0-9]+)([^0-9]*)", re.ASCII | re.DOTALL)
_ENDS: Final = re.compile(r"[,;\s]*(?:…|\.\.\.)[,;\s]*$")


def _refuse(reason: str) -> SopError:
    return SopError(Problem.USAGE, part="number-sequence", flaw=reason)


def parse(text: str, start: int = 1, step: int = 1) -> Sequence:
    """The sequence that the text means. ``start`` and ``step`` are for the formats, which do not hold them.

    Raises SopError USAGE; its ``flaw`` is empty, too-long, no-counter, several-counters, braces, examples-differ or
    out-of-range.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise _refuse("too-long" if text else "empty")
    try:
        if "{" in text or "}" in text:
            return _dataverse(text, start, step)
        if "#" in text:
            return _supply_chain(text, start, step)
        return _examples(_ENDS.sub("", text))
    except ValueError as error:
        raise _refuse("out-of-range") from error


def _dataverse(text: str, start: int, step: int) -> Sequence:
    parts = list(_PART.finditer(text))
    if "{" in _PART.sub("", text) or "}" in _PART.sub("", text):
        raise _refuse("braces")
    loose = next((part for part in parts if part[1].upper() != "SEQNUM"), None)
    if loose is not None:
        return Sequence(text[: parts[0].start()], loose=loose[1].upper())
    if len(parts) > 1:
        raise _refuse("several-counters")
    width = parts[0][2] or "1"
    if not width.isascii() or not width.isdigit():
        raise _refuse("braces")
    return Sequence(text[: parts[0].start()], start, step, int(width), text[parts[0].end() :])


def _supply_chain(text: str, start: int, step: int) -> Sequence:
    first, last = text.index("#"), text.rindex("#") + 1
    if set(text[first:last]) != {"#"}:
        raise _refuse("several-counters")
    if "&" in text:
        return Sequence(text[: min(first, text.index("&"))], loose="&")
    width = last - first
    return Sequence(text[:first], start, step, width, text[last:], highest=min(10**width - 1, MOST))


def _examples(text: str) -> Sequence:
    found = [_EXAMPLE.fullmatch(part.strip()) for part in re.split(r"[,;]", text)]
    examples = [match for match in found if match is not None]
    if len(examples) < len(found) or not examples:
        raise _refuse("no-counter")
    head = examples[0]
    counters = [int(match[2]) for match in examples if len(match[2]) <= WIDEST]
    if len(counters) < len(examples) or max(counters) > MOST:
        raise _refuse("out-of-range")
    step = counters[1] - counters[0] if len(counters) > 1 else 1
    width = len(head[2]) if any(match[2].startswith("0") and len(match[2]) > 1 for match in examples) else 1
    sequence = Sequence(head[1], counters[0], step, width, head[3])
    if any(sequence.number(at) != match[0] for at, match in enumerate(examples, 1)):
        raise _refuse("examples-differ")
    return sequence
