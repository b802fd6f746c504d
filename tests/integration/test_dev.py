"""The README's commands, as far as they can be tried on a machine that is set up already."""

import contextlib
import importlib.util
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DEV = ROOT / "packaging" / "dev.py"


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, on a Linux without a display."""
    spec = importlib.util.spec_from_file_location("dev", DEV)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    return module


def test_without_a_display_run_does_the_job_and_ends_with_the_path_of_the_report(sandbox: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, DEV, "run"], env=bare, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no display" in done.stdout
    report = Path(done.stdout.splitlines()[-1])
    assert report.is_absolute()
    assert "Contoso UAT" in report.read_text("utf-8")
    assert (sandbox / "data").is_dir()


def test_no_display_is_seen(dev: ModuleType) -> None:
    assert dev.has_display() is False


def test_a_display_that_nobody_serves_is_none(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4242")
    assert dev.has_display() is False
    monkeypatch.setenv("DISPLAY", "nonsense")
    assert dev.has_display() is False


def test_a_display_that_is_served_is_one(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X4243")
        server.listen()
        monkeypatch.setenv("DISPLAY", ":4243.0")
        assert dev.has_display() is True


def test_a_display_that_lets_nobody_in_is_none_for_run(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "prepare", lambda **_what: None)
    monkeypatch.setattr(dev, "walk", lambda: 42)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X4244")
        server.listen()
        monkeypatch.setenv("DISPLAY", ":4244")
        monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)

        def refuse() -> None:  # hangs up on whoever comes, until the listening ends
            with contextlib.suppress(OSError):
                while True:
                    server.accept()[0].close()

        threading.Thread(target=refuse, daemon=True).start()
        assert dev.run([]) == 42
        server.shutdown(socket.SHUT_RDWR)


def test_somebody_who_is_not_root_is_told_one_command(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev, "installed", lambda _names: {"libegl1"})
    monkeypatch.setattr(dev, "offered", lambda names: names[-1])
    with pytest.raises(SystemExit) as told:
        dev.install_system(("libglib2.0-0t64 | libglib2.0-0", "libegl1", "xvfb"))
    assert "apt-get install --yes --no-install-recommends libglib2.0-0 xvfb\n" in str(told.value)
    assert capsys.readouterr().out == ""


def test_nothing_is_installed_where_nothing_is_missing(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "installed", lambda _names: {"libglib2.0-0t64", "xvfb"})
    monkeypatch.setattr(dev, "apt", lambda *_words: pytest.fail("apt-get was called"))
    dev.install_system(("libglib2.0-0t64 | libglib2.0-0", "xvfb"))


@pytest.mark.parametrize("left", ["", '{"run": "ab', "[]", "\0"])
def test_notes_of_an_installation_that_broke_off_count_as_none(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, left: str
) -> None:
    monkeypatch.setattr(dev, "STAMP", tmp_path / "installed.json")
    assert dev.stamped() == {}
    dev.STAMP.write_text(left, "utf-8")
    assert dev.stamped() == {}


def test_an_installation_that_breaks_off_leaves_no_note_of_an_earlier_one(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_words: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dev, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(dev, "pip", broken)
    dev.STAMP.write_text('{"run": "of other versions"}', "utf-8")
    with pytest.raises(KeyboardInterrupt):
        dev.install_python(tools=False)
    assert not dev.STAMP.exists()


def test_modules_of_another_program_are_not_taken_for_the_locked_ones(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "platformdirs.py").write_text("raise SystemExit('of another program')", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    asked = "import platformdirs, sys; sys.exit(sys.flags.optimize)"
    assert dev.call([sys.executable, "-c", asked]) == 0


def test_one_that_prepares_waits_for_the_other(dev: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    script = "import sys; sys.path.insert(0, sys.argv[1]); import dev\nwith dev.alone(): print('in')"
    with dev.alone():
        other = subprocess.Popen([sys.executable, "-u", "-c", script, DEV.parent], stdout=subprocess.PIPE, text=True)
        assert other.stdout is not None
        assert "waiting" in other.stdout.readline()
        assert other.poll() is None
    assert other.communicate(timeout=60)[0] == "in\n"
    assert capfd.readouterr().err == ""
