"""No size of the window makes a page lay itself out for ever."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from sopwizard.domain.wizard import Page
from sopwizard.ui.pages.integration_users import IntegrationUsersPage
from sopwizard.ui.widgets.table import Table
from tests.support.windows import Desk

MANY = 60


class Counter(QObject):
    """How often tables were given another size."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Count, and let it pass; far beyond any sense, stop the loop instead of hanging."""
        if isinstance(watched, Table) and event.type() == QEvent.Type.Resize:
            self.count += 1
            return self.count > 10 * MANY
        return False


@pytest.mark.parametrize("size", [(1000, 700), (1000, 690), (900, 600), (1120, 760)])
def test_a_page_comes_to_rest_at_any_size(desk: Callable[..., Desk], qapp: QApplication, size: tuple[int, int]) -> None:
    d = desk()
    d.window.resize(*size)
    counter = Counter()
    qapp.installEventFilter(counter)
    try:
        for page in (Page.CHECK, Page.INTEGRATION_USERS, Page.PREVIEW):
            d.on(page)
            counter.count = 0
            d.bot.wait(30)
            assert counter.count < MANY, page
    finally:
        qapp.removeEventFilter(counter)


def test_a_scroll_bar_that_comes_or_goes_changes_no_width(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.INTEGRATION_USERS)
    widths: dict[bool, int] = {}
    for height in (1400, 540):
        d.window.resize(1000, height)
        d.bot.wait(30)
        page = d.find(IntegrationUsersPage, "integrationUsersPage")
        widths[page.area.verticalScrollBar().isVisible()] = d.find(Table, "usersTable").width()
    assert widths[True] == widths[False]
