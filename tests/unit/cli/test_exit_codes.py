"""The published exit codes, case by case, in text and in JSON alike."""

import json
import signal
from pathlib import Path

import pytest

from sopwizard.app import start
from sopwizard.cli.result import Exit, exit_code
from sopwizard.domain.cells import mark_cell
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.runs import Outcome
from sopwizard.domain.model.snapshot import Privilege, Snapshot, SubmittedOrders
from sopwizard.report import published
from tests.support.runs import FLAG, mark, stage
from tests.support.snapshots import (
    ADELE,
    CDS_ROWS,
    DYNAMICS365_ROWS,
    ERP,
    RUNTIME,
    RUNTIME_APP,
    SOLUTIONS,
    a_snapshot,
    dual_write_users,
    with_organization,
)
from tests.support.terminal import URL, Desk

MAP = ("--map", "dynamics365")
NO_USER_RIGHTS = Known((Privilege("prvWriteOrganization", "Global"),))
ON_AND_MARKED = with_organization(a_snapshot(users=Known(dual_write_users(marked=True))), sop_enabled=True)


def code(desk: Desk, *words: str, typed: str | None = None) -> int:
    """The exit code, which does not depend on the format."""
    as_text, as_json = desk.type(*words, typed=typed), None
    if words[0] in {"check", "plan", "verify", "history", "status-map", "pricing"}:
        as_json = desk.json(*words)
        assert as_json.code == as_text.code
    return as_text.code


def refuse(problem: Problem, **details: str) -> Desk:
    desk = Desk()
    desk.on.gateways.at_open = SopError(problem, request_id="r-7", **details)
    return desk


def test_a_check_of_a_healthy_environment_is_0() -> None:
    assert code(Desk(), "check", URL) == 0


@pytest.mark.parametrize(
    "snapshot",
    [
        a_snapshot(privileges=NO_USER_RIGHTS),  # a blocker
        with_organization(a_snapshot(), discount_method=1),  # a warning
    ],
)
def test_a_check_with_a_blocker_or_a_warning_is_1(snapshot: Snapshot) -> None:
    assert code(Desk(stage(snapshot)), "check", URL) == 1


def test_a_check_that_cannot_read_a_part_is_0_and_tells_it_as_unknown() -> None:
    desk = Desk(stage(a_snapshot(submitted=Unknown(Problem.TIMEOUT))))
    said = desk.json("check", URL)
    assert said.code == 0
    assert {each["id"]: each["severity"] for each in said.json["findings"]}["submitted-orders"] == "unknown"


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (Problem.UNKNOWN_HOST, 3),
        (Problem.NO_CONNECTION, 3),
        (Problem.TIMEOUT, 3),
        (Problem.TLS_FAILED, 3),
        (Problem.PROXY_FAILED, 3),
        (Problem.SIGN_IN_NEEDED, 3),
        (Problem.SIGN_IN_FAILED, 3),
        (Problem.UNAUTHORIZED, 3),
        (Problem.NOT_DATAVERSE, 3),
        (Problem.BROKEN_ANSWER, 3),
        (Problem.ANSWER_TOO_LARGE, 3),
        (Problem.OFF_ORIGIN, 3),
        (Problem.NO_ORGANIZATION_ROW, 3),
        (Problem.THROTTLED, 3),
        (Problem.SERVER_ERROR, 3),
        (Problem.FORBIDDEN, 4),
        (Problem.WRONG_ORGANIZATION, 5),
        (Problem.BAD_URL, 2),
        (Problem.NOT_HTTPS, 2),
        (Problem.BROKEN_INSTALLATION, 70),
    ],
)
def test_a_check_that_fails_exits_as_its_cause_does(problem: Problem, expected: int) -> None:
    assert refuse(problem).type("check", URL).code == expected
    said = refuse(problem).json("check", URL)
    assert said.code == expected
    assert said.error["kind"] == problem.value
    assert said.error["request_id"] == "r-7"
    assert said.error["message"]
    assert said.error["hint"]


def test_a_plan_with_changes_is_0() -> None:
    assert code(Desk(), "plan", URL, *MAP) == 0


