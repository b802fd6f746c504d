"""What is promised in figures, measured: start-up against an empty window, round trips a command, lines a module.

Run it with `python3 packaging/dev.py bench`. Times depend on the machine, so the start-up is told as a ratio: the empty
PySide6 window is started in the same run, turn by turn with the wizard.
"""

import argparse
import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import first_paint  # type: ignore[import-not-found]  # beside us, in no package

from sopwizard.adapters import simulator

ROOT = Path(__file__).resolve().parent.parent
EMPTY = ROOT / "packaging" / "bundle" / "empty.py"


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=15, help="how often each window is started")
    turns = parser.parse_args().turns
    compileall.compile_dir(ROOT / "sopwizard", quiet=1)  # a first start compiles; users meet it once
    with tempfile.TemporaryDirectory() as folder:
        start_up(turns)
        round_trips(Path(folder))
    lines()


def start_up(turns: int) -> None:
    """Start both windows turn by turn: the time from the process's start to the first paint, and the memory then."""
    programs = {
        "empty PySide6 window": [sys.executable, EMPTY],
        "wizard, first page": [sys.executable, "-m", "sopwizard"],
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    known = {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "xcb"}
    with first_paint.screen() as display:
        for turn in range(turns + 1):
            for name, command in programs.items():
                figures = first_paint.start(command, display, known)
                if turn:  # the first turn only warms the disk's cache
                    found[name].append(figures)
    print(f"Start to first paint, {turns} starts each, medians\n")
    print("| window | ms | ratio | memory MB | ratio |\n|---|---|---|---|---|")
    base = [statistics.median(column) for column in zip(*found["empty PySide6 window"], strict=True)]
    for name, figures_of in found.items():
        seconds, held = (statistics.median(column) for column in zip(*figures_of, strict=True))
        print(f"| {name} | {seconds * 1000:.0f} | {seconds / base[0]:.2f} | {held:.0f} | {held / base[1]:.2f} |")


def round_trips(folder: Path) -> None:
    """Count the requests that the simulator gets from each command; with a token, so that no sign-in is among them."""
    print("\nRound trips a command (scenario first-setup: a flag and three marks to write)\n")
    print("| command | reads and batches | writes | exit code | seconds |\n|---|---|---|---|---|")
    environment = os.environ | {"SOPWIZARD_DATA_DIR": str(folder / "data"), "SOPWIZARD_ACCESS_TOKEN": "bench"}
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        environment.pop(name, None)
    with simulator.serve("first-setup") as server:
        words = ["--map", "dynamics365"]

        def count(command: str, *arguments: str) -> str:
            before, begun = len(server.log), time.monotonic()
            done = subprocess.run(
                [sys.executable, "-m", "sopwizard", command, *arguments, "--auth", "token", "--format", "json"],
                env=environment,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            asked = server.log[before:]
            writes = sum(request.method in {"PATCH", "PUT", "DELETE"} for request in asked)
            seconds = time.monotonic() - begun
            print(f"| {command} | {len(asked) - writes} | {writes} | {done.returncode} | {seconds:.2f} |")
            return done.stdout

        count("check", server.origin)
        count("plan", server.origin, *words)
        run = json.loads(count("apply", server.origin, *words, "--yes"))["run_id"]
        count("verify", server.origin, *words)
        count("undo", run, "--yes")


def lines() -> None:
    """How much there is to read, a floor of the house."""
    sizes = {path: len(path.read_text("utf-8").splitlines()) for path in (ROOT / "sopwizard").rglob("*.py")}
    floors: dict[str, list[int]] = {}
    for path, size in sizes.items():
        floors.setdefault(path.relative_to(ROOT / "sopwizard").parts[0], []).append(size)
    print("\nLines, everything counted\n\n| floor | modules | lines | longest |\n|---|---|---|---|")
    for floor, counts in sorted(floors.items(), key=lambda entry: -sum(entry[1])):
        print(f"| {floor} | {len(counts)} | {sum(counts)} | {max(counts)} |")
    print(f"| all | {len(sizes)} | {sum(sizes.values())} | median {statistics.median(sizes.values()):.0f} |")
    print("\nThe longest modules:", ", ".join(
        f"{path.relative_to(ROOT)} {size}" for path, size in sorted(sizes.items(), key=lambda entry: -entry[1])[:8]
    ))  # fmt: skip


if __name__ == "__main__":
    main()
