"""A read-only table: text in every cell, roomy rows, and Tab leads out of it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from sopwizard.ui import theme
from sopwizard.ui.names import named
from sopwizard.ui.widgets.columns import broken, shared, widest_word

Tick = tuple[str, bool]
"""A cell with a check box: its text and whether it is ticked."""

_PADDING = 20  # what the style sheet keeps free beside the words of a cell, both sides together
_HEIGHT = 18  # and above and below them
_LOWEST = 36
_BOX = 24  # a check box and its distance
_WRAPPED = Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextWordWrap.value
_HEAD = 18, 13  # what the style sheet keeps free beside and above the words of a heading, both sides together


class _Rows(QStyledItemDelegate):
    """Rows as high as their words need at the column's width."""

    def initStyleOption(  # noqa: N802  Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """What is drawn: words that are wider than the column are broken, never cut."""
        super().initStyleOption(option, index)
        option.text = broken(option.text, option.fontMetrics, self._room(index))
        option.palette.setColor(QPalette.ColorRole.Window, theme.box_ground())

    def sizeHint(  # noqa: N802  Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The words' own size, wrapped at the column's width where that is known."""
        self.initStyleOption(option, index)
        box = QRect(0, 0, self._room(index), 10_000)
        words = option.fontMetrics.boundingRect(box, Qt.TextFlag.TextWordWrap, option.text)
        return QSize(words.width() + _PADDING, max(words.height() + _HEIGHT, _LOWEST))

    def _room(self, index: QModelIndex | QPersistentModelIndex) -> int:
        """The width for words, in pixels."""
        table = self.parent()
        width = table.columnWidth(index.column()) - _PADDING if isinstance(table, Table) and table.measured else 10_000
        return max(width - (_BOX if index.data(Qt.ItemDataRole.CheckStateRole) is not None else 0), 20)


class _Head(QHeaderView):
    """Headings that wrap as the cells below them do."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setDefaultAlignment(Qt.AlignmentFlag(_WRAPPED))

    def drawn(self, at: int) -> str:
        """The heading as it stands in its column."""
        return broken(self.words(at), self.letters(), self.room(at))

    def words(self, at: int) -> str:
        """The heading of that column."""
        return str(self.model().headerData(at, self.orientation()) or "")

    def room(self, at: int) -> int:
        """The width for words, in pixels."""
        return max(self.sectionSize(at) - _HEAD[0], 20)

    @staticmethod
    def letters() -> QFontMetrics:
        """Those that the style sheet gives to headings."""
        return QFontMetrics(theme.scaled("caption", bold=True))

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, at: int) -> None:  # noqa: N802  Qt's name
        """What is drawn."""
        super().initStyleOptionForIndex(option, at)
        option.text = self.drawn(at)

    def needed(self) -> int:
        """The height that the headings take at these widths, in pixels."""
        boxes = (QRect(0, 0, self.room(at), 10_000) for at in range(self.count()))
        letters = self.letters()
        heights = (
            letters.boundingRect(box, Qt.TextFlag.TextWordWrap, self.drawn(at)).height() for at, box in enumerate(boxes)
        )
        return max(heights, default=0) + _HEAD[1]


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
        self._least: list[int] = []  # the widest words of the columns, worked out when it is needed
        self.setItemDelegate(_Rows(self))
        self.setHorizontalHeader(_Head())
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
        head.setMinimumSectionSize(28)
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
        self._least = []
        if rows and (self._keep_marked or self.hasFocus()):
            self.setCurrentCell(min(place[0], len(rows) - 1), place[1])
        self._fit()

    def show_rows(self, most: int) -> None:
        """Be as high as so many rows at most; the others are scrolled to."""
        if most != self._most_rows:
            self._most_rows = most
            self._fit()
            self.scrollTo(self.currentIndex())

    def head(self, column: int, text: str) -> None:
        """Change the heading of a column."""
        self.model().setHeaderData(column, Qt.Orientation.Horizontal, text)
        self._least = []
        self._fit()

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

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Another font or style: everything is measured again."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "_least"):
            self._least = []

    def _height(self) -> int:
        rows = sum(self.rowHeight(row) for row in range(min(self.rowCount(), self._most_rows)))
        return self.horizontalHeader().height() + rows + 4

    def _head(self) -> _Head:
        head = self.horizontalHeader()
        assert isinstance(head, _Head)  # noqa: S101  made above
        return head

    def _least_widths(self) -> list[int]:
        if not self._least:
            head = self._head()
            letters = head.letters()
            self._least = [
                max(
                    head.minimumSectionSize(),
                    widest_word([head.words(column)], letters.horizontalAdvance) + _HEAD[0],
                    widest_word(self._texts(column), self._metrics(column).horizontalAdvance) + self._beside(column),
                )
                for column in range(self.columnCount())
            ]
        return self._least

    def _texts(self, column: int) -> list[str]:
        return [item.text() for row in range(self.rowCount()) if (item := self.item(row, column)) is not None]

    def _metrics(self, column: int) -> QFontMetrics:
        """Those of the widest font of a column, as far as its rows differ: bold."""
        fonts = [
            item.data(Qt.ItemDataRole.FontRole) for row in range(self.rowCount()) if (item := self.item(row, column))
        ]
        given = [font for font in fonts if isinstance(font, QFont)]
        return QFontMetrics(max(given, key=QFont.weight) if given else self.font())

    def _beside(self, column: int) -> int:
        item = self.item(0, column)
        ticks = item is not None and item.data(Qt.ItemDataRole.CheckStateRole) is not None
        return _PADDING + (_BOX if ticks else 0) + 1

    def _fit(self) -> None:
        head = self._head()
        self.measured = False
        own = [
            0
            if share
            else max(self.sizeHintForColumn(column), head.letters().horizontalAdvance(head.words(column)) + 20)
            for column, share in enumerate(self._shares)
        ]
        self.measured = True
        for column, width in enumerate(shared(self._shares, own, self._least_widths(), self.viewport().width())):
            self.setColumnWidth(column, width)
        if head.height() != head.needed():
            head.setFixedHeight(head.needed())
        self.resizeRowsToContents()
        if self.height() != self._height():
            self.setFixedHeight(self._height())
