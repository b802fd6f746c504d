"""The journal's file. One connection an operation: several threads and processes may append to it at once.

SQLite's rollback journal with ``synchronous=EXTRA`` (full sync, and the folder too) is used rather than its write-ahead
log: what is committed has reached the disk, the file is one file, and it can be read from a read-only folder.
"""

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sopwizard.adapters.journal import events as log
from sopwizard.adapters.journal import hold
from sopwizard.adapters.journal.events import DamagedError, Event
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.ids import RunId
from sopwizard.domain.model.runs import Failure, Run
from sopwizard.domain.model.states import ChangeState, RunOutcome

VERSION = 1
APPLICATION = 0x534F5057  # "SOPW"
BUSY_SECONDS = 10.0

_SCHEMA = (
    """CREATE TABLE events (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      run TEXT NOT NULL,
      seq INTEGER NOT NULL,
      at TEXT NOT NULL,
      kind TEXT NOT NULL,
      payload TEXT NOT NULL,
      digest TEXT NOT NULL,
      UNIQUE (run, seq)
    )""",
    """CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'the journal can only be appended to'); END""",
    """CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'the journal can only be appended to'); END""",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {VERSION}",
)
_COLUMNS = "number, run, seq, at, kind, payload, digest"


class SqliteJournal:
    """The port `Journal` on a file, which is made with the first run and not before.

    Failures carry the details ``path`` and ``reason``: ``damaged``, ``newer`` (written by a newer version), ``foreign``
    (not a journal), ``folder``, ``read-only``, ``full``, ``locked`` or ``storage``.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = path
        self._now = now

    def held(self, run_id: RunId) -> AbstractContextManager[None]:
        """Hold the run as long as work on it lasts."""
        return hold.held(self._path, run_id)

    def begin(self, run: Run) -> None:
        """Record the run with all its planned changes, before anything is written."""
        self._append(run.run_id, log.BEGIN, log.began(run))

    def intend(self, run_id: RunId, change_id: str) -> None:
        """Record that the change is about to be sent."""
        self._append(run_id, log.INTEND, log.intended(change_id))

    def settle(self, run_id: RunId, change_id: str, state: ChangeState, failure: Failure | None = None) -> None:
        """Record how the change went."""
        self._append(run_id, log.SETTLE, log.settled(change_id, state, failure))

    def finish(self, run_id: RunId, outcome: RunOutcome, at: datetime) -> None:
        """Record how the run ended."""
        self._append(run_id, log.FINISH, log.finished(outcome, at))

    def runs(self) -> tuple[Run, ...]:
        """All readable runs, newest first, by the order in which they were appended and not by the clock."""
        before = hold.places(self._path)
        found = self._folded()
        without_end = {run_id for run_id, run in found if run is not None and run.outcome is None}
        at_work = {run_id for run_id in without_end if hold.is_held(self._path, run_id)}
        if any(hold.place(self._path, run_id) in before for run_id in without_end - at_work):
            later = dict(self._folded())  # held before, and not any more: it was cut off, or has ended by now
            found = [(run_id, later.get(run_id)) for run_id, _run in found]
        return tuple(
            replace(run, going_on=run.outcome is None and run_id in at_work) for run_id, run in found if run is not None
        )

    def damaged(self) -> tuple[RunId, ...]:
        """The runs that `runs` leaves out because their events are damaged or incomplete, newest first."""
        return tuple(run_id for run_id, run in self._folded() if run is None)

    def run(self, run_id: RunId) -> Run:
        """One run, by its id. UNKNOWN_RUN where there is none; JOURNAL_UNREADABLE where it is damaged."""
        before = hold.place(self._path, run_id) in hold.places(self._path)
        run = self._one(run_id)
        if run.outcome is None and hold.is_held(self._path, run_id):
            return replace(run, going_on=True)
        return self._one(run_id) if run.outcome is None and before else run  # as above

    def _one(self, run_id: RunId) -> Run:
        by_run, lost = self._events()
        if run_id not in by_run:
            raise SopError(Problem.UNKNOWN_RUN, run=run_id)
        run = _fold(by_run[run_id], lost=lost)
        if run is None:
            raise self._unreadable("damaged", run=run_id)
        return run

    def _folded(self) -> list[tuple[RunId, Run | None]]:
        by_run, lost = self._events()
        return [(RunId(run_id), _fold(events, lost=lost)) for run_id, events in reversed(by_run.items())]

    # reading

    def _events(self) -> tuple[dict[str, list[Event]], bool]:
        """The events of each run in the order of their beginnings, and whether some events could not be read."""
        with self._reading() as connection:
            if connection is None:
                return {}, False
            rows, lost = _rows(connection)
        by_run: dict[str, list[Event]] = defaultdict(list)
        for row in rows:
            event = _event(row)
            if event is None:
                lost = True
            else:
                by_run[event.run].append(event)
        return by_run, lost

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection for reading; None where there is no journal yet."""
        try:
            if not self._path.exists():
                if not all(folder.is_dir() for folder in self._path.parents if folder.exists()):
                    raise self._unreadable("folder")
                yield None
                return
            with closing(self._connect()) as connection:
                connection.execute("BEGIN")  # everything that is read is of one moment
                yield connection if self._check_form(connection) else None
        except UnicodeDecodeError as error:  # SQLite quotes the damaged schema in what it says of it
            raise self._unreadable("damaged") from error
        except sqlite3.Error as error:
            raise self._unreadable(_reason(error)) from error
        except OSError as error:
            raise self._unreadable("storage") from error

    def _check_form(self, connection: sqlite3.Connection) -> bool:
        """Whether it holds a journal of this version; False for an empty file. Raises for anything else."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not (version or application or tables):
            return False
        if application != APPLICATION:
            raise self._unreadable("foreign")
        if version > VERSION:
            raise self._unreadable("newer", version=version)
        if version < VERSION:
            raise self._unreadable("damaged")
        return True

    # appending

    def _append(self, run_id: str, kind: str, payload: str) -> None:
        with self._writing() as connection:
            last = connection.execute(
                "SELECT seq, digest FROM events WHERE run = ? ORDER BY seq DESC LIMIT 1", (run_id,)
            ).fetchone()
            if last is None and kind != log.BEGIN:
                raise SopError(Problem.UNKNOWN_RUN, run=run_id)
            if last is not None and kind == log.BEGIN:
                raise ValueError("a run begins once")
            if kind == log.BEGIN and connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise self._unreadable("damaged")  # adding to a damaged file could lose what can still be read
            previous, seq = ("", 0) if last is None else (last[1], last[0] + 1)
            at = self._now().isoformat()
            link = log.digest(previous, (run_id, seq, at, kind, payload))
            connection.execute(
                "INSERT INTO events (run, seq, at, kind, payload, digest) VALUES (?, ?, ?, ?, ?, ?)",
                (run_id, seq, at, kind, payload, link),
            )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction that is on the disk when the block is left without an error."""
        try:
            self._make()
            with closing(self._connect()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                if not self._check_form(connection):
                    for statement in _SCHEMA:
                        connection.execute(statement)
                yield connection
                connection.execute("COMMIT")
        except UnicodeDecodeError as error:  # as above
            raise self._unreadable("damaged") from error
        except sqlite3.DatabaseError as error:
            reason = _reason(error)
            failure = self._unreadable if reason in {"damaged", "foreign"} else self._unwritable
            raise failure(reason) from error
        except OSError as error:
            raise self._unwritable("read-only" if isinstance(error, PermissionError) else "folder") from error

    def _make(self) -> None:
        """The folder and an empty file that only this user can read."""
        hold.make_folder(self._path)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))

    def _connect(self) -> sqlite3.Connection:
        address = f"{self._path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        connection.text_factory = lambda text: text.decode(errors="surrogateescape")  # damage must not stop the reading
        try:
            connection.execute("PRAGMA synchronous = EXTRA")
        except BaseException:  # a file that is no journal: not kept open either, or Windows could not move it away
            connection.close()
            raise
        return connection

    def _unreadable(self, reason: str, *, version: int | None = None, run: str | None = None) -> SopError:
        more = {name: value for name, value in (("version", version), ("run", run)) if value is not None}
        return SopError(Problem.JOURNAL_UNREADABLE, request_id=None, path=str(self._path), reason=reason, **more)

    def _unwritable(self, reason: str) -> SopError:
        return SopError(Problem.JOURNAL_UNWRITABLE, path=str(self._path), reason=reason)


