"""Every claim of THREATS.md names tests, and they exist; and the small ones that have no better place."""

import ast
import os
import re
import sys
from functools import cache
from pathlib import Path

import pytest

from sopwizard import files
from sopwizard.adapters import simulator
from sopwizard.cli import looking
from sopwizard.domain.errors import Problem, SopError
from sopwizard.report import files as documents
from sopwizard.services import saved_checks, stories

ROOT = Path(__file__).parents[3]
TEXT = Path(__file__).with_name("THREATS.md").read_text("utf-8")
CLAIMS = [
    (row[0].strip(), re.findall(r"`([^`]+)`", row[1]))
    for row in (line.strip("|").split(" | ") for line in TEXT.splitlines() if line.startswith("| "))
    if row[0].strip() != "claim"
]


@cache
def defined_in(path: Path) -> frozenset[str]:
    """The names of the tests in a file."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_there_are_claims() -> None:
    assert len(CLAIMS) > 25


@pytest.mark.parametrize(("claim", "proofs"), CLAIMS, ids=[claim for claim, _proofs in CLAIMS])
def test_every_claim_names_a_test_that_exists(claim: str, proofs: list[str]) -> None:
    assert proofs, claim
    for proof in proofs:
        path, _, name = proof.partition("::")
        assert (ROOT / path).is_file(), path
        assert name.startswith("test_")
        assert name in defined_in(ROOT / path), proof


def test_every_test_of_this_folder_is_named() -> None:
    named = {proof for _claim, proofs in CLAIMS for proof in proofs}
    own = {
        f"tests/integration/security/{path.name}::{name}"
        for path in Path(__file__).parent.glob("test_*.py")
        for name in defined_in(path)
        if name.startswith("test_")
    }
    about_itself = (
        "test_there_are_claims",
        "test_every_claim_",
        "test_every_test_",
        "test_the_whole_story_",
        "test_json_keeps_",
    )
    assert not {each for each in own - named if not each.partition("::")[2].startswith(about_itself)}


def test_nothing_writes_csv() -> None:
    sources = (ROOT / "sopwizard").rglob("*.py")
    assert [
        path for path in sources if re.search(r"^\s*(?:import|from) csv\b", path.read_text("utf-8"), re.MULTILINE)
    ] == []


@pytest.mark.skipif(sys.platform == "win32", reason="a folder's rights say it there")
def test_a_document_is_for_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        files.write("x", tmp_path / "run.md")
    finally:
        os.umask(before)
    assert (tmp_path / "run.md").stat().st_mode & 0o077 == 0


def test_the_simulator_listens_on_this_computer_only() -> None:
    with simulator.serve("first-setup") as served:
        assert served.origin.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..", "base/rows", "first-setup.json", "first-setup\0"]
)
def test_a_scenario_is_no_path(name: str) -> None:
    with pytest.raises(SopError) as caught:
        simulator.serve(name)
    assert caught.value.problem is Problem.UNKNOWN_SCENARIO


@pytest.mark.parametrize("content", [b"[" * 200_000, b'{"a":' * 200_000, b"\xff" * 1000, b"9" * 10_000, b""])
def test_files_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    for read in (looking.saved, stories.find, lambda name: documents.check(Path(name))):
        with pytest.raises(SopError) as caught:
            read(str(path))
        assert caught.value.problem is Problem.BAD_FILE
    monkeypatch.setattr(saved_checks, "MAX_CHARACTERS", 10)
    path.write_bytes(b" " * 100)
    with pytest.raises(SopError) as caught:
        looking.saved(str(path))
    assert caught.value.problem is Problem.BAD_FILE
