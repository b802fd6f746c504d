"""Proves the Debian package on a clean Debian 12: installed, used, upgraded, removed, with nothing left.

    python3 packaging/dev.py prove       needs root, debootstrap, xvfb, xdotool and imagemagick; two minutes

A minimal Debian is made once (`build/proof/base`) and copied for every proof, so that what a build computer has by
accident cannot help. An ordinary user of that Debian does the job in training: on the command line, and in the window,
which is drawn on a screen of this computer that is lent to it. Pictures are in `build/proof`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

import make_packages as packages  # type: ignore[import-not-found]  # noqa: E402  beside this file

PROOF = ROOT / "build" / "proof"
BASE = PROOF / "base"
MIRROR = "http://deb.debian.org/debian"
SCREEN = ":97"
OLD = "0.0.9"
JOB = "training:first-setup"
# Places where package managers and users write; everything else has to be as it was.
THEIRS = (
    "home",
    "proc",
    "sys",
    "dev",
    "run",
    "tmp",
    "var/cache",
    "var/log",
    "var/lib/dpkg",
    "var/lib/apt",
    "root",
    "proof",
)


def main() -> None:
    """Prove everything, and say what was proved."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, default=BASE, help="a minimal Debian that is there already")
    given = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("Installing into a Debian of its own needs root: sudo python3 packaging/dev.py prove")
    missing = [tool for tool in ("debootstrap", "Xvfb", "xdotool", "import") if not shutil.which(tool)]
    if missing:
        sys.exit(f"These are missing: {', '.join(missing)}. apt-get install debootstrap xvfb xdotool imagemagick")
    number = packages.version()
    new = packages.OUT / f"sopwizard_{number}_amd64.deb"
    if not new.exists():
        sys.exit("There is no package yet: python3 packaging/dev.py package")
    with ExitStack() as stack:
        clean = stack.enter_context(debian(given.base))
        old = older()
        Proof(clean, old, new, number).run()
        old.unlink()  # nobody should publish it
    print("Proved: installed, self-tested, used, upgraded, used, removed and purged, as said above.")


def older() -> Path:
    """The package as if it were an older version, with a file that the newer one has no more."""
    made = packages.OUT / "older"
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(packages.bundle.DIST / "sopwizard", made, symlinks=True)
    (made / "_internal" / "gone-later.txt").write_text("", "utf-8")
    package: Path = packages.deb(made, OLD, "zstd")
    shutil.rmtree(made)
    return package


@contextmanager
def debian(base: Path) -> Iterator[Path]:
    """A fresh copy of a minimal Debian 12."""
    PROOF.mkdir(parents=True, exist_ok=True)
    if not base.exists():
        base.parent.mkdir(parents=True, exist_ok=True)
        part = base.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        call("debootstrap", "--variant=minbase", "bookworm", str(part), MIRROR)
        part.rename(base)
    clean = PROOF / "debian"
    throw_away(clean)
    call("cp", "-a", str(base), str(clean))
    shutil.copy("/etc/resolv.conf", clean / "etc/resolv.conf")
    try:
        call("mount", "-t", "proc", "proc", str(clean / "proc"))
        yield clean
    finally:
        throw_away(clean)


def throw_away(clean: Path) -> None:
    """Remove it, but nothing that was lent to it: what is mounted there is let go of first."""
    for place in lent(clean):
        call("umount", "-l", place)
    if lent(clean):
        sys.exit(f"{clean} still holds something of this computer; unmount it by hand.")
    if clean.exists():
        call("rm", "-rf", "--one-file-system", str(clean))


def lent(clean: Path) -> list[str]:
    """Everything mounted below it, the newest first."""
    found = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text("utf-8").splitlines()]
    return [place for place in reversed(found) if place.startswith(f"{clean}/")]


