"""What every implementation of the port `Gateway` promises."""

import pytest

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Cell, Change
from sopwizard.domain.model.ids import UserId
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.snapshot import Snapshot, User
from sopwizard.domain.model.states import Reason
from sopwizard.services.job import Cancelled, Job
from sopwizard.services.ports import Gateway

NOBODY = "ffffffff-ffff-4fff-8fff-ffffffffffff"


def flag_of(snapshot: Snapshot) -> Cell:
    return Cell("organization", snapshot.organization.organization_id, "issopintegrationenabled")


def mark_of(user: User) -> Cell:
    return Cell("systemuser", user.user_id, "isintegrationuser")


def users_of(snapshot: Snapshot) -> tuple[User, ...]:
    assert isinstance(snapshot.users, Known)
    return snapshot.users.value


def changing(cell: Cell, *, before: bool | None, to: bool) -> Change:
    return Change("x", cell, "Contoso", before, to, Reason.FLAG_ON)


def refused(gateway: Gateway, change: Change) -> Problem:
    with pytest.raises(SopError) as caught:
        gateway.write(change, Job())
    return caught.value.problem


def test_the_same_caller_and_organization_everywhere(gateway: Gateway) -> None:
    who, snapshot = gateway.identify(Job()), gateway.survey(Job())
    assert (who.user_id, who.organization_id) == (snapshot.caller.user_id, snapshot.caller.organization_id)
    assert snapshot.organization.organization_id == who.organization_id
    assert snapshot.caller.name
    assert snapshot.target == gateway.target


def test_a_survey_says_what_the_cells_hold(gateway: Gateway) -> None:
    snapshot = gateway.survey(Job())
    assert gateway.read(flag_of(snapshot), Job()) is snapshot.organization.sop_enabled
    for user in users_of(snapshot)[:5]:
        assert gateway.read(mark_of(user), Job()) is user.marked


def test_a_user_alone_is_as_the_survey_lists_it(gateway: Gateway) -> None:
    snapshot = gateway.survey(Job())
    for user in users_of(snapshot):
        assert gateway.user(user.user_id, Job()) == user
    with pytest.raises(SopError) as caught:
        gateway.user(UserId(NOBODY), Job())
    assert caught.value.problem is Problem.NOT_FOUND


def test_a_survey_reads_every_part_of_a_healthy_environment(gateway: Gateway) -> None:
    snapshot = gateway.survey(Job())
    parts = (
        snapshot.users,
        snapshot.solutions,
        snapshot.running_maps,
        snapshot.processing_options,
        snapshot.privileges,
        snapshot.submitted,
        snapshot.optimistic,
        snapshot.legacy_columns,
    )
    assert [part for part in parts if not isinstance(part, Known)] == []
    assert snapshot.taken.utcoffset() is not None


def test_a_row_that_does_not_exist_is_not_found(gateway: Gateway) -> None:
    cell = Cell("systemuser", NOBODY, "isintegrationuser")
    with pytest.raises(SopError) as caught:
        gateway.read(cell, Job())
    assert caught.value.problem is Problem.NOT_FOUND


def test_a_stopped_job_does_nothing(gateway: Gateway) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        gateway.identify(job)
    with pytest.raises(Cancelled):
        gateway.survey(job)


def test_what_was_written_is_read(world: Gateway) -> None:
    snapshot = world.survey(Job())
    cells = [flag_of(snapshot), *(mark_of(user) for user in users_of(snapshot))]
    for cell in cells:
        before = world.read(cell, Job())
        world.write(changing(cell, before=before, to=not before), Job())
        assert world.read(cell, Job()) is (not before)
    after = world.survey(Job())
    assert after.organization.sop_enabled is not snapshot.organization.sop_enabled
    assert all(user.marked for user in users_of(after))


def test_a_row_that_holds_something_else_is_left(world: Gateway) -> None:
    cell = flag_of(world.survey(Job()))
    held = world.read(cell, Job())
    assert refused(world, changing(cell, before=not held, to=bool(held))) is Problem.CHANGED_SINCE_REVIEW
    assert refused(world, changing(cell, before=None, to=not held)) is Problem.CHANGED_SINCE_REVIEW
    assert world.read(cell, Job()) is held


def test_there_and_back_again(world: Gateway) -> None:
    snapshot = world.survey(Job())
    cell = flag_of(snapshot)
    world.write(changing(cell, before=False, to=True), Job())
    world.write(changing(cell, before=True, to=False), Job())
    assert world.survey(Job()).organization.sop_enabled is snapshot.organization.sop_enabled


def test_a_stopped_job_writes_nothing(world: Gateway) -> None:
    job = Job()
    job.cancel()
    cell = flag_of(world.survey(Job()))
    with pytest.raises(Cancelled):
        world.write(changing(cell, before=False, to=True), job)
    assert world.read(cell, Job()) is False
