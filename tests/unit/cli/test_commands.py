"""What the commands print: the published JSON, and text that a consultant can read."""

import json
import signal
from pathlib import Path

import pytest

from sopwizard.cli.connection import Connection
from sopwizard.cli.main import COMMANDS
from sopwizard.cli.world import Serving
from sopwizard.domain.errors import Problem
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.target import Target
from tests.support.runs import FLAG, mark, stage
from tests.support.snapshots import (
    ADELE,
    DATA_INTEGRATION,
    ERP,
    ORGANIZATION_ID,
    RUNTIME,
    RUNTIME_APP,
    a_snapshot,
    adele,
    dual_write_users,
)
from tests.support.terminal import URL, Desk, Said

MAP = ("--map", "dynamics365")


def test_check_tells_the_environment_its_users_its_map_and_its_findings() -> None:
    found = Desk().json("check", URL).json
    assert found["environment"] == {
        "url": "https://contoso-uat.crm4.dynamics.com",
        "organization_id": ORGANIZATION_ID,
        "name": "Contoso UAT",
        "version": "9.2.25123.00180",
        "type": "Sandbox",
    }
    assert found["sop_enabled"] is False
    assert found["integration_users"][0] == {
        "user_id": RUNTIME,
        "application_id": RUNTIME_APP,
        "name": "Finance and Operations Runtime Integration User",
        "role": "runtime",
        "disabled": False,
        "marked": False,
    }
    assert [user["role"] for user in found["integration_users"]] == ["runtime", "erp", "data-integration"]
    assert found["map"]["running"] == "dynamics365"
    assert found["map"]["state"] == "one"
    assert found["map"]["evidence"]
    assert found["map"]["variant_rows"][0]["entity"] == "Dynamics 365 Sales order headers"
    assert found["settings"] == {"system_pricing": True, "discount_method": 0}
    assert set(found["findings"][0]) >= {"id", "severity", "title", "detail", "fix", "source"}
    assert {each["severity"] for each in found["findings"]} <= {"blocker", "warning", "advice", "ok", "unknown"}


def test_check_tells_unknown_as_null() -> None:
    desk = Desk(stage(a_snapshot(users=Unknown(Problem.FORBIDDEN), running_maps=Unknown(Problem.FORBIDDEN))))
    found = desk.json("check", URL).json
    assert found["integration_users"] is None
    assert found["map"]["running"] is None
    assert found["map"]["state"] == "unknown"
    assert "could not be read" in desk.type("check", URL).out


def test_check_as_text_has_the_worst_finding_first() -> None:
    desk = Desk(stage(a_snapshot(users=Known((*dual_write_users(), adele())))))
    said = desk.type("check", URL)
    assert said.out.startswith("Environment: Contoso UAT (contoso-uat.crm4.dynamics.com)\n")
    lines = said.out.splitlines()
    marks = [line.split("]")[0][1:] for line in lines if line.startswith("[")]
    assert marks == sorted(marks, key=["Blocker", "Warning", "Advice", "Unknown", "In order"].index)
    assert "Adele Vance" in said.out
    assert all(len(line) <= 100 for line in lines)


def test_check_as_text_shows_the_rows_that_prove_a_finding_and_says_where_the_others_are() -> None:
    said = Desk(stage(a_snapshot(users=Known((*dual_write_users(), adele()))))).type("check", URL)
    assert f"    Seen: systemuser({ADELE}).isintegrationuser = true" in said.out.splitlines()
    assert "    Seen: 6 more, all of them with --format json" in said.out.splitlines()


def test_check_as_text_asks_what_dataverse_cannot_answer_for_the_map_that_runs() -> None:
    said = " ".join(Desk().type("check", URL).out.split())
    assert "What Dataverse cannot answer (" in said
    assert "Do those who work with it have Sales Premium or Sales Enterprise? (Microsoft 365 admin center)" in said
    assert "Shipto_country" not in said
    unknown = Desk(stage(a_snapshot(running_maps=Unknown(Problem.FORBIDDEN)))).type("check", URL)
    assert "Shipto_country" in unknown.out


