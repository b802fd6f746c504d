"""Small files without secrets: recent environments and the sign-in settings. And the list of all own files."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sopwizard import files
from sopwizard.adapters.signin.authority import origin_of
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.signin import DEFAULT_REDIRECT, SAMPLE_CLIENT_ID, AccountId, Recent, Registration, Stored

_MOST_RECENT: Final = 12
_LARGEST: Final = 256 * 1024
_WHAT: Final = {"signin.lock": "lock", "recent.json": "recent", "signin.json": "settings"}
_BY_START: Final = (("journal", "journal"), ("training", "training"), ("run-", "lock"))


def _load(path: Path) -> Any:  # noqa: ANN401  JSON
    try:
        if path.stat().st_size > _LARGEST:
            return None
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _save(path: Path, value: object) -> None:
    """Replace the file in one step; FILE_UNWRITABLE. One that nobody can read any more is kept beside it rather than
    overwritten.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and _load(path) is None:
            path.replace(path.with_suffix(".unreadable"))
    except OSError as error:
        raise SopError(Problem.FILE_UNWRITABLE, path=str(path)) from error
    files.write(json.dumps(value, indent=1), path)


def _str(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return value if isinstance(value, str) and value else None


class RecentFile:
    """Implements ports.Recents in ``recent.json`` of that folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "recent.json"

    def recent(self) -> tuple[Recent, ...]:
        """Newest first; rows without a usable address are left out."""
        rows = _load(self._path)
        found = []
        for row in rows if isinstance(rows, list) else ():
            url = origin_of(_str(row, "url") or "") if isinstance(row, Mapping) else None
            if url is not None:
                account = _str(row, "account")
                found.append(
                    Recent(url, _str(row, "name"), AccountId(account) if account else None, _str(row, "used") or "")
                )
        return tuple(sorted(found, key=lambda one: one.used, reverse=True)[:_MOST_RECENT])

    def note(self, recent: Recent) -> None:
        """Put it first."""
        rows = [recent, *(one for one in self.recent() if one.url != recent.url)][:_MOST_RECENT]
        try:
            _save(
                self._path,
                [{"url": one.url, "name": one.name, "account": one.account_id, "used": one.used} for one in rows],
            )
        except SopError:
            return

    def forget(self) -> None:
        """Remove them all."""
        self._path.unlink(missing_ok=True)

    def account_for(self, origin: str) -> AccountId | None:
        """Who signed in there last."""
        return next((one.account_id for one in self.recent() if one.url == origin), None)


class SettingsFile:
    """The app registration to use, in ``signin.json`` of that folder. The sample one where nothing is set."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "signin.json"

    def load(self) -> Registration:
        """The registration; what the file leaves out, or holds in another shape, is as if not set."""
        found = _load(self._path)
        row = found if isinstance(found, Mapping) else {}
        return Registration(
            client_id=_str(row, "client_id") or SAMPLE_CLIENT_ID,
            tenant=_str(row, "tenant"),
            authority=_str(row, "authority"),
            redirect=_str(row, "redirect") or DEFAULT_REDIRECT,
            broker=row.get("broker") is True,
        )

    def save(self, registration: Registration) -> None:
        """Keep it. FILE_UNWRITABLE where the file cannot be written."""
        _save(
            self._path,
            {
                "client_id": registration.client_id,
                "tenant": registration.tenant,
                "authority": registration.authority,
                "redirect": registration.redirect,
                "broker": registration.broker,
            },
        )


class DataFolder:
    """Implements ports.OwnFiles for the data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self) -> tuple[Stored, ...]:
        """Every file below the folder, by path."""
        return tuple(
            Stored("file", str(path), self._what(path), path.stat().st_size)
            for path in sorted(self._folder.rglob("*"))
            if path.is_file() and not path.is_symlink()
        )

    def remove(self, entry: Stored) -> None:
        """Delete that file, if it is one of this folder's: by its path, for it may have grown since it was listed."""
        if entry.name not in {one.name for one in self.files()}:
            return
        try:
            Path(entry.name).unlink(missing_ok=True)
        except OSError as error:
            raise SopError(Problem.FILE_UNWRITABLE, file=entry.name) from error

    def _what(self, path: Path) -> str:
        first = path.relative_to(self._folder).parts[0]
        if first in _WHAT:
            return _WHAT[first]
        by_start = (what for start, what in _BY_START if first.startswith(start))
        return next(by_start, "log" if path.suffix == ".log" else "file")
