"""A Dataverse that lives on this computer: a real HTTP server on 127.0.0.1 that answers by rows and rules.

:func:`serve` starts one, :func:`scenarios` lists what it can be, :func:`reset` puts a kept one back to its beginning.
Any non-empty bearer token is the scenario's caller; ``as:<systemuserid>`` is that user, so that an integration user can
be acted.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sopwizard.adapters.simulator.scenarios import ScenarioInfo, recipe, scenarios

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopwizard.adapters.simulator.server import RunningSimulator

__all__ = ["ScenarioInfo", "reset", "scenarios", "serve", "state_file"]


def serve(
    scenario: str,
    *,
    state: Path | None = None,
    port: int = 0,
    tls: tuple[Path, Path] | None = None,
    faults: "Sequence[str]" = (),
) -> "RunningSimulator":
    """See :func:`sopwizard.adapters.simulator.server.serve`; what it needs is imported when it is called."""
    from sopwizard.adapters.simulator import server  # noqa: PLC0415  listing scenarios should not load a server

    return server.serve(scenario, state=state, port=port, tls=tls, faults=faults)


def state_file(name: str, folder: Path) -> Path:
    """Where a training environment of that name keeps its rows."""
    return folder / f"{name}.sqlite"


def reset(name: str, folder: Path) -> None:
    """Put a kept training environment back to its beginning. UNKNOWN_SCENARIO where there is none of that name."""
    from sopwizard.adapters.simulator.store import Store  # noqa: PLC0415  see serve

    make = recipe(name)
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(state_file(name, folder), durable=True)
    try:
        store.rebuild(make)
    finally:
        store.close()
