"""Whether somebody is at work on a run: a lock of the operating system, held as long as the run lasts.

A process that dies, however it dies, lets go of its locks. So a run without an end whose lock is free was cut off, and
nothing has to be guessed from times or process numbers.
"""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

_LOOK = 0.2
"""Seconds after which a lock that is taken is the run's own, and not that of somebody else who looks, too."""


@contextmanager
def held(journal: Path, run_id: str) -> Iterator[None]:
    """Hold the run of that journal. Where nothing can be locked, the run is made all the same, as one that seems cut
    off.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  needed only once somebody writes

    file = place(journal, run_id)
    lock = FileLock(file, thread_local=False)
    with ExitStack() as stack:
        with suppress(OSError, NotImplementedError, Timeout):
            make_folder(journal)
            lock.acquire(timeout=0)
            stack.callback(_remove, file)
            stack.callback(lock.release)
        yield


def is_held(journal: Path, run_id: str) -> bool:
    """Whether some process is at work on that run; what a dead one left is removed."""
    file = place(journal, run_id)
    if file not in places(journal):
        return False
    from filelock import FileLock, Timeout  # noqa: PLC0415  as above

    lock = FileLock(file, thread_local=False)
    try:
        lock.acquire(timeout=_LOOK, poll_interval=_LOOK / 10)
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return False
    lock.release()
    _remove(file)
    return False


def make_folder(journal: Path) -> None:
    """The folder that the journal is in, and what it is in, for this user only."""
    for folder in reversed(journal.parents):
        folder.mkdir(mode=0o700, exist_ok=True)


def place(journal: Path, run_id: str) -> Path:
    """A name that is safe whatever a damaged journal holds as an id."""
    return journal.parent / f"run-{hashlib.sha256(run_id.encode(errors='replace')).hexdigest()[:32]}.lock"


def places(journal: Path) -> frozenset[Path]:
    """The files of all runs that are, or were, held."""
    try:
        return frozenset(journal.parent.glob("run-*.lock"))
    except OSError:
        return frozenset()


def _remove(file: Path) -> None:
    with suppress(OSError):  # Windows keeps what somebody looks at just now; whoever looks last removes it
        file.unlink()
