"""Whether there is a screen for a window."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

_PLATFORM = "QT_QPA_PLATFORM"


def has_display() -> bool:
    """Whether a window could open: always but on Linux, where Qt ends the process if none can."""
    if sys.platform in {"win32", "darwin"}:
        return True
    forget_unknown_platform()
    asked = _asked() or ["wayland", "xcb"]
    return any(_works(name) for name in asked)


def forget_unknown_platform() -> None:
    """Leave the choice to Qt where it was asked for a platform that this copy does not have; it would end the process.

    Many desktops with Wayland ask every program for it.
    """
    if _asked() and not any(_is_brought(name) for name in _asked()):
        del os.environ[_PLATFORM]


def _asked() -> list[str]:
    """The names of Qt's platforms that may be used, the first that works first."""
    return [name for each in os.environ.get(_PLATFORM, "").split(";") if (name := each.partition(":")[0])]


def _is_brought(name: str) -> bool:
    """Whether Qt has that platform. Where its plug-ins are is known of PySide6's own folder only."""
    found = find_spec("PySide6")
    folder = Path(found.origin).parent / "Qt" / "plugins" / "platforms" if found and found.origin else None
    if folder is None or not folder.is_dir():
        return True
    start = f"libq{name.partition('-')[0]}"  # "wayland-egl" is in libqwayland.so
    return any(file.name.startswith(start) for file in folder.glob("libq*.so"))


def _works(name: str) -> bool:
    if not _is_brought(name):
        return False
    if name == "xcb":
        return _x_answers()
    if name.startswith("wayland"):
        return _is_socket(
            Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"), os.environ.get("WAYLAND_DISPLAY", ""))
        )
    return True


def _is_socket(place: Path) -> bool:
    try:
        return place.is_socket()
    except OSError:
        return False


def _x_answers() -> bool:
    """Whether an X server lets us in. Asked as Qt asks: a name in DISPLAY may be of one that is gone, or another's."""
    if not os.environ.get("DISPLAY"):
        return False
    import ctypes  # noqa: PLC0415  only who opens a window waits for it

    try:
        library = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt misses it too, and says so
    library.xcb_connect.restype = ctypes.c_void_p
    library.xcb_connection_has_error.argtypes = library.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = library.xcb_connect(None, None)
    refused = library.xcb_connection_has_error(connection)
    library.xcb_disconnect(connection)
    return not refused
