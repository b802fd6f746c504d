"""Pictures are written whole or not at all."""

from pathlib import Path

import pytest

from sopwizard.domain.errors import Problem, SopError
from sopwizard.services import pictures


def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pictures"
    made.mkdir(exist_ok=True)
    return made


def test_a_picture_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    path = folder(tmp_path) / "picture.svg"
    path.write_bytes(b"old")
    pictures.write(b"new", path)
    assert path.read_bytes() == b"new"
    assert [each.name for each in folder(tmp_path).iterdir()] == ["picture.svg"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SopError) as caught:
        pictures.write(b"x", tmp_path / "missing" / "picture.svg")
    assert caught.value.problem is Problem.FILE_UNWRITABLE


def test_nothing_is_left_where_the_picture_cannot_take_its_place(tmp_path: Path) -> None:
    (folder(tmp_path) / "picture.svg").mkdir()
    with pytest.raises(SopError):
        pictures.write(b"x", folder(tmp_path) / "picture.svg")
    assert [each.name for each in folder(tmp_path).iterdir()] == ["picture.svg"]
