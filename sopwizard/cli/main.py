"""The table of commands, and what holds for all of them: results, errors and exit codes."""

from __future__ import annotations

# ruff: noqa: PLC0415  the window starts through here too, and needs no command
import json
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sopwizard.cli.arguments import Command, HelpAsked, add_choices, parse, wants_json
from sopwizard.cli.connection import Connection
from sopwizard.cli.result import Exit, Result, error_code
from sopwizard.cli.session import Session
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.target import DEFAULT_SCENARIO, TRAINING_PREFIX
from sopwizard.services.job import Cancelled
from sopwizard.text import commands as text
from sopwizard.text import usage

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Sequence

    from sopwizard.cli.console import Console
    from sopwizard.cli.world import World


def _late(module: str, function: str) -> Callable[..., Any]:
    """A function of that module of this package, which is loaded when it is called."""

    def call(*given: object) -> object:
        return getattr(import_module(f"sopwizard.cli.{module}"), function)(*given)

    return call


def _pricing_arguments(to: ArgumentParser) -> None:
    to.add_argument("--sop", choices=["on", "off"], default="on", help=usage.option("sop"))
    to.add_argument("--user", choices=["integration", "regular"], default="regular", help=usage.option("user"))
    states = ["active", "submitted"]
    to.add_argument("--order-state", choices=states, default="active", help=usage.option("order-state"))


COMMANDS: Final = (
    Command("check", _late("reading", "add_check"), _late("reading", "check")),
    Command("plan", _late("reading", "add_plan"), _late("reading", "plan")),
    Command("apply", _late("writing", "add_apply"), _late("writing", "apply")),
    Command("verify", add_choices, _late("reading", "verify")),
    Command("undo", _late("writing", "add_undo"), _late("writing", "undo")),
    Command("orders", _late("orders", "add_arguments"), _late("orders", "orders")),
    Command("history", lambda _to: None, _late("records", "history")),
    Command(
        "status-map",
        lambda to: to.add_argument("map", nargs="?", metavar="MAP", help=usage.option("map")),
        _late("rules", "status_map"),
    ),
    Command("pricing", _pricing_arguments, _late("rules", "pricing")),
    Command("story", _late("story", "add_arguments"), _late("story", "story")),
    Command("report", _late("records", "add_report"), _late("records", "report")),
    Command("simulator", _late("training", "add_simulator"), _late("training", "simulator")),
    Command("sign-in", _late("accounts", "add_sign_in"), _late("accounts", "sign_in")),
    Command("sign-out", _late("accounts", "add_sign_out"), _late("accounts", "sign_out")),
    Command("accounts", lambda _to: None, _late("accounts", "accounts")),
    Command(
        "scenarios",
        lambda to: to.add_argument("--reset", metavar="NAME", help=usage.option("reset")),
        _late("training", "scenarios"),
    ),
)


def run(argv: Sequence[str], world: World, console: Console) -> int:
    """Do what the command line says; the exit code."""
    as_json = wants_json(argv)
    try:
        with ExitStack() as until_told:
            return _run(argv, world, console, until_told, as_json=as_json)
    except SopError as error:
        return _failed(console, error, as_json=as_json)
    except (Cancelled, KeyboardInterrupt):
        return _cancelled(console, as_json=as_json)


def _run(argv: Sequence[str], world: World, console: Console, until_told: ExitStack, *, as_json: bool) -> int:
    try:
        command, options = parse(argv, COMMANDS)
    except HelpAsked as asked:
        console.say(str(asked).splitlines())
        return Exit.DONE
    world.verbose(options.verbose)
    connection = Connection(
        options.auth,
        options.client_id,
        options.tenant,
        options.authority,
        options.timeout,
        attended=console.is_terminal,
    )
    session = Session(world, console, connection, until_told)
    if options.version:
        return _told(console, _version(world), as_json=as_json)
    if command is None:
        return _without_command(session, options, as_json=as_json)
    return _told(console, command.run(session, options), as_json=as_json)


def _version(world: World) -> Result:
    return Result({"version": world.version}, lambda _width: [f"sopwizard {world.version}"])


def _without_command(session: Session, options: Namespace, *, as_json: bool) -> int:
    if options.self_test:
        return _told(session.console, _late("selftest", "examine")(session, as_json), as_json=as_json)
    if options.check_updates is not None:
        return _told(session.console, _late("updates", "check")(session, options.check_updates), as_json=as_json)
    return _window(session, options)


def _window(session: Session, options: Namespace) -> int:
    try:
        target = None
        if options.environment is not None:
            target = session.target(options.environment)
        elif options.training is not None:
            target = session.target(TRAINING_PREFIX + (options.training or DEFAULT_SCENARIO))
        check = None if options.open is None else Path(options.open)
        return session.world.window(session.connection, target, check)
    except SopError as error:
        session.world.tell(error)
        raise


def _told(console: Console, result: Result, *, as_json: bool) -> int:
    if not as_json:
        console.say(result.lines(console.width))
    elif result.data:
        _say_json(console, result.data)
    return result.code


def _failed(console: Console, error: SopError, *, as_json: bool) -> int:
    if as_json and error.problem is not Problem.OUTPUT_LOST:
        from sopwizard.report import published

        _say_json(console, {"error": published.error(error)})
    else:
        from sopwizard.cli import layout
        from sopwizard.text import errors

        words = errors.explain(error)
        console.note(layout.paragraph(words.happened, console.width))
        console.note(layout.paragraph(words.todo, console.width))
        if words.request_id:
            console.note([text.request_line(words.request_id)])
    return error_code(error)


def _cancelled(console: Console, *, as_json: bool) -> int:
    if as_json:
        error = {"kind": "cancelled", "message": text.cancelled(), "request_id": None, "hint": text.cancelled_hint()}
        _say_json(console, {"error": error})
    else:
        console.note([text.cancelled()])
    return Exit.CANCELLED


def _say_json(console: Console, data: dict[str, Any]) -> None:
    # Escaped beyond ASCII: any pipe and any terminal takes it, whatever its encoding.
    console.say_raw(json.dumps(data, indent=2))
