"""Reads the administrator's policy: a file, or on Windows a registry key that only administrators write."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.policy import Policy, allows, signs_in

if TYPE_CHECKING:
    from sopwizard.domain.model.target import Target
    from sopwizard.domain.signin import Registration

FILES: Final = {
    "linux": Path("/etc/sopwizard/policy.json"),
    "darwin": Path("/Library/Application Support/sopwizard/policy.json"),
}
KEY: Final = r"SOFTWARE\Policies\sopwizard"
_SWITCHES: Final = ("live", "updates")
_LARGEST: Final = 4 * 1024 * 1024
"""Characters of a file that is read."""

_HOST: Final = re.compile(r"(?:\*\.)?[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?", re.IGNORECASE)


def place() -> str:
    """Where a policy would be."""
    return rf"HKEY_LOCAL_MACHINE\{KEY}" if sys.platform == "win32" else str(_file())


def load(file: Path | None = None) -> Policy:
    """The policy of this computer, the default where there is none. BROKEN_POLICY where it cannot be understood.

    A policy that is there and unreadable counts as broken, never as absent: what it forbids stays forbidden.
    """
    where = place() if file is None else str(file)
    try:
        found = _registry() if file is None and sys.platform == "win32" else _json(file or _file())
        return Policy() if found is None else _policy(found, where)
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise SopError(Problem.BROKEN_POLICY, path=where) from error


def check(target: Target, policy: Policy | None = None) -> None:
    """NOT_BY_POLICY where that environment may not be opened."""
    decided = load() if policy is None else policy
    if not allows(decided, target):
        raise SopError(Problem.NOT_BY_POLICY, path=decided.source, what=target.host)


def check_registration(registration: Registration, policy: Policy | None = None) -> None:
    """NOT_BY_POLICY where the administrator chose another application to sign in with."""
    decided = load() if policy is None else policy
    if not signs_in(decided, registration):
        raise SopError(Problem.NOT_BY_POLICY, path=decided.source, what="another app registration")


def _file() -> Path:
    return FILES.get(sys.platform, FILES["linux"])


def _json(path: Path) -> dict[str, Any] | None:
    if not _is_there(path):
        return None
    import json  # noqa: PLC0415  most computers have no policy, and the window waits for this

    if not path.is_file():  # reading a pipe would wait for ever
        raise OSError(path)
    with path.open(encoding="utf-8-sig") as file:
        content = file.read(_LARGEST + 1)
    found = json.loads(content, object_pairs_hook=_once) if len(content) <= _LARGEST else None
    if not isinstance(found, dict):
        raise TypeError
    return found


def _is_there(path: Path) -> bool:
    """Whether somebody put something there. A link that leads nowhere, and no folder in the folder's place, count."""
    return _is_something(path) or (_is_something(path.parent) and not path.parent.is_dir())


def _is_something(place: Path) -> bool:
    return place.is_symlink() or place.exists()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """No name twice: readers differ in which of the two holds."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _registry() -> dict[str, Any] | None:
    if sys.platform != "win32":
        return None
    import winreg  # noqa: PLC0415  only Windows has it

    try:
        key = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, KEY, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)
    except FileNotFoundError:
        return None
    with key:
        count = winreg.QueryInfoKey(key)[1]
        return {name: value for name, value, _kind in (winreg.EnumValue(key, number) for number in range(count))}


def _policy(found: dict[str, Any], where: str) -> Policy:
    from cattrs import Converter  # noqa: PLC0415  as above
    from cattrs.errors import BaseValidationError  # noqa: PLC0415  as above

    if "source" in found:
        raise ValueError("source")
    switched = {name: bool(value) for name, value in found.items() if name in _SWITCHES and value in {0, 1}}
    converter = Converter(forbid_extra_keys=True)
    for kind in (bool, str):
        converter.register_structure_hook(kind, _exactly)
    converter.register_structure_hook_func(lambda kind: kind == tuple[str, ...], lambda value, _kind: _hosts(value))
    try:
        return converter.structure({**found, **switched, "source": where}, Policy)
    except BaseValidationError as error:
        raise ValueError("form") from error


def _exactly(value: object, kind: type) -> Any:  # noqa: ANN401  cattrs gives and takes anything
    """No ``"false"`` that would be true, and no empty text, which would decide nothing."""
    if type(value) is not kind or not str(value).strip():
        raise TypeError(kind.__name__)
    return value


def _hosts(value: object) -> tuple[str, ...]:
    """Names that an address can have. An empty list is no decision: it could mean all of them, or none."""
    hosts = tuple(value) if isinstance(value, list) else ()
    if not hosts or not all(isinstance(host, str) and _HOST.fullmatch(host) for host in hosts):
        raise TypeError("hosts")
    return hosts
