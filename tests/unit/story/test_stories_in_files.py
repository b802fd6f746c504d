"""Stories kept in files and shared."""

from pathlib import Path

import pytest

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.orders import Actor, Event
from sopwizard.domain.story import Story
from sopwizard.services import stories

MINE = Story("Contoso in März", (Event.CREATE_IN_SALES, Event.SUBMIT), actor=Actor.INTEGRATION, writer_marked=False)


def test_a_story_is_found_in_its_file(tmp_path: Path) -> None:
    stories.save(MINE, tmp_path / "mine.json")
    assert stories.find(str(tmp_path / "mine.json")) == MINE
    assert [file.name for file in tmp_path.glob("*mine*")] == ["mine.json"]


def test_saving_again_replaces_the_file(tmp_path: Path) -> None:
    stories.save(MINE, tmp_path / "mine.json")
    stories.save(MINE.back(), tmp_path / "mine.json")
    assert stories.read(tmp_path / "mine.json") == MINE.back()


def test_ready_stories_go_by_their_names_and_the_happy_path_needs_none() -> None:
    assert stories.find("blank-invoice").name == "blank-invoice"
    assert stories.find(None).name == "happy-path"


@pytest.mark.parametrize(
    "content", [None, b"", b"{", b"\xff\xfe", b"[" * 60_000, b" " * 70_000, b'{"sopwizard_story": 1}', b"1e999999"]
)
def test_a_file_that_holds_no_story_is_named(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SopError) as refused:
        stories.find(str(path))
    assert refused.value.problem is Problem.BAD_FILE
    assert refused.value.details["file"] == str(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SopError) as refused:
        stories.save(MINE, tmp_path / "nowhere" / "mine.json")
    assert refused.value.problem is Problem.FILE_UNWRITABLE


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "mine.json").mkdir()
    with pytest.raises(SopError) as refused:
        stories.save(MINE, tmp_path / "mine.json")
    assert refused.value.problem is Problem.FILE_UNWRITABLE
    assert [file.name for file in tmp_path.glob("*mine*")] == ["mine.json"]
