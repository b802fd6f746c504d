"""What the adapter's tests share."""

import pytest

from sopwizard.services.job import Job


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Repetitions and second looks without the waiting in between."""
    monkeypatch.setattr(Job, "wait", lambda self, _seconds: self.check())
