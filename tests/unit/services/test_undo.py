"""Putting a run back: last first, only what still stands, and never against the rule on Submitted orders."""

from dataclasses import replace

import pytest

from sopwizard.domain.cells import mark_cell
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.ids import OrganizationId, RunId
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.runs import Outcome
from sopwizard.domain.model.snapshot import SubmittedOrders
from sopwizard.domain.model.states import ChangeState, RunKind, RunOutcome
from sopwizard.domain.model.target import Target
from sopwizard.services.job import Job
from sopwizard.services.operations import Action
from sopwizard.services.undo import put_back
from tests.support.runs import FLAG, Stage, flag, mark, stage
from tests.support.snapshots import ADELE, DATA_INTEGRATION, ERP, RUNTIME, a_snapshot, adele, dual_write_users

V, S, F, C = ChangeState.VERIFIED, ChangeState.SKIPPED, ChangeState.FAILED, ChangeState.CONFLICT


def the_outcome(draft: Draft) -> Outcome:
    assert draft.outcome is not None
    return draft.outcome


def undone(on: Stage, draft: Draft) -> Outcome:
    return the_outcome(on.operations.perform(Action.UNDO, draft, Job()))


def states(outcome: Outcome) -> dict[str, ChangeState]:
    return {result.change.id: result.state for result in outcome.run.results}


def test_undo_switches_the_flag_off_first_and_unmarks_last_first() -> None:
    on = stage()
    draft = on.applied()
    on.world.writes.clear()
    outcome = undone(on, draft)
    assert [change.id for change in on.world.writes] == [FLAG, mark(DATA_INTEGRATION), mark(ERP), mark(RUNTIME)]
    assert outcome.run.outcome is RunOutcome.DONE
    assert outcome.run.kind is RunKind.UNDO
    assert outcome.run.undoes == the_outcome(draft).run.run_id
    assert outcome.verdicts is not None
    assert all(verdict.ok for verdict in outcome.verdicts)
    assert on.is_on is False


def test_a_run_that_some_process_is_at_work_on_is_not_undone() -> None:
    on = stage()
    run = the_outcome(on.applied()).run
    on.journal.stored[run.run_id] = replace(run, outcome=None, finished=None)
    on.journal.holding.add(run.run_id)
    with pytest.raises(SopError) as raised:
        on.operations.undo_run(run.run_id, Draft(on.world.target), Job())
    assert raised.value.problem is Problem.RUN_GOES_ON
    with pytest.raises(SopError) as raised:
        on.operations.review_undo(run.run_id, Job())
    assert raised.value.problem is Problem.RUN_GOES_ON
    assert on.is_on is True


def test_a_run_is_held_from_before_its_first_write_to_its_end_and_no_longer() -> None:
    on = stage()
    seen = []
    on.world.at_write[mark(RUNTIME)] = lambda: seen.append([run.going_on for run in on.operations.history()])
    draft = on.applied()
    on.world.at_write[FLAG] = lambda: seen.append([run.going_on for run in on.operations.history()])
    undone(on, draft)
    assert seen == [[True], [True, False]]
    assert [run.going_on for run in on.operations.history()] == [False, False]


def test_undo_goes_to_the_address_that_the_run_was_made_at() -> None:
    on = stage()
    run = the_outcome(on.applied()).run
    on.gateways.opened.clear()
    draft = on.operations.undo_run(run.run_id, Draft(Target("https://elsewhere.crm.dynamics.com")), Job())
    assert on.gateways.opened == [on.world.target]
    assert draft.target == on.world.target
    assert draft.choices == run.choices


def test_undo_leaves_a_row_that_somebody_changed_and_names_it() -> None:
    on = stage()
    draft = on.applied()
    on.world.somebody_writes(mark_cell(ERP), value=False)
    outcome = undone(on, draft)
    assert states(outcome) == {FLAG: V, mark(DATA_INTEGRATION): V, mark(RUNTIME): V, mark(ERP): C}
    left = outcome.run.results[-1]
    assert left.failure is not None
    assert left.failure.problem is Problem.CHANGED_SINCE_REVIEW
    assert dict(left.failure.details) == {"what": "DualWrite IntegrationUser", "found": "false"}
    assert (left.change.before, left.change.after) == (True, False)
    assert outcome.run.outcome is RunOutcome.PARTIAL


def test_undo_puts_back_no_more_than_the_draft_shows() -> None:
    on = stage()
    draft = on.applied()
    on.world.somebody_writes(mark_cell(ERP), value=False)
    seen = on.operations.perform(Action.VERIFY, draft, Job())
    on.world.somebody_writes(mark_cell(ERP), value=True)
    with pytest.raises(SopError) as caught:
        on.operations.perform(Action.UNDO, seen, Job())
    assert caught.value.problem is Problem.CHANGED_SINCE_REVIEW
    assert on.marked(ERP)
    assert on.is_on
    again = on.operations.perform(Action.VERIFY, seen, Job())
    assert undone(on, again).run.outcome is RunOutcome.DONE


