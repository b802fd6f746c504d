"""The one place where a widget gets its names: tests find it by the first, screen readers speak the second."""

from __future__ import annotations

from itertools import pairwise
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str, spoken: str = "", *, more: str = "") -> W:
    """Name a widget. ``spoken`` is only for those that no visible text or buddy label names; ``more`` describes it.

    A status label never gets a spoken name: it would hide the label's text from screen readers.
    """
    widget.setObjectName(name)
    if spoken:
        widget.setAccessibleName(spoken)
    if more:
        widget.setAccessibleDescription(more)
    return widget


def lead_through(*stops: QWidget) -> None:
    """Have the Tab key go through those in this order: what was made last would else come last, wherever it stands."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the style sheet looks at, and have it look again."""
    if all((widget.property(key) or None) == (value or None) for key, value in properties.items()):
        return  # what was never set says no
    for key, value in properties.items():
        widget.setProperty(key, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it will look when it is shown
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say that now."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415  nothing is said at the start

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
