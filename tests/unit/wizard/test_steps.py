"""Which page comes next, and when."""

from dataclasses import replace

import pytest

from sopwizard.domain import wizard
from sopwizard.domain.errors import Problem
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import EntityMap
from sopwizard.domain.wizard import Page
from sopwizard.services import rulebook
from tests.support.snapshots import CDS_ROWS, DYNAMICS365_ROWS, TARGET, a_snapshot

READ = Draft(target=TARGET).with_snapshot(a_snapshot())


def test_there_are_eight_pages_in_this_order() -> None:
    assert [page.value for page in wizard.route(Draft())] == [
        "environment",
        "check",
        "order-processing",
        "integration-users",
        "table-map",
        "preview",
        "apply",
        "result",
    ]


def test_nothing_but_the_first_page_is_reachable_before_an_environment_is_read() -> None:
    draft = Draft(target=TARGET)
    assert [page for page in Page if wizard.reachable(page, draft)] == [Page.ENVIRONMENT]


def test_a_read_environment_opens_the_pages_up_to_the_map() -> None:
    assert [page for page in Page if wizard.reachable(page, READ)] == [
        Page.ENVIRONMENT,
        Page.CHECK,
        Page.ORDER_PROCESSING,
        Page.INTEGRATION_USERS,
        Page.TABLE_MAP,
    ]


def test_a_chosen_map_opens_preview_and_apply_but_no_result() -> None:
    draft = READ.with_choices(Choices(map_id=MapId.CDS))
    assert wizard.reachable(Page.APPLY, draft)
    assert not wizard.reachable(Page.RESULT, draft)


def test_the_snapshot_of_another_environment_is_not_this_ones() -> None:
    draft = replace(READ, target=replace(TARGET, url="https://fabrikam.crm.dynamics.com"))
    assert not wizard.reachable(Page.CHECK, draft)


def test_after_and_before_end_at_the_ends() -> None:
    assert wizard.before(Page.ENVIRONMENT, READ) is None
    assert wizard.after(Page.ENVIRONMENT, READ) is Page.CHECK
    assert wizard.before(Page.CHECK, READ) is Page.ENVIRONMENT
    assert wizard.after(Page.RESULT, READ) is None


@pytest.mark.parametrize(
    ("rows", "proposed"),
    [(DYNAMICS365_ROWS, MapId.DYNAMICS365), (CDS_ROWS, MapId.CDS), ((*CDS_ROWS, *DYNAMICS365_ROWS), None), ((), None)],
)
def test_the_map_that_runs_is_proposed_only_where_exactly_one_does(
    rows: tuple[EntityMap, ...], proposed: MapId | None
) -> None:
    draft = Draft(target=TARGET).with_snapshot(a_snapshot(running_maps=Known(rows)))
    assert wizard.enter(Page.TABLE_MAP, draft, rulebook.load()).choices.map_id is proposed


def test_no_map_is_proposed_where_the_rows_could_not_be_read() -> None:
    draft = Draft(target=TARGET).with_snapshot(a_snapshot(running_maps=Unknown(Problem.FORBIDDEN)))
    assert wizard.enter(Page.TABLE_MAP, draft, rulebook.load()).choices.map_id is None


def test_a_choice_is_not_overruled_by_what_runs() -> None:
    draft = READ.with_choices(Choices(map_id=MapId.CLASSIC))
    assert wizard.enter(Page.TABLE_MAP, draft, rulebook.load()) is draft


def test_entering_any_other_page_changes_nothing() -> None:
    for page in set(Page) - {Page.TABLE_MAP}:
        assert wizard.enter(page, READ, rulebook.load()) is READ


def test_no_map_is_proposed_before_anything_was_read() -> None:
    draft = Draft(target=TARGET)
    assert wizard.enter(Page.TABLE_MAP, draft, rulebook.load()) is draft
