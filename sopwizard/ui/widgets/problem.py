"""What went wrong, on the page where it did: title, what happened, what to do, request id, details to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame

from sopwizard.text import window as words
from sopwizard.ui.colours import Tone
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import selectable

if TYPE_CHECKING:
    from sopwizard.services.actions import Action
    from sopwizard.text.errors import Explanation


class ProblemBox(Card):
    """Hidden while nothing is wrong."""

    wanted = Signal(object)
    """An Action that may help."""

    def __init__(self) -> None:
        super().__init__("problem", " ", (words.PROBLEM_CHIP, Tone.BLOCKER))
        self._explanation: Explanation | None = None
        self._action: Action | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.copy = button("problemCopy", words.COPY_DETAILS, self._copy)
        self.retry = button("problemRetry", words.READ_AGAIN, self._retry)
        self.action(self.copy)
        self.action(self.retry)
        self.happened = selectable(self.line("problemHappened", kind="body"))
        self.todo = selectable(self.line("problemTodo", kind="body"))
        self.request = selectable(self.line("problemRequestId", kind="caption"))
        self.hide()

    def show_problem(self, explanation: Explanation | None) -> None:
        """Show an error, or nothing."""
        self._explanation = explanation
        self.setVisible(explanation is not None)
        if explanation is None:
            return
        self._chip(words.PROBLEM_CHIP, Tone.BLOCKER)
        self.say(explanation.title, Tone.BLOCKER)
        self.happened.setText(explanation.happened)
        self.happened.show()
        self.todo.setText(explanation.todo)
        self.todo.show()
        self.request.setText(words.request_id(explanation.request_id) if explanation.request_id else "")
        self.request.setVisible(bool(explanation.request_id))
        self.copy.show()
        self.retry.hide()

    def offer(self, action: Action) -> None:
        """Show a button for what may help."""
        self._action = action
        self.retry.show()

    def show_hint(self, sentence: str) -> None:
        """Show what is missing: no error, a next step."""
        self._explanation = None
        self._chip(words.hint_chip(sentence), Tone.WARNING)
        self.say(sentence, Tone.WARNING)
        for part in (self.happened, self.todo, self.request, self.copy, self.retry):
            part.hide()
        self.show()

    def _chip(self, text: str, tone: Tone) -> None:
        if self.chip is not None:
            self.chip.say(text, tone)

    def _copy(self) -> None:
        if self._explanation is not None:
            QGuiApplication.clipboard().setText(words.support_block(self._explanation))

    def _retry(self) -> None:
        if self._action is not None:
            self.wanted.emit(self._action)
