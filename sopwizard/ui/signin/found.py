"""The environments to choose from: searched as one types, recent ones first, production in words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTableWidget, QVBoxLayout, QWidget

from sopwizard.services.signin import Listed, matching
from sopwizard.text import connect as words
from sopwizard.ui.names import named
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.widgets.table import Table

_MOST_ROWS = 6


class _Environments(Table):
    """Arriving with the keyboard chooses nothing yet."""

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  Qt's name
        """As Qt does it."""
        QTableWidget.focusInEvent(self, event)


class FoundList(QWidget):
    """Hidden while there is nothing to choose from."""

    chosen = Signal(str)
    """The address of the environment that was chosen."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "foundEnvironments")
        self._known: tuple[Listed, ...] = ()
        self._filling = False
        self.search = named(QLineEdit(), "environmentSearch")
        self.search.setPlaceholderText(words.SEARCH_PROMPT)
        self.search.setClearButtonEnabled(True)
        caption = label("environmentSearchLabel", words.SEARCH, wrap=False)
        caption.setBuddy(self.search)
        self.count = label("environmentCount", kind="caption", wrap=False)
        self.table = _Environments(
            "environmentTable", words.FOUND, words.FOUND_COLUMNS, most_rows=_MOST_ROWS, keep_marked=True
        )
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.widths(5, 6, 3, 2, 3)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(caption)
        row.addWidget(self.search, 1)
        row.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)  # it begins something new
        column.setSpacing(6)
        column.addWidget(label("foundHeading", words.FOUND, "strong"))
        column.addLayout(row)
        column.addWidget(self.table)
        self.search.textChanged.connect(lambda _text: self._show())
        self.table.itemSelectionChanged.connect(self._choose)
        self.hide()

    def fill(self, known: tuple[Listed, ...]) -> None:
        """Show those."""
        self._known = known
        self.setVisible(bool(known))
        self._show()

    def _shown(self) -> tuple[Listed, ...]:
        return matching(self._known, self.search.text())

    def _show(self) -> None:
        shown = self._shown()
        rows = [
            (
                words.found_name(one.name, production=one.found.production if one.found else None),
                one.url.split("://", 1)[-1],
                words.found_type(one.found),
                (one.found.region if one.found else None) or "–",
                (one.found.version if one.found else None) or "–",
            )
            for one in shown
        ]
        self._filling = True
        self.table.fill(rows, [one.url for one in shown])
        self.table.setCurrentCell(-1, -1)
        self.table.clearSelection()
        self._filling = False
        self.count.setText(words.found_count(len(shown), len(self._known)) if shown else words.NONE_FOUND)

    def _choose(self) -> None:
        if self._filling:
            return
        shown = self._shown()
        for row in {index.row() for index in self.table.selectedIndexes()}:
            self.chosen.emit(shown[row].url)
