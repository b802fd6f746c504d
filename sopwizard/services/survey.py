"""Reading an environment: everything once, and then the rows that a survey alone does not show."""

from collections.abc import Iterable
from dataclasses import replace

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model import Cell, Known, Snapshot, User, UserId
from sopwizard.services.job import Job
from sopwizard.services.ports import Gateway

USERS = "systemuser"
MARK = "isintegrationuser"
ORGANIZATIONS = "organization"
FLAG = "issopintegrationenabled"


def survey(gateway: Gateway, job: Job, also: Iterable[UserId] = ()) -> Snapshot:
    """Everything that is read of an environment, with the named users in it even where the survey does not list them.

    A survey lists application users and whoever is marked. A person who was unmarked a moment ago is neither, and a
    person who is named to be marked is not yet. Ids that are nobody's stay out.
    """
    snapshot = gateway.survey(job)
    return complete(gateway, snapshot, also, job)


def complete(gateway: Gateway, snapshot: Snapshot, also: Iterable[UserId], job: Job) -> Snapshot:
    """The snapshot with those users in it, read one by one where they are missing."""
    if not isinstance(snapshot.users, Known):
        return snapshot
    present = {user.user_id for user in snapshot.users.value}
    found = tuple(
        user for user_id in sorted(set(also) - present) if (user := _look_up(gateway, user_id, job)) is not None
    )
    return replace(snapshot, users=Known((*snapshot.users.value, *found))) if found else snapshot


def _look_up(gateway: Gateway, user_id: UserId, job: Job) -> User | None:
    """The user with that id as far as the one column tells; its name is not read, so the id stands for it."""
    job.check()
    try:
        marked = gateway.read(Cell(USERS, user_id, MARK), job)
    except SopError as error:
        if error.problem is Problem.NOT_FOUND:
            return None
        raise
    return User(user_id=user_id, application_id=None, name=user_id, marked=marked)
