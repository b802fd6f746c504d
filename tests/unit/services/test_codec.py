"""What is saved is read again as the same value, or refused."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sopwizard.domain.errors import Problem
from sopwizard.domain.model.changes import Plan
from sopwizard.domain.model.choices import Choices
from sopwizard.domain.model.ids import OrganizationId, UserId
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.runs import Run
from sopwizard.domain.model.snapshot import Caller, Organization, Snapshot
from sopwizard.domain.model.target import Target
from sopwizard.services import codec
from sopwizard.services.codec import DecodeError, decode, encode

ALL = (Run, Snapshot, Plan, Choices)

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(Known, lambda kind: st.builds(Known, st.from_type(get_args(kind)[0])))


def through_json(value: object) -> object:
    return json.loads(json.dumps(encode(value)))


@pytest.mark.parametrize("kind", ALL)
def test_every_value_survives_json(kind: type) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_type(kind))
    def survives(value: object) -> None:
        assert decode(kind, through_json(value)) == value

    survives()


def test_the_form_of_known_unknown_times_and_sets() -> None:
    unknown = Unknown(Problem.FORBIDDEN, request_id="r", details=(("privilege", "prvReadX"),))
    snapshot = Snapshot(
        Target("https://contoso.crm4.dynamics.com"),
        datetime(2026, 8, 1, 12, 30, tzinfo=UTC),
        Caller(UserId("u"), "b", OrganizationId("o")),
        Organization(OrganizationId("o"), None),
        users=unknown,
        processing_options=Known(None),
    )
    data = encode(snapshot)
    assert data["taken"] == "2026-08-01T12:30:00Z"
    assert data["users"] == {
        "unknown": {"problem": "forbidden", "request_id": "r", "details": [["privilege", "prvReadX"]]}
    }
    assert data["processing_options"] == {"known": None}
    choices = Choices(mark=frozenset({UserId("b"), UserId("a")}))
    assert encode(choices) == {"map_id": None, "sop": True, "mark": ["a", "b"], "unmark": []}


def change(**members: object) -> Callable[[dict[str, object]], None]:
    return lambda data: data.update(members)


@pytest.mark.parametrize(
    "spoil",
    [
        change(surprise=1),
        change(sop="yes"),
        change(sop=1),
        change(unmark="abc"),
        change(unmark={"a": 1}),
        change(unmark=["a", "a"]),
        change(mark=[1]),
        change(map_id="other"),
        lambda data: data.update(mark=[["a"]]),
    ],
)
def test_choices_that_do_not_fit_are_refused(spoil: Callable[[dict[str, object]], None]) -> None:
    data = encode(Choices())
    spoil(data)
    with pytest.raises(DecodeError):
        decode(Choices, data)


@pytest.mark.parametrize(
    "part",
    [None, {}, {"known": []}, {"known": [], "unknown": {}}, {"other": 1}, {"unknown": {"problem": "no-such"}}, [1]],
)
def test_a_part_is_known_or_unknown_and_nothing_else(part: object) -> None:
    snapshot = decode(Snapshot, _smallest())
    data = encode(snapshot)
    data["privileges"] = part
    if part == {"known": []}:
        assert decode(Snapshot, data).privileges == Known(())
        return
    with pytest.raises(DecodeError):
        decode(Snapshot, data)


@pytest.mark.parametrize("time", ["2026-08-01T12:30:00", "2026-08-01T12:30:00+02:00", "soon", 5, None])
def test_a_time_is_in_utc(time: object) -> None:
    with pytest.raises(DecodeError):
        decode(Snapshot, {**_smallest(), "taken": time})


def test_the_refusal_shows_nothing_of_the_data() -> None:
    with pytest.raises(DecodeError) as caught:
        decode(Snapshot, {**_smallest(), "target": {"url": 5, "secret-key": "secret-value"}})
    assert "secret" not in str(caught.value)


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["target", "url", "results", "known", "unknown", "problem", "mark", "x"]), inner
            )
        ),
    )
)
def test_anything_at_all_is_read_or_refused(data: object) -> None:
    for kind in ALL:
        try:
            decode(kind, data)
        except DecodeError:
            continue


def _smallest() -> dict[str, object]:
    return {
        "target": {"url": "https://a.crm.dynamics.com"},
        "taken": "2026-08-01T12:30:00Z",
        "caller": {"user_id": "u", "business_unit_id": "b", "organization_id": "o"},
        "organization": {"organization_id": "o", "name": None},
    }


def test_a_sequence_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(DecodeError, match="not 2 values"):
        decode(tuple[str, str], ["one", "two", "three"])


def test_what_breaks_the_stack_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deep:
        def structure(self, *_given: object) -> object:
            raise RecursionError

    monkeypatch.setattr(codec, "_converter", Deep)
    with pytest.raises(DecodeError, match="nested too deeply"):
        decode(str, "x")
