"""What a process tells when something happens between its first write and its last; the rows tell the same."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from sopwizard.adapters import simulator
from sopwizard.adapters.simulator.server import RunningSimulator
from tests.integration.cli.conftest import Done, environment

Command = Callable[..., Done]
ARGUMENTS = ("--map", "dynamics365", "--yes", "--auth", "token", "--format", "json")
CALLER = "4026be43-6b69-4a1b-8f0a-3f8f4d7a9c01"
TOKEN = {"SOPWIZARD_ACCESS_TOKEN": "opaque-token-of-a-pipeline"}


def written(served: RunningSimulator) -> int:
    """How many writes were taken. A table without optimistic concurrency refuses the first attempt with 400."""
    return sum(request.method == "PATCH" and request.status != 400 for request in served.log)


def second_user(sopwizard: Command, origin: str) -> str:
    """The row that is written second."""
    planned = sopwizard("plan", origin, *ARGUMENTS[:2], *ARGUMENTS[3:], **TOKEN).json
    user_id: str = planned["changes"][1]["target"]["id"]
    return user_id


def test_a_refused_second_write_is_told_journalled_and_can_be_taken_back(sopwizard: Command) -> None:
    with simulator.serve("first-setup") as served:
        served.faults.add(f"403@PATCH/systemusers({second_user(sopwizard, served.origin)})")
        applied = sopwizard("apply", served.origin, *ARGUMENTS, **TOKEN)
        assert applied.code == 5
        assert applied.json["outcome"] == "partial"
        assert [each["state"] for each in applied.json["changes"]] == ["verified", "failed", "skipped", "skipped"]
        assert applied.json["changes"][1]["error"]["kind"] == "forbidden"
        assert applied.json["changes"][1]["error"]["request_id"]
        checked = sopwizard("check", served.origin, *ARGUMENTS[3:], **TOKEN).json
        assert sum(user["marked"] for user in checked["integration_users"]) == 1
        assert checked["sop_enabled"] is False
        assert sopwizard("history", "--format", "json").json["runs"][0]["outcome"] == "partial"
        undone = sopwizard("undo", applied.json["run_id"], *ARGUMENTS[2:], **TOKEN)
        assert undone.code == 0
        assert [each["state"] for each in undone.json["changes"]] == ["verified"]


def test_a_lost_answer_of_a_committed_write_is_looked_up_and_nothing_is_written_twice(sopwizard: Command) -> None:
    # The first attempt only learns that the table has no optimistic concurrency.
    with simulator.serve("first-setup", faults=["reset-after@PATCH:2"]) as served:
        applied = sopwizard("apply", served.origin, *ARGUMENTS, **TOKEN)
        assert applied.code == 0
        assert applied.json["outcome"] == "done"
        assert written(served) == 4


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_after_the_first_write_finishes_the_change_and_prints_the_result(
    sopwizard: Command, number: signal.Signals
) -> None:
    with simulator.serve("first-setup") as served:
        served.faults.add(f"slow:2@PATCH/systemusers({second_user(sopwizard, served.origin)})")
        process = subprocess.Popen(
            [sys.executable, "-m", "sopwizard", "apply", served.origin, *ARGUMENTS],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(PYTHONIOENCODING="utf-8", **TOKEN),
        )
        assert process.stderr is not None
        while "[2/4]" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "Stopping" in err
        told = json.loads(out)
        assert told["outcome"] == "cancelled"
        states = [each["state"] for each in told["changes"]]
        assert states[0] == "verified"
        assert states[2:] == ["skipped", "skipped"]
        checked = sopwizard("check", served.origin, *ARGUMENTS[3:], **TOKEN).json
        assert sum(user["marked"] for user in checked["integration_users"]) == states.count("verified")
        assert sopwizard("history", "--format", "json").json["runs"][0]["outcome"] == "cancelled"
        undone = sopwizard("undo", told["run_id"], *ARGUMENTS[2:], **TOKEN)
        assert undone.code == 0


def test_output_that_nobody_reads_stops_no_run() -> None:
    with simulator.serve("first-setup") as served:
        with subprocess.Popen(
            [sys.executable, "-m", "sopwizard", "apply", served.origin, *ARGUMENTS],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(**TOKEN),
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            process.stderr.close()
            assert process.wait(30) == 0
        assert written(served) == 4


def test_closed_streams_stop_no_run() -> None:
    with simulator.serve("first-setup") as served:
        shell = f'"{sys.executable}" -m sopwizard apply {served.origin} {" ".join(ARGUMENTS)} <&- >&- 2>&-'
        assert subprocess.run(["sh", "-c", shell], env=environment(**TOKEN), timeout=30, check=False).returncode == 0
        assert written(served) == 4


def test_verbose_tells_the_run_and_no_token(sopwizard: Command) -> None:
    with simulator.serve("first-setup") as served:
        applied = sopwizard("apply", "-v", "-v", served.origin, *ARGUMENTS, **TOKEN)
        assert f"run {applied.json['run_id']}: done" in applied.err
        assert TOKEN["SOPWIZARD_ACCESS_TOKEN"] not in applied.err


def test_verbose_tells_the_requests_of_a_command_that_reads_and_twice_what_was_in_them(sopwizard: Command) -> None:
    with simulator.serve("first-setup") as served:
        words = ("check", served.origin, *ARGUMENTS[3:])
        plain, once, twice = (sopwizard(*words, *["-v"] * times, **TOKEN) for times in range(3))
        assert "$batch" not in plain.err
        assert "POST /api/data/v9.2/$batch: 200 after" in once.err
        assert "organizations" not in once.err
        assert "in the batch, GET organizations?$select=" in twice.err
        assert TOKEN["SOPWIZARD_ACCESS_TOKEN"] not in once.err + twice.err
        served.faults.add("offline@any")
        assert "$batch: no-connection after" in sopwizard(*words, "-v", **TOKEN).err


def test_a_person_who_is_named_to_be_marked_is_shown_by_name(sopwizard: Command) -> None:
    with simulator.serve("first-setup") as served:
        words = ("--mark", CALLER, *ARGUMENTS[:2], *ARGUMENTS[3:])
        planned = sopwizard("plan", served.origin, *words, **TOKEN).json
        assert planned["changes"][0]["label"] == "Integration user mode of Megan Bowen"
