"""What a Debian package says of itself: control, copyright, changelog, digests, and the remarks that lintian may keep.

And the archive's README, which names the same needs.
"""

import gzip
import hashlib
import re
import shutil
import textwrap
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MAINTAINER = "The sopwizard maintainers <sopwizard@example.org>"
HOMEPAGE = "https://example.org/sopwizard"
RECOMMENDS = ("gnome-keyring | kwalletmanager | keepassxc", "hicolor-icon-theme", "shared-mime-info")


def write(tree: Path, number: str, needs: Sequence[str], epoch: int) -> None:
    """Write all of it into a package's tree that is whole otherwise. ``epoch``: the changelog's time, in seconds."""
    documents = tree / "usr" / "share" / "doc" / "sopwizard"
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(copyright_file(), "utf-8")
    pack(documents / "changelog.gz", changelog(number, epoch))
    pack(documents / "CHANGELOG.md.gz", (ROOT / "packaging" / "CHANGELOG.md").read_text("utf-8"))
    overrides = tree / "usr" / "share" / "lintian" / "overrides"
    overrides.mkdir(parents=True)
    shutil.copyfile(HERE / "lintian-overrides", overrides / "sopwizard")
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    size = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control(number, needs, size), "utf-8")
    sums = (f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(tree)}\n" for path in files)  # noqa: S324  dpkg wants these
    (tree / "DEBIAN" / "md5sums").write_text("".join(sums), "utf-8")


def pack(target: Path, text: str) -> None:
    """Compressed, without name and time."""
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def control(number: str, needs: Sequence[str], size: int) -> str:
    """The package's head; ``size`` in KiB."""
    return "\n".join(
        (
            "Package: sopwizard",
            f"Version: {number}",
            "Architecture: amd64",
            f"Maintainer: {MAINTAINER}",
            f"Installed-Size: {size}",
            f"Depends: {', '.join(needs)}",
            f"Recommends: {', '.join(RECOMMENDS)}",
            "Section: misc",
            "Priority: optional",
            f"Homepage: {HOMEPAGE}",
            "Description: set up sales order integration in Dynamics 365",
            " Reads a Dataverse environment, says what it found, shows what the choices mean",
            " for order statuses and prices, makes the reviewed changes, verifies them and",
            " can put them back. Everything can be tried first in training environments.",
            "",
        )
    )


def copyright_file() -> str:
    """In Debian's form for programs to read."""
    title, holder, text = (ROOT / "LICENSE").read_text("utf-8").split("\n\n", 2)
    if not title.startswith("MIT"):
        raise ValueError(title)
    body = "\n".join(f" {line}" if line else " ." for line in text.strip().splitlines())
    years = holder.removeprefix("Copyright (c) ").strip()
    return f"""Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: sopwizard
Source: {HOMEPAGE}

Files: *
Copyright: {years}
License: Expat

Files: usr/lib/sopwizard/_internal/*
Copyright: the authors that the licence texts name
License: of-the-parts

Files: usr/lib/sopwizard/_internal/sopwizard/*
Copyright: {years}
License: Expat

Files: usr/lib/sopwizard/_internal/sopwizard/_resources/fonts/*
Copyright: the Inter project's authors
License: of-the-parts

License: Expat
{body}

License: of-the-parts
 Python, Qt and the libraries that the program uses, each under its own licence.
 usr/lib/sopwizard/_internal/licences/THIRD-PARTY.txt lists them, and their
 licence texts stand beside it.
"""


def changelog(number: str, epoch: int) -> str:
    """The newest section of the changelog, in Debian's form."""
    text = (ROOT / "packaging" / "CHANGELOG.md").read_text("utf-8")
    section = re.split(r"^## .*$", text, flags=re.MULTILINE)[1]
    points = re.findall(r"^- (.*(?:\n  .*)*)", section, flags=re.MULTILINE)
    lines = (
        textwrap.fill(" ".join(each.split()), 78, initial_indent="  * ", subsequent_indent="    ") for each in points
    )
    when = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(epoch))
    return f"sopwizard ({number}) stable; urgency=medium\n\n" + "\n".join(lines) + f"\n\n -- {MAINTAINER}  {when}\n"


def read_me(needs: Sequence[str]) -> str:
    """The portable archive's README."""
    return f"""Start ./sopwizard. ./sopwizard --self-test says whether everything is there that it needs.

On Debian and Ubuntu this installs what it needs:
sudo apt-get satisfy --no-install-recommends '{", ".join(needs)}'
Other systems have the same libraries under other names.

For a menu entry, the manual page and completion: cp -r desktop/share/. ~/.local/share
and ln -s "$PWD/sopwizard" ~/.local/bin/
For saved checks that open with a double click, then also: update-mime-database ~/.local/share/mime
and update-desktop-database ~/.local/share/applications
To remove it, delete this folder; ~/.local/share/sopwizard holds journal and settings.
"""
