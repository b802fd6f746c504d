"""Applying a reviewed plan: what is written, in which order, what stops it, and what is told afterwards."""

from dataclasses import replace

import pytest

from sopwizard.domain.cells import mark_cell
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.ids import OrganizationId
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.runs import Failure, Outcome
from sopwizard.domain.model.snapshot import Privilege, SubmittedOrders
from sopwizard.domain.model.states import ChangeState, RunOutcome
from sopwizard.services.job import Cancelled, Job
from sopwizard.services.operations import Action
from sopwizard.text.errors import explain
from tests.support.runs import FLAG, Stage, flag, mark, stage
from tests.support.snapshots import (
    ADELE,
    DATA_INTEGRATION,
    ERP,
    ORGANIZATION_ID,
    RUNTIME,
    a_snapshot,
    adele,
    dual_write_users,
    with_organization,
)


def the_outcome(draft: Draft) -> Outcome:
    assert draft.outcome is not None
    return draft.outcome


def states(outcome: Outcome) -> list[ChangeState]:
    return [result.state for result in outcome.run.results]


def failures(outcome: Outcome) -> list[Problem | None]:
    return [None if result.failure is None else result.failure.problem for result in outcome.run.results]


V, A, S, F, C, U = (
    ChangeState.VERIFIED,
    ChangeState.APPLIED,
    ChangeState.SKIPPED,
    ChangeState.FAILED,
    ChangeState.CONFLICT,
    ChangeState.UNKNOWN,
)


def test_users_are_marked_first_and_the_flag_is_switched_on_last() -> None:
    on = stage()
    outcome = the_outcome(on.applied())
    assert [change.id for change in on.world.writes] == [mark(RUNTIME), mark(ERP), mark(DATA_INTEGRATION), FLAG]
    assert outcome.run.outcome is RunOutcome.DONE
    assert states(outcome) == [V, V, V, V]
    assert on.is_on
    assert on.marked(RUNTIME)


def test_every_write_is_intended_before_and_settled_after() -> None:
    on = stage()
    on.applied()
    events = on.journal.events
    assert events[0][0] == "begin"
    assert events[1:3] == [("intend", mark(RUNTIME)), ("settle", mark(RUNTIME), "verified")]
    assert events[-1] == ("finish", "done")
    assert len(events) == 1 + 4 * 2 + 1


def test_everything_is_read_again_afterwards_and_judged() -> None:
    on = stage()
    draft = on.applied()
    outcome = the_outcome(draft)
    assert outcome.verdicts is not None
    assert len(outcome.verdicts) == 4
    assert all(verdict.ok for verdict in outcome.verdicts)
    assert draft.snapshot is not None
    assert draft.snapshot.organization.sop_enabled
    assert on.world.log[-1] == ("survey", "")


def test_the_journalled_run_tells_who_where_and_what_was_found() -> None:
    on = stage()
    run = the_outcome(on.applied()).run
    kept = on.operations.run(run.run_id)
    assert kept == run
    assert kept.organization_name == "Contoso UAT"
    assert kept.caller.name == "Megan Bowen"
    assert kept.choices == Choices(MapId.DYNAMICS365)
    assert {finding.id for finding in kept.findings} >= {"rights", "running-map"}
    assert on.operations.history() == (run,)


def test_nothing_to_do_is_journalled_and_writes_nothing() -> None:
    on = stage(with_organization(a_snapshot(users=Known(dual_write_users(marked=True))), sop_enabled=True))
    outcome = the_outcome(on.applied())
    assert outcome.run.outcome is RunOutcome.NOTHING_TO_DO
    assert len(outcome.run.already_right) == 4
    assert on.world.writes == []
    assert [event[0] for event in on.journal.events] == ["begin", "finish"]


def test_a_blocked_plan_names_its_findings_and_reaches_no_environment() -> None:
    on = stage(a_snapshot(privileges=Known((Privilege("prvWriteOrganization", "Global"),))))
    draft = on.reviewed()
    on.gateways.opened.clear()
    with pytest.raises(SopError) as caught:
        on.operations.perform(Action.APPLY, draft, Job())
    assert caught.value.problem is Problem.BLOCKED
    assert caught.value.details["findings"] == "rights"
    assert on.gateways.opened == []
    assert on.journal.events == []


