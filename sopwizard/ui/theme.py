"""The look: colours by role, fonts in points from the system's own, one style sheet. It follows the system's scheme."""

from __future__ import annotations

import re
from dataclasses import asdict
from enum import StrEnum, unique

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from sopwizard import resources
from sopwizard.ui.colours import DARK, LIGHT, Colours, of_system

STYLE = "Fusion"
"""The style of Qt on every system: the pages were drawn with it and looked at, and its radio buttons and check boxes
follow the palette in dark and high contrast alike.
"""

_DATED = frozenset(
    {"", "bitstream vera sans", "dejavu sans", "freesans", "helvetica", "liberation sans", "sans", "sans serif"}
)
_SCALE = {"caption": 11 / 13, "body": 1.0, "heading": 14 / 13, "title": 20 / 13}
_DARK_BELOW = 128
_BOX_LINE = 127  # per cent: the style makes a line of the ground by 140 % darker, then 110 % lighter
_CONTRAST = """
QLabel[chip="true"] { border: 1px solid palette(window-text); padding: 1px 10px; }
QTableWidget::item:selected, QListView::item:selected, QTabBar::tab:focus {
  background: palette(highlight); color: palette(highlighted-text);
}
QPushButton[quiet="true"] { border: 1px solid palette(window-text); }
QPushButton:focus, QRadioButton:focus, QLineEdit:focus, QTableWidget:focus, QListView:focus {
  border-color: palette(highlight);
}
"""
"""Colour alone says nothing here: lines do, and the system's own colours for what is selected."""


@unique
class Scheme(StrEnum):
    """The three looks."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class _State:
    """What is in force. The only mutable thing of the look, so that painted widgets can ask for it."""

    colours: Colours = LIGHT
    scheme: Scheme = Scheme.LIGHT


def colours() -> Colours:
    """The colours in force."""
    return _State.colours


def scheme() -> Scheme:
    """The look in force."""
    return _State.scheme


def box_ground() -> QColor:
    """What a check box has to take for its ground, so that the line around it can be seen.

    The style draws that line darker than the ground, which nobody sees on a dark one. From this ground it comes out as
    strong as the line of a radio button.
    """
    return QColor(_State.colours.strong_line).lighter(_BOX_LINE)


def scaled(size: str, *, bold: bool = False) -> QFont:
    """The application's font in one of the sizes caption, body, heading, title."""
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * _SCALE[size])
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def install(app: QApplication) -> None:
    """Put on the look that the system asks for, and keep following it. The application is in STYLE."""
    _choose_font(app)
    given = app.palette()  # the system's, as long as nothing of ours was put on
    wear(app, _system_scheme(app, given))
    app.styleHints().colorSchemeChanged.connect(lambda: wear(app, _system_scheme(app, given)))


def wear(app: QApplication, scheme: Scheme) -> None:
    """Put on one look: palette and style sheet."""
    if scheme is Scheme.CONTRAST:
        palette = app.style().standardPalette()
        chosen = of_system(palette)
    else:
        chosen = LIGHT if scheme is Scheme.LIGHT else DARK
        palette = _palette(chosen)
    _State.colours, _State.scheme = chosen, scheme
    app.setPalette(palette)
    boxes = QPalette(palette)
    boxes.setColor(QPalette.ColorRole.Window, box_ground())
    app.setPalette(boxes, "QCheckBox")  # type: ignore[arg-type]  # Qt wants a str
    app.setStyleSheet(_style_sheet(app, chosen))


def _system_scheme(app: QApplication, given: QPalette) -> Scheme:
    hints = app.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # since Qt 6.10
    if accessibility and accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return Scheme.CONTRAST
    if hints.colorScheme() == Qt.ColorScheme.Unknown:
        dark = given.color(QPalette.ColorRole.Window).lightness() < _DARK_BELOW
    else:
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
    return Scheme.DARK if dark else Scheme.LIGHT


def _choose_font(app: QApplication) -> None:
    """The desktop's own font, and the bundled Inter where that is missing or dated; the user's size in any case."""
    if app.font().family().casefold() not in _DATED:
        return
    for weight in ("Regular", "SemiBold"):
        QFontDatabase.addApplicationFont(str(resources.path("fonts", f"Inter-{weight}.otf")))
    font = QFont("Inter")
    font.setPointSizeF(app.font().pointSizeF())
    app.setFont(font)


def _palette(chosen: Colours) -> QPalette:
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: chosen.ground,
        roles.WindowText: chosen.text,
        roles.Base: chosen.card,
        roles.AlternateBase: chosen.ground,
        roles.Text: chosen.text,
        roles.Button: chosen.card,
        roles.ButtonText: chosen.text,
        roles.BrightText: chosen.on_accent,
        roles.Highlight: chosen.accent,
        roles.HighlightedText: chosen.on_accent,
        roles.Accent: chosen.accent,
        roles.Link: chosen.accent,
        roles.LinkVisited: chosen.accent,
        roles.PlaceholderText: chosen.soft,
        roles.ToolTipBase: chosen.card,
        roles.ToolTipText: chosen.text,
        roles.Light: chosen.card,
        roles.Midlight: chosen.line,
        roles.Mid: chosen.line,
        roles.Dark: chosen.strong_line,
        roles.Shadow: chosen.strong_line,
    }
    palette = QPalette()
    for role, colour in pairs.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.soft))
    return palette


def _style_sheet(app: QApplication, chosen: Colours) -> str:
    sizes = {name: f"{app.font().pointSizeF() * scale:.2f}pt" for name, scale in _SCALE.items()}
    words = asdict(chosen) | sizes
    template = resources.path("style.qss").read_text(encoding="utf-8")
    sheet = re.sub(r"@(\w+)@", lambda found: words[found[1]], template)
    return sheet + _CONTRAST if scheme() is Scheme.CONTRAST else sheet
