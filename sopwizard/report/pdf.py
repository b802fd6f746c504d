"""The hand-over document in PDF, set and printed by Qt: the one module outside the window that knows Qt.

Qt shapes every script, finds letters in the system's fonts where ours lacks them, and is there already. What is
attached is the document in JSON. Works in any thread.
"""

import sys
from functools import cache
from typing import Final

from PySide6.QtCore import (
    QBuffer,
    QEventLoop,
    QIODevice,
    QLocale,
    QMarginsF,
    QObject,
    QPointF,
    QRectF,
    QSizeF,
    Qt,
    QUrl,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
    QTextTable,
    QTextTableCellFormat,
)

from sopwizard import resources

_RESOLUTION: Final = 600  # dots an inch: fine enough that letters stand where the font wants them
_MILLIMETRE: Final = _RESOLUTION / 25.4
_MARGINS: Final = (18.0, 20.0, 18.0, 20.0)  # left, top, right, bottom, in millimetres
_SECTION: Final = 2  # the level of a section's heading
_LEAST: Final = 24  # millimetres that a heading needs under it
_SOFT: Final = QColor(0x5B, 0x64, 0x72)
_LINE: Final = QColor(0xE1, 0xE4, 0xEA)
_TEXT: Final = QColor(0x1B, 0x1F, 0x27)


class _Closed(QTextDocument):
    """Loads nothing from anywhere, whatever the text asks for."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> None:  # noqa: N802  Qt's name
        return None


def printed(markup: str, title: str, foot: tuple[str, str], attached: tuple[str, bytes], *, letter: bool) -> bytes:
    """The markup (Qt's rich text) on pages. ``foot``: what stands at its left, and ``{page} / {count}`` at its right.

    ``attached``: a file's name and content. ``letter``: US paper in place of A4.
    """
    _application()
    _loop = QEventLoop()  # Qt's text wants timers; in a thread that Qt did not start, this brings them
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    writer.setTitle(title)
    writer.setCreator(foot[0])
    writer.addFileAttachment(attached[0], attached[1], "application/json")
    left, top, right, bottom = _MARGINS
    size = QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)
    paper = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(left, top, right, bottom))
    paper.setUnits(QPageLayout.Unit.Millimeter)
    paper.setMargins(QMarginsF(left, top, right, bottom))
    writer.setPageLayout(paper)
    area = QRectF(writer.pageLayout().paintRectPixels(_RESOLUTION))
    document = _set(markup, writer, area.size())
    painter = QPainter(writer)
    count = document.pageCount()
    for page in range(count):
        if page:
            writer.newPage()
        _paint(painter, document, page, area.size())
        _foot(painter, foot[0], foot[1].format(page=page + 1, count=count), area.size())
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def letter_paper() -> bool:
    """Whether paper here is US Letter, as the system's region says."""
    return QLocale.system().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem


def _set(markup: str, writer: QPdfWriter, size: QSizeF) -> QTextDocument:
    document = _Closed()
    document.setDocumentMargin(0)
    document.documentLayout().setPaintDevice(writer)
    option = QTextOption(document.defaultTextOption())
    option.setUseDesignMetrics(True)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setDefaultFont(_font(9))
    document.setPageSize(size)
    document.setIndentWidth(14)
    document.addResource(QTextDocument.ResourceType.ImageResource, QUrl("icon"), _icon())
    document.setHtml(markup)
    _break_well(document)
    return document


def _icon() -> QImage:
    return QImage(str(resources.path("icons", "sopwizard.png")))


def _break_well(document: QTextDocument) -> None:
    """No heading alone at the foot of a page, and no row and no card on two pages that fits on one."""
    layout, height = document.documentLayout(), document.pageSize().height()
    block = document.begin()
    while block.isValid():
        table = QTextCursor(block).currentTable()
        if table is not None:
            if table.rows() > 1 or table.columns() > 1:
                _keep_rows(document, table)
            else:
                card = layout.frameBoundingRect(table)
                if card.top() // height != card.bottom() // height and card.height() < height:
                    moved = table.format()
                    moved.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                    table.setFormat(moved)
            block = table.lastCursorPosition().block()
        elif block.blockFormat().headingLevel() == _SECTION and (
            height - layout.blockBoundingRect(block).bottom() % height < _LEAST * _MILLIMETRE
        ):
            _break_before(block)
        block = block.next()


def _keep_rows(document: QTextDocument, table: QTextTable) -> None:
    """Where a row would be torn apart, an empty row before it fills the page. Qt itself only keeps lines together."""
    layout, height = document.documentLayout(), document.pageSize().height()
    row = 1
    while row < table.rows():
        cells = [table.cellAt(row, column) for column in range(table.columns())]
        tops = [layout.blockBoundingRect(cell.firstCursorPosition().block()).top() for cell in cells]
        bottoms = [layout.blockBoundingRect(cell.lastCursorPosition().block()).bottom() for cell in cells]
        if max(bottoms) // height > min(tops) // height and max(bottoms) - min(tops) < height / 2:
            table.insertRows(row, 1)
            _fill(table, row, height - min(tops) % height)
            row += 1
        row += 1


def _fill(table: QTextTable, row: int, space: float) -> None:
    """Make the row as high as the space, as nearly as it does not reach the next page. ``space``: in dots."""
    shape = QTextTableCellFormat()
    shape.setTopPadding(max(0.0, space / (_RESOLUTION / 96) - 12))
    shape.setFontPointSize(1)
    for column in range(table.columns()):
        table.cellAt(row, column).setFormat(shape)


def _break_before(block: QTextBlock) -> None:
    breaking = block.blockFormat()
    breaking.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(block).setBlockFormat(breaking)


def _font(points: float) -> QFont:
    font = QFont("Inter")
    font.setPointSizeF(points)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Inter's contextual forms of brackets, hyphens and colons have no letter of their own: copied from the PDF, an id
    # would be another id.
    font.setFeature(QFont.Tag("calt"), 0)
    return font


def _paint(painter: QPainter, document: QTextDocument, page: int, size: QSizeF) -> None:
    view = QRectF(QPointF(0, page * size.height()), size)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = view.adjusted(0, 1, 0, -1)  # what only touches the page is the next one's; copied, it would be twice
    context.palette.setColor(QPalette.ColorRole.Text, _TEXT)
    painter.save()
    painter.translate(0, -view.top())
    painter.setClipRect(view)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _foot(painter: QPainter, left: str, right: str, size: QSizeF) -> None:
    top = size.height() + 6 * _MILLIMETRE
    painter.setPen(QPen(_LINE, 0.2 * _MILLIMETRE))
    painter.drawLine(QPointF(0, top), QPointF(size.width(), top))
    painter.setFont(_font(8))
    painter.setPen(_SOFT)
    box = QRectF(0, top + 1.5 * _MILLIMETRE, size.width(), 6 * _MILLIMETRE)
    metrics = painter.fontMetrics()
    room = int(size.width() - metrics.horizontalAdvance(right) - 8 * _MILLIMETRE)
    shown = metrics.elidedText(left, Qt.TextElideMode.ElideRight, room)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, right)


@cache
def _application() -> QObject:
    """Fonts need an application. Without a window on Linux it needs no display; elsewhere there always is one."""
    running = QGuiApplication.instance()
    hidden = ["-platform", "offscreen"] if sys.platform == "linux" else []
    application = running or QGuiApplication(["sopwizard", *hidden])
    for name in ("Inter-Regular.otf", "Inter-SemiBold.otf"):
        QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))
    return application
