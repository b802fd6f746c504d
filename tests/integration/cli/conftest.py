"""The program as processes of its own, as scripts and pipelines start it."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

Json = Any


@dataclass(frozen=True, slots=True)
class Done:
    """A process that ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Json:
        """Standard output as JSON."""
        return json.loads(self.out)


def environment(**more: str) -> dict[str, str]:
    """This process's environment (its data folder included), and more."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **more}


@pytest.fixture
def sopwizard() -> Callable[..., Done]:
    """Run one command and wait for it; ``typed`` goes to its standard input, which is no terminal."""

    def start(*words: str, typed: str = "", **more: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "sopwizard", *words],
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment(PYTHONIOENCODING="utf-8", **more),
            timeout=60,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return start


@dataclass(frozen=True, slots=True)
class Served:
    """A simulator in a process of its own, and somebody else's hands on it."""

    origin: str
    process: "subprocess.Popen[str]"

    def ask(self, method: str, path: str, body: Json = None, *, signed_in: bool = True) -> tuple[int, Json]:
        """A request of somebody who is not sopwizard: status and JSON."""
        request = urllib.request.Request(  # noqa: S310  loopback
            f"{self.origin}/api/data/v9.2/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "If-Match": "*"} if body is not None else {},
        )
        if signed_in:
            request.add_header("Authorization", "Bearer somebody")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  loopback
                content = answer.read()
                return answer.status, json.loads(content) if content else None
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read() or b"null")

    def user(self, application_id: str) -> Json:
        """The row of an application's user."""
        found = self.ask("GET", f"systemusers?$filter=applicationid%20eq%20{application_id}")[1]["value"]
        assert len(found) == 1
        return found[0]

    def flag(self) -> bool:
        """The flag."""
        found: bool = self.ask("GET", "organizations?$select=issopintegrationenabled")[1]["value"][0][
            "issopintegrationenabled"
        ]
        return found


@pytest.fixture
def simulator() -> Iterator[Callable[..., Served]]:
    """Serve scenarios with the program's own command; every one is stopped in the end."""
    running: list[subprocess.Popen[str]] = []

    def start(*words: str) -> Served:
        process = subprocess.Popen(
            [sys.executable, "-m", "sopwizard", "simulator", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        running.append(process)
        assert process.stdout is not None
        return Served(process.stdout.readline().strip(), process)

    yield start
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
