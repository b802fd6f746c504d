"""What the command line is made of."""

from __future__ import annotations

# ruff: noqa: PLC0415  late imports are what this package is for
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from sopwizard import __version__, resources
from sopwizard.adapters.clock import SystemClock
from sopwizard.adapters.late import LateGateways, LateJournal, LateTokens
from sopwizard.app.selftest import self_test
from sopwizard.app.shared import governed, pipeline_tokens, registration, reset, rules, scenarios, understand
from sopwizard.app.windowed import tell, window
from sopwizard.cli.world import World

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sopwizard.adapters.signin.desk import Desk
    from sopwizard.cli.connection import Connection
    from sopwizard.cli.world import Serving, Simulator
    from sopwizard.domain.model.snapshot import Snapshot
    from sopwizard.domain.updates import Offer
    from sopwizard.services.operations import Operations
    from sopwizard.services.ports import Gateways, Tokens


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
        tell=tell,
        verbose=verbose,
        self_test=self_test,
        look_for_updates=look_for_updates,
        signing=lambda connection: shells(connection).desk,
    )


@dataclass(frozen=True)
class Shell:
    """What is made once for one way to connect."""

    connection: Connection

    @cached_property
    def operations(self) -> Operations:
        """The verbs over environments."""
        from sopwizard.services.operations import Operations

        gateways = self._gateways(LateTokens(self._tokens))
        return Operations(gateways, LateJournal(), SystemClock(), rules(), seen=self._seen)

    @cached_property
    def desk(self) -> Desk:
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

    def _gateways(self, tokens: Tokens) -> Gateways:
        return LateGateways(tokens, self.connection.timeout)

    def _tokens(self) -> Tokens:
        return pipeline_tokens(self.connection) or self.desk.tokens

    def _seen(self, snapshot: Snapshot) -> None:
        if "desk" in vars(self):  # a pipeline leaves nothing behind
            self.desk.verbs.note(snapshot.target, snapshot.organization)


def simulate(serving: Serving) -> AbstractContextManager[Simulator]:
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


def look_for_updates(folder: Path | None) -> Offer:
    """The newer version, if its publisher announces one; with a folder, its installer there. Only when asked."""
    from sopwizard.adapters import policy
    from sopwizard.adapters.updates import SignedFeed, settings, system
    from sopwizard.services import updates
    from sopwizard.services.job import Job

    decided = policy.load()
    updates.check_policy(decided)
    return updates.look(SignedFeed(*settings(decided)), __version__, system(), SystemClock(), Job(), folder)
