"""What all pages have in common: a question, a soft line, a place for what went wrong, and a body that scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from sopwizard.ui.names import named
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.widgets.problem import ProblemBox

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from sopwizard.domain.model.draft import Draft
    from sopwizard.domain.wizard import Page as Step
    from sopwizard.services.actions import Action
    from sopwizard.text.errors import Explanation
    from sopwizard.ui.insight import Insight
    from sopwizard.ui.wiring import Wiring


_AROUND = 120  # pixels above and below a control, for the sentence that asks for it


class Page(QWidget):
    """Dumb: it shows a draft, and says what was answered or asked. What follows is the window's to decide."""

    answered = Signal(object)
    """A Draft: the user answered a question."""
    asked = Signal(object)
    """An Action: the user asked for it."""
    wanted = Signal(object)
    """A wizard page: the user wants to go there."""
    task = Signal(object)
    """A callable taking a Job, for side work. What it returns is called in the window's thread, if it can be called."""
    reading = Signal(object)
    """The same, where it only reads an environment: it may take long, and can be left at once."""
    undoing = Signal(object)
    """A callable taking a Job that puts back what a run changed, and returns the draft as it is then."""

    touched = Signal()
    """Something was typed that belongs to no draft, but may free the committing button."""

    step: Step
    name: str

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__()
        self.insight = insight
        self.wiring = wiring
        named(self, f"{self.name}Page", self.question())
        self.title = label("pageTitle", self.question(), "title")
        self.soft = label("pageSoft", "", "soft")
        self.head = QVBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.head.addWidget(self.soft)
        self.problem = ProblemBox()
        self.problem.wanted.connect(self.asked)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.body.setContentsMargins(0, 0, 0, 0)
        self._lay_out()

    def _lay_out(self) -> None:
        """Content at most 960 px wide, 32 px at the sides; the scroll bar keeps to the window's edge."""
        content = named(QWidget(), "pageBody")
        content.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(content)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(12)
        column.addLayout(self.head)
        column.addWidget(self.problem)
        column.addLayout(self.body)
        column.addStretch(1)
        content.setMaximumWidth(960 + 64)
        holder = named(QWidget(), "pageBody")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(content, 1)
        row.addStretch(0)
        row.setAlignment(content, Qt.AlignmentFlag(0))
        self.area = named(QScrollArea(), "pageScroll")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(holder)
        self._content = content
        self._column = column
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """The content is as wide with a scroll bar as without one.

        The bar's room is taken from the margin. Where the width hung on the bar, and the bar on the height that words
        take at that width, the two went on for ever at some sizes of the window.
        """
        super().resizeEvent(event)
        bar = self.area.verticalScrollBar().sizeHint().width()
        self._column.setContentsMargins(32, 24, max(32 - bar, 0), 24)
        self._content.setFixedWidth(min(self.width() - bar, 960 + 64 - bar))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Page Up and Page Down scroll, where nothing else took them: there is text that no control leads to."""
        bar = self.area.verticalScrollBar()
        step = {Qt.Key.Key_PageUp: -bar.pageStep(), Qt.Key.Key_PageDown: bar.pageStep()}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)

    def question(self) -> str:
        """The page's title."""
        raise NotImplementedError

    def show_draft(self, draft: Draft) -> None:
        """Show that. Called after every change of the draft, and before the page is shown."""
        raise NotImplementedError

    def first(self) -> QWidget | None:
        """The control that is used first; None where there is nothing but to read."""
        return None

    def missing(self, draft: Draft) -> tuple[str, QWidget | None] | None:
        """Why Next would not lead on, and the control that needs an answer; None where nothing is missing."""
        del draft
        return None

    def commit(self, draft: Draft) -> Commit | None:
        """The one button of this page that writes; None on all pages but one."""
        del draft
        return None

    def explain(self, explanation: Explanation | None) -> None:
        """Show what went wrong, or take it away."""
        self.problem.show_problem(explanation)
        if explanation is not None:
            self.show_notice()

    def hint(self, sentence: str) -> None:
        """Say what is missing: no error, a next step."""
        self.problem.show_hint(sentence)

    def offer(self, action: Action) -> None:
        """Offer to do something about what went wrong."""
        self.problem.offer(action)

    def show_notice(self) -> None:
        """Scroll to what there is to say."""
        self.area.ensureWidgetVisible(self.problem)

    def show_control(self, control: QWidget) -> None:
        """Scroll to that control and to what stands above it, once everything has its place."""
        area = self.area
        QTimer.singleShot(0, control, lambda: area.ensureWidgetVisible(control, 0, _AROUND))


class Commit:
    """The committing button as the window shows it: its words, whether it is red, and why it cannot be pressed."""

    __slots__ = ("danger", "held_back", "text")

    def __init__(self, text: str, *, danger: bool = False, held_back: tuple[str, QWidget | None] | None = None) -> None:
        self.text = text
        self.danger = danger
        self.held_back = held_back
