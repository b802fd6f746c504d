"""The ports `Gateways`, `Journal` and `Tokens` by adapters that are loaded when they are first used.

The window opens, and `--version` answers, without a network library or a database.
"""

from __future__ import annotations

# ruff: noqa: PLC0415  late imports are what this module is for
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from sopwizard import resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from sopwizard.adapters.journal import SqliteJournal
    from sopwizard.domain.model.ids import RunId
    from sopwizard.domain.model.runs import Failure, Run
    from sopwizard.domain.model.states import ChangeState, RunOutcome
    from sopwizard.domain.model.target import Target
    from sopwizard.services.job import Job
    from sopwizard.services.ports import Gateway, Gateways, Tokens


def training_folder() -> Path:
    """Where training environments are kept."""
    return resources.data_dir() / "training"


class LateTokens:
    """Tokens from a source that is made when the first one is needed. ``make`` raises what signing in raises."""

    def __init__(self, make: Callable[[], Tokens]) -> None:
        self._make = make

    @cached_property
    def _source(self) -> Tokens:
        return self._make()

    def token(self, origin: str, job: Job, *, fresh: bool = False) -> str:
        """The source's token."""
        return self._source.token(origin, job, fresh=fresh)

    def __repr__(self) -> str:
        return "LateTokens(***)"


class LateGateways:
    """Opens live and training environments. ``timeout``: seconds for one whole answer, None for the usual."""

    def __init__(self, tokens: Tokens, timeout: float | None) -> None:
        self._tokens = tokens
        self._timeout = timeout

    @contextmanager
    def open(self, target: Target, job: Job) -> Iterator[Gateway]:
        """The gateway to that environment."""
        from sopwizard.adapters.dataverse.api import TIMEOUT
        from sopwizard.adapters.gateways import Environments, Live, Training
        from sopwizard.adapters.policy import check

        check(target)
        limit = TIMEOUT if self._timeout is None else self._timeout
        chosen: Gateways = Environments(Live(self._tokens, limit), Training(training_folder(), limit))
        with chosen.open(target, job) as gateway:
            yield gateway


class LateJournal:
    """The journal of the data folder; its file is looked at when it is first needed."""

    def _store(self) -> SqliteJournal:
        from sopwizard.adapters.journal import SqliteJournal

        return SqliteJournal(resources.data_dir() / "journal.sqlite")

    def held(self, run_id: RunId) -> AbstractContextManager[None]:
        """See the port, as for all that follow."""
        return self._store().held(run_id)

    def begin(self, run: Run) -> None:
        """Record the run."""
        self._store().begin(run)

    def intend(self, run_id: RunId, change_id: str) -> None:
        """Record that the change is about to be sent."""
        self._store().intend(run_id, change_id)

    def settle(self, run_id: RunId, change_id: str, state: ChangeState, failure: Failure | None = None) -> None:
        """Record how the change went."""
        self._store().settle(run_id, change_id, state, failure)

    def finish(self, run_id: RunId, outcome: RunOutcome, at: datetime) -> None:
        """Record how the run ended."""
        self._store().finish(run_id, outcome, at)

    def runs(self) -> tuple[Run, ...]:
        """All runs, newest first."""
        return self._store().runs()

    def damaged(self) -> tuple[RunId, ...]:
        """The runs that cannot be told."""
        return self._store().damaged()

    def run(self, run_id: RunId) -> Run:
        """One run."""
        return self._store().run(run_id)
