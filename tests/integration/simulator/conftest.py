"""A simulator for each test, and strangers to talk to it."""

from collections.abc import Callable, Iterator

import pytest

from sopwizard.adapters.simulator import serve
from sopwizard.adapters.simulator.server import RunningSimulator
from tests.support.simulator import Client


@pytest.fixture
def start() -> Iterator[Callable[..., RunningSimulator]]:
    """Starts simulators and ends them with the test."""
    running: list[RunningSimulator] = []

    def begin(scenario: str = "first-setup", **options: object) -> RunningSimulator:
        running.append(serve(scenario, **options))  # type: ignore[arg-type]
        return running[-1]

    yield begin
    for simulator in running:
        simulator.stop()


@pytest.fixture
def simulator(start: Callable[..., RunningSimulator]) -> RunningSimulator:
    """The first set-up, fresh."""
    return start()


@pytest.fixture
def client(simulator: RunningSimulator) -> Client:
    """Megan Bowen at the first set-up."""
    return Client(simulator.origin)
