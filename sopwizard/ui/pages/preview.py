"""What orders will look like: statuses, an order's life, prices, buttons and locks, and the orders that exist."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sopwizard.domain.model.draft import Draft
from sopwizard.domain.wizard import Page as Step
from sopwizard.text import explore as explore_words
from sopwizard.text import preview_page as words
from sopwizard.text import status
from sopwizard.ui.explore.discounts import DiscountLab
from sopwizard.ui.explore.life import LifePanel
from sopwizard.ui.insight import Insight
from sopwizard.ui.page import Page
from sopwizard.ui.pages.preview_buttons import ButtonsTab
from sopwizard.ui.pages.preview_orders import OrdersTab
from sopwizard.ui.pages.preview_prices import PricesTab
from sopwizard.ui.pages.preview_status import StatusTab
from sopwizard.ui.widgets.tabs import Tabs
from sopwizard.ui.wiring import Wiring


class LifeTab(QWidget):
    """An order's life, under the chosen flag to begin with. It is built when it is first looked at."""

    def __init__(self, insight: Insight, page: Page) -> None:
        super().__init__()
        self._insight, self._page = insight, page
        self._draft = Draft()
        self.panel: LifePanel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def open(self) -> None:
        """Build it, once."""
        if self.panel is None:
            self.panel = LifePanel(self._insight, "happy-path")
            self.panel.task.connect(self._page.task)
            self._column.addWidget(self.panel)
            self.panel.show()
        self.panel.choose_map(self._draft.choices.map_id)

    def show_draft(self, draft: Draft) -> None:
        """Show the chosen map."""
        self._draft = draft
        if self.panel is not None:
            self.panel.choose_map(draft.choices.map_id)


class PreviewPage(Page):
    """Five tabs: statuses, an order's life, prices, buttons and locks, existing orders."""

    step = Step.PREVIEW
    name = "preview"

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__(insight, wiring)
        self.tabs = Tabs("previewTabs", words.PREVIEW)
        self.status = StatusTab(insight)
        self.status.task.connect(self.task)
        self.life = LifeTab(insight, self)
        self.prices = PricesTab(insight)
        self.buttons = ButtonsTab()
        self.orders = OrdersTab(insight, wiring)
        self.orders.task.connect(self.reading)
        priced = QWidget()
        column = QVBoxLayout(priced)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.prices)
        column.addWidget(DiscountLab())
        self._parts = (self.status, self.life, self.prices, self.buttons, self.orders)
        for part, title in (
            (self.status, words.TAB_STATUS),
            (self.life, explore_words.TAB_LIFE),
            (priced, words.TAB_PRICES),
            (self.buttons, words.TAB_BUTTONS),
            (self.orders, explore_words.TAB_ORDERS),
        ):
            self.tabs.add(part, title)
        self.tabs.bar.currentChanged.connect(lambda at: self.life.open() if at == 1 else None)
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
