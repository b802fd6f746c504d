"""Tests of the window, without a screen. A message of Qt at WARNING fails the test."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.windows import Desk, a_desk

QUIET = "This plugin does not support propagateSizeHints"  # the offscreen platform has no window manager to tell


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's own warnings are failures here."""
    for item in items:
        if "qt" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore(QUIET, extend=True))


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    """The program's own look, so that pages are laid out as they are shown."""
    from sopwizard.ui import theme  # noqa: PLC0415  after the application

    theme.wear(qapp, theme.Scheme.LIGHT)


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[..., Desk]:
    """Makes windows over fake environments."""

    def make(*snapshots: Any, **more: Any) -> Desk:  # noqa: ANN401  passed on
        return a_desk(qtbot, *snapshots, **more)

    return make
