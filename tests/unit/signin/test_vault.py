"""The vault: never a broken text, whatever the keyring does."""

import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.errors import InitError, NoKeyringError

from sopwizard.adapters.vault import generations
from sopwizard.adapters.vault.store import KeyringStore, NoStoreError
from sopwizard.adapters.vault.vaults import KeyringVault, MemoryVault
from sopwizard.domain.signin import VaultKind, VaultReason, VaultState
from sopwizard.services.job import Cancelled, Job
from tests.support.keyrings import Broken, LockedKeyring, SilentKeyring, SmallKeyring

LONG = "".join(f"{number:07}" for number in range(1000))  # 7,000 characters, as a real cache has
OTHER = LONG[::-1] + "x" * 2000


def vault(folder: Path, ring: SmallKeyring) -> KeyringVault:
    return KeyringVault(folder, lambda: ring)


def test_a_text_longer_than_a_windows_entry_comes_back_whole(tmp_path: Path) -> None:
    ring = SmallKeyring()
    assert vault(tmp_path, ring).change(lambda _old: LONG, Job()) == LONG
    assert vault(tmp_path, ring).read(Job()) == LONG
    assert len(ring.entries) == 7  # six pieces of at most 1,200 characters, and the index
    assert max(len(text) for text in ring.entries.values()) == 1200


def test_nothing_is_kept_under_a_shared_service_name(tmp_path: Path) -> None:
    ring = SmallKeyring()
    vault(tmp_path, ring).change(lambda _old: LONG, Job())
    services = [service for service, _user in ring.entries]
    assert len(set(services)) == len(services)


@given(st.text(max_size=4000))
def test_pieces_fit_windows_and_join_to_the_text(text: str) -> None:
    pieces = generations.split(text)
    assert "".join(pieces) == text
    assert all(len(piece.encode("utf-16-le", "surrogatepass")) // 2 <= 1200 for piece in pieces)


@pytest.mark.parametrize(("before", "after"), [(LONG, OTHER), (OTHER, LONG), (None, LONG), (LONG, None)])
def test_a_crash_after_any_write_leaves_the_old_text_or_the_new_one(before: str | None, after: str | None) -> None:
    whole = SmallKeyring()
    store = KeyringStore(whole)
    if before is not None:
        generations.write(store, before)
    already = whole.writes
    generations.write(store, after) if after is not None else generations.clear(store)
    seen = set()
    for fuse in range(already, whole.writes + 1):
        ring = SmallKeyring()
        if before is not None:
            generations.write(KeyringStore(ring), before)
        ring.fuse = fuse
        with suppress(Broken):
            generations.write(KeyringStore(ring), after) if after is not None else generations.clear(KeyringStore(ring))
        ring.fuse = None
        read = generations.read(KeyringStore(ring))
        assert read in (before, after)
        seen.add(read)
        # and the next write finds what the crash left over
        generations.write(KeyringStore(ring), "short")
        assert generations.read(KeyringStore(ring)) == "short"
        assert len(ring.entries) == 2
        generations.clear(KeyringStore(ring))
        assert ring.entries == {}
    assert seen == {before, after}


def test_a_piece_that_somebody_changed_counts_as_not_signed_in(tmp_path: Path) -> None:
    ring = SmallKeyring()
    vault(tmp_path, ring).change(lambda _old: LONG, Job())
    ring.entries["sopwizard/a-2", "sopwizard"] = "0" * 1200
    assert vault(tmp_path, ring).read(Job()) is None


@pytest.mark.parametrize(
    "index",
    [
        "",
        "nonsense",
        "[]",
        '{"v":1}',
        '{"v":2,"g":"a","n":1,"sha256":""}',
        '{"v":1,"g":"z","n":1,"sha256":""}',
        '{"v":1,"g":"a","n":99999999,"sha256":""}',
    ],
)
def test_an_index_that_cannot_be_understood_counts_as_not_signed_in(tmp_path: Path, index: str) -> None:
    ring = SmallKeyring({("sopwizard/index", "sopwizard"): index, ("sopwizard/a-0", "sopwizard"): "x"})
    assert vault(tmp_path, ring).read(Job()) is None
    assert vault(tmp_path, ring).state == VaultState(VaultKind.KEYRING)


def test_instances_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    ring = SmallKeyring()

    def add(number: int) -> None:
        own = vault(tmp_path, ring)
        for turn in range(5):
            own.change(lambda old, turn=turn: f"{old or ''}{number}.{turn} ", Job())  # type: ignore[misc]

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    text = vault(tmp_path, ring).read(Job()) or ""
    assert sorted(text.split()) == [f"{number}.{turn}" for number in range(4) for turn in range(5)]


def test_the_lock_file_is_empty(tmp_path: Path) -> None:
    vault(tmp_path / "data", SmallKeyring()).change(lambda _old: LONG, Job())
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "data").iterdir()] == [("signin.lock", b"")]


