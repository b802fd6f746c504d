"""The composition root: what the command line and the window are made of.

Everything is imported where it is first needed: printing the version loads no Qt, and the window no network library.
"""

# ruff: noqa: PLC0415  late imports are what this module is for

import logging
import os
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

from sopwizard import __version__, resources
from sopwizard.adapters.clock import SystemClock
from sopwizard.cli.console import Console
from sopwizard.cli.main import run as run_command
from sopwizard.cli.result import Exit
from sopwizard.cli.world import Connection, Serving, World
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model import Failure, Outcome, Run, RunId, RunOutcome, Target
from sopwizard.domain.signin import Way
from sopwizard.report import document, files
from sopwizard.services import lore, rulebook
from sopwizard.services.job import Job
from sopwizard.services.operations import Operations
from sopwizard.services.ports import Gateway, Gateways, Tokens
from sopwizard.text import commands as text

if TYPE_CHECKING:
    from datetime import datetime

    from sopwizard.adapters.journal import SqliteJournal
    from sopwizard.cli.world import Simulator
    from sopwizard.domain.model import ChangeState

TOKEN_VARIABLE = "SOPWIZARD_ACCESS_TOKEN"  # noqa: S105  a variable's name


def main(argv: Sequence[str] | None = None) -> int:
    """The program; its exit code."""
    console = Console(*_streams())
    try:
        return run_command(sys.argv[1:] if argv is None else argv, world(), console)
    except Exception as error:  # noqa: BLE001  the one crash handler
        console.note([text.crashed(str(write_crash_log(error)))])
        return Exit.BUG


def _streams() -> tuple[TextIO, TextIO, TextIO]:
    """The standard streams, with nothing in place of a closed one. Windows closes all three for a windowed program."""

    def nothing(mode: str) -> TextIO:
        return cast("TextIO", Path(os.devnull).open(mode, encoding="utf-8"))

    return sys.stdin or nothing("r"), sys.stdout or nothing("w"), sys.stderr or nothing("w")


def world() -> World:
    """Everything that the command line needs."""
    return World(
        version=__version__,
        operations=operations,
        understand=understand,
        rulebook=rulebook.load,
        scenarios=scenarios,
        reset=reset,
        simulate=simulate,
        window=window,
        verbose=verbose,
    )


def operations(connection: Connection) -> Operations:
    """The verbs, with the sign-in that the options ask for; nobody is asked to sign in before a token is needed."""
    return Operations(
        _Environments(_tokens(connection), connection.timeout), _Journal(), SystemClock(), rulebook.load()
    )


def understand(typed: str) -> Target:
    """The environment that is meant. BAD_URL, NOT_HTTPS, UNKNOWN_SCENARIO."""
    from sopwizard.adapters.dataverse.address import understand as understand_address

    target = understand_address(typed)
    if target.scenario is not None and target.scenario not in {name for name, _title in scenarios()}:
        raise SopError(Problem.UNKNOWN_SCENARIO, scenario=target.scenario)
    return target


def scenarios() -> tuple[tuple[str, str], ...]:
    """Names and titles of the training environments."""
    from sopwizard.adapters import simulator

    return tuple((each.name, each.title) for each in simulator.scenarios())


def reset(name: str) -> None:
    """Put a training environment back to its beginning. UNKNOWN_SCENARIO."""
    from sopwizard.adapters.gateways import Training

    known = name.removeprefix("training:")
    if known not in {each for each, _title in scenarios()}:
        raise SopError(Problem.UNKNOWN_SCENARIO, scenario=known)
    Training(_training_folder()).reset(known)


def simulate(serving: Serving) -> "AbstractContextManager[Simulator]":
    """Serve a scenario, fresh."""
    from sopwizard.adapters import simulator

    return simulator.serve(serving.scenario, port=serving.port, tls=serving.tls, faults=serving.faults)


def verbose(level: int) -> None:
    """Log to standard error: 1 what is done, 2 every detail. Records never hold a token."""
    if level:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        log = logging.getLogger("sopwizard")
        log.addHandler(handler)
        log.setLevel(logging.DEBUG if level > 1 else logging.INFO)


