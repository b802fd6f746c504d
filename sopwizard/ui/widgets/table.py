"""A read-only table: text in every cell, roomy rows, and Tab leads out of it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem

from sopwizard.ui.names import named

Tick = tuple[str, bool]
"""A cell with a check box: its text and whether it is ticked."""


class Table(QTableWidget):
    """Rows are as high as their words, and the table as high as its rows, so that the page scrolls and not the table."""

    def __init__(self, name: str, spoken: str, columns: Sequence[str], *, most_rows: int = 40) -> None:
        super().__init__(0, len(columns))
        named(self, name, spoken)
        self._most_rows = most_rows
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
        self.verticalHeader().setMinimumSectionSize(36)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def widths(self, *shares: int) -> None:
        """How wide the columns are: 0 as wide as its words, else a share of the rest (all the same for now)."""
        for column, share in enumerate(shares):
            mode = QHeaderView.ResizeMode.Stretch if share else QHeaderView.ResizeMode.ResizeToContents
            self.horizontalHeader().setSectionResizeMode(column, mode)

    def fill(self, rows: Sequence[Sequence[str | Tick]], keys: Sequence[str] = ()) -> None:
        """Show those rows; the current row stays where it was. ``keys`` are kept as data of the first cells."""
        current = max(self.currentRow(), 0)
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
        if rows:
            self.setCurrentCell(min(current, len(rows) - 1), 0)
        self.blockSignals(False)  # noqa: FBT003  Qt's own signature
        self._fit()

    def _item_at(self, row: int, column: int) -> QTableWidgetItem:
        """The item there. Items live on, because a table may be filled from a signal of one of its own."""
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.setItem(row, column, item)
        return item

    def key(self, row: int) -> str:
        """The key of that row."""
        return str(self.item(row, 0).data(Qt.ItemDataRole.UserRole))

    def tint(self, row: int, column: int, colour: str, *, bold: bool = False) -> None:
        """Colour the words of a cell."""
        item = self.item(row, column)
        item.setForeground(QBrush(QColor(colour)))
        if bold:
            font = item.font()
            font.setBold(True)
            item.setFont(font)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Space ticks the row wherever the cursor stands in it."""
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

    def _height(self) -> int:
        rows = sum(self.rowHeight(row) for row in range(min(self.rowCount(), self._most_rows)))
        return self.horizontalHeader().sizeHint().height() + rows + 6

    def _fit(self) -> None:
        self.resizeRowsToContents()
        if self.height() != self._height():
            self.setFixedHeight(self._height())
