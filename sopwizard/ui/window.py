"""The window: what pages say, and what buttons and keys do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from sopwizard.domain import wizard
from sopwizard.domain.wizard import Page as Step
from sopwizard.services.actions import Action
from sopwizard.ui.names import announce
from sopwizard.ui.working import Working

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent

    from sopwizard.domain.model.draft import Draft
    from sopwizard.ui.page import Page
    from sopwizard.ui.wiring import Wiring


class Window(Working):
    """The whole: listens to its pages, its rail, its buttons and the keyboard."""

    def __init__(self, wiring: Wiring) -> None:
        super().__init__(wiring)
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

    def listen(self, page: Page) -> None:
        """Every page speaks in the same ways."""
        page.answered.connect(self._answered)
        page.asked.connect(self.ask)
        page.wanted.connect(self.go)
        page.task.connect(self._side_work)
        page.reading.connect(self._side_reading)
        page.undoing.connect(self._undo_earlier)
        page.touched.connect(self._touched)

    def open_check(self, path: Path) -> None:
        """Have a saved check stand for the environment, as the first page's button does."""
        from sopwizard.ui.pages.open_check import OpenCheck  # noqa: PLC0415  it is there with the first page

        opener = self._page(Step.ENVIRONMENT).findChild(OpenCheck)
        if opener is not None:
            opener.open_from(path)

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
            self.busy = replace(self.busy, stopping=True)
            self.tasks.cancel()
            self.refresh()
        else:
            self.tasks.abandon()
            self._end()
            self._say_stopped(writes=False)

    def _escape(self) -> None:
        """As Cancel; but what came a moment too late to stop a reading does not throw away what was read."""
        late = self.just_ended and self.draft.snapshot is not None and self.page is not Step.RESULT
        if self.busy is not None or self.exploring or not late:
            self._cancel()

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
