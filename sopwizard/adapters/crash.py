"""The log of a bug: what happened and where, and nothing that could be a secret."""

import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from sopwizard import __version__, resources

# What a token, a key or a cookie looks like. Better a log that tells too little.
_SECRET = re.compile(r"[A-Za-z0-9._~+/=-]{40,}")


def write_crash_log(error: BaseException) -> Path | None:
    """Write what happened to a file, without anything that could be a secret; where it went.

    None where no file can be written: then it goes to standard error, if there is one.
    """
    at = datetime.now(UTC)
    lines = [f"{at.isoformat()} sopwizard {__version__} Python {sys.version}\n"]
    lines += traceback.format_tb(error.__traceback__)
    lines.append(f"{type(error).__name__}: {_SECRET.sub('***', str(error))[:500]}\n")
    path = resources.data_dir() / "logs" / f"crash-{at:%Y%m%d-%H%M%S}.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines), encoding="utf-8")
    except OSError:
        if sys.stderr is not None:  # Windows closes it for a windowed program
            sys.stderr.write("".join(lines))
        return None
    return path
