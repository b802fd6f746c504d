"""Conditions of FetchXML. Operators that are not here are refused."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

from sopwizard.adapters.simulator.errors import DataverseError
from sopwizard.adapters.simulator.model import Column
from sopwizard.adapters.simulator.paths import Query
from sopwizard.adapters.simulator.values import DATES, FRACTIONAL, GUID, TEXT, WHOLE, moment, whole

_SIGNS = {"eq": "=", "ne": "IS NOT", "neq": "IS NOT", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_ON = {"on": "=", "on-or-after": ">=", "on-or-before": "<="}
_LIKE = {"like", "not-like", "begins-with", "not-begin-with", "ends-with", "not-end-with"}
_SEVERAL = {"in", "not-in", "between", "not-between"}
_SPANS = {"today", "yesterday", "tomorrow", "this-month"}
_AMOUNT = re.compile(r"[0-9]{1,5}")
_DAYS = {"last-x-days", "next-x-days", "last-x-hours", "next-x-hours", "olderthan-x-days", "olderthan-x-hours"}


def condition(query: Query, node: Element, column: Column, sql: str) -> str:
    """One condition as SQL."""
    operator = node.get("operator", "")
    if operator in {"null", "not-null"}:
        return f"{sql} IS {'NOT ' if operator == 'not-null' else ''}NULL"
    if operator in {"eq-userid", "ne-userid"}:
        return f"{sql} {'=' if operator == 'eq-userid' else 'IS NOT'} {query.bind(query.user)}"
    if operator in _SEVERAL:
        return _several(query, operator, [child.text or "" for child in node.findall("value")], column, sql)
    value = node.get("value")
    if operator in _SPANS | _DAYS:
        return _span(query, operator, value, column, sql)
    if value is None:
        raise _bad(f"The operator '{operator}' needs a value.")
    return _single(query, operator, value, column, sql)


def _several(query: Query, operator: str, found: list[str], column: Column, sql: str) -> str:
    """Operators with a list of values."""
    negative = "NOT " if operator.startswith("not-") else ""
    marks = [query.bind(_value(column, text)) for text in found]
    if operator.endswith("between"):
        if len(marks) != 2:  # noqa: PLR2004  a lower and an upper bound
            raise _bad(f"The operator '{operator}' needs two values.")
        return f"{sql} {negative}BETWEEN {marks[0]} AND {marks[1]}"
    if not marks:
        raise _bad(f"The operator '{operator}' needs values.")
    return f"{sql} {negative}IN ({', '.join(marks)})"


def _single(query: Query, operator: str, value: str, column: Column, sql: str) -> str:
    """Operators with one value."""
    if operator in _SIGNS:
        return f"{sql} {_SIGNS[operator]} {query.bind(_value(column, value))}"
    if operator in _LIKE:
        return _like(query, operator, value, column, sql)
    if operator in _ON:
        return f"SUBSTR({sql}, 1, 10) {_ON[operator]} {query.bind(value[:10])}"
    raise _bad(f"The condition operator '{operator}' is not supported.")


def _bad(message: str) -> DataverseError:
    return DataverseError(400, "0x80041130", message)


def _value(column: Column, text: str) -> Any:  # noqa: ANN401  SQLite takes several kinds
    """A text of the document as the store holds such values."""
    try:
        found = _READERS.get(column.kind, str)(text)
    except ValueError as error:
        raise _bad(f"The value '{text}' of '{column.name}' does not fit its type.") from error
    return found


def _flag(text: str) -> int:
    if text.lower() not in {"0", "1", "true", "false"}:
        raise ValueError(text)
    return int(text.lower() in {"1", "true"})


def _id(text: str) -> str:
    bare = text.strip("{} ")
    if not GUID.fullmatch(bare):
        raise ValueError(text)
    return bare.lower()


def _time(text: str) -> str:
    found = moment(text)
    if found is None:
        raise ValueError(text)
    return found


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(WHOLE, whole),
    **dict.fromkeys(FRACTIONAL, float),
    **dict.fromkeys(DATES, lambda text: text[:10]),
    "bool": _flag,
    "guid": _id,
    "lookup": _id,
    "datetime": _time,
}


def _like(query: Query, operator: str, value: str, column: Column, sql: str) -> str:
    """Texts with wildcards: here % and _ are what they are in SQL, as in Dataverse."""
    if column.kind not in TEXT:
        raise _bad(f"The operator '{operator}' needs a text column.")
    pattern = value
    if operator.endswith("begin-with") or operator == "begins-with":
        pattern = f"{value}%"
    elif operator.endswith(("end-with", "ends-with")):
        pattern = f"%{value}"
    negative = "NOT " if operator.startswith("not-") else ""
    return f"{sql} {negative}LIKE {query.bind(pattern)}"


def _span(query: Query, operator: str, value: str | None, column: Column, sql: str) -> str:
    now = datetime.strptime(query.now, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    today = now.replace(hour=0, minute=0, second=0)
    if operator in _DAYS:
        if value is None or not _AMOUNT.fullmatch(value):
            raise _bad(f"The operator '{operator}' needs a whole number.")
        amount = timedelta(**{operator.rsplit("-", 1)[1]: int(value)})
        low, high = {"last": (now - amount, now), "next": (now, now + amount)}.get(
            operator.split("-", 1)[0], (None, now - amount)
        )
    else:
        day = timedelta(days=1)
        low, high = {
            "today": (today, today + day),
            "yesterday": (today - day, today),
            "tomorrow": (today + day, today + 2 * day),
            "this-month": (today.replace(day=1), (today.replace(day=1) + 32 * day).replace(day=1)),
        }[operator]
    form = "%Y-%m-%d" if column.kind in DATES else "%Y-%m-%dT%H:%M:%SZ"
    parts = [f"{sql} >= {query.bind(low.strftime(form))}"] if low else []
    parts.append(f"{sql} <= {query.bind(high.strftime(form))}")
    return f"({' AND '.join(parts)})"
