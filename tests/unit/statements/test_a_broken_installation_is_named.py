"""Data that came with the program and cannot be read is one problem with one name."""

from pathlib import Path

import pytest

from sopwizard.domain.errors import Problem, SopError
from sopwizard.services import lore


@pytest.mark.parametrize("reader", [lore.lore, lore.legacy, lore.symptoms, lore.stories])
@pytest.mark.parametrize("content", [None, "{", "7", '[{"id": 1}]', "null"])
def test_a_missing_or_broken_file_is_a_broken_installation(
    reader: object, content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def path(*parts: str) -> Path:
        file = tmp_path.joinpath(*parts)
        if content is not None:
            file.parent.mkdir(exist_ok=True)
            file.write_text(content, encoding="utf-8")
        return file

    monkeypatch.setattr("sopwizard.services.lore.resources.path", path)
    with pytest.raises(SopError) as broken:
        reader.__wrapped__()  # type: ignore[attr-defined]
    assert broken.value.problem is Problem.BROKEN_INSTALLATION


def test_a_ready_story_is_found_by_its_name() -> None:
    story = lore.ready_story("blank-invoice")
    assert story is not None
    assert story.name == "blank-invoice"
    assert lore.ready_story("no-such-story") is None
