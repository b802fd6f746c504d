"""Files that are written whole or not at all: what stood there before stays until the new content is on the disk."""

import os
import tempfile
from pathlib import Path

from sopwizard.domain.errors import Problem, SopError


def write(content: bytes | str, path: Path) -> None:
    """Write that; text as UTF-8. FILE_UNWRITABLE where it cannot be done."""
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)  # a device or a pipe: it takes what is written, and nothing may take its place
            return
        place = Path(os.path.realpath(path))  # a link stays, and what it leads to is written
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SopError(Problem.FILE_UNWRITABLE, path=str(path)) from error
