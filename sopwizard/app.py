"""The composition root: what the command line and the window are made of.

Everything is imported where it is first needed: printing the version loads no Qt, and the window no network library.
"""

# ruff: noqa: PLC0415  late imports are what this module is for

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TextIO, cast

from sopwizard import __version__, resources
from sopwizard.adapters.clock import SystemClock
from sopwizard.adapters.late import LateGateways, LateJournal, LateTokens, training_folder
from sopwizard.cli.console import Console
from sopwizard.cli.main import run as run_command
from sopwizard.cli.result import Exit
from sopwizard.cli.world import Connection, Serving, World
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.runs import Outcome
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.target import Target
from sopwizard.text import commands as text

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sopwizard.adapters.signin.desk import Desk
    from sopwizard.adapters.signin.front import FrontDesk
    from sopwizard.cli.world import Simulator
    from sopwizard.domain.model.ids import RunId
    from sopwizard.domain.model.runs import Run
    from sopwizard.domain.rulebook import Rulebook
    from sopwizard.domain.selftest import Part, Piece
    from sopwizard.domain.signin import Registration
    from sopwizard.domain.undo import UndoPlan
    from sopwizard.domain.updates import Offer
    from sopwizard.services.actions import Action
    from sopwizard.services.job import Job
    from sopwizard.services.operations import Operations
    from sopwizard.services.ports import Gateways, Tokens
    from sopwizard.services.selftest import Probe
    from sopwizard.services.undo import UndoReview

_SELF_TEST_SCENARIO = "first-setup"
_SELF_TEST_SECONDS = 60.0
TOKEN_VARIABLE = "SOPWIZARD_ACCESS_TOKEN"  # noqa: S105  a variable's name


def main(argv: Sequence[str] | None = None) -> int:
    """The program; its exit code."""
    console = Console(*_streams())
    try:
        return run_command(sys.argv[1:] if argv is None else argv, world(), console)
    except Exception as error:  # noqa: BLE001  the one crash handler
        from sopwizard.adapters.crash import write_crash_log

        console.note([text.crashed(str(write_crash_log(error)))])
        return Exit.BUG


def _streams() -> tuple[TextIO, TextIO, TextIO]:
    """The standard streams, with nothing in place of a closed one. Windows closes all three for a windowed program."""

    def nothing(mode: str) -> TextIO:
        return cast("TextIO", Path(os.devnull).open(mode, encoding="utf-8"))

    return sys.stdin or nothing("r"), sys.stdout or nothing("w"), sys.stderr or nothing("w")


def world() -> World:
    """Everything that the command line needs. One command reads and writes with one sign-in."""
    shells = cache(lambda connection: Shell(governed(connection)))
    return World(
        version=__version__,
        operations=lambda connection: shells(connection).operations,
        understand=understand,
        rulebook=rules,
        scenarios=scenarios,
        reset=reset,
        simulate=simulate,
        window=window,
        verbose=verbose,
        self_test=self_test,
        look_for_updates=look_for_updates,
        signing=lambda connection: shells(connection).desk,
    )


def rules() -> "Rulebook":
    """The published rules."""
    from sopwizard.services import rulebook

    return rulebook.load()


def operations(connection: Connection) -> "Operations":
    """The verbs, with the sign-in that the options ask for; nobody is asked to sign in before a token is needed."""
    return Shell(governed(connection)).operations


def governed(connection: Connection) -> Connection:
    """The connection, as the administrator decided. BROKEN_POLICY."""
    from sopwizard.adapters import policy

    decided = policy.load()
    return replace(
        connection,
        client_id=decided.client_id or connection.client_id,
        tenant=decided.tenant or connection.tenant,
        authority=decided.authority or connection.authority,
    )


@dataclass(frozen=True)
class Shell:
    """What is made once for one way to connect."""

    connection: Connection

    @cached_property
    def operations(self) -> "Operations":
        """The verbs over environments."""
        from sopwizard.services.operations import Operations

        gateways = self._gateways(LateTokens(self._tokens))
        return Operations(gateways, LateJournal(), SystemClock(), rules(), seen=self._seen)

    @cached_property
    def desk(self) -> "Desk":
        """Signing in: as the options say, else with a kept account, else by the browser where somebody can see it."""
        from sopwizard.adapters.signin.accounts import SECONDS
        from sopwizard.adapters.signin.desk import desk
        from sopwizard.domain.signin import Way

        way = Way(self.connection.auth) if self.connection.auth else Way.INTERACTIVE
        return desk(
            resources.data_dir(),
            rules(),
            self._gateways,
            SystemClock(),
            registration=registration(self.connection),
            way=way if self.connection.auth or self.connection.attended else None,
            seconds=self.connection.timeout or SECONDS,
        )

    def _gateways(self, tokens: "Tokens") -> "Gateways":
        return LateGateways(tokens, self.connection.timeout)

    def _tokens(self) -> "Tokens":
        return pipeline_tokens(self.connection) or self.desk.tokens

    def _seen(self, snapshot: Snapshot) -> None:
        if "desk" in vars(self):  # a pipeline leaves nothing behind
            self.desk.verbs.note(snapshot.target, snapshot.organization)


