"""Metadata: EntityDefinitions with attributes, casts, keys and relationships, and the $metadata document."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn

from sopwizard.adapters.simulator import definitions, options, relationships
from sopwizard.adapters.simulator.errors import (
    DataverseError,
    bad_key,
    bad_query,
    method_not_allowed,
    unknown_segment,
    unsupported,
)
from sopwizard.adapters.simulator.messages import Answer, Json, Request, json_answer
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.urls import Address, Segment, named_values, split, text_literal
from sopwizard.adapters.simulator.values import GUID

_CAST = re.compile(r"Microsoft\.Dynamics\.CRM\.(\w+)AttributeMetadata")
_ATTRIBUTE_EXPANDS = frozenset({"OptionSet", "GlobalOptionSet"})
_CHOICES = frozenset({"picklist", "state", "status", "bool"})
_OPTIONS = ("$select", "$filter", "$expand", "$top", "$count", "$orderby")


def answer(session: Session, request: Request, address: Address) -> Answer:
    """GET below EntityDefinitions, or $metadata. Metadata cannot be written here."""
    if request.method != "GET":
        raise method_not_allowed(request.method, "GET")
    first, rest = address.segments[0], address.segments[1:]
    if first.name == "$metadata":
        from sopwizard.adapters.simulator import csdl  # noqa: PLC0415  seldom asked for

        return csdl.answer(session, rest)
    if first.name != "EntityDefinitions":
        raise unsupported(f"{first.name} cannot be read here.")
    address.only(*_OPTIONS)
    if first.bracket is None:
        if rest:
            raise unknown_segment(rest[0].name)
        tables = [definitions.table(table) for table in session.model.tables.values()]
        return _list(session, address, "EntityDefinitions", tables, _table_expander(session))
    table = _table(session, first, address)
    if not rest:
        return _one(session, address, "EntityDefinitions", definitions.table(table), _table_expander(session))
    return _below(session, address, table, rest)


def _table(session: Session, segment: Segment, address: Address) -> Table:
    name = _name(segment, address)
    for table in session.model.tables.values():
        if name in {table.name, definitions.metadata_id(table.name)}:
            return table
    raise DataverseError(
        404, "0x80060888", f"Could not find an entity with name {name} and NameMappingType Logical in MetadataCache."
    )


def _name(segment: Segment, address: Address) -> str:
    text = (segment.bracket or "").strip()
    if GUID.fullmatch(text):
        return text.lower()
    named = named_values(text, address.aliases)
    if list(named) != ["LogicalName"]:
        raise bad_key()
    return text_literal(named["LogicalName"])


def _below(session: Session, address: Address, table: Table, rest: Sequence[Segment]) -> Answer:
    """What a table has: attributes, keys, relationships, or one property of it."""
    step, further = rest[0], rest[1:]
    place = f"EntityDefinitions('{table.name}')/{step.name}"
    if step.name == "Attributes":
        if step.bracket is None:
            return _attributes(session, address, table, further, place)
        return _attribute(session, address, table, _name(step, address), further)
    collections: dict[str, Callable[[], list[Json]]] = {
        "Keys": lambda: relationships.keys(table),
        "ManyToOneRelationships": lambda: relationships.many_to_one(table),
        "OneToManyRelationships": lambda: relationships.one_to_many(session.model, table),
        "ManyToManyRelationships": lambda: relationships.many_to_many(table),
    }
    if step.name in collections and not further and step.bracket is None:
        return _list(session, address, place, collections[step.name](), _no_expand)
    whole = definitions.table(table)
    if step.name not in whole or further or step.bracket is not None:
        raise unknown_segment(step.name)
    return json_answer({"@odata.context": session.context.of(place), "value": whole[step.name]}, session.context)


def _attributes(session: Session, address: Address, table: Table, further: Sequence[Segment], place: str) -> Answer:
    kind = _cast(further)
    found = [definitions.attribute(table, column) for column in table.columns.values()]
    if kind is not None:
        found = [entry for entry in found if entry["@odata.type"] == f"#Microsoft.Dynamics.CRM.{kind}AttributeMetadata"]
        place += f"/Microsoft.Dynamics.CRM.{kind}AttributeMetadata"
    expander = _attribute_expander(table) if kind else _no_expand
    return _list(session, address, place, found, expander, typed=kind is None)


def _cast(further: Sequence[Segment]) -> str | None:
    if not further:
        return None
    cast = _CAST.fullmatch(further[0].name)
    if cast is None or len(further) > 1 or cast[1] not in definitions.KINDS:
        raise unknown_segment(further[-1].name)
    return cast[1]


def _attribute(session: Session, address: Address, table: Table, name: str, further: Sequence[Segment]) -> Answer:
    column = table.columns.get(name)
    if column is None:
        raise DataverseError(
            404, "0x80060888", f"Could not find an attribute with name {name} in entity {table.name} in MetadataCache."
        )
    whole = definitions.attribute(table, column)
    place = f"EntityDefinitions('{table.name}')/Attributes"
    if not further:
        return _one(session, address, place, whole, _no_expand, typed=True)
    kind = _cast(further[:1])
    if whole["@odata.type"] != f"#Microsoft.Dynamics.CRM.{kind}AttributeMetadata":
        raise unknown_segment(further[0].name)
    place += f"/Microsoft.Dynamics.CRM.{kind}AttributeMetadata"
    if len(further) == 1:
        return _one(session, address, place, whole, _attribute_expander(table))
    if further[1].name not in _ATTRIBUTE_EXPANDS or len(further) > 2 or column.kind not in _CHOICES:  # noqa: PLR2004  cast and property
        raise unknown_segment(further[-1].name)
    if further[1].name == "GlobalOptionSet":
        return Answer(204)
    return _one(session, address, f"{place}/OptionSet", definitions.option_set(table, column), _no_expand)


Expander = Callable[[Json, str, Mapping[str, str]], Any]


def _no_expand(_: Json, name: str, __: Mapping[str, str]) -> NoReturn:
    raise bad_query(f"Could not find a navigation property named '{name}' to expand.")


def _attribute_expander(table: Table) -> Expander:
    def expand(entry: Json, name: str, asked: Mapping[str, str]) -> Json | None:
        column = table.columns[entry["LogicalName"]]
        if name not in _ATTRIBUTE_EXPANDS or column.kind not in _CHOICES:
            _no_expand(entry, name, asked)
        if name == "GlobalOptionSet":
            return None
        return _shown(definitions.option_set(table, column), asked.get("$select"))

    return expand


def _table_expander(session: Session) -> Expander:
    def expand(entry: Json, name: str, asked: Mapping[str, str]) -> list[Json]:
        table = session.model.tables[entry["LogicalName"]]
        if name == "Attributes":
            found = [definitions.attribute(table, column) for column in table.columns.values()]
        elif name == "Keys":
            found = relationships.keys(table)
        elif name == "ManyToOneRelationships":
            found = relationships.many_to_one(table)
        elif name == "OneToManyRelationships":
            found = relationships.one_to_many(session.model, table)
        elif name == "ManyToManyRelationships":
            found = relationships.many_to_many(table)
        else:
            _no_expand(entry, name, asked)
        return [_shown(item, asked.get("$select")) for item in _filtered(found, asked.get("$filter"))]

    return expand


def _list(  # noqa: PLR0913  what is listed, where, and how it is shown
    session: Session,
    address: Address,
    place: str,
    entries: Iterable[Json],
    expander: Expander,
    *,
    typed: bool = True,
) -> Answer:
    asked = address.options
    if "$orderby" in asked:
        raise bad_query("The $orderby query option is not supported for metadata.")
    found = _filtered(entries, asked.get("$filter"))
    body: Json = {"@odata.context": session.context.of(f"{place}{_fragment(asked)}")}
    if options.counted(asked.get("$count")):
        body["@odata.count"] = len(found)
    limit = options.top(asked.get("$top"))
    body["value"] = [_whole(entry, asked, expander, typed=typed) for entry in found[:limit]]
    return json_answer(body, session.context)


def _one(  # noqa: PLR0913  see _list
    session: Session, address: Address, place: str, entry: Json, expander: Expander, *, typed: bool = False
) -> Answer:
    address.only("$select", "$expand")
    body: Json = {"@odata.context": session.context.of(f"{place}{_fragment(address.options)}/$entity")}
    body |= _whole(entry, address.options, expander, typed=typed)
    return json_answer(body, session.context)


def _fragment(asked: Mapping[str, str]) -> str:
    return f"({asked['$select']})" if asked.get("$select") else ""


def _whole(entry: Json, asked: Mapping[str, str], expander: Expander, *, typed: bool) -> Json:
    shown = _shown(entry, asked.get("$select"))
    if not typed:
        shown.pop("@odata.type", None)
    for part in split(asked.get("$expand", ""), ","):
        if not part.strip():
            continue
        name, bracket, rest = part.strip().partition("(")
        inner: dict[str, str] = {}
        if bracket:
            for option in split(rest.removesuffix(")"), ";"):
                key, _, value = option.partition("=")
                inner[key.strip()] = value.strip()
        if set(inner) - {"$select", "$filter"}:
            raise bad_query("Only $select and $filter are supported in $expand of metadata.")
        shown[name] = expander(entry, name, inner)
    return shown


def _shown(entry: Json, select: str | None) -> Json:
    if not select:
        return dict(entry)
    names = [name.strip() for name in select.split(",")]
    for name in names:
        if name not in entry:
            kind = str(entry.get("@odata.type", "#Microsoft.Dynamics.CRM.EntityMetadata"))[1:]
            raise bad_query(f"Could not find a property named '{name}' on type '{kind}'.")
    kept = {"@odata.type", "MetadataId", *names}
    return {key: value for key, value in entry.items() if key in kept}


def _filtered(entries: Iterable[Json], text: str | None) -> list[Json]:
    if text is None:
        return list(entries)
    from sopwizard.adapters.simulator import conditions  # noqa: PLC0415  the grammar takes a while to load

    holds = conditions.compiled(text)
    return [entry for entry in entries if holds(entry)]
