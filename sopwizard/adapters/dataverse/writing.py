"""The only writes of the program: one yes/no column of one existing row, where it still holds what was reviewed.

A write whose answer was lost is never sent again. The row is looked up instead, and where even that cannot tell, the
outcome is said to be unknown.
"""

import json
from dataclasses import dataclass

from sopwizard.adapters.dataverse import rows
from sopwizard.adapters.dataverse.answers import CODE_NO_OPTIMISTIC, RefusedError
from sopwizard.adapters.dataverse.connection import Connection
from sopwizard.adapters.dataverse.patience import Patience
from sopwizard.adapters.dataverse.wire import WireError
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Cell, Change
from sopwizard.services.job import Job

# Table, column and entity set of everything that may be written, and so of everything that is read one by one.
_CELLS = {
    ("organization", "issopintegrationenabled"): "organizations",
    ("systemuser", "isintegrationuser"): "systemusers",
}

SECOND_LOOK = 1.0
"""Seconds after which a row is looked at again, where a lost write seems not to have arrived: it may be under way."""

_ANY_VERSION = "*"
_UNAVAILABLE = 503
_GAVE_UP = (408, 504)


@dataclass(frozen=True, slots=True)
class Held:
    """What a row holds now, and its version."""

    value: bool | None
    etag: str | None


def address(cell: Cell) -> str:
    """The path of the cell's row; ValueError for anything but the two columns that the program is made for."""
    entity_set = _CELLS.get((cell.table, cell.column))
    if entity_set is None or not rows.is_guid(cell.row):
        raise ValueError(f"not a cell of this program: {cell}")
    return f"{entity_set}({cell.row})"


def held(connection: Connection, cell: Cell, job: Job) -> Held:
    """The cell's value and version at this moment. BROKEN_ANSWER where the answer does not tell the value."""
    row = connection.get(f"{address(cell)}?$select={cell.column}", job)
    if row.get(cell.column, ...) is not None and rows.flag(row, cell.column) is None:
        raise rows.broken(cell.column)
    return Held(rows.flag(row, cell.column), rows.etag(row))


def write(connection: Connection, change: Change, job: Job) -> None:
    """Make the change, once; see the port `Gateway.write`. Cancelled is raised only while nothing was written.

    Who asks, and which organization answers, is not asked again before each write. The survey right before the first
    write told both, the one after the last asks again, and a round trip in between would only narrow a gap that it
    cannot close: the answer may be another one a moment later. What closes it travels with the write: rows are named
    by their ids, so that elsewhere there is no such row (NOT_FOUND), their versions by If-Match, and the token source
    keeps to one account.
    """
    patience = Patience(pauses=())
    while True:
        now = held(connection, change.cell, job)
        if now.value is not change.before:
            raise SopError(Problem.CHANGED_SINCE_REVIEW, what=change.row_name)
        try:
            return _send(connection, change, now.etag)
        except WireError as error:
            # A server that was busy may be asked again, but only where it is certain that it took nothing.
            if _is_refusal(error) or not error.sent:
                if not patience.wait(error, job):
                    error.details["what"] = change.row_name
                    raise
            elif _arrived(connection, change, error):
                return None
            elif not (_is_unavailable(error) and patience.wait(error, job)):
                raise _lost(Problem.NOT_TAKEN, change, error) from error


def _send(connection: Connection, change: Change, version: str | None) -> None:
    """One PATCH of one column; if the table has no optimistic concurrency, one more that says so beforehand."""
    job = Job()  # from here on the user waits: what was sent cannot be called back
    path = address(change.cell)
    body = json.dumps({change.cell.column: change.after}).encode()
    try:
        connection.patch(path, body, version or _ANY_VERSION, job)
    except RefusedError as error:
        if version is None or error.code != CODE_NO_OPTIMISTIC:
            raise
        connection.patch(path, body, _ANY_VERSION, job)


def _arrived(connection: Connection, change: Change, error: WireError) -> bool:
    """Whether the row holds what was written; False where it certainly does not. UNCERTAIN where nobody can tell."""
    job = Job()
    try:
        now = held(connection, change.cell, job).value
        if now is change.before and not _may_be_at_work(error):
            job.wait(SECOND_LOOK)
            now = held(connection, change.cell, job).value
    except SopError as failure:
        raise _uncertain(change, error) from failure
    if now is change.after:
        return True
    if now is not change.before or _may_be_at_work(error):
        raise _uncertain(change, error) from error
    return False


def _is_refusal(error: WireError) -> bool:
    return isinstance(error, RefusedError) and error.not_taken


def _may_be_at_work(error: WireError) -> bool:
    """Whether somebody only gave up waiting, we or a proxy: then the row as it is now proves nothing."""
    late = isinstance(error, RefusedError) and error.status in _GAVE_UP
    return late or error.problem is Problem.TIMEOUT


def _is_unavailable(error: WireError) -> bool:
    return isinstance(error, RefusedError) and error.status == _UNAVAILABLE


def _uncertain(change: Change, error: WireError) -> SopError:
    return _lost(Problem.UNCERTAIN, change, error)


def _lost(problem: Problem, change: Change, error: WireError) -> SopError:
    """The problem with the id of the request whose answer was lost, and why it was."""
    return SopError(problem, request_id=error.request_id, what=change.row_name, cause=_cause(error))


def _cause(error: WireError) -> str:
    return Problem.TIMEOUT.value if _may_be_at_work(error) else error.problem.value
