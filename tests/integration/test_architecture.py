"""Every import contract can fail: the package is copied, one forbidden line is added, and the contract must say so."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    """The import contracts of the checkout, held against the package in that folder."""
    command: list[str | Path] = [
        Path(sys.executable).parent / "lint-imports",
        "--no-logo",
        "--no-cache",
        "--config",
        "pyproject.toml",
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and the contracts, to be spoilt."""
    shutil.copytree(ROOT / "sopwizard", tmp_path / "sopwizard", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_code_keeps_every_contract() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("text/__init__.py", "import sopwizard.services", "Imports go down"),
        ("ui/start.py", "import sopwizard.adapters", "Imports go down"),
        ("services/ports.py", "import sopwizard.report", "Imports go down"),
        ("domain/model/target.py", "import sopwizard.resources", "Imports go down"),
        ("helpers.py", "", "exhaustive"),
        ("text/__init__.py", "import PySide6.QtCore", "Only ui knows Qt"),
        ("app.py", "from PySide6 import QtWidgets", "Only ui knows Qt"),
        ("services/ports.py", "import requests", "Only adapters know the wire"),
        ("ui/start.py", "import sqlite3", "Only adapters know the wire"),
        ("app.py", "from http.server import HTTPServer", "Only adapters know the wire"),
        ("domain/model/target.py", "import time", "The domain does no I/O"),
        ("domain/model/target.py", "from pathlib import Path", "The domain does no I/O"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(copy: Path, module: str, line: str, contract: str) -> None:
    file = copy / "sopwizard" / module
    file.write_text((file.read_text("utf-8") if file.exists() else "") + f"\n{line}\n", "utf-8")
    done = lint(copy)
    assert done.returncode == 1
    broken = done.stdout[done.stdout.index("Broken contracts") :]
    assert contract in broken
