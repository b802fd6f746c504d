"""A Windows of its own, by Wine, in a folder: what the proofs install into."""

import filecmp
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import fetch  # type: ignore[import-not-found]  # beside this file, which is no package

LOCAL = r"C:\users\tester\AppData\Local"
FULL = 4_000_000
"""Where a disk is said to be full, no file gets longer than so many bytes."""
_SAY_CODE = "import subprocess, sys; print(subprocess.call(sys.argv[1]))"


class Windows:
    """One, made anew; ``with`` ends what still runs there."""

    def __init__(self, prefix: Path) -> None:
        shutil.rmtree(prefix, ignore_errors=True)
        prefix.mkdir(parents=True)
        self.prefix = prefix
        self.run("wineboot", "--init")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        subprocess.run(["wineserver", "-k"], env=self.environment(), check=False)

    def environment(self) -> dict[str, str]:
        """No screen, and no talk of Wine's own."""
        own = {"WINEPREFIX": str(self.prefix), "WINEARCH": "win64", "WINEDEBUG": "-all", "DISPLAY": ""}
        own |= {"USER": "tester", "LOGNAME": "tester", "LC_ALL": "C.UTF-8", "WINEDLLOVERRIDES": "mscoree,mshtml="}
        return os.environ | own

    def run(self, *words: str, codes: tuple[int, ...] = (0,), full: bool = False) -> str:
        """Run it there; what it says. Through a pipe: Wine has no handle for a file as standard output."""

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL))

        if full:  # not with a server that it started itself: that would be limited as well
            for word in ("-w", "-p5"):
                subprocess.run(["wineserver", word], env=self.environment(), check=True)
        done = subprocess.run(
            [tool(), *words], env=self.environment(), capture_output=True, text=True, errors="replace", timeout=240,
            check=False, stdin=subprocess.DEVNULL, preexec_fn=limit if full else None, restore_signals=not full,
        )  # fmt: skip
        if done.returncode not in codes:
            said = f"{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
            sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{said}")
        return done.stdout

    def code(self, line: str, *, full: bool = False) -> int:
        """The exit code of a line as Windows sees it; here it would lose all but eight bits."""
        python = "Z:" + str(fetch.BUILD / "app" / "python.exe").replace("/", "\\")
        return int(self.run(python, "-B", "-c", _SAY_CODE, line, full=full))

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Run it there, and go on when it has said its first line."""
        child = subprocess.Popen(
            [tool(), *words], env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        if not child.stdout or not child.stdout.readline():
            sys.exit(f"{' '.join(words)} said nothing")
        return child

    def at(self, path: str) -> Path:
        """Where a path of that Windows is here."""
        return self.prefix / "drive_c" / path.removeprefix("C:\\").replace("\\", "/")

    def files(self, below: str = "C:\\") -> frozenset[str]:
        """Everything on its disk, or in a folder of it."""
        return frozenset(path.relative_to(self.at(below)).as_posix() for path in self.at(below).rglob("*"))

    def holds(self, folder: str, app: Path, *, besides: frozenset[str] = frozenset()) -> bool:
        """Whether a folder there holds exactly the files of one here, and those that are named."""
        wanted = {path.relative_to(app).as_posix() for path in app.rglob("*") if path.is_file()}
        found = {name for name in self.files(folder) if (self.at(folder) / name).is_file()}
        return found == wanted | besides and all(
            filecmp.cmp(app / name, self.at(folder) / name, shallow=False) for name in wanted
        )

    def kept(self) -> dict[str, bytes]:
        """What the user has of the program: journal, settings, training environments."""
        folder = self.at(LOCAL) / "sopwizard"
        found = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".log"]
        return {str(path.relative_to(folder)): path.read_bytes() for path in found}

    def knows(self, key: str, name: str = "") -> str:
        """What the registry holds there; empty where there is nothing."""
        return self.run("reg", "query", key, *(("/v", name) if name else ()), codes=(0, 1))


class Program:
    """The program as it is installed in one folder there."""

    def __init__(self, windows: Windows, folder: str) -> None:
        self.windows = windows
        self.path = rf"{folder}\sopwizard.exe"

    def version(self) -> str:
        """Its version."""
        return self.windows.run(self.path, "--version").removeprefix("sopwizard").strip()

    def told(self, *words: str, codes: tuple[int, ...] = (0,)) -> Any:  # noqa: ANN401  JSON
        """What a command tells."""
        return json.loads(self.windows.run(self.path, *words, "--format", "json", codes=codes))

    def job(self) -> str:
        """The main job, in training; the run's id."""
        where = ["training:first-setup", "--map", "dynamics365"]
        self.told("scenarios", "--reset", "first-setup")
        done = self.told("apply", *where, "--yes")
        expect(done["outcome"] == "done", "a training run is applied")
        expect(self.told("verify", *where)["ok"] is True, "and verified")
        return str(done["run_id"])


def tool() -> str:
    """Debian's `wine` asks for a 32-bit one first, which nothing here needs."""
    found = Path("/usr/lib/wine/wine64")
    return str(found) if found.exists() else shutil.which("wine64") or shutil.which("wine") or sys.exit("no Wine here")


def expect(true: object, sentence: str) -> None:
    """Say what was proved, or end."""
    if not true:
        sys.exit(f"NOT TRUE: {sentence}")
    print(f"  {sentence}")
