"""Values between the wire and the store: what a column takes, how a row is written as JSON, and as people read it."""

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sopwizard.adapters.simulator.errors import DataverseError, bad_payload, invalid_argument, out_of_range
from sopwizard.adapters.simulator.model import Column, Table
from sopwizard.adapters.simulator.store import type_column

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
FORMATTED = "OData.Community.Display.V1.FormattedValue"
LOOKUP_TABLE = "Microsoft.Dynamics.CRM.lookuplogicalname"
LOOKUP_NAVIGATION = "Microsoft.Dynamics.CRM.associatednavigationproperty"
EDM = {
    "guid": "Edm.Guid",
    "string": "Edm.String",
    "memo": "Edm.String",
    "int": "Edm.Int32",
    "picklist": "Edm.Int32",
    "state": "Edm.Int32",
    "status": "Edm.Int32",
    "bigint": "Edm.Int64",
    "double": "Edm.Double",
    "decimal": "Edm.Decimal",
    "money": "Edm.Decimal",
    "bool": "Edm.Boolean",
    "date": "Edm.Date",
    "dateonly": "Edm.Date",
    "datetime": "Edm.DateTimeOffset",
    "lookup": "Edm.Guid",
}
WHOLE = frozenset({"int", "picklist", "state", "status", "bigint"})
FRACTIONAL = frozenset({"double", "decimal", "money"})
TEXT = frozenset({"string", "memo"})
DATES = frozenset({"date", "dateonly"})
CHOICES = frozenset({"picklist", "state", "status"})
_INT32 = 2**31
_INT64 = 2**63
_WHOLE_NUMBER = re.compile(r"[+-]?\d+")  # any script's digits, as the grammar of filters and Python's int take them
_MONEY_LIMIT = 922_337_203_685_477


def take(table: Table, column: Column, value: Any) -> Any:  # noqa: ANN401, PLR0911  JSON is of any kind
    """A client's value for a column as the store keeps it; refused where the type does not fit."""
    if value is None:
        if "system" in column.flags:
            raise invalid_argument(f"A validation error occurred. '{column.name}' needs a value.")
        return None
    kind = column.kind
    if kind == "bool":
        return _boolean(table, value)
    if kind in WHOLE:
        return _whole(table, column, value)
    if kind in FRACTIONAL:
        return _fraction(table, column, value)
    if not isinstance(value, str):
        raise _misfit(table, value, EDM[kind])
    if kind in TEXT:
        return _text(table, column, value)
    if kind == "guid":
        return guid(table, value)
    if kind in DATES:
        return _date(table, value)
    return moment(value) or _raise(_misfit(table, value, "Edm.DateTimeOffset"))


def _raise(error: DataverseError) -> Any:  # noqa: ANN401  never returns
    raise error


def _misfit(table: Table, value: object, wanted: str) -> DataverseError:
    shown = str(value).lower() if isinstance(value, bool) else value
    return bad_payload(table.entity_set, f"Cannot convert the literal '{shown}' to the expected type '{wanted}'.")


def _outside(column: Column) -> DataverseError:
    return invalid_argument(f"A validation error occurred. The value of '{column.name}' is outside the valid range.")


def _boolean(table: Table, value: object) -> int:
    if not isinstance(value, bool):
        raise _misfit(table, value, "Edm.Boolean")
    return int(value)


def _whole(table: Table, column: Column, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _misfit(table, value, EDM[column.kind])
    limit = _INT64 if column.kind == "bigint" else _INT32
    if not -limit <= value < limit:
        raise _misfit(table, value, EDM[column.kind])
    if not column.limits[0] <= value <= column.limits[1]:
        raise _outside(column)
    if column.kind in CHOICES and column.options and value not in column.options:
        raise out_of_range(table.name, column.name, value, ",".join(map(str, column.options)))
    return value


def _fraction(table: Table, column: Column, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _misfit(table, value, EDM[column.kind])
    if abs(value) > _MONEY_LIMIT:
        raise _outside(column)
    return round(float(value), 10)


def _text(table: Table, column: Column, value: str) -> str:
    limit = int(column.argument or 0)
    if limit and len(value) > limit:
        raise DataverseError(
            400,
            "0x80044331",
            f"A validation error occurred. The length of the '{column.name}' attribute of the '{table.name}' entity "
            f"exceeded the maximum allowed length of '{limit}'.",
        )
    return value


def guid(table: Table, value: str) -> str:
    """A GUID in lower case."""
    if not GUID.fullmatch(value):
        raise _misfit(table, value, "Edm.Guid")
    return value.lower()


def _date(table: Table, value: str) -> str:
    try:
        return datetime.strptime(value[:10], "%Y-%m-%d").date().isoformat()  # noqa: DTZ007  a day has no zone
    except ValueError as error:
        raise _misfit(table, value, "Edm.Date") from error


def whole(text: str) -> int:
    """A whole number as the store can hold it; ValueError where the text is none. Larger ones are the largest."""
    if not _WHOLE_NUMBER.fullmatch(text):
        raise ValueError(text)
    sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text.lstrip("+"))
    # twenty digits are more than fit; Python itself gives up on thousands
    number = int(sign + (digits.lstrip("0")[:20] or "0"))
    return max(min(number, _INT64 - 1), -_INT64)


def moment(value: str) -> str | None:
    """A time as the store keeps it (UTC, seconds), or None where the text is no time."""
    try:
        parsed = datetime.fromisoformat(value)
        if parsed.tzinfo is None:
            parsed = parsed.replace(tzinfo=UTC)
        parsed = parsed.astimezone(UTC)
    except (ValueError, OverflowError):  # the second where the time zone leads out of the calendar
        return None
    return parsed.strftime("%Y-%m-%dT%H:%M:%SZ")


def show(column: Column, value: Any) -> Any:  # noqa: ANN401  JSON is of any kind
    """A stored value as JSON has it."""
    if column.kind == "bool" and value is not None:
        return bool(value)
    return value


def written(column: Column, value: Any, name: Callable[[], str | None]) -> str | None:  # noqa: ANN401, PLR0911  see show
    """A stored value as people read it (en-US); ``name`` gives the name behind a lookup. None: no formatted value."""
    if value is None:
        return None
    kind = column.kind
    if kind == "lookup":
        return name()
    if kind == "bool" or kind in CHOICES:
        return column.options.get(int(value), f"{value:,}" if kind != "bool" else None)
    if kind in WHOLE:
        return f"{value:,}"
    if kind == "money":
        return f"-${-value:,.2f}" if value < 0 else f"${value:,.2f}"
    if kind in FRACTIONAL:
        return f"{value:,.2f}"
    if kind in DATES:
        day = datetime.strptime(value, "%Y-%m-%d")  # noqa: DTZ007  a day has no zone
        return f"{day.month}/{day.day}/{day.year}"
    if kind == "datetime":
        time = datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        return f"{time.month}/{time.day}/{time.year} {time.hour % 12 or 12}:{time.minute:02} {time:%p}"
    return None


def target_of(column: Column, row: dict[str, Any]) -> str:
    """The table that a row's lookup points to."""
    if len(column.targets) == 1:
        return column.targets[0]
    return row.get(type_column(column.member)) or column.targets[0]
