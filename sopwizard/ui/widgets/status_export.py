"""The status picture for a document: an SVG drawing or a PNG image, always in the light colours."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from sopwizard.ui import theme
from sopwizard.ui.colours import LIGHT
from sopwizard.ui.widgets.status_drawing import Drawing

_MARGIN = 24
_HEAD = 40
_FOOT = 28
_LEAST = 880
_SHARP = 2  # pixels a point in an image


def _size(drawing: Drawing) -> QSize:
    return QSize(max(int(drawing.width), _LEAST) + 2 * _MARGIN, drawing.height + _HEAD + _FOOT + 2 * _MARGIN)


def _paint(painter: QPainter, drawing: Drawing, title: str, source: str) -> None:
    size = _size(drawing)
    width = size.width() - 2 * _MARGIN
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRect(0, 0, size.width(), size.height()), QColor(LIGHT.card))
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.setPen(QColor(LIGHT.text))
    painter.setFont(theme.scaled("heading", bold=True))
    painter.drawText(QRectF(_MARGIN, _MARGIN, width, _HEAD - 8), left, title)
    painter.setPen(QColor(LIGHT.soft))
    painter.setFont(theme.scaled("caption"))
    painter.drawText(QRectF(_MARGIN, size.height() - _MARGIN - _FOOT + 8, width, _FOOT), left, source)
    painter.translate(_MARGIN, _MARGIN + _HEAD)
    drawing.draw(painter, width, LIGHT)


def svg(drawing: Drawing, title: str, source: str) -> bytes:
    """The picture as SVG, its words as text."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(_size(drawing))
    generator.setViewBox(QRect(0, 0, _size(drawing).width(), _size(drawing).height()))
    generator.setTitle(title)
    generator.setDescription(source)
    painter = QPainter(generator)
    _paint(painter, drawing, title, source)
    painter.end()
    buffer.close()
    return bytes(content.data())


def png(drawing: Drawing, title: str, source: str) -> bytes:
    """The picture as PNG, twice as sharp as a plain screen."""
    image = QImage(_size(drawing) * _SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARP)
    painter = QPainter(image)
    _paint(painter, drawing, title, source)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return bytes(content.data())
