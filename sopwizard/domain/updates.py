"""A newer version, as its publisher signed it. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

_VERSION: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){1,3}")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,149}")
_DEVICE: Final = re.compile(r"CON|PRN|AUX|NUL|(?:COM|LPT)[0-9]")


@dataclass(frozen=True, slots=True)
class Package:
    """One file of a release. ``system``: ``linux-deb``, ``linux``, ``windows`` or ``macos``; ``size`` in bytes."""

    system: str
    name: str
    url: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """A version and its files. After ``expires`` (UTC) a feed is not believed: an old one may be held up to us."""

    version: str
    released: str
    expires: datetime
    notes: str
    files: tuple[Package, ...]

    def package(self, system: str) -> Package | None:
        """The file for that system."""
        return next((each for each in self.files if each.system == system), None)


@dataclass(frozen=True, slots=True)
class Offer:
    """What came of looking: the release if it is newer, and where its file is if one was asked for."""

    installed: str
    release: Release | None
    package: Package | None = None
    file: str | None = None


def is_version(text: str) -> bool:
    """Whether it is figures with points between, as every released version is."""
    return _VERSION.fullmatch(text) is not None


def is_file_name(text: str) -> bool:
    """Whether it names a file of its folder on every system, and no other place."""
    stem = text.partition(".")[0].upper()
    return _NAME.fullmatch(text) is not None and not text.endswith(".") and _DEVICE.fullmatch(stem) is None


def is_newer(version: str, than: str) -> bool:
    """Whether a released version is newer; never for one that is not just figures with points between."""
    return is_version(version) and _figures(version) > _figures(than)


def _figures(version: str) -> tuple[int, ...]:
    """A version that is being developed (``1.2.dev3``) counts as the figures before it."""
    figures = [int(part) for part in re.match(r"[\d.]*", version)[0].split(".") if part]  # type: ignore[index]  # matches
    return tuple(figures + [0] * (4 - len(figures)))
