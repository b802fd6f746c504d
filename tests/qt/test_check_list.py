"""The questions that Dataverse cannot answer, on the page that checks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QScrollArea

from sopwizard.domain.confirmations import Answer
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.wizard import Page
from sopwizard.services import saved_checks
from sopwizard.ui.pages.check_list import Checklist
from sopwizard.ui.pages.keep_check import KeepCheck
from sopwizard.ui.widgets.table import Table
from tests.support.windows import Desk


def opened(desk: Callable[..., Desk]) -> Desk:
    d = desk()
    d.read()
    d.press("checklistShow")
    return d


def test_the_questions_are_folded_until_they_are_wanted_and_counted_all_the_same(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.read()
    assert not d.shows("checklistTable")
    assert d.text("checklistProgress").startswith("0 of 32 answered")
    d.press("checklistShow")
    assert d.shows("checklistTable")
    assert d.text("checklistShow") == "Hide"
    d.press("checklistShow")
    assert not d.shows("checklistTable")


def test_an_answer_is_recorded_with_name_and_time_and_can_be_withdrawn(desk: Callable[..., Desk]) -> None:
    d = opened(desk)
    table = d.find(Table, "checklistTable")
    table.setCurrentCell(1, 0)
    d.find(QLineEdit, "checklistBy").setText("  Lee   Gu ")
    d.find(QLineEdit, "checklistNote").setText("F for one, C for the other")
    answer = d.find(QComboBox, "checklistAnswer")
    answer.setCurrentIndex(answer.findData(Answer.AS_NEEDED))
    d.press("checklistRecord")
    (given,) = d.window.draft.confirmations
    assert (given.item, given.answer, given.by, given.note) == (
        "number-sequences",
        Answer.AS_NEEDED,
        "Lee Gu",
        "F for one, C for the other",
    )
    cell = table.item(1, 2)
    assert cell is not None
    assert "As it should be, Lee Gu" in cell.text()
    assert d.text("checklistProgress").startswith("1 of 32 answered")
    assert d.shows("checklistTable")
    d.press("checklistWithdraw")
    assert d.window.draft.confirmations == ()
    assert d.text("checklistProgress").startswith("0 of 32 answered")


def test_any_question_and_the_place_for_its_answer_are_in_sight_together(desk: Callable[..., Desk]) -> None:
    d = opened(desk)
    d.bot.wait(20)
    table, record = d.find(Table, "checklistTable"), d.find(QPushButton, "checklistRecord")
    below = record.mapToGlobal(record.rect().bottomLeft()).y()
    assert below - table.mapToGlobal(QPoint(0, 0)).y() < d.find(QScrollArea, "pageScroll").viewport().height()
    table.setCurrentCell(table.rowCount() - 1, 0)
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))


def test_an_answer_without_a_name_is_not_recorded_and_says_what_is_missing(desk: Callable[..., Desk]) -> None:
    d = opened(desk)
    d.find(Table, "checklistTable").setCurrentCell(0, 0)
    d.press("checklistRecord")
    assert d.window.draft.confirmations == ()
    assert d.text("checklistHint") == "Type the name of whoever confirmed it."


def test_only_the_questions_of_the_chosen_map_are_asked(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.read()
    draft = d.window.draft
    d.window.draft = draft.with_choices(type(draft.choices)(map_id=MapId.DATA_INTEGRATOR))
    d.window.refresh()
    assert d.at(Page.CHECK)
    asked = d.text("checklistProgress").split()[2]
    assert 0 < int(asked) < 32


def test_without_a_clock_nothing_can_be_recorded(desk: Callable[..., Desk]) -> None:
    card = Checklist(None)
    d = desk()
    d.bot.addWidget(card)
    card.record()
    card.withdraw()
    card.fold.click()
    assert not card.name.isVisibleTo(card)


@pytest.mark.parametrize("nameless", [False, True])
def test_a_check_is_saved_with_what_was_confirmed_and_opens_without_a_connection(
    desk: Callable[..., Desk],
    tmp_path: Path,
    nameless: bool,  # noqa: FBT001  a box ticked or not
) -> None:
    d = opened(desk)
    d.find(Table, "checklistTable").setCurrentCell(1, 0)
    d.find(QLineEdit, "checklistBy").setText("Lee Gu")
    d.press("checklistRecord")
    assert d.shows("saveCheckButton")
    d.find(QCheckBox, "saveCheckNameless").setChecked(nameless)
    keep = d.window.findChild(KeepCheck)
    assert keep is not None
    keep.save_to(tmp_path / "kept")
    d.bot.waitUntil(lambda: d.shows("saveCheckPath"))
    text = (tmp_path / "kept.sopcheck").read_text(encoding="utf-8")
    kept = saved_checks.load(text, "kept.sopcheck")
    assert [(each.item, each.by) for each in kept.confirmations] == [
        ("number-sequences", "Somebody" if nameless else "Lee Gu")
    ]
    assert kept.redacted is nameless
    assert ("Contoso UAT" in text) is not nameless
    assert str(tmp_path / "kept.sopcheck") in d.text("saveCheckPath")


def test_a_check_that_is_saved_without_its_orders_says_so_and_why(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = opened(desk)
    d.world.at_orders = SopError(Problem.FORBIDDEN, privilege="prvReadSalesOrder")
    keep = d.window.findChild(KeepCheck)
    assert keep is not None
    keep.save_to(tmp_path / "kept")
    d.bot.waitUntil(lambda: d.shows("saveCheckPath"))
    assert "The orders could not be counted, so the saved check holds none." in d.text("saveCheckPath")
    assert "prvReadSalesOrder" in d.text("saveCheckPath")


def test_what_is_in_order_is_told_by_chapter(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.read()
    assert d.text("inOrder-maps").startswith("Maps: Order map that runs")