def test_plan_tells_changes_with_reasons_and_what_is_right() -> None:
    made = Desk().json("plan", URL, *MAP).json
    assert [each["id"] for each in made["changes"]] == [mark(RUNTIME), mark(ERP), mark(DATA_INTEGRATION), FLAG]
    flag = made["changes"][-1]
    assert flag["target"] == {
        "table": "organization",
        "id": ORGANIZATION_ID,
        "column": "issopintegrationenabled",
    }
    assert (flag["before"], flag["after"]) == (False, True)
    assert flag["label"]
    assert flag["reason"]
    assert made["already_right"] == []
    assert made["blocked_by"] == []


def test_plan_as_text_shows_before_after_and_why() -> None:
    said = Desk().type("plan", URL, *MAP)
    assert "Changes to make (4):" in said.out
    assert "Before" in said.out
    assert "What it means for orders:" in said.out


def test_plan_for_the_data_integrator_is_empty() -> None:
    made = Desk().json("plan", URL, "--map", "data-integrator").json
    assert made["changes"] == []
    assert "There is nothing to change." in Desk().type("plan", URL, "--map", "data-integrator").out


def test_sop_off_changes_the_flag_only() -> None:
    desk = Desk()
    desk.json("apply", URL, *MAP, "--yes")
    made = desk.json("plan", URL, *MAP, "--sop", "off").json
    assert [each["id"] for each in made["changes"]] == [FLAG]


def test_apply_tells_its_run_and_every_change() -> None:
    said = Desk().json("apply", URL, *MAP, "--yes").json
    assert said["run_id"] == "99999999-0000-4000-8000-000000000001"
    assert said["outcome"] == "done"
    assert [each["state"] for each in said["changes"]] == ["verified"] * 4
    assert all(each["error"] is None for each in said["changes"])
    assert said["verified"] is True


def test_apply_tells_a_flag_that_went_on_by_itself_as_a_note_and_not_as_an_error() -> None:
    desk = Desk()
    desk.on.world.marking_switches_the_flag_on = True
    flag = desk.json("apply", URL, *MAP, "--yes").json["changes"][-1]
    assert flag["state"] == "verified"
    assert flag["error"] is None
    assert flag["note"]["kind"] == "switched-on-by-itself"


def test_apply_as_text_says_what_was_done_and_how_to_take_it_back() -> None:
    said = Desk().type("apply", URL, *MAP, "--yes")
    assert said.out.startswith("Done: 4 of 4 changes written and read back in Contoso UAT.\n")
    assert "sopwizard undo 99999999-0000-4000-8000-000000000001" in said.out


def test_undo_asks_with_what_it_would_put_back_and_what_it_leaves() -> None:
    desk = Desk()
    run_id = desk.json("apply", URL, *MAP, "--yes").json["run_id"]
    desk.on.world.values[desk.on.world.mark_of(ERP)] = False
    said = desk.type("undo", run_id, typed="y\n")
    assert said.code == 5
    assert "To put back (3):" in said.err
    assert "Left as they are" in said.err
    assert "Somebody changed DualWrite IntegrationUser" in said.out


def test_verify_tells_the_differences() -> None:
    said = Desk().json("verify", *MAP, URL).json
    assert said["ok"] is False
    assert {
        "target": {"table": "organization", "id": ORGANIZATION_ID, "column": "issopintegrationenabled"},
        "label": "Sales order processing integration of Contoso UAT",
        "expected": True,
        "actual": False,
    } in said["differences"]
    assert "should be Yes, is No" in Desk().type("verify", URL, *MAP).out


def test_verify_says_so_where_everything_holds() -> None:
    desk = Desk()
    desk.type("apply", URL, *MAP, "--yes")
    said = desk.json("verify", URL, *MAP).json
    assert (said["ok"], said["differences"]) == (True, [])
    assert "Verified: all 4 settings hold what they should." in desk.type("verify", URL, *MAP).out


