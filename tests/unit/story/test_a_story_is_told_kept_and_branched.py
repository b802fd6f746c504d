"""Stories as values: stepping back, branching, files, and several settings side by side."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.orders import Actor, Event, Refusal, Remark
from sopwizard.domain.story import (
    MOST_EVENTS,
    Story,
    decode,
    differing,
    encode,
    play,
    side_by_side,
)
from sopwizard.services.rulebook import load

ALL = (MapId.CLASSIC, MapId.CDS, MapId.DYNAMICS365)


def test_a_step_back_shows_the_order_as_it_was() -> None:
    story = Story(events=(Event.CREATE_IN_SALES, Event.CONFIRM))
    assert play(story.then(Event.DELIVER).back(), MapId.CDS, load()) == play(story, MapId.CDS, load())


def test_a_branch_leaves_the_story_that_it_came_from() -> None:
    story = Story(events=(Event.CREATE_IN_SALES, Event.CONFIRM, Event.DELIVER))
    branch = story.upto(2).then(Event.CANCEL)
    assert branch.events == (Event.CREATE_IN_SALES, Event.CONFIRM, Event.CANCEL)
    assert story.events[-1] is Event.DELIVER


def test_there_is_nothing_before_the_beginning() -> None:
    assert Story().back() == Story()
    assert Story(events=(Event.CREATE_IN_SCM, Event.CONFIRM)).upto(-1).events == ()


def test_a_story_ends_at_its_longest() -> None:
    story = Story(events=(Event.EDIT,) * MOST_EVENTS)
    assert story.then(Event.EDIT) is story


def test_maps_side_by_side_differ_where_the_article_says() -> None:
    story = Story(events=(Event.CREATE_IN_SCM, Event.CONFIRM, Event.DELIVER, Event.INVOICE_PART, Event.INVOICE))
    assert differing(side_by_side(story, ALL, load())) == (1, 2, 3)
    assert differing(side_by_side(story, (MapId.CDS, MapId.DYNAMICS365), load())) == (3,)


def test_a_deliver_after_cancel_is_not_possible_and_says_why() -> None:
    story = Story(events=(Event.CREATE_IN_SCM, Event.CANCEL, Event.DELIVER))
    for life in side_by_side(story, tuple(MapId), load()):
        assert life.steps[-1].refusal is Refusal.IS_CANCELED
        assert Remark.NOT_DEFINED not in life.steps[-1].remarks


_STORIES = st.builds(
    Story,
    name=st.text(st.characters(codec="ascii", min_codepoint=32, max_codepoint=126), max_size=200),
    events=st.lists(st.sampled_from(Event), max_size=20).map(tuple),
    sop=st.booleans(),
    actor=st.sampled_from(Actor),
    writer_marked=st.booleans(),
)


@given(_STORIES)
def test_a_story_comes_back_from_its_file_as_it_was(story: Story) -> None:
    assert decode(json.loads(json.dumps(encode(story)))) == story


def test_the_setting_may_be_left_out_of_a_file() -> None:
    assert decode({"sopwizard_story": 1, "events": ["create-in-scm"]}) == Story(events=(Event.CREATE_IN_SCM,))


GOOD: dict[str, Any] = {"sopwizard_story": 1, "events": ["create-in-sales"]}


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "happy-path",
        {},
        {"events": []},
        GOOD | {"more": 1},
        GOOD | {"sopwizard_story": 2},
        GOOD | {"sopwizard_story": True},
        GOOD | {"sopwizard_story": "1"},
        GOOD | {"name": 7},
        GOOD | {"name": "x" * 201},
        GOOD | {"name": "two\nlines"},
        GOOD | {"events": "edit"},
        GOOD | {"events": ["edit"] * 201},
        GOOD | {"events": ["explode"]},
        GOOD | {"events": [["edit"]]},
        GOOD | {"sop": 1},
        GOOD | {"writer_marked": "yes"},
        GOOD | {"actor": "admin"},
        GOOD | {"actor": None},
    ],
)
def test_a_file_that_is_no_story_is_refused(data: object) -> None:
    with pytest.raises(SopError) as refused:
        decode(data)
    assert refused.value.problem is Problem.BAD_FILE


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, "name", "sop"]), inner),
    max_leaves=8,
)


@given(_JSON)
def test_no_file_whatever_breaks_the_reader(data: object) -> None:
    try:
        story = decode(data)
    except SopError as refused:
        assert refused.problem is Problem.BAD_FILE  # noqa: PT017 - either way is right, nothing else is
    else:
        assert len(story.events) <= MOST_EVENTS
