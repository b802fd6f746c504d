"""Work that takes its time, fails, or is stopped. The window stays awake through all of it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QPushButton

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.states import RunOutcome
from sopwizard.domain.wizard import Page
from tests.support.windows import Desk, Gate


def test_reading_can_be_abandoned_and_the_page_is_free_at_once(desk: Callable[..., Desk]) -> None:
    d = desk()
    gate = Gate()
    d.world.at_survey = [gate]
    d.touch("connectButton")
    assert gate.reached.wait(5)
    assert d.text("cancelButton") == "Stop reading"
    assert d.shows("progressRow")
    assert not d.find(QPushButton, "nextButton").isEnabled()
    d.touch("cancelButton")
    assert not d.window.tasks.busy
    assert d.at(Page.ENVIRONMENT)
    assert d.focus() == "connectButton"
    assert d.find(QPushButton, "nextButton").isEnabled()
    d.read()  # the old thread still hangs; a new job is not disturbed by it
    gate.open.set()
    d.bot.wait(20)
    assert d.at(Page.CHECK)


def test_what_an_abandoned_job_brings_is_dropped(desk: Callable[..., Desk]) -> None:
    d = desk()
    gate = Gate()
    d.world.at_survey = [gate]
    d.touch("connectButton")
    assert gate.reached.wait(5)
    d.touch("cancelButton")
    gate.open.set()
    d.bot.wait(50)
    assert d.window.draft.snapshot is None
    assert d.at(Page.ENVIRONMENT)


def test_writing_is_stopped_after_the_change_under_way(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    plan = d.window.insight.plan(d.window.draft)
    assert plan is not None
    gate = Gate()
    d.world.at_write[plan.changes[1].id] = gate
    d.touch("commitButton")
    assert gate.reached.wait(5)
    d.bot.waitUntil(lambda: d.text("progressText").startswith("Integration user mode of"))
    assert d.text("cancelButton") == "Stop"
    d.touch("cancelButton")
    assert d.text("cancelButton") == "Stopping …"
    assert d.text("progressText") == "Stopping after the change that is under way …"
    gate.open.set()
    d.idle()
    assert d.at(Page.RESULT)
    assert d.text("pageTitle") == "Setting up Contoso UAT was stopped"
    assert [row[4] for row in d.table("resultTable")] == ["Verified", "Verified", "Not done", "Not done"]
    assert d.journal.runs()[0].outcome is RunOutcome.CANCELLED
    assert d.shows("undoButton")


def test_a_window_that_is_closed_while_writing_waits_for_the_change_under_way(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    plan = d.window.insight.plan(d.window.draft)
    assert plan is not None
    gate = Gate()
    d.world.at_write[plan.changes[0].id] = gate
    d.touch("commitButton")
    assert gate.reached.wait(5)
    d.window.close()
    assert d.window.isVisible()
    gate.open.set()
    d.bot.waitUntil(lambda: not d.window.isVisible())
    assert d.journal.runs()[0].outcome is RunOutcome.CANCELLED
    assert len(d.world.writes) == 1


def test_a_window_that_is_closed_while_reading_closes(desk: Callable[..., Desk]) -> None:
    d = desk()
    gate = Gate()
    d.world.at_survey = [gate]
    d.touch("connectButton")
    assert gate.reached.wait(5)
    d.window.close()
    assert not d.window.isVisible()
    gate.open.set()


def test_a_failed_reading_is_explained_on_the_page_and_can_be_tried_again(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.world.at_survey = [SopError(Problem.SERVER_ERROR, request_id="5f0c-req", status=503, host="contoso")]
    d.press("connectButton")
    assert d.at(Page.ENVIRONMENT)
    assert d.shows("problem")
    assert d.text("problemRequestId") == "Request id 5f0c-req"
    d.press("problemCopy")
    copied = QGuiApplication.clipboard().text()
    assert d.text("problemHeading") in copied
    assert "5f0c-req" in copied
    d.press("problemRetry")
    assert d.at(Page.CHECK)
    assert not d.shows("problem")


@pytest.mark.parametrize("problem", [Problem.SIGN_IN_NEEDED, Problem.UNAUTHORIZED, Problem.NOT_DATAVERSE])
def test_every_failure_of_reading_leaves_the_page_usable(desk: Callable[..., Desk], problem: Problem) -> None:
    d = desk()
    d.gateways.at_open = SopError(problem)
    d.press("connectButton")
    assert d.text("problemHeading").strip()
    assert d.text("problemTodo").strip()
    assert d.find(QPushButton, "connectButton").isEnabled()
    d.read()


def test_a_journal_that_cannot_be_written_stops_apply_before_the_first_write(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    d.journal.fail["begin"] = (0, SopError(Problem.JOURNAL_UNWRITABLE, path="journal.sqlite"))
    d.press("commitButton")
    assert d.at(Page.APPLY)
    assert d.shows("problem")
    assert d.world.writes == []


def test_a_bug_in_a_thread_reaches_the_crash_handler_and_frees_the_window(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.world.at_survey = [ZeroDivisionError("a bug")]
    with d.bot.captureExceptions() as bugs:
        d.press("connectButton")
        d.bot.wait(20)
    assert [bug[0] for bug in bugs] == [ZeroDivisionError]
    assert d.find(QPushButton, "connectButton").isEnabled()
    assert d.text("problemHeading").startswith("Something went wrong inside sopwizard.")


def test_a_bug_in_the_middle_of_a_run_is_not_said_to_have_written_nothing(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.APPLY)
    d.world.after_write[d.window.insight.plan(d.window.draft).changes[0].id] = _bug  # type: ignore[union-attr]
    with d.bot.captureExceptions():
        d.press("commitButton")
        d.bot.wait(20)
    assert len(d.world.writes) == 1
    assert d.text("problemHeading") == (
        "Something went wrong inside sopwizard. What was written before is in the history, on the first page."
    )


def _bug() -> None:
    raise ZeroDivisionError("a bug")


def test_a_reading_that_was_stopped_says_so_and_that_nothing_was_changed(desk: Callable[..., Desk]) -> None:
    d = desk()
    gate = Gate()
    d.world.at_survey = [gate]
    d.touch("connectButton")
    assert gate.reached.wait(5)
    d.key(Qt.Key.Key_Escape)
    assert d.text("problemHeading") == "Reading was stopped. Nothing was changed."
    assert d.text("problemChip") == "Stopped"
    gate.open.set()


def test_escape_closes_the_window_but_not_where_it_was_meant_for_a_reading(
    desk: Callable[..., Desk],
) -> None:
    d = desk()
    d.read()
    d.key(Qt.Key.Key_Escape)
    assert d.window.isVisible()
    assert d.at(Page.CHECK)
    d.bot.waitUntil(lambda: not d.window.just_ended)
    d.key(Qt.Key.Key_Escape)
    assert not d.window.isVisible()


def test_what_takes_long_says_for_how_long_it_has_been(desk: Callable[..., Desk]) -> None:
    d = desk()
    row = d.window.progress
    row.show_progress("Reading contoso …", None)
    assert row.text.text() == "Reading contoso …"
    row.say_for(2_999)
    assert row.text.text() == "Reading contoso …"
    row.say_for(3_000)
    assert row.text.text() == "Reading contoso (3 s so far)"
    row.show_progress("The server is busy and asks to wait 25 s", None)
    assert row.text.text() == "The server is busy and asks to wait 25 s"  # counted anew


def test_a_screen_reader_is_told_what_went_wrong_and_what_to_do(
    desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    # where Qt hands it on, so that no module's place in the program matters
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    d = desk()
    d.world.at_survey = [SopError(Problem.NO_CONNECTION, host="contoso")]
    d.press("connectButton")
    assert said[-1].startswith("No connection. contoso could not be reached")
    assert said[-1].endswith("then try again.")
