"""Compiles the installer for one user, with Debian's `makensis`."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from signing import sign, signer  # type: ignore[import-not-found]  # beside this file, which is no package
from starters import four, side  # type: ignore[import-not-found]  # as above

HERE = Path(__file__).resolve().parent


def installer(app: Path, version: str, picture: Path, target: Path, *, quick: bool = False) -> Path:
    """The installer of that folder, as that version; ``quick`` compresses less, in a tenth of the time."""
    kilobytes = sum(path.stat().st_size for path in app.rglob("*") if path.is_file()) // 1024
    defined = {
        "VERSION": version,
        "FIGURES": ".".join(map(str, four(version))),
        "APP": app,
        "OUT": target,
        "KILOBYTES": kilobytes,
        "PICTURE": picture,
    }
    words = [f"-D{name}={value}" for name, value in defined.items()]
    words += ["-DQUICK"] if quick else []
    words += [f"-DSIGN={signer()}"] if signer() else []
    with tempfile.TemporaryDirectory() as folder:
        listed, beside = Path(folder) / "removal.nsh", Path(folder) / "side.bmp"
        listed.write_text(removal(app, picture), "utf-8")
        side(beside)
        shutil.copystat(picture, beside)  # its time is packed as well, and shall be the same in two builds
        words += [f"-DREMOVAL={listed}", f"-DSIDE={beside}"]
        command: list[str | Path] = ["makensis", "-V2", "-WX", *words, HERE / "installer.nsi"]
        subprocess.run(command, check=True)
    sign(target)
    return target


def removal(app: Path, picture: Path) -> str:
    """What the uninstaller takes away, by name: what else is in its folder is somebody's."""
    folders = sorted(top.name for top in app.iterdir() if top.is_dir())
    files = sorted(top.name for top in app.iterdir() if not top.is_dir())
    lines = [f'RMDir /r "$INSTDIR\\{name}"' for name in folders]
    return "\n".join([*lines, *(f'Delete "$INSTDIR\\{name}"' for name in [*files, picture.name]), ""])
