"""Keyrings for tests: one as small as Windows', one that breaks at a chosen call, one that never answers."""

import threading
from dataclasses import dataclass, field

from keyring.errors import KeyringLocked, PasswordDeleteError

WINDOWS_LIMIT = 1280
"""UTF-16 characters in a Windows credential (2,560 bytes)."""


class Broken(Exception):  # noqa: N818  stands for a power cut
    """The keyring stopped in the middle."""


@dataclass
class SmallKeyring:
    """A keyring with Windows' limit. ``fuse``: that many writes and removals work, then everything raises."""

    entries: dict[tuple[str, str], str] = field(default_factory=dict)
    fuse: int | None = None
    writes: int = 0

    def _spend(self) -> None:
        if self.fuse is not None and self.writes >= self.fuse:
            raise Broken
        self.writes += 1

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._spend()
        if len(password.encode("utf-16-le")) // 2 > WINDOWS_LIMIT:
            raise OSError(1783, "CredWrite", "The stub received bad data")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._spend()
        if (service, username) not in self.entries:
            raise PasswordDeleteError
        del self.entries[service, username]


class LockedKeyring:
    """A keyring that is locked, and has nobody to ask for its password."""

    def get_password(self, _service: str, _username: str) -> str | None:
        raise KeyringLocked

    def set_password(self, _service: str, _username: str, _password: str) -> None:
        raise KeyringLocked

    def delete_password(self, _service: str, _username: str) -> None:
        raise KeyringLocked


class SilentKeyring(SmallKeyring):
    """A keyring that waits for its password until ``unlock`` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.unlock = threading.Event()
        self.asked = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.set()
        self.unlock.wait(30)
        return super().get_password(service, username)