def test_another_organization_at_the_address_gets_nothing() -> None:
    on = stage()
    draft = on.reviewed()
    other = OrganizationId("00000000-1111-4222-8333-444444444444")
    on.world.snapshot = replace(on.world.snapshot, caller=replace(on.world.snapshot.caller, organization_id=other))
    with pytest.raises(SopError) as caught:
        on.operations.perform(Action.APPLY, draft, Job())
    assert caught.value.problem is Problem.WRONG_ORGANIZATION
    assert caught.value.details["expected"] == ORGANIZATION_ID
    assert caught.value.details["found"] == other
    assert on.world.writes == []


def test_somebody_else_who_is_signed_in_by_now_writes_nothing() -> None:
    on = stage()
    draft = on.reviewed()
    other = replace(on.world.snapshot.caller, user_id=ADELE, name="Adele Vance")
    on.world.snapshot = replace(on.world.snapshot, caller=other)
    with pytest.raises(SopError) as caught:
        on.operations.perform(Action.APPLY, draft, Job())
    assert caught.value.problem is Problem.SIGN_IN_FAILED
    assert explain(caught.value).happened == (
        "Adele Vance is signed in now, but the work was begun with another account."
    )
    assert on.world.writes == []
    assert on.journal.events == []


@pytest.mark.parametrize("cell", [flag(), mark_cell(RUNTIME)])
def test_a_value_that_changed_since_the_review_stops_everything(cell: object) -> None:
    on = stage()
    draft = on.reviewed()
    on.world.values[cell] = True  # type: ignore[index]
    with pytest.raises(SopError) as caught:
        on.operations.perform(Action.APPLY, draft, Job())
    assert caught.value.problem is Problem.CHANGED_SINCE_REVIEW
    name = "Contoso UAT" if cell == flag() else "Finance and Operations Runtime Integration User"
    assert caught.value.details["what"] == name
    assert on.world.writes == []
    assert on.journal.events == []


def test_a_value_that_was_right_in_the_review_and_is_not_any_more_stops_it_too() -> None:
    on = stage(a_snapshot(users=Known((*dual_write_users()[:2], *dual_write_users(marked=True)[2:]))))
    draft = on.reviewed()
    on.world.somebody_writes(mark_cell(DATA_INTEGRATION), value=False)
    with pytest.raises(SopError) as caught:
        on.operations.perform(Action.APPLY, draft, Job())
    assert caught.value.details["what"] == "Dynamics Data Integration"


def test_a_user_that_was_not_in_the_review_stops_it() -> None:
    on = stage(a_snapshot(users=Known(dual_write_users()[:2])))
    draft = on.reviewed()
    on.world.snapshot = replace(on.world.snapshot, users=Known(dual_write_users()))
    on.world.values[mark_cell(DATA_INTEGRATION)] = False
    with pytest.raises(SopError) as caught:
        on.operations.perform(Action.APPLY, draft, Job())
    assert caught.value.problem is Problem.CHANGED_SINCE_REVIEW
    assert caught.value.details["what"] == "Dynamics Data Integration"


def test_what_stands_in_the_way_since_the_review_blocks_it() -> None:
    on = stage(with_organization(a_snapshot(), sop_enabled=True))
    draft = on.reviewed(Choices(MapId.DYNAMICS365, sop=False))
    on.world.snapshot = replace(on.world.snapshot, submitted=Known(SubmittedOrders(("ORD-01001",))))
    with pytest.raises(SopError) as caught:
        on.operations.perform(Action.APPLY, draft, Job())
    assert caught.value.problem is Problem.BLOCKED
    assert caught.value.details["findings"] == "submitted-orders"
    assert on.is_on


def test_a_refusal_half_way_is_a_result_that_tells_what_was_done() -> None:
    on = stage()
    on.world.at_write[mark(ERP)] = SopError(Problem.FORBIDDEN, request_id="r-1", privilege="prvWriteUser")
    outcome = the_outcome(on.applied())
    assert outcome.run.outcome is RunOutcome.PARTIAL
    assert states(outcome) == [V, F, S, S]
    failed = outcome.run.results[1].failure
    assert failed is not None
    assert failed.problem is Problem.FORBIDDEN
    assert failed.request_id == "r-1"
    assert failed.details == (("privilege", "prvWriteUser"),)
    assert on.operations.history()[0] == outcome.run
    assert not on.is_on


def test_a_refusal_of_the_first_write_is_a_failed_run_in_which_nothing_was_written() -> None:
    on = stage()
    on.world.at_write[mark(RUNTIME)] = SopError(Problem.FORBIDDEN, privilege="prvWriteUser")
    outcome = the_outcome(on.applied())
    assert outcome.run.outcome is RunOutcome.FAILED
    assert states(outcome) == [F, S, S, S]
    assert on.world.writes == []