def test_a_blocked_plan_is_1_even_where_a_privilege_is_missing() -> None:
    assert code(Desk(stage(a_snapshot(privileges=NO_USER_RIGHTS))), "plan", URL, *MAP) == 1


def test_a_map_that_does_not_run_changes_no_exit_code() -> None:
    desk = Desk()
    said = desk.json("plan", URL, "--map", "cds")
    assert said.code == 0
    assert "map-mismatch" in {each["id"] for each in said.json["findings"]}
    ready = Desk(stage(ON_AND_MARKED))
    said = ready.json("verify", URL, "--map", "cds")
    assert said.code == 0
    assert "map-mismatch" in {each["id"] for each in said.json["findings"]}


def test_verify_is_0_where_everything_holds_and_1_where_it_does_not() -> None:
    assert code(Desk(stage(ON_AND_MARKED)), "verify", URL, *MAP) == 0
    assert code(Desk(), "verify", URL, *MAP) == 1


def test_apply_is_0_when_done_and_when_there_is_nothing_to_do() -> None:
    desk = Desk()
    assert code(desk, "apply", URL, *MAP, "--yes") == 0
    assert code(desk, "apply", URL, *MAP) == 0  # nothing to do needs no --yes
    assert [run.outcome and run.outcome.value for run in desk.on.operations.history()] == ["nothing-to-do", "done"]


@pytest.mark.parametrize(
    ("changes", "words", "expected", "ids"),
    [
        ({"privileges": NO_USER_RIGHTS}, (), 4, ["rights"]),
        ({"solutions": Known(SOLUTIONS[1:])}, (), 1, ["sales-installed"]),
        ({"solutions": Known(SOLUTIONS[:1]), "processing_options": Known(None)}, (), 1, ["dual-write-solution"]),
        ({"running_maps": Known((*CDS_ROWS, *DYNAMICS365_ROWS))}, (), 1, ["running-map"]),
        ({"users": Known(())}, (), 1, ["dual-write-users"]),
        ({"legacy_columns": Known(("msdynce_ordernumber",))}, (), 1, ["prospect-to-cash-leftovers"]),
    ],
)
def test_a_blocked_apply_writes_nothing(
    changes: dict[str, object], words: tuple[str, ...], expected: int, ids: list[str]
) -> None:
    desk = Desk(stage(a_snapshot(**changes)))
    said = desk.json("apply", URL, *MAP, *words, "--yes")
    assert said.code == expected
    assert said.error["kind"] == "blocked"
    assert said.json["blocked_by"] == ids
    assert (said.json["run_id"], said.json["outcome"]) == (None, "failed")
    assert all((each["state"], each["error"]) == ("skipped", None) for each in said.json["changes"])
    assert desk.type("apply", URL, *MAP, *words, "--yes").code == expected
    assert desk.on.world.writes == []
    assert desk.on.journal.events == []


def test_submitted_orders_block_switching_off_with_1() -> None:
    on = with_organization(a_snapshot(submitted=Known(SubmittedOrders(("ORD-01001",)))), sop_enabled=True)
    desk = Desk(stage(on))
    assert code(desk, "plan", URL, *MAP, "--sop", "off") == 1
    assert code(desk, "apply", URL, *MAP, "--sop", "off", "--yes") == 1
    assert desk.on.world.writes == []


def test_a_refused_first_write_is_4() -> None:
    desk = Desk()
    desk.on.world.at_write[mark(RUNTIME)] = SopError(Problem.FORBIDDEN, privilege="prvWriteUser")
    assert code(desk, "apply", URL, *MAP, "--yes") == 4


@pytest.mark.parametrize(
    ("problem", "expected"), [(Problem.NO_CONNECTION, 3), (Problem.NOT_TAKEN, 5), (Problem.UNAUTHORIZED, 3)]
)
def test_a_first_write_that_failed_exits_as_its_cause_does(problem: Problem, expected: int) -> None:
    desk = Desk()
    desk.on.world.at_write[mark(RUNTIME)] = SopError(problem)
    assert code(desk, "apply", URL, *MAP, "--yes") == expected


