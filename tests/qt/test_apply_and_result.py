"""Committing, and what the result says when things go well and when they do not."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QRadioButton

from sopwizard.domain.cells import mark_cell
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.snapshot import SubmittedOrders
from sopwizard.domain.model.states import RunOutcome
from sopwizard.domain.wizard import Page
from sopwizard.ui.pages.result import ResultPage
from tests.support.snapshots import DATA_INTEGRATION, ERP, TARGET, a_snapshot
from tests.support.windows import TRAINING, Desk, production


def put_back(d: Desk, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Ask for the undo and agree; ``meanwhile`` happens while the question is on the screen."""
    d.touch("undoButton")
    agree = d.find(QDialog, "undoDialog").findChild(QPushButton, "putBackButton")
    assert agree is not None
    meanwhile()
    agree.click()
    d.idle()


def test_production_asks_for_its_name_before_anything_is_written(desk: Callable[..., Desk]) -> None:
    d = desk(production(a_snapshot(target=TARGET)))
    d.on(Page.APPLY)
    assert d.text("bannerKind") == "PRODUCTION"
    assert d.window.frame.property("production") is True
    assert d.focus() == "confirmName"
    d.press("commitButton")
    assert d.at(Page.APPLY)
    assert d.text("problemHeading") == "This is production: type the environment's name to confirm."
    assert d.focus() == "confirmName"
    d.type("contoso")
    d.press("commitButton")
    assert d.world.writes == []
    d.find(QLineEdit, "confirmName").setText("Contoso")
    d.press("commitButton")
    assert d.at(Page.RESULT)
    assert len(d.world.writes) == 4
    d.touch("undoButton")
    box = d.find(QDialog, "undoDialog")
    put_back = box.findChild(QPushButton, "putBackButton")
    assert put_back is not None
    put_back.click()
    assert not d.window.tasks.busy
    assert d.find(QLabel, "undoHint").property("kind") == "problem"
    assert box.focusWidget().objectName() == "undoConfirmName"
    typed = box.findChild(QLineEdit, "undoConfirmName")
    assert typed is not None
    typed.setText("Contoso")
    put_back.click()
    d.idle()
    assert d.world.values[d.world.flag] is False


def test_a_blocked_plan_shows_what_stands_in_the_way_and_writes_nothing(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING, privileges=Known(())))
    d.on(Page.APPLY)
    assert d.shows("blocked-rights")
    d.press("commitButton")
    assert d.text("problemHeading") == "Something stands in the way. It is listed below, with what to do."
    assert d.gateways.opened == [TRAINING]
    assert d.world.writes == []
    d.press("blocked-rights-open")
    assert d.at(Page.CHECK)


