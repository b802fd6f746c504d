"""Microsoft's own Python client against the simulator: what it reads and changes, and what it is refused."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sopwizard.adapters.simulator.server import RunningSimulator
from tests.support.certificates import TestAuthority

PACKAGES = ("PowerPlatform-Dataverse-Client==1.1.0",)
CACHE = Path(__file__).parents[3] / "build" / "test-tools"
ENVIRONMENT = dict(os.environ)


@pytest.fixture(scope="session")
def libraries() -> Path:
    """The client with what it needs, in a folder of its own (it is heavy and no part of the program); fetched once."""
    name = hashlib.sha256(f"{PACKAGES}{sys.version_info[:2]}".encode()).hexdigest()[:12]
    folder = CACHE / f"dataverse-client-{name}"
    if not (folder / "complete").exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"]
        subprocess.run([*command, str(folder), "--upgrade", *PACKAGES], check=True, env=ENVIRONMENT)
        (folder / "complete").touch()
    return folder


@pytest.fixture
def told(libraries: Path, tmp_path: Path, start: Callable[..., RunningSimulator]) -> dict[str, Any]:
    """What came of each step of `sdk_session.py`."""
    authority = TestAuthority(tmp_path / "authority")
    pair = authority.server("localhost")
    simulator = start(tls=(pair.certificate, pair.key))
    origin = simulator.origin.replace("127.0.0.1", "localhost")
    ran = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("sdk_session.py")), origin],
        env={**ENVIRONMENT, "PYTHONPATH": str(libraries), "REQUESTS_CA_BUNDLE": str(authority.bundle), "NO_PROXY": "*"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def test_microsofts_client_reads_writes_and_pages_and_is_refused_what_dataverse_refuses(told: dict[str, Any]) -> None:
    failed = {name: value for name, value in told.items() if isinstance(value, dict) and "error" in value}
    assert sorted(failed) == [
        "bad type",
        "organization created",
        "sql write",
        "table made",
        "unknown column",
        "unknown filter",
        "unknown table",
    ]
    assert failed["bad type"]["status"] == 400
    assert failed["unknown column"]["status"] == 400
    assert failed["unknown filter"]["status"] == 400
    assert failed["organization created"]["status"] == 400
    assert told["retrieve"]["name"] == "Contoso"
    assert told["retrieve"]["revenue"] == 5
    assert names(told["filter"]) == ["Contoso 2_%'"]
    assert told["missing"] is None
    assert len(told["many"]) == 12
    assert len(told["changed many"]) == 12
    assert names(told["builder"]) == ["Many 11", "Many 10", "Many 09"]
    assert sorted(names(told["in"])) == ["Many 01", "Many 07"]
    assert not [name for name in names(told["not"]) if name.startswith("Many")]
    assert len(told["raw"]) == 13
    assert told["paged"] == [5, 5, 5, 5]
    assert len(told["all pages"]) == 20
    assert told["fetchxml"] == [f"Many {number:02}" for number in range(12)]
    assert told["sql"] == [{"name": "Many 11", "telephone1": "42"}, {"name": "Many 10", "telephone1": "42"}]
    assert told["annotated"][0]["isintegrationuser@OData.Community.Display.V1.FormattedValue"] == "No"
    assert told["expand"][0]["primarycontactid"]["fullname"] == "Nancy Anderson"
    assert told["flag read"]["issopintegrationenabled"] is True
    assert "msdyn_processingstatus" in told["columns"]
    assert [status for status, _ in told["batch"]] == [204, 204, 200]
    assert told["batch"][2][1]["telephone1"] == "77"
    assert told["change set"] == [204, 204]
    assert told["change set rows"][0]["_parentcustomerid_value"]
    assert told["torn set"] == [404]
    assert told["torn set rows"] == []
    assert names(told["upserted"]) == ["Fabrikam, Inc."]
    assert told["deleted"] is None
