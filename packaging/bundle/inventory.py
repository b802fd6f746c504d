"""Lists what is in a bundle: each library with its version, licence and licence texts, and all of it as CycloneDX.

It runs in the environment that the bundle was made from, is told on standard input what PyInstaller collected, and
writes `licences/` and `sbom.cdx.json` into the folder that is named.
"""

import hashlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ("pyinstaller", "setuptools")
TEXTS = Path(__file__).resolve().parent / "licences"
_NAMES = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
# Wheels that carry no text of their own.
_SHARED = {"pyside6-essentials": "LGPL-3.0-only.txt", "shiboken6": "LGPL-3.0-only.txt", "sly": "sly.txt"}
_SAID = {
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "sly": "BSD-3-Clause",
}


def dependencies() -> list[str]:
    """What the program needs, as `pyproject.toml` says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found: list[str] = project["project"]["dependencies"]
    return found


def main() -> None:
    """Write both."""
    folder = Path(sys.argv[1])
    collected = json.load(sys.stdin)
    parts = [python(), *libraries(collected), *system(collected)]
    texts = folder / "licences"
    shutil.rmtree(texts, ignore_errors=True)
    silent = [part["name"] for part in parts if not part["texts"]]
    if silent:
        sys.exit(f"There is no licence text of {', '.join(silent)}: put one into packaging/bundle/licences.")
    for part in parts:
        keep_texts(part, texts)
    shutil.copy(ROOT / "LICENSE", texts / "sopwizard.txt")
    (texts / "THIRD-PARTY.txt").write_text(overview(parts), "utf-8")
    (folder / "sbom.cdx.json").write_text(json.dumps(bill(parts), indent=1, sort_keys=True) + "\n", "utf-8")


def python() -> dict[str, Any]:
    """Python itself."""
    places = (Path(sys.base_prefix) / "LICENSE.txt", Path(os.__file__).parent / "LICENSE.txt")
    texts = [path for path in places if path.is_file()]
    version = platform.python_version()
    return {
        "name": "python",
        "version": version,
        "licence": "PSF-2.0",
        "purl": f"pkg:generic/python@{version}",
        "texts": texts or list(Path("/usr/share/doc").glob("python3.*/copyright"))[:1],
    }


def libraries(collected: dict[str, Any]) -> list[dict[str, Any]]:
    """The distributions that modules or files in the bundle come from."""
    tops = {name.partition(".")[0] for name in collected["modules"]}
    tops |= {re.split(r"[/.]", name)[0] for name, _source in collected["files"]}
    known = importlib.metadata.packages_distributions()
    names = {name for top in tops for name in known.get(top, ())} - {"pyinstaller", "setuptools", "pip"}
    return [library(name) for name in sorted(names, key=str.lower)]


def library(name: str) -> dict[str, Any]:
    """One of them."""
    found = importlib.metadata.distribution(name)
    plain = re.sub(r"[-_.]+", "-", name).lower()
    texts = [
        Path(str(file.locate())) for file in found.files or () if _NAMES.search(file.name) and file.suffix != ".py"
    ]
    if plain in _SHARED:
        texts.append(TEXTS / _SHARED[plain])
    return {
        "name": found.metadata["Name"],
        "version": found.version,
        "licence": _SAID.get(plain) or licence(found),
        "purl": f"pkg:pypi/{plain}@{found.version}",
        "texts": [text for text in texts if text.is_file()],
    }


def licence(found: importlib.metadata.Distribution) -> str:
    """The licence that a distribution names, by the best of the three ways to name one."""
    expression = found.metadata["License-Expression"]
    if expression:
        return str(expression)
    classifiers = [
        each.rpartition(" :: ")[2] for each in found.metadata.get_all("Classifier") or () if each.startswith("License")
    ]
    said = str(found.metadata["License"] or "").strip()
    if said and "\n" not in said:
        return said
    return " AND ".join(each for each in classifiers if each != "OSI Approved") or "see its text"


def system(collected: dict[str, Any]) -> list[dict[str, Any]]:
    """The libraries that came from the building system's packages (Debian and Ubuntu tell which)."""
    if not shutil.which("dpkg"):
        return []
    found: dict[str, dict[str, Any]] = {}
    for _name, source in collected["files"]:
        real = os.path.realpath(source)
        if not real.startswith(("/lib/", "/usr/lib/")) or real.startswith("/usr/lib/python3"):
            continue
        owner = owner_of(real)
        if owner is None:
            continue
        package, version = owner
        found[package] = {
            "name": package,
            "version": version,
            "licence": "see its text",
            "purl": f"pkg:deb/debian/{package}@{version}",
            "texts": [Path(f"/usr/share/doc/{package}/copyright")],
        }
    return [found[name] for name in sorted(found)]


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


def keep_texts(part: dict[str, Any], folder: Path) -> None:
    """Copy its licence texts."""
    for number, text in enumerate(part["texts"]):
        name = f"{part['name']}{f'-{number + 1}' if number else ''}.txt"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.read_bytes())


def overview(parts: list[dict[str, Any]]) -> str:
    """For people."""
    lines = [
        "sopwizard is made of these parts. Each one's licence stands beside this file, under its name.",
        "Qt and PySide6 are used under the LGPL: separate files here, which may be replaced by others of",
        "the same interface. Their sources are at https://download.qt.io/official_releases/QtForPython/.",
        "",
    ]
    return "\n".join([*lines, *(f"{part['name']} {part['version']}: {part['licence']}" for part in parts), ""])


def bill(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """CycloneDX 1.6."""
    version = re.search(r'__version__ = "([^"]+)"', (ROOT / "sopwizard" / "__init__.py").read_text("utf-8"))
    own = {
        "type": "application",
        "bom-ref": "sopwizard",
        "name": "sopwizard",
        "version": version[1] if version else "0",
        "licenses": [{"license": {"id": "MIT"}}],
    }
    components = [
        {
            "type": "library",
            "bom-ref": part["purl"],
            "name": part["name"],
            "version": part["version"],
            "purl": part["purl"],
            "licenses": [{"license": {"name": part["licence"]}}],
        }
        for part in parts
    ]
    content = json.dumps(components, sort_keys=True).encode()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=hashlib.sha256(content).digest()[:16], version=4)}",
        "metadata": {"component": own},
        "components": components,
        "dependencies": [{"ref": "sopwizard", "dependsOn": [part["purl"] for part in parts]}],
    }


if __name__ == "__main__":
    main()