def test_history_lists_applies_and_undos_newest_first() -> None:
    desk = Desk()
    assert desk.json("history").json == {"runs": [], "damaged": []}
    assert "No run" in desk.type("history").out
    run_id = desk.json("apply", URL, *MAP, "--yes").json["run_id"]
    desk.json("undo", run_id, "--yes")
    runs = desk.json("history").json["runs"]
    assert [(run["kind"], run["outcome"]) for run in runs] == [("undo", "done"), ("apply", "done")]
    assert runs[1]["run_id"] == run_id
    assert runs[1]["environment"]["url"] == URL
    assert runs[1]["environment"]["organization_id"] == ORGANIZATION_ID
    assert runs[1]["started"] == "2026-03-02T09:30:01Z"
    assert runs[1]["finished"] == "2026-03-02T09:30:02Z"
    assert runs[0]["undoes"] == run_id
    assert run_id in desk.type("history").out


def test_status_map_lists_the_maps_and_shows_one() -> None:
    maps = Desk().json("status-map").json["maps"]
    assert [each["id"] for each in maps] == ["cds", "dynamics365", "classic", "data-integrator"]
    table = Desk().json("status-map", "CLASSIC").json
    assert (table["id"], len(table["rows"])) == ("classic", 9)
    assert {"processing_status", "scm_status", "scm_document_status", "sales_status"} == set(table["rows"][0])
    assert "not in the article" in Desk().type("status-map", "classic").out
    assert "data-integrator" in Desk().type("status-map").out


def test_options_may_stand_before_and_after_the_arguments() -> None:
    for words in (
        ("status-map", "--format", "json", "cds"),
        ("--format", "json", "status-map", "cds"),
        ("status-map", "cds", "--format=json"),
        ("--format", "text", "status-map", "cds", "--format", "json"),
    ):
        assert json.loads(Desk().type(*words).out)["id"] == "cds"
    assert Desk().json("plan", *MAP, URL, "--sop", "on").code == 0


def test_pricing_tells_the_situation_and_all_cells() -> None:
    said = Desk().json("pricing", "--user", "integration", "--order-state", "submitted").json
    assert said["situation"]["sop"] == "on"
    assert (said["situation"]["user"], said["situation"]["order_state"]) == ("integration", "submitted")
    assert len(said["cells"]) == 32
    cell = next(each for each in said["cells"] if (each["table"], each["operation"]) == ("salesorder", "update"))
    assert cell["outcome"] == "skipped"
    assert cell["reason"]
    assert "Recalculate" in Desk().type("pricing", "--sop", "off").out


@pytest.mark.parametrize("ending", ["html", "md", "json"])
def test_report_writes_the_document_of_a_run(tmp_path: Path, ending: str) -> None:
    desk, path = Desk(), tmp_path / f"run.{ending}"
    run_id = desk.json("apply", URL, *MAP, "--yes").json["run_id"]
    said = desk.json("report", run_id, "--to", str(path))
    assert said.json == {"run_id": run_id, "file": str(path), "redacted": False}
    assert run_id in path.read_text(encoding="utf-8")
    assert str(path) in desk.type("report", "--to", str(path), run_id).out


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    desk = Desk()
    run_id = desk.json("apply", URL, *MAP, "--yes").json["run_id"]
    said = desk.json("report", run_id, "--to", str(tmp_path / "missing" / "run.md"))
    assert said.code == 2
    assert said.error["kind"] == "file-unwritable"


def test_scenarios_are_listed_and_put_back() -> None:
    desk = Desk()
    assert desk.json("scenarios").json == {
        "scenarios": [
            {"name": "first-setup", "title": "First set-up"},
            {"name": "production", "title": "A production environment"},
        ]
    }
    assert "First set-up" in desk.type("scenarios").out
    assert desk.type("scenarios", "--reset", "production").code == 0
    assert ("reset", "production") in desk.calls


