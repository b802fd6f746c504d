"""The training environments to choose from, and the way back to their beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem

from sopwizard.domain.model.target import TRAINING_PREFIX, Target
from sopwizard.text import first_page as words
from sopwizard.ui.names import named
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.choice import Choice
from sopwizard.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable


class Practise(Choice):
    """The first answer to the first question. Its list is filled when the window can be seen."""

    chosen = Signal()
    """Another training environment was chosen."""
    reset_asked = Signal()

    def __init__(self) -> None:
        super().__init__("practiseChoice", words.PRACTISE, words.PRACTISE_MORE)
        self.filled = False
        self.scenarios = named(QListWidget(), "scenarioList")
        self.scenarios.setFixedHeight(190)
        self.scenarios.setTabKeyNavigation(False)
        caption = label("scenarioLabel", words.SCENARIO, "caption")
        caption.setBuddy(self.scenarios)
        self.reset = button("resetScenarioButton", words.RESET, self.reset_asked.emit)
        self._note = label("resetNote", words.RESET_MORE, "soft")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.reset)
        row.addWidget(self._note, 1)
        self.room.addWidget(caption)
        self.room.addWidget(self.scenarios)
        self.room.addLayout(row)
        self.scenarios.currentItemChanged.connect(lambda *_items: self.chosen.emit())

    def fill(self, scenarios: Callable[[], tuple[tuple[str, str], ...]]) -> None:
        """List them, by names and titles; once."""
        if self.filled:
            return
        self.filled = True
        self.scenarios.blockSignals(True)  # noqa: FBT003  Qt's own signature
        for name, title in scenarios():
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.scenarios.addItem(item)
        self.scenarios.blockSignals(False)  # noqa: FBT003  Qt's own signature

    def mark(self, target: Target | None) -> None:
        """Mark that one, without choosing it anew."""
        self.scenarios.blockSignals(True)  # noqa: FBT003  Qt's own signature
        for row in range(self.scenarios.count()):
            if target is not None and self.scenarios.item(row).data(Qt.ItemDataRole.UserRole) == target.scenario:
                self.scenarios.setCurrentRow(row)
        self.scenarios.blockSignals(False)  # noqa: FBT003  Qt's own signature

    @property
    def target(self) -> Target | None:
        """The one that is marked."""
        item = self.scenarios.currentItem()
        return Target(TRAINING_PREFIX + item.data(Qt.ItemDataRole.UserRole)) if item else None

    def remark_beside(self, sentence: str) -> None:
        """Say something beside the button."""
        self._note.setText(sentence)
