"""A certified OpenID provider (npm oidc-provider) and a person at a browser (Chromium), started by the tests."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from tests.support.certificates import Pair

FOLDER = Path(__file__).with_name("oidc")
TENANT = "11111111-2222-3333-4444-555555555555"
HOST = "login.microsoftonline.com"
RESOURCE = "https://contoso.crm4.dynamics.com"
NATIVE_APP = "native-app"
DAEMON = "daemon"
DAEMON_WITH_CERTIFICATE = "daemon-with-certificate"
DAEMON_SECRET = "daemon-secret-0123456789"  # noqa: S105  of a provider that lives as long as the tests


def _needed(*programs: str) -> str:
    for program in programs:
        found = shutil.which(program)
        if found:
            return found
    raise AssertionError(f"{programs[0]} is missing: apt-get install chromium nodejs npm")


def installed() -> Path:
    """The folder with the pinned npm packages, installed once for each state of the lock file."""
    files = [FOLDER / name for name in ("package.json", "package-lock.json", "provider.mjs", "person.mjs")]
    state = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    folder = platformdirs.user_cache_path("sopwizard-tests", appauthor=False) / f"oidc-{state}"
    if not (folder / "whole").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copy(file, folder)
        command = [_needed("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == 0, done.stderr
        (folder / "whole").touch()
    return folder


@contextmanager
def _process(script: str, environment: dict[str, str]) -> "Iterator[subprocess.Popen[str]]":
    process = subprocess.Popen(
        [_needed("node"), script],
        cwd=installed(),
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            assert process.stdin is not None
            process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def provider(pair: Pair, daemon_jwks: dict[str, Any], *, lifetime: int = 3600) -> Iterator[int]:
    """Serve the provider; its port on 127.0.0.1. It answers as ``https://login.microsoftonline.com/TENANT``."""
    settings = {
        "host": HOST,
        "tenant": TENANT,
        "resource": RESOURCE,
        "certificate": str(pair.certificate),
        "key": str(pair.key),
        "daemonJwks": daemon_jwks,
        "lifetime": lifetime,
    }
    with _process("provider.mjs", {"SETTINGS": json.dumps(settings), "NODE_NO_WARNINGS": "1"}) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.strip().isdigit(), line
        yield int(line)


@dataclass
class Person:
    """Somebody at a browser, one errand after another."""

    process: "subprocess.Popen[str]"

    def go(
        self, address: str, *, login: str = "alice", code: str | None = None, declines: bool = False
    ) -> dict[str, str]:
        """Follow that address, sign in and consent (or decline); where it ended and what stands there."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        errand = {"address": address, "login": login, "code": code, "declines": declines}
        self.process.stdin.write(json.dumps(errand) + "\n")
        self.process.stdin.flush()
        came: dict[str, str] = json.loads(self.process.stdout.readline())
        assert "error" not in came, came["error"]
        return came


@contextmanager
def person(port: int) -> Iterator[Person]:
    """A headless Chromium for which the provider's host name leads to that port."""
    rules = f"MAP {HOST}:443 127.0.0.1:{port}"
    chromium = _needed("chromium", "chromium-browser", "google-chrome")
    with _process("person.mjs", {"CHROMIUM": chromium, "RULES": rules}) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline()) == {"ready": True}
        yield Person(process)
