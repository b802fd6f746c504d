"""The vault: in the keyring where there is one that answers, else in memory until exit, with the reason."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from sopwizard.adapters.abandon import abandonable
from sopwizard.adapters.vault import generations
from sopwizard.adapters.vault.store import Backend, KeyringStore, open_backend, why
from sopwizard.domain.signin import Stored, VaultKind, VaultReason, VaultState
from sopwizard.services.job import Cancelled, Job

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
Edit = Callable[[str | None], str | None]

_LIMIT: Final = 45.0
"""Seconds for one look into the keyring: time enough to type its password, should the desktop ask for it."""

_LOCK_LIMIT: Final = 10.0
_log = logging.getLogger(__name__)


class MemoryVault:
    """Keeps the text until exit. Implements ports.Vault."""

    def __init__(self, reason: VaultReason | None = None, text: str | None = None) -> None:
        self._text = text
        self._reason = reason
        self._lock = threading.Lock()

    @property
    def state(self) -> VaultState:
        """In memory, and why."""
        return VaultState(VaultKind.MEMORY, self._reason)

    def read(self, job: Job) -> str | None:
        """The text, if there is one."""
        job.check()
        return self._text

    def change(self, edit: Edit, job: Job) -> str | None:
        """Edit the text."""
        job.check()
        with self._lock:
            self._text = edit(self._text)
            return self._text

    def entries(self, job: Job) -> tuple[Stored, ...]:
        """Nothing is stored."""
        job.check()
        return ()

    def clear(self, job: Job) -> None:
        """Forget the text."""
        job.check()
        self._text = None


class _Abandoned(Exception):  # noqa: N818  a signal to a thread that nobody waits for
    pass


class _Guarded:
    """A store that refuses to be used any more once nobody waits for it: a late writer must not write on."""

    def __init__(self, store: KeyringStore, abandoned: threading.Event) -> None:
        self._store = store
        self._abandoned = abandoned

    def _check(self) -> None:
        if self._abandoned.is_set():
            raise _Abandoned

    def get(self, name: str) -> str | None:
        self._check()
        return self._store.get(name)

    def put(self, name: str, text: str) -> None:
        self._check()
        self._store.put(name, text)

    def remove(self, name: str) -> None:
        self._check()
        self._store.remove(name)


class KeyringVault:
    """Keeps the text in the keyring, or in memory from the first time that the keyring fails. Implements ports.Vault.

    ``folder`` holds the lock between instances, an empty file. ``backend`` makes the keyring; ``limit`` in seconds.
    """

    def __init__(
        self,
        folder: Path,
        backend: Callable[[], Backend] = open_backend,
        *,
        limit: float = _LIMIT,
    ) -> None:
        self._lock_file = folder / "signin.lock"
        self._open = backend
        self._limit = limit
        self._store: KeyringStore | None = None
        self._fallback: MemoryVault | None = None
        self._known: str | None = None

    @property
    def state(self) -> VaultState:
        """Where the text is kept, as far as is known by now."""
        return self._fallback.state if self._fallback else VaultState(VaultKind.KEYRING)

    @property
    def calls(self) -> int:
        """How often the keyring was asked so far."""
        return self._store.calls if self._store else 0

    def read(self, job: Job) -> str | None:
        """The text as last written; None where there is none or it is not whole."""
        if self._fallback is None:
            try:
                self._known = self._ask(generations.read, job)
            except Exception as error:  # noqa: BLE001  a keyring's backends raise anything
                self._fall_back(error, self._known)
        return self._fallback.read(job) if self._fallback else self._known

    def change(self, edit: Edit, job: Job) -> str | None:
        """Read, edit and write while no other instance does. Edits in memory what was last known where it fails."""

        def step(store: generations.Store) -> str | None:
            old = self._known = generations.read(store)
            new = edit(old)
            if new is None:
                generations.clear(store)
            elif new != old:
                generations.write(store, new)
            return new

        if self._fallback is None:
            try:
                with self._alone(job):
                    self._known = self._ask(step, job)
            except Exception as error:  # noqa: BLE001  as above
                self._fall_back(error, self._known)
        return self._fallback.change(edit, job) if self._fallback else self._known

    def entries(self, job: Job) -> tuple[Stored, ...]:
        """Every entry of this program, by the name that the keyring shows."""
        if self._fallback is None:
            try:
                names = self._ask(lambda store: tuple(generations.names(store)), job)
            except Exception as error:  # noqa: BLE001  as above
                self._fall_back(error, self._known)
            else:
                return tuple(Stored("keyring", f"sopwizard/{name}", "sign-ins") for name in names)
        return ()

    def clear(self, job: Job) -> None:
        """Remove every entry of this program."""
        if self._fallback is None:
            try:
                with self._alone(job):
                    self._ask(generations.clear, job)
            except Exception as error:  # noqa: BLE001  as above
                self._fall_back(error, None)
        self._known = None
        if self._fallback is not None:
            self._fallback.clear(job)

    def _fall_back(self, error: Exception, known: str | None) -> None:
        if isinstance(error, Cancelled):
            raise error
        reason = why(error)
        _log.info("the keyring is not used: %s", reason.value)
        self._fallback = MemoryVault(reason, known)

    def _ask(self, step: Callable[[generations.Store], T], job: Job) -> T:
        abandoned = threading.Event()

        def work() -> T:
            store = self._store or KeyringStore(self._open())
            if not abandoned.is_set():
                self._store = store
            return step(_Guarded(store, abandoned))

        try:
            return abandonable(work, job, limit=self._limit)
        except BaseException:
            abandoned.set()
            raise

    @contextmanager
    def _alone(self, job: Job) -> "Iterator[None]":
        """Hold the lock between instances; without a folder to lock in, the generations alone keep the text whole."""
        from filelock import FileLock, Timeout  # noqa: PLC0415  needed only once somebody signs in

        lock = FileLock(self._lock_file, thread_local=False)
        end = time.monotonic() + _LOCK_LIMIT
        while True:
            try:
                self._lock_file.parent.mkdir(parents=True, exist_ok=True)
                lock.acquire(timeout=0)
            except Timeout:
                job.wait(0.05)
                if time.monotonic() < end:
                    continue
                raise TimeoutError from None
            except OSError:
                _log.info("no lock between instances: the data folder cannot be written")
            break
        try:
            yield
        finally:
            lock.release()
