"""A run is found again days later: what was cut off says its ways out, damage is told, and a part can be put back."""

import pytest

from sopwizard.domain.cells import mark_cell
from sopwizard.domain.model.ids import RunId
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.snapshot import SubmittedOrders
from tests.support.runs import FLAG, mark
from tests.support.snapshots import DATA_INTEGRATION, ERP, RUNTIME
from tests.support.terminal import URL, Desk

LOST = RunId("77777777-0000-4000-8000-000000000001")


def applied(desk: Desk) -> str:
    found: str = desk.json("apply", URL, "--map", "dynamics365", "--yes").json["run_id"]
    desk.on.world.writes.clear()
    return found


def cut_off(desk: Desk, *words: str) -> str:
    """The id of a run that ended without a word at its second change."""

    def kill() -> None:
        raise SystemExit

    desk.on.world.at_write[mark(ERP)] = kill
    with pytest.raises(SystemExit):
        desk.type(*words, "--yes")
    return desk.on.operations.history()[0].run_id


def test_a_run_that_was_cut_off_says_what_can_be_done() -> None:
    desk = Desk()
    run = cut_off(desk, "apply", URL, "--map", "dynamics365")
    said = desk.type("history").out
    assert "cut off" in said
    assert "still going on" not in said
    assert "1 of 4 changes recorded as written. One was begun" in " ".join(said.split())
    assert f"sopwizard undo {run}" in said
    assert "apply again" in said
    assert "or leave it" in said
    assert desk.json("history").json["runs"][0]["outcome"] is None


def test_a_run_that_goes_on_says_so_and_is_not_undone() -> None:
    desk = Desk()
    run = cut_off(desk, "apply", URL, "--map", "dynamics365")
    desk.on.journal.holding.add(RunId(run))
    said = " ".join(desk.type("history").out.split())
    assert "still going on" in said
    assert "cut off" not in said
    assert "1 of 4 changes written so far" in said
    assert f"sopwizard undo {run}" not in said
    assert desk.json("history").json["runs"][0]["going_on"] is True
    asked = len(desk.on.gateways.opened)
    refused = desk.json("undo", run, "--yes")
    assert refused.code == 5
    assert refused.json["error"]["kind"] == "run-goes-on"
    assert len(desk.on.gateways.opened) == asked
    desk.on.journal.holding.clear()
    assert desk.type("undo", run, "--yes").code == 0


def test_an_undo_that_was_cut_off_names_the_run_to_finish_and_its_own() -> None:
    desk = Desk()
    first = applied(desk)
    undo = cut_off(desk, "undo", first)
    said = " ".join(desk.type("history").out.split())
    assert f"to finish it: sopwizard undo {first}" in said
    assert f"sopwizard undo {undo}" in said
    assert desk.type("undo", first, "--yes").code == 0
    assert not desk.on.is_on


def test_damaged_runs_are_told_and_the_others_stay() -> None:
    desk = Desk()
    run = applied(desk)
    desk.on.journal.lost = (LOST,)
    found = desk.json("history").json
    assert found["damaged"] == [LOST]
    assert [each["run_id"] for each in found["runs"]] == [run]
    said = desk.type("history").out
    assert LOST in said
    assert run in said


def test_a_journal_of_damaged_runs_only_is_not_empty() -> None:
    desk = Desk()
    desk.on.journal.lost = (LOST,)
    assert LOST in desk.type("history").out


def test_one_change_alone_can_be_put_back_and_the_rest_later() -> None:
    desk = Desk()
    run = applied(desk)
    assert desk.json("undo", run, "--only", mark(RUNTIME).upper(), "--yes").json["outcome"] == "done"
    assert [change.id for change in desk.on.world.writes] == [mark(RUNTIME)]
    assert desk.on.is_on
    desk.on.world.writes.clear()
    assert desk.json("undo", run, "--yes").code == 0
    assert [change.id for change in desk.on.world.writes] == [FLAG, mark(DATA_INTEGRATION), mark(ERP)]


def test_submitted_orders_block_the_flag_with_their_list_and_not_the_marks() -> None:
    desk = Desk()
    run = applied(desk)
    whole = desk.on.world.snapshot
    desk.on.world.snapshot = type(whole)(**{
        **{name: getattr(whole, name) for name in type(whole).__dataclass_fields__},
        "submitted": Known(SubmittedOrders(("ORD-01001", "ORD-01002"))),
    })  # fmt: skip
    blocked = desk.type("undo", run, "--yes")
    assert blocked.code == 1
    assert "ORD-01001" in blocked.out
    assert "ORD-01002" in blocked.out
    assert desk.on.world.writes == []
    assert desk.json("undo", run, "--only", mark(ERP), "--yes").code == 0
    assert desk.on.world.read_quietly(mark_cell(ERP)) is False


def test_a_change_that_the_run_does_not_have_is_wrong_usage() -> None:
    desk = Desk()
    run = applied(desk)
    refused = desk.json("undo", run, "--only", "systemuser(x).y", "--yes")
    assert (refused.code, refused.error["kind"]) == (2, "usage")
    assert desk.on.world.writes == []
