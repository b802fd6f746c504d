"""A question with few answers: radio buttons as headings of cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from sopwizard.ui.colours import Tone
from sopwizard.ui.names import named, restyle
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import Chip, label

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent


class Choice(Card):
    """One answer: a radio button, what it means, a chip at its right, and room below for what belongs to it."""

    def __init__(self, name: str, text: str, more: str) -> None:
        super().__init__(f"{name}Card")
        self.radio = named(QRadioButton(text), name, more=more)
        self.radio.setProperty("kind", "heading")
        self.more = label(f"{name}More", more, "soft")
        self.more.setContentsMargins(28, 0, 0, 0)
        self.note = Chip(f"{name}Chip")
        self.note.hide()
        head = QHBoxLayout()
        head.addWidget(self.radio)
        head.addWidget(self.note)
        head.addStretch(1)
        self.body.setSpacing(4)
        self.body.addLayout(head)
        self.body.addWidget(self.more)
        self.inside = QWidget()
        self.room = QVBoxLayout(self.inside)
        self.room.setContentsMargins(28, 8, 0, 4)
        self.room.setSpacing(8)
        self.body.addWidget(self.inside)
        self.inside.hide()
        self.radio.toggled.connect(self._show_chosen)

    def say_choice(self, text: str, more: str) -> None:
        """Change the words."""
        self.radio.setText(text)
        self.radio.setAccessibleDescription(more)
        self.more.setText(more)

    def remark(self, text: str, tone: Tone = Tone.ACCENT) -> None:
        """Show a chip, or none for an empty text."""
        self.note.say(text, tone)
        self.note.setVisible(bool(text))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """The whole card can be clicked."""
        if event.button() == Qt.MouseButton.LeftButton and self.radio.isEnabled():
            self.radio.click()

    def _show_chosen(self, chosen: bool) -> None:  # noqa: FBT001  Qt's signal
        restyle(self, tone="accent" if chosen else "")
