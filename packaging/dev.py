#!/usr/bin/env python3
"""Everything that somebody with a fresh clone needs: run it, test it, check it.

    python3 packaging/dev.py run          opens the wizard against the built-in training environment
    python3 packaging/dev.py test         passes the tests (arguments go to pytest)
    python3 packaging/dev.py check        format, lint, types, import contracts and tests, in that order
    python3 packaging/dev.py screenshots  takes the wizard's pictures again
    python3 packaging/dev.py bench        measures start-up, round trips and the size of modules
    python3 packaging/dev.py package      builds the bundle, the Debian package and the portable archive
    python3 packaging/dev.py prove        installs, uses, upgrades and removes both in a clean Debian (root)
    python3 packaging/dev.py compare      builds both twice, in different circumstances, and compares them byte by byte
    python3 packaging/dev.py figures      measures the bundle against an empty one

Standard library only, because it runs before anything is installed. It makes `.venv` in the checkout and puts the
locked versions of `packaging/constraints.txt` into it, again only when they changed. On Debian and Ubuntu it looks for
the system packages that the command needs: root gets them installed, anybody else is told the one command that does.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036  the point is to say so in a sentence, on the Python that is too old
    sys.exit("sopwizard needs Python 3.11 or newer, and this is Python {}.{}.".format(*sys.version_info))

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import socket
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.json"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
SCENARIO = "training:first-setup"

# Debian and Ubuntu packages. "a | b": either will do; releases since 2024 renamed some for 64-bit time. "a | " is left
# out where there is no such package.
WINDOW = (  # what Qt's wheels link to; its offscreen plugin needs the first line too
    *("libglib2.0-0t64 | libglib2.0-0", "libegl1", "libgl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3"),
    *("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
)
SCREEN = (  # a screen, a bus and hands for the tests that use the real window from outside
    *("xvfb", "openbox", "dbus", "at-spi2-core", "gir1.2-atspi-2.0", "python3-gi", "xdotool"),
    *("gnome-keyring", "curl", "openssl"),
    "chromium | ",  # Ubuntu has it as a snap only: there, the tests that need a browser want one to be installed
)

PROOF = (  # a clean Debian, a desktop to lend to it, and those who judge what desktops and people read of a package
    *("binutils", "debian-archive-keyring", "debootstrap", "imagemagick", "xvfb", "openbox", "dbus", "at-spi2-core"),
    *("gir1.2-atspi-2.0", "python3-gi", "xdotool", "appstream", "desktop-file-utils", "libfile-mimeinfo-perl"),
    *("libxml2-utils", "lintian", "man-db", "mandoc", "shared-mime-info", "util-linux"),
)

# Variables that would change what the program or a test sees: other CA bundles, and code compiled anew at every start.
DISTURBING = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "PYTHONDONTWRITEBYTECODE")
# Those that put other modules, or another Python's, before what `.venv` holds, or take the assertions out of tests.
FOREIGN = ("PYTHONPATH", "PYTHONHOME", "PYTHONPLATLIBDIR", "PYTHONOPTIMIZE")


def main() -> int:
    """Do one command; its exit code."""
    # In order with what the programs below print, wherever it goes.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # both are text files
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = {"run": run, "test": test, "check": check, "screenshots": screenshots, "bench": bench}
    commands |= {"package": package, "prove": prove, "compare": compare, "figures": figures}
    parser.add_argument("command", choices=commands)
    given, rest = parser.parse_known_args()
    try:
        return commands[given.command](rest)
    except KeyboardInterrupt:
        return 130


# ---------------------------------------------------------------------------------------------------------- commands


def run(rest: Sequence[str]) -> int:
    """Open the wizard in training mode, or do its job on the command line where there is no display."""
    if has_display():
        prepare(system=WINDOW)
        # What listens behind the display's name may let nobody in, as with sudo; the program asks as Qt would.
        asked = "import sys; from sopwizard.adapters.display import has_display; sys.exit(not has_display())"
        if call([PYTHON, "-c", asked]) == 0:
            return call([PYTHON, "-m", "sopwizard", "--training", *rest], without=("PYTHONDONTWRITEBYTECODE",))
    print("There is no display here, so the wizard's job is done on the command line, in the training environment.")
    prepare(system=())
    return walk()


def walk() -> int:
    """Check, plan, apply, verify and report, as a person without a screen would."""
    report = ROOT / "build" / "training-report.md"
    report.parent.mkdir(exist_ok=True)
    words = ["--map", "dynamics365"]
    for command in (
        ["scenarios", "--reset", SCENARIO.partition(":")[2]],
        ["check", SCENARIO],
        ["plan", SCENARIO, *words],
        ["apply", SCENARIO, *words, "--yes"],
        ["verify", SCENARIO, *words],
    ):
        code = sopwizard(*command)
        if code:
            return code
    asked: list[str | Path] = [PYTHON, "-m", "sopwizard", "history", "--format", "json"]
    history = subprocess.run(asked, cwd=ROOT, env=surroundings(), capture_output=True, check=True)
    newest = json.loads(history.stdout)["runs"][0]["run_id"]
    code = sopwizard("report", newest, "--to", str(report))
    if not code:
        print(f"\nThe report of this run:\n{report}")
    return code


def sopwizard(*arguments: str) -> int:
    """One command of the command line, shown as one would type it."""
    print("\n$ sopwizard", shlex.join(arguments))
    return call([PYTHON, "-m", "sopwizard", *arguments], without=("PYTHONDONTWRITEBYTECODE",))


def test(rest: Sequence[str]) -> int:
    """Pass the tests; all of them, with the coverage that domain and services must keep, or those that are named."""
    prepare(system=(*WINDOW, *SCREEN), tools=True)
    everything = ["--cov", "--cov-report=term"] if not rest else []
    return call([PYTHON, "-m", "pytest", *everything, *rest], without=DISTURBING, QT_QPA_PLATFORM="offscreen")


def check(rest: Sequence[str]) -> int:
    """Hold the code to everything that is enforced, the cheapest first."""
    prepare(system=(*WINDOW, *SCREEN), tools=True)
    tools = PYTHON.parent
    steps: tuple[tuple[str, list[str | Path]], ...] = (
        ("format", [PYTHON, "-m", "ruff", "format", "--check"]),
        ("lint", [PYTHON, "-m", "ruff", "check"]),
        ("types", [PYTHON, "-m", "mypy"]),
        ("import contracts", [tools / "lint-imports", "--no-logo"]),
    )
    for title, command in steps:
        print(f"== {title}")
        code = call(command, without=DISTURBING)
        if code:
            return code
    print("== tests")
    return test(rest)


def screenshots(rest: Sequence[str]) -> int:
    """Take the pictures of the eight pages again."""
    prepare(system=(*WINDOW, "fonts-noto-core"))
    return call([PYTHON, "packaging/screenshots.py", *rest], without=DISTURBING, QT_QPA_PLATFORM="offscreen")


def bench(rest: Sequence[str]) -> int:
    """Measure what is promised in figures."""
    prepare(system=(*WINDOW, "xvfb"), tools=True)
    return call([PYTHON, "packaging/bench.py", *rest], without=DISTURBING)


def package(rest: Sequence[str]) -> int:
    """What people install. The bundle is made in an environment of its own."""
    prepare(system=(*WINDOW, "binutils"))
    return call([PYTHON, "packaging/linux/make_packages.py", *rest], without=DISTURBING)


def prove(rest: Sequence[str]) -> int:
    """That what people install can be installed, used, upgraded and removed."""
    prepare(system=(*WINDOW, *PROOF))
    return call([PYTHON, "packaging/linux/prove.py", *rest], without=DISTURBING)


def compare(rest: Sequence[str]) -> int:
    """That whoever builds it gets the same files."""
    prepare(system=(*WINDOW, "binutils"))
    return call([PYTHON, "packaging/linux/compare.py", *rest], without=DISTURBING)


def figures(rest: Sequence[str]) -> int:
    """How big the bundle is, how fast it starts and what it holds, beside an empty one."""
    prepare(system=(*WINDOW, "binutils", "xvfb"), tools=True)
    return call([PYTHON, "packaging/figures.py", *rest], without=DISTURBING)


def call(command: Sequence[str | Path], without: Iterable[str] = (), **variables: str) -> int:
    """Run a program in the checkout; its exit code."""
    return subprocess.run(command, cwd=ROOT, env=surroundings(without) | variables, check=False).returncode


def surroundings(without: Iterable[str] = ()) -> dict[str, str]:
    """The environment as it is but for these variables, and those that lead away from `.venv`, whose commands are found
    first.
    """
    dropped = {*without, *FOREIGN}
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment["PATH"] = os.pathsep.join((str(PYTHON.parent), environment.get("PATH", os.defpath)))
    return environment


def has_display() -> bool:
    """Whether a window could open: always but on Linux, where something must listen behind the display's name."""
    if sys.platform in ("win32", "darwin"):
        return True
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"), wayland).exists():
        return True
    host, colon, number = os.environ.get("DISPLAY", "").rpartition(":")
    number = number.partition(".")[0]
    if not colon or not number.isdecimal():
        return False
    if host in ("", "unix"):
        address = f"/tmp/.X11-unix/X{number}"  # noqa: S108  X's own place
        with socket.socket(socket.AF_UNIX) as screen:
            return any(screen.connect_ex(name) == 0 for name in (address, "\0" + address))
    try:
        socket.create_connection((host, 6000 + int(number)), 3).close()
    except OSError:
        return False
    return True


