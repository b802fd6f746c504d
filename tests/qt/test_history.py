"""Runs are found again from the first page: undone days later, gone on with, reported."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton

from sopwizard.domain.cells import is_flag, mark_cell
from sopwizard.domain.confirmations import Answer, Confirmation
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.ids import RunId
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.snapshot import SubmittedOrders
from sopwizard.domain.wizard import Page
from sopwizard.services import rulebook
from sopwizard.services.job import Job
from sopwizard.services.operations import Action, Operations
from sopwizard.ui.dialogs import Box, UndoBox
from sopwizard.ui.history import HistoryBox
from tests.support.fakes import FakeClock
from tests.support.runs import mark
from tests.support.snapshots import ERP, RUNTIME
from tests.support.windows import Desk, Gate

CONFIRMED = Confirmation("check-list-item", Answer.AS_NEEDED, "Ada", datetime(2026, 1, 2, tzinfo=UTC))


def earlier(d: Desk) -> Operations:
    """What another start of the program did."""
    verbs = Operations(d.gateways, d.journal, FakeClock(), rulebook.load())
    draft = Draft(d.world.target, choices=Choices(MapId.DYNAMICS365), confirmations=(CONFIRMED,))
    verbs.perform(Action.APPLY, verbs.perform(Action.SURVEY, draft, Job()), Job())
    return verbs


def opened(d: Desk) -> HistoryBox:
    d.press("historyButton")
    d.bot.waitUntil(lambda: d.window.findChild(HistoryBox, "historyDialog") is not None)
    return d.find(HistoryBox, "historyDialog")


def press(d: Desk, box: QDialog, name: str) -> None:
    button = box.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    button.click()
    d.idle()


def test_an_undo_from_the_history_is_stopped_after_the_change_under_way(desk: Callable[..., Desk]) -> None:
    d = desk()
    earlier(d)
    press(d, opened(d), "historyUndo")
    gate = Gate()
    flag = next(each.change for each in d.journal.runs()[0].results if is_flag(each.change.cell))
    d.world.at_write[flag.id] = gate  # the flag goes off first
    put_back = d.find(QDialog, "undoDialog").findChild(QPushButton, "putBackButton")
    assert put_back is not None
    put_back.click()
    assert gate.reached.wait(5)
    d.touch("cancelButton")
    gate.open.set()
    d.bot.waitUntil(lambda: d.at(Page.RESULT))
    assert [row[4] for row in d.table("resultTable")] == ["Verified", "Not done", "Not done", "Not done"]
    assert d.world.read_quietly(mark_cell(ERP)) is True


def test_a_run_that_goes_on_elsewhere_can_be_reported_and_nothing_else(desk: Callable[..., Desk]) -> None:
    d = desk()
    earlier(d)
    (run,) = d.journal.runs()
    d.journal.stored[run.run_id] = replace(run, outcome=None, finished=None)
    d.journal.holding.add(run.run_id)
    box = opened(d)
    assert d.table("historyTable")[0][3] == "Still going on"
    assert "still going on in another window or command" in box.about.text()
    assert not box.undo.isEnabled()
    assert not box.resume.isEnabled()
    assert box.report.isEnabled()


def test_a_run_of_an_earlier_day_is_undone(desk: Callable[..., Desk]) -> None:
    d = desk()
    earlier(d)
    box = opened(d)
    assert d.table("historyTable")[0][1:] == ["Apply", "Contoso UAT (training:first-setup)", "Done"]
    press(d, box, "historyUndo")
    question = d.find(QDialog, "undoDialog")
    assert d.world.read_quietly(mark_cell(ERP)) is True
    press(d, question, "putBackButton")
    d.bot.waitUntil(lambda: d.at(Page.RESULT))
    assert d.world.read_quietly(d.world.flag) is False
    assert d.world.read_quietly(mark_cell(ERP)) is False
    assert [run.undoes is None for run in d.journal.runs()] == [False, True]


def test_where_the_report_of_an_earlier_run_went_is_said_in_the_list(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = desk()
    earlier(d)
    earlier(d)
    box = opened(d)
    box.table.setCurrentCell(1, 0)
    press(d, box, "historyReport")
    d.find(QFileDialog, "saveReportDialog").fileSelected.emit(str(tmp_path / "mine"))
    d.idle()
    assert [path.name for _outcome, path in d.saved] == ["mine.pdf"]
    again = next(each for each in d.window.findChildren(HistoryBox) if each.isVisible())
    assert again.saved.text() == f"Saved: {tmp_path / 'mine.pdf'}"
    assert again.table.currentRow() == 1


def test_where_nothing_is_left_to_put_back_that_is_said_and_not_asked(desk: Callable[..., Desk]) -> None:
    d = desk()
    earlier(d)
    press(d, opened(d), "historyUndo")
    press(d, d.find(QDialog, "undoDialog"), "putBackButton")
    d.touch("stepEnvironment")
    box = opened(d)
    box.table.setCurrentCell(1, 0)
    press(d, box, "historyUndo")
    question = next(each for each in d.window.findChildren(UndoBox) if each.isVisible())
    assert question.windowTitle() == "There is nothing to put back in Contoso UAT"
    assert not question.put_back.isEnabled()
    assert question.keep.text() == "Close"


def test_a_row_that_was_left_alone_shows_what_was_found_in_it(desk: Callable[..., Desk]) -> None:
    d = desk()
    earlier(d)
    d.world.somebody_writes(mark_cell(ERP), value=False)
    press(d, opened(d), "historyUndo")
    press(d, d.find(QDialog, "undoDialog"), "putBackButton")
    left = next(row for row in d.table("resultTable") if row[4] == "Left alone")
    assert left[3] == "No"


def test_the_reading_before_it_can_be_left_at_once(desk: Callable[..., Desk]) -> None:
    d = desk()
    earlier(d)
    box = opened(d)
    gate = Gate()
    d.world.at_survey = [gate]
    box.undo.click()
    assert gate.reached.wait(5)
    assert d.text("cancelButton") == "Stop reading"
    d.touch("cancelButton")
    assert not d.window.tasks.busy
    assert d.text("problemHeading") == "Reading was stopped. Nothing was changed."
    gate.open.set()
    d.bot.wait(20)
    assert d.window.findChild(QDialog, "undoDialog") is None


def test_what_goes_wrong_with_it_is_not_helped_by_reading_another_environment(desk: Callable[..., Desk]) -> None:
    d = desk()
    earlier(d)
    box = opened(d)
    d.gateways.at_open = SopError(Problem.NO_CONNECTION, host="contoso")
    press(d, box, "historyUndo")
    assert d.text("problemHeading") == "No connection"
    assert not d.shows("problemRetry")
    press(d, opened(d), "historyUndo")
    d.gateways.at_open = SopError(Problem.NO_CONNECTION, host="contoso")
    press(d, d.find(QDialog, "undoDialog"), "putBackButton")
    assert d.text("problemHeading") == "No connection"
    assert not d.shows("problemRetry")


def test_submitted_orders_block_it_with_their_list(desk: Callable[..., Desk]) -> None:
    d = desk()
    earlier(d)
    d.world.snapshot = replace(d.world.snapshot, submitted=Known(SubmittedOrders(("ORD-01001", "ORD-01002"))))
    press(d, opened(d), "historyUndo")
    assert "ORD-01001" in d.text("undoBlocked-submitted-orders-detail")
    assert not d.find(QPushButton, "putBackButton").isEnabled()


def test_a_run_that_was_cut_off_is_gone_on_with(desk: Callable[..., Desk]) -> None:
    d = desk()

    def kill() -> None:
        raise SystemExit

    d.world.at_write[mark(ERP)] = kill
    with pytest.raises(SystemExit):
        earlier(d)
    box = opened(d)
    assert "was cut off: 1 of 4 changes" in d.text("historyAbout")
    press(d, box, "historyResume")
    assert d.at(Page.CHECK)
    assert d.window.draft.choices.map_id is MapId.DYNAMICS365
    assert d.window.draft.confirmations == (CONFIRMED,)
    assert d.world.read_quietly(mark_cell(RUNTIME)) is True


@pytest.mark.parametrize("lost", [0, 3])
def test_what_is_said_of_the_chosen_run_stays_in_sight_under_a_long_list(
    desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch, lost: int
) -> None:
    d = desk()

    def kill() -> None:
        raise SystemExit

    d.world.at_write[mark(ERP)] = kill
    with pytest.raises(SystemExit):
        earlier(d)
    for _ in range(9):
        run = earlier(d).history()[0]
        Operations(d.gateways, d.journal, FakeClock(), rulebook.load()).undo_run(run.run_id, Draft(), Job())
    d.journal.lost = tuple(RunId(f"77777777-0000-4000-8000-{number:012d}") for number in range(lost))
    if lost:
        monkeypatch.setattr(Box, "_room", 420)
    box = opened(d)
    box.table.setCurrentCell(box.table.rowCount() - 1, 0)
    d.bot.wait(20)
    assert "was cut off" in box.about.text()
    assert box.about.visibleRegion().boundingRect() == box.about.rect()
    assert box.table.visibleRegion().boundingRect() == box.table.rect()
    assert box.table.viewport().rect().contains(box.table.visualRect(box.table.currentIndex()))


def test_a_whole_run_cannot_be_gone_on_with(desk: Callable[..., Desk]) -> None:
    d = desk()
    earlier(d)
    assert opened(d).resume.isEnabled() is False


def test_damage_is_told_and_an_empty_history_too(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.journal.lost = (RunId("77777777-0000-4000-8000-000000000001"),)
    opened(d)
    assert "77777777" in d.text("historyDamaged")
    assert d.text("historySoft").startswith("Every run is kept")  # one was made, though nobody can tell it
    d = desk()
    opened(d)
    assert d.text("historySoft") == "No run was made on this computer yet."


def test_it_is_reachable_by_name_and_key(desk: Callable[..., Desk]) -> None:
    d = desk()
    assert d.find(QPushButton, "historyButton").accessibleName() in {"", "History…"}
    box = opened(d)
    assert box.accessibleName() == "Runs made on this computer"
