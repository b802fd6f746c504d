import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sopwizard import resources
from sopwizard.domain.errors import Problem, SopError
from sopwizard.services.rulebook import load


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the rulebook that a test may spoil."""
    shutil.copytree(resources.path("rulebook"), tmp_path / "rulebook")
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    load.cache_clear()
    yield tmp_path / "rulebook"
    load.cache_clear()


def refused() -> Problem:
    with pytest.raises(SopError) as caught:
        load()
    return caught.value.problem


def test_the_rulebook_is_read_once() -> None:
    assert load() is load()


def test_a_missing_file_is_a_broken_installation(copied: Path) -> None:
    (copied / "pricing.json").unlink()
    assert refused() is Problem.BROKEN_INSTALLATION


@pytest.mark.parametrize("text", ["", "[", "[]", "null", "{}", "[1]"])
def test_a_spoilt_file_is_a_broken_installation(copied: Path, text: str) -> None:
    (copied / "pricing.json").write_text(text, encoding="utf-8")
    assert refused() is Problem.BROKEN_INSTALLATION


@pytest.mark.parametrize("text", ["[]", "null", "7"])
def test_a_spoilt_list_of_statuses_is_a_broken_installation(copied: Path, text: str) -> None:
    (copied / "statuses.json").write_text(text, encoding="utf-8")
    assert refused() is Problem.BROKEN_INSTALLATION


def test_an_unexpected_key_is_a_broken_installation(copied: Path) -> None:
    file = copied / "solutions.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {"extra": 1}), encoding="utf-8")
    assert refused() is Problem.BROKEN_INSTALLATION
