"""Holds what the package gives to desktops, shells and people against those who read it there.

    python3 packaging/linux/lint.py PACKAGE.deb

Also part of every proof. It needs `TOOLS`, packages of Debian; nothing is installed into this computer.
"""

import gzip
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# The command, and the Debian package that has it.
TOOLS = {
    "appstreamcli": "appstream",
    "bash": "bash",
    "desktop-file-validate": "desktop-file-utils",
    "lintian": "lintian",
    "man": "man-db",
    "mandoc": "mandoc",
    "mimetype": "libfile-mimeinfo-perl",
    "update-desktop-database": "desktop-file-utils",
    "update-mime-database": "shared-mime-info",
    "xmllint": "libxml2-utils",
}
# Types: where the shell stands, and one of the words that it has to offer there.
COMPLETIONS = (
    ("sopwizard ", "apply"),
    ("sopwizard --s", "--self-test"),
    ("sopwizard apply --", "--yes"),
    ("sopwizard apply --map d", "dynamics365"),
    ("sopwizard history --format ", "json"),
    ("sopwizard --format json pl", "plan"),
    ("sopwizard --format json plan --m", "--mark"),
)


def main() -> None:
    """Lint one package."""
    lint(Path(sys.argv[1]))


def lint(package: Path) -> None:
    """Every remark that should be heard ends it; what was found right is said."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        call("dpkg-deb", "--extract", str(package), folder)
        steps: tuple[Callable[[Path], str], ...] = (entry, metadata, types, manual, completion)
        for step in steps:
            print(f"  {step(tree)}")
    call("lintian", "--allow-root", "--pedantic", "--display-info", "--tag-display-limit", "0", "--fail-on",
         "error,warning,info,pedantic", str(package))  # fmt: skip
    print("  lintian remarks nothing but what is overridden with a reason")


def entry(tree: Path) -> str:
    """The menu's entry, and what opens a saved check."""
    entries = tree / "usr/share/applications"
    for each in sorted(entries.iterdir()):
        call("desktop-file-validate", str(each))
    call("update-desktop-database", str(entries))
    registered = (entries / "mimeinfo.cache").read_text("utf-8")
    if "application/vnd.sopwizard.check+json=sopwizard-open.desktop;" not in registered:
        sys.exit(f"nothing opens a saved check:\n{registered}")
    return "the menu's entry is as desktops want it, and a saved check opens with the program"


def metadata(tree: Path) -> str:
    """What software centres show. `developer` is newer than the AppStream of Debian 12, which says so and goes on."""
    told = call("appstreamcli", "validate-tree", "--no-net", "--no-color", str(tree))
    remarks = [line for line in told.splitlines() if line.strip().startswith(("E:", "W:", "I:"))]
    heard = [line for line in remarks if "unknown-tag developer" not in line]
    if heard:
        sys.exit("\n".join(heard))
    return "software centres can read the metadata, and its entry and icon are there"


def types(tree: Path) -> str:
    """The types of files: well-formed, and known by their names once they are registered."""
    mime = tree / "usr/share/mime"
    call("xmllint", "--noout", "--nonet", str(mime / "packages/sopwizard.xml"))
    call("update-mime-database", str(mime))
    data = os.environ | {"XDG_DATA_HOME": str(tree / "usr/share")}
    for name, kind in (("a.sopcheck", "check"), ("a.sopplan", "plan")):
        file = tree / name
        file.write_text("{}", "utf-8")
        found = call("mimetype", "--brief", str(file), env=data).strip()
        if found != f"application/vnd.sopwizard.{kind}+json":
            sys.exit(f"{name} is taken for {found}")
    return "saved checks and plans are known by their names"


def manual(tree: Path) -> str:
    """The manual page."""
    page = tree / "sopwizard.1"
    page.write_bytes(gzip.decompress((tree / "usr/share/man/man1/sopwizard.1.gz").read_bytes()))
    for command in (["man", "--warnings", "-l"], ["mandoc", "-T", "lint"]):
        done = subprocess.run([*command, page], env=os.environ | {"MANPAGER": "cat", "LC_ALL": "C.UTF-8"},
                              capture_output=True, text=True, check=False)  # fmt: skip
        said = done.stderr if command[0] == "man" else done.stdout
        if done.returncode or said.strip():
            sys.exit(f"{' '.join(command)}:\n{said}")
    return "the manual page is set without a warning"


def completion(tree: Path) -> str:
    """The shell's completion, asked as the shell asks it."""
    script = tree / "usr/share/bash-completion/completions/sopwizard"
    call("bash", "-n", str(script))
    ask = (
        'set -u; source "$1"; COMP_LINE=$2; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<<"$COMP_LINE"; '
        '[[ $COMP_LINE == *" " ]] && COMP_WORDS+=(""); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); '
        '_sopwizard; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    for line, word in COMPLETIONS:
        offered = call("bash", "-c", ask, "bash", str(script), line).split()
        if word not in offered:
            sys.exit(f"After {line!r} the shell offers {offered}, not {word!r}")
    return "the shell completes commands, options and values"


def call(*words: str, env: dict[str, str] | None = None) -> str:
    """Run it; its standard output. A remark that ends it ends the proof, in its own words."""
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
