"""The one place where a widget gets its names: tests find it by the first, screen readers speak the second."""

from typing import TypeVar

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


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the style sheet looks at, and have it look again."""
    if all(widget.property(key) == value for key, value in properties.items()):
        return
    for key, value in properties.items():
        widget.setProperty(key, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