# ------------------------------------------------------------------------------------------------------- preparation


def prepare(*, system: Iterable[str], tools: bool = False) -> None:
    """Bring the machine and `.venv` to where the command needs them; end with a sentence if that cannot be done."""
    with alone():
        bring(list(system), tools=tools)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One at a time in a checkout: a second one would clear the `.venv` that the first is still filling."""
    try:
        import fcntl  # noqa: PLC0415  Windows has none
    except ImportError:
        yield
        return
    checkout = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(checkout, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another dev.py is preparing this checkout; waiting for it ...")
            fcntl.flock(checkout, fcntl.LOCK_EX)
        except OSError:  # a file system that cannot lock: as before there were locks
            pass
        yield
    finally:
        os.close(checkout)


def bring(needed: list[str], *, tools: bool) -> None:
    """See `prepare`."""
    fresh = not is_usable(VENV)
    if fresh and importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        needed.insert(0, f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if is_debian():
        install_system(needed)
    elif fresh and importlib.util.find_spec("ensurepip") is None:
        sys.exit(f"This Python ({sys.executable}) came without ensurepip, so it cannot make a virtual environment.")
    if fresh:
        make_venv()
    install_python(tools=tools)


def is_debian() -> bool:
    """Whether this is Debian or one of its children: apt-get and dpkg-query are there."""
    return sys.platform == "linux" and bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


def install_system(needed: Iterable[str]) -> None:
    """Install the packages that are missing, as root; else say how, and end."""
    choices = [tuple(name.strip() for name in need.split("|")) for need in needed]
    present = installed({name for names in choices for name in names if name})
    missing = [names for names in choices if not present.intersection(names)]
    names = [name for name in map(offered, missing) if name]
    if not names:
        return
    if os.geteuid() != 0:
        sys.exit(
            "Some system packages are missing. This installs them; then try again:\n\n"
            f"    sudo apt-get update && sudo apt-get install --yes --no-install-recommends {' '.join(names)}\n"
        )
    print(f"Installing missing system packages with apt-get: {' '.join(names)} ...")
    apt("update")  # a broken third-party source does not matter if the packages are found all the same
    names = [name for name in map(offered, missing) if name]
    if apt("install", "--yes", "--no-install-recommends", *names):
        sys.exit(f"apt-get could not install: {' '.join(names)}. Its own words stand above.")


def installed(names: set[str]) -> set[str]:
    """Which of these packages dpkg has, whole."""
    shown = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *sorted(names)],
        capture_output=True,
        text=True,
        check=False,  # 1 where it does not know one of them
    ).stdout
    return {line.split()[0] for line in shown.splitlines() if line.endswith(" installed")}


def offered(names: tuple[str, ...]) -> str:
    """The first of these names that apt's lists hold; the last one where they hold none (yet)."""
    for name in names[:-1]:
        shown = subprocess.run(["apt-cache", "show", "--no-all-versions", name], capture_output=True, check=False)
        if shown.returncode == 0 and shown.stdout.strip():
            return name
    return names[-1]


