"""Where the program starts."""

from __future__ import annotations

# ruff: noqa: PLC0415  late imports are what this package is for
import gc
import sys
from typing import TYPE_CHECKING

from sopwizard.cli.connection import Connection
from sopwizard.domain.errors import SopError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """The program; its exit code."""
    words = sys.argv[1:] if argv is None else argv
    try:
        code = None if words else _from_a_menu()
        if code is None:
            from sopwizard.app.commands import world
            from sopwizard.cli.console import Console
            from sopwizard.cli.main import run

            code = run(words, world(), Console.standard())
    except Exception as error:  # noqa: BLE001  the one crash handler; a window, which goes on, has its own
        from sopwizard.app.crash import tell
        from sopwizard.cli.arguments import wants_json
        from sopwizard.cli.result import Exit

        tell(error, as_json=wants_json(words))
        return Exit.BUG
    return code


def _from_a_menu() -> int | None:
    """Show the window, as most starts want it, without loading the command line. None where it cannot be shown: the
    command line then says why.
    """
    from sopwizard.app.windowed import window

    gc.disable()  # the window collects by itself later; what starting makes is all needed
    try:
        return window(Connection(), None)
    except SopError:
        gc.enable()  # after a window it stays off: a thread that was left behind must not take down what is left of it
        return None
