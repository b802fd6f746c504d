"""What a bundle needs of the system that it runs on, read from its own files, and the Debian packages that have it."""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

# The packages of libraries that Python and Qt link to and a bundle does not bring, named as since 2024, then before.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libcrypt.so.1": "libcrypt1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
# The C library comes in several files, and is asked for by its version.
_C = re.compile(r"(ld-linux-x86-64|lib(c|dl|m|pthread|rt|util|resolv))\.so\.\d+")
_CXX = "libstdc++.so.6"
# The oldest compiler whose libstdc++ has these symbols.
_GCC = {"3.4.28": "9", "3.4.29": "11", "3.4.30": "12", "3.4.31": "13", "3.4.32": "13.2", "3.4.33": "14"}
# Certificates are the system's, and some font has to be there.
DATA = ("ca-certificates", "fonts-dejavu-core | fonts-noto-core | fonts-liberation")


def depends(folder: Path) -> tuple[str, ...]:
    """What the Debian package depends on, each as `Depends` wants it; ends where a library is of no known package."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink() and is_elf(path)]
    told = objdump(files)
    brought = {path.name for path in folder.rglob("*") if ".so" in path.name}
    wanted = set(re.findall(r"NEEDED\s+(\S+)", told)) - (brought - needed_by_starter(folder))
    libraries = sorted(name for name in wanted if not _C.fullmatch(name) and name != _CXX)
    unknown = [name for name in libraries if name not in PACKAGES]
    if unknown:
        sys.exit(f"Which package has {', '.join(unknown)}? packaging/linux/needs.py does not know.")
    found = [f"libc6 (>= {newest(told, 'GLIBC')})"]
    if _CXX in wanted:
        symbols = newest(told, "GLIBCXX")
        if symbols not in _GCC and version(symbols) > version(min(_GCC, key=version)):
            sys.exit(f"Which libstdc++6 has GLIBCXX_{symbols}? packaging/linux/needs.py does not know.")
        found.append(f"libstdc++6 (>= {_GCC.get(symbols, '9')})")
    return tuple(dict.fromkeys([*found, *(PACKAGES[name] for name in libraries), *DATA]))


def needed_by_starter(folder: Path) -> set[str]:
    """Of libraries that the bundle brings, those that are looked for in the system: the starter asks before it is told
    where its own are.
    """
    return set(re.findall(r"NEEDED\s+(\S+)", objdump([folder / "sopwizard"])))


def is_elf(path: Path) -> bool:
    """Whether it is a program or a library."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def objdump(files: Iterable[Path]) -> str:
    """What the files say of themselves: libraries that they need, and versions of symbols."""
    done = subprocess.run(["objdump", "--private-headers", *files], capture_output=True, text=True, check=True)
    return done.stdout


def newest(told: str, family: str) -> str:
    """The newest version of that family of symbols."""
    return max(re.findall(rf"\b{family}_([\d.]+)\b", told), key=version, default="0")


def version(figures: str) -> tuple[int, ...]:
    """Figures that compare."""
    return tuple(map(int, figures.split(".")))
