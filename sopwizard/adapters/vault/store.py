"""The entries of the operating system's keyring, seen as a store of small texts."""

from typing import Final, Protocol

from sopwizard.domain.signin import VaultReason

SERVICE: Final = "sopwizard"

_RECOMMENDED: Final = 1
"""Backends below this priority store nothing, or store it where anybody can read it (keyring's own convention)."""


class Backend(Protocol):
    """What is used of a backend of the keyring library."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, None where there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Remove the secret; PasswordDeleteError where there is none."""


class NoStoreError(Exception):
    """This computer has no keyring that may be trusted."""


def open_backend() -> Backend:
    """The keyring of this computer. Imports and asks D-Bus: slow the first time, and never on a window's thread."""
    import keyring  # noqa: PLC0415  costs 50 ms and is needed only once somebody signs in

    backend = keyring.get_keyring()
    module = type(backend).__module__
    if module in ("keyring.backends.fail", "keyring.backends.null") or backend.priority < _RECOMMENDED:
        raise NoStoreError
    return backend


class KeyringStore:
    """Every entry under a service name of its own: Windows renames entries that share one.

    ``calls`` counts what the keyring was asked. Any exception of the backend passes through.
    """

    def __init__(self, backend: Backend, service: str = SERVICE) -> None:
        self._backend = backend
        self._service = service
        self.calls = 0

    def get(self, name: str) -> str | None:
        """The entry, None where there is none."""
        self.calls += 1
        return self._backend.get_password(self.title(name), self._service)

    def put(self, name: str, text: str) -> None:
        """Make or replace the entry."""
        self.calls += 1
        self._backend.set_password(self.title(name), self._service, text)

    def remove(self, name: str) -> None:
        """Remove the entry if it is there."""
        from keyring.errors import PasswordDeleteError  # noqa: PLC0415  as above

        self.calls += 1
        try:
            self._backend.delete_password(self.title(name), self._service)
        except PasswordDeleteError:
            if self._backend.get_password(self.title(name), self._service) is not None:
                raise

    def title(self, name: str) -> str:
        """The entry's name as the keyring shows it."""
        return f"{self._service}/{name}"


def why(error: BaseException) -> VaultReason:
    """What a keyring's exception means. Backends raise their own kinds as well, so the rest counts as refused."""
    from keyring.errors import InitError, KeyringLocked, NoKeyringError  # noqa: PLC0415  as above

    if isinstance(error, TimeoutError):
        return VaultReason.NO_ANSWER
    if isinstance(error, KeyringLocked | InitError):
        return VaultReason.LOCKED
    if isinstance(error, NoKeyringError | NoStoreError) or type(error).__name__ == "SecretServiceNotAvailableException":
        return VaultReason.NO_STORE
    return VaultReason.REFUSED