def test_a_refused_second_write_is_5_and_both_are_told() -> None:
    desk = Desk()
    desk.on.world.at_write[mark(ERP)] = SopError(Problem.FORBIDDEN, request_id="r-1", privilege="prvWriteUser")
    said = desk.json("apply", URL, *MAP, "--yes")
    assert said.code == 5
    assert said.json["outcome"] == "partial"
    assert [each["state"] for each in said.json["changes"]] == ["verified", "failed", "skipped", "skipped"]
    assert said.json["changes"][1]["error"]["kind"] == "forbidden"
    assert said.json["changes"][1]["error"]["request_id"] == "r-1"


def test_a_conflict_at_the_first_write_is_5() -> None:
    desk = Desk()
    desk.on.world.at_write[mark(RUNTIME)] = SopError(Problem.CHANGED_SINCE_REVIEW, what="x")
    assert code(desk, "apply", URL, *MAP, "--yes") == 5


def test_a_change_between_review_and_apply_is_5_and_writes_nothing() -> None:
    desk = Desk()
    desk.on.world.at_survey = [None, lambda: desk.on.world.somebody_writes(mark_cell(ERP), value=True)]
    said = desk.json("apply", URL, *MAP, "--yes")
    assert said.code == 5
    assert said.error["kind"] == "changed-since-review"
    assert "DualWrite IntegrationUser" in said.error["message"]
    assert desk.on.world.writes == []


def test_an_apply_that_does_not_verify_is_1() -> None:
    desk = Desk()
    desk.on.world.at_survey = [None, None, lambda: desk.on.world.somebody_writes(mark_cell(ERP), value=False)]
    said = desk.json("apply", URL, *MAP, "--yes")
    assert said.code == 1
    assert said.json["outcome"] == "done"
    assert said.json["verified"] is False


def applied(desk: Desk) -> str:
    said = desk.json("apply", URL, *MAP, "--yes")
    assert said.code == 0
    run_id: str = said.json["run_id"]
    return run_id


def test_undo_is_0_when_done() -> None:
    desk = Desk()
    run_id = applied(desk)
    assert code(desk, "undo", run_id.upper(), "--yes") == 0
    assert code(desk, "undo", run_id) == 0  # nothing left to put back needs no --yes


def test_undo_that_leaves_a_row_is_5_and_names_it() -> None:
    desk = Desk()
    run_id = applied(desk)
    desk.on.world.somebody_writes(mark_cell(ERP), value=False)
    said = desk.json("undo", run_id, "--yes")
    assert said.code == 5
    assert said.json["outcome"] == "partial"
    left = next(each for each in said.json["changes"] if each["state"] == "conflict")
    assert left["target"]["id"] == ERP
    assert "DualWrite IntegrationUser" in left["error"]["message"]


def test_undo_that_leaves_a_row_does_not_say_that_it_was_stopped_or_that_trying_again_helps() -> None:
    desk = Desk()
    run_id = applied(desk)
    desk.on.world.somebody_writes(mark_cell(ERP), value=False)
    said = " ".join(desk.type("undo", run_id, "--yes").out.split())
    assert "Done in part: 3 of 4 changes" in said
    assert " left alone " in said
    assert "Somebody else changed what was left alone; what it should hold is for people to decide." in said
    assert "try again" not in said


def test_undo_that_submitted_orders_block_is_1() -> None:
    desk = Desk()
    run_id = applied(desk)
    desk.on.world.snapshot = a_snapshot(submitted=Known(SubmittedOrders(("ORD-01001",))))
    said = desk.json("undo", run_id, "--yes")
    assert said.code == 1
    assert said.json["blocked_by"] == ["submitted-orders"]
    assert (said.json["run_id"], said.json["outcome"]) == (None, "failed")
    assert {each["state"] for each in said.json["changes"]} == {"skipped"}
    assert desk.on.is_on


def test_a_privilege_that_is_lost_between_the_plan_and_the_first_write_is_4() -> None:
    desk = Desk()

    def lose() -> None:
        desk.on.world.snapshot = a_snapshot(privileges=NO_USER_RIGHTS)

    desk.on.world.at_survey = [None, lose]
    assert desk.type("apply", URL, *MAP, "--yes").code == 4
    assert desk.on.world.writes == []


