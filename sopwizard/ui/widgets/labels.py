"""Labels by what they are for. All are plain text: names from a server are shown, never interpreted."""

from __future__ import annotations

from unicodedata import bidirectional

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from sopwizard.ui.colours import Tone
from sopwizard.ui.names import named, restyle

_LEFT_TO_RIGHT = "\u200e"  # a mark that is not drawn: what follows is a line from left to right
_TO_THE_LEFT = frozenset({"R", "AL"})


def _turned(text: str) -> bool:
    """Whether the text begins from right to left and goes on the other way."""
    kinds = [kind for letter in text if (kind := bidirectional(letter)) in _TO_THE_LEFT or kind == "L"]
    return bool(kinds) and kinds[0] in _TO_THE_LEFT and "L" in kinds


class _Words(QLabel):
    """A label whose sentences stay in one order, also where they begin with a name that is written the other way."""

    def setText(self, text: str) -> None:  # noqa: N802  Qt's name
        """Qt goes by the first letter of all, which may be the environment's."""
        super().setText(_LEFT_TO_RIGHT + text if not text.isascii() and _turned(text) else text)


def label(name: str, text: str = "", kind: str = "body", *, wrap: bool = True, parent: QWidget | None = None) -> QLabel:
    """A label of one kind: title, heading, strong, body, soft, caption, problem."""
    made = named(_Words(parent), name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    if wrap:
        made.setMinimumWidth(1)  # the longest word widens no page: one that is too wide is laid out too low
    made.setText(text)
    return made


def selectable(made: QLabel) -> QLabel:
    """Let the mouse select the text, without making the label a stop for the keyboard."""
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class Chip(QLabel):
    """A small word on a coloured ground. The word carries the meaning."""

    def __init__(self, name: str, text: str = "", tone: Tone = Tone.PLAIN) -> None:
        super().__init__()
        named(self, name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("chip", True)  # noqa: FBT003  Qt's own signature
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.say(text, tone)

    def say(self, text: str, tone: Tone) -> None:
        """Show that word in that tone."""
        self.setText(text)
        restyle(self, tone=tone.value)


class Elided(QLabel):
    """One line that is cut with an ellipsis where it does not fit; read out and shown on hover in full."""

    def __init__(self, name: str, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
        super().__init__()
        named(self, name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._align = align
        self._brief = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str, brief: str = "") -> None:
        """Have that text; draw the brief form of it, if there is one."""
        self._brief = brief
        self.setText(text)
        self.updateGeometry()

    def align(self, align: Qt.AlignmentFlag) -> None:
        """Draw it at that side."""
        self._align = align
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as what is drawn, uncut."""
        drawn = self._brief or self.text()
        return QSize(self.fontMetrics().horizontalAdvance(drawn) + 2, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """It can always be cut."""
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Draw what fits."""
        painter = QPainter(self)
        drawn = self._brief or self.text()
        shown = self.fontMetrics().elidedText(drawn, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), self._align | Qt.AlignmentFlag.AlignVCenter, shown)
