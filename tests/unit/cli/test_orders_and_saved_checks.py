"""Counting orders, and checks that are kept and opened without a connection."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sopwizard.domain.confirmations import Answer, Confirmation
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.parts import Known
from sopwizard.domain.order_counts import OrderCounts, OrderGroup
from sopwizard.domain.saved import SavedCheck
from sopwizard.services import saved_checks
from tests.support.runs import Stage, stage
from tests.support.snapshots import a_snapshot, adele, dual_write_users
from tests.support.terminal import URL, Desk

COUNTS = OrderCounts((OrderGroup(192350000, 0, 1, 12), OrderGroup(192350001, 1, 3, 2), OrderGroup(None, 0, 1, 5)))


def a_world(counts: OrderCounts = COUNTS) -> Stage:
    staged = stage(a_snapshot(users=Known((*dual_write_users(), adele()))))
    staged.world.counts = counts
    return staged


def test_orders_tells_every_combination_and_whether_the_map_allows_it() -> None:
    said = Desk(a_world()).json("orders", URL, "--map", "dynamics365")
    assert said.code == 1
    found = said.json
    assert (found["total"], found["complete"]) == (19, True)
    combinations = [
        {key: each[key] for key in ("processing_status", "status", "status_reason", "count", "allowed")}
        for each in found["combinations"]
    ]
    assert combinations == [
        {"processing_status": 192350001, "status": 1, "status_reason": 3, "count": 2, "allowed": False},
        {"processing_status": None, "status": 0, "status_reason": 1, "count": 5, "allowed": None},
        {"processing_status": 192350000, "status": 0, "status_reason": 1, "count": 12, "allowed": True},
    ]
    assert found["combinations"][0]["samples"] == ["ORD-1"]
    assert found["combinations"][0]["status_label"] == "Submitted"
    assert "Submit" in found["combinations"][0]["cause"]


def test_orders_as_text_names_what_stands_out_and_what_is_missing() -> None:
    said = Desk(a_world(OrderCounts(COUNTS.groups, complete=False))).type("orders", URL, "--map", "cds")
    assert said.code == 1
    for words in ("19 orders", "lower bounds", "Confirmed with Submitted: 2", "ORD-1", "2 orders are Submitted"):
        assert words in said.out


def test_orders_tells_why_not_all_of_them_could_be_counted(tmp_path: Path) -> None:
    world = a_world(OrderCounts(COUNTS.groups, complete=False, problem=Problem.TIMEOUT))
    found = Desk(world).json("orders", URL, "--map", "cds").json
    assert (found["complete"], found["incomplete"]["kind"]) == (False, "timeout")
    assert "too long" in found["incomplete"]["message"]
    assert Desk(a_world()).json("orders", URL, "--map", "cds").json["incomplete"] is None
    kept = str(saved(tmp_path, world=world))
    for place in (URL, kept):
        said = " ".join(Desk(world).type("orders", place, "--map", "cds").out.split())
        assert "the server took too long over a part of them. Count again later." in said
    told = "from a saved check. Nothing is connected."
    assert told in Desk(world).type("orders", kept, "--map", "cds").out
    untold = OrderCounts(COUNTS.groups, complete=False)
    assert Desk(a_world(untold)).json("orders", URL, "--map", "cds").json["incomplete"]["kind"] is None


def test_orders_whose_numbers_could_not_be_read_are_counted_and_say_why() -> None:
    world = a_world(COUNTS)
    world.world.at_samples = SopError(Problem.TIMEOUT, request_id="r-5")
    said = Desk(world).json("orders", URL, "--map", "cds")
    assert (said.code, said.json["total"]) == (1, 19)
    assert said.json["combinations"][0]["samples"] is None
    assert said.json["samples_unknown"]["kind"] == "timeout"
    assert said.json["samples_unknown"]["request_id"] == "r-5"
    assert Desk(a_world(COUNTS)).json("orders", URL, "--map", "cds").json["samples_unknown"] is None
    shown = Desk(world).type("orders", URL, "--map", "cds").out
    assert "none of their numbers could be read" in shown
    assert "Which orders these are could not be read." in shown


def test_orders_that_the_map_allows_are_no_finding() -> None:
    said = Desk(a_world(OrderCounts((OrderGroup(192350000, 0, 1, 12),)))).type("orders", URL, "--map", "cds")
    assert (said.code, "allows what is there" in said.out) == (0, True)
    assert Desk(a_world(OrderCounts(()))).type("orders", URL, "--map", "cds").code == 0


def test_a_saved_check_tells_what_people_confirmed(tmp_path: Path) -> None:
    given = Confirmation("licence", Answer.AS_NEEDED, "Lee Gu", datetime(2026, 3, 1, 9, 30, tzinfo=UTC), "all of them")
    file = tmp_path / "kept.json"
    file.write_text(saved_checks.dump(SavedCheck(a_snapshot(), confirmations=(given,))), encoding="utf-8")
    found = {each["id"]: each for each in Desk(a_world()).json("check", str(file)).json["checklist"]}
    assert {key: found["licence"][key] for key in ("answer", "by", "at", "note")} == {
        "answer": "as-needed",
        "by": "Lee Gu",
        "at": "2026-03-01T09:30:00Z",
        "note": "all of them",
    }
    assert found["same-tenant"]["answer"] is None
    said = " ".join(Desk(a_world()).type("check", str(file)).out.split())
    assert "(Microsoft 365 admin center) As it should be, Lee Gu, " in said


def saved(tmp_path: Path, *options: str, world: Stage | None = None) -> Path:
    file = tmp_path / "kept.json"
    Desk(world or a_world()).json("check", URL, "--save", str(file), *options)
    return file


def test_a_saved_check_stands_for_the_environment_without_a_connection(tmp_path: Path) -> None:
    file = saved(tmp_path)
    world = a_world()
    desk = Desk(world)
    direct, kept = desk.json("check", URL).json, desk.json("check", str(file)).json
    assert direct == kept
    asked = list(world.world.log)
    assert desk.json("plan", str(file), "--map", "dynamics365").json["changes"]
    assert desk.json("verify", str(file), "--map", "dynamics365").code == 1
    assert desk.json("orders", str(file), "--map", "dynamics365").json["total"] == 19
    assert world.world.log == asked


@pytest.mark.parametrize("command", [("check",), ("plan", "--map", "cds"), ("verify", "--map", "cds")])
def test_what_comes_from_a_file_says_so_and_when_it_was_read(tmp_path: Path, command: tuple[str, ...]) -> None:
    name, *options = command
    told = "from a saved check. Nothing is connected."
    assert told not in Desk(a_world()).type(name, URL, *options).out
    said = Desk(a_world()).type(name, str(saved(tmp_path)), *options).out
    assert f"Read on {a_snapshot().taken.date()}, {told}\n" in said


def test_a_check_kept_without_its_orders_cannot_be_asked_for_them(tmp_path: Path) -> None:
    world = a_world()
    world.world.at_orders = SopError(Problem.FORBIDDEN)
    said = Desk().json("orders", str(saved(tmp_path, world=world)), "--map", "cds")
    assert (said.code, said.json["error"]["kind"]) == (2, "bad-file")
    assert said.json["error"]["message"] == "kept.json is a saved check without counted orders."


def test_keeping_a_check_says_what_it_lacks_of_the_orders_and_why(tmp_path: Path) -> None:
    world, file = a_world(), str(tmp_path / "kept.json")
    assert "counted" not in Desk(world).type("check", URL, "--save", file).err
    world.world.counts = OrderCounts(COUNTS.groups, complete=False, problem=Problem.TIMEOUT)
    said = " ".join(Desk(world).json("check", URL, "--save", file).err.split())
    assert "Not all orders could be counted" in said
    world.world.at_orders = SopError(Problem.FORBIDDEN, privilege="prvReadSalesOrder")
    said = " ".join(Desk(world).type("check", URL, "--save", file).err.split())
    assert "The orders could not be counted, so the saved check holds none." in said
    assert "prvReadSalesOrder is missing" in said
    assert "counted" not in Desk(world).type("check", file, "--save", str(tmp_path / "again.json")).err


def test_a_redacted_check_tells_no_names_and_the_same_findings(tmp_path: Path) -> None:
    file = saved(tmp_path, "--redact")
    text = file.read_text("utf-8")
    assert not any(secret in text for secret in ("Adele", "Megan", "Contoso", "contoso-uat"))
    found = {each["id"]: each["severity"] for each in Desk().json("check", str(file)).json["findings"]}
    assert found["marked-others"] == "warning"


def test_a_kept_check_can_be_redacted_later(tmp_path: Path) -> None:
    file, other = saved(tmp_path), tmp_path / "other.json"
    Desk().json("check", str(file), "--save", str(other), "--redact")
    assert "Adele" not in other.read_text("utf-8")
    assert Desk().json("orders", str(other), "--map", "cds").json["total"] == 19


@pytest.mark.parametrize("content", ["", "{}", '{"format": "sopwizard-check"}', None])
def test_a_file_that_is_no_check_is_wrong_usage(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "kept.json"
    if content is not None:
        file.write_text(content, "utf-8")
    said = Desk().json("check", str(file))
    assert (said.code, said.json["error"]["kind"]) == (2, "bad-file")


def test_an_altered_check_is_refused(tmp_path: Path) -> None:
    file = saved(tmp_path)
    whole = json.loads(file.read_text("utf-8"))
    whole["check"]["snapshot"]["organization"]["sop_enabled"] = True
    file.write_text(json.dumps(whole), "utf-8")
    assert Desk().json("plan", str(file), "--map", "cds").code == 2


def test_nothing_is_applied_to_a_file(tmp_path: Path) -> None:
    world = a_world()
    said = Desk(world).json("apply", str(saved(tmp_path)), "--map", "dynamics365", "--yes")
    assert (said.code, said.json["error"]["kind"]) == (2, "bad-url")
    assert world.world.writes == []


def test_a_check_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    said = Desk(a_world()).json("check", URL, "--save", str(tmp_path / "no" / "kept.json"))
    assert (said.code, said.json["error"]["kind"]) == (2, "file-unwritable")


def test_a_check_lists_the_questions_that_dataverse_cannot_answer() -> None:
    found = Desk(a_world()).json("check", URL).json
    questions = {each["id"]: each for each in found["checklist"]}
    assert questions["totals-job"]["answer"] is None
    assert {each["group"] for each in found["findings"]} >= {"maps", "users", "settings"}