def test_a_row_that_somebody_changes_during_the_run_is_left_and_stops_it() -> None:
    on = stage()
    draft = on.reviewed()
    on.world.after_write[mark(RUNTIME)] = lambda: on.world.somebody_writes(mark_cell(ERP), value=True)
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [V, C, S, S]
    assert outcome.run.outcome is RunOutcome.PARTIAL


def test_a_row_that_is_overwritten_before_it_was_read_back_is_a_conflict() -> None:
    on = stage()
    draft = on.reviewed()
    on.world.after_write[mark(ERP)] = lambda: on.world.somebody_writes(mark_cell(ERP), value=False)
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [V, C, S, S]
    assert failures(outcome)[1] is Problem.CHANGED_SINCE_REVIEW
    failed = outcome.run.results[1].failure
    assert failed is not None
    assert "left as it is" not in explain(failed).happened


def test_a_run_whose_only_write_was_overwritten_did_not_write_nothing() -> None:
    on = stage()
    draft = on.reviewed()
    on.world.after_write[mark(RUNTIME)] = lambda: on.world.somebody_writes(mark_cell(RUNTIME), value=False)
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [C, S, S, S]
    assert outcome.run.outcome is RunOutcome.PARTIAL


def test_a_write_that_cannot_be_read_back_stops_and_is_settled_by_the_next_survey() -> None:
    on = stage()
    draft = on.reviewed()
    on.world.at_read[mark_cell(RUNTIME)] = SopError(Problem.SERVER_ERROR)
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [V, S, S, S]
    assert ("settle", mark(RUNTIME), "applied") in on.journal.events
    assert outcome.run.outcome is RunOutcome.PARTIAL
    assert failures(outcome) == [None, *[Problem.SERVER_ERROR] * 3]
    assert on.journal.run(outcome.run.run_id) == outcome.run


def test_what_stopped_a_run_is_told_where_the_change_turns_out_to_be_made() -> None:
    on = stage()
    draft = on.reviewed()

    def lost() -> None:
        on.world.somebody_writes(mark_cell(RUNTIME), value=True)
        raise SopError(Problem.UNCERTAIN, request_id="r-3", cause="no-connection", host="contoso", what="x")

    on.world.at_write[mark(RUNTIME)] = lost
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [V, S, S, S]
    why = Failure(Problem.NO_CONNECTION, "r-3", (("host", "contoso"),))
    assert [result.failure for result in outcome.run.results] == [None, why, why, why]


def test_a_write_that_could_not_be_read_back_and_does_not_stand_any_more_is_a_conflict() -> None:
    on = stage()
    draft = on.reviewed()

    def broken() -> None:
        on.world.somebody_writes(mark_cell(RUNTIME), value=False)
        raise SopError(Problem.SERVER_ERROR)

    on.world.at_read[mark_cell(RUNTIME)] = broken
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [C, S, S, S]


def test_without_a_survey_afterwards_an_unread_write_stays_applied() -> None:
    on = stage()
    draft = on.reviewed()
    on.world.at_read[mark_cell(RUNTIME)] = SopError(Problem.SERVER_ERROR)
    on.world.at_survey = [None, SopError(Problem.SERVER_ERROR)]
    done = on.operations.perform(Action.APPLY, draft, Job())
    outcome = the_outcome(done)
    assert states(outcome) == [A, S, S, S]
    assert outcome.verdicts is None
    assert done.snapshot is not None


@pytest.mark.parametrize(("taken", "state", "failure"), [(True, V, None), (False, F, Problem.NOT_TAKEN)])
def test_a_lost_answer_is_decided_by_the_row(*, taken: bool, state: ChangeState, failure: Problem | None) -> None:
    on = stage()
    draft = on.reviewed()

    def lost() -> None:
        on.world.somebody_writes(mark_cell(RUNTIME), value=taken)
        raise SopError(Problem.UNCERTAIN)

    on.world.at_write[mark(RUNTIME)] = lost
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [state, S, S, S]
    assert failures(outcome)[0] is failure
    assert ("settle", mark(RUNTIME), "unknown") in on.journal.events


@pytest.mark.parametrize(("taken", "state"), [(True, V), (False, U)])
def test_after_a_timeout_an_old_value_proves_nothing_and_the_new_one_does(*, taken: bool, state: ChangeState) -> None:
    on = stage()
    draft = on.reviewed()

    def late() -> None:
        on.world.somebody_writes(mark_cell(RUNTIME), value=taken)
        raise SopError(Problem.UNCERTAIN, cause="timeout")

    on.world.at_write[mark(RUNTIME)] = late
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [state, S, S, S]
    assert outcome.run.outcome is RunOutcome.PARTIAL


