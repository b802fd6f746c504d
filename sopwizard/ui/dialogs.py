"""The two small windows over the wizard: help, and the question before an undo."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.states import Severity
from sopwizard.domain.undo import UndoPlan
from sopwizard.domain.wizard import Page as Step
from sopwizard.text import changes, findings, result_pages
from sopwizard.text import explore as explore_words
from sopwizard.text import help as help_words
from sopwizard.text import window as words
from sopwizard.ui.colours import Tone
from sopwizard.ui.names import announce, named, restyle
from sopwizard.ui.place import is_production
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import label

_NARROWEST = 560
_FRAME = 60  # what the system draws around a window, and a little more


class Box(QDialog):
    """A small window over the wizard: a column that scrolls where the screen is low, and a row of buttons below it.

    Between the two is the foot, which stays in sight whatever the column shows.
    """

    def __init__(self, parent: QWidget, name: str, title: str) -> None:
        super().__init__(parent)
        named(self, name, title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_NARROWEST)
        self._inside = named(QWidget(), "pageBody")
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(24, 24, 24, 12)
        self.column.setSpacing(12)
        self._area = named(QScrollArea(), f"{name}Scroll", title)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._inside)
        self._foot: QLabel | None = None
        self._row = QHBoxLayout()
        self._row.setContentsMargins(24, 4, 24, 16)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._area, 1)
        self._whole.addLayout(self._row)

    def add_buttons(self, *widgets: QWidget) -> None:
        """A row of buttons at the bottom right."""
        for widget in widgets:
            self._row.addWidget(widget)

    def set_foot(self, words: QLabel) -> None:
        """Something to read above the buttons."""
        self._foot = words
        words.setContentsMargins(24, 0, 24, 12)
        self._whole.insertWidget(1, words)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """As high as its words, and no higher than the screen."""
        for each in self.findChildren(QWidget):
            each.ensurePolished()
        self.resize(max(self.minimumWidth(), self._row.sizeHint().width()), 0)
        self.fit()
        super().showEvent(event)

    def fit(self) -> None:
        """Be high enough for what is in it by now, where the screen is; and never lower than before."""
        needed = self._needed()
        self.resize(self.width(), min(max(needed, self.height() if self.isVisible() else 0), self._room))
        if needed > self._room:  # the keyboard scrolls it
            self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def _room(self) -> int:
        return self.screen().availableGeometry().height() - _FRAME

    def _needed(self) -> int:
        width = self.width()
        foot = 0 if self._foot is None or self._foot.isHidden() else self._foot.heightForWidth(width)
        return self._inside.heightForWidth(width) + foot + self._row.sizeHint().height()


class HelpBox(Box):
    """What a page is for, and the keys."""

    def __init__(self, parent: QWidget, step: Step | None) -> None:
        """``step`` None: the area beside the wizard."""
        super().__init__(parent, "helpDialog", help_words.TITLE)
        title = words.EXPLORE.replace("&", "") if step is None else words.step_name(step)
        self.column.addWidget(label("helpTitle", title, "title"))
        for number, paragraph in enumerate(explore_words.HELP if step is None else help_words.paragraphs(step)):
            self.column.addWidget(label(f"helpText{number}", paragraph))
        self.column.addWidget(label("helpKeysTitle", help_words.KEYS_TITLE, "strong"))
        self.column.addWidget(label("helpKeys", help_words.KEYS, "soft"))
        close = button("helpClose", words.CLOSE, self.accept)
        self.add_buttons(close)
        close.setDefault(True)
        close.setFocus()


class UndoBox(Box):
    """What an undo puts back, what it leaves alone, and what stands in its way. The safe answer is the default."""

    agreed = Signal()

    def __init__(self, parent: QWidget, plan: UndoPlan, snapshot: Snapshot) -> None:
        environment = words.environment_name(snapshot)
        title = words.undo_question(len(plan.changes), environment)
        super().__init__(parent, "undoDialog", title)
        self._name = environment if is_production(snapshot) and plan.changes else ""
        self.column.addWidget(label("undoTitle", title, "title"))
        lines = "\n".join(
            f"{changes.label(each)}: {changes.value(each.before)} → {changes.value(each.after)}"
            for each in plan.changes
        )
        self.column.addWidget(label("undoChanges", lines))
        if plan.conflicts:
            names = ", ".join(changes.label(each) for each in plan.conflicts)
            self.column.addWidget(label("undoConflicts", words.undo_left_alone(names), "soft"))
        for found in plan.findings:
            if found.id in plan.blocked_by:
                chip = (findings.severity(Severity.BLOCKER), Tone.BLOCKER)
                card = Card(f"undoBlocked-{found.id}", findings.title(found), chip)
                card.line(f"undoBlocked-{found.id}-detail", findings.detail(found))
                card.line(f"undoBlocked-{found.id}-todo", findings.fix(found), "body")
                self.column.addWidget(card)
        self.typed = named(QLineEdit(), "undoConfirmName", words.NAME_BOX)
        self.hint = label("undoHint", result_pages.confirm_more(environment), "soft")
        self.hint.setVisible(bool(self._name) and not plan.blocked_by)
        self.typed.setVisible(bool(self._name) and not plan.blocked_by)
        self.column.addWidget(self.hint)
        self.column.addWidget(self.typed)
        self.keep = button("keepButton", words.KEEP if plan.changes else words.CLOSE, self.reject)
        self.put_back = button("putBackButton", words.PUT_BACK, self._agree, weight="danger")
        self.put_back.setEnabled(bool(plan.changes) and not plan.blocked_by)
        self.add_buttons(self.keep, self.put_back)
        self.keep.setDefault(True)
        self.keep.setFocus()

    def _agree(self) -> None:
        if self._name and self.typed.text().strip() != self._name:
            restyle(self.hint, kind="problem")
            restyle(self.typed, wrong=True)
            self.typed.setFocus()
            self.typed.selectAll()
            self.fit()
            announce(self, self.hint.text())
            return
        self.agreed.emit()
        self.accept()
