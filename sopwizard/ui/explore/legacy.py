"""The chapter on Prospect to cash with the Data Integrator."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sopwizard.domain import legacy as chapter
from sopwizard.domain.legacy import Answer
from sopwizard.domain.model.draft import Draft
from sopwizard.services import lore
from sopwizard.text import laboratories as words
from sopwizard.text import legacy as legacy_words
from sopwizard.text import rules
from sopwizard.ui.colours import Tone
from sopwizard.ui.insight import Insight
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.table import Table

_TONES = {Answer.YES: Tone.WARNING, Answer.NO: Tone.OK, Answer.UNKNOWN: Tone.TRAINING, Answer.BY_HAND: Tone.PLAIN}


class LegacyChapter(QWidget):
    """What it was, and whether this environment still has it."""

    def __init__(self, insight: Insight) -> None:
        super().__init__()
        self._insight = insight
        book = lore.legacy()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.traces_card = Card("legacyTraces", words.TRACES_HEADING, (" ", Tone.PLAIN))
        self.traces_card.line("legacyAbout", legacy_words.about())
        self.verdict = self.traces_card.line("legacyVerdict", kind="strong")
        self.traces = Table("legacyTracesTable", words.TRACES_HEADING, words.TRACE_COLUMNS)
        self.traces.widths(4, 1)
        self.traces_card.add(self.traces)
        self._column.addWidget(self.traces_card)
        self.preconditions = self._table("legacyPreconditions", words.PRECONDITIONS_HEADING, words.PRECONDITION_COLUMNS)
        self.preconditions.widths(4, 3, 2)
        statuses = self._table(
            "legacyStatuses", words.STATUSES_HEADING, words.STATUS_COLUMNS, note=legacy_words.order_note()
        )
        statuses.widths(1, 3)
        statuses.fill([(each.name, legacy_words.status(each)) for each in chapter.inferred_order(book)])
        tasks = self._table("legacyTasks", words.TASKS_HEADING, words.TASK_COLUMNS)
        tasks.widths(3, 2, 3)
        names = {task.id: task.name for task in book.tasks}
        tasks.fill(
            [
                (
                    legacy_words.task(task),
                    legacy_words.direction(task.direction),
                    words.task_after(names[need] for need in task.needs),
                )
                for task in chapter.in_order(book.tasks)
            ]
        )
        steps = [(task.name, step) for task in book.tasks for step in task.steps]
        if steps:
            how = self._table("legacySteps", words.STEPS_HEADING, words.STEP_COLUMNS)
            how.widths(2, 3)
            how.fill(steps)
        flows = self._table("legacyFlows", words.FLOWS_HEADING, words.FLOW_COLUMNS)
        flows.widths(3, 1)
        flows.fill([(legacy_words.flow(flow), legacy_words.direction(flow.direction)) for flow in book.flows])
        entities = self._table(
            "legacyEntities",
            words.ENTITIES_HEADING,
            words.ENTITY_COLUMNS,
            note=rules.source(lore.lore().source(book.source)),
        )
        entities.fill([(pair.operations, pair.sales) for pair in book.entities])
        page = Card("legacyPage", words.ORDER_PAGE_HEADING)
        page.line("legacyButtons", words.hidden_buttons(book.hidden_buttons), "body")
        page.line("legacyFields", words.added_columns(book.fields), "body")
        self._column.addWidget(page)

    def show_draft(self, draft: Draft) -> None:
        """Look for it in what was read."""
        book, findings = lore.legacy(), self._insight.findings(draft)
        there = chapter.still_there(book, findings)
        self.verdict.setText(words.legacy_verdict(there.value))
        if self.traces_card.chip is not None:
            self.traces_card.chip.say(legacy_words.answer(there), _TONES[there])
        self.traces.fill(
            [
                (legacy_words.trace(trace), legacy_words.answer(answer))
                for trace, answer in chapter.traces(book, findings)
            ]
        )
        self.preconditions.fill(
            [
                (legacy_words.precondition(each), legacy_words.side(each.side), legacy_words.answer(answer))
                for each, answer in chapter.preconditions(book, findings)
            ]
        )

    def _table(self, name: str, heading: str, columns: Sequence[str], *, note: str = "") -> Table:
        card = Card(name, heading)
        table = Table(f"{name}Table", heading, columns)
        card.add(table)
        if note:
            card.line(f"{name}Note", note, "caption")
        self._column.addWidget(card)
        return table
