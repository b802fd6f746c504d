"""What becomes of a bug: it is written to a file, and whoever reads standard error is told where."""

from __future__ import annotations

import json
import sys
from contextlib import suppress

from sopwizard.adapters.crash import write_crash_log
from sopwizard.cli.console import Console
from sopwizard.domain.errors import SopError
from sopwizard.text import commands as text


def tell(error: BaseException, *, as_json: bool = False) -> None:
    """Keep what happened, and say where; as JSON on standard output where a program asked."""
    path = write_crash_log(error)
    said, hint = text.crashed(None if path is None else str(path)), text.crashed_hint()
    if as_json:
        told = {"error": {"kind": "bug", "message": said, "request_id": None, "hint": hint}}
        with suppress(SopError):
            Console.standard().say_raw(json.dumps(told, indent=2))
    elif sys.stderr is not None:  # Windows closes it for a windowed program
        Console.standard().note([said, hint])
