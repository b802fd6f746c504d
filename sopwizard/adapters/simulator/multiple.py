"""CreateMultiple, UpdateMultiple and UpsertMultiple: many rows by one request, all or none."""

from sopwizard.adapters.simulator import store
from sopwizard.adapters.simulator.errors import bad_payload, bad_query, method_not_allowed, unknown_segment
from sopwizard.adapters.simulator.keys import resolver
from sopwizard.adapters.simulator.messages import Answer, Json, Request, json_answer
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.urls import Segment, named_values, parse
from sopwizard.adapters.simulator.values import GUID
from sopwizard.adapters.simulator.writes import Resolve, change, insert

_MANY = 1000
_NAMESPACE = "Microsoft.Dynamics.CRM."


def on_set(session: Session, request: Request, table: Table, segment: Segment) -> Answer:
    """CreateMultiple, UpdateMultiple and UpsertMultiple on an entity set: all rows or none."""
    name = segment.name.removeprefix(_NAMESPACE)
    if name not in {"CreateMultiple", "UpdateMultiple", "UpsertMultiple"} or segment.bracket not in {None, ""}:
        raise unknown_segment(segment.name)
    if request.method != "POST":
        raise method_not_allowed(request.method, "POST")
    targets = request.json().get("Targets")
    if not isinstance(targets, list) or not targets or not all(isinstance(entry, dict) for entry in targets):
        raise bad_payload(table.entity_set, f"The parameter 'Targets' of the operation '{name}' is missing.")
    if len(targets) > _MANY:
        raise bad_query(f"No more than {_MANY} rows are taken at once.")
    for entry in targets:
        kind = str(entry.get("@odata.type", "")).removeprefix("#")
        if kind != f"{_NAMESPACE}{table.name}":
            raise bad_payload(table.entity_set, f"The type '{kind}' is not '{_NAMESPACE}{table.name}'.")
    return _MULTIPLE[name](session, table, targets, resolver(session))


def _create_multiple(session: Session, table: Table, targets: list[Json], resolve: Resolve) -> Answer:
    ids = [insert(session, table, entry, resolve) for entry in targets]
    body = {"@odata.context": session.context.of(f"{_NAMESPACE}CreateMultipleResponse"), "Ids": ids}
    return json_answer(body, session.context)


def _key_of(session: Session, table: Table, entry: Json) -> str | None:
    """The row that a target means: by primary key, by an alternate key in its columns, or by @odata.id."""
    key = entry.get(table.key)
    if key is None and isinstance(entry.get("@odata.id"), str):
        key = resolver(session)(entry["@odata.id"])[1]
    if key is None:
        for columns in table.keys.values():
            if all(entry.get(name) is not None for name in columns):
                condition = " AND ".join(f"{store.quoted(name)} = ?" for name in columns)
                sql = f"SELECT {store.quoted(table.key)} AS key FROM {store.quoted(table.name)} WHERE {condition}"  # noqa: S608  model's names
                found = session.connection.execute(sql, [entry[name] for name in columns]).fetchone()
                return str(found["key"]) if found else None
        return None
    if not isinstance(key, str) or not GUID.fullmatch(key):
        raise bad_payload(table.entity_set, f"Cannot convert the literal '{key}' to the expected type 'Edm.Guid'.")
    return key.lower()


def _update_multiple(session: Session, table: Table, targets: list[Json], resolve: Resolve) -> Answer:
    for entry in targets:
        key = _key_of(session, table, entry)
        if key is None:
            raise bad_payload(table.entity_set, f"The primary key '{table.key}' of a target is missing.")
        change(session, table, session.row(table, key), entry, resolve)
    return Answer(204)


def _upsert_multiple(session: Session, table: Table, targets: list[Json], resolve: Resolve) -> Answer:
    results = []
    for target in targets:
        entry, by_key = _with_alternate_key(session, table, target)
        key = by_key or _key_of(session, table, entry)
        row = store.find(session.connection, table, key) if key else None
        if row is None:
            key = insert(session, table, {**entry, table.key: key} if key else entry, resolve)
        else:
            change(session, table, row, entry, resolve)
        results.append(
            {"RecordCreated": row is None, "Target": {"@odata.type": f"#{_NAMESPACE}{table.name}", table.key: key}}
        )
    body = {"@odata.context": session.context.of(f"{_NAMESPACE}UpsertMultipleResponse"), "Results": results}
    return json_answer(body, session.context)


def _with_alternate_key(session: Session, table: Table, entry: Json) -> tuple[Json, str | None]:
    """A target whose @odata.id names an alternate key: its columns count as given."""
    place = entry.get("@odata.id")
    if not isinstance(place, str):
        return entry, None
    segments = parse(f"/api/data/v9.2/{place.lstrip('/').split('/')[-1]}", "").segments
    text = segments[0].bracket or ""
    if "=" not in text or GUID.fullmatch(text):
        return entry, None
    columns = {name: literal.strip("'").replace("''", "'") for name, literal in named_values(text, {}).items()}
    rest = {name: value for name, value in entry.items() if name != "@odata.id"}
    return {**columns, **rest}, _key_of(session, table, columns)


_MULTIPLE = {"CreateMultiple": _create_multiple, "UpdateMultiple": _update_multiple, "UpsertMultiple": _upsert_multiple}
