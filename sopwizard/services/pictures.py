"""Pictures in files: bytes that the window has drawn, written whole or not at all."""

import os
import tempfile
from pathlib import Path

from sopwizard.domain.errors import Problem, SopError


def write(content: bytes, path: Path) -> None:
    """Write that. FILE_UNWRITABLE where it cannot be done."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SopError(Problem.FILE_UNWRITABLE, path=str(path)) from error
