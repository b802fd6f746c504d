"""The window over fakes: what a test of it needs to see, press and stage."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.runs import Outcome
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.target import Target
from sopwizard.domain.wizard import Page
from sopwizard.services import rulebook
from sopwizard.services.operations import Operations
from sopwizard.ui.widgets.table import Table
from sopwizard.ui.window import Window
from sopwizard.ui.wiring import Wiring
from tests.support.fakes import FakeClock, FakeGateway, FakeGateways, FakeJournal
from tests.support.snapshots import a_snapshot

W = TypeVar("W", bound=QWidget)
TRAINING = Target("training:first-setup")
PERSON = Target("training:person-marked")
PATIENCE = 5_000


def understand(typed: str) -> Target:
    """As the program does it, as far as these tests go."""
    text = typed.strip()
    if " " in text or "." not in text:
        raise SopError(Problem.BAD_URL, url=text)
    if text.startswith("http://"):
        raise SopError(Problem.NOT_HTTPS, url=text)
    return Target("https://" + text.removeprefix("https://").split("/")[0])


class Gate:
    """Holds a thread until a test lets it go on."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()

    def __call__(self) -> None:
        """What the thread does."""
        self.reached.set()
        self.open.wait(PATIENCE / 1000)


@dataclass
class Desk:
    """A window over one or more worlds, with hands and eyes."""

    bot: QtBot
    worlds: dict[Target, FakeGateway]
    gateways: FakeGateways
    journal: FakeJournal
    window: Window
    resets: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    saved: list[tuple[Outcome, Path]] = field(default_factory=list)

    @property
    def world(self) -> FakeGateway:
        """The first environment."""
        return next(iter(self.worlds.values()))

    @property
    def page_widget(self) -> QWidget:
        """The page that is shown."""
        page = self.window.stack.currentWidget()
        assert page is not None
        return page

    def at(self, page: Page) -> bool:
        """Whether that page is shown."""
        return self.window.page is page

    def find(self, kind: type[W], name: str) -> W:
        """The widget of that object name on the page, or else in the window."""
        found = self.page_widget.findChild(kind, name) or self.window.findChild(kind, name)
        assert found is not None, f"no {kind.__name__} {name}"
        return found

    def shows(self, name: str) -> bool:
        """Whether a widget of that name can be seen."""
        found = self.page_widget.findChild(QWidget, name) or self.window.findChild(QWidget, name)
        return found is not None and found.isVisible()

    def text(self, name: str) -> str:
        """What a label or button says."""
        found = self.find(QWidget, name)
        assert isinstance(found, QLabel | QPushButton | QRadioButton)
        return found.text()

    def table(self, name: str) -> list[list[str]]:
        """What a table says."""
        table = self.find(Table, name)
        return [
            [table.model().index(row, column).data() for column in range(table.columnCount())]
            for row in range(table.rowCount())
        ]

    def press(self, name: str) -> None:
        """Click a button, and wait for what it begins."""
        self.touch(name)
        self.idle()

    def touch(self, name: str) -> None:
        """Click a button."""
        button = self.find(QWidget, name)
        assert button.isVisible(), f"{name} cannot be seen"
        assert button.isEnabled(), f"{name} cannot be pressed"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def idle(self) -> None:
        """Wait until nothing is under way."""
        self.bot.waitUntil(lambda: not self.window.tasks.busy, timeout=PATIENCE)

    def read(self) -> None:
        """From the first page to the check page."""
        self.press("connectButton")
        assert self.window.page is Page.CHECK

    def on(self, page: Page) -> None:
        """Go forward to that page."""
        if self.window.draft.snapshot is None:
            self.read()
        while self.window.page is not page:
            before = self.window.page
            self.press("nextButton")
            assert self.window.page is not before, self.window.notice

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        """Type where the keyboard is."""
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, text)

    def focus(self) -> str:
        """The name of the widget that has the keyboard."""
        widget = QApplication.focusWidget()
        return widget.objectName() if widget else ""


def a_desk(
    bot: QtBot, *snapshots: Snapshot, target: Target | None = None, change: Callable[[Wiring], Wiring] | None = None
) -> Desk:
    """A window that is shown, over worlds that begin as these snapshots."""
    given = snapshots or (a_snapshot(target=TRAINING),)
    worlds = {snapshot.target: FakeGateway(snapshot) for snapshot in given}
    gateways, journal = FakeGateways(*worlds.values()), FakeJournal()
    resets: list[str] = []
    tokens: list[str] = []
    saved: list[tuple[Outcome, Path]] = []
    performer = Operations(gateways, journal, FakeClock(), rulebook.load())
    wiring = Wiring(
        performer=performer,
        runs=performer,
        understand=understand,
        scenarios=lambda: (("first-setup", "First set-up"), ("person-marked", "A person is marked")),
        reset_scenario=resets.append,
        use_token=tokens.append,
        save_report=lambda outcome, path: saved.append((outcome, path)),
        target=target or given[0].target,
        now=FakeClock().now,
    )
    window = Window(change(wiring) if change else wiring)
    bot.addWidget(window, before_close_func=lambda shown: shown.tasks.abandon())
    window.show()
    window.activateWindow()
    bot.waitUntil(window.isActiveWindow)
    listed = window.findChild(QListWidget, "scenarioList")
    assert listed is not None
    bot.waitUntil(lambda: bool(listed.count()))
    return Desk(bot, worlds, gateways, journal, window, resets, tokens, saved)


def production(snapshot: Snapshot) -> Snapshot:
    """The snapshot of a production environment."""
    return replace(snapshot, organization=replace(snapshot.organization, kind="Production", name="Contoso"))
