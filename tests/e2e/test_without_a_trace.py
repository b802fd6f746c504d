"""What the whole suite leaves behind, looked at when everything else has run."""

import re
from pathlib import Path

import pytest

TOKEN = re.compile(rb"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}")
LARGEST = 64 * 1024 * 1024


def holds_a_token(path: Path) -> bool:
    try:
        return path.stat().st_size < LARGEST and TOKEN.search(path.read_bytes()) is not None
    except OSError:  # gone, a socket, or another's
        return False


def test_no_file_and_no_process_of_the_suite_holds_a_token(tmp_path_factory: pytest.TempPathFactory) -> None:
    left = (path for path in tmp_path_factory.getbasetemp().rglob("*") if path.is_file() and not path.is_symlink())
    assert [str(path) for path in left if holds_a_token(path)] == []
    assert [path for path in map(str, Path("/proc").glob("[0-9]*/cmdline")) if holds_a_token(Path(path))] == []


def test_a_token_in_a_file_would_be_seen(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    seen.write_text("before eyJhbGciOiJIUzI1" + "NiJ9.eyJzdWIiOiIxMjM0" + "In0.c2lnbmF0dXJlLW9mLWl0 after")
    assert holds_a_token(seen)
    seen.unlink()
