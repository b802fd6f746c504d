"""A process with a vault of its own: does what its arguments say and prints one JSON object."""

import json
import os
import sys
from pathlib import Path

from sopwizard.adapters.vault.vaults import KeyringVault
from sopwizard.services.job import Job


def main(what: str) -> None:
    """``write`` takes the text from standard input, ``add`` appends it, ``read`` and ``clear`` take none."""
    vault = KeyringVault(Path(os.environ["SOPWIZARD_DATA_DIR"]), limit=15)
    job = Job()
    text = None
    if what == "write":
        text = vault.change(lambda _old: sys.stdin.read(), job)
    elif what == "add":
        text = vault.change(lambda old: (old or "") + sys.stdin.read(), job)
    elif what == "clear":
        vault.clear(job)
    elif what == "read":
        text = vault.read(job)
    reason = vault.state.reason
    answer = {"text": text, "kind": vault.state.kind.value, "reason": reason.value if reason else None}
    calls = vault.calls
    print(json.dumps(answer | {"calls": calls, "entries": [entry.name for entry in vault.entries(job)]}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
