"""Work under way, off this thread: how it begins, what arrives of it, and where the window is when it has ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from sopwizard.domain import wizard
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.wizard import Page as Step
from sopwizard.services.actions import Action
from sopwizard.text import window as words
from sopwizard.ui.busy import WRITES, Busy
from sopwizard.ui.names import announce
from sopwizard.ui.showing import Showing
from sopwizard.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from sopwizard.domain.model.snapshot import Snapshot
    from sopwizard.services.job import Job, Progress
    from sopwizard.ui.wiring import Wiring

_LATE = 1500
"""Milliseconds after the end of work in which Esc is still meant for it."""


class Working(Showing):
    """One piece of work at a time. A reading may be left at once; a writing ends itself after the change under way."""

    def __init__(self, wiring: Wiring) -> None:
        super().__init__(wiring)
        self._focus_before: QWidget | None = None
        self._ended = QElapsedTimer()
        self.tasks = Tasks(self)
        self.tasks.progressed.connect(self._progressed)
        self.tasks.finished.connect(self._finished)
        self.tasks.failed.connect(self._failed)
        self.tasks.stopped.connect(self._stopped)
        self.tasks.broke.connect(self._broke)

    def go(self, step: Step) -> None:
        """Show that page."""
        self.exploring = False
        self.draft = wizard.enter(step, self.draft, self.insight.rulebook)
        self.page, self.notice = step, None
        self.visited.add(step)
        self.refresh()
        page = self._page(step)
        page.area.verticalScrollBar().setValue(0)
        self._focus_page()
        announce(self, page.title.text())

    def ask(self, action: Action) -> None:
        """Begin something, off this thread."""
        if self.tasks.busy:
            return
        missing = self._page(self.page).missing(self.draft) if self.draft.target is None else None
        if missing is not None:
            self._hint(*missing)
            return
        if self.draft.saved is not None and not (action is Action.SURVEY and self.page is Step.ENVIRONMENT):
            from sopwizard.text import saved_check  # noqa: PLC0415  most sessions never need it

            self._hint(saved_check.refused(self.draft.saved), None)
            return
        sentence = {
            Action.SURVEY: words.READING,
            Action.APPLY: words.APPLYING,
            Action.VERIFY: words.VERIFYING,
            Action.UNDO: words.UNDOING,
        }[action]
        draft, perform = self.draft, self.wiring.performer.perform
        self._begin(Busy(action, sentence), lambda job: perform(action, draft, job))

    def _side_work(self, work: Callable[[Job], object]) -> None:
        if not self.tasks.busy:
            self._begin(Busy(None, words.WORKING), work)

    def _side_reading(self, work: Callable[[Job], object]) -> None:
        if not self.tasks.busy:
            self._begin(Busy(None, words.READING, reads=True), work)

    def _undo_earlier(self, work: Callable[[Job], Draft]) -> None:
        if not self.tasks.busy:
            self._begin(Busy(Action.UNDO, words.UNDOING), work)

    def _begin(self, busy: Busy, work: Callable[[Job], object]) -> None:
        self._focus_before = QApplication.focusWidget()
        self.busy, self.notice = busy, None
        self.refresh()
        if self.cancel.isEnabled():
            self.cancel.setFocus()
        self.tasks.start(work, f"sopwizard-{busy.action or 'task'}")

    def _end(self) -> Busy | None:
        busy, self.busy = self.busy, None
        self._ended.start()
        return busy

    @property
    def just_ended(self) -> bool:
        """Whether work ended so short a time ago that Esc may still be meant for it."""
        return self._ended.isValid() and not self._ended.hasExpired(_LATE)

    def _progressed(self, progress: Progress) -> None:
        if self.busy is None:
            return
        self.busy = replace(self.busy, progress=progress)
        from sopwizard.domain.model.snapshot import Snapshot  # noqa: PLC0415  the window starts before anything was read

        if self.busy.action is Action.SURVEY and isinstance(progress.arrived, Snapshot):
            self._show_arrived(progress.arrived)
        else:
            self._refresh_buttons(self._page(self.page))

    def _show_arrived(self, snapshot: Snapshot) -> None:
        """Fill the check page with what is there by now; the draft gets it only when everything is there."""
        check = self._page(Step.CHECK)
        if self.page is Step.ENVIRONMENT and not self.exploring:
            self.go(Step.CHECK)
        check.show_draft(self.draft.with_snapshot(snapshot))
        self._refresh_buttons(self._page(self.page))

    def _finished(self, value: object) -> None:
        busy = self._end()
        if isinstance(value, Draft):
            self.draft = value
        if self._closing:
            self.close()
            return
        if busy is not None and busy.action in WRITES:
            self.go(Step.RESULT)
        elif busy is not None and busy.action is Action.SURVEY and self.page is Step.ENVIRONMENT:
            self.go(Step.CHECK)
        else:
            self.refresh()
            self._focus_again()
        if callable(value):
            value()

    def _failed(self, error: SopError) -> None:
        busy = self._end()
        if self._closing:
            self.close()
            return
        from sopwizard.text.errors import explain  # noqa: PLC0415  most sessions never need it

        self.notice = explain(error)
        self._step_back()
        self.refresh()
        again = self._what_may_help(busy, error)
        if again is not None:
            self._page(self.page).offer(again)
        self._focus_again()
        announce(self, words.spoken(self.notice))

    def _what_may_help(self, busy: Busy | None, error: SopError) -> Action | None:
        """The same once more, where it only read; else reading, which helps no side work and no run of another day.
        With a result shown, so that the result stays: only from there a run that could not be undone can be undone
        after all.
        """
        if busy is None or busy.action is None or (busy.writes and self.page is Step.ENVIRONMENT):
            return None
        if self.page is Step.RESULT:
            return Action.VERIFY
        return Action.SURVEY if busy.writes or error.problem is Problem.CHANGED_SINCE_REVIEW else busy.action

    def _stopped(self) -> None:
        busy = self._end()
        if self._closing:
            self.close()
            return
        self._say_stopped(writes=busy is not None and busy.writes)

    def _broke(self) -> None:
        self._end()
        if self._closing:
            self.close()
            return
        self._say_ended(words.WENT_WRONG)

    def _say_stopped(self, *, writes: bool) -> None:
        self._say_ended(words.STOPPED_UNWRITTEN if writes else words.STOPPED_READING)

    def _say_ended(self, sentence: str) -> None:
        self.notice = sentence
        self._step_back()
        self.refresh()
        self._focus_again()
        announce(self, sentence)

    def _step_back(self) -> None:
        """Leave a page that showed what arrived of a reading which came to nothing."""
        if not wizard.reachable(self.page, self.draft):
            self.page = Step.ENVIRONMENT

    def _hint(self, sentence: str, control: QWidget | None) -> None:
        self.notice = sentence
        self.refresh()
        page = self._page(self.page)
        page.show_notice()
        if control is not None:
            control.setFocus(Qt.FocusReason.OtherFocusReason)
            page.show_control(control)
        announce(self, sentence)

    def _focus_page(self) -> None:
        first = self._shown().first()
        (first or (self.leave if self.exploring else self.next)).setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_again(self) -> None:
        before = self._focus_before
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._focus_page()
