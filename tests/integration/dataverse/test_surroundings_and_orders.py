"""What stands around the flag, read from the simulated environments, and orders counted on the server."""

import bisect
import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import requests

from sopwizard.adapters import simulator
from sopwizard.adapters.dataverse import map_content
from sopwizard.adapters.dataverse.answers import Json, RefusedError
from sopwizard.adapters.dataverse.api import WebApi
from sopwizard.adapters.dataverse.counting import LIMIT_CODE, Counting
from sopwizard.adapters.dataverse.wire import Answer, WireError
from sopwizard.adapters.signin.ready_made import ReadyMade
from sopwizard.adapters.simulator.server import RunningSimulator
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.target import Target
from sopwizard.domain.surroundings import HeaderMapping, OrderNumbers
from sopwizard.services.job import Job, Progress

YEAR = 365 * 86_400
BEGIN = 1_600_000_000
MILLION = 1_000_000


@pytest.fixture
def start() -> Iterator[Callable[..., tuple[RunningSimulator, WebApi]]]:
    opened: list[tuple[RunningSimulator, WebApi]] = []

    def begin(scenario: str = "first-setup", *faults: str) -> tuple[RunningSimulator, WebApi]:
        running = simulator.serve(scenario, faults=faults)
        opened.append((running, WebApi(running.origin, Target("training:x"), ReadyMade("trainee"), 20.0)))
        return opened[-1]

    yield begin
    for running, api in opened:
        api.close()
        running.stop()


Start = Callable[..., tuple[RunningSimulator, WebApi]]


def test_everything_around_is_read_in_three_round_trips(start: Start) -> None:
    running, api = start()
    snapshot = api.survey(Job())
    assert len(running.log) == 3
    assert isinstance(snapshot.definitions, Known)
    assert ("salesorders", "Dynamics 365 Sales order headers") in {
        (each.entity_set, each.entity) for each in snapshot.definitions.value
    }
    assert isinstance(snapshot.header_mappings, Known)
    values = {each.version: each.values for each in snapshot.header_mappings.value}
    assert values["1.0.2.0"] is not None
    assert ("deliveredPartiallyInvoiced", "192350008") in values["1.0.2.0"]
    assert snapshot.order_format == Known("SO-{SEQNUM:4}")
    assert isinstance(snapshot.order_numbers, Known)
    assert snapshot.order_numbers.value.sales[:2] == ("SO-1036", "SO-1035")
    assert isinstance(snapshot.owner_teams, Known)
    assert [(team.name, team.root, team.roles) for team in snapshot.owner_teams.value] == [
        ("Contoso UAT", True, ("Basic User",))
    ]
    assert snapshot.sales_apps == Known(("msdynce_saleshub",))


def test_orders_of_a_marked_person_are_counted_on_the_server(start: Start) -> None:
    _running, api = start("person-marked")
    snapshot = api.survey(Job())
    assert isinstance(snapshot.recent_orders, Known)
    assert [each.count for each in snapshot.recent_orders.value] == [14]


@pytest.mark.parametrize(
    ("fault", "parts"),
    [
        ("403@msdyn_dualwriteentitymaps", {"definitions", "header_mappings"}),
        ("403@msdyn_supplychainfeaturestates", {"features"}),
        ("500@teams", {"owner_teams"}),
        ("500@pricelevels", {"price_lists"}),
        ("500@uoms", {"units"}),
        ("500@sdkmessageprocessingsteps", {"plugin_steps"}),
        ("500@appmodules", {"sales_apps"}),
        ("500@transactioncurrencies", {"currencies"}),
    ],
)
def test_a_table_that_fails_takes_its_own_parts_and_no_others(start: Start, fault: str, parts: set[str]) -> None:
    snapshot = start("first-setup", fault)[1].survey(Job())
    names = snapshot.__slots__
    assert {name for name in names if isinstance(getattr(snapshot, name), Unknown)} == parts


