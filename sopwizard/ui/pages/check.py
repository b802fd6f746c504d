"""What the checks saw: blockers, warnings, unknown, advice as cards; what is in order folds into one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sopwizard.domain.confirmations import Confirmation
from sopwizard.domain.groups import Group, group_of
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.states import Severity
from sopwizard.domain.wizard import Page as Step
from sopwizard.services.actions import Action
from sopwizard.text import changes, findings, saved_check, status
from sopwizard.text import check_list as list_words
from sopwizard.text import pages as words
from sopwizard.text import window as frame
from sopwizard.ui.colours import Tone
from sopwizard.ui.explore.parts import Flow
from sopwizard.ui.insight import Insight
from sopwizard.ui.names import lead_through, named
from sopwizard.ui.page import Page
from sopwizard.ui.pages.check_list import Checklist
from sopwizard.ui.pages.finding_cards import NOT_READ, ORDER, TONES, cards, proof
from sopwizard.ui.pages.keep_check import KeepCheck
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card, empty
from sopwizard.ui.widgets.labels import Chip, label, selectable
from sopwizard.ui.wiring import Wiring

if TYPE_CHECKING:
    from sopwizard.domain.model.snapshot import Snapshot


class CheckPage(Page):
    """Read-only: it offers to read again, and leads to the pages where something can be done."""

    step = Step.CHECK
    name = "check"

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__(insight, wiring)
        self._shown: Snapshot | None = None
        self.read_again = button("readAgainButton", words.READ_AGAIN, lambda: self.asked.emit(Action.SURVEY))
        self.chips = Flow("counts", 12)
        row = QHBoxLayout()
        row.addWidget(self.chips, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.read_again)
        self.head.addLayout(row)
        self.listed = named(QWidget(), "findingsList", words.CHECK)
        self.cards = QVBoxLayout(self.listed)
        self.cards.setContentsMargins(0, 0, 0, 0)
        self.cards.setSpacing(12)
        self.body.addWidget(self.listed)
        self.checklist = Checklist(wiring.now)
        self.checklist.changed.connect(self._confirmed)
        self.checklist.hide()
        self.body.addWidget(self.checklist)
        self.keep = KeepCheck(wiring.performer, insight.rulebook)
        self.keep.task.connect(self.task)
        self.keep.hide()
        self.body.addWidget(self.keep)
        self._draft = Draft()

    def _confirmed(self, confirmations: tuple[Confirmation, ...]) -> None:
        self.answered.emit(self._draft.with_confirmations(confirmations))

    def question(self) -> str:
        """The title."""
        return words.CHECK

    def first(self) -> QWidget:
        """There is nothing to answer."""
        return self.read_again

    def show_draft(self, draft: Draft) -> None:
        """Show the findings of the snapshot; built again only for another one."""
        self._draft = draft
        self.checklist.setVisible(draft.snapshot is not None)
        self.keep.show_draft(draft)
        if draft.snapshot is not None:
            self.checklist.show_draft(draft, self.insight.checklist)
        if draft.snapshot is None or draft.snapshot is self._shown:
            return
        self._shown = draft.snapshot
        organization = draft.snapshot.organization
        self.soft.setText(
            words.read_at(draft.snapshot.taken, organization.organization_id)
            if draft.saved is None
            else saved_check.shown(draft.saved)
        )
        # What is still being read says nothing yet, good or bad.
        everything = self.insight.findings(draft)
        found = tuple(each for each in everything if NOT_READ not in each.evidence)
        # Half a check is not kept, and what is a file already neither.
        self.keep.setVisible(len(found) == len(everything) and draft.saved is None)
        self.chips.clear()
        for severity in (*ORDER, Severity.OK):
            count = sum(each.severity is severity for each in found)
            if count or severity is Severity.BLOCKER:
                tone = TONES[severity] if count else Tone.OK
                self.chips.add(Chip(f"count-{severity}", words.counted(severity, count), tone))
        empty(self.cards)
        for card in cards(found, self):
            self.cards.addWidget(card)
        fine = tuple(each for each in found if each.severity is Severity.OK)
        if fine:
            self.cards.addWidget(self._in_order(fine))
        self.cards.addWidget(self._facts(draft))
        lead_through(self.read_again, *self.listed.findChildren(QPushButton))

    def _in_order(self, fine: tuple[Finding, ...]) -> Card:
        card = Card("inOrder", words.in_order(len(fine)), (words.IN_ORDER, Tone.OK))
        for group in Group:
            subjects = ", ".join(findings.subject(each.id) for each in fine if group_of(each.id) is group)
            if subjects:
                card.line(f"inOrder-{group}", list_words.members(group, subjects))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(12)
        for each in fine:
            part = QVBoxLayout()
            part.setSpacing(2)
            part.addWidget(label(f"finding-{each.id}-title", findings.title(each), "strong"))
            part.addWidget(selectable(label(f"finding-{each.id}-detail", findings.detail(each), "soft")))
            for row, (heading, text) in enumerate(proof(each)):
                line = label(f"finding-{each.id}-proof{row}", f"{heading}: {text}", "caption")
                part.addWidget(selectable(line))
            column.addLayout(part)
        inside.hide()
        show = button("showInOrder", words.SHOW)
        show.clicked.connect(lambda _checked=False: _fold(inside, show))
        card.action(show)
        card.add(inside)
        return card

    def _facts(self, draft: Draft) -> Card:
        card = Card("facts", words.FACTS)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 5)
        pairs = zip(words.fact_names(), self._values(draft), strict=True)
        for row, (fact, value) in enumerate(pairs):
            grid.addWidget(label(f"factName{row}", fact, "soft"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(selectable(label(f"fact{row}", value)), row, 1, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(grid)
        return card

    def _values(self, draft: Draft) -> tuple[str, ...]:
        snapshot, evidence = draft.snapshot, self.insight.evidence(draft)
        if snapshot is None or evidence is None:
            return ()
        organization = snapshot.organization
        return (
            frame.environment_name(snapshot),
            organization.kind or words.not_read(),
            organization.version or words.not_read(),
            organization.organization_id,
            snapshot.caller.name or snapshot.caller.user_id,
            words.on_off(organization.sop_enabled),
            status.map_name(evidence.running) if evidence.running else findings.evidence(evidence),
            changes.value(organization.system_pricing),
        )


def _fold(inside: QWidget, show: QPushButton) -> None:
    hidden = inside.isHidden()
    inside.setVisible(hidden)
    show.setText(words.HIDE if hidden else words.SHOW)
