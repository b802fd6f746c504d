"""Whether there is a screen for a window."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def has_display() -> bool:
    """Whether a window could open: always but on Linux, where Qt ends the process without a word if none can."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"), wayland).exists():
        return True
    host, colon, number = os.environ.get("DISPLAY", "").rpartition(":")
    if not colon:
        return False
    local = Path(f"/tmp/.X11-unix/X{number.partition('.')[0]}")  # noqa: S108  X's own place
    return bool(host and host != "unix") or local.exists()
