"""Where files are: those that came with the program, and the folder that it may write to."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def root() -> Path:
    """The folder of the program's own data: inside the package when installed, beside it in a checkout."""
    packed = _PACKAGE / "_resources"
    return packed if packed.is_dir() else _PACKAGE.parent / "resources"


def path(*parts: str) -> Path:
    """A file that came with the program."""
    return root().joinpath(*parts)


def data_dir() -> Path:
    """The folder for journal, settings, logs and training environments: SOPWIZARD_DATA_DIR, else the user's own.

    It is not made here; whoever writes makes it.
    """
    chosen = os.environ.get("SOPWIZARD_DATA_DIR")
    if chosen:
        return Path(chosen)
    import platformdirs  # noqa: PLC0415  the window opens without asking where it may write

    return platformdirs.user_data_path("sopwizard", appauthor=False)