def test_undo_without_the_privilege_is_4() -> None:
    desk = Desk()
    run_id = applied(desk)
    desk.on.world.snapshot = a_snapshot(privileges=NO_USER_RIGHTS)
    assert desk.type("undo", run_id, "--yes").code == 4
    assert desk.on.is_on


@pytest.mark.parametrize(
    "words",
    [
        ("chekc", URL),
        ("check",),
        ("check", URL, "more"),
        ("check", URL, "--nonsense"),
        ("check", URL, "--timeout", "soon"),
        ("check", URL, "--timeout", "0"),
        ("check", "nonsense"),
        ("check", URL, "--redact"),
        ("--self-test", "check", URL),
        ("--check-updates", "folder", "check", URL),
        ("story", ""),
        ("plan", URL),
        ("plan", URL, "--map", "nonsense"),
        ("plan", URL, *MAP, "--mark", "aaaaaaaa-0000-4000-8000-00000000ffff"),
        ("plan", URL, *MAP, "--unmark", "Adele Vance"),
        ("plan", URL, *MAP, "--sop", "maybe"),
        ("undo", "99999999-0000-4000-8000-000000000099", "--yes"),
        ("undo",),
        ("status-map", "nonsense"),
        ("pricing", "--user", "nobody"),
        ("report", "99999999-0000-4000-8000-000000000099", "--to", "run.md"),
        ("report", "99999999-0000-4000-8000-000000000099", "--to", "run.docx"),
        ("scenarios", "--reset", "nonsense"),
        ("simulator", "--tls-cert", "cert.pem"),
        ("--training", "first-setup", "check", URL),
        ("--environment", "nonsense"),
        ("--training", "--environment", URL),
    ],
)
def test_wrong_usage_is_2_and_is_told_as_json_where_that_is_asked_for(words: tuple[str, ...]) -> None:
    desk = Desk()
    said = desk.type(*words)
    assert said.code == 2
    assert said.out == ""
    assert said.err.strip()
    as_json = desk.type("--format", "json", *words)
    assert as_json.code == 2
    assert set(as_json.error) == {"kind", "message", "request_id", "hint"}
    assert desk.on.world.writes == []


def test_a_time_limit_that_is_none_is_told_in_the_words_of_its_option() -> None:
    for typed in ("soon", "0", "nan"):
        assert f"--timeout: {typed} is no time limit in seconds" in Desk().type("check", URL, "--timeout", typed).err


def test_what_to_do_next_depends_on_whether_anything_was_written() -> None:
    desk = Desk()
    desk.on.world.at_write[mark(RUNTIME)] = SopError(Problem.FORBIDDEN, privilege="prvWriteUser")
    said = desk.type("apply", URL, *MAP, "--yes").out
    assert said.endswith("\nSee what stopped it, then try again.\n")
    desk = Desk()
    desk.on.world.at_write[mark(ERP)] = SopError(Problem.FORBIDDEN, privilege="prvWriteUser")
    said = " ".join(desk.type("apply", URL, *MAP, "--yes").out.split())
    assert "then try again. To take back what was, or may have been, written: sopwizard undo " in said


def test_writing_without_a_terminal_and_without_yes_is_2() -> None:
    desk = Desk()
    said = desk.type("apply", URL, *MAP)
    assert said.code == 2
    assert "--yes" in said.err
    assert desk.on.world.writes == []
    run_id = applied(desk)
    assert desk.type("undo", run_id).code == 2
    assert desk.on.is_on


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "yep\n", "ja\n"])
def test_a_declined_question_is_130_and_writes_nothing(answer: str) -> None:
    desk = Desk()
    assert desk.type("apply", URL, *MAP, typed=answer).code == 130
    assert desk.on.world.writes == []
    assert desk.on.journal.events == []


@pytest.mark.parametrize("answer", ["y\n", "yes\n", " YES \n", "y"])
def test_an_agreed_question_writes(answer: str) -> None:
    desk = Desk()
    said = desk.type("apply", URL, *MAP, typed=answer)
    assert said.code == 0
    assert desk.on.is_on
    assert "Contoso UAT" in said.err
    assert "contoso-uat.crm4.dynamics.com" in said.err


