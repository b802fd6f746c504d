"""Builds everything twice, in two copies of the checkout, and says whether the files that people download are equal.

    python3 packaging/dev.py compare        five minutes or more

The second time everything is another that should not matter: the folder and the length of its name, the home, the time
zone, the language, the umask, and the time itself. Python and the system's libraries are the same.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import make_packages as packages  # type: ignore[import-not-found]  # beside this file, in no package

ROOT: Path = packages.ROOT
SCRIPT = "packaging/linux/make_packages.py"
WAYS = (
    ("one", 0o022, {"TZ": "UTC", "LANG": "C.UTF-8"}),
    ("the second one with a longer name", 0o077, {"TZ": "Pacific/Auckland", "LANG": "C", "LC_ALL": "C"}),
)


def main() -> None:
    """Build twice, compare, and end with 1 where something differs."""
    with tempfile.TemporaryDirectory(prefix="twice-") as folder:
        for name, _umask, _variables in WAYS:
            copy(Path(folder) / name)
        same = {"SOURCE_DATE_EPOCH": str(packages.bundle.epoch())}
        made = [build(Path(folder) / name, umask, variables | same) for name, umask, variables in WAYS]
        equal = [compare(*pair) for pair in zip(*(sorted(each.iterdir()) for each in made), strict=True)]
    sys.exit(not all(equal))


def copy(folder: Path) -> None:
    """What git knows or would be told, there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


def build(folder: Path, umask: int, variables: dict[str, str]) -> Path:
    """Pack it there; the folder of the packages."""
    home = folder / "build" / "home"
    home.mkdir(parents=True)
    told = os.environ | variables | {"HOME": str(home)}
    subprocess.run([sys.executable, SCRIPT], cwd=folder, env=told, umask=umask, check=True, stdout=subprocess.DEVNULL)
    return folder / "build" / "packages"


def compare(one: Path, other: Path) -> bool:
    """Whether two files are equal; where not, the names of what differs inside."""
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (one, other)]
    if one.name == other.name and digests[0] == digests[1]:
        print(f"equal: {one.name} {digests[0]}")
        return True
    print(f"DIFFERENT: {one.name}")
    inside = [members(path) for path in (one, other)]
    for name in sorted(inside[0].keys() | inside[1].keys()):
        if inside[0].get(name) != inside[1].get(name):
            print(f"  {name}: {inside[0].get(name, 'missing')} / {inside[1].get(name, 'missing')}")
    return False


def members(package: Path) -> dict[str, str]:
    """What every file inside is like: rights, time and digest, by name."""
    with tempfile.TemporaryDirectory() as folder:
        of_tar = ["tar", "-xpf", str(package), "-C", folder]
        subprocess.run(["dpkg-deb", "-R", str(package), folder] if package.suffix == ".deb" else of_tar, check=True)
        return {str(path.relative_to(folder)): facts(path) for path in Path(folder).rglob("*")}


def facts(path: Path) -> str:
    """What one of them is like."""
    found = path.lstat()
    held = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() and not path.is_symlink() else ""
    return f"{found.st_mode:o} {found.st_mtime:.0f} {held}".strip()


if __name__ == "__main__":
    main()