def test_what_another_organization_shows_afterwards_verifies_nothing() -> None:
    on = stage()
    draft = on.reviewed()
    whole = on.world.snapshot
    other = replace(whole, organization=replace(whole.organization, organization_id=OrganizationId(RUNTIME)))

    def replaced() -> None:
        on.world.snapshot = other

    on.world.at_survey = [None, replaced]
    done = on.operations.perform(Action.APPLY, draft, Job())
    assert states(the_outcome(done)) == [V, V, V, V]
    assert the_outcome(done).verdicts is None
    with pytest.raises(SopError) as caught:
        on.operations.perform(Action.VERIFY, done, Job())
    assert caught.value.problem is Problem.WRONG_ORGANIZATION


def test_a_lost_answer_that_nothing_can_decide_stays_unknown() -> None:
    on = stage()
    draft = on.reviewed()
    on.world.at_write[mark(RUNTIME)] = SopError(Problem.UNCERTAIN)
    on.world.at_survey = [None, SopError(Problem.NO_CONNECTION)]
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [U, S, S, S]
    assert outcome.run.outcome is RunOutcome.PARTIAL


def test_cancelling_before_anything_was_written_raises() -> None:
    on = stage()
    draft, job = on.reviewed(), Job()
    job.cancel()
    with pytest.raises(Cancelled):
        on.operations.perform(Action.APPLY, draft, job)
    assert on.journal.events == []


def test_cancelling_between_two_changes_finishes_the_one_under_way_and_skips_the_rest() -> None:
    on = stage()
    draft, job = on.reviewed(), Job()
    on.world.after_write[mark(ERP)] = job.cancel
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, job))
    assert outcome.run.outcome is RunOutcome.CANCELLED
    assert states(outcome) == [V, V, S, S]
    assert outcome.verdicts is None
    assert on.operations.history()[0] == outcome.run


def test_cancelling_during_the_last_change_comes_too_late() -> None:
    on = stage()
    draft, job = on.reviewed(), Job()
    on.world.after_write[FLAG] = job.cancel
    assert the_outcome(on.operations.perform(Action.APPLY, draft, job)).run.outcome is RunOutcome.DONE


@pytest.mark.parametrize(("sent", "state"), [(True, V), (False, S)])
def test_a_write_that_was_cancelled_is_looked_up(*, sent: bool, state: ChangeState) -> None:
    on = stage()
    draft = on.reviewed()

    def stopped() -> None:
        on.world.somebody_writes(mark_cell(ERP), value=sent)
        raise Cancelled

    on.world.at_write[mark(ERP)] = stopped
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert outcome.run.outcome is RunOutcome.CANCELLED
    assert states(outcome) == [V, state, S, S]


def test_what_the_user_stopped_is_not_told_as_stopped_by_a_row_that_could_not_be_read() -> None:
    on = stage()
    draft = on.reviewed()

    def stopped() -> None:
        on.world.somebody_writes(mark_cell(RUNTIME), value=True)
        raise Cancelled

    on.world.at_write[mark(RUNTIME)] = stopped
    on.world.at_read[mark_cell(RUNTIME)] = SopError(Problem.SERVER_ERROR)
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [V, S, S, S]
    assert failures(outcome) == [None] * 4
    assert outcome.run.outcome is RunOutcome.CANCELLED


def test_a_cancelled_write_that_cannot_be_looked_up_is_unknown() -> None:
    on = stage()
    draft = on.reviewed()
    on.world.at_write[mark(ERP)] = Cancelled()
    on.world.at_read[mark_cell(ERP)] = SopError(Problem.NO_CONNECTION)
    on.world.at_survey = [None, SopError(Problem.NO_CONNECTION)]
    assert states(the_outcome(on.operations.perform(Action.APPLY, draft, Job()))) == [V, U, S, S]


def test_a_flag_that_marking_switches_on_is_recorded_as_done_and_not_written() -> None:
    on = stage()
    on.world.marking_switches_the_flag_on = True
    outcome = the_outcome(on.applied())
    assert outcome.run.outcome is RunOutcome.DONE
    assert states(outcome) == [V, V, V, V]
    assert failures(outcome) == [None, None, None, Problem.SWITCHED_ON_BY_ITSELF]
    assert FLAG not in [change.id for change in on.world.writes]


