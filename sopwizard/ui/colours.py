"""The colours by what they say, once for light and once for dark. Each text is at least 4.5 : 1 on its ground."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum, unique
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPalette


@unique
class Tone(StrEnum):
    """What a chip, mark or banner says; never by its colour alone."""

    PLAIN = "plain"
    ACCENT = "accent"
    OK = "ok"
    WARNING = "warning"
    BLOCKER = "blocker"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Colours:
    """Hexadecimal colours by role. A ``…_ground`` is what the colour of that name stands on."""

    ground: str
    card: str
    rail: str
    line: str
    strong_line: str
    hover: str
    text: str
    soft: str
    accent: str
    accent_ground: str
    on_accent: str
    ok: str
    ok_ground: str
    warning: str
    warning_ground: str
    blocker: str
    blocker_ground: str
    training: str
    training_ground: str

    def of(self, tone: Tone) -> tuple[str, str]:
        """Foreground and ground of a tone."""
        if tone is Tone.PLAIN:
            return self.soft, self.rail
        roles = asdict(self)
        return roles[tone.value], roles[f"{tone.value}_ground"]


LIGHT = Colours(
    ground="#F6F7F9",
    card="#FFFFFF",
    rail="#EEF0F4",
    line="#E1E4EA",
    strong_line="#8A93A3",
    hover="#F1F3F7",
    text="#1B1F27",
    soft="#5B6472",
    accent="#2F5BD8",
    accent_ground="#E8EEFD",
    on_accent="#FFFFFF",
    ok="#1E7B4A",
    ok_ground="#E3F4EA",
    warning="#9A5B00",
    warning_ground="#FDF1DC",
    blocker="#B3261E",
    blocker_ground="#FBE9E7",
    training="#6B3FA0",
    training_ground="#F0E8FA",
)

DARK = Colours(
    ground="#16181D",
    card="#1E2128",
    rail="#1A1C22",
    line="#31353F",
    strong_line="#717A89",
    hover="#282C35",
    text="#EEF0F4",
    soft="#A3ABB8",
    accent="#8CAEFF",
    accent_ground="#25314F",
    on_accent="#16181D",
    ok="#6FD39B",
    ok_ground="#1B3427",
    warning="#F1B85C",
    warning_ground="#3A2D16",
    blocker="#FF9A90",
    blocker_ground="#43221F",
    training="#C9A6F5",
    training_ground="#33264A",
)


def of_system(palette: QPalette) -> Colours:
    """Every role from the system's own palette: what high-contrast mode asks for. Words and lines carry the meaning."""
    text, base, window = (colour.color().name() for colour in (palette.windowText(), palette.base(), palette.window()))
    return Colours(
        ground=window,
        card=base,
        rail=window,
        line=text,
        strong_line=text,
        hover=window,
        text=text,
        soft=text,
        accent=text,
        accent_ground=base,
        on_accent=window,
        ok=text,
        ok_ground=base,
        warning=text,
        warning_ground=base,
        blocker=text,
        blocker_ground=base,
        training=text,
        training_ground=base,
    )
