"""The status table as a picture: three columns, one row a combination, lines gathered into the status in Sales.

The table beside it says the same to screen readers; the lit path is said as a sentence under the picture.
"""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sopwizard.text import preview_page as words
from sopwizard.ui import theme
from sopwizard.ui.names import named
from sopwizard.ui.widgets.status_drawing import Drawing
from sopwizard.ui.widgets.status_paths import Path, paths

__all__ = ["Path", "StatusPicture", "paths"]


_SMALLEST = 0.5  # of the usual size


class StatusPicture(QWidget):
    """Up and Down, or the pointer, light one path; the rest is pale."""

    lit = Signal(str)
    """The lit path as a sentence."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "statusPicture", words.STATUS_PICTURE, more=words.STATUS_PICTURE_HELP)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.drawing = Drawing(())
        self.current = 0

    def show_paths(self, shown: Sequence[Path], legend: tuple[str, str] | None = None) -> None:
        """Show those paths; the lit one stays where it is. ``legend``: the names of two maps that are compared."""
        if tuple(shown) == self.drawing.paths and legend == self.drawing.legend:
            return
        begun = legend is not None and legend != self.drawing.legend
        self.drawing = Drawing(shown, legend)
        self._fit()
        if begun:  # what is compared for comes first
            self.current = next((row for row, path in enumerate(shown) if path.other is not None), self.current)
        self._light(min(self.current, max(len(self.drawing.paths) - 1, 0)), always=True)

    @property
    def path(self) -> Path | None:
        """The lit path."""
        return self.drawing.paths[self.current] if self.drawing.paths else None

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As high as its rows."""
        return QSize(640, self.height())

    @property
    def scale(self) -> float:
        """How much smaller than usual everything is drawn, so that large letters have room in a narrow window."""
        return min(1.0, max(self.width() / self.drawing.least, _SMALLEST))

    def _fit(self) -> None:
        height = ceil(self.drawing.height * self.scale)
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """As high as its rows are at this width."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Up, Down, Home, End."""
        last = len(self.drawing.paths) - 1
        wanted = {
            Qt.Key.Key_Up: max(self.current - 1, 0),
            Qt.Key.Key_Down: min(self.current + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        else:
            self._light(wanted)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Light the row under the pointer."""
        row = self.drawing.row_at(event.position().y() / self.scale)
        if row is not None:
            self._light(row)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  Qt's name
        """The ring comes."""
        super().focusInEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """The words are measured anew where the font is another."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "drawing"):
            self._fit()
            self.update()

    def _light(self, row: int, *, always: bool = False) -> None:
        if row == self.current and not always:
            return
        self.current = row
        self.drawing.lit = row
        path = self.path
        sentence = path.sentence(self.drawing.legend[1] if self.drawing.legend else "") if path else ""
        self.setAccessibleDescription(f"{sentence} {words.STATUS_PICTURE_HELP}")
        self.lit.emit(sentence)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Draw everything; the lit path last, over the rest."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self.scale
        painter.scale(scale, scale)
        self.drawing.draw(painter, self.width() / scale, theme.colours())
        painter.resetTransform()
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
