"""Every fault at every request of every verb: what is said is true, nothing is done twice, and there is a way out.

What came of each is kept in MATRIX.md beside this file. A run that sees something else writes the table anew and fails.
"""

import multiprocessing
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from tests.integration.faults.matrix import (
    FAULTS,
    FAULTS_OF_SIGN_IN,
    FROM_THEN_ON,
    RENEWING,
    STEPS,
    Played,
    play,
    play_sign_in,
)

pytestmark = pytest.mark.timeout(900)  # about 1,200 runs

TABLE: Final = Path(__file__).with_name("MATRIX.md")
_HEAD: Final = """# What comes of every fault at every request

This table is written by `test_matrix.py`: the real services, the real adapter and a real journal against the simulator,
with one fault (a row) at one request (a column). After each, the test holds what the program says against the rows and
against every write that took effect, and then applies or undoes again until the right end is reached.

`done`, `as ever`: nobody notices. `refused`: nothing was written. Otherwise the run's outcome, its changes in order
(✓ written and read back, `written` but not read back, `unknown`, `not made`, `conflict`, – not begun), and what
stopped it. `not reread`: the run's last look at everything failed, and the result says so.
"""


@pytest.fixture(scope="module")
def played() -> list[Played]:
    processes = max(2, min(len(FAULTS), os.cpu_count() or 1))
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        return [*pool.map(play, FAULTS), *pool.map(play_sign_in, FAULTS_OF_SIGN_IN)]


def test_whatever_goes_wrong_what_is_said_is_true(played: list[Played]) -> None:
    assert [each for row in played for each in row.wrong] == []


def test_what_comes_of_every_fault_is_written_down(played: list[Played]) -> None:
    table = "\n".join([_HEAD, *_tables(played)]) + "\n"
    before = TABLE.read_text("utf-8") if TABLE.exists() else ""
    if table != before:
        TABLE.write_text(table, "utf-8")
    assert table == before, "MATRIX.md was written anew; look at what is different"


def _tables(played: Sequence[Played]) -> list[str]:
    tried = sum(len(column) for row in played for part in (row.once, row.lasting) for column in part.values())
    signing_in = [row for row in played if row.fault in FAULTS_OF_SIGN_IN]
    played = [row for row in played if row not in signing_in]
    lines = [f"{len(FAULTS) + len(signing_in)} faults, {tried} times at a request.", ""]
    for verb, steps in STEPS.items():
        lines += [f"## {verb}", "", *_table(steps, {row.fault.name: row.once[verb] for row in played}), ""]
    for verb, steps in FROM_THEN_ON.items():
        title = f"## {verb}, where the fault stays from that request on"
        lines += [title, "", *_table(steps, {row.fault.name: row.lasting[verb] for row in played}), ""]
    steps = tuple(f"{verb}: {step}" for verb, chosen in RENEWING.items() for step in chosen)
    cells = {row.fault.name: [cell for verb in RENEWING for cell in row.once[verb]] for row in signing_in}
    return [*lines, "## where the token has run out, and the sign-in service fails", "", *_table(steps, cells)]


def _table(steps: Sequence[str], rows: Mapping[str, Sequence[str]]) -> list[str]:
    lines = [f"| fault | {' | '.join(steps)} |", "|---" * (len(steps) + 1) + "|"]
    return lines + [f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()]
