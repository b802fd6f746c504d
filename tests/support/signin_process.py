"""The program's sign-in as a process of its own, with the keyring of its session and the simulated cloud.

Reads what to do as one JSON object from standard input and prints what came of it as another. It tells no token, only
its digest.
"""

import hashlib
import json
import logging
import os
import socket
import sys
import time
from pathlib import Path
from typing import Any

from sopwizard.adapters.signin.desk import desk
from sopwizard.adapters.vault.vaults import KeyringVault
from sopwizard.domain.signin import Registration, Way
from sopwizard.services import rulebook
from sopwizard.services.job import Job
from sopwizard.services.ports import Gateways, Tokens
from tests.support.fakes import FakeClock, FakeGateways


def lead(hosts: list[str], port: int) -> None:
    """Lead the cloud's names to the simulated one."""
    look_up = socket.getaddrinfo

    def led(host: Any, wanted: Any, *args: Any, **named: Any) -> Any:  # noqa: ANN401  as socket's own
        return look_up("127.0.0.1", port, *args, **named) if host in hosts else look_up(host, wanted, *args, **named)

    socket.getaddrinfo = led  # type: ignore[assignment]


def main() -> None:
    """Do it."""
    task = json.load(sys.stdin)
    lead(task["hosts"], task["port"])
    folder = Path(os.environ["SOPWIZARD_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(filename=folder / "everything.log", level=logging.DEBUG)
    vault = KeyringVault(folder)

    def gateways(_tokens: Tokens) -> Gateways:
        return FakeGateways()

    found = desk(
        folder,
        rulebook.load(),
        gateways,
        FakeClock(),
        registration=Registration(task["client_id"]),
        way=Way(task["way"]) if task["way"] else None,
        vault=vault,
    )
    job = Job(lambda progress: print(progress.what, file=sys.stderr))  # noqa: T201
    started = time.monotonic()
    answer: dict[str, Any] = {}
    if task.get("sign_out"):
        answer["signed_out"] = [account.account for account in found.verbs.sign_out(None, job)]
    if task.get("origin"):
        token = found.tokens.token(task["origin"], job)
        answer["digest"] = hashlib.sha256(token.encode()).hexdigest()
    answer["seconds"] = time.monotonic() - started
    answer["calls"] = vault.calls
    answer["accounts"] = [account.account for account in found.verbs.accounts(job)]
    answer["vault"] = found.vault_state.kind.value
    answer["stored"] = [[entry.place, entry.name, entry.what] for entry in found.verbs.stored(job)]
    print(json.dumps(answer))  # noqa: T201


if __name__ == "__main__":
    main()
