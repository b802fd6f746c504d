"""Whole processes: what one stored the other reads, and no secret lies or passes anywhere in the open."""

import hashlib
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support import entra as simulated
from tests.support.certificates import TestAuthority
from tests.support.secret_service import Session, session

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the Secret Service is Linux's keyring")

CONTOSO = "https://contoso.crm4.dynamics.com"
FABRIKAM = "https://fabrikam.crm4.dynamics.com"
MARKS = (b"SeCrEt", b"U2VDckV0")
"""What every secret of the simulated cloud holds, in clear and as base64."""


@pytest.fixture
def desktop(tmp_path: Path, entra: simulated.Entra, authority: TestAuthority) -> Iterator[Session]:
    with session(tmp_path / "desktop") as found:
        found.unlock()
        visit = Path(simulated.__file__).with_name("visit.py")
        found.environment |= {
            "SSL_CERT_FILE": str(authority.bundle),
            "SIMULATED": str(entra.port),
            "BROWSER": f"{sys.executable} {visit} %s &",
        }
        yield found


def run(
    desktop: Session, entra: simulated.Entra, origin: str | None, way: str | None = "interactive", **more: object
) -> dict[str, Any]:
    task = {"hosts": simulated.HOSTS, "port": entra.port, "client_id": "own-app", "origin": origin, "way": way} | more
    done = desktop.run("-m", "tests.support.signin_process", text=json.dumps(task))
    assert done.returncode == 0, done.stderr
    assert not any(mark.decode() in done.stdout + done.stderr for mark in MARKS)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@contextmanager
def watched_arguments() -> Iterator[list[bytes]]:
    """Everything that stands in any process's arguments or environment while the context lasts."""
    seen: dict[bytes, None] = {}
    ends = threading.Event()

    def watch() -> None:
        while not ends.wait(0.01):
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    seen[(process / "cmdline").read_bytes()] = None
                    seen[(process / "environ").read_bytes()] = None
                except OSError:
                    continue

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        found: list[bytes] = []
        yield found
    finally:
        ends.set()
        thread.join(5)
        found += seen


def test_a_second_process_goes_on_with_what_the_first_signed_in(desktop: Session, entra: simulated.Entra) -> None:
    first = run(desktop, entra, CONTOSO)
    assert (first["accounts"], first["vault"]) == (["megan@contoso.example"], "keyring")
    second = run(desktop, entra, CONTOSO, way=None)
    assert second["digest"] == first["digest"]
    third = run(desktop, entra, FABRIKAM, way=None)
    assert third["accounts"] == ["megan@contoso.example"]
    issued = {hashlib.sha256(token.encode()).hexdigest(): to for token, to in entra.access_tokens.items()}
    assert (issued[first["digest"]], issued[third["digest"]]) == (CONTOSO, FABRIKAM)


def test_signing_out_leaves_nothing_in_the_keyring(desktop: Session, entra: simulated.Entra) -> None:
    first = run(desktop, entra, CONTOSO)
    assert [place for place, _name, _what in first["stored"]].count("keyring") >= 3
    last = run(desktop, entra, None, sign_out=True)
    assert last["signed_out"] == ["megan@contoso.example"]
    assert last["accounts"] == []
    assert [entry for entry in last["stored"] if entry[0] == "keyring"] == []


def test_no_file_log_output_or_argument_holds_a_token(desktop: Session, entra: simulated.Entra) -> None:
    with watched_arguments() as arguments:
        run(desktop, entra, CONTOSO)
        run(desktop, entra, FABRIKAM, way=None)
        entra.revoked = True
        run(desktop, entra, CONTOSO, way=None)
    assert any(b"/oauth2/v2.0/authorize?" in line for line in arguments), "the watch saw no browser"
    assert not [line for line in arguments if any(mark in line for mark in MARKS)]
    files = [path for path in desktop.folder.rglob("*") if path.is_file()]
    assert "everything.log" in {path.name for path in files}
    assert [path for path in files if any(mark in path.read_bytes() for mark in MARKS)] == []
