"""Counting all orders by their statuses on the server, without reading a single one of them.

An aggregate may look at 50,000 rows at most. Where there are more, the time in which orders were created is cut into
ranges that should hold fewer, from the oldest on; the width of each follows from what the ranges before it held. A
range that holds too many all the same is halved. Only combinations and their counts are kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from sopwizard.adapters.dataverse import answers, rows
from sopwizard.adapters.dataverse.answers import Json, RefusedError
from sopwizard.adapters.dataverse.connection import Connection
from sopwizard.adapters.dataverse.wire import WireError
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.order_counts import SHOWN, OrderCounts, OrderGroup, OrderKey
from sopwizard.services.job import Job
from sopwizard.text import waiting

LIMIT_CODE: Final = "0x8004e023"
"""Dataverse's AggregateQueryRecordLimitExceeded."""

LIMIT: Final = 50_000
"""The most orders that one aggregate may look at."""

TARGET: Final = 40_000
"""How many orders a range should hold: as many as allowed, less some room for a denser time."""

_CROWD: Final = 20_000
"""So many orders behind a wall are worth halving for; fewer fit into a range anyway."""

MOST_REQUESTS: Final = 400
"""After so many requests counting gives up, incomplete."""

_GROWTH: Final = 16.0
"""How much wider than the last one a range may be: one that held few tells little of what comes."""

_KEY: Final = ("msdyn_processingstatus", "statecode", "statuscode")
_SAMPLED: Final = 100
_SPLITTABLE: Final = (Problem.TIMEOUT, Problem.SERVER_ERROR)


class TooManyError(Exception):
    """The aggregate would look at more rows than allowed."""


