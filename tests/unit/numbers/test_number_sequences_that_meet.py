"""Two number sequences for the same orders; the examples are those of source 003."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.number_formats import parse
from sopwizard.domain.numbers import MOST, Collision, Meeting, Sequence, Why, collide


def test_the_articles_first_pair_collides_in_the_middle_when_the_two_take_turns() -> None:
    found = collide(parse("1, 2, 3, 4, 5, ..."), parse("100, 99, 98, ..."))
    assert found == Collision(Meeting.COLLIDES, Why.SAME_NUMBER, "51", 51, 50)


def test_the_articles_second_pair_never_does() -> None:
    found = collide(parse("F1, F2, F3, ..."), parse("C1, C2, C3, ..."))
    assert found == Collision(Meeting.NEVER, Why.TEXT_DIFFERS)


def test_odd_and_even_numbers_never_meet_and_the_divisor_says_why() -> None:
    found = collide(parse("1, 3, 5"), parse("2, 4, 6"))
    assert found == Collision(Meeting.NEVER, Why.STEPS_MISS, divisor=2)


def test_a_sequence_that_counts_down_from_below_the_others_start_never_meets_it() -> None:
    assert collide(parse("1000, 1001"), parse("999, 998")).why is Why.APART


def test_the_same_sequence_collides_at_once() -> None:
    found = collide(parse("SO-{SEQNUM:5}"), parse("SO-#####"))
    assert found == Collision(Meeting.COLLIDES, Why.SAME_NUMBER, "SO-00001", 1, 1)


def test_another_width_keeps_them_apart_until_the_shorter_grows_as_long() -> None:
    found = collide(parse("SO-{SEQNUM:5}"), parse("SO-{SEQNUM:3}"))
    assert found == Collision(Meeting.COLLIDES, Why.SAME_NUMBER, "SO-10000", 10000, 10000)


def test_finance_and_operations_ends_when_its_digits_are_used_up() -> None:
    assert parse("SO-###").length == 999
    assert collide(parse("SO-{SEQNUM:5}"), parse("SO-###")) == Collision(Meeting.NEVER, Why.APART)


def test_letters_are_compared_without_regard_to_case() -> None:
    assert collide(parse("so-{SEQNUM:5}"), parse("SO-#####")).meeting is Meeting.COLLIDES


def test_digits_in_the_text_count_as_digits() -> None:
    found = collide(Sequence("SO-1", 1), Sequence("SO-", 15))
    assert found.number == "SO-15"
    assert (found.first, found.second) == (5, 1)


def test_counters_at_different_places_meet_in_one_number_at_most() -> None:
    yearly, numbered = Sequence("SO", 1, suffix="-24"), Sequence("SO7-", 20)
    found = collide(yearly, numbered)
    assert found.number == "SO7-24"
    assert (found.first, found.second) == (7, 5)
    assert (collide(numbered, yearly).first, collide(numbered, yearly).second) == (5, 7)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (Sequence("SO", 1, suffix="-19"), Sequence("SO7-", 20)),
        (Sequence("SO", 8, suffix="-24"), Sequence("SO7-", 20)),
        (Sequence("SO", 1, width=2, suffix="-24"), Sequence("SO7-", 20)),
        (Sequence("SO", 1, suffix="-24-A"), Sequence("SO7-", 20)),
        (Sequence("SO", 1, suffix="/24"), Sequence("SO7-", 20)),
        (Sequence("SO", 1, suffix="-024"), Sequence("SO7-", 20)),
        (Sequence("SO", 1, suffix="-"), Sequence("SOX-", 20)),
        (Sequence("SO", 1, suffix="X"), Sequence("SO7", 20)),
        (Sequence("SO", 1, suffix="-" + "9" * 20), Sequence("SO7-", 20)),
        (Sequence("SO", 1, 3, suffix="-24"), Sequence("SO8-", 20)),
    ],
)
def test_counters_at_different_places_mostly_never_meet(one: Sequence, two: Sequence) -> None:
    assert collide(one, two) == Collision(Meeting.NEVER, Why.TEXT_DIFFERS)


def test_random_letters_cannot_be_foretold() -> None:
    assert collide(parse("SO-{SEQNUM:5}-{RANDSTRING:4}"), parse("SO-#####")).meeting is Meeting.UNKNOWN
    assert collide(parse("SO-{DATETIMEUTC:yyyyMMdd}-{SEQNUM:5}"), parse("SO-#####")).why is Why.LOOSE_PART


def test_random_letters_after_another_text_never_meet_it() -> None:
    assert collide(parse("C-{RANDSTRING:4}"), parse("F-#####")) == Collision(Meeting.NEVER, Why.TEXT_DIFFERS)
    assert collide(parse("F-#####"), parse("C-{RANDSTRING:4}")).meeting is Meeting.NEVER


def test_a_counter_ends_at_63_bits_and_above_zero() -> None:
    assert Sequence(start=MOST).length == 1
    assert Sequence(start=100, step=-1).length == 101
    assert collide(Sequence(start=MOST), Sequence(start=MOST, step=-1)).number == str(MOST)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SO-{SEQNUM:5}", Sequence("SO-", 1, 1, 5)),
        ("{SEQNUM:4}/X", Sequence("", 1, 1, 4, "/X")),
        ("{seqnum}", Sequence()),
        ("SO-#####-A", Sequence("SO-", 1, 1, 5, "-A", highest=99999)),
        ("SO-##&&", Sequence("SO-", loose="&")),
        ("F1", Sequence("F", 1)),
        ("001; 002", Sequence("", 1, 1, 3)),
        ("100, 99, 98, …", Sequence("", 100, -1)),
        ("A2B007, A2B009", Sequence("A2B", 7, 2, 3)),
        ("SO-{RANDSTRING:4}", Sequence("SO-", loose="RANDSTRING")),
    ],
)
def test_the_three_ways_to_write_a_sequence(text: str, expected: Sequence) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("  ", "empty"),
        ("1" * 201, "too-long"),
        ("ABC", "no-counter"),
        ("...", "no-counter"),
        ("A{SEQNUM:5}{SEQNUM:5}", "several-counters"),
        ("A##-##", "several-counters"),
        ("A{SEQNUM", "braces"),
        ("A}", "braces"),
        ("A{SEQNUM:x}", "braces"),
        ("1, 2, 4", "examples-differ"),
        ("F1, C2", "examples-differ"),
        ("7, 7", "out-of-range"),
        ("9" * 19, "out-of-range"),
        ("9" * 20, "out-of-range"),
        ("A{SEQNUM:50}", "out-of-range"),
    ],
)
def test_what_is_no_sequence_is_refused_by_name(text: str, flaw: str) -> None:
    with pytest.raises(SopError) as refused:
        parse(text)
    assert refused.value.problem is Problem.USAGE
    assert refused.value.details["flaw"] == flaw


_SMALL = st.builds(
    Sequence,
    prefix=st.sampled_from(["", "A", "1", "A1", "A-"]),
    start=st.integers(0, 60),
    step=st.integers(-9, 9).filter(bool),
    width=st.integers(1, 3),
    suffix=st.sampled_from(["", "1", "-1", "-"]),
)


@given(_SMALL, _SMALL)
def test_the_equation_agrees_with_trying_every_number(one: Sequence, two: Sequence) -> None:
    span = 400
    given_out = {one.number(i): i for i in range(min(span, one.length), 0, -1)}
    tried = [
        (max(2 * given_out[two.number(j)] - 1, 2 * j), two.number(j))
        for j in range(1, min(span, two.length) + 1)
        if two.number(j) in given_out
    ]
    found = collide(one, two)
    if tried:
        assert found.number == min(tried)[1]
    elif found.meeting is Meeting.COLLIDES:  # beyond what was tried
        assert found.first is not None
        assert found.second is not None
        assert max(found.first, found.second) > span
    if found.first is not None and found.second is not None:
        assert one.number(found.first) == two.number(found.second) == found.number


_ANY = st.builds(
    Sequence,
    prefix=st.text("AB01-", max_size=6),
    start=st.integers(0, MOST),
    step=st.integers(-MOST, MOST).filter(bool),
    width=st.integers(1, 19),
    suffix=st.text("AB01-", max_size=6),
)


@given(_ANY, _ANY)
def test_the_order_of_the_two_does_not_change_whether_they_meet(one: Sequence, two: Sequence) -> None:
    assert collide(one, two).meeting is collide(two, one).meeting
