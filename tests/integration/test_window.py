"""The window as the program itself puts it together, over a training environment: nothing that it offers is missing."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sopwizard.app import windowed
from sopwizard.cli.connection import Connection
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.target import Target
from sopwizard.domain.wizard import Page
from sopwizard.services import saved_checks
from sopwizard.services.actions import Action
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