def test_the_simulator_prints_its_address_first_and_ends_quietly() -> None:
    desk = Desk()
    said = desk.type("simulator", "--scenario", "production", "--port", "5000")
    assert said.code == 0
    assert said.out == "http://127.0.0.1:5000\n"
    assert desk.calls == [("simulate", Serving("production", 5000)), ("stopped",)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_simulator_ends_on_a_signal_with_0(number: signal.Signals) -> None:
    desk = Desk()
    before = signal.getsignal(number)
    desk.wait = lambda: signal.raise_signal(number)  # type: ignore[method-assign]
    assert desk.type("simulator").code == 0
    assert desk.calls[-1] == ("stopped",)
    assert signal.getsignal(number) is before


def test_a_port_that_is_no_port_is_wrong_usage() -> None:
    said = Desk(serve_error=OverflowError("bind(): port must be 0-65535.")).json("simulator", "--port", "99999")
    assert said.code == 2
    assert said.error["message"] == "The simulator cannot be served at port 99999: bind(): port must be 0-65535."


def test_a_port_that_is_taken_is_wrong_usage() -> None:
    desk = Desk(serve_error=OSError(98, "Address already in use"))
    said = desk.type("simulator", "--port", "80", "--tls-cert", "c.pem", "--tls-key", "k.pem")
    assert said.code == 2
    assert "Address already in use" in said.err
    assert desk.calls == [("simulate", Serving("first-setup", 80, (Path("c.pem"), Path("k.pem"))))]


@pytest.mark.parametrize(
    ("words", "target", "check"),
    [
        ((), None, None),
        (("--training",), Target("training:first-setup"), None),
        (("--training", "production"), Target("training:production"), None),
        (("--environment", "contoso.crm.dynamics.com"), Target("https://contoso.crm.dynamics.com"), None),
        (("--open", "a.sopcheck"), None, Path("a.sopcheck")),
    ],
)
def test_without_a_command_the_window_opens(words: tuple[str, ...], target: Target | None, check: Path | None) -> None:
    desk = Desk()
    assert desk.type(*words).code == 0
    assert desk.calls == [("window", Connection(), target, check)]


def test_an_address_that_was_put_right_is_shown() -> None:
    assert "Understood as https://contoso-uat.crm4" in Desk().type("check", "contoso-uat.crm4.dynamics.com").err
    assert "Understood" not in Desk().type("check", URL).err


def test_the_common_options_reach_the_connection() -> None:
    desk = Desk()
    desk.type(
        "-v", "check", URL, "--auth", "token", "--timeout", "2.5", "-v", "--tenant", "contoso", "--client-id", "x"
    )
    assert desk.calls == [("verbose", 2), ("operations", Connection("token", "x", "contoso", None, 2.5))]


def test_where_nobody_is_listed_there_is_no_empty_table() -> None:
    said = Desk(stage(a_snapshot(users=Known(())))).type("check", URL).out
    assert "No application user and nobody in integration user mode was found." in said
    assert "Application or user id" not in said


def test_verify_counts_as_people_do() -> None:
    verified = {
        number: Desk(stage(a_snapshot())).type("verify", URL, *options).out
        for number, options in ((0, ("--map", "data-integrator")), (1, (*MAP, "--sop", "off")))
    }
    assert "There is nothing to verify: these choices ask for no setting." in verified[0]
    assert "Verified: the one setting holds what it should." in verified[1]


def test_the_version_is_told() -> None:
    assert Desk().type("--version").out == "sopwizard 1.2.3\n"
    assert Desk().json("--version").json == {"version": "1.2.3"}


def test_a_typing_error_in_a_command_gets_a_suggestion() -> None:
    assert "Is check meant?" in Desk().type("chekc").err
    assert "meant" not in Desk().type("xyzzy").err


@pytest.mark.parametrize("command", [each.name for each in COMMANDS])
def test_every_command_has_help(command: str) -> None:
    said = Desk().type(command, "--help")
    assert said.code == 0
    assert "--format" in said.out


def test_help_lists_every_command() -> None:
    said = Desk().type("--help")
    assert said.code == 0
    assert all(f"  {each.name} " in said.out for each in COMMANDS)


def shown(said: Said) -> str:
    return said.out + said.err


def test_a_name_from_the_server_does_nothing_to_the_terminal() -> None:
    evil = "Evil\x1b[2J\x1b]0;owned\x07\r\nEnvironment: Fake\u202e"
    desk = Desk(stage(a_snapshot(users=Known((*dual_write_users(), adele(name=evil))))))
    for said in (desk.type("check", URL), desk.type("plan", URL, *MAP, "--unmark", ADELE)):
        assert not set(shown(said)) & set("\x1b\x07\r\u202e")
        assert "\nEnvironment: Fake" not in shown(said)