def apt(*words: str) -> int:
    """apt-get that asks nothing, waits for another apt-get, and says little unless something is wrong."""
    command = ["apt-get", "--quiet=2", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=600", *words]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command,
        env=quiet,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout)
    return done.returncode


def is_usable(venv: Path) -> bool:
    """Whether that virtual environment was made by this version of Python and still runs, pip included."""
    if not PYTHON.exists() or not (venv / "pyvenv.cfg").exists():
        return False
    question = "import sys, pip; print(sys.version_info[:2] == tuple(map(int, sys.argv[1:])))"
    version = [str(part) for part in sys.version_info[:2]]
    try:
        answer = subprocess.run(
            [PYTHON, "-c", question, *version], env=surroundings(), capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return answer.stdout.strip() == "True"


def make_venv() -> None:
    """Make `.venv` anew; its own words stand above the sentence if it fails."""
    print(f"Making a virtual environment in {VENV} ...")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False).returncode:
        sys.exit("Python could not make a virtual environment; what it said stands above.")


def install_python(*, tools: bool) -> None:
    """Install the locked packages and the project itself, unless exactly these are there already."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {"run": [*project["project"]["dependencies"], "hatchling", "editables"]}
    if tools:
        wanted["tools"] = project["dependency-groups"]["dev"]
    lock = CONSTRAINTS.read_text(encoding="utf-8")
    said = [
        lock,
        sys.version,
        str(ROOT),
        *map(str, (project["project"], project["build-system"], project["tool"]["hatch"])),
    ]
    stamps = {kind: hashlib.sha256("\n".join([*said, *names]).encode()).hexdigest() for kind, names in wanted.items()}
    there = stamped()
    if all(there.get(kind) == stamp for kind, stamp in stamps.items()):
        return
    print("Installing the locked Python packages into .venv (a minute or two the first time) ...")
    STAMP.unlink(missing_ok=True)  # what is interrupted from here on is neither the old state nor the new one
    pip("--constraint", str(CONSTRAINTS), *(name for names in wanted.values() for name in names))
    # What builds the project is locked as well, so nothing is fetched behind the lock's back.
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(json.dumps(there | stamps), encoding="utf-8")


def stamped() -> dict[str, str]:
    """What `.venv` was filled with; nothing where that was interrupted or cannot be read."""
    try:
        told = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def pip(*words: str) -> None:
    """`pip install`; its own words stand above the sentence if it fails."""
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "--quiet",
        "--use-pep517",  # also for what comes as source only
        *words,
    ]
    elsewhere = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_DRY_RUN", "PYTHONDONTWRITEBYTECODE")
    if call(command, without=elsewhere):
        sys.exit(
            "pip could not install the locked packages; what it said stands above. Behind a proxy, set HTTPS_PROXY;"
            " where the company has a certificate authority of its own, set PIP_CERT to its file."
        )


if __name__ == "__main__":
    sys.exit(main())
