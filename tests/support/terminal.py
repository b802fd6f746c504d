"""The command line without processes: a terminal in memory, and a world of fakes."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sopwizard.cli.connection import Connection
from sopwizard.cli.console import Console
from sopwizard.cli.main import run
from sopwizard.cli.world import Serving, Signing, World
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.target import Target
from sopwizard.services import rulebook
from sopwizard.services.operations import Operations
from tests.support.runs import Stage, stage
from tests.support.snapshots import TARGET

URL = TARGET.url


class Keyboard(io.StringIO):
    """Standard input: what somebody types, or a pipe."""

    def __init__(self, typed: str | None, *, interrupt: bool = False) -> None:
        super().__init__(typed or "")
        self.tty = typed is not None
        self.interrupt = interrupt

    def isatty(self) -> bool:
        return self.tty

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        if self.interrupt:
            raise KeyboardInterrupt
        return super().readline(size)


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401  JSON has no narrower type
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:  # noqa: ANN401  JSON has no narrower type
        """The published error object."""
        return self.json["error"]


@dataclass
class Desk:
    """A command line over a stage. ``calls`` holds what the world outside was asked for."""

    on: Stage = field(default_factory=stage)
    calls: list[tuple[object, ...]] = field(default_factory=list)
    serve_error: BaseException | None = None
    signing: Signing | None = None

    @property
    def world(self) -> World:
        """The fakes as a world."""
        return World(
            version="1.2.3",
            operations=self._operations,
            understand=self._understand,
            rulebook=rulebook.load,
            scenarios=lambda: (("first-setup", "First set-up"), ("production", "A production environment")),
            reset=self._reset,
            simulate=self._simulate,
            window=lambda connection, target, check: self._called("window", connection, target, check),
            verbose=self._verbose,
            signing=self._signing,
        )

    def type(self, *words: str, typed: str | None = None, interrupt: bool = False, width: int = 100) -> Said:
        """Run a command; ``typed`` is what stands at the keyboard, None for no terminal."""
        out, err = io.StringIO(), io.StringIO()
        console = Console(Keyboard(typed, interrupt=interrupt), out, err, width)
        code = run(words, self.world, console)
        return Said(code, out.getvalue(), err.getvalue())

    def json(self, *words: str, typed: str | None = None, interrupt: bool = False) -> Said:
        """Run a command in JSON mode."""
        return self.type(*words, "--format", "json", typed=typed, interrupt=interrupt)

    def _called(self, *call: object) -> int:
        self.calls.append(call)
        return 0

    def _operations(self, connection: Connection) -> Operations:
        self.calls.append(("operations", connection))
        return self.on.operations

    def _signing(self, connection: Connection) -> Signing:
        self.calls.append(("signing", connection))
        if self.signing is None:
            raise AssertionError("nobody signs in here")
        return self.signing

    def _understand(self, typed: str) -> Target:
        if typed == "nonsense":
            raise SopError(Problem.BAD_URL, reason="host", text=typed)
        if typed.startswith("training:"):
            return Target(typed)
        return Target(typed if typed.startswith("https") else f"https://{typed}")

    def _verbose(self, level: int) -> None:
        if level:
            self.calls.append(("verbose", level))

    def _reset(self, name: str) -> None:
        if name == "nonsense":
            raise SopError(Problem.UNKNOWN_SCENARIO, scenario=name)
        self.calls.append(("reset", name))

    @contextmanager
    def _simulate(self, serving: Serving) -> Iterator["Desk"]:
        self.calls.append(("simulate", serving))
        if self.serve_error is not None and isinstance(self.serve_error, (OSError, OverflowError)):
            raise self.serve_error
        try:
            yield self
        finally:
            self.calls.append(("stopped",))

    origin = "http://127.0.0.1:5000"

    def wait(self) -> None:
        """The simulator's end."""
        if self.serve_error is not None:
            raise self.serve_error
