"""The list of steps at the left: a mark, a name, one line of what was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from sopwizard.domain.wizard import Page
from sopwizard.text import window as words
from sopwizard.ui import theme
from sopwizard.ui.names import named
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence


@unique
class Mark(StrEnum):
    """What the mark of a step says."""

    CURRENT = "current"
    DONE = "done"
    LOOK = "look"
    TO_COME = "to-come"


@dataclass(frozen=True, slots=True)
class Entry:
    """One step as the rail shows it."""

    page: Page
    number: int
    name: str
    summary: str
    mark: Mark
    current: bool
    clickable: bool


class StepButton(QAbstractButton):
    """One step, drawn: the mark says number, tick or exclamation, and the accessible name says the same in words."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        named(self, "step" + "".join(part.title() for part in page.value.split("-")))
        self.entry = Entry(page, 0, "", "", Mark.TO_COME, current=False, clickable=False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_entry(self, entry: Entry) -> None:
        """Show that."""
        if entry == self.entry:
            return
        self.entry = entry
        self.setText(entry.name)
        self.setAccessibleName(
            words.step_spoken(entry.number, entry.name, "current" if entry.current else entry.mark.value, entry.summary)
        )
        self.setEnabled(entry.clickable or entry.current)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if entry.clickable else Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Two lines where there is a summary, one otherwise."""
        one, two = theme.scaled("body"), theme.scaled("caption")
        height = self.fontMetrics().height() if one else 0
        if self.entry.summary and two:
            height += int(self.fontMetrics().height() * 0.9)
        return QSize(224, max(height, 22) + 12)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """The same: the rail never squeezes a step."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Draw mark, name and summary."""
        colours, entry = theme.colours(), self.entry
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and entry.clickable:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.line))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(8, 1, -8, -1), 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(9, 2, -9, -2), 6, 6)
        self._paint_mark(painter, QRectF(20, (self.height() - 22) / 2, 22, 22))
        left, width = 52, self.width() - 52 - 14
        body = theme.scaled("body", bold=entry.current)
        painter.setFont(body)
        strong = entry.current or entry.mark is not Mark.TO_COME
        painter.setPen(QColor(colours.text if strong else colours.soft))
        line = painter.fontMetrics().height()
        small = theme.scaled("caption")
        small_line = int(line * 0.9)
        top = (self.height() - line - (small_line if entry.summary else 0)) // 2
        name = painter.fontMetrics().elidedText(entry.name, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, top, width, line), Qt.AlignmentFlag.AlignVCenter, name)
        if entry.summary:
            painter.setFont(small)
            painter.setPen(QColor(colours.soft))
            text = painter.fontMetrics().elidedText(entry.summary, Qt.TextElideMode.ElideRight, width)
            self.setToolTip(entry.summary if text != entry.summary else "")
            painter.drawText(QRect(left, top + line, width, small_line), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_mark(self, painter: QPainter, box: QRectF) -> None:
        colours, entry = theme.colours(), self.entry
        mark = Mark.CURRENT if entry.current else entry.mark
        fill = {Mark.CURRENT: colours.accent, Mark.DONE: colours.ok, Mark.LOOK: colours.warning}.get(mark)
        if fill is None:
            painter.setPen(QPen(QColor(colours.strong_line), 1))
            painter.setBrush(QColor(colours.card))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        ink = QColor(colours.soft if fill is None else colours.on_accent)
        if theme.scheme() is theme.Scheme.CONTRAST and mark in {Mark.DONE, Mark.LOOK}:
            ink = QColor(colours.card)
        if mark is Mark.DONE:
            painter.setPen(QPen(ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            left, middle = box.left(), box.center().y()
            painter.drawPolyline(
                [
                    QPointF(left + 6.5, middle + 0.5),
                    QPointF(left + 9.8, middle + 3.8),
                    QPointF(left + 15.8, middle - 3.2),
                ]
            )
            return
        painter.setFont(theme.scaled("caption", bold=True))
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "!" if mark is Mark.LOOK else str(entry.number))


class Rail(QWidget):
    """224 px: the task's name, the steps, help at the bottom."""

    chosen = Signal(object)
    help_asked = Signal()
    explore_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "rail", words.RAIL_NAME)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(224)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 18, 0, 16)
        column.setSpacing(0)
        task = label("taskName", words.TASK_NAME, "strong")
        task.setContentsMargins(20, 0, 12, 10)
        column.addWidget(task)
        self._steps: dict[Page, StepButton] = {}
        for page in Page:
            step = StepButton(page)
            step.clicked.connect(lambda _checked=False, page=page: self._pressed(page))
            self._steps[page] = step
            column.addWidget(step)
        column.addStretch(1)
        self.explore = button("exploreButton", words.EXPLORE, self.explore_asked.emit, weight="quiet")
        self.explore.setStyleSheet("margin-left: 12px;")
        column.addWidget(self.explore, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4)
        self.help = button("helpButton", words.HELP, self.help_asked.emit, weight="quiet")
        column.addWidget(self.help, 0, Qt.AlignmentFlag.AlignLeft)
        column.setAlignment(self.help, Qt.AlignmentFlag.AlignLeft)
        self.help.setStyleSheet("margin-left: 12px;")

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show those steps."""
        shown = {entry.page: entry for entry in entries}
        for page, step in self._steps.items():
            step.setVisible(page in shown)
            if page in shown:
                step.show_entry(shown[page])

    def first(self) -> QWidget:
        """Where the keyboard arrives in the rail."""
        return next((step for step in self._steps.values() if step.entry.clickable), self.help)

    def _pressed(self, page: Page) -> None:
        if self._steps[page].entry.clickable:
            self.chosen.emit(page)
