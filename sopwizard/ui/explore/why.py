"""Why something is so: the rule behind it, its source and date, how well it is founded, and what speaks against it."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from sopwizard.domain.model.states import Confidence
from sopwizard.domain.statements import Rule
from sopwizard.services import lore
from sopwizard.text import explore as words
from sopwizard.text import rules, status
from sopwizard.text import window as frame
from sopwizard.ui.colours import Tone
from sopwizard.ui.names import named
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import label, selectable

TONES = {
    Confidence.PUBLISHED: Tone.OK,
    Confidence.INFERENCE: Tone.ACCENT,
    Confidence.UNVERIFIED: Tone.TRAINING,
    Confidence.FIELD_REPORT: Tone.WARNING,
}
_WIDTH, _HEIGHT = 620, 480


def rule_card(name: str, rule: Rule) -> Card:
    """One rule with everything that is known about it."""
    index = lore.lore()
    card = Card(name, rules.sentence(rule), (status.confidence_word(rule.confidence), TONES[rule.confidence]))
    selectable(card.line(f"{name}Source", rules.provenance(rule, index)))
    for number, found in enumerate(index.contradictions_of(rule)):
        title, sides, reading = rules.contradiction(found)
        part = QVBoxLayout()
        part.setSpacing(2)
        part.addWidget(label(f"{name}Against{number}", words.against(title), "strong"))
        for at, side in enumerate(sides):
            part.addWidget(selectable(label(f"{name}Against{number}Side{at}", words.side(side))))
        part.addWidget(selectable(label(f"{name}Against{number}Reading", words.reading(reading), "soft")))
        card.body.addLayout(part)
    said = index.statements_of(f"rule:{rule.id}")
    for number, statement in enumerate(said):
        line = words.said(rules.source(index.source(statement.source)), statement.where, rules.says(statement))
        selectable(card.line(f"{name}Statement{number}", line, "caption"))
    card.line(f"{name}Id", words.rule_id(rule.id), "caption")
    return card


@runtime_checkable
class Rulebook(Protocol):
    """A window that can show its rulebook."""

    def show_rule(self, rule_id: str) -> None:
        """Show that rule there."""


class WhyBox(QDialog):
    """One or more rules. Esc or Close takes it away, and nothing was changed by it."""

    rule_wanted = Signal(str)
    """The id of a rule that the user wants to see in the rulebook."""

    def __init__(self, parent: QWidget, subject: str, rule_ids: Sequence[str], remark: str = "") -> None:
        super().__init__(parent)
        named(self, "whyDialog", words.WHY_TITLE)
        self.setWindowTitle(words.WHY_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        known = {rule.id: rule for rule in lore.lore().rules}
        inside = named(QWidget(), "pageBody")
        cards = QVBoxLayout(inside)
        cards.setContentsMargins(24, 24, 24, 12)
        cards.setSpacing(12)
        cards.addWidget(label("whyTitle", subject, "title"))
        if remark:
            cards.addWidget(label("whyRemark", remark))
        for number, rule_id in enumerate(dict.fromkeys(rule_ids)):
            if rule_id in known:
                cards.addWidget(self._card(f"whyRule{number}", known[rule_id]))
        cards.addStretch(1)
        area = named(QScrollArea(), "whyScroll", words.WHY_TITLE)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        self.close_button = button("whyClose", frame.CLOSE, self.accept)
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 16)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area, 1)
        column.addLayout(row)
        self.resize(_WIDTH, _HEIGHT)
        self.close_button.setDefault(True)
        self.close_button.setFocus()

    def _card(self, name: str, rule: Rule) -> Card:
        card = rule_card(name, rule)
        if isinstance(self.parent(), Rulebook):
            opener = button(f"{name}Open", words.IN_RULEBOOK, lambda: self._leave_for(rule.id), weight="quiet")
            opener.setAccessibleName(words.in_rulebook(rules.sentence(rule)))
            card.body.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _leave_for(self, rule_id: str) -> None:
        self.accept()
        self.rule_wanted.emit(rule_id)


def explain(parent: QWidget, subject: str, rule_ids: Sequence[str], remark: str = "") -> None:
    """Open the box over that widget's window."""
    window = parent.window()
    box = WhyBox(window, subject, rule_ids, remark)
    if isinstance(window, Rulebook):
        box.rule_wanted.connect(window.show_rule)
    box.open()
