"""The area beside the wizard: there at any step, without an environment, and without a trace on the draft."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QTableWidget,
    QWidget,
)

from sopwizard.domain.errors import Problem
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.orders import Event
from sopwizard.domain.wizard import Page
from sopwizard.ui.explore.area import ExploreArea, Topic
from sopwizard.ui.explore.life import LifePanel
from sopwizard.ui.widgets.table import Table
from tests.support.snapshots import ORGANIZATION, a_snapshot
from tests.support.windows import TRAINING, Desk, Gate

ALT = Qt.KeyboardModifier.AltModifier


def area(d: Desk) -> ExploreArea:
    return d.find(ExploreArea, "exploreArea")


def explore(d: Desk, topic: Topic) -> None:
    d.touch("exploreButton")
    d.touch(f"open-{topic.value}")
    assert area(d).page.isVisible()


def type_into(d: Desk, name: str, text: str) -> None:
    edit = d.find(QLineEdit, name)
    edit.setFocus()
    edit.selectAll()
    if text:
        d.type(text)
    else:
        d.key(Qt.Key.Key_Delete)


def test_it_is_there_before_any_environment_and_leads_back(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.touch("exploreButton")
    assert area(d).index.title.text() == "What would you like to explore?"
    assert not d.shows("nextButton")
    assert not d.shows("cancelButton")
    assert d.focus() == "open-life"
    d.touch("leaveExploreButton")
    assert d.window.page is Page.ENVIRONMENT
    assert d.shows("practiseChoice")
    assert d.shows("cancelButton")
    assert not d.shows("leaveExploreButton")


def test_escape_leads_back_and_does_not_close(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.TABLE_MAP)
    before = d.window.draft
    explore(d, Topic.RULEBOOK)
    d.key(Qt.Key.Key_Escape)
    d.bot.waitUntil(lambda: not d.window.exploring)
    assert d.window.isVisible()
    assert d.window.page is Page.TABLE_MAP
    assert d.shows("mapDynamics365")
    assert d.window.draft == before


def test_a_step_in_the_rail_leads_back_too(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.ORDER_PROCESSING)
    explore(d, Topic.NUMBERS)
    d.touch("stepOrderProcessing")
    assert d.shows("sopOn")
    d.touch("exploreButton")
    d.touch("stepCheck")
    assert d.window.page is Page.CHECK
    assert not d.window.exploring


def test_every_topic_opens_by_keyboard_and_leads_back_to_the_list(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.key(Qt.Key.Key_X, ALT)
    d.bot.waitUntil(lambda: d.window.exploring)
    for topic in Topic:
        for _stop in range(20):
            if d.focus() == f"open-{topic.value}":
                break
            d.key(Qt.Key.Key_Tab)
        d.key(Qt.Key.Key_Space)
        assert area(d).page.objectName() == f"explore{topic.value.title()}Page"
        d.key(Qt.Key.Key_A, ALT)
        d.bot.waitUntil(lambda: area(d).page is area(d).index)
        assert d.focus() == f"open-{topic.value}"


@pytest.mark.parametrize("topic", list(Topic))
def test_every_widget_is_named_and_no_table_keeps_the_keyboard(desk: Callable[..., Desk], topic: Topic) -> None:
    d = desk()
    explore(d, topic)
    page = area(d).page
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget.isVisible():
            assert widget.objectName(), widget
    for edit in page.findChildren(QLineEdit):
        if edit.objectName() != "qt_spinbox_lineedit":
            assert edit.accessibleName(), edit.objectName()
    for table in page.findChildren(QTableWidget):
        assert not table.tabKeyNavigation()
    for wanted in page.findChildren(QPushButton):
        assert wanted.text() or wanted.accessibleName()


@pytest.mark.parametrize("topic", list(Topic))
def test_access_keys_are_unique_in_every_topic(desk: Callable[..., Desk], topic: Topic) -> None:
    d = desk()
    explore(d, topic)
    keys = [
        widget.text().partition("&")[2][:1].lower()
        for widget in d.window.findChildren(QWidget)
        if isinstance(widget, QPushButton | QRadioButton | QLabel)
        and widget.isVisible()
        and (not isinstance(widget, QLabel) or widget.buddy() is not None)
    ]
    used = [key for key in keys if key]
    assert len(used) == len(set(used)), sorted(used)


def test_help_explains_the_area(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.touch("exploreButton")
    d.key(Qt.Key.Key_F1)
    box = d.find(QDialog, "helpDialog")
    title = box.findChild(QLabel, "helpTitle")
    assert title is not None
    assert title.text() == "Explore"


# ----------------------------------------------------------------------------------------------------- an order's life


def life(d: Desk) -> LifePanel:
    explore(d, Topic.LIFE)
    panel = area(d).page.findChild(LifePanel)
    assert panel is not None
    return panel


def test_an_order_is_played_through_events(desk: Callable[..., Desk]) -> None:
    d = desk()
    panel = life(d)
    d.touch("lifeAgain")
    assert d.shows("lifeNothing")
    assert not d.find(QPushButton, "event-confirm").isEnabled()
    assert d.find(QPushButton, "event-confirm").accessibleDescription() == "There is no order yet."
    for event in ("create-in-scm", "confirm", "deliver", "invoice-part"):
        d.touch(f"event-{event}")
    rows = d.table("lifeTable")
    assert [row[1] for row in rows] == [
        "Create in Supply Chain Management",
        "Confirm",
        "Deliver the rest",
        "Invoice a part",
    ]
    assert rows[-1][2:6] == [
        "Delivered, Invoice",
        "Delivered and Partially Invoiced, Fulfilled",
        "not defined by the published table",
        "Partially Invoiced, Fulfilled",
    ]
    assert d.text("lifeDiffer") == "They differ after: Confirm, Deliver the rest, Invoice a part."
    d.touch("lifeBack")
    assert len(panel.story.events) == 3


def test_a_branch_begins_at_the_chosen_step(desk: Callable[..., Desk]) -> None:
    d = desk()
    panel = life(d)
    table = d.find(Table, "lifeTable")
    table.setCurrentCell(2, 0)
    d.touch("lifeBranch")
    assert panel.story.events == (Event.CREATE_IN_SALES, Event.ACTIVATE, Event.CONFIRM)
    d.touch("event-cancel")
    assert d.table("lifeTable")[-1][1] == "Cancel"
    assert "changed" in d.text("lifeAbout")


def test_what_cannot_happen_says_why(desk: Callable[..., Desk]) -> None:
    d = desk()
    life(d)
    said = [label.text() for label in area(d).page.findChildren(QLabel) if label.objectName().startswith("lifeRefused")]
    assert "Not now: Create Invoice. The Create Invoice button is hidden." in said


def test_the_flag_changes_what_is_shown(desk: Callable[..., Desk]) -> None:
    d = desk()
    panel = life(d)
    table = d.find(Table, "lifeTable")
    table.setCurrentCell(2, 0)
    assert ["Buttons hidden", "Create Invoice, Cancel Order"] in d.table("lifeStepTable")
    d.find(QRadioButton, "lifeFlag1").click()
    assert panel.story.sop is False
    assert any(row[0] == "Buttons shown" and "Create Invoice" in row[1] for row in d.table("lifeStepTable"))


def test_a_ready_story_is_told_as_it_is(desk: Callable[..., Desk]) -> None:
    d = desk()
    panel = life(d)
    panel.ready.setCurrentIndex(3)
    panel.ready.activated.emit(3)
    assert panel.story.name == "salesperson-presses-submit"
    assert d.text("lifeStoryHeading") == "A salesperson presses Submit"
    assert any("Submitted" in row[3] for row in d.table("lifeTable"))


def test_a_story_is_saved_and_opened_again(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = desk()
    panel = life(d)
    d.touch("lifeBack")
    told = panel.story
    panel.save_to(tmp_path / "mine")
    d.idle()
    assert d.text("lifeSaved") == f"Saved as {tmp_path / 'mine.json'}"
    d.touch("lifeAgain")
    assert panel.story.events == ()
    panel.open_from(tmp_path / "mine.json")
    d.idle()
    d.bot.waitUntil(lambda: panel.story.events == told.events)


def test_a_file_that_is_no_story_is_told_on_the_page(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = desk()
    panel = life(d)
    bad = tmp_path / "bad.json"
    bad.write_text("{}", encoding="utf-8")
    told = panel.story
    panel.open_from(bad)
    d.idle()
    d.bot.waitUntil(area(d).page.problem.isVisible)
    assert panel.story == told
    assert d.window.exploring


def test_every_line_of_a_step_has_its_rule(desk: Callable[..., Desk]) -> None:
    d = desk()
    life(d)
    d.find(Table, "lifeTable").setCurrentCell(2, 0)
    d.find(Table, "lifeStepTable").setCurrentCell(1, 0)
    d.touch("lifeWhy")
    box = d.find(QDialog, "whyDialog")
    rule = box.findChild(QLabel, "whyRule0Heading")
    assert rule is not None
    assert rule.text() == "Confirmed (Open Order + Confirmation): Active in Sales."
    box.close()


# ----------------------------------------------------------------------------------------------------- laboratories


def test_the_articles_discount_comes_back_whole(desk: Callable[..., Desk]) -> None:
    d = desk()
    explore(d, Topic.PRICING)
    assert d.text("discountToScm") == "Supply Chain Management: quantity 3, line discount 3.33, sales charge −0.01"
    assert d.text("discountBack") == "Sales: (3 × 3.33) + 0.01 = 10.00"
    assert d.text("discountVerdict") == "Nothing is lost."
    d.find(QRadioButton, "discountMethod1").click()
    assert d.text("discountVerdict") == "−0.01 remains: per unit, the rounding is not carried."
    assert d.table("residueTable")[6] == ["7", "1.43", "10.01", "0.01"]


def test_figures_that_make_no_sense_are_said_and_nothing_is_shown(desk: Callable[..., Desk]) -> None:
    d = desk()
    explore(d, Topic.PRICING)
    for name, text, said in (
        ("discountQuantity", "-1", "The quantity is above 0 and has at most 10 decimals."),
        ("discountQuantity", "three", "Enter figures such as 3 or 10.00."),
        ("discountQuantity", "1,000.00", "Enter figures such as 3 or 10.00."),
    ):
        type_into(d, name, text)
        assert d.text("discountFlaw") == said
        assert not d.shows("discountToScm")
    type_into(d, "discountQuantity", "2,5")
    assert d.text("discountToScm").startswith("Supply Chain Management: quantity 2.5, line discount 4.00")
    type_into(d, "discountDecimals", "x")
    assert d.text("discountFlaw") == "The currency has 0 to 10 decimals."


def test_tax_on_freight_becomes_a_write_in_line(desk: Callable[..., Desk]) -> None:
    d = desk()
    explore(d, Topic.PRICING)
    assert d.table("freightTable") == [
        ["Order lines", "100.00", "No"],
        ["Freight Tax", "5.00", "Yes"],
        ["Total", "105.00", "–"],
    ]
    type_into(d, "freightTax", "0")
    assert [row[0] for row in d.table("freightTable")] == ["Order lines", "Total"]
    type_into(d, "freightTax", "")
    assert d.shows("freightFlaw")


def test_two_sequences_meet_or_never_do(desk: Callable[..., Desk]) -> None:
    d = desk()
    explore(d, Topic.NUMBERS)
    assert d.text("numbersVerdict") == "They collide: both give out 51."
    type_into(d, "numbersScmPattern", "C1, C2")
    type_into(d, "numbersSalesPattern", "F1, F2")
    assert d.text("numbersVerdict") == "They never give out the same number."
    assert d.text("numbersReason") == "The text around the counters differs."
    type_into(d, "numbersSalesPattern", "SO-")
    assert d.text("numbersSalesFlaw") == "There is no counter: every number needs digits."
    assert not d.shows("numbersVerdict")
    type_into(d, "numbersSalesPattern", "SO-{{SEQNUM:5}")
    assert d.shows("numbersSalesFlaw")
    type_into(d, "numbersScmStart", "x")
    assert d.text("numbersScmFlaw") == "Start and step are whole numbers."


# ----------------------------------------------------------------------------------------------------- doctor, chapter


def test_on_a_healthy_environment_nothing_supports_any_symptom(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.read()
    explore(d, Topic.DOCTOR)
    table = d.find(Table, "doctorList")
    assert table.rowCount() == 10
    for row in range(table.rowCount()):
        table.setCurrentCell(row, 0)
        assert d.text("doctorRemark") in {
            "Nothing in this environment supports this symptom.",
            "Nothing that could be read supports this symptom, but not everything could be read.",
        }, d.table("doctorList")[row]


def test_without_an_environment_the_doctor_claims_nothing(desk: Callable[..., Desk]) -> None:
    d = desk()
    explore(d, Topic.DOCTOR)
    assert d.text("doctorVerdictChip") == "Not examined"
    assert d.text("doctorRemark") == "No environment has been read, so nothing speaks for or against a cause."
    assert d.text("cause0Heading")
    assert not d.shows("cause0Support")


def test_the_flag_explains_a_button_that_is_gone(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING, organization=replace(ORGANIZATION, sop_enabled=True)))
    d.read()
    explore(d, Topic.DOCTOR)
    assert d.text("doctorRemark") == "Most likely: Sales order processing integration is on"
    assert d.text("cause0Support") == "Supported by what was read"
    assert d.text("cause0For").startswith("Speaks for it: ")
    assert d.text("cause0Remedy").startswith("The way out: By design")


def test_the_chapter_looks_for_traces_and_never_guesses(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING, legacy_columns=Unknown(Problem.FORBIDDEN)))
    explore(d, Topic.LEGACY)
    assert d.text("legacyVerdict") == "No environment has been read, or what would show it could not be read."
    assert len(d.table("legacyStatusesTable")) == 12
    d.touch("leaveExploreButton")
    d.read()
    explore(d, Topic.LEGACY)
    assert d.text("legacyTracesChip") == "Could not be read"


def test_the_rulebook_finds_rules_with_source_date_and_contradictions(desk: Callable[..., Desk]) -> None:
    d = desk()
    explore(d, Topic.RULEBOOK)
    type_into(d, "rulebookSearch", "submitted locked")
    rows = d.table("rulebookTable")
    assert rows[0][:2] == ["Who may edit", "A submitted order is locked unless an integration user submitted it."]
    assert "2022-08-29" in rows[0][2]
    assert d.text("rulebookDetailHeading") == rows[0][1]
    assert d.text("rulebookDetailAgainst0").startswith("The sources disagree: ")
    type_into(d, "rulebookSearch", "xyzzy")
    assert not d.shows("rulebookTable")
    assert d.text("rulebookCount").startswith("0 of ")
    d.find(QLineEdit, "rulebookSearch").clear()
    for kind in range(4):
        d.find(QRadioButton, f"rulebookKind{kind}").click()
        assert d.find(Table, "rulebookTable").rowCount() > 10
        assert d.text("rulebookDetailHeading")


# --------------------------------------------------------------------------------------------------- to the rulebook


def test_why_leads_to_its_rule_in_the_rulebook_by_keyboard_and_back(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.PREVIEW)
    d.touch("statusWhyButton")
    box = d.find(QDialog, "whyDialog")
    sentence = box.findChild(QLabel, "whyRule0Heading")
    opener = box.findChild(QPushButton, "whyRule0Open")
    assert sentence is not None
    assert opener is not None
    wanted = sentence.text()
    assert opener.accessibleName() == f"Open in the rulebook: {wanted}"
    d.bot.waitUntil(box.isActiveWindow)
    for _ in range(10):
        if d.focus() == "whyRule0Open":
            break
        d.key(Qt.Key.Key_Tab)
    d.key(Qt.Key.Key_Space)
    d.bot.waitUntil(lambda: d.window.exploring)
    assert d.text("rulebookDetailHeading") == wanted
    assert d.window.focusWidget() is d.find(Table, "rulebookTable")
    d.touch("leaveExploreButton")
    assert d.at(Page.PREVIEW)


def test_a_rule_is_found_whatever_was_searched_for_before(desk: Callable[..., Desk]) -> None:
    d = desk()
    explore(d, Topic.RULEBOOK)
    type_into(d, "rulebookSearch", "no rule says so")
    assert not d.shows("rulebookTable")
    d.find(QRadioButton, "rulebookKind1").click()
    d.window.show_rule("sop-default-off")
    assert d.text("rulebookDetailHeading") == "The integration is off by default."
    assert d.text("rulebookDetailId") == "Rule sop-default-off"


def test_no_page_of_the_area_opens_while_something_is_under_way(desk: Callable[..., Desk]) -> None:
    d = desk()
    gate = Gate()
    d.world.at_survey = [gate]
    d.touch("connectButton")
    assert gate.reached.wait(5)
    d.window.show_rule("sop-default-off")
    assert not d.window.exploring
    gate.open.set()
    d.idle()


def test_page_down_scrolls_a_page_that_holds_nothing_but_text_there(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.read()
    d.window.resize(900, 600)
    bar = area_of(d)
    d.find(QPushButton, "readAgainButton").setFocus()
    d.key(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    d.key(Qt.Key.Key_PageUp)
    assert bar.value() == 0


def area_of(d: Desk) -> QScrollBar:
    page = d.window.stack.currentWidget()
    assert page is not None
    found = page.findChild(QScrollArea, "pageScroll")
    assert found is not None
    return found.verticalScrollBar()
