"""Proves what people install on a clean Debian: installed, used, upgraded, removed, with nothing left.

    python3 packaging/dev.py prove                      the package and the archive, on Debian 12
    python3 packaging/dev.py prove --suite trixie       the same on Debian 13

It needs root; three minutes. An ordinary user of that Debian does the job in training: on the command line, and in the
window, on a screen and a bus of this computer that are lent to it. Pictures are in `build/proof`.
"""

import argparse
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import lint  # type: ignore[import-not-found]  # beside this file, in no package
import make_packages as packages  # type: ignore[import-not-found]
import portable  # type: ignore[import-not-found]
from clean import Debian, expect  # type: ignore[import-not-found]
from use import command_line_job, runs_of, save_check, self_test, told  # type: ignore[import-not-found]
from window import history, main_job, saved_check, screen  # type: ignore[import-not-found]

PROOF = packages.ROOT / "build" / "proof"
OLD = "0.0.9"
# The command, and the Debian package that has it.
TOOLS = {
    "debootstrap": "debootstrap",
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "dbus-daemon": "dbus",
    "xdotool": "xdotool",
    "import": "imagemagick",
    **lint.TOOLS,
}


def main() -> None:
    """Prove everything, and say what was proved."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", default="bookworm", help="the release of Debian to prove it on")
    parser.add_argument(
        "--only", choices=["lint", "package", "archive"], action="append", help="only this, while mending"
    )
    given = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("Installing into a Debian of its own needs root: sudo python3 packaging/dev.py prove")
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    if missing:
        sys.exit(f"Tools are missing: apt-get install {' '.join(missing)}")
    number = packages.version()
    new = packages.OUT / f"sopwizard_{number}_amd64.deb"
    archive = packages.OUT / f"sopwizard-{number}-linux-x86_64.tar.xz"
    if not new.exists() or not archive.exists():
        sys.exit("There is no package yet: python3 packaging/dev.py package")
    PROOF.mkdir(parents=True, exist_ok=True)
    wanted = given.only or ("lint", "package", "archive")
    if "lint" in wanted:
        print("What desktops and people read:")
        lint.lint(new)
    if "package" in wanted:
        print(f"The package on a clean Debian ({given.suite}):")
        with Debian(PROOF, given.suite) as clean:
            old = older()
            Proof(clean, old, new, number).run()
            old.unlink()  # nobody should publish it
    if "archive" in wanted:
        print(f"The portable archive on a clean Debian ({given.suite}):")
        with Debian(PROOF, given.suite) as clean:
            portable.prove(clean, archive, PROOF)
    print("Proved: all that is said above.")


def older() -> Path:
    """The package as if it were an older version, with a file that the newer one has no more."""
    made = packages.OUT / "older"
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(packages.bundle.DIST / "sopwizard", made, symlinks=True)
    (made / "_internal" / "gone-later.txt").write_text("", "utf-8")
    package: Path = packages.deb(made, OLD, "zstd")
    shutil.rmtree(made)
    return package


class Proof:
    """One Debian, two packages, one user."""

    def __init__(self, clean: Debian, old: Path, new: Path, number: str) -> None:
        self.clean = clean
        self.old = old
        self.new = new
        self.number = number

    def run(self) -> None:
        """Everything, in the order in which it happens to a user."""
        clean = self.clean
        self.needs()
        before = clean.files()
        removed_later = clean.root / "usr/lib/sopwizard/_internal/gone-later.txt"

        self.install(self.old)
        expect(removed_later.exists(), "the older version is there")
        self_test(clean, "sopwizard", on_screen=False)
        with screen(clean, PROOF) as at:
            main_job(at, "sopwizard", name="package")
        run = command_line_job(clean, "sopwizard")
        expect(runs_of(clean, "sopwizard") == 3, "three runs are in the journal")  # noqa: PLR2004  apply, apply, undo
        kept = self.kept()

        self.install(self.new)
        expect(clean.installed() == self.number, f"upgraded from {OLD} to {self.number}")
        expect(not removed_later.exists(), "what is no more is gone")
        expect(self.kept() == kept, "journal, settings and training environments are as they were")
        with screen(clean, PROOF) as at:
            history(at, "sopwizard", name="package", runs=3)
            saved_check(at, "sopwizard", file=save_check(clean, "sopwizard"))
            self_test(clean, "sopwizard", on_screen=True, **at.variables)
        expect(told(clean, "sopwizard", "undo", run, "--yes")["outcome"] == "done", "the older version's run is undone")
        self.install(self.old)
        with screen(clean, PROOF) as at:
            main_job(at, "sopwizard", name="upgraded", meanwhile=lambda: self.install(self.new))
        expect(clean.installed() == self.number, "a window that is open through an upgrade does its job")
        self.policy()
        kept = self.kept()

        clean.inside("apt-get", "remove", "-y", "sopwizard")
        expect(not (clean.root / "usr/lib/sopwizard").exists(), "removed")
        expect(self.kept() == kept, "what belongs to the user stays")
        self.install(self.new)  # nothing of a removed package is left to purge, so purge an installed one
        clean.inside("apt-get", "purge", "-y", "sopwizard")
        left = clean.files() - before
        expect(not left, f"purged: nothing is left{': ' + ', '.join(sorted(left)[:10]) if left else ''}")
        gone = before - clean.files()
        expect(not gone, f"and nothing else was taken away{': ' + ', '.join(sorted(gone)[:10]) if gone else ''}")

    def needs(self) -> None:
        """What the package depends on, before it, so that what the package itself leaves is told apart."""
        self.clean.inside("apt-get", "satisfy", "-y", "--no-install-recommends", ", ".join(packages.needed()))

    def install(self, package: Path) -> None:
        """As a user does, with the time that it takes."""
        begun = time.monotonic()
        self.clean.install(package)
        print(f"  installed {package.name} in {time.monotonic() - begun:.1f} s", flush=True)

    def policy(self) -> None:
        """The administrator's file is obeyed."""
        file = self.clean.root / "etc/sopwizard/policy.json"
        file.parent.mkdir()
        file.write_text(json.dumps({"live": False, "updates": False}), "utf-8")
        for words, sentence in (
            (("check", "https://contoso.crm4.dynamics.com"), "a training room reaches no live environment"),
            (("--check-updates",), "and looks for no updates"),
        ):
            refused: Any = json.loads(self.clean.user("sopwizard", *words, "--format", "json", code=4))
            expect(refused["error"]["kind"] == "not-by-policy", sentence)
        trains = told(self.clean, "sopwizard", "check", "training:first-setup")
        expect(trains["environment"]["name"] == "Contoso UAT", "and trains")
        shutil.rmtree(file.parent)

    def kept(self) -> dict[str, bytes]:
        """What the user has of the program."""
        folder = self.clean.home / ".local/share/sopwizard"
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main()
