"""Whether the flag shall be on, and what it changes."""

from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QWidget

from sopwizard.domain.model.draft import Draft
from sopwizard.domain.wizard import Page as Step
from sopwizard.text import pages as words
from sopwizard.ui import theme
from sopwizard.ui.colours import Tone
from sopwizard.ui.insight import Insight
from sopwizard.ui.page import Page
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.choice import Choice
from sopwizard.ui.widgets.table import Table
from sopwizard.ui.wiring import Wiring


class OrderProcessingPage(Page):
    """Two answers; what they are called depends on what the environment holds."""

    step = Step.ORDER_PROCESSING
    name = "orderProcessing"

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__(insight, wiring)
        self._draft = Draft()
        self.on = Choice("sopOn", words.sop_on(None), words.sop_on_more())
        self.on.remark(words.RECOMMENDED)
        self.off = Choice("sopOff", words.sop_off(None), words.sop_off_more(None))
        group = QButtonGroup(self)
        for choice in (self.on, self.off):
            group.addButton(choice.radio)
            self.body.addWidget(choice)
        card = Card("effects", words.EFFECTS)
        self.effects = Table("effectsTable", words.EFFECTS, (words.EFFECT, words.WHEN_OFF, words.WHEN_ON))
        self.effects.fill(words.effects())
        card.add(self.effects)
        card.line("effectsSource", words.EFFECTS_SOURCE, "caption")
        self.body.addWidget(card)
        self.on.radio.clicked.connect(lambda _checked=False: self._choose(sop=True))
        self.off.radio.clicked.connect(lambda _checked=False: self._choose(sop=False))

    def question(self) -> str:
        """The title."""
        return words.ORDER_PROCESSING

    def first(self) -> QWidget:
        """The chosen answer."""
        return self.on.radio if self._draft.choices.sop else self.off.radio

    def show_draft(self, draft: Draft) -> None:
        """Show what is and what was chosen."""
        self._draft = draft
        now = draft.snapshot.organization.sop_enabled if draft.snapshot else None
        sop = draft.choices.sop
        self.soft.setText(words.sop_now(now))
        self.on.say_choice(words.sop_on(now), words.sop_on_more())
        self.off.say_choice(words.sop_off(now), words.sop_off_more(now))
        self.on.remark(words.RECOMMENDED, Tone.ACCENT)
        (self.on if sop else self.off).radio.setChecked(True)
        for column, name in enumerate((words.WHEN_OFF, words.WHEN_ON), start=1):
            ours = (column == 2) is sop  # noqa: PLR2004  the column for on
            self.effects.head(column, words.chosen(name) if ours else name)
            for row in range(self.effects.rowCount()):
                self.effects.tint(row, column, theme.colours().text if ours else theme.colours().soft)

    def _choose(self, *, sop: bool) -> None:
        if sop is not self._draft.choices.sop:
            self.answered.emit(self._draft.with_choices(replace(self._draft.choices, sop=sop)))
