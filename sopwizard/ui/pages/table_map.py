"""Which order map the work is for, beside the evidence for the one that runs."""

from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QWidget

from sopwizard.domain.checks import map_evidence_rows
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.wizard import Page as Step
from sopwizard.text import findings, status
from sopwizard.text import pages as words
from sopwizard.ui.colours import Tone
from sopwizard.ui.insight import Insight
from sopwizard.ui.page import Page
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.choice import Choice
from sopwizard.ui.widgets.labels import selectable
from sopwizard.ui.wiring import Wiring

ORDER = (MapId.DYNAMICS365, MapId.CDS, MapId.CLASSIC, MapId.DATA_INTEGRATOR)
_NAMES = {
    MapId.DYNAMICS365: "mapDynamics365",
    MapId.CDS: "mapCds",
    MapId.CLASSIC: "mapClassic",
    MapId.DATA_INTEGRATOR: "mapDataIntegrator",
}


class TableMapPage(Page):
    """Four answers; the running one carries a chip. A choice beside the evidence is warned about, never refused."""

    step = Step.TABLE_MAP
    name = "tableMap"

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__(insight, wiring)
        self._draft = Draft()
        self.mismatch = Card("mapMismatch", " ", (" ", Tone.WARNING))
        self.mismatch_detail = selectable(self.mismatch.line("mapMismatchDetail"))
        self.mismatch_todo = selectable(self.mismatch.line("mapMismatchTodo", kind="body"))
        self.mismatch.hide()
        self.choices: dict[MapId, Choice] = {}
        self.group = QButtonGroup(self)
        self.body.addWidget(self.mismatch)
        for map_id in ORDER:
            choice = Choice(_NAMES[map_id], status.map_name(map_id), status.about(map_id))
            choice.radio.clicked.connect(lambda _checked=False, chosen=map_id: self._choose(chosen))
            self.group.addButton(choice.radio)
            self.choices[map_id] = choice
            self.body.addWidget(choice)
        evidence = Card("mapEvidence", words.MAP_EVIDENCE)
        self.seen = selectable(evidence.line("mapEvidenceSentence", kind="body"))
        self.rows = selectable(evidence.line("mapEvidenceRows", kind="caption"))
        evidence.line("mapWritesNothing", words.MAP_WRITES_NOTHING)
        self.body.addWidget(evidence)

    def question(self) -> str:
        """The title."""
        return words.MAP

    def first(self) -> QWidget:
        """The chosen map, or the first."""
        return self.choices[self._draft.choices.map_id or ORDER[0]].radio

    def missing(self, draft: Draft) -> tuple[str, QWidget | None] | None:
        """A map must be chosen where none could be proposed."""
        return None if draft.choices.map_id else (words.CHOOSE_MAP, self.first())

    def show_draft(self, draft: Draft) -> None:
        """Show the choice and the evidence."""
        self._draft = draft
        evidence, plan = self.insight.evidence(draft), self.insight.plan(draft)
        if evidence is None or plan is None:
            return
        self.soft.setText(findings.evidence(evidence))
        self.seen.setText(findings.evidence(evidence))
        self.rows.setText("\n".join(map_evidence_rows(evidence.rows)))
        self.rows.setVisible(bool(evidence.rows))
        self.group.setExclusive(False)
        for map_id, choice in self.choices.items():
            choice.radio.setChecked(map_id is draft.choices.map_id)
            choice.remark(words.RUNS_HERE if map_id is evidence.running else "", Tone.OK)
        self.group.setExclusive(True)
        found = next((each for each in plan.findings if each.id == "map-mismatch"), None)
        self.mismatch.setVisible(found is not None)
        if found is not None:
            if self.mismatch.chip is not None:
                self.mismatch.chip.say(findings.severity(found.severity), Tone.WARNING)
            self.mismatch.say(findings.title(found))
            self.mismatch_detail.setText(findings.detail(found))
            self.mismatch_todo.setText(findings.fix(found))

    def _choose(self, map_id: MapId) -> None:
        self.answered.emit(self._draft.with_choices(replace(self._draft.choices, map_id=map_id)))
