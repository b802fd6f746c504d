"""A read-only table: text in every cell, roomy rows, and Tab leads out of it."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from sopwizard.ui.names import named

Tick = tuple[str, bool]
"""A cell with a check box: its text and whether it is ticked."""

_PADDING = 20  # what the style sheet keeps free beside the words of a cell, both sides together
_HEIGHT = 18  # and above and below them
_LOWEST = 36
_OWN_SHARE = 0.6  # of the table; columns that are as wide as their words are cut where they take more
_OWN_MOST = 0.16
_BOX = 24  # a check box and its distance


class _Rows(QStyledItemDelegate):
    """Rows as high as their words need at the column's width."""

    def sizeHint(  # noqa: N802  Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The words' own size, wrapped at the column's width where that is known."""
        self.initStyleOption(option, index)
        table = self.parent()
        width = table.columnWidth(index.column()) - _PADDING if isinstance(table, Table) and table.measured else 10_000
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            width -= _BOX
        words = option.fontMetrics.boundingRect(
            QRect(0, 0, max(width, 20), 10_000), Qt.TextFlag.TextWordWrap, str(index.data())
        )
        return QSize(words.width() + _PADDING, max(words.height() + _HEIGHT, _LOWEST))


class Table(QTableWidget):
    """Rows are as high as their words, and the table as high as its rows, so that the page scrolls and not the table.

    The current row is marked while the table has the focus, and not before; ``keep_marked`` keeps it marked.
    """

    def __init__(
        self, name: str, spoken: str, columns: Sequence[str], *, most_rows: int = 40, keep_marked: bool = False
    ) -> None:
        super().__init__(0, len(columns))
        named(self, name, spoken)
        self.measured = True
        self._most_rows = most_rows
        self._keep_marked = keep_marked
        self._shares = (1,) * len(columns)
        self.setItemDelegate(_Rows(self))
        self.setHorizontalHeaderLabels(list(columns))
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(_LOWEST)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(40)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def widths(self, *shares: int) -> None:
        """How wide the columns are: 0 as wide as its words, else that share of the rest."""
        self._shares = shares

    def fill(self, rows: Sequence[Sequence[str | Tick]], keys: Sequence[str] = ()) -> None:
        """Show those rows; the current row stays where it was. ``keys`` are kept as data of the first cells."""
        place = max(self.currentRow(), 0), max(self.currentColumn(), 0)
        self.blockSignals(True)  # noqa: FBT003  Qt's own signature
        self.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                item = self._item_at(at, column)
                text, ticked = cell if isinstance(cell, tuple) else (cell, None)
                item.setText(text)
                item.setData(Qt.ItemDataRole.ForegroundRole, None)
                item.setData(Qt.ItemDataRole.FontRole, None)
                if ticked is not None:
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                    item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
                if column == 0 and keys:
                    item.setData(Qt.ItemDataRole.UserRole, keys[at])
        self.blockSignals(False)  # noqa: FBT003  Qt's own signature
        if rows and (self._keep_marked or self.hasFocus()):
            self.setCurrentCell(min(place[0], len(rows) - 1), place[1])
        self._fit()

    def head(self, column: int, text: str) -> None:
        """Change the heading of a column."""
        self.model().setHeaderData(column, Qt.Orientation.Horizontal, text)

    def ticked(self) -> tuple[str, ...]:
        """The keys of the ticked rows."""
        first = [self._item_at(row, 0) for row in range(self.rowCount())]
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole)) for item in first if item.checkState() is Qt.CheckState.Checked
        )

    def tick(self, row: int, *, ticked: bool) -> None:
        """Tick a row, or take the tick away, as the user would."""
        self._item_at(row, 0).setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def tint(self, row: int, column: int, colour: str, *, bold: bool = False, font: QFont | None = None) -> None:
        """Colour the words of a cell."""
        item = self._item_at(row, column)
        item.setForeground(QBrush(QColor(colour)))
        item.setToolTip(item.text())  # in full, where a narrow window cuts it
        if font is not None:
            item.setFont(font)
        if bold:
            strong = item.font()
            strong.setWeight(QFont.Weight.DemiBold)
            item.setFont(strong)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  Qt's name
        """Mark the current row, the first where there was none."""
        super().focusInEvent(event)
        if self.rowCount():
            self.setCurrentCell(max(self.currentRow(), 0), max(self.currentColumn(), 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  Qt's name
        """Nothing is marked where nobody is."""
        super().focusOutEvent(event)
        if not self._keep_marked:
            self.clearSelection()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Space ticks the row wherever the cursor stands in it. Enter is the window's."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Space and self.currentColumn() > 0:
            self.setCurrentCell(self.currentRow(), 0)
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Words wrap otherwise now."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """The height of the header and of the rows."""
        return QSize(super().sizeHint().width(), self._height())

    def _item_at(self, row: int, column: int) -> QTableWidgetItem:
        """The item there. Items live on, because a table may be filled from a signal of one of its own."""
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.setItem(row, column, item)
        return item

    def _height(self) -> int:
        rows = sum(self.rowHeight(row) for row in range(min(self.rowCount(), self._most_rows)))
        return self.horizontalHeader().sizeHint().height() + rows + 4

    def _fit(self) -> None:
        self.measured = False
        own = {
            column: max(self.sizeHintForColumn(column), self.horizontalHeader().sectionSizeHint(column))
            for column, share in enumerate(self._shares)
            if not share
        }
        self.measured = True
        room = self.viewport().width()
        if sum(own.values()) > room * _OWN_SHARE:
            own = {column: min(width, int(room * _OWN_MOST)) for column, width in own.items()}
        rest = max(room - sum(own.values()), 0)
        parts = max(sum(self._shares), 1)
        for column, share in enumerate(self._shares):
            self.setColumnWidth(column, own[column] if column in own else rest * share // parts)
        self.resizeRowsToContents()
        if self.height() != self._height():
            self.setFixedHeight(self._height())
