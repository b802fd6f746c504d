"""The port `Gateways`: `Live` for real environments, `Training` for simulated ones, `Environments` for either."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sopwizard.adapters.dataverse.address import origin
from sopwizard.adapters.dataverse.api import TIMEOUT, WebApi
from sopwizard.adapters.signin.ready_made import ReadyMade
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.target import Target
from sopwizard.services.job import Job
from sopwizard.services.ports import Gateway, Gateways, Tokens

_TRAINEE = "trainee"


class Live:
    """Real environments, with the tokens of whoever signs in."""

    def __init__(self, tokens: Tokens, timeout: float = TIMEOUT) -> None:
        self._tokens = tokens
        self._timeout = timeout

    @contextmanager
    def open(self, target: Target, job: Job) -> Iterator[Gateway]:
        """The gateway; nothing is sent before it is asked for something."""
        job.check()
        with WebApi(origin(target), target, self._tokens, self._timeout) as gateway:
            yield gateway


class Training:
    """Simulated environments. They run while they are open; their state stays in the folder."""

    def __init__(self, folder: Path, timeout: float = TIMEOUT) -> None:
        self._folder = folder
        self._timeout = timeout

    @contextmanager
    def open(self, target: Target, job: Job) -> Iterator[Gateway]:
        """The gateway to a simulator that starts here and ends with the context. UNKNOWN_SCENARIO."""
        from sopwizard.adapters import simulator  # noqa: PLC0415  the window starts before anybody trains

        name = _scenario(target)
        job.check()
        state = simulator.state_file(name, self._folder)
        with _told(state):
            served = simulator.serve(name, state=state)
        with (
            served as running,
            WebApi(running.origin, target, ReadyMade(_TRAINEE), self._timeout) as gateway,
        ):
            yield gateway

    def reset(self, name: str) -> None:
        """Put the scenario back to its beginning, also where its file is damaged. UNKNOWN_SCENARIO."""
        from sopwizard.adapters import simulator  # noqa: PLC0415  see open

        state = simulator.state_file(name, self._folder)
        with _told(state):
            try:
                simulator.reset(name, self._folder)
            except sqlite3.OperationalError:
                raise  # in use, or not to be written: no reason to throw it away
            except sqlite3.DatabaseError:
                state.unlink()
                simulator.reset(name, self._folder)


class Environments:
    """Whatever the target names."""

    def __init__(self, live: Gateways, training: Gateways) -> None:
        self._live = live
        self._training = training

    def open(self, target: Target, job: Job) -> AbstractContextManager[Gateway]:
        """The gateway to a real or a simulated environment."""
        return (self._training if target.is_training else self._live).open(target, job)


@contextmanager
def _told(state: Path) -> Iterator[None]:
    """What is wrong with the file of a training environment: BAD_FILE, FILE_UNWRITABLE."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise SopError(Problem.FILE_UNWRITABLE, path=str(state)) from error
    except sqlite3.DatabaseError as error:
        raise SopError(Problem.BAD_FILE, path=str(state), kind="training") from error


def _scenario(target: Target) -> str:
    from sopwizard.adapters import simulator  # noqa: PLC0415  see open

    name = target.scenario
    if name is None or name not in {scenario.name for scenario in simulator.scenarios()}:
        raise SopError(Problem.UNKNOWN_SCENARIO, scenario=name)
    return name
