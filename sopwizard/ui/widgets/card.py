"""A card: chip, heading and action in one line, soft lines and anything else below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from sopwizard.ui.names import named, restyle
from sopwizard.ui.widgets.labels import Chip, label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from sopwizard.ui.colours import Tone

_SIDE = 16
_LEAST_LETTERS = 24  # of a heading beside buttons


def empty(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            empty(inner)


class Card(QFrame):
    """8 px radius, hairline border, 16 × 14 px inside."""

    def __init__(self, name: str, heading: str = "", chip: tuple[str, Tone] | None = None) -> None:
        super().__init__()
        named(self, name)
        self.setProperty("card", True)  # noqa: FBT003  Qt's own signature
        # Not Maximum: that is the height of words on few lines, and cuts them where a narrow window needs more.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(_SIDE, 14, _SIDE, 14)
        self.body.setSpacing(8)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self.chip: Chip | None = None
        if chip is not None:
            self.chip = Chip(f"{name}Chip", *chip)
            self._head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self.heading = label(f"{name}Heading", heading, "heading")
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._head.addWidget(self.heading, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(8)
        self._line.addLayout(self._head, 1)
        self._line.addLayout(self._actions)
        self._line.setAlignment(self._actions, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._line)
        if not heading and chip is None:
            self.heading.hide()

    def say(self, heading: str, tone: Tone | None = None) -> None:
        """Change the heading; a tone colours the border."""
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        restyle(self, tone=tone.value if tone else "")

    def action(self, widget: QWidget) -> None:
        """Put a button at the right of the heading."""
        self._actions.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Where buttons leave no room to the heading, they stand below it."""
        super().resizeEvent(event)
        letters = self.heading.fontMetrics()
        wanted = min(letters.horizontalAdvance(self.heading.text()), letters.averageCharWidth() * _LEAST_LETTERS)
        beside = self._actions.sizeHint().width() + (self.chip.sizeHint().width() + 8 if self.chip else 0)
        narrow = beside + wanted + 2 * _SIDE + 8 > event.size().width()
        self._line.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def line(self, name: str, text: str = "", kind: str = "soft") -> QLabel:
        """Add a line below."""
        made = label(name, text, kind)
        self.body.addWidget(made)
        return made

    def add(self, widget: QWidget) -> None:
        """Add anything below."""
        self.body.addWidget(widget)
