"""A clean Debian with one ordinary user, made by the proof, so that what this computer has by accident cannot help.

A minimal one of each release is made once and copied for every proof.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

MIRROR = "http://deb.debian.org/debian"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
USER = "alice"
# Places where package managers and users write; everything else has to be as it was.
THEIRS = (
    *("home", "proc", "sys", "dev", "run", "tmp", "var/cache", "var/log", "var/lib/dpkg", "var/lib/apt", "root"),
    "proof",
)


class Debian:
    """A fresh copy of a minimal Debian, for as long as it is entered. Needs root."""

    def __init__(self, folder: Path, release: str) -> None:
        self.root = folder / "debian"
        self.base = folder / f"base-{release}"
        self.release = release
        self.home = self.root / "home" / USER

    def __enter__(self) -> Self:
        if not self.base.exists():
            part = self.base.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            part.parent.mkdir(parents=True, exist_ok=True)
            # Without these words, a computer that lacks Debian's keys (Ubuntu) would take whatever it is sent.
            judged = ("--force-check-gpg", f"--keyring={KEYS}")
            call("debootstrap", *judged, "--variant=minbase", self.release, str(part), MIRROR)
            part.rename(self.base)
        self._throw_away()
        call("cp", "-a", str(self.base), str(self.root))
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        call("mount", "-t", "proc", "proc", str(self.root / "proc"))
        self.inside("apt-get", "update")
        self.inside("useradd", "--create-home", "--shell", "/bin/bash", USER)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._throw_away()

    def _throw_away(self) -> None:
        """Remove it, but nothing that was lent to it: what is mounted there is let go of first."""
        for place in self._mounted():
            call("umount", "-l", place)
        if self._mounted():
            sys.exit(f"{self.root} still holds something of this computer; unmount it by hand.")
        if self.root.exists():
            call("rm", "-rf", "--one-file-system", str(self.root))

    def _mounted(self) -> list[str]:
        """Everything mounted below it, the newest first."""
        found = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text("utf-8").splitlines()]
        return [place for place in reversed(found) if place.startswith(f"{self.root}/")]

    @property
    def owner(self) -> tuple[int, int]:
        """The user's numbers."""
        home = self.home.stat()
        return home.st_uid, home.st_gid

    def lend(self, place: Path) -> None:
        """Let it see a folder of this computer, under the same name."""
        there = self.root / place.relative_to("/")
        there.mkdir(parents=True, exist_ok=True)
        call("mount", "--bind", str(place), str(there))

    def take_back(self, place: Path) -> None:
        """Let it see that folder no more."""
        call("umount", "-l", str(self.root / place.relative_to("/")))

    def inside(self, *words: str) -> str:
        """A command of its root; its standard output."""
        quiet = {"DEBIAN_FRONTEND": "noninteractive", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
        proxies = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
        return call("chroot", str(self.root), *words, env=quiet | proxies)

    def as_user(self, *words: str, **variables: str) -> list[str]:
        """The command that makes another one the user's own, in the user's home."""
        told = {"HOME": f"/home/{USER}", "USER": USER, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **variables}
        named = [f"{name}={value}" for name, value in told.items()]
        who = f"--userspec={USER}:{USER}"
        return ["chroot", who, str(self.root), "env", "-i", "-C", f"/home/{USER}", *named, *words]

    def user(self, *words: str, code: int | tuple[int, ...] = 0, **variables: str) -> str:
        """A command of the user's; its standard output."""
        done = subprocess.run(
            self.as_user(*words, **variables), capture_output=True, text=True, check=False, timeout=300
        )
        if done.returncode not in (code if isinstance(code, tuple) else (code,)):
            sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def files(self) -> frozenset[str]:
        """Everything that is nobody's own."""
        found = call("find", str(self.root), "-xdev", "-mindepth", "1", "-printf", "%P\n").splitlines()
        return frozenset(
            name for name in found if not any(name == each or name.startswith(f"{each}/") for each in THEIRS)
        )

    def install(self, package: Path) -> None:
        """As a user does: with apt, from the file. Also an older version, so that an upgrade can be repeated."""
        place = self.root / "proof"
        place.mkdir(exist_ok=True)
        shutil.copy(package, place)
        self.inside(
            "apt-get", "install", "-y", "--allow-downgrades", "--no-install-recommends", f"/proof/{package.name}"
        )
        shutil.rmtree(place)

    def installed(self) -> str:
        """The installed version."""
        return self.inside("dpkg-query", "-W", "-f", "${Version}", "sopwizard")


def call(*words: str, env: dict[str, str] | None = None) -> str:
    """Run it; its standard output."""
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def expect(true: object, sentence: str) -> None:
    """Say what was proved, or end."""
    if not true:
        sys.exit(f"NOT TRUE: {sentence}")
    print(f"  {sentence}", flush=True)
