"""A plan is kept, handed on, and applied later: only as long as the environment is as the plan saw it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sopwizard.app.shared import understand
from sopwizard.domain.cells import mark_cell
from sopwizard.domain.model.ids import OrganizationId
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.snapshot import SubmittedOrders
from sopwizard.services import files
from sopwizard.services.saved_plans import PLAN
from tests.support.runs import FLAG, mark, stage
from tests.support.snapshots import ADELE, DATA_INTEGRATION, ERP, RUNTIME, a_snapshot, adele, dual_write_users
from tests.support.terminal import URL, Desk

MAP = ("--map", "dynamics365")
Json = dict[str, Any]


def saved(desk: Desk, path: Path, *more: str) -> Path:
    assert desk.type("plan", URL, *MAP, "--save", str(path), *more).code == 0
    desk.on.world.writes.clear()
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plan.json"


def test_a_saved_plan_is_applied_by_somebody_else(file: Path) -> None:
    desk = Desk()
    saved(desk, file)
    done = desk.json("apply", "--plan", str(file), "--yes")
    assert done.code == 0
    assert done.json["outcome"] == "done"
    assert [change.id for change in desk.on.world.writes] == [mark(RUNTIME), mark(ERP), mark(DATA_INTEGRATION), FLAG]
    assert "contoso-uat.crm4.dynamics.com" in done.err


def test_it_is_shown_and_asked_for_like_any_plan(file: Path) -> None:
    desk = Desk()
    saved(desk, file)
    assert desk.type("apply", "--plan", str(file)).code == 2
    assert desk.type("apply", "--plan", str(file), typed="no\n").code == 130
    assert desk.on.world.writes == []
    asked = desk.type("apply", "--plan", str(file), typed="yes\n")
    assert asked.code == 0
    assert "Integration user mode" in asked.err


def test_a_value_that_has_changed_since_is_named_and_nothing_is_written(file: Path) -> None:
    desk = Desk()
    saved(desk, file)
    desk.on.world.somebody_writes(mark_cell(ERP), value=True)
    refused = desk.json("apply", "--plan", str(file), "--yes")
    assert refused.code == 5
    assert refused.error["kind"] == "changed-since-review"
    assert "was No, is Yes" in refused.error["message"]
    assert desk.on.world.writes == []
    assert desk.on.operations.history() == ()


def test_another_organization_at_the_address_gets_nothing(file: Path) -> None:
    desk = Desk()
    saved(desk, file)
    whole = desk.on.world.snapshot
    other = OrganizationId("00000000-1111-4222-8333-444444444444")
    desk.on.world.snapshot = replace(whole, organization=replace(whole.organization, organization_id=other))
    refused = desk.json("apply", "--plan", str(file), "--yes")
    assert (refused.code, refused.error["kind"]) == (5, "wrong-organization")
    assert desk.on.world.writes == []


def test_a_plan_keeps_users_that_no_survey_lists(file: Path) -> None:
    desk = Desk(stage(a_snapshot(users=Known((*dual_write_users(), adele())))))
    saved(desk, file, "--unmark", ADELE, "--mark", ERP)
    assert desk.json("apply", "--plan", str(file), "--yes").code == 0
    assert [change.id for change in desk.on.world.writes] == [mark(ERP), mark(ADELE), FLAG]


def test_what_stands_in_the_way_by_now_blocks_it(file: Path) -> None:
    desk = Desk(stage(a_snapshot(organization=replace(a_snapshot().organization, sop_enabled=True))))
    saved(desk, file, "--sop", "off")
    desk.on.world.snapshot = replace(desk.on.world.snapshot, submitted=Known(SubmittedOrders(("ORD-1",))))
    refused = desk.json("apply", "--plan", str(file), "--yes")
    assert refused.code == 1
    assert refused.json["blocked_by"] == ["submitted-orders"]
    assert desk.on.world.writes == []


def edit(file: Path, change: Callable[[Json], object], *, sealed: bool) -> None:
    """Alter the plan; ``sealed``: with a digest that fits again."""
    whole = json.loads(file.read_text("utf-8"))
    change(whole["plan"])
    if sealed:
        whole["digest"] = files.digest(whole["plan"])
    file.write_text(json.dumps(whole), "utf-8")


def turn_round(plan: Json) -> None:
    plan["changes"][0]["after"] = False


def somewhere_else(plan: Json) -> None:
    plan["changes"][0]["cell"]["column"] = "isdisabled"
    plan["changes"][0]["id"] = plan["changes"][0]["id"].replace("isintegrationuser", "isdisabled")


def leave_one_out(plan: Json) -> None:
    del plan["changes"][0]


@pytest.mark.parametrize("url", ["http://contoso.example", "https://a.example/main.aspx", "https://u:p@a.example", "x"])
def test_a_plan_for_an_address_that_nobody_could_type_is_refused(
    file: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk()
    saved(desk, file)
    edit(file, lambda plan: plan["target"].update(url=url), sealed=True)
    monkeypatch.setattr(Desk, "_understand", staticmethod(understand))
    refused = desk.json("apply", "--plan", str(file), "--yes")
    assert refused.code == 2
    assert ("read", "") not in desk.on.world.log


@pytest.mark.parametrize("change", [turn_round, somewhere_else, leave_one_out])
@pytest.mark.parametrize("sealed", [False, True])
def test_a_plan_that_was_altered_is_refused_however_well_it_is_sealed(
    file: Path, change: Callable[[Json], object], *, sealed: bool
) -> None:
    desk = Desk()
    saved(desk, file)
    edit(file, change, sealed=sealed)
    refused = desk.json("apply", "--plan", str(file), "--yes")
    assert refused.code in ({2, 5} if sealed else {2})
    assert desk.on.world.writes == []


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b" " * 5_000_000, b'{"format":"sopwizard-check"}'],
)
def test_a_file_that_is_no_plan_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert Desk().json("apply", "--plan", str(file), "--yes").error["kind"] == "bad-file"
    assert Desk().json("apply", "--plan", str(file / "absent"), "--yes").code == 2


def test_a_plan_of_another_version_is_refused(file: Path) -> None:
    desk = Desk()
    saved(desk, file)
    whole = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**whole, "version": PLAN.version + 1}), "utf-8")
    assert desk.json("apply", "--plan", str(file), "--yes").code == 2


@pytest.mark.parametrize(
    "words",
    [
        (),
        (URL,),
        MAP,
        (URL, "--plan", "p.json"),
        ("--plan", "p.json", *MAP),
        ("--plan", "p.json", "--mark", ERP),
        ("--plan", "p.json", "--sop", "off"),
        ("--plan", "p.json", "--sop", "on"),
    ],
)
def test_a_plan_takes_the_place_of_everything_that_it_holds(words: tuple[str, ...]) -> None:
    refused = Desk().json("apply", *words, "--yes")
    assert (refused.code, refused.error["kind"]) == (2, "usage")
