"""The findings by what they are about, in the order in which a consultant goes through them."""

from enum import StrEnum, unique
from typing import Final


@unique
class Group(StrEnum):
    """A chapter of the check."""

    RIGHTS = "rights"
    SOLUTIONS = "solutions"
    MAPS = "maps"
    USERS = "users"
    SETTINGS = "settings"
    PREREQUISITES = "prerequisites"
    ORDERS = "orders"


_MEMBERS: Final = {
    Group.RIGHTS: ("rights",),
    Group.SOLUTIONS: (
        "sales-installed",
        "sales-app",
        "dual-write-solution",
        "updated-solution",
        "prospect-to-cash-leftovers",
        "business-central",
    ),
    Group.MAPS: (
        "running-map",
        "map-mismatch",
        "map-companions",
        "map-versions",
        "value-map",
        "map-collection",
        "features",
        "plugin-steps",
    ),
    Group.USERS: ("dual-write-users", "named-users", "user-roles", "look-alikes", "marked-others", "owner-team"),
    Group.SETTINGS: ("sop-flag", "system-pricing", "discount-method", "auditing"),
    Group.PREREQUISITES: ("auto-numbering", "number-sequences", "price-lists", "units", "quick-create"),
    Group.ORDERS: ("submitted-orders",),
}
_OF: Final = {finding_id: group for group, members in _MEMBERS.items() for finding_id in members}


def group_of(finding_id: str) -> Group:
    """The chapter of a finding; KeyError for an id that no check has."""
    return _OF[finding_id]
