"""The area beside the wizard: a list of topics, and a page for each. It is there at any step, also at the first."""

from enum import StrEnum, unique
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QStackedWidget, QWidget

from sopwizard.domain.model.draft import Draft
from sopwizard.text import explore as words
from sopwizard.ui.explore.discounts import DiscountLab
from sopwizard.ui.explore.doctor import Doctor
from sopwizard.ui.explore.legacy import LegacyChapter
from sopwizard.ui.explore.life import LifePanel
from sopwizard.ui.explore.numbers import NumbersLab
from sopwizard.ui.explore.rulebook import RulebookPanel
from sopwizard.ui.insight import Insight
from sopwizard.ui.names import named
from sopwizard.ui.page import Page
from sopwizard.ui.pages.preview_prices import PricesTab
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.wiring import Wiring


@unique
class Topic(StrEnum):
    """What can be explored, in the order of the list."""

    LIFE = "life"
    PRICING = "pricing"
    NUMBERS = "numbers"
    DOCTOR = "doctor"
    LEGACY = "legacy"
    RULEBOOK = "rulebook"


class IndexPage(Page):
    """One card a topic."""

    name = "explore"
    opened = Signal(object)

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__(insight, wiring)
        self.soft.setText(words.EXPLORE_SOFT)
        grid = QGridLayout()
        grid.setSpacing(12)
        self.buttons: dict[Topic, QPushButton] = {}
        for place, topic in enumerate(Topic):
            title, about = words.topic(topic.value)
            card = Card(f"topic-{topic.value}", title)
            card.line(f"topic-{topic.value}-about", about)
            card.body.addStretch(1)
            pressed = partial(self.opened.emit, topic)
            opener = button(f"open-{topic.value}", words.OPEN, pressed)
            opener.setAccessibleName(title)
            card.body.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
            policy = card.sizePolicy()
            policy.setVerticalPolicy(policy.Policy.Preferred)
            card.setSizePolicy(policy)
            self.buttons[topic] = opener
            grid.addWidget(card, place // 2, place % 2)
        self.body.addLayout(grid)

    def question(self) -> str:
        """The title."""
        return words.EXPLORE_TITLE

    def show_draft(self, draft: Draft) -> None:
        """The topics are always the same."""

    def first(self) -> QWidget:
        """The first topic."""
        return self.buttons[Topic.LIFE]


class TopicPage(Page):
    """One topic: its panels, and a way back to the list."""

    left = Signal()

    def __init__(self, topic: Topic, insight: Insight, wiring: Wiring) -> None:
        self.topic = topic
        self.name = f"explore{topic.value.title()}"
        super().__init__(insight, wiring)
        self.soft.setText(words.topic(topic.value)[1])
        self.all = button("allTopics", words.ALL_TOPICS, self.left.emit, weight="quiet")
        self.head.insertWidget(0, self.all, 0, Qt.AlignmentFlag.AlignLeft)
        self.panels = self._panels()
        for panel in self.panels:
            self.body.addWidget(panel)

    def question(self) -> str:
        """The title."""
        return words.topic(self.topic.value)[0]

    def show_draft(self, draft: Draft) -> None:
        """Show what hangs on the environment and the choices."""
        for panel in self.panels:
            if isinstance(panel, LifePanel):
                panel.choose_map(draft.choices.map_id)
            elif isinstance(panel, PricesTab | NumbersLab | Doctor | LegacyChapter):
                panel.show_draft(draft)

    def first(self) -> QWidget:
        """What is used first."""
        panel = self.panels[0]
        if isinstance(panel, LifePanel):
            return panel.ready
        if isinstance(panel, NumbersLab):
            return panel.scm.pattern
        if isinstance(panel, Doctor):
            return panel.list
        return panel.search if isinstance(panel, RulebookPanel) else self.all

    def _panels(self) -> tuple[QWidget, ...]:
        match self.topic:
            case Topic.LIFE:
                life = LifePanel(self.insight, "happy-path")
                life.task.connect(self.task)
                return (life,)
            case Topic.PRICING:
                return PricesTab(self.insight), DiscountLab()
            case Topic.NUMBERS:
                return (NumbersLab(),)
            case Topic.DOCTOR:
                return (Doctor(self.insight),)
            case Topic.LEGACY:
                return (LegacyChapter(self.insight),)
            case Topic.RULEBOOK:
                return (RulebookPanel(),)


class ExploreArea(QStackedWidget):
    """The list and the topics; a topic is built when it is first opened."""

    task = Signal(object)
    """A callable taking a Job: a file is read or written."""
    moved = Signal()
    """Another page is shown."""

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__()
        named(self, "exploreArea", words.EXPLORE_TITLE)
        self._insight, self._wiring = insight, wiring
        self._draft = Draft()
        self._topics: dict[Topic, TopicPage] = {}
        self.index = IndexPage(insight, wiring)
        self.index.opened.connect(self.open)
        self.addWidget(self.index)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        shown = self.currentWidget()
        return shown if isinstance(shown, Page) else self.index

    def show_draft(self, draft: Draft) -> None:
        """Show what hangs on the environment and the choices."""
        self._draft = draft
        self.page.show_draft(draft)

    def open(self, topic: Topic) -> None:
        """Show that topic."""
        if topic not in self._topics:
            page = TopicPage(topic, self._insight, self._wiring)
            page.left.connect(self.leave)
            page.task.connect(self.task)
            self._topics[topic] = page
            self.addWidget(page)
        self._topics[topic].show_draft(self._draft)
        self._turn(self._topics[topic])
        self.page.area.verticalScrollBar().setValue(0)

    def open_rule(self, rule_id: str) -> None:
        """Show the rulebook at that rule."""
        self.open(Topic.RULEBOOK)
        for panel in self._topics[Topic.RULEBOOK].panels:
            if isinstance(panel, RulebookPanel):
                panel.show_rule(rule_id)

    def leave(self) -> None:
        """Back to the list, to the topic that was open."""
        page = self.page
        self._turn(self.index)
        if isinstance(page, TopicPage):
            self.index.buttons[page.topic].setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, page: Page) -> None:
        self.setCurrentWidget(page)
        first = page.first()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.moved.emit()
