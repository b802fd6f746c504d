"""Proves the portable archive: unpacked by an ordinary user into their home, used, and deleted with nothing left."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

from clean import USER, Debian, expect  # type: ignore[import-not-found]  # beside this file, in no package
from use import command_line_job, self_test  # type: ignore[import-not-found]
from window import main_job, screen  # type: ignore[import-not-found]

FOLDER = "Große Programme, ž"  # whoever unpacks it names the folder; Qt takes a comma for the end of a name
FOLDERS = {".local", ".local/share", ".local/share/sopwizard", ".cache"}
# The second is the font library's list of the system's fonts, the same for every program.
ALLOWED = (".local/share/sopwizard/", ".cache/fontconfig")


def prove(clean: Debian, archive: Path, pictures: Path) -> None:
    """Everything, in the order in which it happens to a user."""
    before = home(clean)
    folder = unpack(clean, archive)
    readme = (folder / "README.txt").read_text("utf-8")
    named = re.search(r"^sudo (apt-get satisfy) --no-install-recommends '(.+)'$", readme, re.MULTILINE)
    if not named:
        sys.exit("The README names no libraries.")
    clean.inside(*named[1].split(), "-y", "--no-install-recommends", named[2])
    program = f"/home/{USER}/{FOLDER}/{folder.name}/sopwizard"
    number = folder.name.partition("-")[2]
    expect(clean.user(program, "--version").split()[-1] == number, f"unpacked into {FOLDER!r}, it starts: {number}")
    expect(number in clean.user(program, "--version", LANG="C"), "also where the system speaks plain C")

    clean.user("chmod", "-R", "a-w", f"/home/{USER}/{FOLDER}")
    there = digests(folder)
    self_test(clean, program, on_screen=False)
    with screen(clean, pictures) as at:
        self_test(clean, program, on_screen=True, **at.variables)
        main_job(at, program, name="archive")
    command_line_job(clean, program)
    expect(digests(folder) == there, "nobody may write into its folder, and nothing there has changed")
    clean.user("chmod", "-R", "u+w", f"/home/{USER}/{FOLDER}")

    menu(clean, folder, program)
    clean.user("rm", "-r", f"/home/{USER}/{FOLDER}")
    left = {name for name in home(clean) - before if not name.startswith(ALLOWED)} - FOLDERS
    expect(not left, f"the folder is deleted: only journal and settings stay{', and ' + str(left) if left else ''}")


def unpack(clean: Debian, archive: Path) -> Path:
    """As its user, by this computer's tar: a minimal Debian has no xz. The folder, seen from here."""
    target: Path = clean.home / FOLDER
    uid, gid = clean.owner
    clean.user("mkdir", f"/home/{USER}/{FOLDER}")
    with archive.open("rb") as packed:
        command = ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "tar", "-xJ", "-C", str(target)]
        subprocess.run(command, stdin=packed, check=True)
    (folder,) = target.iterdir()
    return folder


def menu(clean: Debian, folder: Path, program: str) -> None:
    """What the README says of the menu entry, done and undone."""
    share = f"/home/{USER}/.local/share"
    clean.user("cp", "-r", f"{Path(program).parent}/desktop/share/.", share)
    copied = {path.relative_to(folder / "desktop/share") for path in (folder / "desktop/share").rglob("*")}
    files = [path for path in copied if (folder / "desktop/share" / path).is_file()]
    expect(all((clean.home / ".local/share" / path).is_file() for path in files), "its menu entry can be copied")
    clean.user("rm", *(f"{share}/{path}" for path in sorted(files)))
    for path in sorted(copied - set(files), key=lambda each: -len(each.parts)):
        clean.user("rmdir", f"{share}/{path}")


def home(clean: Debian) -> frozenset[str]:
    """What the user has."""
    return frozenset(str(path.relative_to(clean.home)) for path in clean.home.rglob("*"))


def digests(folder: Path) -> dict[str, str]:
    """What every file holds."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
