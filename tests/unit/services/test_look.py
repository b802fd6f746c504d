"""Surveys, named users that no survey lists, and a second look at what was done."""

import pytest

from sopwizard.domain.cells import mark_cell
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.ids import UserId
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.services.job import Job
from sopwizard.services.operations import Action
from tests.support.runs import flag, stage
from tests.support.snapshots import ADELE, ERP_APP, RUNTIME, a_snapshot

NOBODY = UserId("aaaaaaaa-0000-4000-8000-00000000ffff")


def test_a_survey_keeps_the_choices_and_drops_the_outcome() -> None:
    on = stage()
    draft = on.applied()
    again = on.operations.perform(Action.SURVEY, draft, Job())
    assert again.choices == draft.choices
    assert again.outcome is None


def test_a_named_person_whom_no_survey_lists_is_looked_up() -> None:
    on = stage()
    on.world.hidden[ADELE] = False
    snapshot = on.operations.look(on.world.target, Job(), ["{" + ADELE.upper() + "}"])
    assert isinstance(snapshot.users, Known)
    found = snapshot.users.value[-1]
    assert (found.user_id, found.marked, found.application_id) == (ADELE, False, None)
    assert found.name == "Somebody Unlisted"


@pytest.mark.parametrize("text", [NOBODY, ERP_APP, "DualWrite IntegrationUser", ""])
def test_what_is_nobodys_id_adds_nobody(text: str) -> None:
    on = stage()
    snapshot = on.operations.look(on.world.target, Job(), [text])
    assert isinstance(snapshot.users, Known)
    assert len(snapshot.users.value) == 3


def test_a_look_up_that_fails_otherwise_is_told() -> None:
    on = stage()
    on.world.at_read[mark_cell(NOBODY)] = SopError(Problem.FORBIDDEN)
    with pytest.raises(SopError) as caught:
        on.operations.look(on.world.target, Job(), [NOBODY])
    assert caught.value.problem is Problem.FORBIDDEN


def test_users_that_could_not_be_read_are_not_looked_up() -> None:
    on = stage(a_snapshot(users=Unknown(Problem.FORBIDDEN)))
    snapshot = on.operations.look(on.world.target, Job(), [ADELE])
    assert snapshot.users == Unknown(Problem.FORBIDDEN)


def test_verifying_reads_again_and_judges_the_run_anew() -> None:
    on = stage()
    draft = on.applied()
    on.world.somebody_writes(mark_cell(RUNTIME), value=False)
    again = on.operations.perform(Action.VERIFY, draft, Job())
    assert again.outcome is not None
    assert again.outcome.verdicts is not None
    assert [verdict.cell for verdict in again.outcome.verdicts if not verdict.ok] == [mark_cell(RUNTIME)]


def test_verifying_an_undo_judges_what_was_put_back() -> None:
    on = stage()
    draft = on.operations.perform(Action.UNDO, on.applied(), Job())
    on.world.somebody_writes(flag(), value=True)
    again = on.operations.perform(Action.VERIFY, draft, Job())
    assert again.outcome is not None
    assert again.outcome.verdicts is not None
    assert [verdict.cell for verdict in again.outcome.verdicts if not verdict.ok] == [flag()]


def test_verifying_without_a_run_is_a_survey() -> None:
    on = stage()
    draft = on.operations.perform(Action.VERIFY, Draft(on.world.target, choices=Choices(MapId.CDS)), Job())
    assert draft.snapshot is not None
    assert draft.outcome is None


def test_run_ids_are_never_the_same() -> None:
    on = stage()
    from sopwizard.services.means import new_run_id  # noqa: PLC0415  only here

    assert new_run_id() != new_run_id()
    assert on.operations.history() == ()
