"""Which Python compiles the libraries in the Windows folder."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[3] / "packaging" / "windows"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the folder is put together on Linux")


@pytest.fixture
def bytecode(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, as the assembling uses it."""
    monkeypatch.syspath_prepend(FOLDER)
    return importlib.import_module("bytecode")


def python(folder: Path, line: str) -> Path:
    """A program of that name that says this, and nothing else."""
    folder.mkdir()
    made = folder / "python3.13"
    made.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
    made.chmod(0o755)
    return made


def test_the_python_that_runs_compiles_where_it_is_of_the_folders_line(
    bytecode: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = python(tmp_path / "running", "echo cpython-313 final")
    other = python(tmp_path / "other", "echo cpython-313 final")
    monkeypatch.setattr(sys, "executable", str(running))
    monkeypatch.setenv("PATH", str(other.parent))
    assert bytecode.compiler() == running


def test_else_the_first_on_the_path_does_that_starts_and_is_released(
    bytecode: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(python(tmp_path / "running", "echo cpython-311 final")))
    launcher = python(tmp_path / "launcher", "exit 127")
    early = python(tmp_path / "early", "echo cpython-313 beta")
    good = python(tmp_path / "good", "echo cpython-313 final")
    folders = [tmp_path / "nothing", launcher.parent, early.parent, good.parent]
    monkeypatch.setenv("PATH", ":".join(map(str, folders)))
    assert bytecode.compiler() == good


def test_without_one_assembling_ends_with_a_sentence_that_says_what_is_missing(
    bytecode: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(python(tmp_path / "running", "echo cpython-311 final")))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(SystemExit, match=r"there is no python3\.13 on the path\."):
        bytecode.compiler()
