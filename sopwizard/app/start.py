"""Where the program starts."""

from __future__ import annotations

# ruff: noqa: PLC0415  late imports are what this package is for
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

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

            code = run(words, world(), Console(*_streams()))
    except Exception as error:  # noqa: BLE001  the one crash handler; a window, which goes on, has its own
        from sopwizard.app.crash import tell
        from sopwizard.cli.result import Exit

        tell(error)
        return Exit.BUG
    return code


def _from_a_menu() -> int | None:
    """Show the window, as most starts want it, without loading the command line. None where it cannot be shown: the
    command line then says why.
    """
    from sopwizard.app.windowed import window

    try:
        return window(Connection(), None)
    except SopError:
        return None


def _streams() -> tuple[TextIO, TextIO, TextIO]:
    """The standard streams, with nothing in place of a closed one. Windows closes all three for a windowed program."""

    def nothing(mode: str) -> TextIO:
        return cast("TextIO", Path(os.devnull).open(mode, encoding="utf-8"))

    return sys.stdin or nothing("r"), sys.stdout or nothing("w"), sys.stderr or nothing("w")
