"""MSAL's token cache as text: whom it holds, what one sign-in changed in it, and how to forget somebody.

The text is secret. It lives in the vault and in memory; nothing here writes it anywhere.
"""

import json
from typing import Any, Final

from sopwizard.domain.signin import Account, AccountId

Cache = dict[str, dict[str, dict[str, Any]]]

_OWNED: Final = ("AccessToken", "atext", "RefreshToken", "IdToken", "Account")
_EXPIRY_MARGIN: Final = 60


def load(text: str | None) -> Cache:
    """The cache; empty where there is none or where it has another shape."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        kind: {key: entry for key, entry in entries.items() if isinstance(entry, dict)}
        for kind, entries in found.items()
        if isinstance(entries, dict)
    }


def dump(cache: Cache) -> str | None:
    """The shortest text, None for a cache that holds nothing of anybody."""
    if not any(cache.get(kind) for kind in _OWNED):
        return None
    return json.dumps({kind: entries for kind, entries in cache.items() if entries}, separators=(",", ":"))


def account_id(home: str, environment: str) -> AccountId:
    """An account's id here: MSAL's home account id, and the provider's host."""
    return AccountId(f"{home}@{environment}")


def _of(entry: dict[str, Any]) -> AccountId:
    return account_id(str(entry.get("home_account_id") or ""), str(entry.get("environment") or ""))


def accounts(text: str | None) -> tuple[Account, ...]:
    """Whom the cache holds, by name. The cloud is not known here."""
    found: dict[AccountId, Account] = {}
    for entry in load(text).get("Account", {}).values():
        own = _of(entry)
        home, _, tenant = str(entry.get("home_account_id") or "").partition(".")
        name = str(entry.get("username") or "") or home
        found[own] = Account(own, name, tenant or entry.get("realm") or None, None, str(entry.get("environment") or ""))
    return tuple(
        sorted(found.values(), key=lambda account: (account.account.lower(), account.tenant or "", account.id))
    )


def msal_account(text: str | None, wanted: AccountId) -> dict[str, Any] | None:
    """The account as MSAL wants it, None where the cache does not hold it."""
    return next((entry for entry in load(text).get("Account", {}).values() if _of(entry) == wanted), None)


def newest(before: str | None, after: str | None) -> AccountId | None:
    """Whose tokens one sign-in put into the cache."""
    old = load(before)
    for kind in ("RefreshToken", "AccessToken"):
        for key, entry in load(after).get(kind, {}).items():
            if old.get(kind, {}).get(key) != entry and entry.get("home_account_id"):
                return _of(entry)
    return None


def merged(kept: str | None, before: str | None, after: str | None, now: float) -> str | None:
    """What is kept, with what changed between before and after; others' changes to it stay. ``now`` in Unix seconds."""
    old, new, cache = load(before), load(after), load(kept)
    for kind in old.keys() | new.keys():
        was, becomes = old.get(kind, {}), new.get(kind, {})
        entries = cache.setdefault(kind, {})
        for key in was.keys() | becomes.keys():
            if key not in becomes:
                entries.pop(key, None)
            elif was.get(key) != becomes[key]:
                entries[key] = becomes[key]
    tokens = cache.get("AccessToken", {})
    cache["AccessToken"] = {key: entry for key, entry in tokens.items() if _expires(entry) > now + _EXPIRY_MARGIN}
    return dump(cache)


def without(kept: str | None, account: AccountId) -> str | None:
    """What is kept, without anything of that account."""
    cache = load(kept)
    for kind in _OWNED:
        cache[kind] = {key: entry for key, entry in cache.get(kind, {}).items() if _of(entry) != account}
    return dump(cache)


def _expires(entry: dict[str, Any]) -> float:
    try:
        return float(entry.get("expires_on") or 0)
    except (TypeError, ValueError):
        return 0
