"""A process that kills itself, right before or after one of its writes to the journal or the wire."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sopwizard.adapters.clock import SystemClock
from sopwizard.adapters.dataverse.connection import Connection
from sopwizard.adapters.journal import SqliteJournal
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.ids import RunId
from sopwizard.services import rulebook
from sopwizard.services.job import Job
from sopwizard.services.operations import Action, Operations
from tests.support.faulty_world import CHOICES, TARGET, Elsewhere

_PLACES: Final = (
    (SqliteJournal, "begin"),
    (Connection, "patch"),
    (SqliteJournal, "intend"),
    (SqliteJournal, "settle"),
    (SqliteJournal, "finish"),
)


def operations(origin: str, journal: Path) -> Operations:
    """The verbs of a process of its own."""
    return Operations(Elsewhere(origin), SqliteJournal(journal), SystemClock(), rulebook.load())


def work(origin: str, journal: Path, run_id: str | None, boundary: int) -> None:
    """Apply, or undo that run, and die at the boundary of that number, counted from 1; 0: live."""
    passed = 0

    def watched(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: object, **named: object) -> object:
            nonlocal passed
            passed += 1
            if passed == boundary:
                os.kill(os.getpid(), signal.SIGKILL)
            result = original(*given, **named)
            passed += 1
            if passed == boundary:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call

    for owner, name in _PLACES:
        setattr(owner, name, watched(getattr(owner, name)))
    verbs = operations(origin, journal)
    if run_id is not None:
        verbs.undo_run(RunId(run_id), Draft(TARGET), Job())
    else:
        verbs.perform(Action.APPLY, verbs.perform(Action.SURVEY, Draft(TARGET, choices=CHOICES), Job()), Job())
