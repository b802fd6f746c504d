"""Reading the command line. Every wrong use is a SopError with USAGE, so that it is told like any other failure."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from sopwizard.cli.result import Result
from sopwizard.cli.session import Session
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import MapId
from sopwizard.text import commands as text
from sopwizard.text import usage

Run = Callable[[Session, argparse.Namespace], Result]

WAYS = ("interactive", "device-code", "client-credentials", "token")
"""The values of `domain.signin.Way`, which the window has no use for when it starts."""


class HelpAsked(Exception):  # noqa: N818  a wish, not an error
    """Somebody asked for help, which is the one argument."""


class Parser(argparse.ArgumentParser):
    """Raises where argparse would print, or end the program."""

    def print_help(self, file: object = None) -> NoReturn:  # noqa: ARG002  nothing is printed here
        """Help: told like any other result, as a terminal without Unicode can show it."""
        raise HelpAsked(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Wrong use."""
        raise SopError(Problem.USAGE, text=text.wrong_usage(self.prog, message))


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, the arguments that it adds to the common ones, and what it does."""

    name: str
    add: Callable[[argparse.ArgumentParser], object]
    run: Run


def parse(argv: Sequence[str], commands: Sequence[Command]) -> tuple[Command | None, argparse.Namespace]:
    """The command and its options; None for the window. USAGE where it makes no sense."""
    top = _top(commands)
    given, rest = _split(top, argv)
    if not rest:
        return None, given
    if given.training is not None or given.environment is not None or given.open is not None:
        raise SopError(Problem.USAGE, text=text.only_for_the_window(rest[0]))
    if given.self_test or given.check_updates is not None:
        raise SopError(Problem.USAGE, text=text.only_without_a_command(rest[0]))
    command = next((each for each in commands if each.name == rest[0]), None)
    if command is None:
        import difflib  # noqa: PLC0415  only for whoever mistypes

        near = difflib.get_close_matches(rest[0], [each.name for each in commands], 1)
        raise SopError(Problem.USAGE, text=text.unknown_command(rest[0], near[0] if near else None))
    return command, parser(command).parse_intermixed_args(list(rest[1:]), given)


def parser(command: Command) -> Parser:
    """The parser of one command."""
    made = Parser(prog=f"sopwizard {command.name}", description=usage.about(command.name), allow_abbrev=False)
    command.add(made)
    _common(made)
    return made


def wants_json(argv: Sequence[str]) -> bool:
    """Whether JSON is asked for, told even where the rest of the command line makes no sense."""
    last = ""
    for place, word in enumerate(argv):
        if word == "--format" and place + 1 < len(argv):
            last = argv[place + 1]
        elif word.startswith("--format="):
            last = word.removeprefix("--format=")
    return last == "json"


def _split(top: Parser, argv: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options before the command, and the rest from the command on."""
    given = top.parse_args(list(argv))
    rest: list[str] = given.rest
    del given.rest
    return given, rest


def _top(commands: Sequence[Command]) -> Parser:
    top = Parser(
        prog="sopwizard",
        description=usage.about_all(),
        epilog="\n".join(
            [text.commands_heading(), *(f"  {each.name:<12} {usage.about(each.name)}" for each in commands)]
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        usage="sopwizard [--training [SCENARIO] | --environment URL | --open FILE] | sopwizard COMMAND …",
    )
    top.add_argument("--version", action="store_true", help=usage.option("version"))
    top.add_argument("--self-test", action="store_true", help=usage.option("self-test"))
    top.add_argument("--check-updates", nargs="?", const="", metavar="FOLDER", help=usage.option("check-updates"))
    where = top.add_mutually_exclusive_group()
    where.add_argument("--training", nargs="?", const="", metavar="SCENARIO", help=usage.option("training"))
    where.add_argument("--environment", metavar="URL", help=usage.option("environment"))
    where.add_argument("--open", metavar="FILE", help=usage.option("open"))
    top.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    _common(top, fill=True)
    return top


def _common(to: argparse.ArgumentParser, *, fill: bool = False) -> None:
    """The common options. Only the first parser fills in defaults: what stood before the command is kept."""

    def add(*names: str, default: object = None, **rest: object) -> None:
        group.add_argument(*names, default=default if fill else argparse.SUPPRESS, **rest)  # type: ignore[arg-type]

    group = to.add_argument_group(text.common_heading())
    add("--format", choices=["text", "json"], default="text", help=usage.option("format"))
    add("--auth", choices=WAYS, help=usage.option("auth"))
    add("--client-id", metavar="ID", help=usage.option("client-id"))
    add("--tenant", metavar="TENANT", help=usage.option("tenant"))
    add("--authority", metavar="URL", help=usage.option("authority"))
    add("--timeout", type=_seconds, metavar="SECONDS", help=usage.option("timeout"))
    add("-v", "--verbose", action="count", default=0, help=usage.option("verbose"))


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 24 * 3600:
        raise argparse.ArgumentTypeError(text.not_seconds(value))
    return seconds


def map_id(value: str) -> MapId:
    """The map of that name; UNKNOWN_MAP."""
    try:
        return MapId(value.lower())
    except ValueError:
        raise SopError(Problem.UNKNOWN_MAP, map=value) from None


def add_url(to: argparse.ArgumentParser) -> None:
    """The environment."""
    to.add_argument("url", metavar="URL", help=usage.option("url"))


def add_choices(to: argparse.ArgumentParser, *, instead: str | None = None) -> None:
    """The choices that a plan is made from. ``instead``: an option that takes the place of all of them."""
    if instead is None:
        add_url(to)
    else:
        to.add_argument("url", nargs="?", metavar="URL", help=usage.option("url"))
    to.add_argument("--map", required=instead is None, type=str, metavar="MAP", help=usage.option("map"))
    to.add_argument("--mark", action="append", default=[], metavar="ID", help=usage.option("mark"))
    to.add_argument("--unmark", action="append", default=[], metavar="ID", help=usage.option("unmark"))
    default = "on" if instead is None else None  # beside ``instead`` it matters whether it was given
    to.add_argument("--sop", choices=["on", "off"], default=default, help=usage.option("sop"))


def add_yes(to: argparse.ArgumentParser) -> None:
    """Agreeing in advance."""
    to.add_argument("--yes", action="store_true", help=usage.option("yes"))
