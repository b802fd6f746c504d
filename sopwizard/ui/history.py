"""The runs of this computer: what can be undone, gone on with, or reported, also days later."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance

from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.ids import RunId
from sopwizard.domain.model.runs import Outcome, Run
from sopwizard.domain.model.states import RunKind
from sopwizard.services.actions import Action
from sopwizard.services.job import Job
from sopwizard.text import history as words
from sopwizard.text import result_pages, results
from sopwizard.ui.dialogs import Box, UndoBox
from sopwizard.ui.names import announce
from sopwizard.ui.page import Page
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.labels import label, selectable
from sopwizard.ui.widgets.saving import ask_where
from sopwizard.ui.widgets.table import Table
from sopwizard.ui.wiring import Runs

if TYPE_CHECKING:
    from sopwizard.services.undo import UndoReview


_Save = Callable[[Outcome, Path], None]
_MOST_ROWS, _FEWEST_ROWS = 8, 2  # of the list, at once


class HistoryBox(Box):
    """The list, and what can be done with the chosen run. It closes before anything begins."""

    undo_asked = Signal(object)
    resume_asked = Signal(object)
    report_asked = Signal(object)

    def __init__(self, page: Page, runs: tuple[Run, ...], damaged: tuple[RunId, ...], *, can_report: bool) -> None:
        super().__init__(page, "historyDialog", words.TITLE)
        self.setMinimumWidth(720)
        self._runs = runs
        self._rows = _MOST_ROWS
        self.column.addWidget(label("historyTitle", words.TITLE, "title"))
        self.column.addWidget(label("historySoft", words.SOFT if runs or damaged else words.NONE, "soft"))
        self.table = Table("historyTable", words.TABLE, words.COLUMNS, most_rows=_MOST_ROWS, keep_marked=True)
        self.table.widths(0, 0, 1, 0)
        self.about = label("historyAbout")
        if damaged:
            lost = f"{results.damaged(len(damaged))} {', '.join(damaged)}"
            self.column.addWidget(label("historyDamaged", lost, "strong"))
        self.column.addWidget(self.table)
        self.saved = selectable(label("historySaved", "", "soft"))
        self.saved.hide()
        self.column.addWidget(self.saved)
        self.column.addStretch(1)
        self.set_foot(self.about)
        self.report = button("historyReport", words.REPORT, lambda: self._ask(self.report_asked))
        self.resume = button("historyResume", words.RESUME, lambda: self._ask(self.resume_asked))
        self.undo = button("historyUndo", words.UNDO, lambda: self._ask(self.undo_asked))
        close = button("historyClose", words.CLOSE, self.reject)
        self.add_buttons(self.report, self.resume, self.undo, close)
        self.report.setVisible(can_report)
        self.table.setVisible(bool(runs))
        self.table.currentCellChanged.connect(self._chosen)
        self.table.fill([words.row(run) for run in runs])
        if runs:
            self.table.setCurrentCell(0, 0)
        self._chosen()
        close.setDefault(True)
        (self.table if runs else close).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _run(self) -> Run | None:
        row = self.table.currentRow()
        return self._runs[row] if 0 <= row < len(self._runs) else None

    def _chosen(self) -> None:
        run = self._run
        self.about.setText("" if run is None else words.about(run))
        self.about.setVisible(run is not None)
        self.report.setEnabled(run is not None)
        ended = run is not None and not run.going_on
        self.undo.setEnabled(ended and run is not None and bool(run.results))
        self.resume.setEnabled(ended and run is not None and run.outcome is None and run.kind is RunKind.APPLY)
        if self.isVisible():
            self.fit()

    def say_saved(self, run: Run, path: Path) -> None:
        """Be there again for the run whose document was written, and say where."""
        self.table.setCurrentCell(self._runs.index(run), 0)
        self.saved.setText(result_pages.saved(str(path)))
        self.saved.show()
        self.fit()
        announce(self, self.saved.text())

    def fit(self) -> None:
        """Show as many rows at once as there is room for: a list that scrolls within what scrolls is hard to use."""
        while self._needed() > self._room and self._rows > _FEWEST_ROWS:
            self._rows -= 1
            self.table.show_rows(self._rows)
        super().fit()

    def _ask(self, signal: SignalInstance) -> None:
        run = self._run
        if run is not None:
            self.accept()
            signal.emit(run)


def open_history(page: Page, desk: Runs, save: _Save | None, filters: str) -> None:
    """Read the journal off the window's thread, and show it over the page."""

    def work(_job: Job) -> Callable[[], None]:
        runs, damaged = desk.history(), desk.damaged()

        def shown() -> None:
            show(runs, damaged)

        return shown

    def show(runs: tuple[Run, ...], damaged: tuple[RunId, ...]) -> HistoryBox:
        box = HistoryBox(page, runs, damaged, can_report=save is not None)
        box.undo_asked.connect(lambda run: _review(page, desk, run))
        box.resume_asked.connect(lambda run: _go_on(page, run))
        if save is not None:
            box.report_asked.connect(
                lambda run: _report(page, run, save, filters, lambda path: show(runs, damaged).say_saved(run, path))
            )
        box.open()
        return box

    page.task.emit(work)


def _go_on(page: Page, run: Run) -> None:
    """The environment is read afresh, with the choices of the run; what is written already counts as right."""
    page.answered.emit(_as_it_was(run))
    page.asked.emit(Action.SURVEY)


def _as_it_was(run: Run) -> Draft:
    """What was chosen and confirmed for the run."""
    return Draft(target=run.target, choices=run.choices, confirmations=run.confirmations)


def _review(page: Page, desk: Runs, run: Run) -> None:
    """Read what an undo would put back, and ask."""

    def look(job: Job) -> Callable[[], None]:
        found = desk.review_undo(run.run_id, job)
        return lambda: ask(found)

    def ask(found: "UndoReview") -> None:
        box = UndoBox(page, found.plan, found.snapshot)
        box.agreed.connect(lambda: page.undoing.emit(lambda job: put_back(found, job)))
        box.open()

    def put_back(found: "UndoReview", job: Job) -> Draft:
        return desk.undo_run(run.run_id, _as_it_was(run), job, found.plan)

    page.reading.emit(look)


def _report(page: Page, run: Run, save: _Save, filters: str, saved: Callable[[Path], None]) -> None:
    """Ask where the run's document goes, and write it."""
    proposed = result_pages.report_name(run.organization_name or "", run.started.date().isoformat())

    def save_to(path: Path) -> None:
        target = path if path.suffix else path.with_suffix(".pdf")

        def work(_job: Job) -> Callable[[], None]:
            save(Outcome(run), target)
            return lambda: saved(target)

        page.task.emit(work)

    asked = result_pages.SAVE_TITLE, filters
    ask_where(page, "saveReportDialog", asked, f"{proposed}.pdf", save_to)
