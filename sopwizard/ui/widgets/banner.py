"""The band that says in words where one is, always."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from sopwizard.ui.names import named, restyle
from sopwizard.ui.widgets.labels import Elided, label

if TYPE_CHECKING:
    from sopwizard.ui.colours import Tone


class Banner(QFrame):
    """34 px: kind of environment, what that means, and at the right environment, host and user."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "banner")
        self.setFixedHeight(34)
        self.kind = label("bannerKind", wrap=False)
        self.kind.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.meaning = Elided("bannerMeaning")
        self.place = Elided("bannerPlace", Qt.AlignmentFlag.AlignRight)
        self.place.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 0, 24, 0)
        row.setSpacing(16)
        row.addWidget(self.kind)
        row.addWidget(self.meaning, 1)
        row.addWidget(self.place)

    def say(self, kind: str, meaning: str, place: str, brief_place: str, tone: Tone) -> None:
        """Show those three, in that tone; of the place what is brief: all of it is read out and stands on hover."""
        restyle(self, tone=tone.value)
        restyle(self.kind, tone=tone.value)
        self.kind.setText(kind)
        self.kind.setVisible(bool(kind))
        self.meaning.setText(meaning)
        self.place.say(place, brief_place)
