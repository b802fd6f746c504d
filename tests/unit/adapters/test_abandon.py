"""Calls that may block for ever are waited for as long as was said, and no longer."""

import threading
import time

import pytest

from sopwizard.adapters import abandon
from sopwizard.services.job import Cancelled, Job


def test_a_limit_is_one_of_the_clock_however_slowly_the_waiting_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abandon, "_CANCEL_LATENCY", 0.0)  # each look counts for nothing by itself
    looks = iter(range(0, 1000, 100))
    monkeypatch.setattr(time, "monotonic", lambda: next(looks))
    held = threading.Event()
    with pytest.raises(TimeoutError):
        abandon.abandonable(held.wait, Job(), limit=250)
    assert next(looks) == 400  # begun at 0, and the look at 300 was the first past the limit
    held.set()


def test_what_is_there_in_time_is_returned_and_what_was_raised_is_raised() -> None:
    assert abandon.abandonable(lambda: 7, Job(), limit=10) == 7
    with pytest.raises(ZeroDivisionError):
        abandon.abandonable(lambda: 1 // 0, Job())


def test_who_cancels_is_free_at_once() -> None:
    job, held = Job(), threading.Event()

    def call() -> None:
        job.cancel()
        held.wait()

    with pytest.raises(Cancelled):
        abandon.abandonable(call, job)
    held.set()
