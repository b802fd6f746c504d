"""What the verbs that write need besides an environment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from sopwizard.domain.errors import SopError
from sopwizard.domain.model.ids import RunId
from sopwizard.domain.model.runs import Failure
from sopwizard.domain.rulebook import Rulebook
from sopwizard.services.ports import Clock, Journal


def new_run_id() -> RunId:
    """A name that no other run has."""
    return RunId(str(uuid4()))


@dataclass(frozen=True, slots=True)
class Means:
    """The journal, the time, the rules, and names for new runs."""

    journal: Journal
    clock: Clock
    rulebook: Rulebook
    new_run_id: Callable[[], RunId] = field(default=new_run_id)


def failure(error: SopError) -> Failure:
    """The error as a value, for journals and results."""
    details = tuple((name, str(value)) for name, value in sorted(error.details.items()) if value is not None)
    return Failure(error.problem, error.request_id, details)
