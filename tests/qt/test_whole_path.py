"""The whole job through the window, by mouse and by keyboard alone."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from sopwizard.domain.model.states import RunKind, RunOutcome
from sopwizard.domain.wizard import Page
from tests.support.windows import Desk

ALT = Qt.KeyboardModifier.AltModifier


def test_an_environment_is_set_up_verified_and_put_back_by_mouse(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.press("connectButton")
    pages = [d.window.page]
    while not d.at(Page.APPLY):
        d.press("nextButton")
        pages.append(d.window.page)
    assert pages == list(Page)[1:7]
    assert d.text("pageTitle") == "Make these 4 changes in Contoso UAT?"
    assert d.text("commitButton") == "&Enable on Contoso UAT"
    assert not d.shows("nextButton")
    d.press("commitButton")
    assert d.at(Page.RESULT)
    assert d.text("pageTitle") == "Contoso UAT is set up"
    assert d.text("verifiedHeading") == "All 4 values were read again and are right"
    assert [row[1:] for row in d.table("resultTable")] == [["No", "Yes", "Yes", "Verified"]] * 4
    assert d.text("cancelButton") == "Close"
    assert not d.shows("backButton")
    assert d.world.values[d.world.flag] is True
    d.touch("undoButton")
    box = d.find(QDialog, "undoDialog")
    put_back = box.findChild(QPushButton, "putBackButton")
    assert put_back is not None
    put_back.click()
    d.idle()
    assert d.text("pageTitle") == "Contoso UAT is as it was before"
    assert d.world.values[d.world.flag] is False
    assert not d.shows("undoButton")
    kinds = [(run.kind, run.outcome) for run in d.journal.runs()]
    assert kinds == [(RunKind.UNDO, RunOutcome.DONE), (RunKind.APPLY, RunOutcome.DONE)]


class Windows(QObject):
    """The names of all widgets that were shown as windows of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Look, and leave it alone."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(watched.objectName())
        return False


def test_nothing_on_a_page_is_shown_as_a_window_while_the_page_is_built(
    qapp: QApplication, desk: Callable[..., Desk]
) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    d = desk()
    d.on(Page.APPLY)
    d.press("commitButton")
    d.window.explore()
    qapp.removeEventFilter(windows)
    assert windows.names == ["window"]


def test_the_whole_job_needs_no_mouse(desk: Callable[..., Desk]) -> None:  # noqa: PLR0915  one job
    d = desk()
    assert d.focus() == "practiseChoice"
    _tab_to(d, "connectButton")
    d.key(Qt.Key.Key_Return)
    _wait_for(d, Page.CHECK)
    d.key(Qt.Key.Key_N, ALT)
    _wait_for(d, Page.ORDER_PROCESSING)
    assert d.focus() == "sopOn"
    d.key(Qt.Key.Key_Down)
    assert d.window.draft.choices.sop is False
    d.key(Qt.Key.Key_Up)
    assert d.window.draft.choices.sop is True
    d.key(Qt.Key.Key_N, ALT)
    _wait_for(d, Page.INTEGRATION_USERS)
    assert d.focus() == "usersTable"
    d.key(Qt.Key.Key_Right)
    d.key(Qt.Key.Key_Space)
    assert len(d.window.draft.choices.mark or ()) == 2
    d.key(Qt.Key.Key_Space)
    assert d.window.draft.choices.mark is None
    d.key(Qt.Key.Key_N, ALT)
    _wait_for(d, Page.TABLE_MAP)
    assert d.focus() == "mapDynamics365"
    d.key(Qt.Key.Key_Return)  # Enter is Next where nothing else takes it
    _wait_for(d, Page.PREVIEW)
    assert d.focus() == "previewTabsBar"
    d.key(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert d.shows("lifeTable")
    d.key(Qt.Key.Key_N, ALT)
    _wait_for(d, Page.APPLY)
    d.key(Qt.Key.Key_Return)  # never commits
    assert not d.window.tasks.busy
    d.key(Qt.Key.Key_B, ALT)
    _wait_for(d, Page.PREVIEW)
    d.key(Qt.Key.Key_N, ALT)
    _wait_for(d, Page.APPLY)
    _tab_to(d, "commitButton")
    d.key(Qt.Key.Key_Return)
    _wait_for(d, Page.RESULT)
    assert d.text("pageTitle") == "Contoso UAT is set up"
    d.key(Qt.Key.Key_U, ALT)
    d.bot.waitUntil(lambda: d.window.findChild(QDialog, "undoDialog") is not None)
    d.bot.waitUntil(d.find(QDialog, "undoDialog").isActiveWindow)
    assert d.focus() == "keepButton"  # the safe answer
    _tab_to(d, "putBackButton")
    d.key(Qt.Key.Key_Space)
    d.bot.waitUntil(lambda: d.text("pageTitle") == "Contoso UAT is as it was before")
    d.window.activateWindow()  # the offscreen platform has nobody to give the focus back
    d.bot.waitUntil(d.window.isActiveWindow)
    d.key(Qt.Key.Key_Escape)
    assert not d.window.isVisible()


def test_f6_goes_round_rail_page_and_buttons(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.read()
    d.on(Page.ORDER_PROCESSING)
    seen = []
    for _part in range(3):
        d.key(Qt.Key.Key_F6)
        seen.append(d.focus())
    assert seen == ["nextButton", "stepEnvironment", "sopOn"]


def test_every_stop_of_tab_can_be_left_again(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.read()
    for page in (Page.CHECK, Page.ORDER_PROCESSING, Page.INTEGRATION_USERS, Page.TABLE_MAP, Page.PREVIEW, Page.APPLY):
        d.on(page)
        stops = []
        for _stop in range(60):
            d.key(Qt.Key.Key_Tab)
            widget = QApplication.focusWidget()
            if widget in stops:
                break
            stops.append(widget)
        else:
            raise AssertionError(f"Tab never comes round on {page}")
        names = {widget.objectName() for widget in stops if widget}
        assert {"cancelButton", "backButton"} <= names, (page, names)


def _wait_for(d: Desk, page: Page) -> None:
    d.bot.waitUntil(lambda: d.at(page) and not d.window.tasks.busy)


def _tab_to(d: Desk, name: str) -> None:
    for _stop in range(60):
        if d.focus() == name:
            return
        d.key(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")
