"""What a screen reader, a keyboard and an eye need of every page."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QTableWidget,
    QWidget,
)

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.parts import Known
from sopwizard.domain.wizard import Page
from sopwizard.ui import theme
from sopwizard.ui.colours import DARK, LIGHT, Colours, Tone
from sopwizard.ui.widgets.table import Table
from tests.support.runs import mark
from tests.support.snapshots import ERP, a_snapshot, adele, dual_write_users
from tests.support.windows import TRAINING, Desk

TOLD = (QAbstractButton, QLineEdit, QListWidget, QTableWidget)


def _pages(d: Desk) -> Iterator[QWidget]:
    yield d.window
    d.read()
    for page in list(Page)[1:7]:
        d.on(page)
        yield d.window
    d.press("commitButton")
    yield d.window


def _people(desk: Callable[..., Desk]) -> Desk:
    return desk(a_snapshot(target=TRAINING, users=Known((*dual_write_users(), adele()))))


def test_every_control_has_an_object_name_and_something_to_be_called_by(desk: Callable[..., Desk]) -> None:
    d = _people(desk)
    for window in _pages(d):
        buddies = {label.buddy() for label in window.findChildren(QLabel)}
        for widget in window.findChildren(QWidget):
            if not isinstance(widget, TOLD) or not widget.isVisible():
                continue
            assert widget.objectName(), f"{type(widget).__name__} on {d.window.page} has no object name"
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            assert text or widget.accessibleName() or widget in buddies, widget.objectName()


def test_labels_are_plain_text_and_keep_their_words_for_screen_readers(desk: Callable[..., Desk]) -> None:
    d = _people(desk)
    for window in _pages(d):
        for label in window.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText, label.objectName()
            assert label.objectName()
            assert not label.accessibleName(), f"{label.objectName()} hides its words"


def test_names_from_a_server_are_never_interpreted(desk: Callable[..., Desk]) -> None:
    nasty = adele(name="<img src=x onerror=1> & <b>Adele</b>")
    d = desk(a_snapshot(target=TRAINING, users=Known((*dual_write_users(), nasty))))
    d.read()
    assert "<b>Adele</b>" in d.text("finding-marked-othersHeading")


@pytest.mark.parametrize("name", ["شركة كونتوسو (اختبار)", "קונטוסו"])
def test_a_sentence_that_begins_with_a_name_from_right_to_left_is_still_one_from_left_to_right(
    desk: Callable[..., Desk], name: str
) -> None:
    snapshot = a_snapshot(target=TRAINING)
    d = desk(replace(snapshot, organization=replace(snapshot.organization, name=name)))
    d.on(Page.APPLY)
    d.press("commitButton")
    title = d.find(QLabel, "pageTitle")
    assert title.text().removeprefix("\u200e") == f"{name} is set up"
    picture = title.grab().toImage()
    ground = picture.pixelColor(0, 0)
    right = range(picture.width() * 2 // 3, picture.width())
    assert all(picture.pixelColor(x, y) == ground for x in right for y in range(picture.height()))


def test_tables_hold_text_in_every_cell_no_widgets_and_let_tab_out(desk: Callable[..., Desk]) -> None:
    d = _people(desk)
    for window in _pages(d):
        for table in window.findChildren(QTableWidget):
            assert not table.tabKeyNavigation(), table.objectName()
            assert table.editTriggers() == QAbstractItemView.EditTrigger.NoEditTriggers
            for row in range(table.rowCount()):
                for column in range(table.columnCount()):
                    assert table.cellWidget(row, column) is None
                    item = table.item(row, column)
                    assert item is not None
                    assert item.text(), (table.objectName(), row, column)


def test_visible_access_keys_are_unique_on_every_page(desk: Callable[..., Desk]) -> None:
    d = _people(desk)
    for window in _pages(d):
        keys = [
            widget.text().replace("&&", "").partition("&")[2][:1].lower()
            for widget in window.findChildren(QWidget)
            if isinstance(widget, QPushButton | QRadioButton | QLabel)
            and widget.isVisible()
            and (not isinstance(widget, QLabel) or widget.buddy() is not None)
        ]
        used = [key for key in keys if key]
        assert len(used) == len(set(used)), (d.window.page, sorted(used))


def test_nothing_but_the_window_is_ever_a_window(desk: Callable[..., Desk]) -> None:
    before = set(QApplication.topLevelWidgets())
    d = _people(desk)
    for window in _pages(d):
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each not in before]
        assert shown == [window], (d.window.page, shown)


def test_no_page_scrolls_sideways_or_clips_its_words_in_a_small_window(desk: Callable[..., Desk]) -> None:
    d = _people(desk)
    for window in _pages(d):
        window.resize(900, 600)
        d.bot.wait(20)
        page = d.page_widget
        area = page.findChild(QScrollArea, "pageScroll")
        assert area is not None
        inside = area.widget()
        assert inside is not None
        assert inside.width() <= area.viewport().width(), d.window.page
        for button in page.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.sizeHint().width(), button.objectName()


def _heights_of_stops(d: Desk) -> list[int]:
    """Where the stops of the Tab key stand on the page, from the one that has the keyboard."""
    inside = d.find(QScrollArea, "pageScroll").widget()
    assert inside is not None
    heights = []
    while d.page_widget.isAncestorOf(QApplication.focusWidget() or d.window):
        stop = QApplication.focusWidget()
        assert stop is not None
        heights.append(stop.mapTo(inside, stop.rect().topLeft()).y())
        d.key(Qt.Key.Key_Tab)
    return heights


def test_tab_leads_down_the_checks_as_they_stand(desk: Callable[..., Desk]) -> None:
    d = _people(desk)
    d.read()
    d.press("checklistShow")
    d.find(QPushButton, "readAgainButton").setFocus()
    heights = _heights_of_stops(d)
    assert len(heights) > 10
    assert heights == sorted(heights)


def test_tab_leads_down_what_stands_in_the_way_and_what_failed(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING, privileges=Known(())))
    d.on(Page.APPLY)
    d.find(QPushButton, "blocked-rights-open").setFocus()
    blocked = _heights_of_stops(d)
    assert len(blocked) > 1
    assert blocked == sorted(blocked)
    d = desk(a_snapshot(target=TRAINING))
    d.world.at_write[mark(ERP)] = SopError(Problem.FORBIDDEN, privilege="prvWriteUser")
    d.on(Page.APPLY)
    d.press("commitButton")
    d.find(QPushButton, "failure1-copy").setFocus()
    failed = _heights_of_stops(d)
    assert len(failed) > 4
    assert failed == sorted(failed)


def test_help_explains_the_page_and_names_the_keys(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.key(Qt.Key.Key_F1)
    box = d.find(QDialog, "helpDialog")
    texts = [label.text() for label in box.findChildren(QLabel)]
    assert "Environment" in texts
    assert any("Alt+N" in text for text in texts)
    box.reject()


def _luminance(colour: str) -> float:
    def part(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    c = QColor(colour)
    return 0.2126 * part(c.redF()) + 0.7152 * part(c.greenF()) + 0.0722 * part(c.blueF())


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(colours: Colours) -> None:
    pairs = [(colours.text, ground) for ground in (colours.ground, colours.card, colours.rail, colours.accent_ground)]
    pairs += [(colours.soft, ground) for ground in (colours.ground, colours.card, colours.rail)]
    pairs += [colours.of(tone) for tone in Tone]
    pairs += [(colours.on_accent, fill) for fill in (colours.accent, colours.ok, colours.warning, colours.blocker)]
    pairs += [(colours.accent, colours.card), (colours.warning, colours.card), (colours.blocker, colours.card)]
    for text, ground in pairs:
        assert _contrast(text, ground) >= 4.5, (text, ground)


def _strongest(box: QWidget, at: QRect, ground: str) -> float:
    """The contrast of the strongest line that begins within the first pixels of that place, before any tick."""
    image = box.grab(at).toImage()
    middle = image.height() // 2
    line = [image.pixelColor(across, middle).name() for across in range(4)]
    return max(_contrast(colour, ground) for colour in line)


@pytest.mark.parametrize("scheme", list(theme.Scheme))
@pytest.mark.parametrize("ticked", [False, True], ids=["unticked", "ticked"])
def test_the_line_around_a_check_box_can_be_seen(qapp: QApplication, scheme: theme.Scheme, *, ticked: bool) -> None:
    theme.wear(qapp, scheme)
    holder = QWidget()
    box = QCheckBox("alone", holder)
    box.setChecked(ticked)
    table = Table("boxes", "Boxes", ("Box",))
    table.fill([(("in a table", ticked),)])
    for widget in (box, table):
        widget.resize(300, 90)
        widget.ensurePolished()
    option = QStyleOptionButton()
    option.initFrom(box)
    place = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    card = theme.colours().card
    assert _strongest(holder, place.adjusted(-1, 0, 0, 0), card) >= 3
    cell = table.visualRect(table.model().index(0, 0)).translated(table.viewport().pos())
    assert _strongest(table, cell.adjusted(6, 0, 0, 0), card) >= 3
    theme.wear(qapp, theme.Scheme.LIGHT)
