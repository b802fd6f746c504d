"""Tabs as underlined words. Only the page that is shown takes room, so that a short one does not scroll."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from sopwizard.ui.names import named


class Tabs(QWidget):
    """Ctrl+Tab and Ctrl+Shift+Tab change the page from anywhere inside."""

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        named(self, name, spoken)
        self.bar = named(QTabBar(), f"{name}Bar", spoken)
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self.bar)
        self.bar.currentChanged.connect(self._show)

    def add(self, page: QWidget, title: str) -> None:
        """Add a page."""
        self._pages.append(page)
        self._column.addWidget(page)  # before it is shown: a widget without a parent would open as a window
        page.setVisible(len(self._pages) == 1)
        self.bar.addTab(title)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Ctrl+Tab goes round."""
        if (
            event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            step = 1 if event.key() == Qt.Key.Key_Tab else -1
            self.bar.setCurrentIndex((self.bar.currentIndex() + step) % len(self._pages))
            self.bar.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _show(self, current: int) -> None:
        for at, page in enumerate(self._pages):
            page.setVisible(at == current)
