"""Every word can be read: in a small window, with letters half as large again, with names of any length."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QScrollArea, QWidget

from sopwizard.domain.model.parts import Known
from sopwizard.domain.wizard import Page
from sopwizard.ui import theme
from sopwizard.ui.explore.area import Topic
from sopwizard.ui.widgets.columns import broken, shared, widest_word
from sopwizard.ui.widgets.status_picture import StatusPicture
from tests.support.cut import cut
from tests.support.snapshots import TARGET, a_snapshot, adele, dual_write_users
from tests.support.windows import TRAINING, Desk, production

LONG = "Donaudampfschifffahrtsgesellschaft Vertriebsintegration und Auftragsabwicklung Europa (Abnahme)"
PERSON = "Maximiliana-Alexandrina von Hohenzollern-Sigmaringen-Altburg"


@pytest.fixture(params=[1.0, 1.5], ids=["usual letters", "letters of 150 %"])
def letters(request: pytest.FixtureRequest, qapp: QApplication, look: None) -> Iterator[float]:
    del look
    usual = qapp.font()
    larger = QFont(usual)
    larger.setPointSizeF(usual.pointSizeF() * request.param)
    qapp.setFont(larger)
    theme.wear(qapp, theme.Scheme.LIGHT)
    yield request.param
    qapp.setFont(usual)
    theme.wear(qapp, theme.Scheme.LIGHT)


def _long(desk: Callable[..., Desk]) -> Desk:
    snapshot = a_snapshot(target=TRAINING, users=Known((*dual_write_users(), adele(name=PERSON))))
    return desk(
        replace(
            snapshot,
            organization=replace(snapshot.organization, name=LONG),
            caller=replace(snapshot.caller, name=PERSON),
        )
    )


def _pages(d: Desk) -> Iterator[str]:
    yield "environment"
    for page in list(Page)[1:7]:
        d.on(page)
        yield page.value
    d.press("commitButton")
    yield "result"


@pytest.mark.parametrize("names", ["usual names", "long names"])
@pytest.mark.usefixtures("letters")
def test_no_page_cuts_its_words_in_a_small_window(desk: Callable[..., Desk], names: str) -> None:
    d = _long(desk) if names == "long names" else desk(a_snapshot(target=TRAINING))
    d.window.resize(900, 600)
    for page in _pages(d):
        d.bot.wait(40)
        assert cut(d.window) == [], page


@pytest.mark.usefixtures("letters")
def test_no_topic_beside_the_wizard_cuts_its_words(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING))
    d.window.resize(900, 600)
    for topic in Topic:
        d.press("exploreButton")
        d.press(f"open-{topic.value}")
        d.bot.wait(40)
        assert cut(d.window) == [], topic


@pytest.mark.usefixtures("letters")
def test_a_question_shows_all_that_it_is_about(desk: Callable[..., Desk]) -> None:
    d = _long(desk)
    d.on(Page.APPLY)
    d.press("commitButton")
    d.press("undoButton")
    box = d.find(QDialog, "undoDialog")
    d.bot.wait(40)
    assert cut(box) == []
    box.reject()


@pytest.mark.usefixtures("letters")
def test_the_field_that_a_hint_speaks_of_is_in_sight_in_a_small_window(desk: Callable[..., Desk]) -> None:
    d = desk(production(a_snapshot(target=TARGET)))
    d.window.resize(900, 600)
    d.on(Page.APPLY)
    area = d.find(QScrollArea, "pageScroll")
    area.verticalScrollBar().setValue(0)
    d.press("commitButton")
    d.bot.wait(40)
    for name in ("confirmCardHeading", "confirmName"):
        asked = d.find(QWidget, name)
        assert asked.visibleRegion().boundingRect() == asked.rect(), name


@pytest.mark.usefixtures("letters")
def test_the_picture_of_the_statuses_has_all_its_columns_in_a_small_window(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING))
    d.window.resize(900, 600)
    d.on(Page.PREVIEW)
    d.bot.wait(40)
    picture = d.find(StatusPicture, "statusPicture")
    assert picture.width() / picture.scale >= picture.drawing.least - 1
    assert picture.height() >= picture.drawing.height * picture.scale
    place = QPointF(20, (picture.drawing.top(7) + 10) * picture.scale)
    none, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    moved = QMouseEvent(QEvent.Type.MouseMove, place, picture.mapToGlobal(place), none, none, no_key)
    QApplication.sendEvent(picture, moved)
    assert d.text("statusPath").startswith("Invoiced with document Invoice")


def test_a_band_that_is_too_narrow_has_two_lines_and_keeps_both_sentences(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING))
    d.read()
    banner = d.find(QWidget, "banner")
    d.window.resize(1400, 700)
    d.bot.wait(20)
    wide = banner.height()
    d.window.resize(900, 600)
    d.bot.wait(20)
    assert banner.height() > wide
    assert d.text("bannerKind") == "TRAINING"
    for name in ("bannerMeaning", "bannerPlace"):
        assert d.find(QWidget, name).toolTip() == "" or name == "bannerPlace"


def test_a_button_that_names_a_long_environment_is_cut_and_says_the_rest_on_hover(desk: Callable[..., Desk]) -> None:
    d = _long(desk)
    d.window.resize(900, 600)
    d.on(Page.APPLY)
    d.bot.wait(40)
    commit = d.find(QPushButton, "commitButton")
    assert LONG in commit.text()
    assert commit.width() < commit.sizeHint().width()
    assert commit.toolTip() == f"Enable on {LONG}"
    assert d.window.width() == 900


def test_a_word_that_is_wider_than_its_column_ends_a_line_at_its_seams_or_else_anywhere(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    room = metrics.horizontalAdvance("00000015-0000-")
    parts = broken("An id: 00000015-0000-0000-c000-000000000000", metrics, room).split("\u200b")
    assert parts[:2] == ["An id: 00000015-", "0000-"]
    assert all(metrics.horizontalAdvance(part.split()[-1]) <= room for part in parts)
    assert broken("short words stay as they are", metrics, 10_000) == "short words stay as they are"
    assert all(metrics.horizontalAdvance(part) <= 40 for part in broken("W" * 30, metrics, 40).split("\u200b"))


def test_columns_share_their_room_and_none_is_narrower_than_its_widest_word() -> None:
    assert shared((2, 1), (0, 0), (10, 10), 90) == [60, 30]
    assert shared((0, 1), (40, 0), (10, 10), 100) == [40, 60]
    assert shared((0, 1), (90, 0), (10, 10), 100)[0] <= 50  # no more than half of what could be spared, and its least
    assert shared((1, 1, 1), (0, 0, 0), (60, 10, 10), 120) == [60, 30, 30]
    assert shared((1, 0), (0, 50), (100, 100), 100) == [50, 50]  # no room for anybody
    assert shared((1, 0, 0), (0, 40, 30), (400, 40, 30), 300) == [230, 40, 30]  # the widest word is broken, no other
    assert shared((0, 0), (30, 40), (10, 10), 200) == [30, 40]


def test_the_widest_word_of_a_column_counts_ids_by_their_parts() -> None:
    assert widest_word(["a few words", "longer"], len) == 6
    assert widest_word(["f1752846-f0df-4766-96f5-c109adf67d7f"], len) == len("c109adf67d7f")
    assert widest_word([], len) == 0


def test_another_font_is_measured_anew(desk: Callable[..., Desk], qapp: QApplication) -> None:
    d = desk(a_snapshot(target=TRAINING))
    d.on(Page.INTEGRATION_USERS)
    usual = qapp.font()
    larger = QFont(usual)
    larger.setPointSizeF(usual.pointSizeF() * 1.5)
    try:
        qapp.setFont(larger)
        theme.wear(qapp, theme.Scheme.LIGHT)
        QApplication.sendEvent(d.window, QEvent(QEvent.Type.ApplicationFontChange))
        d.bot.wait(40)
        d.window.resize(d.window.width() - 1, d.window.height())
        d.bot.wait(40)
        assert [each for each in cut(d.window) if each.startswith("usersTable")] == []
    finally:
        qapp.setFont(usual)
        theme.wear(qapp, theme.Scheme.LIGHT)
