"""Which part of the Web API a path means, and which verbs it takes."""

from sopwizard.adapters.simulator import options, privileges, reads, store, writes
from sopwizard.adapters.simulator.errors import (
    bad_query,
    message_not_supported,
    method_not_allowed,
    not_found,
    unknown_segment,
)
from sopwizard.adapters.simulator.keys import alternate_key, find, key_of, resolver
from sopwizard.adapters.simulator.messages import Answer, Json, Request, json_answer
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.paths import Query, where
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.urls import Address, Segment
from sopwizard.adapters.simulator.values import GUID

_METADATA = frozenset(
    {"EntityDefinitions", "GlobalOptionSetDefinitions", "RelationshipDefinitions", "ManagedPropertyDefinitions"}
)
_NAMESPACE = "Microsoft.Dynamics.CRM."


def route(session: Session, request: Request, address: Address) -> Answer:
    """Answer a request by its path."""
    method = "GET" if request.method == "HEAD" else request.method
    request = Request(method, request.target, request.headers, request.body, request.origin)
    if not address.segments:
        return _service_document(session, request)
    first, rest = address.segments[0], address.segments[1:]
    if first.name in _METADATA or first.name == "$metadata":
        from sopwizard.adapters.simulator import metadata  # noqa: PLC0415  loaded when it is needed

        return metadata.answer(session, request, address)
    if first.name in session.model.sets:
        return _rows(session, request, address, session.model.sets[first.name])
    from sopwizard.adapters.simulator import actions, functions  # noqa: PLC0415  loaded when they are needed

    if rest:
        if first.name in functions.UNBOUND:
            raise unknown_segment(rest[0].name)
        raise unknown_segment(first.name)
    if first.name in functions.UNBOUND:
        _allow(request, "GET")
        return functions.unbound(session, address)
    if first.name in actions.UNBOUND:
        _allow(request, "POST")
        return actions.unbound(session, request, address)
    raise unknown_segment(first.name)


def _service_document(session: Session, request: Request) -> Answer:
    _allow(request, "GET")
    sets = [{"name": name, "kind": "EntitySet", "url": name} for name in sorted(session.model.sets)]
    return json_answer({"@odata.context": session.context.of("").removesuffix("#"), "value": sets}, session.context)


def _allow(request: Request, *methods: str) -> None:
    if request.method not in methods:
        raise method_not_allowed(request.method, ", ".join(methods))


def _rows(session: Session, request: Request, address: Address, table: Table) -> Answer:
    first, rest = address.segments[0], address.segments[1:]
    if first.bracket is None:
        return _set(session, request, address, table, rest)
    if not rest and request.method == "PATCH" and GUID.fullmatch(first.bracket.strip()):
        # an update of a row that is not there may create it, so that it is not looked up first
        return writes.modify(session, request, address, (table, first.bracket.strip().lower()), resolver(session))
    if not rest and request.method == "PATCH" and not request.headers.get("If-Match"):
        named = alternate_key(table, first, address.aliases)
        if named and find(session, table, named) is None:
            return writes.create(session, request, address, table, resolver(session), named)
    key = key_of(session, table, first, address.aliases)
    return _row(session, request, address, (table, key), rest)


def _set(session: Session, request: Request, address: Address, table: Table, rest: tuple[Segment, ...]) -> Answer:
    if not rest:
        _allow(request, "GET", "POST")
        if request.method == "GET":
            return reads.listing(session, request, address, table)
        address.only("$select")
        return writes.create(session, request, address, table, resolver(session))
    if len(rest) == 1 and rest[0].name == "$count" and rest[0].bracket is None:
        _allow(request, "GET")
        return _count(session, address, table, None)
    if len(rest) == 1 and rest[0].name.startswith(_NAMESPACE):
        from sopwizard.adapters.simulator import multiple  # noqa: PLC0415  see route

        return multiple.on_set(session, request, table, rest[0])
    raise unknown_segment(rest[0].name)


def _count(session: Session, address: Address, table: Table, source: tuple[Query, str] | None) -> Answer:
    address.only("$filter")
    privileges.demand(session.model, session.caller, table, "Read")
    query, sql = source or (reads.new_query(session), f"SELECT t.* FROM {store.quoted(table.name)} t WHERE 1")  # noqa: S608  model's names
    if "$filter" in address.options:
        sql += f" AND {where(query, table, 't', address.options['$filter'], address.aliases)}"
    total = min(reads.number(session, query, sql), options.PAGE)
    return Answer(200, (("Content-Type", "text/plain"),), str(total).encode())


def _row(  # noqa: PLR0911  one return a kind of step
    session: Session, request: Request, address: Address, place: tuple[Table, str], rest: tuple[Segment, ...]
) -> Answer:
    """One row and what lies behind it."""
    table, key = place
    if not rest:
        _allow(request, "GET", "PATCH", "DELETE")
        if request.method == "PATCH":
            return writes.modify(session, request, address, (table, key), resolver(session))
        row = _existing(session, table, key)
        if request.method == "DELETE":
            address.only()
            return writes.remove(session, request, table, row)
        return reads.single(session, request, address, table, row)
    step, further = rest[0], rest[1:]
    if step.name.startswith(_NAMESPACE):
        from sopwizard.adapters.simulator import actions, functions  # noqa: PLC0415  see route

        if further:
            raise unknown_segment(further[0].name)
        name = step.name.removeprefix(_NAMESPACE)
        if name in functions.BOUND:
            _allow(request, "GET")
            return functions.bound(session, address, step, table, key)
        return actions.on_row(session, request, step, table, key)
    row = _existing(session, table, key)
    if step.name in table.navigation:
        return _navigation(session, request, address, (table, row), rest)
    if step.name in table.relations:
        return _collection(session, request, address, (table, row), rest)
    return _property(session, request, address, (table, row), rest)


