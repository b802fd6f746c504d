"""A bug leaves a file behind, without secrets, and nobody is sent to one that is not there."""

import sys
from pathlib import Path

import pytest

from sopwizard.app import commands, start
from sopwizard.app.crash import tell

SECRET = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsIng1dCI6Ik1uQ19WWmNBVGZNNXBP"  # noqa: S105  none of anybody's


def broken() -> None:
    raise ZeroDivisionError(f"a bug with {SECRET} in it")


def test_a_bug_is_written_to_a_file_without_what_may_be_a_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sandbox: Path
) -> None:
    monkeypatch.setattr(commands, "world", broken)
    assert start.main(["history"]) == 70
    (log,) = (sandbox / "data" / "logs").iterdir()
    written = log.read_text("utf-8")
    assert "ZeroDivisionError: a bug with *** in it" in written
    assert SECRET not in written
    said = capsys.readouterr().err
    assert str(log) in said
    assert "Traceback" not in said


def test_where_no_file_can_be_written_none_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SOPWIZARD_DATA_DIR", str(tmp_path / "file"))
    tell(ZeroDivisionError("a bug"))
    said = capsys.readouterr().err
    assert "ZeroDivisionError: a bug" in said
    assert "What happened is in" not in said


def test_without_standard_error_nothing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SOPWIZARD_DATA_DIR", str(tmp_path / "file"))
    monkeypatch.setattr(sys, "stderr", None)
    tell(ZeroDivisionError("a bug"))
