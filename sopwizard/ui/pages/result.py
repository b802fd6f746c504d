"""What was done, as it was found when everything was read again."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sopwizard.domain import cells
from sopwizard.domain.aftermath import flag_after, may_have_written
from sopwizard.domain.model.changes import Change, Verdict
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.runs import ChangeResult, Outcome
from sopwizard.domain.model.states import ChangeState, RunKind, RunOutcome
from sopwizard.domain.wizard import Page as Step
from sopwizard.services.actions import Action
from sopwizard.services.job import Job
from sopwizard.text import changes
from sopwizard.text import pages as page_words
from sopwizard.text import result_pages as words
from sopwizard.text import window as frame
from sopwizard.text.errors import explain
from sopwizard.ui import theme
from sopwizard.ui.colours import Tone
from sopwizard.ui.insight import Insight
from sopwizard.ui.names import lead_through
from sopwizard.ui.page import Page
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card, empty
from sopwizard.ui.widgets.labels import label, selectable
from sopwizard.ui.widgets.saving import ask_where
from sopwizard.ui.widgets.table import Table
from sopwizard.ui.wiring import Wiring

_MADE = frozenset({ChangeState.VERIFIED, ChangeState.APPLIED})
_WELL = frozenset({RunOutcome.DONE, RunOutcome.NOTHING_TO_DO})
_STATE = 4


class ResultPage(Page):
    """Values, what failed and why, the run's id; report, reading again, and going on with what is left."""

    step = Step.RESULT
    name = "result"

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__(insight, wiring)
        self._draft = Draft()
        self.verified = Card("verified", " ", (words.VERIFIED, Tone.OK))
        self.differences = self.verified.line("verifiedDifferences", kind="body")
        self.failures = QVBoxLayout()
        self.failures.setSpacing(12)
        card = Card("resultCard")
        card.heading.hide()
        self.table = Table("resultTable", words.RESULT_TABLE, words.RESULT_COLUMNS)
        self.table.widths(1, 0, 0, 0, 0)
        card.add(self.table)
        self.table_card = card
        self.next = Card("nextChecks", words.NEXT_CHECKS)
        self.next_lines = self.next.line("nextChecksText", kind="body")
        run_card = Card("runCard", words.RUN)
        self.copy_run = button("copyRunButton", words.COPY_RUN, self._copy)
        run_card.action(self.copy_run)
        self.run_line = selectable(run_card.line("runId"))
        row = QHBoxLayout()
        row.setSpacing(12)
        self.save = button("saveReportButton", words.SAVE_REPORT, self._save)
        self.again = button("verifyAgainButton", words.READ_AGAIN, lambda: self.asked.emit(Action.VERIFY))
        self.review = button("reviewAgainButton", words.REVIEW_AGAIN, self._review)
        for each in (self.save, self.again, self.review):
            row.addWidget(each)
        row.addStretch(1)
        self.saved = selectable(label("savedReport", "", "soft"))
        self.saved.hide()
        run_card.body.addLayout(row)
        run_card.add(self.saved)
        self.body.addWidget(self.verified)
        self.body.addLayout(self.failures)
        for part in (card, self.next, run_card):
            self.body.addWidget(part)
        if wiring.save_report is None:
            self.save.hide()

    def question(self) -> str:
        """The title before there is a result."""
        return frame.step_name(Step.RESULT)

    def first(self) -> QWidget:
        """The table of values."""
        return self.table if not self.table_card.isHidden() else self.again

    def show_draft(self, draft: Draft) -> None:
        """Show the outcome."""
        if draft.outcome is None or draft.snapshot is None:
            return
        if self._draft.outcome is None or self._draft.outcome.run.run_id != draft.outcome.run.run_id:
            self.saved.hide()
        self._draft = draft
        outcome, run = draft.outcome, draft.outcome.run
        environment = run.organization_name or frame.environment_name(draft.snapshot)
        self.title.setText(words.result_title(run.kind, run.outcome, environment, sop=run.choices.sop))
        made = sum(result.state in _MADE for result in run.results)
        at = page_words.clock_time(run.finished or run.started)
        self.soft.setText(words.result_soft(at, len(run.results), made))
        self._show_table(outcome)
        self._show_verdicts(outcome)
        self._show_failures(outcome)
        well = run.outcome in _WELL
        self.next.setVisible(well)
        self.next_lines.setText("\n".join(words.next_checks(flag_after(run))))
        self.run_line.setText(words.run_line(run.run_id, wrote=may_have_written(run)))
        self.review.setVisible(not well or run.kind is RunKind.UNDO)

    def _show_table(self, outcome: Outcome) -> None:
        results, snapshot = outcome.run.results, self._draft.snapshot
        found = {}
        if outcome.verdicts is not None and snapshot is not None:  # a row that was left alone was read again as well
            found = {each.change.cell: cells.value(snapshot, each.change.cell) for each in results}
        found |= {verdict.cell: verdict.actual for verdict in outcome.verdicts or ()}
        rows = [self._row(each.change, found.get(each.change.cell), words.state(each)) for each in results]
        rows += [self._row(each, found.get(each.cell), words.right_already()) for each in outcome.run.already_right]
        self.table.fill(rows)
        colours = theme.colours()
        for at, result in enumerate(results):
            ink = colours.ok if result.state in _MADE else colours.warning
            self.table.tint(at, _STATE, colours.blocker if result.state is ChangeState.FAILED else ink, bold=True)
        self.table_card.setVisible(bool(rows))

    @staticmethod
    def _row(change: Change, found: bool | None, state: str) -> tuple[str, ...]:  # noqa: FBT001  a cell's value
        return (
            changes.label(change),
            changes.value(change.before),
            changes.value(change.after),
            changes.value(found),
            state,
        )

    def _show_verdicts(self, outcome: Outcome) -> None:
        verdicts, chip = outcome.verdicts, self.verified.chip
        lines = tuple(self._difference(verdict) for verdict in verdicts or () if not verdict.ok)
        if verdicts is None:
            right, title = False, words.not_read_again(stopped=outcome.run.outcome is RunOutcome.CANCELLED)
            made = {each.state for each in outcome.run.results} & _MADE
            lines = (words.not_read_again_more(read_back=made == {ChangeState.VERIFIED}),)
        else:
            right = all(verdict.ok for verdict in verdicts)
            title = words.verdict_title(sum(verdict.ok for verdict in verdicts), len(verdicts))
        self.verified.say(title)
        self.verified.setVisible(verdicts is None or bool(verdicts))
        if chip is not None:
            chip.say(words.VERIFIED if right else words.UNVERIFIED, Tone.OK if right else Tone.WARNING)
        self.differences.setText("\n".join(lines))
        self.differences.setVisible(bool(lines))

    @staticmethod
    def _difference(verdict: Verdict) -> str:
        return words.verdict_difference(
            changes.cell_label(verdict.cell, verdict.row_name),
            changes.value(verdict.expected),
            changes.value(verdict.actual),
        )

    def _show_failures(self, outcome: Outcome) -> None:
        empty(self.failures)
        cards: list[Card] = []
        for number, result in enumerate(outcome.run.results):
            if result.failure is not None:
                cards.append(self._failure(number, result))
                self.failures.addWidget(cards[-1])
        buttons = [each for card in cards for each in card.findChildren(QPushButton)]
        lead_through(*buttons, self.table, self.copy_run, self.save, self.again, self.review)

    @staticmethod
    def _failure(number: int, result: ChangeResult) -> Card:
        name = f"failure{number}"
        explanation = explain(result.failure) if result.failure else None
        made = result.state in _MADE
        tone = Tone.WARNING if made or result.state is ChangeState.CONFLICT else Tone.BLOCKER
        what = changes.label(result.change)
        heading = words.noted_change(what) if made else words.failed_change(what)
        card = Card(name, heading, (words.state(result), tone))
        if explanation is not None:
            card.line(f"{name}-happened", explanation.happened, "body")
            card.line(f"{name}-todo", explanation.todo)
            if explanation.request_id:
                selectable(card.line(f"{name}-requestId", frame.request_id(explanation.request_id), "caption"))
            block = frame.support_block(explanation)
            card.action(button(f"{name}-copy", frame.COPY_DETAILS.replace("&", ""), _copier(block)))
        return card

    def _review(self) -> None:
        """Read again, and come back to the Apply page with what is left."""
        self.wanted.emit(Step.APPLY)
        self.asked.emit(Action.SURVEY)

    def _copy(self) -> None:
        if self._draft.outcome is not None:
            QGuiApplication.clipboard().setText(self._draft.outcome.run.run_id)

    def _save(self) -> None:
        outcome, save = self._draft.outcome, self.wiring.save_report
        if outcome is None or save is None:
            return
        environment = outcome.run.organization_name or ""
        proposed = words.report_name(environment, outcome.run.started.date().isoformat())
        asked = words.SAVE_TITLE, self.wiring.report_filter
        ask_where(self, "saveReportDialog", asked, f"{proposed}.pdf", self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the report there, off the window's thread."""
        outcome, save = self._draft.outcome, self.wiring.save_report
        if outcome is None or save is None:
            return
        target = path if path.suffix else path.with_suffix(".pdf")

        def work(_job: Job) -> Callable[[], None]:
            save(outcome, target)
            return lambda: self._was_saved(target)

        self.task.emit(work)

    def _was_saved(self, path: Path) -> None:
        self.saved.setText(words.saved(str(path)))
        self.saved.show()


def _copier(text: str) -> Callable[[], None]:
    return lambda: QGuiApplication.clipboard().setText(text)
