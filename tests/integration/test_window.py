"""The window as the program itself puts it together, over a training environment: nothing that it offers is missing."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sopwizard.adapters.signin.front import FrontDesk
from sopwizard.adapters.simulator import serve
from sopwizard.app import windowed
from sopwizard.cli.connection import Connection
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.target import Target
from sopwizard.domain.wizard import Page
from sopwizard.services import saved_checks
from sopwizard.services.actions import Action
from sopwizard.services.job import Job
from sopwizard.ui import start
from sopwizard.ui.pages.keep_check import KeepCheck
from sopwizard.ui.widgets.table import Table
from sopwizard.ui.window import Window
from sopwizard.ui.wiring import Wiring

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Window:
    """The program's own window, in which an environment was read and a map chosen."""
    wirings: list[Wiring] = []

    def run(wiring: Wiring) -> int:
        wirings.append(wiring)
        return 0

    monkeypatch.setattr(start, "run", run)
    assert windowed.window(Connection(), Target("training:first-setup")) == 0
    shown = Window(wirings[0])
    qtbot.addWidget(shown, before_close_func=lambda each: each.tasks.abandon())
    shown.show()
    shown.ask(Action.SURVEY)
    qtbot.waitUntil(lambda: not shown.tasks.busy, timeout=20_000)
    shown.draft = shown.draft.with_choices(replace(shown.draft.choices, map_id=MapId.DYNAMICS365))
    return shown


def wiring_of(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Wiring:
    """What the program gives to its window."""
    wirings: list[Wiring] = []
    monkeypatch.setattr(start, "run", wirings.append)
    windowed.window(connection, None)
    return wirings[0]


def part(window: Window, kind: type[W], name: str = "") -> W:
    """The widget of that kind and name."""
    found = window.findChild(kind, name)
    assert found is not None
    return found


def test_existing_orders_can_be_counted(window: Window, qtbot: QtBot) -> None:
    window.go(Page.PREVIEW)
    counter = part(window, QPushButton, "ordersCount")
    assert not counter.isHidden()
    counter.click()
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=20_000)
    assert part(window, Table, "ordersTable").rowCount()


def test_a_check_that_is_saved_holds_the_counted_orders(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.go(Page.CHECK)
    kept = part(window, KeepCheck)
    kept.save_to(tmp_path / "kept.sopcheck")
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=20_000)
    orders = saved_checks.read(tmp_path / "kept.sopcheck").orders
    assert orders is not None
    assert orders.total


def test_a_bug_of_the_window_leaves_a_file_and_the_hook_is_put_back(
    monkeypatch: pytest.MonkeyPatch, sandbox: Path
) -> None:
    before = sys.excepthook

    def run(_wiring: Wiring) -> int:
        error = ZeroDivisionError("a bug")
        sys.excepthook(type(error), error, None)  # as Qt does where code that it called raises
        return 0

    monkeypatch.setattr(start, "run", run)
    assert windowed.window(Connection(), None) == 0
    assert sys.excepthook is before
    (log,) = (sandbox / "data" / "logs").iterdir()
    assert "ZeroDivisionError: a bug" in log.read_text("utf-8")


def test_a_token_that_was_not_brought_along_can_be_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    wiring = wiring_of(Connection(auth="token"), monkeypatch)
    assert wiring.sign_in is None
    assert not wiring.has_token
    assert wiring.use_token is not None
    with serve("first-setup") as running:
        target = Target(running.origin)
        with pytest.raises(SopError) as needed:
            wiring.performer.perform(Action.SURVEY, Draft(target=target), Job())
        assert needed.value.problem is Problem.SIGN_IN_NEEDED
        wiring.use_token("typed")
        assert wiring.performer.perform(Action.SURVEY, Draft(target=target), Job()).snapshot is not None


@pytest.mark.parametrize(("auth", "has_token"), [(None, True), ("token", True), ("interactive", False)])
def test_a_token_from_outside_is_used_unless_another_way_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, auth: str | None, *, has_token: bool
) -> None:
    monkeypatch.setenv("SOPWIZARD_ACCESS_TOKEN", "brought-along")
    wiring = wiring_of(Connection(auth=auth), monkeypatch)
    assert wiring.has_token is has_token
    assert (wiring.sign_in is None) is has_token
    if wiring.sign_in is not None:
        desk = wiring.sign_in()
        assert isinstance(desk, FrontDesk)
        assert not desk.given.filled


def test_forgetting_every_sign_in_forgets_the_token_that_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    wiring = wiring_of(Connection(), monkeypatch)
    assert wiring.sign_in is not None
    assert wiring.use_token is not None
    desk = wiring.sign_in()
    wiring.use_token("typed")
    desk.forget_everything(Job())
    assert isinstance(desk, FrontDesk)
    assert not desk.given.filled