def test_ctrl_c_at_the_question_is_130() -> None:
    desk = Desk()
    assert desk.type("apply", URL, *MAP, typed="", interrupt=True).code == 130
    said = desk.json("apply", URL, *MAP, typed="", interrupt=True)
    assert said.code == 130
    assert said.error["kind"] == "cancelled"
    assert desk.on.world.writes == []


def test_ctrl_c_while_reading_is_130() -> None:
    desk = Desk()
    desk.on.world.at_survey = [KeyboardInterrupt()]
    assert desk.type("check", URL).code == 130


def test_a_run_that_is_cancelled_between_two_changes_is_130_and_still_told() -> None:
    desk = Desk()
    desk.on.world.after_write[mark(RUNTIME)] = lambda: signal.raise_signal(signal.SIGINT)
    said = desk.json("apply", URL, *MAP, "--yes")
    assert said.code == 130
    assert said.json["outcome"] == "cancelled"
    assert [each["state"] for each in said.json["changes"]] == ["verified", "skipped", "skipped", "skipped"]
    assert "Stopping" in said.err


def test_ctrl_c_at_the_last_change_is_130_too_though_nothing_was_left_to_stop() -> None:
    desk = Desk()
    desk.on.world.after_write[FLAG] = lambda: signal.raise_signal(signal.SIGINT)
    said = desk.json("apply", URL, *MAP, "--yes")
    assert said.code == 130
    assert said.json["outcome"] == "done"
    assert {each["state"] for each in said.json["changes"]} == {"verified"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_a_run_is_being_told_does_not_say_that_nothing_was_written(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, tell = signal.getsignal(number), published.outcome

    def interrupted(outcome: Outcome) -> dict[str, object]:
        signal.raise_signal(number)
        return tell(outcome)

    monkeypatch.setattr(published, "outcome", interrupted)
    desk = Desk()
    said = desk.json("apply", URL, *MAP, "--yes")
    assert said.json["outcome"] == "done"
    assert desk.on.is_on
    assert signal.getsignal(number) is before


def test_a_bug_is_70_and_told_as_json_where_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("SOPWIZARD_DATA_DIR", str(tmp_path))

    def broken(*_given: object) -> int:
        raise KeyError("unforeseen")

    monkeypatch.setattr("sopwizard.cli.main.run", broken)
    assert start.main(["history", "--format", "json"]) == 70
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["kind"] == "bug"
    assert str(next(tmp_path.glob("logs/crash-*.log"))) in error["message"]
    assert start.main(["history"]) == 70
    said = capsys.readouterr()
    assert not said.out
    assert "see sopwizard history" in said.err


def test_an_unreadable_journal_stops_history_apply_and_undo_with_5_and_nothing_else() -> None:
    error = SopError(Problem.JOURNAL_UNREADABLE, path="journal.sqlite", reason="damaged")
    desk = Desk()
    desk.on.journal.fail = dict.fromkeys(("runs", "run", "begin"), (0, error))
    assert desk.type("history").code == 5
    assert desk.json("history").error["kind"] == "journal-unreadable"
    assert desk.type("apply", URL, *MAP, "--yes").code == 5
    assert desk.type("undo", "99999999-0000-4000-8000-000000000001", "--yes").code == 5
    assert desk.on.world.writes == []
    assert desk.type("check", URL).code == 0
    assert desk.type("plan", URL, *MAP).code == 0


def test_users_can_be_named_by_user_id_and_by_application_id() -> None:
    desk = Desk()
    desk.on.world.hidden[ADELE] = False
    said = desk.json("plan", URL, *MAP, "--mark", RUNTIME_APP.upper(), "--mark", ERP, "--unmark", ADELE)
    assert said.code == 0
    assert [each["id"] for each in said.json["changes"]] == [mark(RUNTIME), mark(ERP), FLAG]
    assert [each["target"]["id"] for each in said.json["already_right"]] == [ADELE]


def test_every_problem_has_an_exit_code() -> None:
    assert {exit_code(problem) for problem in Problem} <= set(Exit)
