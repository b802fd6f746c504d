"""Opening environments: training keeps its state in a folder, real ones are asked nothing before they are needed."""

import subprocess
import sys
from pathlib import Path

import pytest

from sopwizard.adapters.gateways import Environments, Live, Training
from sopwizard.adapters.signin.ready_made import ReadyMade
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Cell, Change
from sopwizard.domain.model.states import Reason
from sopwizard.domain.model.target import Target
from sopwizard.services.job import Cancelled, Job
from tests.support.hostile import Hostile
from tests.support.hostile_dataverse import TOKEN, WHO

FIRST = Target("training:first-setup")


@pytest.fixture
def training(tmp_path: Path) -> Training:
    return Training(tmp_path / "training")


def flag(training: Training, target: Target = FIRST) -> bool | None:
    with training.open(target, Job()) as gateway:
        return gateway.survey(Job()).organization.sop_enabled


def switch_on(training: Training) -> None:
    with training.open(FIRST, Job()) as gateway:
        cell = Cell("organization", gateway.identify(Job()).organization_id, "issopintegrationenabled")
        gateway.write(Change("flag", cell, "Contoso", before=False, after=True, reason=Reason.FLAG_ON), Job())


def test_training_keeps_what_was_done_and_forgets_on_request(training: Training) -> None:
    switch_on(training)
    assert flag(training) is True
    assert flag(training, Target("training:production")) is False
    training.reset("first-setup")
    assert flag(training) is False


def test_one_scenario_can_be_open_twice(training: Training) -> None:
    with training.open(FIRST, Job()) as one, training.open(FIRST, Job()) as other:
        assert one.target == other.target == FIRST
        assert one.identify(Job()) == other.identify(Job())
        switch_on(training)
        assert one.survey(Job()).organization.sop_enabled is True
        assert other.survey(Job()).organization.sop_enabled is True


@pytest.mark.parametrize("name", ["no-such", "..", "first-setup/../x", ""])
def test_an_unknown_scenario_is_told(training: Training, tmp_path: Path, name: str) -> None:
    with pytest.raises(SopError) as caught, training.open(Target(f"training:{name}"), Job()):
        pass
    assert caught.value.problem is Problem.UNKNOWN_SCENARIO
    with pytest.raises(SopError) as caught:
        training.reset(name)
    assert caught.value.problem is Problem.UNKNOWN_SCENARIO
    assert not (tmp_path / "training").exists()


def test_environments_opens_whatever_is_meant(training: Training) -> None:
    with Hostile(WHO) as server:
        environments = Environments(Live(ReadyMade(TOKEN)), training)
        with environments.open(Target(server.origin), Job()) as live:
            assert server.requests == []
            live.identify(Job())
            assert len(server.requests) == 1
        with environments.open(FIRST, Job()) as trained:
            assert trained.identify(Job()).organization_id
        assert len(server.requests) == 1


def test_a_stopped_job_opens_nothing(training: Training) -> None:
    job = Job()
    job.cancel()
    for target in (FIRST, Target("https://contoso.crm4.dynamics.com")):
        with pytest.raises(Cancelled), Environments(Live(ReadyMade(TOKEN)), training).open(target, job):
            pass


def test_a_start_loads_no_network() -> None:
    modules = "sopwizard.adapters.gateways, sopwizard.adapters.dataverse, sopwizard.adapters.journal"
    slow = "{'requests', 'urllib3', 'truststore', 'cattrs', 'odata_query', 'http.server'}"
    code = f"import sys, {modules}; print(sorted({slow} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