def test_undo_goes_on_behind_a_row_that_changes_during_it() -> None:
    on = stage()
    draft = on.applied()
    on.world.after_write[FLAG] = lambda: on.world.somebody_writes(mark_cell(ERP), value=False)
    outcome = undone(on, draft)
    assert states(outcome) == {FLAG: V, mark(DATA_INTEGRATION): V, mark(ERP): C, mark(RUNTIME): V}


def test_undo_stops_at_a_refusal() -> None:
    on = stage()
    draft = on.applied()
    on.world.at_write[mark(ERP)] = SopError(Problem.FORBIDDEN)
    outcome = undone(on, draft)
    assert states(outcome) == {FLAG: V, mark(DATA_INTEGRATION): V, mark(ERP): F, mark(RUNTIME): S}


def test_undo_again_puts_back_what_is_left_and_calls_nothing_a_conflict() -> None:
    on = stage()
    draft = on.applied()
    run = the_outcome(draft).run
    on.world.at_write[mark(ERP)] = SopError(Problem.FORBIDDEN)
    undone(on, draft)
    outcome = the_outcome(on.operations.undo_run(run.run_id, Draft(), Job()))
    assert states(outcome) == {mark(ERP): V, mark(RUNTIME): V}
    assert outcome.run.outcome is RunOutcome.DONE


def test_undoing_what_is_undone_has_nothing_to_do() -> None:
    on = stage()
    draft = on.applied()
    run = the_outcome(draft).run
    undone(on, draft)
    outcome = the_outcome(on.operations.undo_run(run.run_id, Draft(), Job()))
    assert outcome.run.outcome is RunOutcome.NOTHING_TO_DO


def test_an_undo_can_be_undone_and_the_run_then_again() -> None:
    on = stage()
    first = the_outcome(on.applied()).run
    back = the_outcome(on.operations.undo_run(first.run_id, Draft(), Job())).run
    again = the_outcome(on.operations.undo_run(back.run_id, Draft(), Job())).run
    assert again.outcome is RunOutcome.DONE
    assert on.is_on
    assert on.marked(RUNTIME)
    last = the_outcome(on.operations.undo_run(first.run_id, Draft(), Job())).run
    assert last.outcome is RunOutcome.DONE
    assert not on.is_on


def test_submitted_orders_block_the_undo_that_switches_the_flag_off() -> None:
    on = stage()
    draft = on.applied()
    on.world.writes.clear()
    on.world.snapshot = replace(on.world.snapshot, submitted=Known(SubmittedOrders(("ORD-01001",))))
    with pytest.raises(SopError) as caught:
        on.operations.perform(Action.UNDO, draft, Job())
    assert caught.value.problem is Problem.BLOCKED
    assert caught.value.details["findings"] == "submitted-orders"
    assert on.world.writes == []


def test_another_organization_is_not_undone() -> None:
    on = stage()
    draft = on.applied()
    other = OrganizationId("00000000-1111-4222-8333-444444444444")
    on.world.snapshot = replace(
        on.world.snapshot, organization=replace(on.world.snapshot.organization, organization_id=other)
    )
    on.world.values[on.world.flag] = True
    with pytest.raises(SopError) as caught:
        on.operations.perform(Action.UNDO, draft, Job())
    assert caught.value.problem is Problem.WRONG_ORGANIZATION


def cut_off(on: Stage, *, written: bool) -> RunId:
    """A run that ended without a word right after an intention."""
    draft = on.reviewed()

    def kill() -> None:
        if written:
            on.world.somebody_writes(mark_cell(ERP), value=True)
        raise KeyboardInterrupt

    on.world.at_write[mark(ERP)] = kill
    with pytest.raises(KeyboardInterrupt):
        on.operations.perform(Action.APPLY, draft, Job())
    run = on.operations.history()[0]
    assert run.finished is None
    assert run.outcome is None
    return run.run_id


@pytest.mark.parametrize("taken", [True, False])
def test_an_undo_whose_answer_was_lost_is_finished_by_the_next_and_blames_nobody(*, taken: bool) -> None:
    on = stage()
    draft = on.applied()

    def lost() -> None:
        on.world.somebody_writes(flag(), value=not taken)
        raise SopError(Problem.UNCERTAIN)

    on.world.at_write[FLAG] = lost
    on.world.at_survey = [None, SopError(Problem.NO_CONNECTION)]
    first = undone(on, draft)
    assert states(first)[FLAG] is ChangeState.UNKNOWN
    second = undone(on, draft)
    assert second.run.outcome is RunOutcome.DONE
    assert (FLAG in states(second)) is not taken
    assert C not in states(second).values()
    assert not on.is_on


@pytest.mark.parametrize(("written", "put_back"), [(True, [mark(ERP), mark(RUNTIME)]), (False, [mark(RUNTIME)])])
def test_an_intention_without_settlement_is_looked_up(*, written: bool, put_back: list[str]) -> None:
    on = stage()
    run_id = cut_off(on, written=written)
    outcome = the_outcome(on.operations.undo_run(run_id, Draft(), Job()))
    assert list(states(outcome)) == put_back
    assert outcome.run.outcome is RunOutcome.DONE
    assert not on.marked(ERP)


