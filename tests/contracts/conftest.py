"""The environments that have to keep the promises of the port: a simulated one, a fake one, and on request a real one.

With ``--environment URL`` and a token in SOPWIZARD_ACCESS_TOKEN the contracts run against that environment too; only
those that cannot change anything there do.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sopwizard.adapters.dataverse.address import understand
from sopwizard.adapters.gateways import Environments, Live, Training
from sopwizard.adapters.signin.ready_made import ReadyMade
from sopwizard.domain.model.target import Target
from sopwizard.services.job import Job
from sopwizard.services.ports import Gateway
from tests.support.fakes import FakeGateway
from tests.support.snapshots import a_snapshot

# Before the sandbox takes it away.
TOKEN = os.environ.get("SOPWIZARD_ACCESS_TOKEN", "")

KINDS = ("simulator", "fake", "live")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every contract on every kind of environment; a real one only on request, and only to look at."""
    if "kind" in metafunc.fixturenames:
        looks_only = "world" not in metafunc.fixturenames
        live = metafunc.config.getoption("--environment") and looks_only
        metafunc.parametrize("kind", KINDS if live else KINDS[:2])


@pytest.fixture
def no_network(request: pytest.FixtureRequest, no_network: None) -> None:  # noqa: ARG001  it replaces that one
    """The usual guard, lifted for the real environment that was asked for."""
    if "kind" in request.fixturenames and request.getfixturevalue("kind") == "live":
        request.getfixturevalue("monkeypatch").undo()


@pytest.fixture
def gateway(kind: str, tmp_path: Path, pytestconfig: pytest.Config) -> Iterator[Gateway]:
    """An environment of that kind, open. Nothing may be changed there: it may be real."""
    if kind == "fake":
        yield FakeGateway(a_snapshot())
        return
    environments = Environments(Live(ReadyMade(TOKEN or "none")), Training(tmp_path / "training"))
    target = understand(pytestconfig.getoption("--environment")) if kind == "live" else Target("training:first-setup")
    with environments.open(target, Job()) as opened:
        yield opened


@pytest.fixture
def world(gateway: Gateway) -> Gateway:
    """The same, where things may be changed: never a real one."""
    return gateway
