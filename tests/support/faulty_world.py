"""The real services against the real simulator with a real journal, and eyes on what really happens there.

Every write that takes effect is seen where it does, so that what the program says can be held against it.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from sopwizard.adapters import simulator
from sopwizard.adapters.clock import SystemClock
from sopwizard.adapters.dataverse.api import WebApi
from sopwizard.adapters.dataverse.wire import Answer as Answered
from sopwizard.adapters.journal import SqliteJournal
from sopwizard.adapters.simulator.messages import Answer, Request
from sopwizard.domain.cells import flag_cell, mark_cell
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Cell
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.ids import OrganizationId, UserId
from sopwizard.domain.model.target import Target
from sopwizard.services import rulebook
from sopwizard.services.job import Job
from sopwizard.services.operations import Action, Operations
from sopwizard.services.ports import Gateway
from tests.support.simulator import ERP, ORGANIZATION
from tests.support.token_service import MODES, TokenService, serving

TARGET: Final = Target("training:first-setup")
CHOICES: Final = Choices(MapId.DYNAMICS365, mark=frozenset({UserId(ERP)}))
FLAG: Final = flag_cell(OrganizationId(ORGANIZATION))
MARK: Final = mark_cell(UserId(ERP))
CELLS: Final = (MARK, FLAG)
_CHANGING: Final = ("systemusers", "organizations", "WhoAmI")
_SETS: Final = {"organizations": "organization", "systemusers": "systemuser"}


class Renewing:
    """The port `Tokens`: another token each time that a fresh one is asked for, if renewing works.

    ``service``: the sign-in service that renews it where it is to be broken in one of its modes.
    """

    def __init__(self, service: TokenService | None = None) -> None:
        self.renewal = "works"
        self.service = service
        self._number = 0

    def token(self, origin: str, job: Job, *, fresh: bool = False) -> str:
        """The token; SIGN_IN_NEEDED, NO_CONNECTION or what the service makes of it where it cannot be renewed."""
        if fresh and self.service is not None and self.renewal in MODES:
            return self.service.renew(self.renewal, origin, job)
        if fresh and self.renewal == "refused":
            raise SopError(Problem.SIGN_IN_NEEDED)
        if fresh and self.renewal == "offline":
            raise SopError(Problem.NO_CONNECTION)
        self._number += fresh
        return f"token-{self._number}"


class Elsewhere:
    """The port `Gateways` to a world in another process."""

    def __init__(self, origin: str) -> None:
        self._origin = origin

    @contextmanager
    def open(self, target: Target, job: Job) -> Iterator[Gateway]:
        """The gateway."""
        del job
        with WebApi(self._origin, target, Renewing()) as gateway:
            yield gateway


class World:
    """One environment, one journal, and what really happened. ``took``: the cells whose writes took effect, in order;
    ``strange``: writes of anything else. ``limit``: the seconds that the answer to the request of that number may take;
    ``sent`` counts them. Slow answers come when the ``gate`` opens.
    """

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self.tokens = Renewing(self._stack.enter_context(serving(folder)))
        self.limit: Callable[[int], float] = lambda _number: 30.0
        self.sent = 0
        self.gate = threading.Event()
        self.took: list[Cell] = []
        self.strange: list[str] = []
        self._folder = folder
        self._number = 0
        self.operations = self._operations()
        self._under_way = 0
        self._idle = threading.Condition()
        self.running = self._stack.enter_context(simulator.serve("first-setup"))
        service = self.running.service
        handle, within = service.handle, service.within

        def counted(request: Request) -> Answer:
            with self._idle:
                self._under_way += 1
            try:
                return handle(request)
            finally:
                with self._idle:
                    self._under_way -= 1
                    self._idle.notify_all()

        known: dict[str, Answer] = {}

        def watched(request: Request, *rest: object) -> Answer:
            """What no write of this program changes is worked out once: it is most of what a survey reads."""
            lasting = request.method == "GET" and not any(word in request.target for word in _CHANGING)
            if lasting and request.target in known:
                return known[request.target]
            answer = within(request, *rest)  # type: ignore[arg-type]
            if lasting and answer.status == 200:
                known[request.target] = answer
            if request.method != "GET":
                self._note(request, answer)
            return answer

        # What is slow is as slow as the test says, and no machine is slower or faster than that.
        self.running.faults.wait = self._hold  # type: ignore[method-assign]
        service.handle = counted  # type: ignore[method-assign]
        service.within = watched  # type: ignore[method-assign, assignment]
        self._first = self._rows()

    def _hold(self, seconds: float) -> None:
        self.gate.wait(seconds)

    def close(self) -> None:
        """End the simulator."""
        self.gate.set()
        self._stack.close()

    @contextmanager
    def open(self, target: Target, job: Job) -> Iterator[Gateway]:
        """The port `Gateways`."""
        del job
        with WebApi(self.running.origin, target, self.tokens) as gateway:
            wire = gateway._connection._wire
            send = wire.send

            def limited(method: str, path: str, token: str, job: Job, **more: Any) -> Answered:  # noqa: ANN401  handed on
                self.sent += 1
                wire._timeout = self.limit(self.sent)
                return send(method, path, token, job, **more)

            wire.send = limited  # type: ignore[method-assign]
            yield gateway

    def _operations(self, journal: Path | None = None) -> Operations:
        self._number += 1
        path = self.journal
        if journal is not None:
            shutil.copy(journal, path)
        return Operations(self, SqliteJournal(path), SystemClock(), rulebook.load())

    @property
    def journal(self) -> Path:
        """The journal's file."""
        return self._folder / f"{self._number}.sqlite"

    def reviewed(self) -> Draft:
        """A draft after a survey."""
        return self.operations.perform(Action.SURVEY, Draft(TARGET, choices=CHOICES), Job())

    def put(self, *, on: bool, journal: Path | None = None) -> None:
        """Set both cells from outside, as if they had always been so; a new journal, or that one."""
        self.settle()
        self.running.faults.clear()
        self.running.service.lost.clear()
        self.tokens.renewal = "works"
        with self.running.service.store.connection() as connection:
            for cell in CELLS:
                connection.execute(
                    f"UPDATE {cell.table} SET {cell.column} = ? WHERE {cell.table}id = ?",  # noqa: S608  constants
                    (int(on), cell.row),
                )
        self.took.clear()
        self.operations = self._operations(journal)

    def holds(self, cell: Cell) -> bool:
        """What the row really holds, once everything that was sent has been worked off."""
        self.settle()
        with self.running.service.store.connection() as connection:
            found = connection.execute(
                f"SELECT {cell.column} AS held FROM {cell.table} WHERE {cell.table}id = ?",  # noqa: S608  constants
                (cell.row,),
            ).fetchone()
        return bool(found["held"])

    def settle(self) -> None:
        """Wait until the server has worked off everything, answers that nobody waits for included."""
        with self._idle:
            assert self._idle.wait_for(lambda: self._under_way == 0, timeout=30)

    def touched(self) -> set[tuple[str, str, str]]:
        """Table, row and column of everything in the two tables that is not as it was in the beginning."""
        now = self._rows()
        assert now.keys() == self._first.keys(), "a row came or went"
        return {
            (table, key, column)
            for (table, key), row in now.items()
            for column in row
            if row[column] != self._first[table, key][column]
        }

    def _rows(self) -> dict[tuple[str, str], dict[str, object]]:
        passing = {"versionnumber", "modifiedon", "_modifiedby_value"}
        with self.running.service.store.connection() as connection:
            return {
                (table, row[f"{table}id"]): {name: row[name] for name in dict(row) if name not in passing}
                for table in _SETS.values()
                for row in connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  constants
            }

    def _note(self, request: Request, answer: Answer) -> None:
        if answer.status >= 400:
            return
        known = {
            f"/api/data/v9.2/{name}({cell.row})": cell
            for cell in CELLS
            for name, table in _SETS.items()
            if table == cell.table
        }
        cell = known.get(request.target)
        if cell is None or list(request.json()) != [cell.column]:
            self.strange.append(f"{request.method} {request.target} {request.body!r}")
        else:
            self.took.append(cell)