def window(connection: Connection, target: Target | None) -> int:
    """Show the window until it is closed; its exit code."""
    if not has_display():
        raise SopError(Problem.USAGE, text=text.no_display())
    try:
        from sopwizard.ui import start
    except ImportError as error:
        raise SopError(Problem.BROKEN_INSTALLATION, part=f"Qt ({error})") from error

    tokens = TokenBox(os.environ.get(TOKEN_VARIABLE))
    performer = Operations(_Environments(tokens, connection.timeout), _Journal(), SystemClock(), rulebook.load())

    def save_report(outcome: Outcome, path: Path) -> None:
        made = document.build(
            outcome.run, performer.rulebook, performer.clock.now(), __version__, lore.lore().checklist
        )
        files.write(made, path)

    return start.run(
        start.Wiring(
            performer=performer,
            understand=understand,
            scenarios=scenarios,
            reset_scenario=reset,
            use_token=tokens.use,
            has_token=tokens.filled,
            save_report=save_report,
            target=target,
        )
    )


def has_display() -> bool:
    """Whether a window could open: always but on Linux, where Qt ends the process without a word if none can."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"), wayland).exists():
        return True
    host, colon, number = os.environ.get("DISPLAY", "").rpartition(":")
    if not colon:
        return False
    local = Path(f"/tmp/.X11-unix/X{number.partition('.')[0]}")  # noqa: S108  X's own place
    return bool(host and host != "unix") or local.exists()


class TokenBox:
    """The port `Tokens` with the token that somebody typed or handed over, in memory only."""

    def __init__(self, token: str | None) -> None:
        """``token``: one from outside, None where it is still to come."""
        self._token = token

    @property
    def filled(self) -> bool:
        """Whether there is a token."""
        return bool(self._token)

    def use(self, token: str) -> None:
        """Use that token from now on."""
        self._token = token

    def token(self, origin: str, job: Job, *, fresh: bool = False) -> str:
        """The token. SIGN_IN_NEEDED where there is none."""
        from sopwizard.adapters.signin.ready_made import ReadyMade

        if not self._token:
            raise SopError(Problem.SIGN_IN_NEEDED, host=origin.split("://", 1)[-1])
        return ReadyMade(self._token).token(origin, job, fresh=fresh)

    def __repr__(self) -> str:
        return "TokenBox(***)"


def _tokens(connection: Connection) -> Tokens:
    if connection.auth == Way.TOKEN:
        return TokenBox(os.environ.get(TOKEN_VARIABLE))
    return TokenBox(None)


class _Environments:
    """The port `Gateways`; the adapters behind it are loaded when the first environment is opened."""

    def __init__(self, tokens: Tokens, timeout: float | None) -> None:
        self._tokens = tokens
        self._timeout = timeout

    @contextmanager
    def open(self, target: Target, job: Job) -> Iterator[Gateway]:
        """The gateway to that environment."""
        from sopwizard.adapters.dataverse import TIMEOUT
        from sopwizard.adapters.gateways import Environments, Live, Training

        limit = TIMEOUT if self._timeout is None else self._timeout
        chosen: Gateways = Environments(Live(self._tokens, limit), Training(_training_folder(), limit))
        with chosen.open(target, job) as gateway:
            yield gateway


class _Journal:
    """The port `Journal`; its file is looked at when it is first needed."""

    def _store(self) -> "SqliteJournal":
        from sopwizard.adapters.journal import SqliteJournal

        return SqliteJournal(resources.data_dir() / "journal.sqlite")

    def begin(self, run: Run) -> None:
        self._store().begin(run)

    def intend(self, run_id: RunId, change_id: str) -> None:
        self._store().intend(run_id, change_id)

    def settle(self, run_id: RunId, change_id: str, state: "ChangeState", failure: Failure | None = None) -> None:
        self._store().settle(run_id, change_id, state, failure)

    def finish(self, run_id: RunId, outcome: RunOutcome, at: "datetime") -> None:
        self._store().finish(run_id, outcome, at)

    def runs(self) -> tuple[Run, ...]:
        return self._store().runs()

    def run(self, run_id: RunId) -> Run:
        return self._store().run(run_id)


def _training_folder() -> Path:
    return resources.data_dir() / "training"


# What a token, a key or a cookie looks like. Better a log that tells too little.
_SECRET = re.compile(r"[A-Za-z0-9._~+/=-]{40,}")


def write_crash_log(error: BaseException) -> Path:
    """Write what happened to a file, without anything that could be a secret; where it went."""
    at = SystemClock().now()
    lines: list[Any] = [f"{at.isoformat()} sopwizard {__version__} Python {sys.version}\n"]
    lines += traceback.format_tb(error.__traceback__)
    lines.append(f"{type(error).__name__}: {_SECRET.sub('***', str(error))[:500]}\n")
    path = resources.data_dir() / "logs" / f"crash-{at:%Y%m%d-%H%M%S}.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines), encoding="utf-8")
    except OSError:
        sys.stderr.write("".join(lines))
    return path