def test_everything_stored_is_listed_and_removed_leftovers_included(tmp_path: Path) -> None:
    ring = SmallKeyring()
    own = vault(tmp_path, ring)
    own.change(lambda _old: LONG, Job())
    ring.entries["sopwizard/b-0", "sopwizard"] = "left by a crash"
    names = [entry.name for entry in own.entries(Job())]
    assert sorted(names) == sorted(service for service, _user in ring.entries)
    own.clear(Job())
    assert ring.entries == {}
    assert own.entries(Job()) == ()
    assert own.read(Job()) is None


def test_a_locked_keyring_means_until_exit(tmp_path: Path) -> None:
    own = KeyringVault(tmp_path, LockedKeyring)
    assert own.change(lambda _old: "text", Job()) == "text"
    assert own.state == VaultState(VaultKind.MEMORY, VaultReason.LOCKED)
    assert own.read(Job()) == "text"
    assert own.entries(Job()) == ()
    own.clear(Job())
    assert own.read(Job()) is None


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NoKeyringError(), VaultReason.NO_STORE),
        (NoStoreError(), VaultReason.NO_STORE),
        (InitError("Prompt dismissed"), VaultReason.LOCKED),
        (OSError(1783, "CredWrite", "The stub received bad data"), VaultReason.REFUSED),
        (ValueError("anything"), VaultReason.REFUSED),
    ],
)
def test_a_missing_or_failing_keyring_says_why(tmp_path: Path, error: Exception, reason: VaultReason) -> None:
    def no_backend() -> SmallKeyring:
        raise error

    own = KeyringVault(tmp_path, no_backend)
    assert own.read(Job()) is None
    assert own.state == VaultState(VaultKind.MEMORY, reason)


def test_a_keyring_that_fails_half_way_keeps_the_new_text_until_exit(tmp_path: Path) -> None:
    ring = SmallKeyring()
    own = vault(tmp_path, ring)
    own.change(lambda _old: LONG, Job())
    ring.fuse = ring.writes + 2
    assert own.change(lambda old: f"{old}!", Job()) == f"{LONG}!"
    assert own.state == VaultState(VaultKind.MEMORY, VaultReason.REFUSED)
    assert own.read(Job()) == f"{LONG}!"
    ring.fuse = None
    assert vault(tmp_path, ring).read(Job()) == LONG


def test_a_keyring_that_waits_for_its_password_can_be_cancelled(tmp_path: Path) -> None:
    ring = SilentKeyring()
    own = KeyringVault(tmp_path, lambda: ring)
    job = Job()

    def stop() -> None:
        ring.asked.wait(10)
        job.cancel()

    threading.Thread(target=stop).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        own.change(lambda _old: "text", job)
    assert time.monotonic() - started < 5
    # the late thread finds that nobody waits for it and writes nothing
    ring.unlock.set()
    assert own.change(lambda old: f"{old}+", Job()) == "None+"


def test_a_keyring_that_never_answers_is_given_up(tmp_path: Path) -> None:
    ring = SilentKeyring()
    own = KeyringVault(tmp_path, lambda: ring, limit=0.1)
    assert own.read(Job()) is None
    assert own.state == VaultState(VaultKind.MEMORY, VaultReason.NO_ANSWER)
    ring.unlock.set()


def test_a_data_folder_that_cannot_be_written_does_not_stop_a_sign_in(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ring = SmallKeyring()
    own = vault(tmp_path / "file", ring)
    assert own.change(lambda _old: LONG, Job()) == LONG
    assert vault(tmp_path, ring).read(Job()) == LONG


def test_memory_keeps_until_exit() -> None:
    own = MemoryVault()
    assert own.state == VaultState(VaultKind.MEMORY)
    assert own.change(lambda old: f"{old}", Job()) == "None"
    assert own.read(Job()) == "None"
    assert own.entries(Job()) == ()
    own.clear(Job())
    assert own.read(Job()) is None
