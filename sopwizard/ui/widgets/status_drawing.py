"""The status picture as a drawing, on whatever can be painted on: the window, an image, an SVG file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from sopwizard.text import explore as explore_words
from sopwizard.text import preview_page as words
from sopwizard.ui import theme
from sopwizard.ui.colours import Colours
from sopwizard.ui.widgets.status_paths import Path

BOX = 26
STEP = 34
HEAD = 30
_FOOT = 30
_PALE = 110
_PALER = 55
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
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Strength:
    """How strongly a path is drawn: its opacity of 255, whether it is bold."""

    opacity: int
    bold: bool = False


_LEAST_GAPS = 40.0  # what the lines have at least, both gaps together


class Drawing:
    """Some paths, at some width. ``legend``: the names of the two maps where two are compared.

    ``lit`` is the place of the path that is drawn full and bold while the rest is pale; None: none is.
    """

    def __init__(self, paths: Sequence[Path], legend: tuple[str, str] | None = None) -> None:
        self.paths = tuple(paths)
        self.legend = legend
        self.lit: int | None = None

    @property
    def height(self) -> int:
        """As high as its rows. A path that another map ends elsewhere takes two."""
        lanes = sum(1 if path.other is None else 2 for path in self.paths)
        return HEAD + STEP * lanes + (_FOOT if self.legend else 0) + 4

    @property
    def width(self) -> float:
        """A width at which no word is cut and the lines have room."""
        return self.least + 40

    @property
    def least(self) -> float:
        """The least width at which no word is cut."""
        first, second, third = self._words()
        return 2 * _EDGE + sum(first) + second + third + _LEAST_GAPS

    def top(self, row: int) -> int:
        """Where a row begins."""
        return HEAD + STEP * sum(1 if path.other is None else 2 for path in self.paths[:row])

    def row_at(self, y: float) -> int | None:
        """The row at that height."""
        for row in range(len(self.paths)):
            if self.top(row) <= y < self.top(row + 1):
                return row
        return None

    def draw(self, painter: QPainter, width: float, colours: Colours) -> None:
        """Draw everything; the lit path last, over the rest."""
        columns = self._columns(width)
        self._heads(painter, colours, columns)
        places = self._sales_places()
        order = [row for row in range(len(self.paths)) if row != self.lit]
        if self.lit is not None and self.paths:
            order.append(self.lit)
        for row in order:
            self._lines(painter, colours, columns, places, row)
        for row in range(len(self.paths)):
            self._boxes(painter, colours, columns, row)
        for sales, middle in places.items():
            self._sales(painter, colours, columns, sales, middle)
        if self.legend:
            self._legend(painter, colours, width)

    # ------------------------------------------------------------------------------------------------- where things are

    def _words(self) -> tuple[tuple[float, float], float, float]:
        metrics = QFontMetricsF(theme.scaled("body", bold=True))

        def widest(texts: Iterable[str | None]) -> float:
            return max((metrics.horizontalAdvance(text or words.LEFT_OUT) for text in texts), default=0.0) + _INSIDE

        lanes = [*self.paths, *(path.other for path in self.paths if path.other is not None)]
        second = widest(path.processing or words.UNDEFINED for path in lanes)
        head = QFontMetricsF(theme.scaled("caption")).horizontalAdvance(words.COLUMN_SALES)
        third = max(widest(path.sales for path in lanes), head, 110.0)
        if not self.paths or self.paths[0].scm is None:
            return (0.0, 0.0), second, third
        return (widest(path.scm for path in lanes), widest(path.document for path in lanes)), second, third

    def _columns(self, width: float) -> tuple[tuple[float, float], ...]:
        """Left edge and width of the three columns: as wide as their words, the rest is for the lines.

        The first has no width where the table has no columns of Supply Chain Management.
        """
        (scm, document), second, third = self._words()
        room = width - 2 * _EDGE
        if not scm:
            return (_EDGE, 0.0), (_EDGE, second), (_EDGE + room - third, third)
        first = scm + document
        gaps = max(room - first - second - third, _LEAST_GAPS)
        return (
            (_EDGE, first),
            (_EDGE + first + gaps * _FIRST_GAP, second),
            (_EDGE + first + gaps + second, third),
        )

    def _middle(self, row: int, lane: int = 0) -> float:
        return self.top(row) + STEP * lane + STEP / 2

    def _lanes(self, row: int) -> list[tuple[int, Path]]:
        path = self.paths[row]
        return [(0, path)] if path.other is None else [(0, path), (1, path.other)]

    def _sales_places(self) -> dict[str | None, float]:
        """Where each status in Sales stands: amid its rows, and never two on one spot. Undefined rows have none."""
        lines: dict[str | None, list[float]] = {}
        for row in range(len(self.paths)):
            for lane, path in self._lanes(row):
                if path.processing is not None:
                    lines.setdefault(path.sales, []).append(self._middle(row, lane))
        wanted = sorted((sum(found) / len(found), str(key), key) for key, found in lines.items())
        places: dict[str | None, float] = {}
        free = 0.0
        for middle, _name, key in wanted:
            places[key] = max(middle, free)
            free = places[key] + STEP
        return places

    # ------------------------------------------------------------------------------------------------- how they look

    def _strength(self, row: int) -> _Strength:
        if row == self.lit:
            return _Strength(255, bold=True)
        if self.legend:
            return _Strength(255 if self.paths[row].other is not None else _PALER)
        return _Strength(255 if self.lit is None else _PALE)

    @staticmethod
    def _colour(colours: Colours, sales: str | None) -> QColor:
        return QColor(getattr(colours, _SALES_ROLES.get(sales or "", "soft")))

    @staticmethod
    def _heads(painter: QPainter, colours: Colours, columns: tuple[tuple[float, float], ...]) -> None:
        painter.setFont(theme.scaled("caption"))
        painter.setPen(QColor(colours.soft))
        heads = (words.COLUMN_SCM, words.COLUMN_PROCESSING, words.COLUMN_SALES)
        for (left, width), text in zip(columns, heads, strict=True):
            if width:
                painter.drawText(QRectF(left, 0, max(width, 190), HEAD), _LEFT, text)

    def _lines(
        self,
        painter: QPainter,
        colours: Colours,
        columns: tuple[tuple[float, float], ...],
        places: dict[str | None, float],
        row: int,
    ) -> None:
        strength = self._strength(row)
        (first, first_width), (second, second_width), (third, _third_width) = columns
        for lane, path in self._lanes(row):
            colour = self._colour(colours, path.sales)
            colour.setAlpha(strength.opacity)
            broken = path.processing is None or path.sales is None or path.inference
            style = Qt.PenStyle.DotLine if lane else Qt.PenStyle.DashLine if broken else Qt.PenStyle.SolidLine
            painter.setPen(QPen(colour, 2.5 if strength.bold else 1.5, style))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            middle = self._middle(row, lane)
            if first_width:
                start = QPointF(first + first_width, self._middle(row))
                painter.drawPath(_curve(start, QPointF(second, middle)))
            if path.processing is not None:
                painter.drawPath(_curve(QPointF(second + second_width, middle), QPointF(third, places[path.sales])))

    def _boxes(self, painter: QPainter, colours: Colours, columns: tuple[tuple[float, float], ...], row: int) -> None:
        path, strength, middle = self.paths[row], self._strength(row), self._middle(row)
        (first, first_width), (second, second_width), _third = columns
        pale = strength.opacity == _PALER
        bold = strength.bold
        if first_width:
            box = QRectF(first, middle - BOX / 2, first_width, BOX)
            self._box(
                painter, colours, box, QPen(QColor(colours.strong_line if bold else colours.line), 2 if bold else 1)
            )
            half = self._words()[0][0]
            ink = colours.soft if pale else colours.text
            self._text(painter, box.adjusted(9, 0, 0, 0), path.scm or "", ink, bold=bold)
            self._text(painter, box.adjusted(half, 0, 0, 0), path.document or "–", colours.soft, bold=bold)
        for lane, each in self._lanes(row):
            box = QRectF(second, self._middle(row, lane) - BOX / 2, second_width, BOX)
            strong = bold or path.other is not None
            edge = self._colour(colours, each.sales) if strong else QColor(colours.line)
            style = Qt.PenStyle.DashLine if each.processing is None else Qt.PenStyle.SolidLine
            self._box(painter, colours, box, QPen(edge, 2 if bold else 1, Qt.PenStyle.DotLine if lane else style))
            ink = colours.text if each.processing and not pale else colours.soft
            text = each.processing or words.UNDEFINED
            self._text(painter, box.adjusted(9, 0, -4, 0), text, ink, bold=bold)

    def _sales(
        self,
        painter: QPainter,
        colours: Colours,
        columns: tuple[tuple[float, float], ...],
        sales: str | None,
        middle: float,
    ) -> None:
        left, width = columns[2]
        current = [] if self.lit is None or not self.paths else [path for _lane, path in self._lanes(self.lit)]
        bold = any(path.processing is not None and path.sales == sales for path in current)
        box = QRectF(left, middle - BOX / 2, width, BOX)
        style = Qt.PenStyle.DashLine if sales is None else Qt.PenStyle.SolidLine
        self._box(painter, colours, box, QPen(self._colour(colours, sales), 2 if bold else 1, style))
        ink = colours.text if sales else colours.soft
        self._text(painter, box.adjusted(9, 0, -4, 0), sales or words.LEFT_OUT, ink, bold=bold)

    def _legend(self, painter: QPainter, colours: Colours, width: float) -> None:
        painter.setFont(theme.scaled("caption"))
        left, middle = _EDGE, self.height - _FOOT / 2
        for text, style in zip(
            explore_words.compare_legend(*(self.legend or ("", ""))),
            (Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine),
            strict=True,
        ):
            painter.setPen(QPen(QColor(colours.text), 1.5, style))
            painter.drawLine(QPointF(left, middle), QPointF(left + 28, middle))
            long = painter.fontMetrics().horizontalAdvance(text)
            painter.setPen(QColor(colours.soft))
            painter.drawText(QRectF(left + 36, middle - STEP / 2, width, STEP), _LEFT, text)
            left += 36 + long + 24

    @staticmethod
    def _box(painter: QPainter, colours: Colours, box: QRectF, pen: QPen) -> None:
        painter.setPen(pen)
        painter.setBrush(QColor(colours.card))
        painter.drawRoundedRect(box, 5, 5)

    @staticmethod
    def _text(painter: QPainter, box: QRectF, text: str, colour: str, *, bold: bool) -> None:
        painter.setFont(theme.scaled("body", bold=bold))
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, _LEFT, shown)


def _curve(start: QPointF, end: QPointF) -> QPainterPath:
    path = QPainterPath(start)
    bend = (end.x() - start.x()) * 0.55
    path.cubicTo(QPointF(start.x() + bend, start.y()), QPointF(end.x() - bend, end.y()), end)
    return path
