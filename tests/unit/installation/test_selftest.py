"""An installation is tried part by part, and each part is told in one line."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from sopwizard import resources
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.selftest import Part, Piece, State, works
from sopwizard.services import selftest
from sopwizard.services.job import Cancelled, Job
from sopwizard.text import selftest as text

OK = Part(Piece.TLS, State.OK, (("authorities", 3),))


def raises(error: Exception) -> selftest.Probe:
    def probe(_job: Job) -> Part:
        raise error

    return probe


def examined(*probes: tuple[Piece, selftest.Probe]) -> list[Part]:
    return list(selftest.examine(probes, Job()))


def test_a_part_that_fails_keeps_no_other_from_being_tried() -> None:
    found = examined((Piece.JOURNAL, raises(OSError("no space\nleft"))), (Piece.TLS, lambda _job: OK))
    assert found == [Part(Piece.JOURNAL, State.FAILED, (("reason", "OSError: no space"),)), OK]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (selftest.FailedError("the list was not found"), "the list was not found"),
        (SopError(Problem.JOURNAL_UNREADABLE, path="/data/j", reason=None), "journal-unreadable, path: /data/j"),
    ],
)
def test_the_reason_is_told_for_support(error: Exception, reason: str) -> None:
    assert examined((Piece.JOURNAL, raises(error)))[0].facts == (("reason", reason),)


def test_it_can_be_stopped_between_two_parts() -> None:
    job = Job()
    parts = selftest.examine([(Piece.TLS, lambda _job: OK), (Piece.TLS, lambda _job: OK)], job)
    assert next(parts) == OK
    job.cancel()
    with pytest.raises(Cancelled):
        next(parts)


def test_what_came_with_the_program_is_whole() -> None:
    part = selftest.shipped(Job())
    assert part.state is State.OK
    assert dict(part.facts)["scenarios"] == len(list(resources.path("training").glob("*.json")))


@pytest.mark.parametrize("missing", ["style.qss", "training"])
def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    real = resources.path
    monkeypatch.setattr(resources, "path", lambda *parts: Path("/nonexistent") if missing in parts else real(*parts))
    with pytest.raises(selftest.FailedError, match=missing):
        selftest.shipped(Job())


@pytest.mark.parametrize(
    "name",
    [
        *("updates.json", "training/production.json", "rulebook/stories.json", "fonts/Inter-SemiBold.otf"),
        *("icons/sopwizard.png", "icons/sopwizard.svg", "report/print.html", "report/report.css", "style.qss"),
    ],
)
@pytest.mark.parametrize("left", [0.0, 0.4, 0.9])
def test_a_file_that_was_cut_off_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, left: float
) -> None:
    copy = tmp_path / "resources"
    shutil.copytree(resources.root(), copy)
    whole = (copy / name).read_bytes()
    (copy / name).write_bytes(whole[: int(len(whole) * left)])
    monkeypatch.setattr(resources, "root", lambda: copy)
    with pytest.raises(selftest.FailedError, match=f"^{name}$"):
        selftest.shipped(Job())


def test_an_installation_without_training_environments_is_not_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copy = tmp_path / "resources"
    shutil.copytree(resources.root(), copy)
    for scenario in (copy / "training").glob("*.json"):
        scenario.unlink()
    monkeypatch.setattr(resources, "root", lambda: copy)
    with pytest.raises(selftest.FailedError, match=r"^training$"):
        selftest.shipped(Job())


def test_an_installation_works_where_nothing_failed() -> None:
    limited = Part(Piece.KEYRING, State.LIMITED, (("reason", "no-store"),))
    assert works((OK, limited))
    assert not works((OK, Part(Piece.KEYRING, State.FAILED)))


FACTS: Iterable[tuple[str, str | int]] = (
    *(("rules", 1), ("scenarios", 2), ("folder", "/data"), ("runs", 3), ("path", "/etc/p"), ("authorities", 4)),
    *(("reason", "because"), ("backend", "b"), ("scenario", "s"), ("version", "6"), ("platform", "xcb")),
    *(("family", "Inter"), ("families", 5), ("pages", 6)),
)


@pytest.mark.parametrize("piece", Piece)
@pytest.mark.parametrize("state", State)
def test_every_part_is_told_in_one_line(piece: Piece, state: State) -> None:
    line = text.line(Part(piece, state, tuple(FACTS)))
    assert "\n" not in line
    assert "{" not in line
    assert text.name(piece) in line


def test_the_verdict_is_one_of_two() -> None:
    assert text.verdict(works=True) != text.verdict(works=False)
