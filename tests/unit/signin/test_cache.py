"""MSAL's cache as text: merging what two instances did, and forgetting one of two people."""

# ruff: noqa: ANN401, S105, S107  what is called a secret here is none

import json
from typing import Any

import pytest

from sopwizard.adapters.signin import cache

HOST = "login.microsoftonline.com"
NOW = 1_800_000_000


def entry(home: str, secret: str = "", **more: Any) -> dict[str, Any]:
    return {"home_account_id": home, "environment": HOST, "secret": secret} | more


def text(**kinds: dict[str, Any]) -> str:
    return json.dumps(kinds)


def one(home: str, secret: str = "r", expires: int = NOW + 3600) -> dict[str, Any]:
    return {
        "Account": {f"{home}-a": entry(home, username=f"{home}@x.example", realm="t")},
        "RefreshToken": {f"{home}-r": entry(home, secret)},
        "AccessToken": {f"{home}-t": entry(home, "token", expires_on=str(expires))},
    }


def both(*parts: dict[str, Any]) -> str:
    whole: dict[str, Any] = {}
    for part in parts:
        for kind, entries in part.items():
            whole.setdefault(kind, {}).update(entries)
    return json.dumps(whole)


def test_what_another_instance_added_meanwhile_stays() -> None:
    merged = cache.merged(both(one("adele")), None, both(one("megan")), NOW)
    assert [account.account for account in cache.accounts(merged)] == ["adele@x.example", "megan@x.example"]


def test_what_this_instance_removed_goes_and_what_it_did_not_touch_stays_as_it_is() -> None:
    before = both(one("adele", "old"), one("megan"))
    kept = both(one("adele", "renewed by another instance"), one("megan"))
    merged = json.loads(cache.merged(kept, before, both(one("adele", "old")), NOW) or "")
    assert list(merged["RefreshToken"]) == ["adele-r"]
    assert merged["RefreshToken"]["adele-r"]["secret"] == "renewed by another instance"


def test_tokens_that_have_ended_are_dropped() -> None:
    merged = json.loads(cache.merged(None, None, both(one("a", expires=NOW + 10), one("b")), NOW) or "")
    assert list(merged["AccessToken"]) == ["b-t"]


def test_forgetting_one_leaves_the_other() -> None:
    left = cache.without(both(one("adele"), one("megan")), cache.account_id("megan", HOST))
    assert "megan" not in (left or "")
    assert [account.account for account in cache.accounts(left)] == ["adele@x.example"]
    assert cache.without(left, cache.account_id("adele", HOST)) is None


def test_whose_tokens_are_new() -> None:
    assert cache.newest(both(one("adele")), both(one("adele"), one("megan"))) == cache.account_id("megan", HOST)
    assert cache.newest(both(one("adele")), both(one("adele"))) is None


def test_an_account_carries_the_tenant_that_it_comes_from() -> None:
    (account,) = cache.accounts(both(one("oid.tenant-id")))
    assert (account.tenant, account.host) == ("tenant-id", HOST)
    (other,) = cache.accounts(both(one("subject")))
    assert other.tenant == "t"


@pytest.mark.parametrize("broken", [None, "", "[]", "7", "nonsense", '{"Account": 7}', '{"Account": {"x": 7}}'])
def test_a_cache_of_another_shape_holds_nobody(broken: str | None) -> None:
    assert cache.accounts(broken) == ()
    assert cache.merged(broken, broken, both(one("adele")), NOW) is not None
    assert cache.without(broken, cache.account_id("adele", HOST)) is None


def test_an_end_that_is_no_number_has_passed() -> None:
    strange = text(AccessToken={"x": entry("a", expires_on="soon")}, RefreshToken={"y": entry("a", "r")})
    assert "AccessToken" not in json.loads(cache.merged(strange, None, None, NOW) or "")
