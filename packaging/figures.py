"""The bundle in figures, beside an empty PySide6 window bundled by the same recipe in the same run.

    python3 packaging/dev.py figures      Linux; as root it can also empty the disk's cache for cold starts

Both bundles are started turn by turn on one screen, and a start ends when the first page is painted (`first_paint.py`).
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging" / "bundle"))

import first_paint  # type: ignore[import-not-found]  # noqa: E402  beside us, in no package
import make_bundle as bundle  # type: ignore[import-not-found]  # noqa: E402  beside us, in no package

AIMS = {"compressed MB": 1.15, "installed MB": 1.15, "cold start ms": 1.3, "warm start ms": 1.3, "memory MB": 1.4}
NAMES = ("empty", "sopwizard")
CACHE = Path("/proc/sys/vm/drop_caches")


def main() -> None:
    """Build what is not there, measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--keep", action="store_true", help="measure the bundles that are there")
    given = parser.parse_args()
    folders = {name: bundle.DIST / name for name in NAMES}
    for name, folder in folders.items():
        if not given.keep or not folder.is_dir():
            bundle.build(name)
    found: dict[str, dict[str, float]] = {name: sizes(folder) for name, folder in folders.items()}
    with first_paint.screen() as display:
        for kind in ("cold", "warm"):
            starts(kind, given.turns, folders, found, display)
    table(found)


def sizes(folder: Path) -> dict[str, float]:
    """Compressed as the archive is, and on the disk."""
    script = 'tar -C "$0" -c . | xz -T0 -6 | wc -c'
    packed = subprocess.run(["sh", "-c", script, folder], capture_output=True, check=True)
    installed = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {"compressed MB": int(packed.stdout) / 1e6, "installed MB": installed / 1e6}


def starts(kind: str, turns: int, folders: dict[str, Path], found: dict[str, dict[str, float]], display: str) -> None:
    """Turn by turn, so that what disturbs the computer disturbs both."""
    if kind == "cold" and not os.access(CACHE, os.W_OK):
        return
    times: dict[str, list[float]] = {name: [] for name in folders}
    held: dict[str, list[float]] = {name: [] for name in folders}
    for turn in range(turns + 1):
        for name, folder in folders.items():
            if kind == "cold":
                subprocess.run(["sync"], check=True)
                CACHE.write_text("3", "ascii")
            seconds, megabytes = first_paint.start([folder / name], display, {"QT_QPA_PLATFORM": "xcb"})
            if turn:  # the first warms up
                times[name].append(seconds * 1000)
                held[name].append(megabytes)
    for name in folders:
        found[name][f"{kind} start ms"] = statistics.median(times[name])
        if kind == "warm":
            found[name]["memory MB"] = statistics.median(held[name])


def table(found: dict[str, dict[str, float]]) -> None:
    """One line a figure, as ratios too: times depend on the computer, ratios hardly."""
    print("| figure | empty window | sopwizard | ratio | aim |\n|---|---|---|---|---|")
    for figure, aim in AIMS.items():
        base, own = (found[name].get(figure) for name in NAMES)
        if base is None or own is None:
            print(f"| {figure} | not measured (needs root) | | | {aim} |")
            continue
        print(f"| {figure} | {base:.0f} | {own:.0f} | {own / base:.2f} | {aim} |")


if __name__ == "__main__":
    if not shutil.which("Xvfb"):
        sys.exit("apt-get install xvfb")
    main()