def test_a_flag_that_marking_switches_on_against_the_plan_is_told_and_not_verified() -> None:
    on = stage()
    on.world.marking_switches_the_flag_on = True
    outcome = the_outcome(on.applied(Choices(MapId.DYNAMICS365, sop=False, mark=frozenset({RUNTIME, ERP}))))
    assert outcome.run.outcome is RunOutcome.DONE
    assert failures(outcome) == [Problem.SWITCHED_ON_BY_ITSELF, None]
    assert outcome.verdicts is not None
    assert [verdict.actual for verdict in outcome.verdicts if not verdict.ok] == [True]


def test_a_flag_that_cannot_be_read_after_a_mark_is_written_as_planned() -> None:
    on = stage()
    on.world.at_read[flag()] = SopError(Problem.SERVER_ERROR)
    outcome = the_outcome(on.applied())
    assert states(outcome) == [V, V, V, V]
    assert failures(outcome) == [None, None, None, None]


def test_a_flag_that_is_on_already_is_not_read_after_every_mark() -> None:
    on = stage(with_organization(a_snapshot(), sop_enabled=True))
    on.applied()
    assert ("read", FLAG) not in on.world.log


def unwritable() -> SopError:
    return SopError(Problem.JOURNAL_UNWRITABLE, path="journal.sqlite", reason="full")


def failing(on: Stage, method: str, number: int) -> None:
    on.journal.fail[method] = (number, unwritable())


@pytest.mark.parametrize("method", ["begin", "intend"])
def test_a_journal_that_takes_nothing_stops_before_the_first_write(method: str) -> None:
    on = stage()
    draft = on.reviewed()
    failing(on, method, 0)
    with pytest.raises(SopError) as caught:
        on.operations.perform(Action.APPLY, draft, Job())
    assert caught.value.problem is Problem.JOURNAL_UNWRITABLE
    assert on.world.writes == []


def test_a_journal_that_cannot_take_the_next_intention_stops_the_run() -> None:
    on = stage()
    draft = on.reviewed()
    failing(on, "intend", 2)
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [V, V, S, S]
    assert failures(outcome)[2] is Problem.JOURNAL_UNWRITABLE
    assert outcome.run.outcome is RunOutcome.PARTIAL
    assert len(on.world.writes) == 2


def test_a_journal_that_cannot_take_a_settlement_stops_the_run_and_the_result_says_so() -> None:
    on = stage()
    draft = on.reviewed()
    failing(on, "settle", 1)
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [V, V, S, S]
    assert failures(outcome)[1] is Problem.JOURNAL_UNWRITABLE
    assert outcome.run.outcome is RunOutcome.PARTIAL
    assert len(on.world.writes) == 2


def test_a_journal_that_cannot_take_the_end_makes_the_run_partial() -> None:
    on = stage()
    draft = on.reviewed()
    failing(on, "finish", 0)
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [V, V, V, V]
    assert outcome.run.outcome is RunOutcome.PARTIAL
    assert failures(outcome)[3] is Problem.JOURNAL_UNWRITABLE
    assert on.journal.stored[outcome.run.run_id].outcome is None


def test_a_journal_that_fails_while_a_switched_flag_is_recorded_stops_the_run() -> None:
    on = stage()
    on.world.marking_switches_the_flag_on = True
    draft = on.reviewed()
    failing(on, "settle", 1)
    outcome = the_outcome(on.operations.perform(Action.APPLY, draft, Job()))
    assert states(outcome) == [V, S, S, V]
    assert outcome.run.outcome is RunOutcome.PARTIAL


def test_a_person_who_is_unmarked_is_still_read_afterwards() -> None:
    on = stage(a_snapshot(users=Known((*dual_write_users(), adele()))))
    outcome = the_outcome(on.applied(Choices(MapId.DYNAMICS365, unmark=frozenset({ADELE}))))
    assert outcome.run.outcome is RunOutcome.DONE
    assert on.marked(ADELE) is False
    assert outcome.verdicts is not None
    assert ADELE in {verdict.cell.row for verdict in outcome.verdicts}
    assert all(verdict.ok for verdict in outcome.verdicts)


def test_applying_what_was_not_read_is_a_bug() -> None:
    on = stage()
    with pytest.raises(ValueError, match="nothing was read"):
        on.operations.perform(Action.APPLY, Draft(on.world.target), Job())


def test_surveying_without_an_environment_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no environment"):
        stage().operations.perform(Action.SURVEY, Draft(), Job())
