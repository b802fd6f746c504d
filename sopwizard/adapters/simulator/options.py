"""Query options taken apart: $select, $orderby, $top, $count and $expand with its own options."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sopwizard.adapters.simulator.errors import bad_query, unknown_property, unsupported
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.paths import Query, path
from sopwizard.adapters.simulator.urls import SYSTEM_OPTIONS, split
from sopwizard.adapters.simulator.values import whole

PAGE = 5000
"""The most rows that one page holds; more cannot be asked for (DOMAIN 7.2)."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """One navigation property of $expand with the options in its brackets."""

    name: str
    options: Mapping[str, str] = field(default_factory=dict)


def selected(table: Table, text: str | None) -> tuple[str, ...] | None:
    """The properties that $select names, or None for all. Lookups may be named by navigation property."""
    if text is None or not text.strip():
        return None
    found: list[str] = []
    for part in text.split(","):
        name = part.strip()
        if name in table.by_member:
            found.append(name)
        elif name in table.navigation:
            found.append(table.navigation[name][0].member)
        elif name in table.relations:
            continue
        elif name == "*":
            return None
        else:
            raise unknown_property(name, table.name)
    return tuple(dict.fromkeys(found))


def order(query: Query, table: Table, alias: str, text: str | None) -> str:
    """ORDER BY of $orderby; rows that are equal keep the order in which they were made."""
    parts = []
    for part in (text or "").split(","):
        words = part.split()
        if not words:
            if text and text.strip():
                raise bad_query(f"Syntax error in '{text}'.")
            continue
        direction = words[1] if len(words) > 1 else "asc"
        if direction not in {"asc", "desc"} or len(words) > 2:  # noqa: PLR2004  a property and a direction
            raise bad_query(f"Syntax error at position {len(words[0]) + 1} in '{part.strip()}'.")
        _, sql = path(query, table, alias, words[0].split("/"))
        parts.append(f"{sql} {direction.upper()}")
    return ", ".join((*parts, f"{alias}.rowid"))


_NUMBER = re.compile(r"[0-9]+")


def top(text: str | None) -> int | None:
    """The number of $top."""
    if text is None:
        return None
    if not _NUMBER.fullmatch(text.strip()):
        raise bad_query(
            f"Invalid value '{text}' for $top query option found. The $top query option requires a non-negative "
            "integer value."
        )
    return whole(text.strip())


def counted(text: str | None) -> bool:
    """Whether $count asks for the number of rows."""
    if text is None or text == "false":
        return False
    if text != "true":
        raise bad_query(f"Invalid value '{text}' for $count query option found. Valid values are 'true' or 'false'.")
    return True


def expansions(table: Table, text: str | None) -> Iterator[Expansion]:
    """The navigation properties of $expand."""
    if text is None:
        return
    for part in split(text, ","):
        name, bracket, rest = part.strip().partition("(")
        if name not in table.navigation and name not in table.relations:
            raise (
                unknown_property(name.split("/")[0], table.name)
                if "/" not in name
                else unsupported("Expanding a path is not supported.")
            )
        options: dict[str, str] = {}
        if bracket:
            if not rest.endswith(")"):
                raise bad_query(f"Syntax error in '{part}'.")
            for option in split(rest[:-1], ";"):
                key, equals, value = option.partition("=")
                if key.strip() not in SYSTEM_OPTIONS - {"$apply", "$skiptoken"} or not equals:
                    raise bad_query(f"The query parameter {key.strip()} is not supported in $expand.")
                options[key.strip()] = value.strip()
        yield Expansion(name, options)
