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

from sopwizard.adapters import simulator

ROOT = Path(__file__).resolve().parent.parent
FIRST_PAINT = ROOT / "packaging" / "bench_first_paint.py"


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=15, help="how often each window is started")
    turns = parser.parse_args().turns
    compileall.compile_dir(ROOT / "sopwizard", quiet=1)  # a first start compiles; users meet it once
    with tempfile.TemporaryDirectory() as folder:
        start_up(Path(folder), turns)
        round_trips(Path(folder))
    lines()


def start_up(folder: Path, turns: int) -> None:
    """Start both windows in turn; the time from the start of the process to the first paint, and the memory then."""
    found: dict[str, list[dict[str, float]]] = {"empty": [], "wizard": []}
    environment = os.environ | {"SOPWIZARD_DATA_DIR": str(folder), "HOME": str(folder)}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    for turn in range(turns + 1):
        for kind, figures in found.items():
            begun = time.monotonic()
            child = subprocess.run(
                [sys.executable, FIRST_PAINT, kind],
                env=environment,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            if child.returncode:
                sys.exit(f"the {kind} window did not start:\n{child.stderr}")
            told = json.loads(child.stdout.splitlines()[-1])
            if turn:  # the first turn only warms the disk's cache
                figures.append({"ms": (told["painted"] - begun) * 1000, "MB": told["kilobytes"] / 1024})
    print(f"Start to first paint, {turns} starts each, medians ({environment['QT_QPA_PLATFORM']})\n")
    print("| window | ms | ratio | memory MB | ratio |\n|---|---|---|---|---|")
    middle = {
        kind: {unit: statistics.median(f[unit] for f in figures) for unit in ("ms", "MB")}
        for kind, figures in found.items()
    }
    for kind, name in (("empty", "empty PySide6 window"), ("wizard", "wizard, first page")):
        own, base = middle[kind], middle["empty"]
        ratios = {unit: own[unit] / base[unit] for unit in own}
        print(f"| {name} | {own['ms']:.0f} | {ratios['ms']:.2f} | {own['MB']:.0f} | {ratios['MB']:.2f} |")


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
