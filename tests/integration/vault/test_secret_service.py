"""The vault on a real Secret Service: gnome-keyring on a private D-Bus."""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.support.secret_service import Session, session

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the Secret Service is Linux's keyring")

TEXT = "".join(f"{number:07}" for number in range(1000))


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path / "desktop") as found:
        yield found


def vault(desktop: Session, what: str, text: str = "") -> dict[str, Any]:
    done = desktop.run("-m", "tests.support.vault_process", what, text=text)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_a_second_process_reads_what_the_first_stored(desktop: Session) -> None:
    desktop.unlock()
    assert vault(desktop, "read")["text"] is None
    written = vault(desktop, "write", TEXT)
    assert (written["kind"], written["calls"]) == ("keyring", 11)
    read = vault(desktop, "read")
    assert (read["text"], read["kind"], read["calls"]) == (TEXT, "keyring", 7)
    assert len(read["entries"]) == 7
    replaced = vault(desktop, "write", TEXT + "!")
    assert replaced["calls"] == 23
    assert vault(desktop, "clear")["entries"] == []
    assert vault(desktop, "read")["text"] is None


def test_processes_that_write_at_once_lose_nothing(desktop: Session) -> None:
    desktop.unlock()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: vault(desktop, "add", f"{number} "), range(6)))
    assert {answer["kind"] for answer in answers} == {"keyring"}
    assert sorted(vault(desktop, "read")["text"].split()) == ["0", "1", "2", "3", "4", "5"]


def test_what_is_stored_survives_the_end_of_the_session(desktop: Session) -> None:
    desktop.unlock()
    vault(desktop, "write", TEXT)
    desktop.stop_daemon()
    desktop.unlock()
    assert vault(desktop, "read")["text"] == TEXT


def test_no_file_holds_the_text_in_clear(desktop: Session) -> None:
    desktop.unlock()
    vault(desktop, "write", TEXT)
    files = [path for path in desktop.folder.rglob("*") if path.is_file()]
    assert [path for path in files if path.suffix == ".keyring"]
    assert not [path for path in files if TEXT[:40].encode() in path.read_bytes()]


def test_a_locked_keyring_without_a_display_means_until_exit(desktop: Session) -> None:
    desktop.unlock()
    vault(desktop, "write", TEXT)
    desktop.stop_daemon()
    desktop.unlock("another password")
    answer = vault(desktop, "write", TEXT)
    assert (answer["text"], answer["kind"], answer["reason"]) == (TEXT, "memory", "locked")


def test_no_keyring_yet_means_until_exit(desktop: Session) -> None:
    answer = vault(desktop, "write", TEXT)
    assert (answer["text"], answer["kind"], answer["reason"]) == (TEXT, "memory", "locked")


def test_no_bus_means_until_exit(tmp_path: Path) -> None:
    with session(tmp_path / "desktop", bus=False) as desktop:
        answer = vault(desktop, "write", TEXT)
    assert (answer["text"], answer["kind"], answer["reason"]) == (TEXT, "memory", "no-store")
