"""The band that says in words where one is, always."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy

from sopwizard.ui.names import named, restyle
from sopwizard.ui.widgets.labels import Elided, label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from sopwizard.ui.colours import Tone

_HEIGHT = 34
_SIDES = 32, 24
_GAP = 16


class Banner(QFrame):
    """34 px: kind of environment, what that means, and at the right environment, host and user; in two lines, where one
    is too short for them.
    """

    def __init__(self) -> None:
        super().__init__()
        named(self, "banner")
        self.kind = label("bannerKind", wrap=False)
        self.kind.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.meaning = Elided("bannerMeaning")
        self.place = Elided("bannerPlace", Qt.AlignmentFlag.AlignRight)
        self.place.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        first = QHBoxLayout()
        first.setSpacing(_GAP)
        first.addWidget(self.kind)
        first.addWidget(self.meaning, 1)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setSpacing(_GAP)
        self._lines.addLayout(first, 1)
        self._lines.addWidget(self.place)
        self._arrange()

    def say(self, kind: str, meaning: str, place: str, brief_place: str, tone: Tone) -> None:
        """Show those three, in that tone; of the place what is brief: all of it is read out and stands on hover."""
        restyle(self, tone=tone.value)
        restyle(self.kind, tone=tone.value)
        self.kind.setText(kind)
        self.kind.setVisible(bool(kind))
        self.meaning.setText(meaning)
        self.place.say(place, brief_place)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Another width may need other lines."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        parts = [each.sizeHint().width() for each in (self.kind, self.meaning, self.place) if each.text()]
        two = bool(self.place.text()) and sum(parts) + _GAP * (len(parts) - 1) > self.width() - sum(_SIDES)
        line = self.fontMetrics().height()
        self._lines.setDirection(QBoxLayout.Direction.TopToBottom if two else QBoxLayout.Direction.LeftToRight)
        self._lines.setContentsMargins(_SIDES[0], 6 if two else 0, _SIDES[1], 6 if two else 0)
        self._lines.setSpacing(0 if two else _GAP)
        self.place.align(Qt.AlignmentFlag.AlignLeft if two else Qt.AlignmentFlag.AlignRight)
        self.setFixedHeight(max(_HEIGHT, 2 * line + 16 if two else line + 14))
