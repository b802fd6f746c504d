"""Domain values as plain data for JSON, and back, strictly: what is saved is read again the same, or not at all.

Dataclasses become objects, tuples lists, frozensets sorted lists, enums their values, times ISO 8601 in UTC with ``Z``.
``Known(x)`` becomes ``{"known": x}`` and ``Unknown(…)`` becomes ``{"unknown": {…}}``. A key may be missing only where
its field has a default; a key that nobody knows, a number for a text, or a time without a zone is refused.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

from sopwizard.domain.model.parts import Known, Unknown

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")

_PLAIN = (str, bool, int)
_SEQUENCES = (tuple, frozenset)


class DecodeError(ValueError):
    """The data are not what the type asks for; the text says where, and shows nothing of the data."""


def encode(value: object) -> Any:  # noqa: ANN401  JSON has no narrower type
    """The value as dicts, lists, texts, numbers, booleans and None."""
    return _converter().unstructure(value)


def decode(kind: type[T], data: object) -> T:
    """The value of that type; DecodeError where the data do not fit it."""
    try:
        decoded: T = _converter().structure(data, kind)
    except RecursionError as error:
        raise DecodeError("nested too deeply") from error
    except Exception as error:  # cattrs raises groups, KeyError, TypeError and ValueError, depending on the data
        raise DecodeError(_where(error)) from error
    return decoded


def _where(error: BaseException) -> str:
    """Where it went wrong, from the notes that cattrs leaves, innermost last; no data."""
    notes = [str(note) for note in getattr(error, "__notes__", ())]
    inner = getattr(error, "exceptions", ())
    if inner:
        return "; ".join([*notes[:1], _where(inner[0])])
    if isinstance(error, DecodeError):
        return "; ".join([*notes[:1], str(error)])
    return "; ".join([*notes[:1], type(error).__name__])


@cache
def _converter() -> "Converter":
    from cattrs import Converter  # noqa: PLC0415  only reading and writing files needs it; the window starts without

    converter = Converter(forbid_extra_keys=True)
    for plain in _PLAIN:
        converter.register_structure_hook(plain, _strict(plain))
    converter.register_structure_hook(StrEnum, lambda data, kind: kind(_strict(str)(data, str)))
    converter.register_unstructure_hook(StrEnum, lambda member: member.value)
    converter.register_structure_hook(datetime, _time)
    converter.register_unstructure_hook(datetime, _iso)
    converter.register_structure_hook_factory(_is_sequence, lambda kind: _list_reader(converter, kind))
    converter.register_unstructure_hook_func(
        _is_sequence, lambda values: [converter.unstructure(value) for value in _ordered(values)]
    )
    converter.register_structure_hook_factory(_is_part, lambda kind: _part_reader(converter, kind))
    converter.register_unstructure_hook_func(_is_part, lambda part: _part(converter, part))
    return converter


def _strict(plain: type) -> Callable[[object, object], object]:
    def check(data: object, _kind: object) -> object:
        if type(data) is not plain:
            raise DecodeError(f"not a {plain.__name__}")
        return data

    return check


def _time(data: object, _kind: object) -> datetime:
    if type(data) is not str:
        raise DecodeError("not a time")
    time = datetime.fromisoformat(data)
    if time.utcoffset() != timedelta(0):
        raise DecodeError("not a time in UTC")
    return time.astimezone(UTC)


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _is_sequence(kind: object) -> bool:
    return kind in _SEQUENCES or get_origin(kind) in _SEQUENCES


def _ordered(values: Collection[object]) -> Iterable[object]:
    return sorted(values, key=str) if isinstance(values, frozenset) else values


def _list_reader(converter: "Converter", kind: Any) -> Callable[[object, object], object]:  # noqa: ANN401  a type form
    """Like cattrs' own, but only lists are sequences: a text is no tuple of letters, an object no tuple of keys."""
    build = get_origin(kind)
    arguments = get_args(kind)
    endless = build is frozenset or (len(arguments) > 1 and arguments[1] is Ellipsis)

    def read(data: object, _kind: object) -> object:
        if type(data) is not list:
            raise DecodeError("not a list")
        kinds = [arguments[0]] * len(data) if endless else list(arguments)
        if len(kinds) != len(data):
            raise DecodeError(f"not {len(kinds)} values")
        values = [converter.structure(item, item_kind) for item, item_kind in zip(data, kinds, strict=True)]
        if build is frozenset and len(set(values)) != len(values):
            raise DecodeError("a value twice")
        return build(values)

    return read


def _is_part(kind: object) -> bool:
    """Whether the type is Known[…], bare or with Unknown as the other possibility."""
    return kind is Known or get_origin(kind) is Known or any(get_origin(arm) is Known for arm in get_args(kind))


def _part(converter: "Converter", part: object) -> dict[str, object]:
    if isinstance(part, Known):
        return {"known": converter.unstructure(part.value)}
    return {"unknown": converter.unstructure(part)}


def _part_reader(converter: "Converter", kind: Any) -> Callable[[object, object], object]:  # noqa: ANN401  a type form
    arms = [kind] if get_origin(kind) is Known else [arm for arm in get_args(kind) if get_origin(arm) is Known]
    (inner,) = get_args(arms[0])

    def read(data: object, _kind: object) -> object:
        if type(data) is not dict or len(data) != 1:
            raise DecodeError("neither known nor unknown")
        match next(iter(data.items())):
            case ("known", value):
                return Known(converter.structure(value, inner))
            case ("unknown", value):
                return converter.structure(value, Unknown)
        raise DecodeError("neither known nor unknown")

    return read
