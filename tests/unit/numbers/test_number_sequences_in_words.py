import pytest

from sopwizard.domain.number_formats import parse
from sopwizard.domain.numbers import collide
from sopwizard.text import numbers as text


@pytest.mark.parametrize(
    ("first", "second", "verdict", "why"),
    [
        ("1, 2, 3", "100, 99, 98", "They collide: both give out 51.", "It is number 51 of Supply Chain Management and"),
        ("F1, F2, F3", "C1, C2, C3", "They never give out the same number.", "The text around"),
        ("1, 3", "2, 4", "They never give out the same number.", "Their steps pass each other"),
        ("1000, 1001", "999, 998", "They never give out the same number.", "Their counters would meet only"),
        ("A{RANDSTRING:4}", "A1", "Nobody can tell.", "One has a part that is no counter"),
    ],
)
def test_the_verdict_says_why(first: str, second: str, verdict: str, why: str) -> None:
    found = collide(parse(first), parse(second))
    assert text.verdict(found) == verdict
    assert text.why(found).startswith(why)


@pytest.mark.parametrize(
    "flaw",
    ["empty", "too-long", "no-counter", "several-counters", "braces", "examples-differ", "out-of-range"],
)
def test_every_flaw_has_its_sentence(flaw: str) -> None:
    assert text.flaw(flaw)
    assert text.case_note()
