"""The symptom doctor: what somebody sees at the left, causes ranked by the environment's own evidence at the right."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sopwizard.domain.model.draft import Draft
from sopwizard.domain.symptoms import Diagnosis, Support, diagnose
from sopwizard.services import lore
from sopwizard.text import findings as finding_words
from sopwizard.text import laboratories as words
from sopwizard.text import rules, status
from sopwizard.text import symptoms as symptom_words
from sopwizard.ui.colours import Tone
from sopwizard.ui.insight import Insight
from sopwizard.ui.widgets.card import Card, empty
from sopwizard.ui.widgets.labels import Chip, label, selectable
from sopwizard.ui.widgets.table import Table

if TYPE_CHECKING:
    from sopwizard.domain.model.findings import Finding

_TONES = {
    Support.SUPPORTED: Tone.WARNING,
    Support.UNKNOWN: Tone.TRAINING,
    Support.POSSIBLE: Tone.PLAIN,
    Support.RULED_OUT: Tone.OK,
}


class Doctor(QWidget):
    """It reads nothing itself: its evidence is what the check page has already found."""

    def __init__(self, insight: Insight) -> None:
        super().__init__()
        self._insight = insight
        self._findings: tuple[Finding, ...] | None = None
        symptoms = lore.symptoms()
        self.list = Table("doctorList", words.DOCTOR_LIST, (words.DOCTOR_LIST,), keep_marked=True)
        self.list.fill([(symptom_words.title(each),) for each in symptoms], [each.id for each in symptoms])
        self.list.setCurrentCell(0, 0)
        self.list.currentCellChanged.connect(lambda *_places: self._examine())
        left = Card("doctorSymptoms")
        left.add(self.list)
        self.verdict = Card("doctorVerdict", " ", (" ", Tone.PLAIN))
        self.remark = self.verdict.line("doctorRemark")
        self.causes = QVBoxLayout()
        self.causes.setSpacing(12)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.verdict)
        right.addLayout(self.causes)
        right.addStretch(1)
        beside = QVBoxLayout()
        beside.addWidget(left)
        beside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(beside, 2)
        row.addLayout(right, 3)

    def show_draft(self, draft: Draft) -> None:
        """Examine what was read of that environment."""
        findings = self._insight.findings(draft) if draft.snapshot else None
        if findings is not self._findings or not self.causes.count():
            self._findings = findings
            self._examine()

    def _examine(self) -> None:
        examination = diagnose(lore.symptoms()[max(self.list.currentRow(), 0)], self._findings or ())
        read = self._findings is not None
        self.verdict.say(symptom_words.title(examination.symptom))
        self.remark.setText(symptom_words.verdict(examination) if read else words.DOCTOR_NOTHING_READ)
        chip = self.verdict.chip
        if chip is not None:
            if not read:
                chip.say(words.NOT_EXAMINED, Tone.PLAIN)
            elif examination.nothing_supports_it:
                chip.say(words.HEALTHY_CHIP, Tone.OK if examination.everything_was_read else Tone.TRAINING)
            else:
                chip.say(symptom_words.support(examination.diagnoses[0]), _TONES[Support.SUPPORTED])
        empty(self.causes)
        against = [each for each in examination.diagnoses if read and each.support is Support.RULED_OUT]
        for number, each in enumerate(examination.diagnoses):
            if each not in against:
                self.causes.addWidget(self._cause(number, each, read=read))
        if against:
            self.causes.addWidget(self._ruled_out(against))

    @staticmethod
    def _cause(number: int, diagnosis: Diagnosis, *, read: bool) -> Card:
        name, said = f"cause{number}", symptom_words.cause(diagnosis)
        card = Card(name, said.title)
        if read:
            card.body.insertWidget(
                0, Chip(f"{name}Support", symptom_words.support(diagnosis), _TONES[diagnosis.support])
            )
        card.line(f"{name}Why", said.why)
        for part, findings, sentence in (
            ("For", diagnosis.speaks_for, words.speaks_for),
            ("Against", diagnosis.against, words.speaks_against),
            ("Unread", diagnosis.unread, words.not_read),
        ):
            if findings:
                titles = [finding_words.title(each) for each in findings]
                selectable(card.line(f"{name}{part}", sentence(titles), "body"))
        selectable(card.line(f"{name}Probe", words.probe(said.probe), "body"))
        selectable(card.line(f"{name}Remedy", words.remedy(said.remedy), "body"))
        cause = diagnosis.cause
        source = words.cited(rules.source(lore.lore().source(cause.source)), cause.where)
        card.line(f"{name}Source", f"{source}; {status.confidence(cause.confidence)}", "caption")
        return card

    @staticmethod
    def _ruled_out(against: list[Diagnosis]) -> Card:
        card = Card("ruledOut", words.RULED_OUT)
        for number, each in enumerate(against):
            part = QVBoxLayout()
            part.setSpacing(2)
            part.addWidget(label(f"ruledOut{number}", symptom_words.cause(each).title))
            titles = [finding_words.title(found) for found in each.against]
            part.addWidget(selectable(label(f"ruledOut{number}Against", words.speaks_against(titles), "soft")))
            card.body.addLayout(part)
        return card
