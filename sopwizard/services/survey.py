"""Reading an environment: everything once, and then the users that a survey alone does not list."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.ids import UserId
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.snapshot import Snapshot, User
from sopwizard.services.job import Job
from sopwizard.services.ports import Gateway
from sopwizard.text import results as text

_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def survey(gateway: Gateway, job: Job, also: Iterable[str] = ()) -> Snapshot:
    """Everything that is read of an environment, with the named users in it even where the survey does not list them.

    A survey lists application users and whoever is marked. A person who was unmarked a moment ago is neither, and a
    person who is named to be marked is not yet. ``also`` are ids as users give them: of users or of applications, in
    any case, with or without braces. What is nobody's id stays out.
    """
    job.step(text.reading(gateway.target))
    snapshot = gateway.survey(job)
    if not isinstance(snapshot.users, Known):
        return snapshot
    listed = {key for user in snapshot.users.value for key in (user.user_id, user.application_id)}
    wanted = {text.strip().strip("{}").lower() for text in also} - listed
    found = (_look_up(gateway, UserId(user_id), job) for user_id in sorted(filter(_GUID.fullmatch, wanted)))
    return replace(snapshot, users=Known((*snapshot.users.value, *(user for user in found if user is not None))))


def _look_up(gateway: Gateway, user_id: UserId, job: Job) -> User | None:
    """The user with that id; None where nobody has it."""
    job.check()
    try:
        return gateway.user(user_id, job)
    except SopError as error:
        if error.problem is Problem.NOT_FOUND:
            return None
        raise
