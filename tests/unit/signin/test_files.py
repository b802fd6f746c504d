"""The small files: recent environments, the app registration, and the list of everything that is stored."""

import json
from pathlib import Path

import pytest

from sopwizard.adapters.signin.desk import registration_of
from sopwizard.adapters.signin.files import DataFolder, RecentFile, SettingsFile
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.signin import SAMPLE_CLIENT_ID, AccountId, Recent, Registration, Stored

MEGAN = AccountId("oid.tenant@login.microsoftonline.com")


def recent(number: int, account: AccountId | None = MEGAN) -> Recent:
    return Recent(f"https://org{number}.crm4.dynamics.com", f"Org {number}", account, f"2026-01-{number:02}T00:00:00Z")


def test_the_newest_comes_first_and_each_environment_once(tmp_path: Path) -> None:
    file = RecentFile(tmp_path / "data")
    assert file.recent() == ()
    for number in (1, 2):
        file.note(recent(number))
    again = Recent("https://org1.crm4.dynamics.com", "Renamed", None, "2026-02-01T00:00:00Z")
    file.note(again)
    assert RecentFile(tmp_path / "data").recent() == (again, recent(2))
    assert file.account_for("https://org2.crm4.dynamics.com") == MEGAN
    assert file.account_for("https://org1.crm4.dynamics.com") is None
    assert file.account_for("https://org9.crm4.dynamics.com") is None
    file.forget()
    assert file.recent() == ()


def test_only_a_dozen_are_kept(tmp_path: Path) -> None:
    file = RecentFile(tmp_path)
    for number in range(1, 20):
        file.note(recent(number))
    assert [one.name for one in file.recent()][:2] == ["Org 19", "Org 18"]
    assert len(file.recent()) == 12


@pytest.mark.parametrize(
    "text", ["", "nonsense", "7", "{}", "[7, {}]", '[{"url": "http://x"}]', '[{"url": 7}]', "x" * 300_000]
)
def test_a_file_that_cannot_be_read_is_no_list_and_is_not_lost(tmp_path: Path, text: str) -> None:
    path = tmp_path / "recent.json"
    path.write_text(text)
    file = RecentFile(tmp_path)
    assert file.recent() == ()
    file.note(recent(1))
    assert file.recent() == (recent(1),)
    if text in ("", "nonsense"):
        assert (tmp_path / "recent.unreadable").read_text() == text


def test_a_folder_that_cannot_be_written_is_let_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    file = RecentFile(tmp_path / "data")
    file.note(recent(1))
    assert file.recent() == ()


def test_the_sample_registration_is_the_labelled_default(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path).load() == Registration(SAMPLE_CLIENT_ID)
    assert SettingsFile(tmp_path).load().is_sample


def test_an_own_registration_is_kept(tmp_path: Path) -> None:
    own = Registration("app", "contoso.example", "https://login.example", "http://localhost:8400", broker=True)
    SettingsFile(tmp_path / "data").save(own)
    assert SettingsFile(tmp_path / "data").load() == own
    assert not own.is_sample


@pytest.mark.parametrize("text", ["", "[]", '{"client_id": 7, "redirect": null, "broker": "yes"}'])
def test_settings_of_another_shape_are_not_set(tmp_path: Path, text: str) -> None:
    (tmp_path / "signin.json").write_text(text)
    assert SettingsFile(tmp_path).load() == Registration()


def test_settings_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(SopError) as problem:
        SettingsFile(tmp_path / "data").save(Registration("x"))
    assert problem.value.problem is Problem.FILE_UNWRITABLE


def test_what_is_said_by_hand_stands_in_place_of_what_is_kept(tmp_path: Path) -> None:
    SettingsFile(tmp_path).save(Registration("app", "contoso.example"))
    assert registration_of(tmp_path, None, None, None) == Registration("app", "contoso.example")
    assert registration_of(tmp_path, "app", "fabrikam.example", None).tenant == "fabrikam.example"
    assert registration_of(tmp_path, "other", None, "https://x/y") == Registration("other", None, "https://x/y")


def test_every_file_is_listed_and_can_be_deleted(tmp_path: Path) -> None:
    RecentFile(tmp_path).note(recent(1))
    SettingsFile(tmp_path).save(Registration("x"))
    (tmp_path / "signin.lock").write_text("")
    (tmp_path / "journal.sqlite").write_text("xx")
    (tmp_path / "training").mkdir()
    (tmp_path / "training" / "first-setup.sqlite").write_text("x")
    (tmp_path / "crash-1.log").write_text("x")
    (tmp_path / "other").write_text("x")
    folder = DataFolder(tmp_path)
    found = {Path(entry.name).name: entry.what for entry in folder.files() if "home" not in entry.name}
    assert found == {
        "recent.json": "recent",
        "signin.json": "settings",
        "signin.lock": "lock",
        "journal.sqlite": "journal",
        "first-setup.sqlite": "training",
        "crash-1.log": "log",
        "other": "file",
    }
    (entry,) = [entry for entry in folder.files() if entry.what == "journal"]
    assert entry.size == 2
    folder.remove(entry)
    folder.remove(entry)  # gone already
    assert not (tmp_path / "journal.sqlite").exists()


def test_a_file_that_grew_since_it_was_listed_is_deleted_all_the_same(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite"
    journal.write_text("a run")
    folder = DataFolder(tmp_path)
    (listed,) = [entry for entry in folder.files() if entry.what == "journal"]
    journal.write_text("a run, and another one")
    folder.remove(listed)
    assert not journal.exists()


def test_nothing_outside_the_folder_can_be_deleted(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    precious = tmp_path / "precious"
    precious.write_text("x")
    (tmp_path / "data" / "link").symlink_to(precious)
    folder = DataFolder(tmp_path / "data")
    assert folder.files() == ()
    folder.remove(Stored("file", str(precious), "file", 1))
    folder.remove(Stored("file", str(tmp_path / "data" / ".." / "precious"), "file", 1))
    assert precious.exists()


def test_no_file_holds_anything_that_is_not_named_here(tmp_path: Path) -> None:
    RecentFile(tmp_path).note(recent(1))
    SettingsFile(tmp_path).save(Registration("x"))
    assert set(json.loads((tmp_path / "recent.json").read_text())[0]) == {"url", "name", "account", "used"}
    assert set(json.loads((tmp_path / "signin.json").read_text())) == {
        "client_id",
        "tenant",
        "authority",
        "redirect",
        "broker",
    }
