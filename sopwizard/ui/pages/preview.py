"""What orders will look like: statuses, prices, buttons and locks. Worked out, never read or written."""

from PySide6.QtWidgets import QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from sopwizard.domain.model import Draft
from sopwizard.domain.wizard import Page as Step
from sopwizard.text import pages as words
from sopwizard.text import status
from sopwizard.ui.insight import Insight
from sopwizard.ui.names import named
from sopwizard.ui.page import Page
from sopwizard.ui.pages.preview_buttons import ButtonsTab
from sopwizard.ui.pages.preview_prices import PricesTab
from sopwizard.ui.pages.preview_status import StatusTab
from sopwizard.ui.start import Wiring


class PreviewPage(Page):
    """Three tabs; the page is as high as the one that is shown."""

    step = Step.PREVIEW
    name = "preview"

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__(insight, wiring)
        self.tabs = named(QTabWidget(), "previewTabs", words.PREVIEW)
        self.tabs.setDocumentMode(True)
        named(self.tabs.tabBar(), "previewTabBar", words.PREVIEW)
        self.tabs.tabBar().setExpanding(False)
        self.status = StatusTab(insight)
        self.prices = PricesTab(insight)
        self.buttons = ButtonsTab()
        self._parts: tuple[StatusTab | PricesTab | ButtonsTab, ...] = (self.status, self.prices, self.buttons)
        for part, title in zip(self._parts, (words.TAB_STATUS, words.TAB_PRICES, words.TAB_BUTTONS), strict=True):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 12, 0, 0)
            column.addWidget(part)
            column.addStretch(1)
            self.tabs.addTab(holder, title)
        self.tabs.currentChanged.connect(self._fit)
        self._fit(0)
        self.body.addWidget(self.tabs)

    def question(self) -> str:
        """The title."""
        return words.PREVIEW

    def first(self) -> QWidget:
        """The tabs."""
        return self.tabs.tabBar()

    def show_draft(self, draft: Draft) -> None:
        """Show the chosen map and flag in every tab."""
        if draft.choices.map_id is None:
            return
        table = self.insight.rulebook.table(draft.choices.map_id)
        self.soft.setText(words.preview_soft(status.map_name(table.id), words.table_of(table.date)))
        for part in self._parts:
            part.show_draft(draft)

    def _fit(self, shown: int) -> None:
        for at in range(self.tabs.count()):
            policy = QSizePolicy.Policy.Preferred if at == shown else QSizePolicy.Policy.Ignored
            self.tabs.widget(at).setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.tabs.updateGeometry()