@dataclass(slots=True)
class Counting:
    """One count. ``ask`` sends one request for a path and returns its JSON."""

    ask: Callable[[str], Json]
    report: Callable[[int, int], None] = lambda _done, _total: None
    columns: tuple[str, ...] = _KEY
    requests: int = 0
    problem: Problem | None = None
    complete: bool = True
    _counts: dict[OrderKey, int] = field(default_factory=dict)
    _failed: Problem | None = None
    """Why the last range could not be counted, where it was not for its size."""

    def run(self) -> OrderCounts:
        """Everything; WireError where not even the first aggregate is answered."""
        try:
            self._add(self._aggregate(None))
        except TooManyError:
            self._by_date()
        groups = tuple(OrderGroup(*key, count=count) for key, count in self._counts.items())
        return OrderCounts(groups, self.complete, self.problem, self.requests)

    def _get(self, path: str) -> Json:
        self.requests += 1
        return self.ask(path)

    def _aggregate(self, condition: str | None) -> tuple[tuple[OrderKey, int], ...]:
        """The groups of the orders that fit; without dual-write's column where the table has none."""
        first = f"filter({condition})/" if condition else ""
        try:
            found = self._get(
                f"salesorders?$apply={first}groupby(({','.join(self.columns)}),aggregate($count as count))"
            )
        except RefusedError as error:
            if error.code == LIMIT_CODE:
                raise TooManyError from error
            if self._lacks_a_column(error):
                self.columns = _KEY[1:]
                return self._aggregate(condition)
            raise
        return tuple(_group(row) for row in rows.values(found))

    def _lacks_a_column(self, error: RefusedError) -> bool:
        """Whether dual-write's column is what the refusal is about, and nothing was counted with it."""
        return _names_the_column(error) and self.columns == _KEY and not self._counts

    def _add(self, groups: Sequence[tuple[OrderKey, int]]) -> int:
        for key, count in groups:
            self._counts[key] = self._counts.get(key, 0) + count
        return sum(count for _key, count in groups)

    def _by_date(self) -> None:
        """Range after range. The last one has no end, so that orders which are made meanwhile are in it.

        The next range is as wide as TARGET orders are at the density of the last one, but stays clear of a wall: where
        a range that ended there held too many, the room up to it is halved, until the crowd behind it is found.
        """
        start, end = self._edge("asc"), self._edge("desc") + 1
        total = self._total()
        at, seen, width = start, 0, max(1.0, (end - start) * TARGET / total)
        wall, behind = end, 0  # ``behind``: at least so many orders are known to lie between here and the wall
        while at < end:
            if self.requests >= MOST_REQUESTS:
                self._give_up(Problem.THROTTLED)
                return
            self.report(seen, total)
            upto = at + max(1, round(width))
            if upto >= wall > at and behind > _CROWD:
                upto = max(at + 1, (at + wall) // 2)
            try:
                found = self._range(at, None if upto >= end else upto)
            except SopError as error:
                if not self._counts:
                    raise
                self._give_up(error.problem)  # what was counted is told; a token that has ended tells nothing more
                return
            if found is not None:
                width = min((upto - at) * _GROWTH, TARGET * (upto - at) / max(found, 1))
                at, seen, behind = upto, seen + found, behind - found
            elif upto - at > 1:
                # One that was only too slow may hold few: it is no crowd.
                wall, behind = min(upto, end), 0 if self._failed else LIMIT
                width = (wall - at) / 2
            else:
                self._give_up(self._failed or Problem.REJECTED)
                at, behind = upto, 0

    def _range(self, at: int, upto: int | None) -> int | None:
        """How many orders were created from ``at`` up to ``upto`` (seconds since 1970); None: too many, too slow."""
        self._failed = None
        condition = f"createdon ge {_time(at)}" + ("" if upto is None else f" and createdon lt {_time(upto)}")
        try:
            return self._add(self._aggregate(condition))
        except TooManyError:
            return None
        except WireError as error:
            if error.problem not in _SPLITTABLE:
                raise
            self._failed = error.problem
            return None

    def _give_up(self, problem: Problem) -> None:
        self.complete, self.problem = False, problem

    def _edge(self, direction: str) -> int:
        """When the oldest or the newest order was created, in seconds since 1970."""
        found = rows.values(self._get(f"salesorders?$select=createdon&$orderby=createdon {direction}&$top=1"))
        text = rows.text(found[0], "createdon", 40) if found else None
        try:
            return int(datetime.fromisoformat(text or "").astimezone(UTC).timestamp())
        except (ValueError, OverflowError) as error:
            raise rows.broken("createdon") from error

    def _total(self) -> int:
        """How many orders there are, as the platform last counted them; more than one aggregate takes in any case."""
        least = 2 * TARGET
        try:
            found = self._get("RetrieveTotalRecordCount(EntityNames=@p)?@p=['salesorder']").get(
                "EntityRecordCountCollection"
            )
        except RefusedError:
            return least
        values = found.get("Values") if isinstance(found, dict) else None
        count = values[0] if isinstance(values, list) and len(values) == 1 else None
        return max(count, least) if isinstance(count, int) and not isinstance(count, bool) else least


def _names_the_column(error: WireError) -> bool:
    """Whether the table has not dual-write's column, by what the refusal says."""
    return error.problem is Problem.REJECTED and _KEY[0] in str(error.details.get("message"))


def _group(row: Json) -> tuple[OrderKey, int]:
    count = row.get("count")
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise rows.broken("count")
    processing, status, reason = (_option(row, name) for name in _KEY)
    return (processing, status, reason), count


def _option(row: Json, name: str) -> int | None:
    """The option's value; None is an order without one, and never a value that cannot be read."""
    value = rows.number(row, name)
    if value is None and row.get(name) is not None:
        raise rows.broken(name)
    return value


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def count_orders(connection: Connection, job: Job) -> OrderCounts:
    """All orders of the environment by their statuses."""

    def report(done: int, total: int) -> None:
        job.step(waiting.counting_orders(), done, max(done, total))

    def ask(path: str) -> Json:
        job.check()
        return connection.get(quote(path, safe="/?&=$(),'@:"), job)

    return Counting(ask, report).run()


def sample_orders(connection: Connection, groups: Sequence[OrderGroup], job: Job) -> dict[OrderKey, tuple[str, ...]]:
    """Order numbers that stand for groups, the newest first, in one batch; WireError where none of it can be read.

    A group that cannot be read, or that there are too many before, is left out. Where the table has not dual-write's
    column, no order has a value in it, and a second batch asks without.
    """
    wanted = groups[:_SAMPLED]
    if not wanted:
        return {}
    found = _numbers(connection, wanted, _KEY, job)
    if all(isinstance(each, WireError) and _names_the_column(each) for each in found):
        found = _numbers(connection, wanted, _KEY[1:], job)
    pairs = zip(wanted, found, strict=True)
    samples = {group.key: numbers for group, numbers in pairs if not isinstance(numbers, WireError)}
    if not samples:
        raise next(each for each in found if isinstance(each, WireError))
    return samples


def _numbers(
    connection: Connection, groups: Sequence[OrderGroup], columns: tuple[str, ...], job: Job
) -> list[tuple[str, ...] | WireError]:
    """Each group's order numbers, or why they cannot be read."""
    paths = [quote(_sample(group, columns), safe="/?&=$(),'@:") for group in groups]
    found: list[tuple[str, ...] | WireError] = []
    for answer in connection.batch(paths, job):
        try:
            found.append(
                tuple(
                    rows.text(row, "ordernumber", 100) or rows.text(row, "name", 100) or rows.guid(row, "salesorderid")
                    for row in rows.values(answers.content(answer))
                )
            )
        except WireError as error:
            found.append(error)
    return found


def _sample(group: OrderGroup, columns: tuple[str, ...]) -> str:
    condition = " and ".join(
        f"{column} eq {'null' if value is None else value}"
        for column, value in zip(_KEY, group.key, strict=True)
        if column in columns
    )
    return f"salesorders?$select=ordernumber,name&$filter={condition}&$orderby=createdon desc&$top={SHOWN}"
