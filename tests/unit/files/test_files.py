"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from sopwizard import files
from sopwizard.domain.errors import Problem, SopError


def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pictures"
    made.mkdir(exist_ok=True)
    return made


def test_a_file_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    path = folder(tmp_path) / "picture.svg"
    path.write_bytes(b"old")
    files.write(b"new", path)
    assert path.read_bytes() == b"new"
    assert [each.name for each in folder(tmp_path).iterdir()] == ["picture.svg"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no named pipes")
def test_a_pipe_or_device_takes_what_is_written_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        files.write(b"new", path)
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert path.is_fifo()


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "link", folder(tmp_path) / "picture.svg"
    path.symlink_to(elsewhere)
    files.write(b"first", path)
    files.write(b"new", path)
    assert path.is_symlink()
    assert elsewhere.read_bytes() == b"new"
    assert [each.name for each in folder(tmp_path).iterdir()] == ["picture.svg"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SopError) as caught:
        files.write(b"x", tmp_path / "missing" / "picture.svg")
    assert caught.value.problem is Problem.FILE_UNWRITABLE


def test_nothing_is_left_where_the_file_cannot_take_its_place(tmp_path: Path) -> None:
    (folder(tmp_path) / "picture.svg").mkdir()
    with pytest.raises(SopError):
        files.write(b"x", folder(tmp_path) / "picture.svg")
    assert [each.name for each in folder(tmp_path).iterdir()] == ["picture.svg"]
