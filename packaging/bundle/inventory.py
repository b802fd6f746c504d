"""The list of what a release is made of: for programs as CycloneDX, for people as an overview, with all licence texts.

Who puts a release together knows its parts and tells them; reading a library's own words about itself is done here.
"""

import hashlib
import importlib.metadata
import json
import re
import shutil
import sys
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
TEXTS = Path(__file__).resolve().parent / "licences"
_NAMES = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
# Wheels that carry no text of their own.
_SHARED = {"pyside6-essentials": "LGPL-3.0-only.txt", "shiboken6": "LGPL-3.0-only.txt", "sly": "sly.txt"}
# Wheels whose own words are no identifier of SPDX, and those that offer a choice which is made here.
_SAID = {
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "sly": "BSD-3-Clause",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "jinja2": "BSD-3-Clause",
    "defusedxml": "PSF-2.0",
    "python-dateutil": "BSD-3-Clause AND (Apache-2.0 OR BSD-3-Clause)",
}
_IDENTIFIERS = {"MIT License": "MIT", "Apache Software License": "Apache-2.0", "Apache 2.0": "Apache-2.0"}


@dataclass(frozen=True, slots=True)
class Part:
    """Something by others that is in a release.

    ``licence`` is an identifier or an expression of SPDX, or words where there is none. ``digest`` is the SHA-256 of
    the archive that it came in, and ``files`` are (path in the release, SHA-256) of those files of it that stand there
    by themselves; both in hexadecimal.
    """

    name: str
    version: str
    licence: str
    purl: str
    texts: tuple[bytes, ...] = ()
    digest: str = ""
    files: tuple[tuple[str, str], ...] = ()


def version() -> str:
    """The program's own version."""
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "sopwizard" / "__init__.py").read_text("utf-8"))
    if not found:
        sys.exit("sopwizard/__init__.py names no version")
    return found[1]


def write(parts: Iterable[Part], folder: Path) -> None:
    """Write `licences/` and `sbom.cdx.json` into the folder; end where a part has no licence text."""
    known = list(parts)
    texts = folder / "licences"
    shutil.rmtree(texts, ignore_errors=True)
    texts.mkdir(parents=True)
    silent = [part.name for part in known if not part.texts]
    if silent:
        sys.exit(f"There is no licence text of {', '.join(silent)}: put one into packaging/bundle/licences.")
    for part in known:
        keep_texts(part, texts)
    shutil.copyfile(ROOT / "LICENSE", texts / "sopwizard.txt")
    (texts / "THIRD-PARTY.txt").write_text(overview(known), "utf-8", newline="\n")
    listed = json.dumps(bill(known), indent=1, sort_keys=True) + "\n"
    (folder / "sbom.cdx.json").write_text(listed, "utf-8", newline="\n")


def font() -> Part:
    """The font that every release brings among its resources."""
    text = (ROOT / "resources" / "fonts" / "LICENSE-Inter.txt").read_bytes()
    return Part("Inter", "3.19", "OFL-1.1", "pkg:github/rsms/inter@v3.19", (text,))


def library(found: importlib.metadata.Distribution, digest: str = "") -> Part:
    """What an unpacked distribution says of itself.

    Those in a folder: ``importlib.metadata.distributions(path=[folder])``.
    """
    plain = re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower()
    places = [
        Path(str(file.locate())) for file in found.files or () if _NAMES.search(file.name) and file.suffix != ".py"
    ]
    if plain in _SHARED:
        places.append(TEXTS / _SHARED[plain])
    return Part(
        name=found.metadata["Name"],
        version=found.version,
        licence=_SAID.get(plain) or licence(found),
        purl=f"pkg:pypi/{plain}@{found.version}",
        texts=tuple(place.read_bytes() for place in places if place.is_file()),
        digest=digest,
    )


def licence(found: importlib.metadata.Distribution) -> str:
    """The licence that a distribution names, by the best of the three ways to name one."""
    expression = found.metadata["License-Expression"]
    if expression:
        return str(expression)
    said = str(found.metadata["License"] or "").strip()
    if said and "\n" not in said:
        return _IDENTIFIERS.get(said, said)
    classifiers = [
        each.rpartition(" :: ")[2] for each in found.metadata.get_all("Classifier") or () if each.startswith("License")
    ]
    named = [_IDENTIFIERS.get(each, each) for each in classifiers if each != "OSI Approved"]
    return " AND ".join(named) or "see its text"


def keep_texts(part: Part, folder: Path) -> None:
    """Write its licence texts into the folder, under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(part.texts):
        (folder / f"{part.name}{f'-{number + 1}' if number else ''}.txt").write_bytes(text)


def overview(parts: Iterable[Part]) -> str:
    """The list for people."""
    lines = [
        "sopwizard is made of these parts. Each one's licence stands beside this file, under its name.",
        "Qt and PySide6 are used under the LGPL: separate files here, which may be replaced by others of",
        "the same interface. Their sources are at https://download.qt.io/official_releases/QtForPython/.",
        "",
    ]
    return "\n".join([*lines, *(f"{part.name} {part.version}: {part.licence}" for part in parts), ""])


def bill(parts: Iterable[Part]) -> dict[str, Any]:
    """The list for programs: CycloneDX 1.6, the same for the same parts."""
    known = list(parts)
    own = {
        "type": "application",
        "bom-ref": "sopwizard",
        "name": "sopwizard",
        "version": version(),
        "licenses": licensed("MIT"),
    }
    components = [component(part) for part in known]
    content = json.dumps(components, sort_keys=True).encode()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=hashlib.sha256(content).digest()[:16], version=4)}",
        "metadata": {"component": own},
        "components": components,
        "dependencies": [{"ref": "sopwizard", "dependsOn": sorted({part.purl for part in known})}],
    }


def component(part: Part) -> dict[str, Any]:
    """One part, and its files as parts of it."""
    told: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": licensed(part.licence),
    }
    if part.digest:
        told["hashes"] = [{"alg": "SHA-256", "content": part.digest}]
    if part.files:
        told["components"] = [
            {"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}
            for name, digest in part.files
        ]
    return told


def licensed(said: str) -> list[dict[str, Any]]:
    """An expression, an identifier or words, each where CycloneDX wants it."""
    if re.search(r" (AND|OR|WITH) ", said):
        return [{"expression": said}]
    return [{"license": {"name" if " " in said else "id": said}}]
