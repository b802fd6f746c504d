"""Number sequences in words."""

from sopwizard.domain.numbers import Collision, Meeting, Why
from sopwizard.text import _


def verdict(found: Collision) -> str:
    """Whether two sequences meet, in one sentence."""
    return {
        Meeting.COLLIDES: _("They collide: both give out {number}.").format(number=found.number),
        Meeting.NEVER: _("They never give out the same number."),
        Meeting.UNKNOWN: _("Nobody can tell."),
    }[found.meeting]


def why(found: Collision) -> str:
    """Why they do or do not."""
    return {
        Why.SAME_NUMBER: _(
            "It is number {first} of Supply Chain Management and number {second} of Sales. If the two take turns, it "
            "is the first that exists already."
        ).format(first=found.first, second=found.second),
        Why.TEXT_DIFFERS: _("The text around the counters differs."),
        Why.STEPS_MISS: _("Their steps pass each other: the starts differ by no multiple of {divisor}.").format(
            divisor=found.divisor
        ),
        Why.APART: _("Their counters would meet only where one of them does not get to."),
        Why.LOOSE_PART: _("One has a part that is no counter, such as a date or random letters."),
    }[found.why]


def flaw(reason: str) -> str:
    """Why a text is no number sequence."""
    return {
        "empty": _("Enter a pattern such as SO-#####, SO-{SEQNUM:5}, or its first numbers: 1, 2, 3."),
        "too-long": _("The pattern is too long."),
        "no-counter": _("There is no counter: every number needs digits."),
        "several-counters": _("There is more than one counter."),
        "braces": _("The braces do not hold a part such as {SEQNUM:5}."),
        "examples-differ": _("The numbers do not follow one pattern and one step."),
        "out-of-range": _("The numbers are too large, or do not move."),
    }[reason]


def case_note() -> str:
    """How numbers are compared."""
    return _("Letters are compared without regard to case.")