def test_an_unmarked_person_is_found_and_marked_again() -> None:
    on = stage(a_snapshot(users=Known((*dual_write_users(), adele()))))
    draft = on.applied(Choices(MapId.DYNAMICS365, unmark=frozenset({ADELE})))
    outcome = undone(on, draft)
    assert outcome.run.outcome is RunOutcome.DONE
    assert on.marked(ADELE)


def test_a_flag_that_marking_again_switches_on_is_told() -> None:
    on = stage(a_snapshot(users=Known((*dual_write_users(), adele()))))
    draft = on.applied(Choices(MapId.DYNAMICS365, unmark=frozenset({ADELE})))
    on.world.marking_switches_the_flag_on = True
    outcome = undone(on, draft)
    noted = [result for result in outcome.run.results if result.failure]
    assert [result.change.id for result in noted] == [mark(ADELE)]
    assert noted[0].failure is not None
    assert noted[0].failure.problem is Problem.SWITCHED_ON_BY_ITSELF
    assert outcome.verdicts is not None
    assert [verdict.cell for verdict in outcome.verdicts if not verdict.ok] == [flag()]


def test_a_user_that_is_gone_is_a_conflict() -> None:
    on = stage()
    draft = on.applied()
    on.world.snapshot = replace(on.world.snapshot, users=Known(dual_write_users()[:2]))
    del on.world.values[mark_cell(DATA_INTEGRATION)]
    assert states(undone(on, draft))[mark(DATA_INTEGRATION)] is C


def test_users_that_cannot_be_read_are_left_and_named() -> None:
    on = stage()
    draft = on.applied()
    on.world.snapshot = replace(on.world.snapshot, users=Unknown(Problem.FORBIDDEN))
    outcome = undone(on, draft)
    assert states(outcome) == {FLAG: V, mark(DATA_INTEGRATION): C, mark(ERP): C, mark(RUNTIME): C}
    left = outcome.run.results[-1].failure
    assert left is not None
    assert dict(left.details)["found"] == "unknown"


def test_a_review_shows_what_undo_would_do_and_writes_nothing() -> None:
    on = stage()
    run = the_outcome(on.applied()).run
    on.world.writes.clear()
    on.world.somebody_writes(mark_cell(ERP), value=False)
    review = on.operations.review_undo(run.run_id, Job())
    assert [change.id for change in review.plan.changes] == [FLAG, mark(DATA_INTEGRATION), mark(RUNTIME)]
    assert [change.id for change in review.plan.conflicts] == [mark(ERP)]
    assert on.world.writes == []


def test_undo_puts_back_nothing_that_the_review_did_not_show() -> None:
    on = stage()
    run = the_outcome(on.applied()).run
    on.world.somebody_writes(mark_cell(ERP), value=False)
    review = on.operations.review_undo(run.run_id, Job())
    on.world.writes.clear()
    on.world.somebody_writes(mark_cell(ERP), value=True)
    with pytest.raises(SopError) as caught:
        on.operations.undo_run(run.run_id, Draft(), Job(), review.plan)
    assert caught.value.problem is Problem.CHANGED_SINCE_REVIEW
    assert caught.value.details["what"] == "DualWrite IntegrationUser"
    assert on.world.writes == []


def test_undo_as_reviewed_is_done() -> None:
    on = stage()
    run = the_outcome(on.applied()).run
    review = on.operations.review_undo(run.run_id, Job())
    outcome = the_outcome(on.operations.undo_run(run.run_id, Draft(on.world.target), Job(), review.plan))
    assert outcome.run.outcome is RunOutcome.DONE


def test_without_a_survey_afterwards_there_are_no_verdicts() -> None:
    on = stage()
    draft = on.applied()
    on.world.at_survey = [None, SopError(Problem.SERVER_ERROR)]
    outcome = undone(on, draft)
    assert outcome.verdicts is None
    assert outcome.run.outcome is RunOutcome.DONE


def test_an_unknown_run_is_unknown() -> None:
    with pytest.raises(SopError) as caught:
        stage().operations.undo_run(RunId("99999999-0000-4000-8000-000000000099"), Draft(), Job())
    assert caught.value.problem is Problem.UNKNOWN_RUN


def test_undoing_without_a_run_is_a_bug() -> None:
    on = stage()
    with pytest.raises(ValueError, match="nothing was done"):
        on.operations.perform(Action.UNDO, on.reviewed(), Job())


def test_the_dual_write_users_are_three_in_this_stage() -> None:
    assert [user.user_id for user in dual_write_users()] == [RUNTIME, ERP, DATA_INTEGRATION]


def test_a_journal_in_which_a_run_undoes_itself_ends_all_the_same() -> None:
    on = stage()
    applied = on.applied()
    run = the_outcome(applied).run
    strange = replace(run, undoes=run.run_id)
    again = replace(run, run_id=RunId("other"), undoes=run.run_id)
    assert applied.snapshot is not None
    assert put_back(strange, (strange,), applied.snapshot) == {result.change.cell for result in run.results}
    back = put_back(replace(run, undoes=RunId("other")), (replace(run, undoes=RunId("other")), again), applied.snapshot)
    assert back == frozenset()
