"""The program and its environment as an outsider meets them: processes, exit codes, JSON, and rows by plain HTTP.

Nothing here uses the program's own code, so that what it says can be held against what others see.
"""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

TOKEN = "any-token-does"  # noqa: S105  the simulator takes every token


@dataclass(frozen=True)
class Done:
    """How a command went. ``told`` is the JSON that it printed."""

    code: int
    told: Any
    spoken: str


def sopwizard(*arguments: str) -> Done:
    """One command in a process of its own, its answer as JSON; standard input is closed."""
    done = subprocess.run(
        [sys.executable, "-m", "sopwizard", *arguments, "--format", "json"],
        env=os.environ | {"SOPWIZARD_ACCESS_TOKEN": TOKEN},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stdout, f"{arguments} printed nothing; on standard error: {done.stderr}"
    return Done(done.returncode, json.loads(done.stdout), done.stderr)


@dataclass(frozen=True)
class Environment:
    """An environment by its base URL, asked and changed by plain HTTP."""

    url: str

    def get(self, path: str) -> Any:  # noqa: ANN401  JSON
        """Read something below the service root."""
        return self._send("GET", path)

    def patch(self, path: str, **columns: object) -> None:
        """Somebody else changes a row."""
        self._send("PATCH", path, columns)

    def _send(self, method: str, path: str, body: dict[str, object] | None = None) -> Any:  # noqa: ANN401  JSON
        request = urllib.request.Request(  # noqa: S310  loopback, given by the test
            f"{self.url}/api/data/v9.2/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", "If-Match": "*"}
            if body is not None
            else {"Authorization": f"Bearer {TOKEN}"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  see above
            text = answer.read()
        return json.loads(text) if text else None

    @property
    def flag(self) -> bool:
        """Whether sales order integration is on."""
        return bool(self.get("organizations?$select=issopintegrationenabled")["value"][0]["issopintegrationenabled"])

    @property
    def marked(self) -> set[str]:
        """The application ids of the users that are marked as integration users."""
        rows = self.get("systemusers?$select=applicationid&$filter=isintegrationuser eq true".replace(" ", "%20"))
        return {str(row["applicationid"]) for row in rows["value"]}

    def user(self, application: str) -> str:
        """The id of the application user."""
        rows = self.get(f"systemusers?$select=systemuserid&$filter=applicationid%20eq%20{application}")["value"]
        assert len(rows) == 1
        return str(rows[0]["systemuserid"])


FAULTY = """
import sys
from sopwizard.adapters.simulator import serve
running = serve(sys.argv[1], faults=sys.argv[2:])
print(running.origin, flush=True)
running.wait()
"""


@contextmanager
def simulator(scenario: str = "first-setup", *faults: str) -> Iterator[Environment]:
    """`sopwizard simulator` in a process of its own, until the test is over; or the same with things that go wrong."""
    command = ["-c", FAULTY, scenario, *faults] if faults else ["-m", "sopwizard", "simulator", "--scenario", scenario]
    process = subprocess.Popen(
        [sys.executable, "-u", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        first = process.stdout.readline().strip()
        assert first.startswith("http://127.0.0.1:"), first or process.stderr.read()
        yield Environment(first)
    finally:
        process.terminate()
        process.communicate(timeout=10)
