"""The commands after a kill, as somebody at a terminal meets them."""

import contextlib
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.faulty_world import FLAG, MARK, World
from tests.support.simulator import ERP

MAP = ("--map", "dynamics365", "--mark", ERP)


class Terminal:
    """Commands in processes of their own, over one world and one data folder."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder = world, folder
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "SOPWIZARD_DATA_DIR": str(folder),
            "SOPWIZARD_ACCESS_TOKEN": "somebody",
        }

        self.prefix: tuple[str, ...] = ()

    def start(self, *words: str) -> "subprocess.Popen[str]":
        command = [*self.prefix, sys.executable, "-m", "sopwizard", *words, "--auth", "token"]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment
        )

    def run(self, *words: str) -> tuple[int, str, str]:
        with self.start(*words) as process:
            out, err = process.communicate(timeout=90)
            return process.returncode, out, err

    def held(self) -> list[bool]:
        return [self.world.holds(cell) for cell in (MARK, FLAG)]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    world = World(tmp_path)
    world.gate.set()
    yield Terminal(world, tmp_path / "data")
    world.close()


def test_a_killed_apply_is_listed_with_its_ways_out_and_taken_back(terminal: Terminal) -> None:
    world = terminal.world
    world.gate.clear()
    world.running.faults.add("slow:60@PATCH/organizations")
    process = terminal.start("apply", world.running.origin, *MAP, "--yes")
    deadline = time.monotonic() + 60
    while MARK not in world.took and time.monotonic() < deadline:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    world.gate.set()
    world.running.faults.clear()
    world.settle()
    code, said, _ = terminal.run("history")
    assert code == 0
    assert "was cut off" in " ".join(said.split())
    run = re.search(r"sopwizard undo ([0-9a-f-]{36})", said)
    assert run is not None
    assert terminal.run("undo", run[1], "--yes")[0] == 0
    assert terminal.held() == [False, False]


def test_an_apply_that_goes_on_is_told_from_one_that_was_killed(terminal: Terminal) -> None:
    world = terminal.world
    world.gate.clear()
    world.running.faults.add("slow:60@PATCH/organizations")
    process = terminal.start("apply", world.running.origin, *MAP, "--yes")
    deadline = time.monotonic() + 60
    while MARK not in world.took and time.monotonic() < deadline:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    (run,) = json.loads(terminal.run("history", "--format", "json")[1])["runs"]
    assert (run["outcome"], run["finished"], run["going_on"]) == (None, None, True)
    assert "still going on in another window or command" in " ".join(terminal.run("history")[1].split())
    code, said, _ = terminal.run("undo", run["run_id"], "--yes", "--format", "json")
    assert code == 5
    assert json.loads(said)["error"]["kind"] == "run-goes-on"
    assert len(json.loads(terminal.run("history", "--format", "json")[1])["runs"]) == 1
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    world.gate.set()
    world.running.faults.clear()
    world.settle()
    (run,) = json.loads(terminal.run("history", "--format", "json")[1])["runs"]
    assert (run["outcome"], run["going_on"]) == (None, False)
    assert terminal.run("undo", run["run_id"], "--yes")[0] == 0
    assert terminal.held()[0] is False
    assert [each.name for each in terminal.folder.iterdir() if each.suffix == ".lock"] == []


def test_a_data_folder_that_cannot_be_written_stops_before_the_first_write(terminal: Terminal) -> None:
    terminal.folder.parent.joinpath("data").write_text("a file where the folder should be")
    code, _, said = terminal.run("apply", terminal.world.running.origin, *MAP, "--yes")
    assert code == 5
    assert "Nothing is changed unrecorded" in " ".join(said.split())
    assert terminal.held() == [False, False]
    assert terminal.world.took == []


def test_a_read_only_data_folder_stops_before_the_first_write(terminal: Terminal) -> None:
    if os.geteuid() == 0:  # root without the capability to pass over a folder's rights
        without = "-dac_override,-dac_read_search"
        terminal.prefix = ("setpriv", f"--bounding-set={without}", f"--inh-caps={without}")
    terminal.folder.mkdir()
    terminal.folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert terminal.run("apply", terminal.world.running.origin, *MAP, "--yes")[0] == 5
    assert terminal.world.took == []


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be looked at" * 20])
def test_a_journal_that_is_none_is_named_with_what_to_do(terminal: Terminal, content: bytes) -> None:
    terminal.folder.mkdir()
    journal = terminal.folder / "journal.sqlite"
    journal.write_bytes(content)
    code, _, said = terminal.run("apply", terminal.world.running.origin, *MAP, "--yes")
    assert code == 5
    assert "rename the file" in " ".join(said.split())
    assert terminal.run("history")[0] == 5
    assert journal.read_bytes() == content
    assert terminal.world.took == []
    assert terminal.run("check", terminal.world.running.origin)[0] in {0, 1}
