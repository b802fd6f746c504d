"""Brings what the Windows folder is made of: everything pinned, its digests checked by pip, and none of it run.

One exception: pip runs a source's `setup.py` to learn its name. It does so as somebody who may not do anything, where
that can be.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

LINE = "3.13"
"""The line of Python in the folder; it stands in the names of files as well."""
DIGITS = LINE.replace(".", "")

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "windows"
WHEELS, SOURCES, TOOLS = BUILD / "wheels", BUILD / "sources", BUILD / "tools"
_PIP: list[str | Path] = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
_PINNED = ["--quiet", "--no-deps", "--require-hashes"]


def wheels() -> Path:
    """Libraries for Windows."""
    system = ["--platform", "win_amd64", "--python-version", LINE, "--implementation", "cp"]
    command = [*_PIP, "download", *_PINNED, *system, "--only-binary=:all:", "-r", HERE / "wheels.txt", "-d", WHEELS]
    subprocess.run(command, check=True)
    return WHEELS


def sources() -> Path:
    """What comes as source: the runtime, and pure Python."""
    pins = pinned("sources.txt")
    if all(digest(archive(name)) == sha256 for name, (_version, sha256) in pins.items()):
        return SOURCES
    SOURCES.mkdir(parents=True, exist_ok=True)
    command = [*_PIP, "download", *_PINNED, "--no-binary=:all:", "-r", HERE / "sources.txt", "-d", SOURCES]
    if os.geteuid() == 0 and shutil.which("setpriv"):
        os.chown(SOURCES, 65534, 65534)
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        command = [*nobody, "env", f"HOME={SOURCES}", f"TMPDIR={SOURCES}", "/usr/bin/python3", *command[1:]]
    subprocess.run(command, check=True)
    return SOURCES


def archive(name: str) -> Path:
    """Where a source that is pinned lies when it was brought."""
    return SOURCES / f"{name.replace('-', '_')}-{pinned('sources.txt')[name][0]}.tar.gz"


def digest(path: Path) -> str:
    """The SHA-256 of a file; empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def pinned(name: str) -> dict[str, tuple[str, str]]:
    """Version and SHA-256 of what a list pins; where one has several files, the last of them."""
    found = re.findall(
        r"^([\w.-]+)==(\S+)(?: --hash=sha256:(\w{64}))+$", (HERE / name).read_text("utf-8"), re.MULTILINE
    )
    return {plain(each): (version, sha256) for each, version, sha256 in found}


def plain(name: str) -> str:
    """A name as package registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def tools() -> None:
    """What assembles, importable from now on; brought again only when the list changed, or the Python that imports."""
    wanted = f"# for {sys.implementation.cache_tag}\n{(HERE / 'tools.txt').read_text('utf-8')}"
    stamp = TOOLS / "tools.txt"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        shutil.rmtree(TOOLS, ignore_errors=True)
        listed = HERE / "tools.txt"
        subprocess.run([*_PIP, "install", *_PINNED, "--only-binary=:all:", "-r", listed, "--target", TOOLS], check=True)
        stamp.write_text(wanted, "utf-8")
    sys.path.insert(0, str(TOOLS))
