"""The journal keeps every run, whatever happens to the file, the disk, the clock or other processes."""

import multiprocessing
import multiprocessing.synchronize
import os
import sqlite3
import stat
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sopwizard.adapters.journal import SqliteJournal, hold
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Cell, Change
from sopwizard.domain.model.choices import Choices
from sopwizard.domain.model.ids import OrganizationId, RunId, UserId
from sopwizard.domain.model.runs import ChangeResult, Failure, Run
from sopwizard.domain.model.snapshot import Caller
from sopwizard.domain.model.states import ChangeState, Reason, RunKind, RunOutcome
from sopwizard.domain.model.target import Target

STARTED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FINISHED = datetime(2026, 3, 2, 9, 31, tzinfo=UTC)
FLAG = Change("flag", Cell("organization", "o", "issopintegrationenabled"), "Contoso", False, True, Reason.FLAG_ON)  # noqa: FBT003
MARK = Change("mark", Cell("systemuser", "u", "isintegrationuser"), "Runtime", False, True, Reason.DUAL_WRITE_USER)  # noqa: FBT003


def a_run(run_id: str = "run-1") -> Run:
    return Run(
        run_id=RunId(run_id),
        kind=RunKind.APPLY,
        target=Target("https://contoso.crm4.dynamics.com"),
        organization_id=OrganizationId("o"),
        organization_name="Contoso ☕",
        caller=Caller(UserId("m"), "b", OrganizationId("o"), "Megan Bowen"),
        choices=Choices(mark=frozenset({UserId("u")})),
        started=STARTED,
        results=(ChangeResult(MARK), ChangeResult(FLAG)),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "deeper" / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> SqliteJournal:
    return SqliteJournal(path)


def write_whole(journal: SqliteJournal, run_id: str) -> None:
    run = RunId(run_id)
    journal.begin(a_run(run_id))
    journal.intend(run, "mark")
    journal.settle(run, "mark", ChangeState.APPLIED)
    journal.intend(run, "flag")
    journal.settle(run, "flag", ChangeState.FAILED, Failure(Problem.FORBIDDEN, "r-1", (("privilege", "prvX"),)))
    journal.finish(run, RunOutcome.PARTIAL, FINISHED)


def problem(caught: pytest.ExceptionInfo[SopError]) -> tuple[Problem, object]:
    return caught.value.problem, caught.value.details.get("reason")


def test_a_run_is_read_as_it_went(journal: SqliteJournal) -> None:
    write_whole(journal, "run-1")
    failure = Failure(Problem.FORBIDDEN, "r-1", (("privilege", "prvX"),))
    assert journal.run(RunId("run-1")) == replace(
        a_run(),
        results=(ChangeResult(MARK, ChangeState.APPLIED), ChangeResult(FLAG, ChangeState.FAILED, failure)),
        finished=FINISHED,
        outcome=RunOutcome.PARTIAL,
    )


def test_every_step_is_on_the_disk_before_the_next(journal: SqliteJournal, path: Path) -> None:
    seen = []
    run = RunId("run-1")

    def look() -> None:
        later = SqliteJournal(path).run(run)
        seen.append(([result.state.value for result in later.results], later.outcome))

    journal.begin(a_run())
    look()
    journal.intend(run, "mark")
    look()
    journal.settle(run, "mark", ChangeState.APPLIED)
    look()
    journal.finish(run, RunOutcome.CANCELLED, FINISHED)
    look()
    assert seen == [
        (["planned", "planned"], None),
        (["intended", "planned"], None),
        (["applied", "planned"], None),
        (["applied", "planned"], RunOutcome.CANCELLED),
    ]


def test_looking_makes_no_file(journal: SqliteJournal, path: Path) -> None:
    assert journal.runs() == ()
    with pytest.raises(SopError) as caught:
        journal.run(RunId("none"))
    assert caught.value.problem is Problem.UNKNOWN_RUN
    assert not path.parent.exists()


def test_an_empty_file_is_an_empty_journal(journal: SqliteJournal, path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.touch()
    assert journal.runs() == ()
    journal.begin(a_run())
    assert len(journal.runs()) == 1


def test_the_newest_run_is_first_even_when_the_clock_is_set_back(path: Path) -> None:
    times = iter([datetime(2026, 3, 2, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)])
    journal = SqliteJournal(path, lambda: next(times))
    journal.begin(a_run("first"))
    journal.begin(replace(a_run("second"), started=datetime(2020, 1, 1, tzinfo=UTC)))
    assert [run.run_id for run in journal.runs()] == ["second", "first"]


def begun(journal: SqliteJournal) -> RunId:
    journal.begin(a_run())
    return RunId("run-1")


def going_on(journal: SqliteJournal) -> list[bool]:
    return [*(run.going_on for run in journal.runs()), journal.run(RunId("run-1")).going_on]


def test_a_run_goes_on_as_long_as_it_is_held(journal: SqliteJournal, path: Path) -> None:
    with journal.held(RunId("run-1")):
        run = begun(journal)
        assert going_on(SqliteJournal(path)) == [True, True]
        journal.finish(run, RunOutcome.DONE, FINISHED)
        assert going_on(SqliteJournal(path)) == [False, False]
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_that_a_run_goes_on_is_not_recorded(journal: SqliteJournal) -> None:
    journal.begin(replace(a_run(), going_on=True))
    assert going_on(journal) == [False, False]


def test_a_run_that_ends_while_it_is_looked_at_was_not_cut_off(
    journal: SqliteJournal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(journal)
    hold.place(path, run).touch()

    def ends(_journal: Path, _run: str) -> bool:
        if journal._one(run).outcome is None:
            journal.finish(run, RunOutcome.DONE, FINISHED)
        return False

    monkeypatch.setattr(hold, "is_held", ends)
    assert [each.outcome for each in journal.runs()] == [RunOutcome.DONE]


def test_one_run_that_ends_while_it_is_looked_at_was_not_cut_off(
    journal: SqliteJournal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(journal)
    hold.place(path, run).touch()

    def ends(_journal: Path, _run: str) -> bool:
        journal.finish(run, RunOutcome.DONE, FINISHED)
        return False

    monkeypatch.setattr(hold, "is_held", ends)
    assert journal.run(run).outcome is RunOutcome.DONE


def hold_and_wait(path: Path, ready: "multiprocessing.synchronize.Event") -> None:
    journal = SqliteJournal(path)
    with journal.held(RunId("run-1")):
        begun(journal)
        ready.set()
        threading.Event().wait(60)


def test_a_process_that_dies_lets_go_of_its_run(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=hold_and_wait, args=(path, ready))
    process.start()
    assert ready.wait(30)
    journal = SqliteJournal(path)
    assert going_on(journal) == [True, True]
    process.kill()
    process.join(30)
    assert going_on(journal) == [False, False]
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_where_nothing_can_be_locked_the_run_is_made_all_the_same(tmp_path: Path) -> None:
    taken = tmp_path / "data"
    taken.write_text("a file where the folder should be")
    with SqliteJournal(taken / "journal.sqlite").held(RunId("run-1")):
        pass
    assert taken.read_text() == "a file where the folder should be"


def test_steps_of_an_unknown_run_are_refused(journal: SqliteJournal) -> None:
    journal.begin(a_run())
    with pytest.raises(SopError) as caught:
        journal.intend(RunId("other"), "mark")
    assert caught.value.problem is Problem.UNKNOWN_RUN


def test_a_run_begins_once(journal: SqliteJournal) -> None:
    journal.begin(a_run())
    with pytest.raises(ValueError, match="once"):
        journal.begin(a_run())
    assert len(journal.runs()) == 1


@pytest.mark.parametrize("statement", ["UPDATE events SET payload = ''", "DELETE FROM events"])
def test_the_file_itself_refuses_to_be_changed(journal: SqliteJournal, path: Path, statement: str) -> None:
    journal.begin(a_run())
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError, match="only be appended"):
        connection.execute(statement)
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_only_its_user_can_read_it(journal: SqliteJournal, path: Path) -> None:
    journal.begin(a_run())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def spoil(path: Path, statement: str) -> None:
    """Change the file as damage would, past its own refusals."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER events_are_not_changed")
    connection.execute("DROP TRIGGER events_are_not_deleted")
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET payload = replace(payload, 'applied', 'skipped') WHERE run = 'run-2'",
        "UPDATE events SET payload = '{' WHERE run = 'run-2' AND seq = 0",
        "UPDATE events SET payload = 5 WHERE run = 'run-2' AND seq = 1",
        "UPDATE events SET payload = CAST(x'ff00fe' AS TEXT) WHERE run = 'run-2' AND seq = 1",
        "UPDATE events SET kind = 'other' WHERE run = 'run-2' AND seq = 3",
        "UPDATE events SET digest = '' WHERE run = 'run-2' AND seq = 5",
        "DELETE FROM events WHERE run = 'run-2' AND seq = 2",
        "DELETE FROM events WHERE run = 'run-2' AND seq = 5",
        "DELETE FROM events WHERE run = 'run-2' AND seq = 0",
    ],
)
def test_a_damaged_run_loses_no_other(journal: SqliteJournal, path: Path, statement: str) -> None:
    for run_id in ("run-1", "run-2", "run-3"):
        write_whole(journal, run_id)
    spoil(path, statement)
    assert [run.run_id for run in journal.runs()] == ["run-3", "run-1"]
    assert journal.damaged() == ("run-2",)
    assert journal.run(RunId("run-1")).outcome is RunOutcome.PARTIAL
    with pytest.raises(SopError) as caught:
        journal.run(RunId("run-2"))
    assert problem(caught) == (Problem.JOURNAL_UNREADABLE, "damaged")


def test_a_damaged_page_loses_only_the_runs_on_it(journal: SqliteJournal, path: Path) -> None:
    for number in range(30):
        write_whole(journal, f"run-{number}")
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    at = content.index(b'"run_id":"run-20"') // size * size
    content[at : at + size] = os.urandom(size)
    path.write_bytes(content)
    readable = {run.run_id for run in journal.runs()}
    lost = {f"run-{number}" for number in range(30)} - readable
    assert "run-20" in lost
    assert len(lost) <= 4
    with pytest.raises(SopError) as caught:
        journal.begin(a_run("another"))
    assert problem(caught) == (Problem.JOURNAL_UNREADABLE, "damaged")


def test_a_run_that_may_have_lost_its_end_is_not_taken_for_cut_off(journal: SqliteJournal, path: Path) -> None:
    write_whole(journal, "run-1")
    journal.begin(a_run("run-2"))
    journal.intend(RunId("run-2"), "mark")
    journal.settle(RunId("run-2"), "mark", ChangeState.APPLIED)
    write_whole(journal, "run-3")
    spoil(path, "DELETE FROM events WHERE run = 'run-2' AND seq = 2")
    assert [run.run_id for run in journal.runs()] == ["run-3", "run-1"]


def newer(path: Path) -> None:
    SqliteJournal(path).begin(a_run())
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 2")
    connection.close()


def foreign(path: Path) -> None:
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.close()


def garbage(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"this is not a database at all, and long enough to be looked at" * 20)


def cut(path: Path) -> None:
    SqliteJournal(path).begin(a_run())
    path.write_bytes(path.read_bytes()[:4096])


@pytest.mark.parametrize(
    ("make", "reason"), [(newer, "newer"), (foreign, "foreign"), (garbage, "foreign"), (cut, "damaged")]
)
def test_a_file_that_cannot_be_read_is_named_and_left_alone(
    path: Path, make: Callable[[Path], None], reason: str
) -> None:
    make(path)
    before = path.read_bytes()
    journal = SqliteJournal(path)
    for attempt in (journal.runs, lambda: journal.run(RunId("x")), lambda: journal.begin(a_run("new"))):
        with pytest.raises(SopError) as caught:
            attempt()
        assert problem(caught) == (Problem.JOURNAL_UNREADABLE, reason)
        assert caught.value.details["path"] == str(path)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_unwritable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SopError) as caught:
        SqliteJournal(tmp_path / "file" / "journal.sqlite").begin(a_run())
    assert problem(caught) == (Problem.JOURNAL_UNWRITABLE, "folder")


def test_a_folder_that_is_a_file_holds_no_readable_journal(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SopError) as caught:
        SqliteJournal(tmp_path / "file" / "deeper" / "journal.sqlite").runs()
    assert problem(caught) == (Problem.JOURNAL_UNREADABLE, "folder")


def test_a_folder_in_its_place_is_unwritable(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(SopError) as caught:
        SqliteJournal(path).begin(a_run())
    assert caught.value.problem is Problem.JOURNAL_UNWRITABLE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told(journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.begin(a_run())
    connect = sqlite3.connect

    def tight(*args: object, **named: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **named)  # type: ignore[call-overload]
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    monkeypatch.setattr(sqlite3, "connect", tight)
    with pytest.raises(SopError) as caught:
        journal.begin(replace(a_run("big"), organization_name="x" * 100_000))
    assert problem(caught) == (Problem.JOURNAL_UNWRITABLE, "full")
    monkeypatch.undo()
    assert [run.run_id for run in journal.runs()] == ["run-1"]


def test_a_read_only_database_is_told(journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.begin(a_run())
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda address, **named: connect(address.replace("mode=rw", "mode=ro"), **named)
    )
    assert len(journal.runs()) == 1
    with pytest.raises(SopError) as caught:
        journal.intend(RunId("run-1"), "mark")
    assert problem(caught) == (Problem.JOURNAL_UNWRITABLE, "read-only")


def test_a_file_that_somebody_keeps_locked_is_told(
    journal: SqliteJournal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.begin(a_run())
    monkeypatch.setattr("sopwizard.adapters.journal.store.BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(SopError) as caught:
        journal.intend(RunId("run-1"), "mark")
    assert problem(caught) == (Problem.JOURNAL_UNWRITABLE, "locked")
    with pytest.raises(SopError) as caught:
        journal.runs()
    assert problem(caught) == (Problem.JOURNAL_UNREADABLE, "locked")
    holder.close()


def append_many(path: Path, name: str) -> None:
    journal = SqliteJournal(path)
    for number in range(5):
        write_whole(journal, f"{name}-{number}")


def test_several_processes_append_at_once(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=append_many, args=(path, name)) for name in ("a", "b", "c")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    journal = SqliteJournal(path)
    assert {run.run_id for run in journal.runs()} == {f"{name}-{number}" for name in "abc" for number in range(5)}
    assert journal.damaged() == ()


def append_for_ever(path: Path) -> None:
    journal = SqliteJournal(path)
    for number in range(1_000_000):
        write_whole(journal, f"run-{number}")


def test_a_process_killed_at_any_moment_leaves_a_readable_journal(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    for delay in (0.0, 0.013, 0.031, 0.057):
        process = context.Process(target=append_for_ever, args=(path,))
        process.start()
        while not path.exists() or not SqliteJournal(path).runs():
            assert process.is_alive()
        process.join(delay)
        process.kill()
        process.join()
        journal = SqliteJournal(path)
        first, *others = journal.runs()
        assert journal.damaged() == ()
        assert all(run.outcome is RunOutcome.PARTIAL for run in others)
        journal.finish(first.run_id, RunOutcome.FAILED, FINISHED)
        assert journal.run(first.run_id).outcome is RunOutcome.FAILED
        path.unlink()


def test_a_schema_that_is_no_text_any_more_is_damage(journal: SqliteJournal, path: Path) -> None:
    write_whole(journal, "run-1")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"CREATE TABLE events", b"CR\xffATE TABLE events"))
    for work in (journal.runs, journal.damaged, lambda: journal.begin(a_run("run-2"))):
        with pytest.raises(SopError) as caught:
            work()
        assert problem(caught) == (Problem.JOURNAL_UNREADABLE, "damaged")
