"""What becomes of a bug: it is written to a file, and whoever reads standard error is told where."""

from __future__ import annotations

import sys

from sopwizard.adapters.crash import write_crash_log
from sopwizard.cli.console import Console
from sopwizard.text import commands as text


def tell(error: BaseException) -> None:
    """Keep what happened, and say where."""
    path = write_crash_log(error)
    if sys.stderr is not None:  # Windows closes it for a windowed program
        console = Console(sys.stdin, sys.stdout, sys.stderr)
        console.note([text.crashed(None if path is None else str(path))])
