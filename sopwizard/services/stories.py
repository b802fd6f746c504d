"""Stories in files, to keep and to share: an order's life as a small JSON object."""

import json
from pathlib import Path
from typing import Final

from sopwizard import files
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.story import HAPPY_PATH, Story, decode, encode
from sopwizard.services import lore

MOST_BYTES: Final = 64 * 1024


def find(name: str | None) -> Story:
    """The ready story of that name, or the one in the file of that name; without a name, the happy path.

    BAD_FILE where there is neither, or the file holds no story.
    """
    wanted = HAPPY_PATH if name is None else name
    ready = lore.ready_story(wanted)
    return read(Path(wanted)) if ready is None else ready


def read(path: Path) -> Story:
    """The story in that file. BAD_FILE where it cannot be read, is too large, or holds something else."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        return decode(json.loads(content if len(content) <= MOST_BYTES else b""))  # b"" is no JSON
    except (OSError, ValueError, RecursionError, SopError) as error:
        flaw = "missing" if isinstance(error, FileNotFoundError) else None
        ready = ", ".join(each.name for each in lore.stories())
        raise SopError(Problem.BAD_FILE, file=str(path), kind="story", flaw=flaw, stories=ready) from error


def save(story: Story, path: Path) -> None:
    """Write the story, whole or not at all. FILE_UNWRITABLE where that cannot be done."""
    content = json.dumps(encode(story), indent=1, ensure_ascii=False) + "\n"
    files.write(content, path)
