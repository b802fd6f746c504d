"""Finds words that cannot be read in full: cut at the side or below, and not to be had on hover either."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from sopwizard.ui import theme
from sopwizard.ui.widgets.columns import broken
from sopwizard.ui.widgets.labels import Elided
from sopwizard.ui.widgets.table import Table

_PADDING = 16  # of cells and headings, both sides together
_BOX = 24


def cut(top: QWidget) -> list[str]:
    """What is cut in that window, a line each."""
    found: list[str] = []
    for widget in top.findChildren(QWidget):
        if widget.isVisible() and widget.width():
            found += [f"{widget.objectName()}: {said}" for said in _cut(widget)]
    return found


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, Table):
        yield from _cells(widget)
    elif isinstance(widget, Elided):
        if widget.sizeHint().width() - 2 > widget.width() and not widget.toolTip():
            yield widget.text()
    elif isinstance(widget, QLabel):
        yield from _label(widget)
    elif (
        isinstance(widget, QAbstractButton) and widget.width() + 1 < widget.sizeHint().width() and not widget.toolTip()
    ):
        yield f"{widget.text()} {widget.width()} < {widget.sizeHint().width()}"


def _label(label: QLabel) -> Iterator[str]:
    if not label.text().strip():
        return
    if label.wordWrap():
        if label.heightForWidth(label.width()) > label.height() + 1:
            yield f"too low for {label.text()!r}"
    elif label.sizeHint().width() > label.width() + 1:
        yield f"too narrow for {label.text()!r}"


def _cells(table: Table) -> Iterator[str]:
    metrics = QFontMetrics(theme.scaled("caption", bold=True))
    for column in range(table.columnCount()):
        width = table.columnWidth(column)
        heading = str(table.model().headerData(column, Qt.Orientation.Horizontal) or "")
        if not _fits(
            broken(heading, metrics, width - _PADDING - 2), metrics, width - _PADDING, table.horizontalHeader().height()
        ):
            yield f"heading {heading!r}"
        for row in range(table.rowCount()):
            item = table.item(row, column)
            if item is None:
                continue
            font = item.data(Qt.ItemDataRole.FontRole)
            drawn = QFontMetrics(font if isinstance(font, QFont) else table.font())
            room = width - _PADDING - (_BOX if item.data(Qt.ItemDataRole.CheckStateRole) is not None else 0)
            if not _fits(broken(item.text(), drawn, room - 4), drawn, room, table.rowHeight(row)):
                yield f"cell {item.text()!r}"


def _fits(text: str, metrics: QFontMetrics, width: int, height: int) -> bool:
    widest = max((metrics.horizontalAdvance(word) for word in text.replace("\u200b", " ").split()), default=0)
    box = metrics.boundingRect(QRect(0, 0, max(width, 1), 100_000), Qt.TextFlag.TextWordWrap, text)
    return widest <= width and box.height() + 8 <= height
