"""Compiles the libraries in the Windows folder by a Python of the line that reads them: each has a form of its own."""

import os
import subprocess
import sys
from pathlib import Path

import fetch  # type: ignore[import-not-found]  # beside this file, which is no package

WANTED = f"cpython-{fetch.DIGITS} final"
_SAY = "import sys; print(sys.implementation.cache_tag, sys.version_info.releaselevel)"


def compiler() -> Path:
    """A released Python of that line: the one that runs this, or the first on the path that starts."""
    name = f"python{fetch.LINE}"
    for place in (Path(sys.executable), *(Path(folder) / name for folder in os.get_exec_path())):
        if place.is_file() and kind(place) == WANTED:
            return place
    sys.exit(f"The folder's libraries are compiled for Python {fetch.LINE}, and there is no {name} on the path.")


def kind(python: Path) -> str:
    """What it says that it is; empty where it does not start, as a launcher of versions that has none to start."""
    try:
        return subprocess.run([python, "-I", "-c", _SAY], capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def compile_folder(python: Path, folder: Path) -> None:
    """Everything in it, beside its source, and never looked at again: the folder does not change on its computer."""
    form = ["--invalidation-mode", "unchecked-hash", "-d", folder.name]
    subprocess.run([python, "-I", "-m", "compileall", "-q", *form, folder], check=True)