def test_without_dual_write_what_belongs_to_it_is_unknown_and_the_rest_is_read(start: Start) -> None:
    snapshot = start("no-dual-write")[1].survey(Job())
    assert isinstance(snapshot.definitions, Unknown)
    assert isinstance(snapshot.order_format, Unknown)
    assert isinstance(snapshot.price_lists, Known)


def test_orders_are_counted_in_one_request_and_named_in_another(start: Start) -> None:
    running, api = start("submitted-orders")
    counts = api.orders(Job())
    assert len(running.log) == 1
    submitted = [group for group in counts.groups if group.status == 1]
    assert [(group.processing_status, group.status_reason, group.count) for group in submitted] == [(192350001, 3, 3)]
    samples = api.order_samples(submitted, Job())
    assert samples[192350001, 1, 3] == ("ORD-01039-K7P2", "ORD-01038-K7P2", "ORD-01037-K7P2")
    assert len(running.log) == 2
    assert api.order_samples((), Job()) == {}


def test_orders_without_a_processing_status_are_not_named_by_those_that_have_one(start: Start) -> None:
    running, api = start("submitted-orders")
    rows = f"{running.origin}/api/data/v9.2/salesorders"
    headers = {"Authorization": "Bearer token"}
    first = {"$filter": "statecode eq 0", "$orderby": "createdon", "$top": "1"}
    oldest = requests.get(rows, params=first, headers=headers, timeout=10).json()["value"][0]
    without = {"msdyn_processingstatus": None}
    requests.patch(f"{rows}({oldest['salesorderid']})", json=without, headers=headers, timeout=10).raise_for_status()
    (alone,) = (group for group in api.orders(Job()).groups if group.processing_status is None)
    assert alone.count == 1
    assert api.order_samples((alone,), Job()) == {alone.key: (oldest["ordernumber"],)}


def test_a_group_whose_samples_fail_is_left_out_and_all_of_them_are_a_failure(start: Start) -> None:
    running, api = start("submitted-orders")
    groups = api.orders(Job()).groups
    running.faults.add("403@salesorders:1")
    assert set(api.order_samples(groups, Job())) == {group.key for group in groups[1:]}
    running.faults.clear()
    running.faults.add("403@salesorders")
    with pytest.raises(SopError) as caught:
        api.order_samples(groups, Job())
    assert caught.value.problem is Problem.FORBIDDEN


def test_orders_without_a_processing_status_column_are_counted_too(start: Start) -> None:
    _running, api = start("no-dual-write")
    counts = api.orders(Job())
    assert counts.complete
    assert counts.total > 0
    assert {group.processing_status for group in counts.groups} == {None}
    assert api.order_samples(counts.groups, Job())[counts.groups[0].key]


