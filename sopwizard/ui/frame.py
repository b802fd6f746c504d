"""The frame around the pages: rail, banner, one page at a time, progress, one row of buttons. It decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sopwizard.text import window as words
from sopwizard.ui.colours import Tone
from sopwizard.ui.names import named, restyle
from sopwizard.ui.place import is_production
from sopwizard.ui.widgets.banner import Banner
from sopwizard.ui.widgets.buttons import button, roomy
from sopwizard.ui.widgets.progress import ProgressRow
from sopwizard.ui.widgets.rail import Rail

if TYPE_CHECKING:
    from sopwizard.domain.model.snapshot import Snapshot
    from sopwizard.domain.model.target import Target


class Frame(QWidget):
    """Everything that stays while pages come and go."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "window")
        self.rail = Rail()
        self.banner = Banner()
        self.stack = QStackedWidget()
        self.progress = ProgressRow()
        self.cancel = button("cancelButton", words.CANCEL)
        self.back = button("backButton", words.BACK)
        self.undo = button("undoButton", words.UNDO)
        self.leave = button("leaveExploreButton", words.BACK_TO_WIZARD, weight="primary")
        self.next = button("nextButton", words.NEXT, weight="primary")
        self.commit = roomy("commitButton", "", weight="primary")
        row_frame = named(QFrame(), "buttonRow")
        row = QHBoxLayout(row_frame)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(8)
        row.addWidget(self.cancel)
        row.addStretch(1)
        for each in (self.back, self.undo, self.next, self.commit, self.leave):
            row.addWidget(each)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        column.addWidget(self.progress)
        column.addWidget(row_frame)
        self.frame = named(QFrame(), "frame")
        inside = QHBoxLayout(self.frame)
        inside.setSpacing(0)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.rail)
        inside.addLayout(column, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)

    def show_place(self, snapshot: Snapshot | None, target: Target | None) -> None:
        """Say in words where one is, on every page; production also gets a frame."""
        production = snapshot is not None and is_production(snapshot) and not snapshot.target.is_training
        tone = Tone.PLAIN
        if target is not None and target.is_training:
            (kind, meaning), tone = words.banner_training(), Tone.TRAINING
            if snapshot is not None and is_production(snapshot):
                kind, meaning = words.banner_training_production()
        elif snapshot is None:
            kind, meaning = words.banner_nowhere()
        elif production:
            (kind, meaning), tone = words.banner_production(), Tone.BLOCKER
        else:
            kind, meaning = words.banner_other(snapshot.organization.kind)
        places = (words.place(snapshot), words.brief_place(snapshot)) if snapshot else ("", "")
        self.banner.say(kind, meaning, *places, tone)
        margin = 3 if production else 0
        restyle(self.frame, production=production)
        layout = self.frame.layout()
        if layout is not None:
            layout.setContentsMargins(margin, margin, margin, margin)
