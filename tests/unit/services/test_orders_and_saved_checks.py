import json
from pathlib import Path
from typing import Any

import pytest

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.order_counts import OrderCounts, OrderGroup
from sopwizard.domain.saved import SavedCheck
from sopwizard.services import files, orders, saved_checks
from sopwizard.services.job import Job
from sopwizard.services.operations import Operations
from sopwizard.services.rulebook import load
from tests.support.fakes import FakeClock, FakeGateway, FakeGateways, FakeJournal
from tests.support.snapshots import TARGET, a_snapshot

COUNTS = OrderCounts((OrderGroup(192350000, 0, 1, 12), OrderGroup(192350001, 1, 3, 2)), requests=1)


def test_only_what_stands_out_under_the_map_is_sampled() -> None:
    world = FakeGateway(a_snapshot())
    world.counts = COUNTS
    found = orders.count(world, load(), MapId.CDS, Job())
    assert [group.samples for group in found.groups] == [(), ("ORD-1",)]
    assert world.log == [("orders", ""), ("order_samples", "1")]


def test_without_a_map_everything_is_sampled_so_that_any_map_can_be_compared_later() -> None:
    world = FakeGateway(a_snapshot())
    world.counts = COUNTS
    assert [group.samples for group in orders.count(world, load(), None, Job()).groups] == [("ORD-1",), ("ORD-2",)]


def test_counts_are_told_where_the_samples_cannot_be_read_and_say_why() -> None:
    world = FakeGateway(a_snapshot())
    world.counts = COUNTS
    world.at_samples = SopError(Problem.TIMEOUT, request_id="r-5", host="contoso", seconds=60)
    found = orders.count(world, load(), None, Job())
    assert found.total == 14
    assert [group.samples for group in found.groups] == [None, None]
    assert found.samples_unknown == Unknown(Problem.TIMEOUT, "r-5", (("host", "contoso"), ("seconds", "60")))


def test_where_nothing_stands_out_nothing_more_is_asked() -> None:
    world = FakeGateway(a_snapshot())
    world.counts = OrderCounts((COUNTS.groups[0],))
    operations = Operations(FakeGateways(world), FakeJournal(), FakeClock(), load())
    assert operations.count(TARGET, MapId.CDS, Job()) == world.counts
    assert world.log == [("orders", "")]


NO_SAMPLES = COUNTS.with_samples(COUNTS.groups, Unknown(Problem.TIMEOUT, "r-5", (("host", "contoso"),)))


@pytest.mark.parametrize("counted", [None, COUNTS, NO_SAMPLES])
def test_a_saved_check_is_read_as_it_was_written(counted: OrderCounts | None) -> None:
    check = SavedCheck(a_snapshot(), counted)
    assert saved_checks.load(saved_checks.dump(check), "a.json") == check


def altered(change: Any) -> str:  # noqa: ANN401 - a change of JSON of any shape
    whole = json.loads(saved_checks.dump(SavedCheck(a_snapshot())))
    change(whole)
    return json.dumps(whole)


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", None),
        ("[]", None),
        ("{}", None),
        ("null", None),
        ("[" * 100_000, None),
        (altered(lambda whole: whole.update(version=2)), "version"),
        (altered(lambda whole: whole.update(format="sopwizard-plan")), None),
        (altered(lambda whole: whole.update(digest="0" * 64)), "altered"),
        (altered(lambda whole: whole.update(extra=1)), None),
        (altered(lambda whole: whole["check"]["snapshot"]["organization"].update(sop_enabled=True)), "altered"),
        (altered(lambda whole: whole["check"].update(orders=7)), "altered"),
    ],
)
def test_an_altered_or_unreadable_check_is_refused_by_its_name(text: str, flaw: str | None) -> None:
    with pytest.raises(SopError) as caught:
        saved_checks.load(text, "a.json")
    assert caught.value.problem is Problem.BAD_FILE
    assert caught.value.details == {"file": "a.json", "kind": "check", "flaw": flaw}


def test_a_check_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SopError) as caught:
        saved_checks.read(tmp_path / "a.json")
    assert caught.value.details["flaw"] == "missing"


def test_a_check_whose_digest_fits_and_whose_content_does_not_is_refused() -> None:
    content = {"snapshot": 1}
    whole = {"format": "sopwizard-check", "version": 1, "digest": files.digest(content), "check": content}
    with pytest.raises(SopError):
        saved_checks.load(json.dumps(whole), "a.json")
