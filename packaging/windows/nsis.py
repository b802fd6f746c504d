"""Compiles the installer for one user, with Debian's `makensis`."""

import subprocess
from pathlib import Path

from signing import sign, signer  # type: ignore[import-not-found]  # beside this file, which is no package
from starters import four  # type: ignore[import-not-found]  # as above

HERE = Path(__file__).resolve().parent


def installer(app: Path, version: str, picture: Path, target: Path, *, quick: bool = False) -> Path:
    """The installer of that folder, as that version; ``quick`` compresses less, in a tenth of the time."""
    (target.parent / "removal.nsh").write_text(removal(app, picture), "utf-8")
    kilobytes = sum(path.stat().st_size for path in app.rglob("*") if path.is_file()) // 1024
    defined = {
        "VERSION": version,
        "FIGURES": ".".join(map(str, four(version))),
        "APP": app,
        "OUT": target,
        "KILOBYTES": kilobytes,
        "PICTURE": picture,
        "REMOVAL": target.parent / "removal.nsh",
    }
    words = [f"-D{name}={value}" for name, value in defined.items()]
    words += ["-DQUICK"] if quick else []
    words += [f"-DSIGN={signer()}"] if signer() else []
    try:
        subprocess.run(["makensis", "-V2", "-WX", *words, HERE / "installer.nsi"], check=True)
    finally:
        (target.parent / "removal.nsh").unlink()
    sign(target)
    return target


def removal(app: Path, picture: Path) -> str:
    """What the uninstaller takes away, by name: what else is in its folder is somebody's."""
    tops = [f'  RMDir /r "$INSTDIR\\{top.name}"' if top.is_dir() else f'  Delete "$INSTDIR\\{top.name}"'
            for top in sorted(app.iterdir())]  # fmt: skip
    return "\n".join([*tops, f'  Delete "$INSTDIR\\{picture.name}"', ""])
