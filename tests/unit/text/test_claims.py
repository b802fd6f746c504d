"""No sentence claims more than its source, and two places that tell the same tell it alike."""

import pytest

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.states import Confidence
from sopwizard.domain.order_counts import Cause as OrderCause
from sopwizard.domain.order_counts import Combination, OrderGroup
from sopwizard.domain.orders import Remark
from sopwizard.domain.plan import make_plan
from sopwizard.services.lore import lore, symptoms
from sopwizard.services.rulebook import load
from sopwizard.text import changes, errors, order_counts, orders, pages, preview_page, status
from tests.support.snapshots import a_snapshot


def test_who_may_change_a_submitted_order_is_told_alike_before_and_after() -> None:
    before = next(on for subject, _off, on in pages.effects() if subject == "Submitted order")
    after = dict(preview_page.buttons(True))["A Submitted order"]  # noqa: FBT003  the flag
    assert before == after


@pytest.mark.parametrize("cause", ["licence-role-or-custom-app", "totals-job-not-run"])
def test_what_an_article_says_of_something_else_is_an_inference(cause: str) -> None:
    found = [each for symptom in symptoms() for each in symptom.causes if each.id == cause]
    assert {each.confidence for each in found} == {Confidence.INFERENCE}


def test_confirmed_orders_are_not_said_to_stay_locked_where_the_table_opens_them_again() -> None:
    said = changes.consequences(make_plan(a_snapshot(), Choices(map_id=MapId.CLASSIC), load()))
    assert "Partially Delivered ones are Active" in said[0]


def test_where_a_submitted_order_may_come_from_is_told_whole() -> None:
    notes = status.notes(load().table(MapId.CDS))
    assert any("stems from before the update" in each and "field report" in each for each in notes)
    (third,) = (each for each in lore().contradictions if each.id == "c3")
    assert "only a person" not in third.reading


def test_what_one_integrator_saw_is_told_as_that() -> None:
    assert "field report" in orders.remark(Remark.BLANK_INVOICE)


def test_no_page_is_named_that_went_with_the_classic_settings() -> None:
    classic = [each.id for each in lore().checklist if each.place.startswith("Sales: Settings >")]
    assert classic == []


@pytest.mark.parametrize("problem", [Problem.NOT_TAKEN, Problem.UNCERTAIN])
def test_an_answer_that_came_and_said_nothing_is_not_told_as_lost(problem: Problem) -> None:
    assert "lost" not in errors.explain(SopError(problem, cause=Problem.SERVER_ERROR.value)).happened


def test_why_orders_hold_what_the_map_does_not_allow_is_told_as_a_guess() -> None:
    one = OrderGroup(192350001, 1, 3, 1)
    for why in OrderCause:
        told = order_counts.cause(Combination(one, allowed=False, cause=why, other=MapId.CLASSIC))
        assert told is not None
        assert "robably" in told
