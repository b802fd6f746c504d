"""What orders will look like: statuses, prices, buttons and locks. Worked out, never read or written."""

from PySide6.QtWidgets import QWidget

from sopwizard.domain.model import Draft
from sopwizard.domain.wizard import Page as Step
from sopwizard.text import pages as words
from sopwizard.text import status
from sopwizard.ui.insight import Insight
from sopwizard.ui.page import Page
from sopwizard.ui.pages.preview_buttons import ButtonsTab
from sopwizard.ui.pages.preview_prices import PricesTab
from sopwizard.ui.pages.preview_status import StatusTab
from sopwizard.ui.widgets.tabs import Tabs
from sopwizard.ui.wiring import Wiring


class PreviewPage(Page):
    """Three tabs; statuses, prices, buttons and locks."""

    step = Step.PREVIEW
    name = "preview"

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__(insight, wiring)
        self.tabs = Tabs("previewTabs", words.PREVIEW)
        self.status = StatusTab(insight)
        self.prices = PricesTab(insight)
        self.buttons = ButtonsTab()
        self._parts: tuple[StatusTab | PricesTab | ButtonsTab, ...] = (self.status, self.prices, self.buttons)
        for part, title in zip(self._parts, (words.TAB_STATUS, words.TAB_PRICES, words.TAB_BUTTONS), strict=True):
            self.tabs.add(part, title)
        self.body.addWidget(self.tabs)

    def question(self) -> str:
        """The title."""
        return words.PREVIEW

    def first(self) -> QWidget:
        """The tabs."""
        return self.tabs.bar

    def show_draft(self, draft: Draft) -> None:
        """Show the chosen map and flag in every tab."""
        if draft.choices.map_id is None:
            return
        table = self.insight.rulebook.table(draft.choices.map_id)
        self.soft.setText(words.preview_soft(status.map_name(table.id), words.table_of(table.date)))
        for part in self._parts:
            part.show_draft(draft)
