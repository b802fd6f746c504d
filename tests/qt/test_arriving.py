"""The check page fills in as answers arrive."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QPushButton

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.wizard import Page
from sopwizard.ui.pages.finding_cards import UnreadCard
from tests.support.snapshots import TARGET, a_snapshot, adele, dual_write_users
from tests.support.windows import TRAINING, Desk, Gate

UNREAD = Unknown(Problem.NOT_FOUND, details=(("part", "not read"),))


def first_part() -> Snapshot:
    return a_snapshot(
        users=Known((*dual_write_users(), adele())),
        privileges=UNREAD,
        price_lists=UNREAD,
        order_numbers=UNREAD,
    )


def test_what_is_there_is_shown_while_the_rest_is_read_and_nothing_is_said_of_the_rest(
    desk: Callable[..., Desk],
) -> None:
    d = desk()
    gate = Gate()
    d.world.arriving, d.world.at_survey = [first_part()], [gate]
    d.touch("connectButton")
    assert gate.reached.wait(5)
    d.bot.waitUntil(lambda: d.at(Page.CHECK))
    d.bot.waitUntil(lambda: d.shows("finding-marked-others"))
    assert not d.shows("finding-rights")
    assert not d.shows("finding-price-lists")
    assert not d.shows("saveCheckButton")
    assert d.window.draft.snapshot is None
    assert not d.find(QPushButton, "nextButton").isEnabled()
    gate.open.set()
    d.idle()
    assert d.at(Page.CHECK)
    assert d.window.draft.snapshot is not None
    assert d.find(QPushButton, "nextButton").isEnabled()


def test_a_reading_that_is_stopped_half_way_leaves_nothing_of_it(desk: Callable[..., Desk]) -> None:
    d = desk()
    gate = Gate()
    d.world.arriving, d.world.at_survey = [first_part()], [gate]
    d.touch("connectButton")
    assert gate.reached.wait(5)
    d.bot.waitUntil(lambda: d.at(Page.CHECK))
    d.touch("cancelButton")
    assert d.at(Page.ENVIRONMENT)
    assert d.window.draft.snapshot is None
    gate.open.set()


def test_a_reading_that_fails_half_way_says_so_where_it_began(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.world.arriving, d.world.at_survey = [first_part()], [SopError(Problem.TIMEOUT, host=TARGET.host, seconds=1)]
    d.touch("connectButton")
    d.idle()
    assert d.at(Page.ENVIRONMENT)
    assert d.window.draft.snapshot is None


def test_reading_again_fills_the_page_and_keeps_what_was_there_if_it_is_stopped(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.read()
    gate = Gate()
    d.world.arriving, d.world.at_survey = [first_part()], [gate]
    d.touch("readAgainButton")
    assert gate.reached.wait(5)
    d.bot.waitUntil(lambda: d.shows("finding-marked-others"))
    d.touch("cancelButton")
    assert d.at(Page.CHECK)
    assert not d.shows("finding-marked-others")
    gate.open.set()


def test_many_parts_that_could_not_be_read_alike_are_one_card(desk: Callable[..., Desk]) -> None:
    gone = Unknown(Problem.FORBIDDEN)
    parts = {"units": gone, "price_lists": gone, "features": gone, "plugin_steps": gone, "submitted": gone}
    d = desk(a_snapshot(target=TRAINING, **parts))
    d.read()
    cards = [each for each in d.page_widget.findChildren(UnreadCard) if each.isVisible()]
    assert len(cards) == 1
    heading = cards[0].heading.text()
    assert heading.endswith(" parts could not be read")
    assert int(heading.split()[0]) >= 3
    assert not cards[0].proof.isVisible()
    cards[0].details.click()
    said = [each.text() for each in cards[0].proof.findChildren(QLabel)]
    assert len([each for each in said if "Nothing is concluded from that." in each]) == int(heading.split()[0])
