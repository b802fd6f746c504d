"""A saved check is looked at and planned with, and never applied."""

from dataclasses import replace

import pytest

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import Choices
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.order_counts import OrderCounts
from sopwizard.domain.saved import SavedCheck
from sopwizard.services.job import Job
from sopwizard.services.operations import Action
from sopwizard.text.errors import explain
from tests.support.runs import stage
from tests.support.snapshots import a_snapshot


def test_a_saved_check_is_never_applied_and_nothing_is_opened_or_recorded_for_it() -> None:
    s = stage(a_snapshot())
    draft = Draft.of_saved(SavedCheck(a_snapshot())).with_choices(Choices(sop=True))
    with pytest.raises(SopError) as caught:
        s.operations.perform(Action.APPLY, draft, Job())
    assert caught.value.problem is Problem.USAGE
    day = a_snapshot().taken.date().isoformat()
    assert explain(caught.value).happened == (
        f"This is a saved check of {day}. Connect to the environment to apply, to read again or to count."
    )
    assert s.journal.runs() == ()


def test_what_is_read_afresh_is_no_saved_check_any_more_and_choices_stay() -> None:
    s = stage(a_snapshot())
    choices = Choices(sop=True)
    saved = Draft.of_saved(SavedCheck(a_snapshot())).with_choices(choices).with_confirmations(())
    assert saved.saved == a_snapshot().taken
    draft = s.operations.perform(Action.SURVEY, saved, Job())
    assert (draft.saved, draft.choices) == (None, choices)
    assert s.operations.perform(Action.APPLY, replace(draft, choices=Choices()), Job()).outcome is not None


def test_the_orders_of_a_file_stay_with_its_choices_and_go_with_what_is_read_afresh() -> None:
    counted = OrderCounts(())
    saved = Draft.of_saved(SavedCheck(a_snapshot(), counted)).with_choices(Choices(sop=True))
    assert saved.orders == counted
    assert saved.with_snapshot(a_snapshot()).orders is None
    assert saved.with_target(None).orders is None


def test_another_environment_is_no_saved_check() -> None:
    assert Draft.of_saved(SavedCheck(a_snapshot())).with_target(None) == Draft()
