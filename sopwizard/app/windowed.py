"""What the window is made of."""

from __future__ import annotations

# ruff: noqa: PLC0415  late imports are what this package is for
import os
import sys
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING

from sopwizard import __version__, resources
from sopwizard.adapters.clock import SystemClock
from sopwizard.adapters.late import LateGateways, LateJournal, LateTokens
from sopwizard.app.shared import (
    TOKEN_VARIABLE,
    governed,
    pipeline_tokens,
    registration,
    reset,
    rules,
    scenarios,
    understand,
)
from sopwizard.domain.errors import Problem, SopError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from sopwizard.adapters.signin.front import FrontDesk
    from sopwizard.cli.connection import Connection
    from sopwizard.domain.model.choices import MapId
    from sopwizard.domain.model.draft import Draft
    from sopwizard.domain.model.ids import RunId
    from sopwizard.domain.model.runs import Outcome, Run
    from sopwizard.domain.model.snapshot import Snapshot
    from sopwizard.domain.model.target import Target
    from sopwizard.domain.order_counts import OrderCounts
    from sopwizard.domain.undo import UndoPlan
    from sopwizard.services.actions import Action
    from sopwizard.services.job import Job
    from sopwizard.services.operations import Operations
    from sopwizard.services.ports import Tokens
    from sopwizard.services.undo import UndoReview
    from sopwizard.ui.wiring import Wiring


def window(connection: Connection, target: Target | None, check: Path | None = None) -> int:
    """Show the window, with that saved check where there is one, until it is closed; its exit code."""
    from sopwizard.adapters.display import has_display

    if not has_display():
        from sopwizard.text import commands as text

        raise SopError(Problem.USAGE, text=text.no_display())
    try:
        from sopwizard.ui import start
    except ImportError as error:
        raise SopError(Problem.BROKEN_INSTALLATION, part=f"Qt ({error})") from error

    with _bugs_kept():
        return start.run(wiring(connection, target, check))


def wiring(connection: Connection, target: Target | None, check: Path | None = None) -> Wiring:
    """Everything that the window gets. Whoever shows it in another way (its pictures) shows the same window."""
    from sopwizard.ui.wiring import Wiring

    performer = Performer(governed(connection))
    signs_in = connection.auth not in {"token", "client-credentials"} and not performer.token
    given = bool(performer.token) if connection.auth == "token" else not signs_in
    return Wiring(
        performer=performer,
        understand=understand,
        scenarios=scenarios,
        reset_scenario=reset,
        use_token=performer.use_token,
        has_token=given,
        sign_in=performer.front_desk if signs_in else None,
        save_report=performer.save_report,
        target=target,
        now=SystemClock().now,
        runs=performer,
        check=check,
    )


@contextmanager
def _bugs_kept() -> Iterator[None]:
    """Qt calls the window's code: what goes wrong in there would only be printed, and the window goes on."""
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            before(kind, error, trace)
            return
        from sopwizard.app.crash import tell

        tell(error)

    sys.excepthook = hook
    try:
        yield
    finally:
        sys.excepthook = before


def tell(error: SopError) -> None:
    """Say in a box of its own why there is no window, where nobody reads a terminal: after a start from a menu."""
    from sopwizard.adapters.display import has_display

    # A box that nobody sees would wait for ever.
    offscreen = os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen")
    if offscreen or not has_display() or (sys.stderr is not None and sys.stderr.isatty()):
        return
    with suppress(ImportError):  # that Qt is damaged may be what there is to tell
        from sopwizard.text import errors
        from sopwizard.ui import start

        start.tell(errors.explain(error))


class Performer:
    """The verbs for a window, made when it first asks for something, so that it opens without them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def perform(self, action: Action, draft: Draft, job: Job) -> Draft:
        """See `services.operations.Operations`."""
        return self._operations.perform(action, draft, job)

    def count(self, target: Target, map_id: MapId | None, job: Job) -> OrderCounts:
        """The orders by their statuses."""
        return self._operations.count(target, map_id, job)

    def history(self) -> tuple[Run, ...]:
        """Every run of this computer."""
        return self._operations.history()

    def damaged(self) -> tuple[RunId, ...]:
        """The runs that history cannot tell."""
        return self._operations.damaged()

    def review_undo(self, run_id: RunId, job: Job) -> UndoReview:
        """What undoing the run would do."""
        return self._operations.review_undo(run_id, job)

    def undo_run(self, run_id: RunId, draft: Draft, job: Job, reviewed: UndoPlan | None = None) -> Draft:
        """Put back what the review shows."""
        return self._operations.undo_run(run_id, draft, job, reviewed)

    @property
    def token(self) -> str | None:
        """The token from outside, where no other way to sign in was asked for."""
        return os.environ.get(TOKEN_VARIABLE) if self._connection.auth in {None, "token"} else None

    def front_desk(self) -> FrontDesk:
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
    def _operations(self) -> Operations:
        from sopwizard.services.operations import Operations

        gateways = LateGateways(LateTokens(self._tokens), self._connection.timeout)
        return Operations(gateways, LateJournal(), SystemClock(), rules(), seen=self._seen)

    @cached_property
    def _front(self) -> FrontDesk:
        from sopwizard.adapters.policy import check_registration
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
            TokenBox(self.token),
            way=Way.DEVICE_CODE if connection.auth == Way.DEVICE_CODE else Way.INTERACTIVE,
            chosen=registration(connection) if named else None,
            seconds=connection.timeout,
            may_use=check_registration,
        )

    def _tokens(self) -> Tokens:
        from sopwizard.domain.signin import Way

        if self._connection.auth == Way.TOKEN:
            return self._front.given  # which may still be typed
        return pipeline_tokens(self._connection) or self._front

    def _seen(self, snapshot: Snapshot) -> None:
        if "_front" in vars(self) and not self._front.given.filled:
            self._front.note(snapshot)
