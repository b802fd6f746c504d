"""The self-test of this very installation, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sopwizard.adapters import selftest
from sopwizard.domain.selftest import State
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


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    assert selftest.tls(Job()).state is State.OK