def pipeline_tokens(connection: Connection) -> "Tokens | None":
    """Tokens that need nobody: one from outside, or an application's own. None where a person signs in."""
    from sopwizard.domain.signin import Way

    match connection.auth:
        case Way.TOKEN:
            from sopwizard.adapters.signin.ready_made import TokenBox

            return TokenBox(os.environ.get(TOKEN_VARIABLE))
        case Way.CLIENT_CREDENTIALS:
            from sopwizard.adapters.signin.accounts import SECONDS
            from sopwizard.adapters.signin.desk import pipeline

            options = connection.client_id, connection.tenant, connection.authority
            return pipeline(os.environ, rules(), *options, seconds=connection.timeout or SECONDS)
        case _:
            return None


def registration(connection: Connection) -> "Registration":
    """The application that signs people in: the kept one, with what the options say in its place."""
    from sopwizard.adapters.signin.desk import registration_of

    return registration_of(resources.data_dir(), connection.client_id, connection.tenant, connection.authority)


def understand(typed: str) -> Target:
    """The environment that is meant. BAD_URL, NOT_HTTPS, UNKNOWN_SCENARIO, NOT_BY_POLICY."""
    from sopwizard.adapters import policy
    from sopwizard.adapters.dataverse.address import understand as understand_address

    target = understand_address(typed)
    policy.check(target)
    if target.scenario is not None and not resources.path("training", f"{target.scenario}.json").is_file():
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
    Training(training_folder()).reset(known)


def simulate(serving: Serving) -> "AbstractContextManager[Simulator]":
    """Serve a scenario, fresh."""
    from sopwizard.adapters import simulator

    return simulator.serve(serving.scenario, port=serving.port, tls=serving.tls, faults=serving.faults)


def verbose(level: int) -> None:
    """Log to standard error: 1 what is done, 2 every detail. Records never hold a token."""
    if level:
        import logging

        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        log = logging.getLogger("sopwizard")
        log.addHandler(handler)
        log.setLevel(logging.DEBUG if level > 1 else logging.INFO)


def window(connection: Connection, target: Target | None) -> int:
    """Show the window until it is closed; its exit code."""
    from sopwizard.adapters.display import has_display

    if not has_display():
        raise SopError(Problem.USAGE, text=text.no_display())
    try:
        from sopwizard.ui import start
    except ImportError as error:
        raise SopError(Problem.BROKEN_INSTALLATION, part=f"Qt ({error})") from error

    performer = Performer(governed(connection))
    signs_in = connection.auth not in {"token", "client-credentials"} and not os.environ.get(TOKEN_VARIABLE)
    return start.run(
        start.Wiring(
            performer=performer,
            understand=understand,
            scenarios=scenarios,
            reset_scenario=reset,
            use_token=performer.use_token,
            has_token=not signs_in,
            sign_in=performer.front_desk if signs_in else None,
            save_report=performer.save_report,
            target=target,
            now=SystemClock().now,
            runs=performer,
        )
    )