def test_a_refused_second_write_is_told_with_its_request_id_and_what_was_not_done(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    second = d.table("planTable")[1][0]
    changes = d.window.insight.plan(d.window.draft)
    assert changes is not None
    d.world.at_write[changes.changes[1].id] = SopError(
        Problem.FORBIDDEN, request_id="0d6dd7c2-req", privilege="prvWriteUser"
    )
    d.press("commitButton")
    assert d.at(Page.RESULT)
    assert d.text("pageTitle") == "Contoso UAT is set up in part"
    assert [row[4] for row in d.table("resultTable")] == ["Verified", "Failed", "Not done", "Not done"]
    assert d.text("failure1Heading") == f"Not made: {second}"
    assert d.text("failure1-requestId") == "Request id 0d6dd7c2-req"
    assert "prvWriteUser" in d.text("failure1-happened") + d.text("failure1-todo")
    assert d.world.values[d.world.flag] is False
    assert d.journal.runs()[0].outcome is RunOutcome.PARTIAL
    d.press("reviewAgainButton")
    assert d.at(Page.APPLY)
    assert d.text("pageTitle") == "Make these 3 changes in Contoso UAT?"
    assert "Nothing of this has been changed so far." in d.text("pageSoft")
    d.press("commitButton")
    assert d.text("pageTitle") == "Contoso UAT is set up"


def test_a_run_that_wrote_nothing_is_not_said_to_be_undone_later(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    changes = d.window.insight.plan(d.window.draft)
    assert changes is not None
    d.world.at_write[changes.changes[0].id] = SopError(Problem.FORBIDDEN, privilege="prvWriteUser")
    d.press("commitButton")
    assert d.text("pageTitle") == "Nothing was changed in Contoso UAT"
    assert d.text("runId").endswith("It stays in the history of this computer; there is nothing to undo.")


def test_what_somebody_changed_meanwhile_is_refused_before_the_first_write(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    d.world.somebody_writes(d.world.mark_of(DATA_INTEGRATION), value=True)
    d.press("commitButton")
    told = d.window.notice is not None or d.at(Page.RESULT)
    assert told
    assert d.world.values[d.world.flag] is False


def test_an_undo_that_submitted_orders_block_cannot_be_agreed_to(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING, submitted=Known(SubmittedOrders(("ORD-01004",)))))
    d.on(Page.APPLY)
    d.press("commitButton")
    d.touch("undoButton")
    box = d.find(QDialog, "undoDialog")
    put_back = box.findChild(QPushButton, "putBackButton")
    assert put_back is not None
    assert not put_back.isEnabled()
    box.reject()
    assert d.world.values[d.world.flag] is True


def test_what_was_written_and_then_overwritten_is_not_said_to_be_left_alone(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    plan = d.window.insight.plan(d.window.draft)
    assert plan is not None
    first = plan.changes[0]
    d.world.after_write[first.id] = lambda: d.world.somebody_writes(first.cell, value=False)
    d.press("commitButton")
    assert [change.id for change in d.world.writes] == [first.id]
    assert [row[4] for row in d.table("resultTable")] == ["Overwritten", "Not done", "Not done", "Not done"]
    assert d.text("failure0Chip") == "Overwritten"


def test_an_undo_that_found_no_connection_can_be_tried_again(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    d.press("commitButton")
    d.world.at_survey = [SopError(Problem.NO_CONNECTION, host="contoso")]
    put_back(d)
    assert d.text("problemHeading") == "No connection"
    d.press("problemRetry")
    assert not d.shows("problem")
    assert d.shows("undoButton")
    put_back(d)
    assert d.text("pageTitle") == "Contoso UAT is as it was before"


def test_an_undo_leaves_alone_what_its_question_said_it_would(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    d.press("commitButton")
    d.world.somebody_writes(mark_cell(ERP), value=False)
    d.press("verifyAgainButton")
    put_back(d, meanwhile=lambda: d.world.somebody_writes(mark_cell(ERP), value=True))
    assert d.at(Page.RESULT)
    assert d.shows("problem")
    assert d.world.read_quietly(d.world.flag) is True
    assert d.world.read_quietly(mark_cell(ERP)) is True


def test_the_report_is_written_where_the_user_says(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = desk()
    d.on(Page.APPLY)
    d.press("commitButton")
    page = d.page_widget
    assert isinstance(page, ResultPage)
    page.save_to(tmp_path / "report")
    d.idle()
    assert [path for _outcome, path in d.saved] == [tmp_path / "report.pdf"]
    assert d.text("savedReport") == f"Saved: {tmp_path / 'report.pdf'}"


def test_reading_again_finds_what_somebody_changed_since(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    d.press("commitButton")
    d.world.somebody_writes(d.world.flag, value=False)
    d.press("verifyAgainButton")
    assert d.at(Page.RESULT)
    assert d.text("verifiedHeading") == "3 of 4 values are as wanted"
    assert d.text("verifiedChip") == "Not verified"
    assert d.text("verifiedDifferences") == ("Sales order processing integration of Contoso UAT: wanted Yes, found No")


def test_what_to_look_at_next_fits_what_was_done(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    d.press("commitButton")
    assert "Create Invoice is gone, Submit order is there." in d.text("nextChecksText")
    d.press("stepOrderProcessing")
    d.find(QRadioButton, "sopOff").click()
    d.press("stepApply")
    d.press("commitButton")
    assert d.at(Page.RESULT)
    assert d.text("pageTitle") == "Order processing integration is off in Contoso UAT"
    assert "Submit order is gone;" in d.text("nextChecksText")
    assert "Create Invoice is gone" not in d.text("nextChecksText")


def test_nothing_to_do_is_verified_and_said(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    d.press("commitButton")
    d.press("stepApply")
    assert d.text("commitButton") == "&Verify Contoso UAT"
    d.press("commitButton")
    assert d.text("pageTitle") == "Contoso UAT was set up already"
    assert [row[4] for row in d.table("resultTable")] == ["Right already"] * 4
    assert not d.shows("undoButton")