def _rows(connection: sqlite3.Connection) -> tuple[list[tuple[object, ...]], bool]:
    """All rows that can be read, in their order, and whether any cannot. Numbers have no gaps, so a gap is a loss."""
    try:
        rows = connection.execute(f"SELECT {_COLUMNS} FROM events ORDER BY number").fetchall()  # noqa: S608  constants
    except sqlite3.DatabaseError as error:
        if _reason(error) != "damaged":
            raise
        return _salvaged(connection), True
    return rows, [row[0] for row in rows] != list(range(1, len(rows) + 1))


def _salvaged(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """The rows that can be reached one by one: a damaged page hides its own rows and no others."""
    (last,) = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone() or (0,)
    rows = []
    for number in range(1, last + 1):
        try:
            row = connection.execute(f"SELECT {_COLUMNS} FROM events WHERE number = ?", (number,)).fetchone()  # noqa: S608  constants
        except sqlite3.DatabaseError:
            continue
        if row is not None:
            rows.append(row)
    return rows


def _event(row: tuple[object, ...]) -> Event | None:
    """The row, if it has the types that were written; SQLite itself would store anything anywhere."""
    match row:
        case (int(number), str(run), int(seq), str(at), str(kind), str(payload), str(link)):
            return Event(number, run, seq, at, kind, payload, link)
    return None


def _fold(events: list[Event], *, lost: bool) -> Run | None:
    """The run, or None where its events are damaged. Where events were lost, a run without an end may have lost it."""
    try:
        run = log.fold(events)
    except DamagedError:
        return None
    return None if lost and run.outcome is None else run


def _reason(error: sqlite3.Error) -> str:
    """What kept SQLite from working, as an id."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return {
        sqlite3.SQLITE_BUSY: "locked",
        sqlite3.SQLITE_LOCKED: "locked",
        sqlite3.SQLITE_FULL: "full",
        sqlite3.SQLITE_READONLY: "read-only",
        sqlite3.SQLITE_PERM: "read-only",
        sqlite3.SQLITE_CANTOPEN: "folder",
        sqlite3.SQLITE_CORRUPT: "damaged",
        sqlite3.SQLITE_NOTADB: "foreign",
        sqlite3.SQLITE_ERROR: "damaged",
    }.get(code, "storage")
