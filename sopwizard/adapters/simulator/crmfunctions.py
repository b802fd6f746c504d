"""Dataverse's own query functions, as ``Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['a','b'])``.

Those that are not here are refused with 501, as are functions that a table does not support.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sopwizard.adapters.simulator.errors import bad_query, unsupported
from sopwizard.adapters.simulator.model import Column
from sopwizard.adapters.simulator.paths import Query
from sopwizard.adapters.simulator.urls import named_values, text_list, text_literal
from sopwizard.adapters.simulator.values import DATES, FRACTIONAL, GUID, TEXT, WHOLE, moment, whole

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Call:
    """A call: its name and its arguments as literals."""

    name: str
    arguments: Mapping[str, str]


def end_of_call(text: str, start: int) -> int:
    """The position behind the closing bracket of the call whose opening bracket stands at ``start``."""
    if not text.startswith("(", start):
        raise bad_query(f"Syntax error at position {start} in '{text}'.")
    depth, quoted = 0, False
    for position in range(start, len(text)):
        character = text[position]
        if character == "'":
            quoted = not quoted
        elif not quoted and character in "([":
            depth += 1
        elif not quoted and character in ")]":
            depth -= 1
            if depth == 0:
                return position + 1
    raise bad_query(f"Syntax error at position {len(text)} in '{text}'.")


def parse(name: str, bracket: str, aliases: Mapping[str, str]) -> Call:
    """Read a call's arguments, aliases put in."""
    return Call(name, named_values(bracket, aliases))


def sql(call: Call, query: Query, column_of: Callable[[list[str]], tuple[Column, str]]) -> str:
    """The call as a condition."""
    builder = _BUILDERS.get(call.name)
    if builder is None:
        raise unsupported(f"The function '{call.name}' is not supported.")
    if "PropertyName" not in call.arguments:
        raise bad_query(f"The parameter 'PropertyName' is missing from '{call.name}'.")
    column, expression = column_of(text_literal(call.arguments["PropertyName"]).split("/"))
    return f"COALESCE({builder(call, query, column, expression)}, 0)"


def _values(call: Call, column: Column) -> tuple[Any, ...]:
    if "PropertyValues" not in call.arguments:
        raise bad_query(f"The parameter 'PropertyValues' is missing from '{call.name}'.")
    return tuple(_value(column, text) for text in text_list(call.arguments["PropertyValues"]))


def _value(column: Column, text: str) -> Any:  # noqa: ANN401  SQLite takes several kinds
    try:
        if column.kind in WHOLE:
            return whole(text)
        if column.kind in FRACTIONAL:
            return float(text)
    except ValueError as error:
        raise bad_query(f"The value '{text}' is no number.") from error
    if column.kind == "bool":
        return int(text.lower() in {"true", "1"})
    if column.kind in {"guid", "lookup"} and not GUID.fullmatch(text):
        raise bad_query(f"The value '{text}' is no GUID.")
    if column.kind == "datetime":
        return moment(text) or text
    return text if column.kind in TEXT else text.lower()


def _in(call: Call, query: Query, column: Column, expression: str) -> str:
    marks = ", ".join(query.bind(value) for value in _values(call, column))
    return f"{expression} {'NOT ' if call.name.startswith('Not') else ''}IN ({marks})"


def _between(call: Call, query: Query, column: Column, expression: str) -> str:
    pair = _values(call, column)
    if len(pair) != 2:  # noqa: PLR2004  a lower and an upper bound
        raise bad_query(f"'{call.name}' takes two values.")
    word = "NOT BETWEEN" if call.name.startswith("Not") else "BETWEEN"
    return f"{expression} {word} {query.bind(pair[0])} AND {query.bind(pair[1])}"


def _span(call: Call, query: Query, column: Column, expression: str) -> str:
    now = datetime.strptime(query.now, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    low, high = _period(call, now)
    if low is None and high is None:
        raise unsupported(f"The function '{call.name}' is not supported.")
    parts = []
    if low is not None:
        parts.append(f"{expression} >= {query.bind(_written(column, low))}")
    if high is not None:
        parts.append(f"{expression} < {query.bind(_written(column, high))}")
    return f"({' AND '.join(parts)})"


def _period(call: Call, now: datetime) -> tuple[datetime | None, datetime | None]:
    today = now.replace(hour=0, minute=0, second=0)
    relative = re.fullmatch(r"(Last|Next|OlderThan)X(Hours|Days|Weeks|Minutes)", call.name)
    if relative:
        amount = timedelta(**{relative[2].lower(): _amount(call)})
        if relative[1] == "OlderThan":
            return None, now - amount
        return (now - amount, now + timedelta(seconds=1)) if relative[1] == "Last" else (now, now + amount)
    day = call.arguments.get("PropertyValue", "").strip("'")
    if call.name in {"On", "OnOrAfter", "OnOrBefore"}:
        start = _day(day)
        return {
            "On": (start, start + _DAY),
            "OnOrAfter": (start, None),
            "OnOrBefore": (None, start + _DAY),
        }[call.name]
    return {
        "Today": (today, today + _DAY),
        "Yesterday": (today - _DAY, today),
        "Tomorrow": (today + _DAY, today + 2 * _DAY),
        "Last7Days": (today - 7 * _DAY, now + timedelta(seconds=1)),
    }.get(call.name, (None, None))


def _amount(call: Call) -> int:
    text = call.arguments.get("PropertyValue", "").strip("'")
    if not re.fullmatch(r"\d{1,6}", text):
        raise bad_query(f"'{call.name}' takes a whole number as PropertyValue.")
    return int(text)


def _day(text: str) -> datetime:
    parsed = moment(text)
    if parsed is None:
        raise bad_query(f"The value '{text}' is no date.")
    return datetime.fromisoformat(parsed).replace(hour=0, minute=0, second=0)


def _written(column: Column, time: datetime) -> str:
    return time.strftime("%Y-%m-%d" if column.kind in DATES else "%Y-%m-%dT%H:%M:%SZ")


def _me(call: Call, query: Query, column: Column, expression: str) -> str:
    del column
    return f"{expression} {'IS NOT' if call.name.startswith('Not') else '='} {query.bind(query.user)}"


_BUILDERS: dict[str, Callable[[Call, Query, Column, str], str]] = {
    "In": _in,
    "NotIn": _in,
    "Between": _between,
    "NotBetween": _between,
    "EqualUserId": _me,
    "NotEqualUserId": _me,
    **dict.fromkeys(
        (
            "Today", "Yesterday", "Tomorrow", "Last7Days", "On", "OnOrAfter", "OnOrBefore", "LastXHours", "LastXDays",
            "LastXWeeks", "NextXHours", "NextXDays", "NextXWeeks", "OlderThanXMinutes", "OlderThanXHours",
            "OlderThanXDays", "OlderThanXWeeks",
        ),
        _span,
    ),
}  # fmt: skip
