"""The self-test of this very installation, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sopwizard.adapters import selftest
from sopwizard.domain.selftest import Piece, State
from sopwizard.services.job import Job


def run(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "sopwizard", "--self-test", *words]
    return subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, timeout=120, check=False)


def test_every_part_is_tried_and_told(sandbox: Path) -> None:
    done = run("--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["works"] is True
    states = {part["id"]: part["state"] for part in found["parts"]}
    assert list(states) == [
        *("resources", "journal", "policy", "tls", "keyring", "training", "platform", "fonts", "pages"),
    ]
    assert states["pages"] == "ok"
    assert states["platform"] == "limited"  # tests have no display
    assert not (sandbox / "data" / "training").exists(), "the user's training environments are left alone"


def test_a_broken_part_is_the_exit_code(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    done = run(SOPWIZARD_DATA_DIR=str(blocked / "data"))
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert any(line.startswith("FAILED") and "Journal" in line for line in lines)
    assert any(line.startswith("ok") and "Pages" in line for line in lines)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_data_folder_without_room_is_told(tmp_path: Path) -> None:
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        "from sopwizard.adapters.selftest import journal\n"
        "from sopwizard.services.job import Job\n"
        "journal(Path(sys.argv[1]))(Job())\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "data")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "File too large" in done.stderr
    assert not list((tmp_path / "data").iterdir())


def test_a_page_that_fails_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from sopwizard.__main__ import main\n"
        "from sopwizard.ui.pages.check import CheckPage\n"
        "def broken(self, draft):\n"
        "    raise LookupError('the list is not there')\n"
        "CheckPage.show_draft = broken\n"
        "sys.exit(main(['--self-test']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"SOPWIZARD_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "FAILED   Pages: LookupError: the list is not there" in done.stdout
    assert done.stderr == ""


def damaged(damage: str, folder: Path) -> dict[str, str]:
    """The state of every part, tried by a program to which that happened."""
    program = f"import sys\n{damage}\nfrom sopwizard.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"
    done = subprocess.run(
        [sys.executable, "-c", program, "--self-test", "--format", "json"],
        env=os.environ | {"SOPWIZARD_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=50,  # less than what a page may take: one whose work broke off is not waited for
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return {part["id"]: part["state"] for part in json.loads(done.stdout)["parts"]}


@pytest.mark.parametrize(
    ("library", "fails"),
    [("_ssl", {"tls", "training", "pages"}), ("_sqlite3", {"journal", "training", "pages"})],
)
def test_a_missing_library_fails_the_parts_that_need_it_and_no_other(
    tmp_path: Path, library: str, fails: set[str]
) -> None:
    states = damaged(f"sys.modules[{library!r}] = None", tmp_path)
    assert len(states) == len(Piece)
    assert {part for part, state in states.items() if state == "failed"} == fails


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="Qt's platforms have other names there")
@pytest.mark.parametrize(
    ("kept", "fails"),
    [("libqxcb.so", {"platform", "fonts", "pages"}), ("libqoffscreen.so", {"platform"})],
)
def test_without_a_platform_of_qt_what_needs_it_fails_and_the_test_goes_on(
    tmp_path: Path, kept: str, fails: set[str]
) -> None:
    qt = tmp_path / "a folder, with a comma"
    platforms = qt / "Qt" / "plugins" / "platforms"
    platforms.mkdir(parents=True)
    (platforms / kept).touch()
    damage = f"import PySide6.QtCore\nPySide6.__file__ = {str(qt / '__init__.py')!r}"
    states = damaged(damage, tmp_path / "data")
    assert {part for part, state in states.items() if state == "failed"} == fails


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    assert selftest.tls(Job()).state is State.OK