class Proof:
    """One Debian, two packages, one user."""

    def __init__(self, clean: Path, old: Path, new: Path, number: str) -> None:
        self.clean = clean
        self.old = old
        self.new = new
        self.number = number

    def run(self) -> None:
        """Everything, in the order in which it happens to a user."""
        self.inside("apt-get", "update")
        self.inside("useradd", "--create-home", "--shell", "/bin/bash", "alice")
        needs = [need.split(" | ")[-1 if "t64" in need else 0].split(" ")[0] for need in packages.DEPENDS]
        self.inside("apt-get", "install", "-y", "--no-install-recommends", *needs)
        before = self.files()

        self.install(self.old)
        self.expect((self.clean / "usr/lib/sopwizard/_internal/gone-later.txt").exists(), "the older version is there")
        self.self_test(display=False)
        run = self.job()
        kept = self.kept()

        self.install(self.new)
        self.expect(self.installed() == self.number, f"upgraded from {OLD} to {self.number}")
        self.expect(not (self.clean / "usr/lib/sopwizard/_internal/gone-later.txt").exists(), "what is no more is gone")
        self.expect(self.kept() == kept, "journal, settings and training environments are as they were")
        self.expect(self.told("history")["runs"][0]["run_id"] == run, "the older version's run is in the history")
        self.expect(self.told("undo", run, "--yes")["outcome"] == "done", "and can be undone")
        self.policy()
        with screen(self.clean):
            self.self_test(display=True)
            self.window()
        kept = self.kept()

        self.inside("apt-get", "remove", "-y", "sopwizard")
        self.expect(not (self.clean / "usr/lib/sopwizard").exists(), "removed")
        self.expect(self.kept() == kept, "what belongs to the user stays")
        self.install(self.new)  # nothing of a removed package is left to purge, so purge an installed one
        self.inside("apt-get", "purge", "-y", "sopwizard")
        left = self.files() - before
        self.expect(not left, f"purged: nothing is left{': ' + ', '.join(sorted(left)[:10]) if left else ''}")
        gone = before - self.files()
        self.expect(not gone, f"and nothing else was taken away{': ' + ', '.join(sorted(gone)[:10]) if gone else ''}")

    def install(self, package: Path) -> None:
        """As a user does: with apt, from the file."""
        place = self.clean / "proof"
        place.mkdir(exist_ok=True)
        shutil.copy(package, place)
        begun = time.monotonic()
        self.inside("apt-get", "install", "-y", "--no-install-recommends", f"/proof/{package.name}")
        shutil.rmtree(place)
        print(f"  installed {package.name} in {time.monotonic() - begun:.1f} s")

    def self_test(self, *, display: bool) -> None:
        """Every part works, on a screen or without one."""
        words = ["--self-test", "--format", "json"]
        found = json.loads(self.alice(*words, DISPLAY=SCREEN) if display else self.alice(*words))
        for part in found["parts"]:
            print(f"    {part['state']:8} {part['id']}: {part['message']}")
        states = {part["id"]: part["state"] for part in found["parts"]}
        self.expect(found["works"] and states["pages"] == "ok", "the self-test passed")
        self.expect((states["platform"] == "ok") is display, "on a screen" if display else "without a screen")

    def job(self) -> str:
        """The main job on the command line; the run's id."""
        words = [JOB, "--map", "dynamics365"]
        self.expect(self.told("check", JOB)["sop_enabled"] is False, "check reads a training environment")
        self.expect(len(self.told("plan", *words)["changes"]) > 0, "plan finds what to change")
        done = self.told("apply", *words, "--yes")
        self.expect(done["outcome"] == "done", "apply does it")
        self.expect(self.told("verify", *words)["ok"] is True, "verify finds it right")
        return str(done["run_id"])

    def policy(self) -> None:
        """The administrator's file is obeyed."""
        file = self.clean / "etc/sopwizard/policy.json"
        file.parent.mkdir()
        file.write_text(json.dumps({"live": False, "updates": False}), "utf-8")
        refused = self.alice("check", "https://contoso.crm4.dynamics.com", "--format", "json", code=4)
        self.expect(
            json.loads(refused)["error"]["kind"] == "not-by-policy", "a training room reaches no live environment"
        )
        refused = self.alice("--check-updates", "--format", "json", code=4)
        self.expect(json.loads(refused)["error"]["kind"] == "not-by-policy", "and looks for no updates")
        self.expect(self.told("check", JOB)["sop_enabled"] is False, "and trains")
        shutil.rmtree(file.parent)

    def window(self) -> None:
        """The window opens for an ordinary user, and shows something."""
        command = self.as_alice("sopwizard", "--training", DISPLAY=SCREEN)
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        here = os.environ | {"DISPLAY": SCREEN}
        try:
            call("xdotool", "search", "--sync", "--onlyvisible", "--name", "Sales order integration", env=here)
            time.sleep(1.5)  # until it is painted
            picture = PROOF / "window.png"
            call("import", "-window", "root", str(picture), env=here)
            self.expect(child.poll() is None, f"the window is open: {picture.relative_to(ROOT)}")
        finally:
            # chroot became su became the program: it is asked by name in that Debian only.
            child.terminate()
            child.wait(20)

    def files(self) -> frozenset[str]:
        """Everything that is nobody's own."""
        found = subprocess.run(
            ["find", ".", "-xdev", "-mindepth", "1", "-printf", "%P\n"],
            cwd=self.clean, capture_output=True, text=True, check=True,
        ).stdout.splitlines()  # fmt: skip
        return frozenset(
            name for name in found if not any(name == each or name.startswith(each + "/") for each in THEIRS)
        )

    def kept(self) -> dict[str, bytes]:
        """What the user has of the program."""
        folder = self.clean / "home/alice/.local/share/sopwizard"
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def installed(self) -> str:
        """The installed version."""
        return self.inside("dpkg-query", "-W", "-f", "${Version}", "sopwizard")

    def told(self, *words: str) -> Any:  # noqa: ANN401  JSON
        """What a command of the user's tells."""
        codes = {"check": (0, 1), "plan": (0, 1)}.get(words[0], (0,))
        return json.loads(self.alice(*words, "--format", "json", code=codes))

    def alice(self, *words: str, code: int | tuple[int, ...] = 0, **variables: str) -> str:
        """The program, run by an ordinary user; its standard output."""
        done = subprocess.run(
            self.as_alice("sopwizard", *words, **variables), capture_output=True, text=True, check=False, timeout=300
        )
        if done.returncode not in (code if isinstance(code, tuple) else (code,)):
            sys.exit(f"sopwizard {' '.join(words)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def as_alice(self, *words: str, **variables: str) -> list[str]:
        """The command that makes it so."""
        told = {"HOME": "/home/alice", "USER": "alice", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **variables}
        named = [f"{name}={value}" for name, value in told.items()]
        return ["chroot", "--userspec=alice:alice", str(self.clean), "env", "-i", "-C", "/home/alice", *named, *words]

    def inside(self, *words: str) -> str:
        """A command of that Debian's root."""
        quiet = {"DEBIAN_FRONTEND": "noninteractive", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
        proxies = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
        return call("chroot", str(self.clean), *words, env=quiet | proxies)

    @staticmethod
    def expect(true: object, sentence: str) -> None:
        """Say what was proved, or end."""
        if not true:
            sys.exit(f"NOT TRUE: {sentence}")
        print(f"  {sentence}")


@contextmanager
def screen(clean: Path) -> Iterator[None]:
    """A screen of this computer that the other Debian may draw on; its socket alone is lent."""
    server = subprocess.Popen(
        ["Xvfb", SCREEN, "-screen", "0", "1280x900x24", "-ac"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    socket = Path(f"/tmp/.X11-unix/X{SCREEN[1:]}")  # noqa: S108  X's place
    there = clean / "tmp/.X11-unix" / socket.name
    try:
        for _ in range(100):
            if socket.exists():
                break
            time.sleep(0.1)
        there.parent.mkdir(mode=0o1777, exist_ok=True)
        there.touch()
        call("mount", "--bind", str(socket), str(there))
        yield
    finally:
        if str(there) in lent(clean):
            call("umount", str(there))
        server.terminate()
        server.wait(10)


def call(*words: str, env: dict[str, str] | None = None) -> str:
    """Run it; its standard output."""
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


if __name__ == "__main__":
    main()
