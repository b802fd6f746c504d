"""The port `Gateway` over Dataverse's Web API."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from sopwizard.adapters.dataverse import counting, rows, writing
from sopwizard.adapters.dataverse.connection import Connection
from sopwizard.adapters.dataverse.survey import USER_COLUMNS, WHO_AM_I, Survey
from sopwizard.domain.errors import SopError
from sopwizard.domain.model.changes import Cell, Change
from sopwizard.domain.model.ids import UserId
from sopwizard.domain.model.snapshot import Caller, Snapshot, User
from sopwizard.domain.model.target import Target
from sopwizard.domain.order_counts import OrderCounts, OrderGroup, OrderKey
from sopwizard.services.job import Job
from sopwizard.services.ports import Tokens

TIMEOUT = 60.0
"""Seconds that one whole answer may take, to its last byte, unless the user says otherwise."""


class WebApi:
    """One environment at an origin. ``target`` is what it is called, which for training is not its address.

    Round trips: `identify` 1; `survey` 3, and 1 for each further page of a list; `user` 1; `read` 1; `write` 2;
    `orders` 1 up to 50,000 orders and about 35 for a million; `order_samples` 1, and 2 without dual-write's column. A
    token that has run out, a busy server and a lost answer add to that.
    """

    def __init__(
        self,
        origin: str,
        target: Target,
        tokens: Tokens,
        timeout: float = TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._target = target
        self._connection = Connection(origin, tokens, timeout)
        self._now = now

    @property
    def target(self) -> Target:
        """The environment as the user named it."""
        return self._target

    def identify(self, job: Job) -> Caller:
        """Who is signed in, and to which organization."""
        with self._named():
            return rows.caller(self._connection.get(WHO_AM_I, job))

    def survey(self, job: Job) -> Snapshot:
        """Read everything once; see the port."""
        with self._named():
            return Survey(self._connection, self._target, self._now(), job).take()

    def orders(self, job: Job) -> OrderCounts:
        """Count all orders on the server; see the port."""
        with self._named():
            return counting.count_orders(self._connection, job)

    def order_samples(self, groups: Sequence[OrderGroup], job: Job) -> Mapping[OrderKey, tuple[str, ...]]:
        """Order numbers for groups; see the port."""
        with self._named():
            return counting.sample_orders(self._connection, groups, job)

    def user(self, user_id: UserId, job: Job) -> User:
        """One user; see the port."""
        with self._named():
            if not rows.is_guid(user_id):
                raise ValueError(f"not a user's id: {user_id}")
            found = rows.user(self._connection.get(f"systemusers({user_id})?$select={USER_COLUMNS}", job))
            if found.user_id != user_id:
                raise rows.broken("systemuserid")
            return found

    def read(self, cell: Cell, job: Job) -> bool | None:
        """The cell's present value, past every cache."""
        with self._named():
            return writing.held(self._connection, cell, job).value

    def write(self, change: Change, job: Job) -> None:
        """Make the change if the row still holds ``before``; see the port. Cancelled means that nothing was written."""
        with self._named():
            writing.write(self._connection, change, job)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Failures name the environment as the user does."""
        try:
            yield
        except SopError as error:
            error.details.setdefault("host", self._target.host)
            raise

    def close(self) -> None:
        """Close the kept connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
