"""Several clients and processes at one environment: of two conditional writes one wins, and none is lost."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sopwizard.adapters.simulator import serve
from sopwizard.adapters.simulator.server import RunningSimulator
from tests.support.simulator import ORGANIZATION, Client

NUMBER = f"organizations({ORGANIZATION})?$select=currentordernumber"
ROUNDS = 8

WRITER = """
import sys
from pathlib import Path
from sopwizard.adapters.simulator import serve
from tests.integration.simulator.test_several_at_once import count_up
with serve("first-setup", state=Path(sys.argv[1])) as simulator:
    count_up(simulator.origin)
"""


def count_up(origin: str) -> int:
    """Add one to a number, again and again, each time only if nobody else did; how often somebody else did."""
    client = Client(origin)
    lost = 0
    for _ in range(ROUNDS):
        while True:
            row = client.get(NUMBER)
            more = {"currentordernumber": (row["currentordernumber"] or 0) + 1}
            answer = client.send("PATCH", f"organizations({ORGANIZATION})", more, If_Match=row["@odata.etag"])
            if answer.status_code == 204:
                break
            assert answer.status_code == 412, answer.text
            lost += 1
    return lost


def test_conditional_writes_of_many_clients_are_never_lost(simulator: RunningSimulator) -> None:
    client = Client(simulator.origin)
    before = client.get(NUMBER)["currentordernumber"] or 0
    with ThreadPoolExecutor(6) as clients:
        list(clients.map(count_up, [simulator.origin] * 6))
    assert client.get(NUMBER)["currentordernumber"] == before + 6 * ROUNDS


def test_two_processes_may_serve_the_same_file(tmp_path: Path, start: Callable[..., RunningSimulator]) -> None:
    state = tmp_path / "first-setup.sqlite"
    with serve("first-setup", state=state) as first:
        before = Client(first.origin).get(NUMBER)["currentordernumber"] or 0
    command = [sys.executable, "-c", WRITER, str(state)]
    root = Path(__file__).parents[3]
    running = [subprocess.Popen(command, cwd=root) for _ in range(2)]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    assert Client(start(state=state).origin).get(NUMBER)["currentordernumber"] == before + 2 * ROUNDS


def test_two_processes_may_begin_at_the_same_moment(tmp_path: Path) -> None:
    state = tmp_path / "new" / "first-setup.sqlite"
    command = [sys.executable, "-c", WRITER, str(state)]
    running = [subprocess.Popen(command, cwd=Path(__file__).parents[3]) for _ in range(2)]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
