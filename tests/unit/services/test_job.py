"""Long work that can be watched and stopped."""

import threading

import pytest

from sopwizard.services.job import Cancelled, Job, Progress


def test_a_step_is_reported() -> None:
    seen: list[Progress] = []
    Job(seen.append).step("reading", 1, 3)
    assert seen == [Progress("reading", 1, 3)]


def test_a_cancelled_job_stops_at_the_next_step_and_does_not_report_it() -> None:
    seen: list[Progress] = []
    job = Job(seen.append)
    job.cancel()
    assert job.cancelled
    with pytest.raises(Cancelled):
        job.step("reading")
    assert seen == []


def test_waiting_ends_by_itself() -> None:
    Job().wait(0)


def test_waiting_ends_at_once_when_it_is_cancelled() -> None:
    job = Job()
    threading.Timer(0.01, job.cancel).start()
    with pytest.raises(Cancelled):
        job.wait(3600)
