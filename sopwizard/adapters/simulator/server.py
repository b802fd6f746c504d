"""Serving a scenario: its rows, its service and its sockets put together, until it is stopped."""

import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from sopwizard.adapters.simulator.faults import Switchboard
from sopwizard.adapters.simulator.scenarios import recipe
from sopwizard.adapters.simulator.service import Service
from sopwizard.adapters.simulator.sockets import Logged, Server
from sopwizard.adapters.simulator.store import Store


class RunningSimulator:
    """A simulator that listens. Leave its context, or call ``stop``, to end it.

    ``origin`` is ``http://127.0.0.1:PORT``; ``faults`` is the switchboard; ``log`` lists the requests so far.
    """

    def __init__(self, server: Server, service: Service, origin: str, close: Callable[[], None]) -> None:
        self._server = server
        self._close = close
        self.service = service
        self.origin = origin
        self._thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="simulator", daemon=True
        )
        self._thread.start()

    @property
    def faults(self) -> Switchboard:
        """What goes wrong on purpose: add and clear rules while it runs."""
        return self._server.switchboard

    @property
    def log(self) -> tuple[Logged, ...]:
        """The requests so far; parts of a batch are not listed, the batch is."""
        return tuple(self._server.log)

    def wait(self) -> None:
        """Block until the simulator is stopped from another thread."""
        self._thread.join()

    def stop(self) -> None:
        """End it: no new connections, open ones are cut. Doing it twice is harmless."""
        if self._server.stopped:
            return
        self._server.stopped = True
        self._server.switchboard.release()
        self._server.shutdown()
        self._server.cut_connections()
        self._server.server_close()
        self._thread.join()
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(
    scenario: str,
    *,
    state: Path | None = None,
    port: int = 0,
    tls: tuple[Path, Path] | None = None,
    faults: Sequence[str] = (),
) -> RunningSimulator:
    """Serve a scenario as a Dataverse Web API on 127.0.0.1.

    ``state`` is a file that keeps the rows between processes (several may use it at once); None starts fresh and keeps
    nothing. ``tls`` is (certificate, key) in PEM. ``faults`` are rules of the fault plan. SopError UNKNOWN_SCENARIO or
    USAGE (a rule, certificate or key that cannot be used); OSError where the port is taken.
    """
    switchboard = Switchboard(faults)
    make = recipe(scenario)
    temporary: Path | None = None
    if state is None:
        temporary = Path(tempfile.mkdtemp(prefix="sopwizard-simulator-"))
        store = Store(temporary / "rows.sqlite", durable=False)
    else:
        state.parent.mkdir(parents=True, exist_ok=True)
        store = Store(state, durable=True)

    def close() -> None:
        store.close()
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)

    try:
        environment, model = store.prepare(make)
        for rule in environment["faults"]:
            switchboard.add(rule)
        service = Service(environment, model, store, switchboard)
        server = Server(("127.0.0.1", port), service, switchboard)
    except BaseException:
        close()
        raise
    if tls is not None:
        try:
            server.wrap(*tls)
        except BaseException:
            server.server_close()
            close()
            raise
    scheme = "http" if tls is None else "https"
    return RunningSimulator(server, service, f"{scheme}://127.0.0.1:{server.server_address[1]}", close)
