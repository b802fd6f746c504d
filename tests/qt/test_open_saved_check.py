"""A saved check stands for the environment in the window, and nothing is connected."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QRadioButton, QTabBar

from sopwizard.domain.confirmations import Answer, Confirmation
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.order_counts import OrderCounts, OrderGroup
from sopwizard.domain.saved import SavedCheck
from sopwizard.domain.wizard import Page
from sopwizard.services import saved_checks
from sopwizard.services.actions import Action
from sopwizard.ui.pages.open_check import OpenCheck
from tests.support.snapshots import TARGET, a_snapshot
from tests.support.windows import TRAINING, Desk, Gate, production

GIVEN = Confirmation("number-sequences", Answer.AS_NEEDED, "Lee Gu", datetime(2026, 1, 2, tzinfo=UTC), "")
DAY = a_snapshot().taken.date().isoformat()
REFUSED = f"This is a saved check of {DAY}. Connect to the environment to apply, to read again or to count."


NOT_COUNTED = f"The saved check of {DAY} holds no counted orders. Connect to the environment to count them."


def opened(
    desk: Callable[..., Desk], tmp_path: Path, snapshot: Snapshot | None = None, orders: OrderCounts | None = None
) -> Desk:
    d = desk(a_snapshot(target=TRAINING), a_snapshot(target=TARGET))
    file = tmp_path / "kept.json"
    check = SavedCheck(snapshot or a_snapshot(target=TARGET), orders, confirmations=(GIVEN,))
    file.write_text(saved_checks.dump(check), encoding="utf-8")
    d.find(OpenCheck, "openSavedCheck").open_from(file)
    d.idle()
    return d


def test_a_file_is_asked_for_and_opened_by_keyboard(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = desk(a_snapshot(target=TRAINING))
    file = tmp_path / "kept.json"
    file.write_text(saved_checks.dump(SavedCheck(a_snapshot(target=TARGET))), encoding="utf-8")
    for _ in range(20):
        if d.focus() == "openSavedCheckButton":
            break
        d.key(Qt.Key.Key_Tab)
    d.key(Qt.Key.Key_Space)
    dialog = d.find(QFileDialog, "openSavedCheckDialog")
    dialog.fileSelected.emit(str(file))
    dialog.close()
    d.idle()
    assert d.at(Page.CHECK)
    assert d.window.draft.saved is not None


def test_a_start_with_a_file_opens_it_and_one_that_is_no_check_is_told(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    d = desk(a_snapshot(target=TRAINING))
    d.window.open_check(tmp_path / "nothing.sopcheck")
    d.idle()
    assert d.at(Page.ENVIRONMENT)
    assert d.window.notice is not None
    file = tmp_path / "kept.sopcheck"
    file.write_text(saved_checks.dump(SavedCheck(a_snapshot(target=TARGET))), encoding="utf-8")
    d.window.open_check(file)
    d.idle()
    assert d.at(Page.CHECK)
    assert d.window.draft.saved is not None


def test_a_saved_check_opens_on_the_check_page_and_says_that_nothing_is_connected(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    d = opened(desk, tmp_path)
    assert d.at(Page.CHECK)
    assert d.gateways.opened == []
    assert d.text("bannerKind") == "SAVED CHECK"
    assert d.text("bannerMeaning") == f"A saved check of {DAY}, Contoso UAT. Nothing is connected."
    assert d.window.draft.confirmations == (GIVEN,)
    assert not d.shows("saveCheckButton")
    d.press("readAgainButton")
    assert d.text("problemHeading") == REFUSED
    assert d.gateways.opened == []


def test_everything_up_to_apply_works_and_apply_leads_to_connecting(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = opened(desk, tmp_path, production(a_snapshot(target=TARGET)))
    d.on(Page.ORDER_PROCESSING)
    d.on(Page.PREVIEW)
    assert not d.find(QPushButton, "ordersCount").isEnabled()
    assert d.text("ordersSoft") == NOT_COUNTED
    d.on(Page.APPLY)
    assert d.table("planTable")
    assert d.text("savedCheckMore") == REFUSED
    assert not d.shows("confirmCard")
    assert d.text("commitButton") == "&Connect to apply…"
    d.press("commitButton")
    assert d.at(Page.APPLY)
    assert d.text("problemHeading") == REFUSED
    assert d.focus() == "savedCheckConnect"
    for action in (Action.APPLY, Action.VERIFY, Action.SURVEY):
        d.window.ask(action)
        assert d.window.busy is None
    assert d.gateways.opened == []
    d.press("savedCheckConnect")
    assert d.at(Page.ENVIRONMENT)
    assert "Nothing is connected." in d.text("connectedNote")


def test_connecting_to_the_same_environment_keeps_the_choices(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = opened(desk, tmp_path)
    d.on(Page.APPLY)
    choices = d.window.draft.choices
    assert choices.map_id is not None
    d.press("savedCheckConnect")
    d.find(QRadioButton, "connectChoice").click()
    address = d.find(QLineEdit, "environmentUrl")
    assert address.text() == ""  # the address of a file is never filled in
    d.press("connectButton")
    assert d.gateways.opened == []
    assert d.text("bannerKind") == "SAVED CHECK"
    assert d.text("problemHeading").startswith("Type ")
    address.setFocus()
    d.type(TARGET.host)
    d.press("connectButton")
    assert d.gateways.opened == [TARGET]
    assert (d.window.draft.saved, d.window.draft.choices) == (None, choices)
    assert d.text("bannerKind") == "SANDBOX"


def test_reading_another_environment_reads_that_one_and_drops_the_saved_check(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    d = opened(desk, tmp_path)
    d.press("backButton")
    d.press("connectButton")
    assert d.gateways.opened == [TRAINING]
    assert d.window.draft.saved is None
    assert d.window.draft.confirmations == ()
    assert d.text("bannerKind") == "TRAINING"


@pytest.mark.parametrize("content", [None, "", "{}", "altered"])
def test_what_is_no_saved_check_is_explained_and_nothing_is_opened(
    desk: Callable[..., Desk], tmp_path: Path, content: str | None
) -> None:
    d = desk()
    file = tmp_path / "kept.json"
    if content == "altered":
        content = saved_checks.dump(SavedCheck(a_snapshot())).replace("Contoso UAT", "Contoso")
    if content is not None:
        file.write_text(content, encoding="utf-8")
    d.find(OpenCheck, "openSavedCheck").open_from(file)
    d.bot.waitUntil(lambda: d.shows("problemHeading"))
    assert d.at(Page.ENVIRONMENT)
    assert "kept.json" in d.text("problemHappened")
    assert d.window.draft.saved is None


def test_orders_that_a_file_holds_are_shown_with_their_day(desk: Callable[..., Desk], tmp_path: Path) -> None:
    counted = OrderCounts((OrderGroup(192350000, 0, 1, 7), OrderGroup(192350000, 3, 100001, 1)))
    d = opened(desk, tmp_path, orders=counted)
    d.on(Page.PREVIEW)
    d.find(QTabBar, "previewTabsBar").setCurrentIndex(4)
    assert d.text("ordersSoft").startswith("8 orders, compared with ")
    assert d.text("ordersSoft").endswith(f". Counted on {DAY} for the saved check.")
    assert [row[3] for row in d.table("ordersTable")] == ["1", "7"]  # what the map does not allow comes first
    assert not d.find(QPushButton, "ordersCount").isEnabled()
    assert d.gateways.opened == []


def test_while_the_environment_itself_is_read_the_band_speaks_of_no_file(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    d = opened(desk, tmp_path)
    d.press("backButton")
    d.find(QRadioButton, "connectChoice").click()
    d.find(QLineEdit, "environmentUrl").setFocus()
    d.type(TARGET.host)
    gate = Gate()
    d.worlds[TARGET].at_survey = [gate]
    d.touch("connectButton")
    assert gate.reached.wait(5)
    try:
        assert d.text("bannerMeaning") == f"Reading {TARGET.host} …"
        assert not d.shows("bannerKind")
        d.touch("cancelButton")
        assert d.text("bannerKind") == "SAVED CHECK"  # nothing came of it: the file is what is shown
    finally:
        gate.open.set()
