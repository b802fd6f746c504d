"""Text in columns, and terminals that cannot show everything."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from sopwizard.cli import layout
from sopwizard.cli.console import Console
from sopwizard.cli.main import run
from sopwizard.domain.errors import Problem, SopError
from sopwizard.services.job import Progress
from sopwizard.text.errors import explain
from tests.support.terminal import Desk


def test_a_table_stands_in_columns() -> None:
    assert list(layout.table(("What", "Before"), [("Flag", "No"), ("Mark of somebody", "Yes")], 80)) == [
        "  What              Before",
        "  ----------------  ------",
        "  Flag              No",
        "  Mark of somebody  Yes",
    ]


def test_a_table_that_is_too_wide_wraps_its_widest_cells() -> None:
    lines = list(layout.table(("What", "Why"), [("Flag", "because the status mapping needs it " * 3)], 40))
    assert all(len(line) <= 40 for line in lines)
    assert lines[2].startswith("  Flag  because the")
    assert len(lines) > 4


def test_an_id_is_never_broken() -> None:
    guid = "00000015-0000-0000-c000-000000000000"
    lines = list(layout.table(("User", "Id", "Role"), [("Finance and Operations Service User", guid, "ERP")], 60))
    assert any(guid in line for line in lines)
    assert all(len(line) <= 60 for line in lines)
    assert any(guid in line for line in layout.table(("User", "Id"), [("Somebody", guid)], 20))
    cell = f"systemuser({guid}).isintegrationuser"
    assert any(cell in line for line in layout.table(("Row", "What proves it"), [(cell, "written and read back")], 40))


def test_a_table_without_rows_has_its_headings() -> None:
    assert list(layout.table(("What",), [], 40)) == ["  What", "  ----"]


def test_wide_letters_take_two_columns() -> None:
    assert next(iter(layout.table(("ab", "x"), [("漢字", "y")], 40))) == "  ab    x"


def test_pairs_stand_under_each_other() -> None:
    assert list(layout.pairs([("Name", "Contoso"), ("Version", "9.2")], 40)) == [
        "  Name     Contoso",
        "  Version  9.2",
    ]
    assert list(layout.pairs([], 40)) == []


def test_an_empty_value_keeps_its_line() -> None:
    assert layout.paragraph("", 40, first="  - ") == ["  - "]
    assert layout.paragraph("", 40) == [""]


def terminal(encoding: str) -> tuple[Console, io.BytesIO]:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True, newline="\n")
    return Console(io.StringIO(), stream, stream), raw


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", "No → Yes “x” ż\n".encode()), ("ascii", b'No -> Yes "x" ?\n'), ("cp1252", b'No -> Yes "x" ?\n')],
)
def test_a_terminal_gets_what_its_encoding_can_show(encoding: str, expected: bytes) -> None:
    console, raw = terminal(encoding)
    console.say(["No → Yes “x” ż"])
    assert raw.getvalue() == expected


def test_help_fits_a_terminal_without_unicode() -> None:
    console, raw = terminal("ascii")
    assert run(["--help"], Desk().world, console) == 0
    assert b"sopwizard COMMAND ..." in raw.getvalue()


def test_names_of_other_scripts_come_whole_and_nothing_in_them_moves_the_terminal() -> None:
    console, raw = terminal("utf-8")
    console.say(["می\u200cخواهم", "\u202eevil\x1b[31m\u2028"])
    assert raw.getvalue().decode() == "می\u200cخواهم\n\ufffdevil\ufffd[31m\ufffd\n"
    accented = list(layout.table(("Name", "Id"), [("Zoe\u0308", "1"), ("Zoey", "2")], 40))
    assert accented[2:] == ["  Zoe\u0308   1", "  Zoey  2"]


def test_progress_tells_the_step_of_how_many() -> None:
    console, raw = terminal("utf-8")
    console.progress(Progress("Marking", 1, 4))
    console.progress(Progress("Reading", 0, 0))
    assert raw.getvalue() == b"[2/4] Marking\nReading\n"


def test_the_width_is_the_terminals_within_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    console, _raw = terminal("utf-8")
    for columns, expected in (("20", 40), ("80", 80), ("400", 140)):
        monkeypatch.setenv("COLUMNS", columns)
        assert console.width == expected


@pytest.fixture
def full() -> Iterator[TextIO]:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with Path("/dev/full").open("w", encoding="utf-8") as stream:
        yield stream


def test_a_log_on_a_full_disk_stops_nothing(full: TextIO) -> None:
    console = Console(io.StringIO("y\n"), io.StringIO(), full)
    console.progress(Progress("Marking", 1, 4))
    console.note(["Read."])


def test_a_question_that_nobody_could_see_is_not_agreed_to(full: TextIO) -> None:
    assert not Console(io.StringIO("y\n"), io.StringIO(), full).agrees("Write?")


def test_a_result_on_a_full_disk_is_told_and_is_no_success(full: TextIO) -> None:
    with pytest.raises(SopError) as lost:
        Console(io.StringIO(), full, io.StringIO()).say(["Done."])
    assert lost.value.problem is Problem.OUTPUT_LOST
    assert "No space left" in explain(lost.value).happened
