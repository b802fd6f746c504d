"""The status table as a drawing: three columns, one row a combination, lines gathered into the status in Sales.

The table beside it says the same to screen readers; the lit path is said as a sentence under the picture.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sopwizard.domain.rulebook import Rulebook, StatusTable
from sopwizard.domain.status import resolve
from sopwizard.text import pages as words
from sopwizard.ui import theme
from sopwizard.ui.colours import Colours
from sopwizard.ui.names import named

_BOX = 26
_STEP = 34
_HEAD = 30
_PALE = 110
_EDGE = 6.0
_INSIDE = 24.0
_FIRST_GAP = 0.4
_SALES_ROLES = {
    "Active": "accent",
    "Submitted": "training",
    "Fulfilled": "ok",
    "Invoiced": "warning",
    "Canceled": "blocker",
}


@dataclass(frozen=True, slots=True)
class Path:
    """One row of the picture. ``processing`` None: not defined; ``sales`` None: the article leaves it out."""

    scm: str | None
    document: str | None
    processing: str | None
    sales: str | None
    inference: bool = False

    def sentence(self) -> str:
        """The path in words."""
        processing = self.processing or words.UNDEFINED
        sales = self.sales or (words.LEFT_OUT if self.processing else words.UNDEFINED)
        if self.scm is None:
            return words.short_path(processing, sales)
        sentence = words.path(self.scm, self.document or "–", processing, sales)
        return words.inferred(sentence) if self.inference else sentence


def paths(table: StatusTable, rulebook: Rulebook) -> tuple[Path, ...]:
    """The rows of the table, and the combinations that only the table of another map defines."""
    if all(row.scm_status is None for row in table.rows):
        return tuple(Path(None, None, row.processing_status, row.sales_status) for row in table.rows)
    longest = max(rulebook.status_maps, key=lambda other: sum(row.scm_status is not None for row in other.rows))
    made = []
    for row in longest.rows:
        if row.scm_status is None or row.scm_document_status is None:
            continue
        found = resolve(table, row.scm_status, row.scm_document_status)
        processing = found.processing_status if found.defined else None
        made.append(Path(row.scm_status, row.scm_document_status, processing, found.sales_status, found.inference))
    return tuple(made)


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
        self._paths: tuple[Path, ...] = ()
        self._current = 0

    def show_paths(self, shown: Sequence[Path]) -> None:
        """Show those paths, the first of them lit."""
        if tuple(shown) == self._paths:
            return
        self._paths = tuple(shown)
        self.setFixedHeight(self.sizeHint().height())
        self._light(0, always=True)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As high as its rows."""
        return QSize(640, _HEAD + _STEP * len(self._paths) + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Up, Down, Home, End."""
        last = len(self._paths) - 1
        wanted = {
            Qt.Key.Key_Up: max(self._current - 1, 0),
            Qt.Key.Key_Down: min(self._current + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        else:
            self._light(wanted)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Light the row under the pointer."""
        row = int((event.position().y() - _HEAD) // _STEP)
        if 0 <= row < len(self._paths):
            self._light(row)

    def _light(self, row: int, *, always: bool = False) -> None:
        if row == self._current and not always:
            return
        self._current = row
        sentence = self._paths[row].sentence() if self._paths else ""
        self.setAccessibleDescription(f"{sentence} {words.STATUS_PICTURE_HELP}")
        self.lit.emit(sentence)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Draw everything; the lit path last, over the rest."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours()
        columns = self._columns()
        self._heads(painter, colours, columns)
        places = self._sales_places()
        order = [row for row in range(len(self._paths)) if row != self._current]
        for row in (*order, self._current) if self._paths else ():
            self._line(painter, colours, columns, places, row)
        for row in range(len(self._paths)):
            self._row(painter, colours, columns, row)
        for sales, middle in places.items():
            self._sales(painter, colours, columns, sales, middle)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _columns(self) -> tuple[tuple[float, float], ...]:
        """Left edge and width of the three columns: as wide as their words, the rest is for the lines.

        The first has no width where the table has no columns of Supply Chain Management.
        """
        metrics = QFontMetricsF(theme.scaled("body", bold=True))

        def widest(texts: Iterable[str | None]) -> float:
            return max((metrics.horizontalAdvance(text or words.LEFT_OUT) for text in texts), default=0.0) + _INSIDE

        room = self.width() - 2 * _EDGE
        second = widest(path.processing or words.UNDEFINED for path in self._paths)
        third = max(widest(path.sales for path in self._paths), 110.0)
        if not self._paths or self._paths[0].scm is None:
            return (_EDGE, 0.0), (_EDGE, second), (_EDGE + room - third, third)
        first = widest(path.scm for path in self._paths) + widest(path.document for path in self._paths)
        gaps = max(room - first - second - third, 40.0)
        return (
            (_EDGE, first),
            (_EDGE + first + gaps * _FIRST_GAP, second),
            (_EDGE + first + gaps + second, third),
        )

    def _middle(self, row: int) -> float:
        return _HEAD + _STEP * row + _STEP / 2

    def _sales_places(self) -> dict[str | None, float]:
        """Where each status in Sales stands: amid its rows, and never two on one spot. Undefined rows have none."""
        rows: dict[str | None, list[int]] = {}
        for row, path in enumerate(self._paths):
            if path.processing is not None:
                rows.setdefault(path.sales, []).append(row)
        wanted = sorted(
            (sum(self._middle(row) for row in found) / len(found), str(key), key) for key, found in rows.items()
        )
        places: dict[str | None, float] = {}
        free = 0.0
        for middle, _name, key in wanted:
            places[key] = max(middle, free)
            free = places[key] + _STEP
        return places

    def _colour(self, colours: Colours, path: Path) -> QColor:
        role = _SALES_ROLES.get(path.sales or "", "soft")
        return QColor(getattr(colours, role))

    def _heads(self, painter: QPainter, colours: Colours, columns: tuple[tuple[float, float], ...]) -> None:
        painter.setFont(theme.scaled("caption"))
        painter.setPen(QColor(colours.soft))
        for (left, width), text in zip(
            columns, (words.COLUMN_SCM, words.COLUMN_PROCESSING, words.COLUMN_SALES), strict=True
        ):
            if width:
                box = QRectF(left, 0, max(width, 190), _HEAD)
                align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(box, align, text)

    def _line(
        self,
        painter: QPainter,
        colours: Colours,
        columns: tuple[tuple[float, float], ...],
        places: dict[str | None, float],
        row: int,
    ) -> None:
        path, lit, middle = self._paths[row], row == self._current, self._middle(row)
        colour = self._colour(colours, path)
        if not lit:
            colour.setAlpha(_PALE)
        broken = path.processing is None or path.sales is None or path.inference
        style = Qt.PenStyle.DashLine if broken else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 2.5 if lit else 1.5, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        (first, first_width), (second, second_width), (third, _third_width) = columns
        if first_width:
            painter.drawLine(QPointF(first + first_width, middle), QPointF(second, middle))
        if path.processing is None:
            return
        end = places[path.sales]
        start = second + second_width
        curve = QPainterPath(QPointF(start, middle))
        bend = (third - start) * 0.55
        curve.cubicTo(QPointF(start + bend, middle), QPointF(third - bend, end), QPointF(third, end))
        painter.drawPath(curve)

    def _row(self, painter: QPainter, colours: Colours, columns: tuple[tuple[float, float], ...], row: int) -> None:
        path, lit, middle = self._paths[row], row == self._current, self._middle(row)
        (first, first_width), (second, second_width), _third = columns
        if first_width:
            box = QRectF(first, middle - _BOX / 2, first_width, _BOX)
            self._box(painter, box, QColor(colours.strong_line if lit else colours.line), lit=lit)
            metrics = QFontMetricsF(theme.scaled("body", bold=True))
            half = max(metrics.horizontalAdvance(each.scm or "") for each in self._paths) + _INSIDE
            self._text(painter, box.adjusted(9, 0, 0, 0), path.scm or "", colours.text, bold=lit)
            self._text(painter, box.adjusted(half, 0, 0, 0), path.document or "–", colours.soft, bold=lit)
        box = QRectF(second, middle - _BOX / 2, second_width, _BOX)
        edge = self._colour(colours, path) if lit else QColor(colours.line)
        self._box(painter, box, edge, lit=lit, broken=path.processing is None)
        ink = colours.text if path.processing else colours.soft
        self._text(painter, box.adjusted(9, 0, -4, 0), path.processing or words.UNDEFINED, ink, bold=lit)

    def _sales(
        self,
        painter: QPainter,
        colours: Colours,
        columns: tuple[tuple[float, float], ...],
        sales: str | None,
        middle: float,
    ) -> None:
        left, width = columns[2]
        current = self._paths[self._current]
        lit = current.processing is not None and current.sales == sales
        box = QRectF(left, middle - _BOX / 2, width, _BOX)
        self._box(painter, box, self._colour(colours, Path(None, None, "", sales)), lit=lit, broken=sales is None)
        ink = colours.text if sales else colours.soft
        self._text(painter, box.adjusted(9, 0, -4, 0), sales or words.LEFT_OUT, ink, bold=lit)

    @staticmethod
    def _box(painter: QPainter, box: QRectF, edge: QColor, *, lit: bool, broken: bool = False) -> None:
        painter.setPen(QPen(edge, 2 if lit else 1, Qt.PenStyle.DashLine if broken else Qt.PenStyle.SolidLine))
        painter.setBrush(QColor(theme.colours().card))
        painter.drawRoundedRect(box, 5, 5)

    @staticmethod
    def _text(painter: QPainter, box: QRectF, text: str, colour: str, *, bold: bool) -> None:
        painter.setFont(theme.scaled("body", bold=bold))
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
