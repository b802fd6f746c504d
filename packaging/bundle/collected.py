"""The parts of a bundle: Python, each library that something was taken from, and the building system's libraries.

    python packaging/bundle/collected.py FOLDER < collected.json

It runs in the environment that the bundle was made from, is told on standard input what PyInstaller collected, and
has `licences/` and `sbom.cdx.json` written into the folder.
"""

import dataclasses
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from inventory import Part, font, library, write  # type: ignore[import-not-found]  # beside this file, which is no package

BUILDERS = {"pyinstaller", "setuptools", "pip"}
# Licences of the building system's packages, whose own texts say them at length; by the library's name without figures.
_SYSTEM = {
    "libbz2-1.0": "bzip2-1.0.6",
    "libcrypto": "Apache-2.0",
    "libexpat": "MIT",
    "libffi": "MIT",
    "libmpdec": "BSD-2-Clause",
    "libsqlite3-0": "blessing",
    "libssl": "Apache-2.0",
    "libuuid": "BSD-3-Clause",
    "zlib1g": "Zlib",
}


def main() -> None:
    """Write both."""
    folder = Path(sys.argv[1])
    collected = json.load(sys.stdin)
    write([python(), starter(folder), font(), *libraries(collected, folder), *system(collected, folder)], folder)


def python() -> Part:
    """Python itself."""
    places = [Path(sys.base_prefix) / "LICENSE.txt", Path(os.__file__).parent / "LICENSE.txt"]
    places += Path("/usr/share/doc").glob("python3.*/copyright")
    text = next((place.read_bytes() for place in places if place.is_file()), None)
    version = platform.python_version()
    return Part("python", version, "PSF-2.0", f"pkg:generic/python@{version}", (text,) if text else ())


def starter(folder: Path) -> Part:
    """The program that starts Python, which PyInstaller puts at the top of the bundle."""
    part = library(importlib.metadata.distribution("pyinstaller"))
    found = next(folder.parent.glob("sopwizard*"))
    return dataclasses.replace(part, files=((found.name, hashlib.sha256(found.read_bytes()).hexdigest()),))


def libraries(collected: dict[str, Any], folder: Path) -> list[Part]:
    """The distributions that modules or files in the bundle come from."""
    known = importlib.metadata.packages_distributions()
    names = {name for module in collected["modules"] for name in known.get(module.partition(".")[0], ())}
    files: dict[str, list[str]] = {}
    for inside, source in collected["files"]:
        for name in known.get(re.split(r"[/.]", inside)[0], ()) or maker(source):
            files.setdefault(name, []).append(inside)
    return [
        dataclasses.replace(library(importlib.metadata.distribution(name)), files=digests(folder, files.get(name, ())))
        for name in sorted((names | files.keys()) - BUILDERS, key=str.lower)
    ]


def maker(source: str) -> tuple[str, ...]:
    """Whose file it is, where its place in the bundle does not tell: PyInstaller puts libraries at the top."""
    top = re.search(r"/site-packages/([^/]+)/", Path(source).as_posix())
    return tuple(importlib.metadata.packages_distributions().get(top[1], ())) if top else ()


def digests(folder: Path, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The SHA-256 of those files of the bundle that stand there by themselves; links say what another does."""
    real = sorted(name for name in names if (folder / name).is_file() and not (folder / name).is_symlink())
    return tuple((f"_internal/{name}", hashlib.sha256((folder / name).read_bytes()).hexdigest()) for name in real)


def system(collected: dict[str, Any], folder: Path) -> list[Part]:
    """The libraries that came from the building system's packages (Debian and Ubuntu tell which)."""
    if not shutil.which("dpkg"):
        return []
    files: dict[tuple[str, str], list[str]] = {}
    for inside, source in collected["files"]:
        real = os.path.realpath(source)
        if real.startswith(("/lib/", "/usr/lib/")) and not real.startswith("/usr/lib/python3"):
            owner = owner_of(real)
            if owner:
                files.setdefault(owner, []).append(inside)
    return [
        Part(
            name=package,
            version=version,
            licence=licence(package),
            purl=f"pkg:deb/{maker_of_system()}/{package}@{quote(version, safe='')}",
            texts=tuple(text.read_bytes() for text in [Path(f"/usr/share/doc/{package}/copyright")] if text.is_file()),
            files=digests(folder, inside),
        )
        for (package, version), inside in sorted(files.items())
    ]


def maker_of_system() -> str:
    """Debian or Ubuntu, as in a package's address."""
    return platform.freedesktop_os_release()["ID"]


def licence(package: str) -> str:
    """What is known of it by name; releases since 2024 have t64 at its end."""
    return _SYSTEM.get(package) or _SYSTEM.get(re.sub(r"[\d.]+(t64)?$", "", package), "see its text")


def owner_of(path: str) -> tuple[str, str] | None:
    """The package of a file, and its version."""
    for name in (path, path.removeprefix("/usr")):
        done = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            package = done.stdout.split(":")[0]
            asked = subprocess.run(
                ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True
            )
            return package, asked.stdout
    return None


if __name__ == "__main__":
    main()
