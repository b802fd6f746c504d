"""Makes the Debian package and the portable archive of a bundle.

    python3 packaging/dev.py package     both, in build/packages

`--version` gives the package another version than the program's (the proof upgrades from an older one).
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "packaging" / "bundle")]

import make_bundle as bundle  # type: ignore[import-not-found]  # noqa: E402  beside us, in no package
import papers  # type: ignore[import-not-found]  # noqa: E402  as above
from inventory import version  # type: ignore[import-not-found]  # noqa: E402  as above
from needs import depends  # type: ignore[import-not-found]  # noqa: E402  as above

OUT = ROOT / "build" / "packages"

ENTRIES = ("sopwizard.desktop", "sopwizard-open.desktop")
"""The menu's entry, and what a double click on a saved check starts."""
ICONS = (16, 32, 48, 128, 256)


def main() -> None:
    """Build both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", default=version())
    parser.add_argument("--keep-bundle", action="store_true", help="take the bundle that is there")
    parser.add_argument("--only-deb", action="store_true")
    parser.add_argument("--compression", choices=["xz", "zstd"], default="xz")
    given = parser.parse_args()
    made = bundle.DIST / "sopwizard"
    if not given.keep_bundle or not made.is_dir():
        made = bundle.build("sopwizard")
    os.environ["SOURCE_DATE_EPOCH"] = str(bundle.epoch())
    OUT.mkdir(parents=True, exist_ok=True)
    print(deb(made, given.version, given.compression))
    if not given.only_deb:
        print(archive(made, given.version))


def deb(made: Path, number: str, compression: str) -> Path:
    """The Debian package."""
    tree = OUT / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(made, tree / "usr" / "lib" / "sopwizard", symlinks=True)
    share(tree / "usr", number)
    binary = tree / "usr" / "bin" / "sopwizard"
    binary.parent.mkdir(parents=True)
    binary.symlink_to("../lib/sopwizard/sopwizard")
    papers.write(tree, number, depends(made), bundle.epoch())
    settle(tree)
    target = OUT / f"sopwizard_{number}_amd64.deb"
    target.unlink(missing_ok=True)
    command: list[str | Path] = ["dpkg-deb", f"-Z{compression}", "--root-owner-group", "--build", tree, target]
    # How many work at it decides where xz cuts; two is what every computer has.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"DPKG_DEB_THREADS_MAX": "2"})
    shutil.rmtree(tree)
    return target


def settle(tree: Path) -> None:
    """The same times and rights for the same commit, whoever builds it."""
    for path in [*tree.rglob("*"), tree]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    bundle.settle_times(tree)


def needed() -> tuple[str, ...]:
    """What the package of the bundle that is there depends on."""
    found: tuple[str, ...] = depends(bundle.DIST / "sopwizard")
    return found


def share(prefix: Path, number: str) -> None:
    """What a desktop and a shell look for: entry, metadata, icons, file types, manual, completion."""
    at = prefix / "share"
    for folder in ("applications", "metainfo", "mime/packages", "man/man1", "bash-completion/completions"):
        (at / folder).mkdir(parents=True)
    for entry in ENTRIES:
        shutil.copy(HERE / entry, at / "applications")
    shutil.copy(HERE / "sopwizard.mime.xml", at / "mime/packages/sopwizard.xml")
    date = time.strftime("%Y-%m-%d", time.gmtime(bundle.epoch()))
    metainfo = (HERE / "sopwizard.metainfo.xml").read_text("utf-8")
    (at / "metainfo" / "io.github.sopwizard.sopwizard.metainfo.xml").write_text(
        metainfo.replace("@VERSION@", number).replace("@DATE@", date), "utf-8"
    )
    pages = OUT / "pages"
    pages.mkdir(exist_ok=True)
    subprocess.run([bundle.PYTHON, HERE / "pages.py", pages, date], check=True)
    subprocess.run(
        ["gzip", "-9nf", "-c", pages / "sopwizard.1"], check=True, stdout=(at / "man/man1/sopwizard.1.gz").open("wb")
    )
    shutil.copy(pages / "sopwizard.bash", at / "bash-completion/completions/sopwizard")
    shutil.rmtree(pages)
    icons(at / "icons" / "hicolor")


def icons(theme: Path) -> None:
    """The drawing, and pictures of it in the sizes that every desktop asks for."""
    drawing = ROOT / "resources" / "icons" / "sopwizard.svg"
    (theme / "scalable" / "apps").mkdir(parents=True)
    shutil.copy(drawing, theme / "scalable" / "apps")
    draw = (
        "import sys; from PySide6.QtGui import QGuiApplication, QImage, QPainter\n"
        "from PySide6.QtSvg import QSvgRenderer\n"
        "app = QGuiApplication([]); size = int(sys.argv[2]); image = QImage(size, size, QImage.Format.Format_ARGB32)\n"
        "image.fill(0); painter = QPainter(image); QSvgRenderer(sys.argv[1]).render(painter); painter.end()\n"
        "sys.exit(not image.save(sys.argv[3]))"
    )
    for size in ICONS:
        picture = theme / f"{size}x{size}" / "apps" / "sopwizard.png"
        picture.parent.mkdir(parents=True)
        command: list[str | Path] = [bundle.PYTHON, "-c", draw, drawing, str(size), picture]
        subprocess.run(command, check=True, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})


def archive(made: Path, number: str) -> Path:
    """The portable archive: unpack it anywhere and start `sopwizard` in it."""
    tree = OUT / f"sopwizard-{number}"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(made, tree, symlinks=True)
    share(tree / "desktop", number)
    (tree / "README.txt").write_text(
        papers.read_me(depends(made)),
        "utf-8",
    )
    settle(tree)
    target = OUT / f"sopwizard-{number}-linux-x86_64.tar.xz"
    command: list[str | Path] = ["tar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "-C", OUT]
    subprocess.run([*command, "-cJf", target, tree.name], check=True, env=os.environ | {"XZ_OPT": "-6 -T2"})
    shutil.rmtree(tree)
    return target


if __name__ == "__main__":
    main()
