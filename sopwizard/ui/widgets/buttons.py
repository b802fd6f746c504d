"""Buttons by their weight: one filled primary a page, plain ones, quiet ones in cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyleOptionButton

from sopwizard.ui.names import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

B = TypeVar("B", bound=QPushButton)
_LEAST = 120  # pixels


def button(name: str, text: str, pressed: Callable[[], object] | None = None, *, weight: str = "") -> QPushButton:
    """A push button; ``weight`` is empty, primary, danger or quiet. Reached by Tab on every system, also macOS."""
    return _made(QPushButton(text), name, pressed, weight)


def roomy(name: str, text: str, pressed: Callable[[], object] | None = None, *, weight: str = "") -> Roomy:
    """A push button whose words may hold a name of any length."""
    made = _made(Roomy(text), name, pressed, weight)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return made


class Roomy(QPushButton):
    """Its words end with an ellipsis where there is no room for them; they stand on hover, and are read out in full."""

    _room: int | None = None  # for the words, while they are drawn where they do not fit

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """It can always be cut."""
        whole = self.sizeHint()
        return QSize(min(whole.width(), _LEAST), whole.height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:  # noqa: N802  Qt's name
        """What is drawn; all of it where Qt asks for the size."""
        super().initStyleOption(option)
        if self._room is not None:
            option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self._room)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Cut what does not fit, and say it on hover."""
        whole, wanted = self.text().replace("&", ""), self.sizeHint().width()
        cut = self.width() < wanted
        self.setToolTip(whole if cut else "")
        self._room = self.width() - wanted + self.fontMetrics().horizontalAdvance(whole) if cut else None
        super().paintEvent(event)
        self._room = None


def _made(made: B, name: str, pressed: Callable[[], object] | None, weight: str) -> B:
    named(made, name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.setAutoDefault(True)  # Enter presses the button that has the keyboard, not only Space
    if weight:
        made.setProperty(weight, True)  # noqa: FBT003  Qt's own signature
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made