class Performer:
    """The verbs for a window, made when it first asks for something, so that it opens without them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def perform(self, action: "Action", draft: Draft, job: "Job") -> Draft:
        """See `services.operations.Operations`."""
        return self._operations.perform(action, draft, job)

    def history(self) -> "tuple[Run, ...]":
        """Every run of this computer."""
        return self._operations.history()

    def damaged(self) -> "tuple[RunId, ...]":
        """The runs that history cannot tell."""
        return self._operations.damaged()

    def review_undo(self, run_id: "RunId", job: "Job") -> "UndoReview":
        """What undoing the run would do."""
        return self._operations.review_undo(run_id, job)

    def undo_run(self, run_id: "RunId", draft: Draft, job: "Job", reviewed: "UndoPlan | None" = None) -> Draft:
        """Put back what the review shows."""
        return self._operations.undo_run(run_id, draft, job, reviewed)

    def front_desk(self) -> "FrontDesk":
        """Where people sign in."""
        return self._front

    def use_token(self, token: str) -> None:
        """Use a token that somebody typed, for the environments opened from now on."""
        self._front.given.use(token)

    def save_report(self, outcome: Outcome, path: Path) -> None:
        """Write the document of a run."""
        from sopwizard.report import document, files
        from sopwizard.services import lore

        verbs = self._operations
        made = document.build(outcome.run, verbs.rulebook, verbs.clock.now(), __version__, lore.lore().checklist)
        files.write(made, path)

    @cached_property
    def _operations(self) -> "Operations":
        from sopwizard.services.operations import Operations

        gateways = LateGateways(LateTokens(self._tokens), self._connection.timeout)
        return Operations(gateways, LateJournal(), SystemClock(), rules(), seen=self._seen)

    @cached_property
    def _front(self) -> "FrontDesk":
        from sopwizard.adapters.signin.front import FrontDesk
        from sopwizard.adapters.signin.ready_made import TokenBox
        from sopwizard.domain.signin import Way

        connection = self._connection
        named = connection.client_id or connection.tenant or connection.authority
        return FrontDesk(
            resources.data_dir(),
            rules(),
            lambda tokens: LateGateways(tokens, connection.timeout),
            SystemClock(),
            TokenBox(os.environ.get(TOKEN_VARIABLE)),
            way=Way.DEVICE_CODE if connection.auth == Way.DEVICE_CODE else Way.INTERACTIVE,
            chosen=registration(connection) if named else None,
            seconds=connection.timeout,
        )

    def _tokens(self) -> "Tokens":
        return pipeline_tokens(self._connection) or self._front

    def _seen(self, snapshot: Snapshot) -> None:
        if "_front" in vars(self) and not self._front.given.filled:
            self._front.note(snapshot)


def look_for_updates(folder: Path | None) -> "Offer":
    """The newer version, if its publisher announces one; with a folder, its installer there. Only when asked."""
    from sopwizard.adapters import policy
    from sopwizard.adapters.updates import SignedFeed, settings, system
    from sopwizard.services import updates
    from sopwizard.services.job import Job

    decided = policy.load()
    updates.check_policy(decided)
    return updates.look(SignedFeed(*settings(decided)), __version__, system(), SystemClock(), Job(), folder)


def self_test() -> "Iterator[Part]":
    """Each part of the installation as it was tried. The user's own runs and environments are not touched."""
    from sopwizard.adapters import selftest as computer
    from sopwizard.adapters.gateways import Environments, Live, Training
    from sopwizard.adapters.signin.ready_made import TokenBox
    from sopwizard.domain.selftest import Piece
    from sopwizard.services import selftest
    from sopwizard.services.job import Job

    with TemporaryDirectory(prefix="sopwizard-self-test-", ignore_cleanup_errors=True) as folder:
        gateways = Environments(Live(TokenBox(None), _SELF_TEST_SECONDS), Training(Path(folder), _SELF_TEST_SECONDS))
        parts: list[tuple[Piece, selftest.Probe]] = [
            (Piece.RESOURCES, selftest.shipped),
            (Piece.JOURNAL, computer.journal(resources.data_dir())),
            (Piece.POLICY, computer.policy),
            (Piece.TLS, computer.tls),
            (Piece.KEYRING, computer.keyring),
            (Piece.TRAINING, computer.training(gateways, _SELF_TEST_SCENARIO)),
        ]
        yield from selftest.examine(parts, Job())
        yield from selftest.examine(_window_parts(gateways, Path(folder)), Job())


def _window_parts(gateways: "Gateways", folder: Path) -> "list[tuple[Piece, Probe]]":
    """What to try of the window. Qt is loaded inside the tries: where it cannot be, that is a part that failed."""
    from sopwizard.adapters.display import has_display
    from sopwizard.adapters.journal import SqliteJournal
    from sopwizard.domain.selftest import Piece
    from sopwizard.services.operations import Operations

    display = has_display() and os.environ.get("QT_QPA_PLATFORM") != "offscreen"
    if not display:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"

    def pages(job: "Job") -> "Part":
        from sopwizard.ui import selftest, start

        journal = SqliteJournal(folder / "journal.sqlite")
        wiring = start.Wiring(
            performer=Operations(gateways, journal, SystemClock(), rules()),
            understand=understand,
            scenarios=scenarios,
            reset_scenario=lambda _name: None,
            target=Target(f"training:{_SELF_TEST_SCENARIO}"),
        )
        return selftest.pages(wiring)(job)

    def platform(job: "Job") -> "Part":
        from sopwizard.ui import selftest

        return selftest.platform(display=display)(job)

    def fonts(job: "Job") -> "Part":
        from sopwizard.ui import selftest

        return selftest.fonts(job)

    return [(Piece.PLATFORM, platform), (Piece.FONTS, fonts), (Piece.PAGES, pages)]
