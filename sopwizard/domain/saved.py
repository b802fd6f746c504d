"""A check to keep: what was read, the orders that were counted, and whether names were taken out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

from sopwizard.domain.confirmations import Confirmation
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.snapshot import Snapshot, User
from sopwizard.domain.model.target import Target
from sopwizard.domain.order_counts import OrderCounts
from sopwizard.domain.stand_ins import replaced
from sopwizard.domain.surroundings import OrderNumbers

_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_REDACTED: Final = "https://redacted.invalid"


@dataclass(frozen=True, slots=True)
class SavedCheck:
    """``orders`` is None where they were not counted; ``confirmations`` are the answers to the checklist."""

    snapshot: Snapshot
    orders: OrderCounts | None = None
    redacted: bool = False
    confirmations: tuple[Confirmation, ...] = ()


def redacted(check: SavedCheck, public: Iterable[str] = ()) -> SavedCheck:
    """The check without names of people, organizations and hosts, ids that lead to them, and order numbers.

    Settings, counts, maps and solutions stay, and so do Microsoft's own ids and names (``public``), so that every rule
    still finds what it looks at, whatever the organization is called; only whether number sequences meet is not known
    any more. The same id becomes the same stand-in everywhere.
    """
    known = frozenset(word.casefold() for word in public)
    snapshot = check.snapshot
    people: dict[str, str] = {}
    if isinstance(snapshot.users, Known):
        named = (user for user in snapshot.users.value if user.application_id not in known)
        people = {user.name: f"User {number}" for number, user in enumerate(named, 1)}
        people |= {
            user.user_name: people[user.name] for user in snapshot.users.value if user.user_name and user.name in people
        }
    secrets = people | {name: "Organization" for name in (snapshot.organization.name,) if name}
    secrets |= {name: "Caller" for name in (snapshot.caller.name,) if name}
    if not snapshot.target.is_training:
        secrets |= {snapshot.target.host: "redacted.invalid"}
    blank = _Blank(secrets, known)
    made: SavedCheck = blank.of(check)
    orders = made.orders
    if orders is not None:
        groups = tuple(replace(group, samples=()) for group in orders.groups)
        orders = replace(orders, groups=groups, samples_unknown=None)
    # Who confirmed what is a name, and a note may hold any.
    confirmed = tuple(replace(each, by="Somebody", note="") for each in made.confirmations)
    return SavedCheck(_without_numbers(made.snapshot), orders, redacted=True, confirmations=confirmed)


def _without_numbers(snapshot: Snapshot) -> Snapshot:
    """Submitted orders are kept as their count, and the latest numbers not at all."""
    submitted, users, numbers_ = snapshot.submitted, snapshot.users, snapshot.order_numbers
    if isinstance(numbers_, Known):
        numbers_ = Known(OrderNumbers())
    if isinstance(submitted, Known):
        numbers = tuple(f"Order {number}" for number, _ in enumerate(submitted.value.numbers, 1))
        submitted = Known(replace(submitted.value, numbers=numbers))
    if isinstance(users, Known):
        users = Known(tuple(_without_address(user) for user in users.value))
    target = snapshot.target if snapshot.target.is_training else Target(_REDACTED)
    return replace(snapshot, target=target, submitted=submitted, users=users, order_numbers=numbers_)


def _without_address(user: User) -> User:
    return replace(user, user_name=None, etag=None)


class _Blank:
    """Replaces texts in a value of any shape."""

    def __init__(self, secrets: dict[str, str], public: frozenset[str]) -> None:
        self._secrets = secrets
        self._public = public
        self._ids: dict[str, str] = {}

    def of(self, value: Any) -> Any:  # noqa: ANN401  a value of any shape, of which the same shape is made
        """The value with every text replaced."""
        if type(value) is str:
            return self._text(value)
        if isinstance(value, tuple):
            return tuple(self.of(each) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{each.name: self.of(getattr(value, each.name)) for each in fields(value)})
        return value

    def _text(self, text: str) -> str:
        return text if text.casefold() in self._public else _GUID.sub(self._id, replaced(text, self._secrets))

    def _id(self, found: re.Match[str]) -> str:
        if found[0] in self._public:
            return found[0]
        return self._ids.setdefault(found[0], f"00000000-0000-4000-8000-{len(self._ids) + 1:012d}")
