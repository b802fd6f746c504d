"""Addresses: ``/api/data/v9.2/accounts(<key>)/primarycontactid?$select=…`` taken apart, quotes and brackets heeded."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus, urlsplit

from sopwizard.adapters.simulator.errors import bad_key, bad_query, unknown_segment

_ROOT = re.compile(r"/api/data/v9\.[012](?=/|$)", re.IGNORECASE)
_NAME = re.compile(r"[$@]?[A-Za-z_][\w.]*|\$\d+")
SYSTEM_OPTIONS = frozenset({"$select", "$filter", "$orderby", "$top", "$count", "$expand", "$apply", "$skiptoken"})
OTHER_OPTIONS = frozenset({"fetchxml", "savedquery", "userquery", "sql"})


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of a path: its name, and what stood in brackets behind it (None: no brackets)."""

    name: str
    bracket: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed target. ``root`` is the service root with the client's own origin, ending in a slash."""

    root: str
    segments: tuple[Segment, ...]
    options: Mapping[str, str]
    aliases: Mapping[str, str]
    raw_query: str

    def only(self, *allowed: str) -> None:
        """Refuse every system query option but these."""
        for name in self.options:
            if name not in allowed:
                raise bad_query(f"The query parameter {name} is not supported")


def parse(target: str, origin: str) -> Address:
    """Take a raw request target apart. Paths outside of the Web API are not found."""
    parts = urlsplit(target)
    path = parts.path
    root = _ROOT.match(path)
    if root is None:
        raise unknown_segment(unquote(path.strip("/").split("/")[0]) if path.strip("/") else "")
    segments = tuple(_segment(unquote(text)) for text in split(path[root.end() :].strip("/"), "/") if text)
    options, aliases = _query(parts.query)
    return Address(f"{origin}{root[0]}/", segments, options, aliases, parts.query)


def _segment(text: str) -> Segment:
    name = _NAME.match(text)
    if name is None:
        raise bad_key()
    rest = text[name.end() :]
    if not rest:
        return Segment(text)
    if not (rest.startswith("(") and rest.endswith(")")):
        raise bad_key()
    return Segment(name[0], rest[1:-1])


def _query(text: str) -> tuple[dict[str, str], dict[str, str]]:
    options: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for part in text.split("&"):
        if not part:
            continue
        raw_name, _, raw_value = part.partition("=")
        name, value = unquote_plus(raw_name), unquote_plus(raw_value)
        if name.startswith("@"):
            aliases[name] = value
            continue
        known = name if name in SYSTEM_OPTIONS else name.lower()
        if known not in SYSTEM_OPTIONS | OTHER_OPTIONS:
            if name == "$skip":
                raise bad_query("Skip Clause is not supported in CRM")
            raise bad_query(f"The query parameter {name} is not supported")
        if known in options:
            raise bad_query(
                f"Query option '{name}' was specified more than once, but it must be specified at most once."
            )
        options[known] = value
    return options, aliases


def split(text: str, separator: str) -> Iterator[str]:
    """The parts between separators that stand outside of quotes and brackets."""
    depth, quoted, start = 0, False, 0
    for position, character in enumerate(text):
        if character == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == separator and depth == 0:
            yield text[start:position]
            start = position + 1
    if quoted or depth:
        raise bad_key()
    yield text[start:]


def named_values(bracket: str, aliases: Mapping[str, str]) -> dict[str, str]:
    """``A=1,B=@p`` as names and literals, aliases replaced by what the query gives them."""
    found: dict[str, str] = {}
    for part in split(bracket, ","):
        if not part.strip():
            continue
        name, equals, value = part.partition("=")
        if not equals:
            raise bad_key()
        value = value.strip()
        if value.startswith("@"):
            if value not in aliases:
                raise bad_query(f"Parameter alias '{value}' has no value in the query string.")
            value = aliases[value]
        found[name.strip()] = value
    return found


def text_literal(literal: str) -> str:
    """The text of ``'O''Brien'``; refused where it is no text literal."""
    inner = literal[1:-1]
    if len(literal) < 2 or literal[0] != "'" or literal[-1] != "'" or "'" in inner.replace("''", ""):  # noqa: PLR2004  the two quotes
        raise bad_key()
    return inner.replace("''", "'")


def text_list(literal: str) -> tuple[str, ...]:
    """The texts of ``["a","b"]`` or ``['a','b']``."""
    try:
        found = json.loads(literal)
    except ValueError:
        body = literal.strip()
        if not (body.startswith("[") and body.endswith("]")):
            raise bad_key() from None
        return tuple(text_literal(part.strip()) for part in split(body[1:-1], ",") if part.strip())
    if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
        raise bad_key()
    return tuple(found)
