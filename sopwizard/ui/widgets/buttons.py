"""Buttons by their weight: one filled primary a page, plain ones, quiet ones in cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

from sopwizard.ui.names import named

if TYPE_CHECKING:
    from collections.abc import Callable


def button(name: str, text: str, pressed: Callable[[], object] | None = None, *, weight: str = "") -> QPushButton:
    """A push button; ``weight`` is empty, primary, danger or quiet. Reached by Tab on every system, also macOS."""
    made = named(QPushButton(text), name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.setAutoDefault(True)  # Enter presses the button that has the keyboard, not only Space
    if weight:
        made.setProperty(weight, True)  # noqa: FBT003  Qt's own signature
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made
