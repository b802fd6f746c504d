"""What the window shows, derived anew after every change from page, draft and what is under way."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sopwizard.domain import wizard
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.target import DEFAULT_SCENARIO, TRAINING_PREFIX, Target
from sopwizard.domain.wizard import Page as Step
from sopwizard.services.actions import Action
from sopwizard.text import window as words
from sopwizard.ui.colours import Tone
from sopwizard.ui.frame import Frame
from sopwizard.ui.insight import Insight
from sopwizard.ui.names import restyle
from sopwizard.ui.steps import entries, written

if TYPE_CHECKING:
    from sopwizard.text.errors import Explanation
    from sopwizard.ui.busy import Busy
    from sopwizard.ui.explore.area import ExploreArea
    from sopwizard.ui.page import Page
    from sopwizard.ui.wiring import Wiring

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


class Showing(Frame):
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
        self.exploring = False
        self._closing = False
        self._refreshing = False
        self._area: ExploreArea | None = None
        self._pages: dict[Step, Page] = {}

    def listen(self, page: Page) -> None:
        """Hear what a page has to say, from when it was built."""
        raise NotImplementedError

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
        self.cancel.setEnabled(not self.busy.stopping)
        self.progress.show_progress(self.busy.said(closing=self._closing), self.busy.progress)
        self.progress.show()

    def _page(self, step: Step) -> Page:
        """The page, built when it is first needed."""
        if step not in self._pages:
            module, name = _MODULES[step]
            page: Page = getattr(import_module(f"sopwizard.ui.pages.{module}"), name)(self.insight, self.wiring)
            self.listen(page)
            self._pages[step] = page
            self.stack.addWidget(page)
        return self._pages[step]

    def _shown(self) -> Page:
        """The page that is seen: a step's, or one of the area beside the wizard."""
        return self._area.page if self._area is not None and self.exploring else self._page(self.page)