def _existing(session: Session, table: Table, key: str) -> store.Row:
    if "Retrieve" not in table.messages:
        raise message_not_supported("Retrieve", table.name)
    return session.row(table, key)


def _property(
    session: Session, request: Request, address: Address, place: tuple[Table, store.Row], rest: tuple[Segment, ...]
) -> Answer:
    table, row = place
    name, further = rest[0].name, rest[1:]
    column = table.by_member.get(name)
    if column is None or rest[0].bracket is not None:
        raise unknown_segment(name)
    if further and (further[0].name != "$value" or len(further) > 1):
        raise unknown_segment(further[0].name)
    address.only()
    _allow(request, "GET") if further or column.kind == "lookup" else _allow(request, "GET", "PUT", "DELETE")
    if request.method == "PUT":
        return writes.put_property(session, request, table, row, column)
    if request.method == "DELETE":
        return writes.clear_property(session, request, table, row, column)
    privileges.demand(session.model, session.caller, table, "Read")
    value = reads.value_of(session, table, row, name)
    if value is None:
        return Answer(204)
    if further:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return Answer(200, (("Content-Type", "text/plain; charset=utf-8"),), text.encode())
    context = session.context.of(f"{table.entity_set}({row[table.key]})/{name}")
    return json_answer({"@odata.context": context, "value": value}, session.context)


def _navigation(
    session: Session, request: Request, address: Address, place: tuple[Table, store.Row], rest: tuple[Segment, ...]
) -> Answer:
    """A single-valued navigation property: the row behind the lookup, or its reference."""
    table, row = place
    step, further = rest[0], rest[1:]
    column, name = table.navigation[step.name]
    if column.name == "ownerid":
        name = row.get(store.type_column(column.member)) or name
    target = session.model.tables.get(name)
    if target is None or step.bracket is not None:
        raise unknown_segment(step.name)
    if further and further[0].name == "$ref":
        _allow(request, "GET", "PUT", "DELETE")
        if request.method == "PUT":
            value = _reference(request)
            writes.check_match(request, table, row)
            writes.change(session, table, row, {f"{step.name}@odata.bind": value}, resolver(session))
            return Answer(204)
        if request.method == "DELETE":
            return writes.clear_property(session, request, table, row, column)
    key = row[column.member]
    if key is None or (len(column.targets) > 1 and row.get(store.type_column(column.member)) != target.name):
        return Answer(204)
    if further and further[0].name == "$ref":
        body: Json = {
            "@odata.context": session.context.of("$ref"),
            "@odata.id": f"{session.context.root}{target.entity_set}({key})",
        }
        return json_answer(body, session.context)
    return _row(session, request, address, (target, key), further)


def _reference(request: Request) -> str:
    value = request.json().get("@odata.id")
    if not isinstance(value, str):
        raise bad_query("The member '@odata.id' is needed.")
    return value


def _collection(
    session: Session, request: Request, address: Address, place: tuple[Table, store.Row], rest: tuple[Segment, ...]
) -> Answer:
    """A collection-valued navigation property: its rows, their number, one of them, or references to them."""
    table, row = place
    step, further = rest[0], rest[1:]
    query = reads.new_query(session)
    target, source = reads.members(session, query, table, row, step.name)
    if step.bracket is not None:
        key = key_of(session, target, step, address.aliases)
        inside = reads.fetch(session, query, f"{source} AND t.{store.quoted(target.key)} = {query.bind(key)}")
        if not inside:
            raise not_found(target.name, key)
        if further and further[0].name == "$ref":
            from sopwizard.adapters.simulator import references  # noqa: PLC0415  see route

            _allow(request, "DELETE")
            return references.disassociate(session, table, row, step.name, key)
        return _row(session, request, address, (target, key), further)
    if not further:
        _allow(request, "GET")
        address.only("$select", "$filter", "$orderby", "$top", "$count", "$expand", "$skiptoken")
        return reads.collection(session, address, target, query, source)
    if further[0].name == "$count":
        _allow(request, "GET")
        return _count(session, address, target, (query, source))
    if further[0].name == "$ref":
        from sopwizard.adapters.simulator import references  # noqa: PLC0415  see route

        _allow(request, "GET", "POST")
        if request.method == "POST":
            return references.associate(session, table, row, step.name, resolver(session)(_reference(request)))
        rows = [
            {"@odata.id": f"{session.context.root}{target.entity_set}({entry[target.key]})"}
            for entry in reads.fetch(session, query, source)
        ]
        return json_answer({"@odata.context": session.context.of("Collection($ref)"), "value": rows}, session.context)
    raise unknown_segment(further[0].name)