class Crowd:
    """Orders by their times alone, behind the limit that aggregates have."""

    def __init__(self, times: list[int]) -> None:
        self.times = sorted(times)
        self.broken: Callable[[str], None] = lambda _path: None

    def __call__(self, path: str) -> Json:
        self.broken(path)
        if "$orderby" in path:
            at = self.times[0] if " asc" in path else self.times[-1]
            return {"value": [{"createdon": datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")}]}
        if path.startswith("RetrieveTotalRecordCount"):
            return {"EntityRecordCountCollection": {"Values": [len(self.times)]}}
        since, until = (re.search(rf"createdon {word} (\S+?Z)", path) for word in ("ge", "lt"))
        low = bisect.bisect_left(self.times, _seconds(since[1])) if since else 0
        high = bisect.bisect_left(self.times, _seconds(until[1])) if until else len(self.times)
        if high - low > 50_000:
            raise RefusedError(Problem.REJECTED, Answer(400, {}, b""), {"code": LIMIT_CODE})
        row = {"msdyn_processingstatus": 192350000, "statecode": 0, "statuscode": 1, "count": high - low}
        return {"value": [row] if high > low else []}


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def spread(number: int, seconds: float, power: float = 1.0, begin: int = BEGIN, seed: int = 1) -> list[int]:
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [begin + int(seconds * chance.random() ** power) for _ in range(number)]


@pytest.mark.parametrize(
    "times",
    [
        spread(MILLION, 3 * YEAR),
        spread(MILLION, 3 * YEAR, 0.4),
        spread(MILLION, 5 * YEAR, 4),
        spread(MILLION, 3600),
        spread(MILLION // 2, 86_400) + spread(MILLION // 2, 5 * YEAR, seed=2),
        [BEGIN - 100 * YEAR, *spread(MILLION, 3 * YEAR)],
        spread(700_000, 6 * 3600, begin=BEGIN + YEAR) + spread(300_000, 5 * YEAR, seed=2),
    ],
    ids=["evenly", "growing", "shrinking", "in-an-hour", "after-a-migration", "one-very-old", "imported-one-night"],
)
def test_a_million_orders_take_at_most_sixty_requests(times: list[int]) -> None:
    counts = Counting(Crowd(times)).run()
    assert (counts.total, counts.complete) == (len(times), True)
    assert counts.requests <= 60


def test_more_orders_in_one_second_than_can_be_counted_leave_the_count_incomplete() -> None:
    counts = Counting(Crowd([*[BEGIN] * 60_000, *spread(100_000, YEAR, begin=BEGIN + 10)])).run()
    assert (counts.total, counts.complete, counts.problem) == (100_000, False, Problem.REJECTED)


def test_a_range_that_times_out_is_halved() -> None:
    crowd = Crowd(spread(100_000, YEAR))
    slow = iter([True, True])

    def broken(path: str) -> None:
        if "filter(" in path and next(slow, False):
            raise WireError(Problem.TIMEOUT)

    crowd.broken = broken
    counts = Counting(crowd).run()
    assert (counts.total, counts.complete) == (100_000, True)


def test_what_nobody_may_read_is_not_halved() -> None:
    crowd = Crowd(spread(100_000, YEAR))

    def broken(path: str) -> None:
        if "filter(" in path:
            raise WireError(Problem.FORBIDDEN)

    crowd.broken = broken
    with pytest.raises(WireError):
        Counting(crowd).run()


@pytest.mark.parametrize("error", [WireError(Problem.NO_CONNECTION), SopError(Problem.SIGN_IN_NEEDED)])
def test_what_was_counted_before_nothing_more_could_be_is_told_as_a_part(error: SopError) -> None:
    crowd = Crowd(spread(200_000, YEAR))
    ranges = iter([None, None])

    def broken(path: str) -> None:
        if "filter(" in path and next(ranges, error) is not None:
            raise error

    crowd.broken = broken
    counts = Counting(crowd).run()
    assert (counts.complete, counts.problem) == (False, error.problem)
    assert 0 < counts.total < 200_000


def test_a_refusal_for_another_reason_does_not_pass_for_orders_without_a_processing_status() -> None:
    def refuse(path: str) -> Json:
        if "msdyn_processingstatus" not in path:
            return {"value": [{"statecode": 0, "statuscode": 1, "count": 3}]}
        raise RefusedError(Problem.REJECTED, Answer(400, {}, b""), {"code": "0x80040203", "message": "not now"})

    with pytest.raises(RefusedError):
        Counting(refuse).run()


@pytest.mark.parametrize("row", [{"statecode": "Active"}, {"msdyn_processingstatus": 1.5}, {"statuscode": 2**40}])
def test_a_value_that_cannot_be_read_does_not_pass_for_none(row: Json) -> None:
    with pytest.raises(WireError) as caught:
        Counting(lambda _path: {"value": [{"count": 1, **row}]}).run()
    assert caught.value.problem is Problem.BROKEN_ANSWER


def test_why_the_count_is_not_complete_is_kept_when_a_later_range_is_only_slow() -> None:
    crowd = Crowd([*[BEGIN] * 60_000, *spread(100_000, YEAR, begin=BEGIN + 10)])

    def broken(path: str) -> None:
        if "createdon ge" in path and f"createdon ge {datetime.fromtimestamp(BEGIN, UTC):%Y-%m-%d}" not in path:
            for _once in late:
                raise WireError(Problem.TIMEOUT)

    late = iter([True])
    crowd.broken = broken
    counts = Counting(crowd).run()
    assert (counts.total, counts.complete, counts.problem) == (100_000, False, Problem.REJECTED)


def test_counting_gives_up_after_many_requests_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sopwizard.adapters.dataverse.counting.MOST_REQUESTS", 5)
    counts = Counting(Crowd(spread(MILLION, YEAR))).run()
    assert not counts.complete
    assert counts.requests == 5
    assert counts.total < MILLION


@pytest.mark.parametrize("answer", [{}, {"EntityRecordCountCollection": {"Values": ["many"]}}])
def test_without_a_total_counting_finds_its_way(answer: Json) -> None:
    crowd = Crowd(spread(200_000, YEAR))
    counts = Counting(lambda path: answer if path.startswith("Retrieve") else crowd(path)).run()
    assert (counts.total, counts.complete) == (200_000, True)


ROW_ID = "eeeeeeee-0000-4000-8000-000000000001"
MAPPING = {
    "legs": [
        {"destinationEnvironmentType": "UNDEFINED"},
        {
            "destinationEnvironmentType": "CRM",
            "sourceFilter": None,
            "reversedSourceFilter": "msdyn_ordertype eq 192350000",
            "fieldMappings": [
                "nonsense",
                {"destinationField": "statecode", "valueTransforms": [{"transformType": "Default", "defaultValue": 0}]},
                {
                    "sourceField": "SALESORDERPROCESSINGSTATUS",
                    "destinationField": "msdyn_processingstatus",
                    "valueTransforms": [{"transformType": "ValueMap", "valueMap": {"active": 192350000}}],
                },
            ],
        },
    ]
}


def mapping_of(saved: object, name: str = "msdyn_[salesorders - CDS sales order headers]") -> HeaderMapping:
    return map_content.header_mapping(
        {"msdyn_dualwriteentitymapid": ROW_ID, "msdyn_name": name, "msdyn_version": "1.0.0.5", "msdyn_mapping": saved}
    )


@pytest.mark.parametrize("saved", [MAPPING, json.dumps(MAPPING), json.dumps(json.dumps(MAPPING))])
def test_a_map_is_read_however_its_json_is_wrapped(saved: object) -> None:
    assert mapping_of(saved) == HeaderMapping(
        row_id=ROW_ID,
        entity="CDS sales order headers",
        version="1.0.0.5",
        readable=True,
        values=(("active", "192350000"),),
        to_sales="",
        to_scm="msdyn_ordertype eq 192350000",
        constants=(("statecode", "0"),),
    )


@pytest.mark.parametrize("saved", [None, "", "{", "[]", "7", {"legs": {}}, {"legs": ["x"]}, {}, "[" * 100_000])
def test_a_map_whose_json_makes_no_sense_is_not_readable_and_nothing_is_guessed(saved: object) -> None:
    mapping = mapping_of(saved, "renamed by somebody")
    assert (mapping.readable, mapping.values, mapping.to_scm, mapping.entity) == (False, None, None, None)


def test_numbers_of_both_sides_are_told_apart_by_who_made_the_order(start: Start) -> None:
    snapshot = start("number-sequences-meet")[1].survey(Job())
    assert isinstance(snapshot.order_numbers, Known)
    assert snapshot.order_numbers.value == OrderNumbers(
        sales=snapshot.order_numbers.value.sales, supply_chain=("SO-1062", "SO-1061", "SO-1060")
    )


def test_what_arrived_is_shown_before_the_rest_is_read(start: Start) -> None:
    said: list[Progress] = []
    whole = start()[1].survey(Job(said.append))
    first, second = (progress.arrived for progress in said)
    assert [(progress.done, progress.total) for progress in said] == [(1, 3), (2, 3)]
    assert isinstance(first, Snapshot)
    assert isinstance(second, Snapshot)
    assert (first.users, first.organization) == (whole.users, whole.organization)
    assert isinstance(first.price_lists, Unknown)
    assert (second.price_lists, second.privileges) == (whole.price_lists, whole.privileges)
    assert isinstance(second.order_numbers, Unknown)
