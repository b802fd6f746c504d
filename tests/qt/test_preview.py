"""Seeing the future on the preview page: compare, the environment's own map, why, files, prices, existing orders."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QPushButton, QRadioButton, QTabBar

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.parts import Known
from sopwizard.domain.order_counts import OrderCounts, OrderGroup
from sopwizard.domain.wizard import Page
from sopwizard.ui.pages.preview import PreviewPage
from sopwizard.ui.widgets.status_picture import StatusPicture
from sopwizard.ui.widgets.table import Table
from tests.support.snapshots import HEADER_MAPPING, a_snapshot
from tests.support.windows import TRAINING, Desk, Gate

SVG = "{http://www.w3.org/2000/svg}"
NO_KEY = Qt.KeyboardModifier.NoModifier
LIFE, PRICES, BUTTONS, ORDERS = 1, 2, 3, 4


def preview(desk: Callable[..., Desk], tab: int = 0, **changes: Any) -> Desk:  # noqa: ANN401  fields of several types
    d = desk(a_snapshot(target=TRAINING, **changes))
    d.on(Page.PREVIEW)
    d.find(QTabBar, "previewTabsBar").setCurrentIndex(tab)
    return d


def page(d: Desk) -> PreviewPage:
    return d.find(PreviewPage, "previewPage")


def why(d: Desk, button: str) -> list[str]:
    """The rules that Why? names."""
    d.touch(button)
    box = d.find(QDialog, "whyDialog")
    headings = [each.text() for each in box.findChildren(QLabel) if each.objectName().endswith("Heading")]
    box.close()
    d.bot.waitUntil(lambda: d.window.findChild(QDialog, "whyDialog") is None)
    return headings


def test_comparing_lights_what_differs_and_counts_it(desk: Callable[..., Desk]) -> None:
    d = preview(desk)
    assert not d.find(QRadioButton, "statusCompare1").isVisible()  # itself
    d.find(QRadioButton, "statusCompare2").click()
    assert d.text("statusDifferences") == "1 combination shows something else under CDS than under Dynamics 365 Sales."
    assert d.text("statusPath") == (
        "Delivered with document Invoice: processing status Delivered and Partially Invoiced, status in Sales "
        "Fulfilled. Under CDS: not defined, status in Sales not defined"
    )
    d.find(QRadioButton, "statusCompare3").click()
    others = [path.scm for path in d.find(StatusPicture, "statusPicture").drawing.paths if path.other is not None]
    assert others == ["Open Order", "Open Order", "Delivered", "Delivered"]
    d.find(QRadioButton, "statusCompare0").click()
    assert not d.shows("statusDifferences")


def test_the_compared_table_shows_both_maps_beside_each_other(desk: Callable[..., Desk]) -> None:
    d = preview(desk)
    d.find(QRadioButton, "statusCompare3").click()
    d.touch("statusViewButton")
    assert d.table("statusTable")[1] == [
        "Open Order",
        "Confirmation",
        "Confirmed, status in Sales Active",
        "Confirmed, status in Sales Submitted",
    ]


def test_the_pointer_lights_the_path_below_it(desk: Callable[..., Desk]) -> None:
    d = preview(desk)
    picture = d.find(StatusPicture, "statusPicture")
    place = QPointF(100, picture.drawing.top(7) + 10)
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(QEvent.Type.MouseMove, place, picture.mapToGlobal(place), none, none, NO_KEY)
    QApplication.sendEvent(picture, moved)
    assert d.text("statusPath").startswith("Invoiced with document Invoice")


def test_why_names_the_rule_of_the_lit_path_and_of_a_row(desk: Callable[..., Desk]) -> None:
    d = preview(desk)
    assert why(d, "statusWhyButton")[0] == "Active (Open Order + None): Active in Sales."
    d.touch("statusViewButton")
    d.find(Table, "statusTable").setCurrentCell(8, 0)
    assert why(d, "statusWhyButton")[0] == "Canceled (Canceled + Not applicable): Canceled in Sales."


def test_an_environment_with_a_map_of_its_own_is_shown_as_it_is(desk: Callable[..., Desk], tmp_path: Path) -> None:
    values = tuple((key, "192350001" if key == "picked" else value) for key, value in HEADER_MAPPING.values or ())
    d = preview(desk, header_mappings=Known((replace(HEADER_MAPPING, values=values),)))
    assert d.text("statusDeployedHeading").startswith("This environment's own map differs")
    assert d.text("statusDeployedRows") == "picked: published 192350002, here 192350001"
    paths = d.find(StatusPicture, "statusPicture").drawing.paths
    assert [path.processing for path in paths[1:3]] == ["Confirmed", "Confirmed"]
    page(d).status.save_to(tmp_path / "own.svg")
    d.idle()
    assert "own map differs" in (tmp_path / "own.svg").read_text(encoding="utf-8")


def test_a_map_as_published_is_not_remarked_upon(desk: Callable[..., Desk]) -> None:
    assert not preview(desk).shows("statusDeployed")


@pytest.mark.parametrize("name", ["picture.svg", "picture"])
def test_the_picture_is_saved_as_a_drawing_whose_words_are_text(
    desk: Callable[..., Desk], tmp_path: Path, name: str
) -> None:
    d = preview(desk)
    page(d).status.save_to(tmp_path / name)
    d.idle()
    root = ET.fromstring((tmp_path / "picture.svg").read_bytes())  # noqa: S314  written just now
    said = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert "Delivered and Partially Invoiced" in said
    assert "Source: " in said


def test_the_picture_is_saved_as_an_image(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = preview(desk)
    d.find(QRadioButton, "statusCompare2").click()
    page(d).status.save_to(tmp_path / "picture.png")
    d.idle()
    image = QImage(str(tmp_path / "picture.png"))
    assert image.width() > 1500
    assert image.height() > 600


def test_a_picture_that_cannot_be_written_is_told(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = preview(desk)
    page(d).status.save_to(tmp_path / "missing" / "picture.svg")
    d.idle()
    assert d.shows("problem")


def test_the_life_tab_begins_under_the_chosen_map(desk: Callable[..., Desk]) -> None:
    d = preview(desk, LIFE)
    assert d.shows("lifeTable")
    assert d.find(QRadioButton, "lifeNearer0").isChecked()
    assert d.text("lifeStepHeading").endswith("Dynamics 365 Sales order headers")


def test_what_decides_a_price_lights_up(desk: Callable[..., Desk]) -> None:
    d = preview(desk, PRICES)

    def lit() -> list[str]:
        return [name for name in ("flag", "user", "order") if d.find(QLabel, f"pricesClause-{name}").property("lit")]

    d.find(Table, "pricesTable").setCurrentCell(2, 2)
    d.find(QRadioButton, "situationUser1").click()
    assert lit() == ["flag", "user"]
    assert d.text("pricesDeciderChip") == "Skipped"
    d.find(QRadioButton, "situationFlag0").click()
    assert lit() == ["flag"]
    d.find(Table, "pricesTable").setCurrentCell(0, 1)
    assert lit() == []
    assert d.text("pricesClause-flag") == "Sales order processing integration is off: does not matter here"
    assert why(d, "pricesWhy")


def test_the_price_master_lies_over_the_table_with_a_source_of_its_own(desk: Callable[..., Desk]) -> None:
    d = preview(desk, PRICES)
    assert not d.shows("priceMasterCard")
    d.find(QCheckBox, "priceMaster").click()
    assert d.table("pricesTable")[2] == ["Sales order", *["Price master"] * 2, "Not applicable", "Price master"]
    assert "lines 42, 101" in d.text("priceMasterSource")


def test_orders_are_counted_when_asked_and_compared_with_the_map(desk: Callable[..., Desk]) -> None:
    d = preview(desk, ORDERS)
    d.world.counts = OrderCounts((OrderGroup(192350001, 0, 1, 3), OrderGroup(192350001, 1, 2, 2)))
    assert not d.shows("ordersTable")
    d.press("ordersCount")
    d.bot.waitUntil(lambda: d.shows("ordersTable"))
    assert [row[3:] for row in d.table("ordersTable")] == [["2", "No"], ["3", "Yes"]]
    assert "2 orders" in d.text("ordersVerdict")
    assert not d.find(QRadioButton, "ordersOther0").isVisible()  # the one that runs
    assert d.table("ordersChangedTable") == [  # submitted by hand: any table would have them Active again
        ["Confirmed, status in Sales Submitted", "Confirmed, status in Sales Active", "2"]
    ]
    d.find(QRadioButton, "ordersOther2").click()
    assert d.text("ordersChangesHeading").startswith("3 orders would, or might, show something else under CDS")
    assert d.table("ordersChangedTable")[0][1:] == ["Confirmed, status in Sales Submitted", "3"]


def test_orders_that_another_map_would_show_otherwise_are_named(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.TABLE_MAP)
    d.find(QRadioButton, "mapClassic").click()
    d.on(Page.PREVIEW)
    d.find(QTabBar, "previewTabsBar").setCurrentIndex(ORDERS)
    d.world.counts = OrderCounts((OrderGroup(192350001, 0, 1, 3),))
    d.press("ordersCount")
    d.bot.waitUntil(lambda: d.shows("ordersChanges"))
    assert d.table("ordersChangedTable") == [
        ["Confirmed, status in Sales Active", "Confirmed, status in Sales Submitted", "3"]
    ]


def test_which_orders_stand_out_why_and_what_could_not_be_counted_is_told(desk: Callable[..., Desk]) -> None:
    d = preview(desk, ORDERS)
    assert not d.shows("ordersStanding")
    d.world.counts = OrderCounts((OrderGroup(192350001, 1, 2, 2),), complete=False, problem=Problem.TIMEOUT)
    d.press("ordersCount")
    d.bot.waitUntil(lambda: d.shows("ordersStanding"))
    assert "the server took too long over a part of them" in d.text("ordersVerdict")
    assert "Confirmed with Submitted: 2. For example: ORD-1. Probably somebody" in d.text("ordersStanding")
    assert "2 orders are Submitted and would hold back switching the flag off." in d.text("ordersStanding")
    d.world.at_samples = SopError(Problem.TIMEOUT)
    d.press("ordersCount")
    d.bot.waitUntil(lambda: "Which orders these are could not be read." in d.text("ordersStanding"))
    assert "none of their numbers could be read" in d.text("ordersVerdict")


def test_a_count_that_takes_long_can_be_left_at_once(desk: Callable[..., Desk]) -> None:
    d = preview(desk, ORDERS)
    gate = Gate()
    d.world.at_orders = gate
    d.touch("ordersCount")
    assert gate.reached.wait(5)
    assert d.text("cancelButton") == "Stop reading"
    d.touch("cancelButton")
    assert not d.window.tasks.busy
    assert d.find(QPushButton, "ordersCount").isEnabled()
    gate.open.set()
    d.bot.wait(20)
    assert not d.shows("ordersTable")


def test_a_count_that_fails_is_told_on_the_page(desk: Callable[..., Desk]) -> None:
    d = preview(desk, ORDERS)
    d.world.at_orders = SopError(Problem.FORBIDDEN)
    d.press("ordersCount")
    assert d.shows("problem")
    assert not d.shows("ordersTable")
    assert d.find(QPushButton, "ordersCount").isEnabled()
    assert d.find(QTabBar, "previewTabsBar").focusPolicy() is Qt.FocusPolicy.StrongFocus
