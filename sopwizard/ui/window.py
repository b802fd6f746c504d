"""The window: what happens in the frame. `refresh` derives everything on screen from (page, draft, busy)."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from sopwizard.domain import wizard
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.target import DEFAULT_SCENARIO, TRAINING_PREFIX, Target
from sopwizard.domain.wizard import Page as Step
from sopwizard.services.actions import Action
from sopwizard.text import window as words
from sopwizard.ui.busy import WRITES, Busy
from sopwizard.ui.colours import Tone
from sopwizard.ui.frame import Frame
from sopwizard.ui.insight import Insight
from sopwizard.ui.names import announce, restyle
from sopwizard.ui.steps import entries, written
from sopwizard.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent

    from sopwizard.domain.model.snapshot import Snapshot
    from sopwizard.services.job import Job, Progress
    from sopwizard.text.errors import Explanation
    from sopwizard.ui.page import Page
    from sopwizard.ui.wiring import Wiring

if TYPE_CHECKING:
    from sopwizard.ui.explore.area import ExploreArea

_MODULES = {
    Step.ENVIRONMENT: ("environment", "EnvironmentPage"),
    Step.CHECK: ("check", "CheckPage"),
    Step.ORDER_PROCESSING: ("order_processing", "OrderProcessingPage"),
    Step.INTEGRATION_USERS: ("integration_users", "IntegrationUsersPage"),
    Step.TABLE_MAP: ("table_map", "TableMapPage"),
    Step.PREVIEW: ("preview", "PreviewPage"),
    Step.APPLY: ("apply", "ApplyPage"),
    Step.RESULT: ("result", "ResultPage"),
}


class Window(Frame):
    """Holds the only state there is: page, draft, what is under way, and what there is to say about it."""

    def __init__(self, wiring: Wiring) -> None:
        super().__init__()
        self.wiring = wiring
        self.insight = Insight()
        self.page = Step.ENVIRONMENT
        self.draft = Draft(target=wiring.target or Target(TRAINING_PREFIX + DEFAULT_SCENARIO))
        self.busy: Busy | None = None
        self.notice: Explanation | str | None = None
        self.visited = {Step.ENVIRONMENT}
        self._closing = False
        self._refreshing = False
        self._focus_before: QWidget | None = None
        self._area: ExploreArea | None = None
        self.exploring = False
        self._pages: dict[Step, Page] = {}
        self.tasks = Tasks(self)
        self.tasks.progressed.connect(self._progressed)
        self.tasks.finished.connect(self._finished)
        self.tasks.failed.connect(self._failed)
        self.tasks.stopped.connect(self._stopped)
        self._connect()
        self.resize(1120, 760)
        self.setMinimumSize(820, 540)
        self.refresh()

    def _connect(self) -> None:
        self.rail.chosen.connect(self.go)
        self.rail.help_asked.connect(self.help)
        self.rail.explore_asked.connect(self.explore)
        for each, act in (
            (self.cancel, self._cancel),
            (self.back, self._back),
            (self.undo, self._undo),
            (self.leave, self.leave_explore),
            (self.next, self._next),
            (self.commit, self._commit),
        ):
            each.clicked.connect(lambda _checked=False, act=act: act())
        for key, pressed in (("F1", self.help), ("Esc", self._escape), ("F6", self._next_part)):
            QShortcut(QKeySequence(key), self).activated.connect(pressed)

    # ------------------------------------------------------------------------------------------------- what is shown

    def refresh(self) -> None:
        """Bring everything on screen in line with page, draft and busy."""
        if self._refreshing:
            return
        self._refreshing = True
        try:
            snapshot = self.draft.snapshot
            self.setWindowTitle(words.title(self.draft.target, words.environment_name(snapshot) if snapshot else ""))
            self._show_place()
            self.rail.show_entries(
                entries(
                    self.draft,
                    self.insight,
                    self.page,
                    self.visited,
                    idle=self.busy is None,
                    exploring=self.exploring,
                )
            )
            self.rail.explore.setEnabled(self.busy is None)
            restyle(self.rail.explore, current=self.exploring)
            page = self._shown()
            page.show_draft(self.draft)
            if isinstance(self.notice, str):
                page.hint(self.notice)
            else:
                page.explain(self.notice)
            page.area.setEnabled(self.busy is None)
            self.stack.setCurrentWidget(self._area if self._area is not None and self.exploring else page)
            self._refresh_buttons(self._page(self.page))
        finally:
            self._refreshing = False

    def _show_place(self) -> None:
        """Where one is; over a saved check, that one is nowhere, and what it is of."""
        snapshot, saved = self.draft.snapshot, self.draft.saved
        if snapshot is None or saved is None:
            self.show_place(snapshot, self.draft.target)
            return
        from sopwizard.text import saved_check  # noqa: PLC0415  most sessions never need it

        if self.busy is not None and self.busy.action is Action.SURVEY:  # the environment itself, not the file
            self.show_place(None, self.draft.target)
            if self.draft.target is not None and not self.draft.target.is_training:
                self.banner.say("", saved_check.reading(self.draft.target.host), "", "", Tone.PLAIN)
            return
        self.show_place(None, None)
        self.banner.say(*saved_check.banner(saved, words.environment_name(snapshot)), "", "", Tone.PLAIN)

    def _refresh_buttons(self, page: Page) -> None:
        idle, at_end = self.busy is None, self.page is Step.RESULT
        commit = page.commit(self.draft)
        undoable = at_end and written(self.draft)
        self.commit.setVisible(commit is not None)
        if commit is not None:
            self.commit.setText(commit.text)
            restyle(self.commit, primary=not commit.danger, danger=commit.danger)
        following = wizard.after(self.page, self.draft)
        self.next.setVisible(following is not None and (commit is None or self.draft.outcome is not None))
        self.back.setVisible(wizard.before(self.page, self.draft) is not None and not undoable)
        self.undo.setVisible(undoable)
        for each in (self.commit, self.next, self.back, self.undo, self.leave):
            each.setEnabled(idle)
            if self.exploring:
                each.setVisible(each is self.leave)
        self.leave.setVisible(self.exploring)
        self.cancel.setVisible(not self.exploring or not idle)
        if self.busy is None:
            self.progress.hide()
            self.cancel.setText(words.CLOSE if at_end else words.CANCEL)
            self.cancel.setEnabled(True)
            return
        self.cancel.setText(self.busy.stop_words)
        self.cancel.setEnabled(self.busy.action is not None and not self.busy.stopping)
        self.progress.show_progress(self.busy.said(closing=self._closing), self.busy.progress)
        self.progress.show()

    def _page(self, step: Step) -> Page:
        """The page, built when it is first needed."""
        if step not in self._pages:
            module, name = _MODULES[step]
            page: Page = getattr(import_module(f"sopwizard.ui.pages.{module}"), name)(self.insight, self.wiring)
            page.answered.connect(self._answered)
            page.asked.connect(self.ask)
            page.wanted.connect(self.go)
            page.task.connect(self._side_work)
            page.touched.connect(self._touched)
            self._pages[step] = page
            self.stack.addWidget(page)
        return self._pages[step]

    def _shown(self) -> Page:
        """The page that is seen: a step's, or one of the area beside the wizard."""
        return self._area.page if self._area is not None and self.exploring else self._page(self.page)

    # ------------------------------------------------------------------------------------------------- what happens

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
            from sopwizard.text import saved_check  # noqa: PLC0415  see above

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

    def explore(self) -> None:
        """Show the area beside the wizard; page and draft stay as they are."""
        from sopwizard.ui.explore.area import ExploreArea  # noqa: PLC0415  most sessions never need it

        if self._area is None:
            self._area = ExploreArea(self.insight, self.wiring)
            self._area.task.connect(self._side_work)
            self._area.moved.connect(self._explored)
            self.stack.addWidget(self._area)
        self.exploring, self.notice = True, None
        self.refresh()
        self._area.leave()

    def show_rule(self, rule_id: str) -> None:
        """Show that rule in the rulebook, beside the wizard."""
        if self.busy is None:
            self.explore()
            if self._area is not None:
                self._area.open_rule(rule_id)

    def leave_explore(self) -> None:
        """Back to the page of the wizard that was left."""
        self.go(self.page)

    def _explored(self) -> None:
        """Another page of the area is shown."""
        self.notice = None
        self.refresh()
        self._focus_page()
        announce(self, self._shown().title.text())

    def help(self) -> None:
        """Explain the page."""
        from sopwizard.ui.dialogs import HelpBox  # noqa: PLC0415  most sessions never need it

        HelpBox(self, None if self.exploring else self.page).open()

    def _side_work(self, work: Callable[[Job], object]) -> None:
        if not self.tasks.busy:
            self._begin(Busy(None, words.WORKING), work)

    def _begin(self, busy: Busy, work: Callable[[Job], object]) -> None:
        self._focus_before = QApplication.focusWidget()
        self.busy, self.notice = busy, None
        self.refresh()
        if self.cancel.isEnabled():
            self.cancel.setFocus()
        self.tasks.start(work, f"sopwizard-{busy.action or 'task'}")

    def _end(self) -> Busy | None:
        busy, self.busy = self.busy, None
        return busy

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
        again = (
            Action.SURVEY
            if busy is None or busy.writes or error.problem is Problem.CHANGED_SINCE_REVIEW
            else busy.action
        )
        if again is not None:
            self._page(self.page).offer(again)
        self._focus_again()
        announce(self, words.spoken(self.notice))

    def _step_back(self) -> None:
        """Leave a page that showed what arrived of a reading which came to nothing."""
        if not wizard.reachable(self.page, self.draft):
            self.page = Step.ENVIRONMENT

    def _stopped(self) -> None:
        busy = self._end()
        if self._closing:
            self.close()
            return
        self._say_stopped(writes=busy is not None and busy.writes)

    def _answered(self, draft: Draft) -> None:
        if self._refreshing:
            return
        self.draft, self.notice = draft, None
        if draft.snapshot is None:
            self.visited = {Step.ENVIRONMENT}
        self.refresh()

    def _touched(self) -> None:
        if not self._refreshing:
            self._refresh_buttons(self._page(self.page))

    # ------------------------------------------------------------------------------------------------- buttons, keys

    def _next(self) -> None:
        page, following = self._page(self.page), wizard.after(self.page, self.draft)
        missing = page.missing(self.draft)
        if missing is not None:
            self._hint(*missing)
        elif following is not None:
            self.go(following)

    def _back(self) -> None:
        earlier = wizard.before(self.page, self.draft)
        if earlier is not None:
            self.go(earlier)

    def _commit(self) -> None:
        commit = self._page(self.page).commit(self.draft)
        if commit is None:
            return
        if commit.held_back is not None:
            self._hint(*commit.held_back)
        else:
            self.ask(Action.APPLY)

    def _undo(self) -> None:
        if self.draft.outcome is None or self.draft.snapshot is None:
            return
        from sopwizard.domain.undo import undo_plan  # noqa: PLC0415  see above
        from sopwizard.ui.dialogs import UndoBox  # noqa: PLC0415  built only when it is asked for

        plan = undo_plan(self.draft.outcome.run, self.draft.snapshot)
        box = UndoBox(self, plan, self.draft.snapshot)
        box.agreed.connect(lambda: self.ask(Action.UNDO))
        box.open()

    def _cancel(self) -> None:
        if self.busy is None and self.exploring:
            self.leave_explore()
        elif self.busy is None:
            self.close()
        elif self.busy.writes:
            if self.busy.action is not None:
                self.busy = replace(self.busy, stopping=True)
                self.tasks.cancel()
                self.refresh()
        else:
            self.tasks.abandon()
            self._end()
            self._say_stopped(writes=False)

    def _escape(self) -> None:
        """As Cancel, except that it closes no window in which there is work: it may come a moment too late."""
        at_work = self.draft.snapshot is not None and self.page is not Step.RESULT
        if self.busy is not None or self.exploring or not at_work:
            self._cancel()

    def _say_stopped(self, *, writes: bool) -> None:
        self.notice = words.STOPPED_UNWRITTEN if writes else words.STOPPED_READING
        self._step_back()
        self.refresh()
        self._focus_again()
        announce(self, self.notice)

    def _hint(self, sentence: str, control: QWidget | None) -> None:
        self.notice = sentence
        self.refresh()
        page = self._page(self.page)
        page.show_notice()
        if control is not None:
            control.setFocus(Qt.FocusReason.OtherFocusReason)
            page.area.ensureWidgetVisible(control)
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

    def _next_part(self) -> None:
        """F6: from the rail to the page to the buttons and round again."""
        focus = QApplication.focusWidget()
        page = self._shown()
        if focus is not None and self.rail.isAncestorOf(focus):
            (page.first() or self.cancel).setFocus(Qt.FocusReason.OtherFocusReason)
        elif focus is not None and page.isAncestorOf(focus):
            last = next((each for each in (self.commit, self.next, self.leave) if each.isVisible()), self.cancel)
            (last if last.isEnabled() else self.cancel).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.rail.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Enter goes on, where nothing else took it. It never commits."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.next.isVisible() and self.next.isEnabled():
            self._next()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """The keyboard starts at the first question."""
        super().showEvent(event)
        if self.focusWidget() is None:
            self._focus_page()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """A write is never cut off: the window waits for the change under way."""
        if self.busy is not None and self.busy.writes and self.tasks.busy:
            self._closing = True
            self.busy = replace(self.busy, stopping=True)
            self.tasks.cancel()
            self.refresh()
            event.ignore()
            return
        self.tasks.abandon()
        event.accept()
