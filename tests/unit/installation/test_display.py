"""Whether there is a display is asked before Qt is, which ends the process where there is none."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sopwizard.adapters import display

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is one")


@pytest.fixture(autouse=True)
def nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("XAUTHORITY", str(tmp_path / "none"))


@pytest.fixture
def deaf() -> Iterator[str]:
    """The name of a display at whose port something listens that is no X server."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{listening.getsockname()[1] - 6000}"


@pytest.mark.parametrize("name", ["", "rubbish", ":7777", "127.0.0.1:7777", "no-such-host.invalid:0"])
def test_a_name_of_no_display_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("DISPLAY", name)
    assert not display.has_display()


def test_a_display_that_refuses_is_none(monkeypatch: pytest.MonkeyPatch, deaf: str) -> None:
    monkeypatch.setenv("DISPLAY", deaf)
    assert not display.has_display()


@pytest.mark.parametrize("asked", ["offscreen", "offscreen:size=800x600", "offscreen;xcb"])
def test_who_asks_for_none_needs_none(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", asked)
    assert display.has_display()
    assert os.environ["QT_QPA_PLATFORM"] == asked


@pytest.mark.parametrize("asked", ["bogus", "bogus;worse", "**", "../xcb"])
def test_a_platform_that_this_copy_does_not_have_is_not_asked_for(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", asked)
    assert not display.has_display()
    assert "QT_QPA_PLATFORM" not in os.environ


def test_a_wayland_display_is_a_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    (tmp_path / "wayland-7").write_text("", "utf-8")
    assert not display.has_display()
    (tmp_path / "wayland-7").unlink()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "wayland-7"))
        assert display.has_display()


def test_the_command_says_so_in_place_of_qt(deaf: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sopwizard"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "DISPLAY": deaf},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "no display here that it can use" in " ".join(done.stderr.split())
