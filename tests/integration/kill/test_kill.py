"""A process that is killed at any boundary leaves a journal that tells what it did, and every way out is open."""

import multiprocessing
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.runs import Outcome, Run
from sopwizard.domain.model.states import ChangeState, RunKind, RunOutcome
from sopwizard.services.job import Job
from sopwizard.services.operations import Action, Operations
from tests.support import killed
from tests.support.faulty_world import CELLS, CHOICES, FLAG, MARK, TARGET, World

# journal: begin, twice intend and settle, finish; wire: two writes; each has a before and an after
BOUNDARIES: Final = 2 * (1 + 2 * 2 + 1 + 2)
_PROCESSES: Final = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.support.killed"])


@dataclass
class Scene:
    """A world that outlives the processes that work on it."""

    world: World
    folder: Path
    number: int = 0

    @property
    def journal(self) -> Path:
        return self.folder / f"journal-{self.number}.sqlite"

    def fresh(self, *, applied: bool) -> Run | None:
        """Everything as in the beginning; ``applied``: with a run that has been made, which is returned."""
        self.number += 1
        self.world.put(on=False)
        if not applied:
            return None
        run = outcome(self.next_process().perform(Action.APPLY, self.reviewed(), Job())).run
        self.world.took.clear()
        return run

    def next_process(self) -> Operations:
        """What the next start of the program works with: nothing is kept but the journal's file."""
        return killed.operations(self.world.running.origin, self.journal)

    def reviewed(self) -> Draft:
        return self.next_process().perform(Action.SURVEY, Draft(TARGET, choices=CHOICES), Job())

    def kill(self, boundary: int, run: Run | None = None) -> int | None:
        """Let a process apply, or undo the run, up to that boundary; its exit code."""
        given = (self.world.running.origin, self.journal, run and run.run_id, boundary)
        process = _PROCESSES.Process(target=killed.work, args=given)
        process.start()
        process.join(60)
        self.world.settle()
        return process.exitcode

    def held(self) -> list[bool]:
        return [self.world.holds(cell) for cell in (MARK, FLAG)]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("kill")
    world = World(folder)
    yield Scene(world, folder)
    world.close()


def outcome(draft: Draft) -> Outcome:
    assert draft.outcome is not None
    return draft.outcome


def told(scene: Scene, run: Run) -> None:
    """Whether the run tells what was done: not more, and not less than one intention that nobody knows the end of."""
    for result in run.results:
        took = scene.world.took.count(result.change.cell)
        assert (
            took
            == {
                ChangeState.PLANNED: 0,
                ChangeState.INTENDED: took,
                ChangeState.VERIFIED: 1,
            }[result.state]
        ), f"{result.state}, and written {took} times"
        assert took <= 1


def cut_off(run: Run) -> bool:
    return run.outcome is None and run.finished is None


@pytest.mark.parametrize("boundary", range(1, BOUNDARIES + 1))
def test_an_apply_that_is_killed_can_be_finished_taken_back_or_left(scene: Scene, boundary: int) -> None:
    scene.fresh(applied=False)
    assert scene.kill(boundary) == -signal.SIGKILL
    runs = scene.next_process().history()
    assert len(runs) == (boundary > 1)
    for run in runs:
        told(scene, run)
        assert cut_off(run) == (boundary < BOUNDARIES)
    left = scene.held()
    assert scene.held() == left

    again = outcome(scene.next_process().perform(Action.APPLY, scene.reviewed(), Job())).run
    assert again.outcome in {RunOutcome.DONE, RunOutcome.NOTHING_TO_DO}
    assert scene.held() == [True, True]
    assert all(scene.world.took.count(cell) == 1 for cell in CELLS)

    if runs:
        # taken back instead: the same once more, and then undo
        scene.fresh(applied=False)
        scene.kill(boundary)
        (run,) = scene.next_process().history()
        back = outcome(scene.next_process().undo_run(run.run_id, Draft(TARGET), Job())).run
        assert back.outcome in {RunOutcome.DONE, RunOutcome.NOTHING_TO_DO}
        assert scene.held() == [False, False]


@pytest.mark.parametrize("boundary", range(1, BOUNDARIES + 1))
def test_an_undo_that_is_killed_can_be_finished_or_left(scene: Scene, boundary: int) -> None:
    applied = scene.fresh(applied=True)
    assert applied is not None
    assert scene.kill(boundary, applied) == -signal.SIGKILL
    runs = scene.next_process().history()
    assert [run.kind for run in runs] == [*([RunKind.UNDO] if boundary > 1 else []), RunKind.APPLY]
    for run in runs[:-1]:
        told(scene, run)
        assert cut_off(run) == (boundary < BOUNDARIES)

    again = outcome(scene.next_process().undo_run(applied.run_id, Draft(TARGET), Job())).run
    assert again.outcome in {RunOutcome.DONE, RunOutcome.NOTHING_TO_DO}
    assert scene.held() == [False, False]
    assert all(scene.world.took.count(cell) == 1 for cell in CELLS)


def test_there_are_no_more_boundaries_than_these(scene: Scene) -> None:
    scene.fresh(applied=False)
    assert scene.kill(BOUNDARIES + 1) == 0
    assert scene.held() == [True, True]


def test_two_processes_at_once_tell_the_truth_both(scene: Scene) -> None:
    scene.fresh(applied=False)
    given = (scene.world.running.origin, scene.journal, None, 0)
    both = [_PROCESSES.Process(target=killed.work, args=given) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert scene.held() == [True, True]
    runs = scene.next_process().history()
    assert runs
    for run in runs:
        assert run.outcome is not None
        for result in run.results:
            assert result.state is not ChangeState.VERIFIED or scene.world.took.count(result.change.cell) >= 1
