"""The commands of the training environments: scenarios and simulator."""

from __future__ import annotations

import signal
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sopwizard.cli import layout
from sopwizard.cli.result import Result
from sopwizard.cli.world import Serving
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.target import DEFAULT_SCENARIO
from sopwizard.text import commands as text
from sopwizard.text import faults, usage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from sopwizard.cli.session import Session


def add_simulator(to: ArgumentParser) -> None:
    """What to serve, where, and what goes wrong on purpose."""
    to.add_argument("--port", type=int, default=0, metavar="N", help=usage.option("port"))
    to.add_argument("--scenario", default=DEFAULT_SCENARIO, metavar="NAME", help=usage.option("scenario"))
    to.add_argument("--tls-cert", metavar="FILE", help=usage.option("tls-cert"))
    to.add_argument("--tls-key", metavar="FILE", help=usage.option("tls-key"))
    to.add_argument("--fault", action="append", default=[], metavar="RULE", help=usage.option("fault"))
    to.formatter_class = RawDescriptionHelpFormatter
    to.epilog = "\n".join([faults.heading(), *layout.pairs((*faults.rules(), *faults.places()), 100)])


def scenarios(session: Session, options: Namespace) -> Result:
    """The training scenarios; or one is put back to its beginning."""
    if options.reset is not None:
        session.world.reset(options.reset)
        return Result({"reset": options.reset}, lambda _width: [text.was_reset(options.reset)])
    known = session.world.scenarios()
    return Result(
        {"scenarios": [{"name": name, "title": title} for name, title in known]},
        lambda width: layout.table(text.scenario_columns(), known, width),
    )


def simulator(session: Session, options: Namespace) -> Result:
    """Serve a scenario until Ctrl-C or SIGTERM. The first line is its base URL."""
    if (options.tls_cert is None) != (options.tls_key is None):
        raise SopError(Problem.USAGE, text=text.both_tls_files())
    tls = None if options.tls_cert is None else (Path(options.tls_cert), Path(options.tls_key))
    serving = Serving(options.scenario, options.port, tls, tuple(options.fault))
    try:
        with _ending_quietly(), session.world.simulate(serving) as running:
            session.console.say([running.origin])
            session.console.note([text.serving(options.scenario)])
            running.wait()
    except (OSError, OverflowError) as error:  # the latter: a port that is no port
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise SopError(Problem.USAGE, text=text.cannot_serve(options.port, reason)) from error
    return Result({}, lambda _width: ())


class _EndError(Exception):
    """Somebody asked the simulator to end."""


@contextmanager
def _ending_quietly() -> Iterator[None]:
    def end(_signal: int, _frame: FrameType | None) -> None:
        raise _EndError

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with suppress(_EndError):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
