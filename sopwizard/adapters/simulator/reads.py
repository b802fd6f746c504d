"""Reading rows: lists with their query options and pages, single rows, and what $expand adds."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from sopwizard.adapters.simulator import options, privileges, store
from sopwizard.adapters.simulator.errors import bad_query, message_not_supported
from sopwizard.adapters.simulator.messages import Answer, Json, Request, json_answer
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.paths import Query, related, where
from sopwizard.adapters.simulator.session import Session, etag
from sopwizard.adapters.simulator.store import quoted
from sopwizard.adapters.simulator.urls import Address
from sopwizard.adapters.simulator.values import target_of

_LIST = ("$select", "$filter", "$orderby", "$top", "$count", "$expand", "$skiptoken", "$apply", "fetchxml", "sql")
_COOKIE = re.compile(r'<cookie pagenumber="(\d{1,9})" pagingcookie="([^"]*)" istracking="False" />')
_SKIP = re.compile(r'skip="(\d{1,12})"')
_COUNT_LIMIT = 5000
_DEPTH = 10


def new_query(session: Session) -> Query:
    """A condition for this request."""
    return Query(session.model, session.caller.id, session.stamp)


def listing(session: Session, request: Request, address: Address, table: Table) -> Answer:
    """GET on an entity set, with everything that its query options ask for."""
    address.only(*_LIST)
    _may_read(session, table)
    if "fetchxml" in address.options:
        from sopwizard.adapters.simulator import fetchxml  # noqa: PLC0415  XML is loaded when it is needed

        return fetchxml.answer(session, address, table)
    if "$apply" in address.options:
        from sopwizard.adapters.simulator import apply  # noqa: PLC0415  see above

        return apply.answer(session, address, table)
    if "sql" in address.options:
        from sopwizard.adapters.simulator import sqlquery  # noqa: PLC0415  see above

        return sqlquery.answer(session, address, table)
    query = new_query(session)
    source = f"SELECT t.* FROM {quoted(table.name)} t WHERE 1"  # noqa: S608  the model's names
    del request
    return collection(session, address, table, query, source)


def collection(session: Session, address: Address, table: Table, query: Query, source: str) -> Answer:
    """The rows of ``source`` (a SELECT of ``t`` whose condition may be added to) under the address's options."""
    asked = address.options
    names = options.selected(table, asked.get("$select"))
    body: Json = {"@odata.context": session.context.of(f"{table.entity_set}{_shape(table, asked)}")}
    if "$filter" in asked:
        source += f" AND {where(query, table, 't', asked['$filter'], address.aliases)}"
    ordered = options.order(query, table, "t", asked.get("$orderby"))
    limit = options.top(asked.get("$top"))
    skip, page = _position(asked.get("$skiptoken"))
    size = min(session.context.prefers.page or options.PAGE, options.PAGE)
    if limit is not None:
        size = min(limit, options.PAGE)
    if options.counted(asked.get("$count")):
        body |= count_members(session, number(session, query, source))
    found = fetch(session, query, f"{source} ORDER BY {ordered} LIMIT {size + 1} OFFSET {skip}")
    more, found = len(found) > size, found[:size]
    wanted = tuple(options.expansions(table, asked.get("$expand")))
    body["value"] = [with_expansions(session, table, row, names, wanted, address.aliases) for row in found]
    headers: list[tuple[str, str]] = []
    if limit is None:
        headers.append(("x-paged", "1"))
        if more:
            body["@odata.nextLink"] = _next_link(address, table, found, page, skip + size)
    return json_answer(body, session.context, 200, *headers)


def fetch(session: Session, query: Query, sql: str) -> list[store.Row]:
    """The rows of a query; one that is too deep for the store is refused."""
    import sqlite3  # noqa: PLC0415  the error's name only

    try:
        return [dict(row) for row in session.connection.execute(sql, query.values)]
    except sqlite3.OperationalError as error:
        raise bad_query("The query is too complex.") from error


def number(session: Session, query: Query, source: str) -> int:
    """How many rows a source has."""
    return int(fetch(session, query, f"SELECT COUNT(*) AS n FROM ({source})")[0]["n"])  # noqa: S608  made by us


def count_members(session: Session, total: int) -> Json:
    """@odata.count and, where asked for, whether it is the whole truth: Dataverse counts to 5,000."""
    members: Json = {"@odata.count": min(total, _COUNT_LIMIT)}
    if session.context.prefers.wants("Microsoft.Dynamics.CRM.totalrecordcount"):
        members["@Microsoft.Dynamics.CRM.totalrecordcount"] = min(total, _COUNT_LIMIT)
        members["@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded"] = total > _COUNT_LIMIT
    return members


def _shape(table: Table, asked: Mapping[str, str]) -> str:
    names = [part.strip() for part in asked.get("$select", "").split(",") if part.strip()]
    for expansion in options.expansions(table, asked.get("$expand")):
        inner = [part.strip() for part in expansion.options.get("$select", "").split(",") if part.strip()]
        names.append(f"{expansion.name}({','.join(inner)})")
    return f"({','.join(names)})" if names else ""


def _position(token: str | None) -> tuple[int, int]:
    """How many rows come before the page that a skip token means, and the page's number."""
    if token is None:
        return 0, 1
    cookie = _COOKIE.fullmatch(token)
    inner = _SKIP.search(unquote(unquote(cookie[2]))) if cookie else None
    if cookie is None or inner is None:
        raise bad_query("Malformed XML in the paging cookie.")
    return int(inner[1]), int(cookie[1])


def _next_link(address: Address, table: Table, rows: Sequence[store.Row], page: int, skip: int) -> str:
    last, first = rows[-1][table.key], rows[0][table.key]
    inner = (
        f'<cookie page="{page}"><{table.key} last="{{{str(last).upper()}}}" first="{{{str(first).upper()}}}" '
        f'skip="{skip}" /></cookie>'
    )
    cookie = (
        f'<cookie pagenumber="{page + 1}" pagingcookie="{quote(quote(inner, safe=""), safe="")}" istracking="False" />'
    )
    rest = [
        part for part in address.raw_query.split("&") if part and not part.startswith(("$skiptoken", "%24skiptoken"))
    ]
    path = "/".join(
        segment.name if segment.bracket is None else f"{segment.name}({segment.bracket})"
        for segment in address.segments
    )
    return f"{address.root}{path}?{'&'.join((*rest, '$skiptoken=' + quote(cookie, safe='')))}"


def single(session: Session, request: Request, address: Address, table: Table, row: store.Row) -> Answer:
    """GET on one row; If-None-Match with its version answers 304."""
    address.only("$select", "$expand")
    _may_read(session, table)
    names = options.selected(table, address.options.get("$select"))
    wanted = tuple(options.expansions(table, address.options.get("$expand")))
    match = request.headers.get("If-None-Match")
    annotated = bool(session.context.prefers.annotations)
    if match and match.strip() == etag(row) and not wanted and not annotated:
        return Answer(304, (("ETag", etag(row)),))
    body: Json = {"@odata.context": session.context.of(f"{table.entity_set}{_shape(table, address.options)}/$entity")}
    body |= with_expansions(session, table, row, names, wanted, address.aliases)
    return json_answer(body, session.context, 200, ("ETag", etag(row)))


def with_expansions(  # noqa: PLR0913, PLR0917  a row, how it is to look, and where it stands
    session: Session,
    table: Table,
    row: store.Row,
    names: Sequence[str] | None,
    wanted: Sequence[options.Expansion],
    aliases: Mapping[str, str],
    depth: int = 0,
) -> Json:
    """A row as JSON with its expanded navigation properties."""
    body = session.entity(table, row, names)
    if depth >= _DEPTH:
        raise bad_query(
            f"The request includes a $expand path which is too deep. The maximum depth allowed is {_DEPTH}."
        )
    for expansion in wanted:
        if expansion.name in table.navigation:
            body[expansion.name] = _one(session, table, row, expansion, aliases, depth)
        else:
            body[expansion.name] = _many(session, table, row, expansion, aliases, depth)
    return body


def _one(  # noqa: PLR0913, PLR0917  see with_expansions
    session: Session,
    table: Table,
    row: store.Row,
    expansion: options.Expansion,
    aliases: Mapping[str, str],
    depth: int,
) -> Json | None:
    lookup, name = table.navigation[expansion.name]
    key = row[lookup.member]
    if set(expansion.options) - {"$select", "$expand"}:
        raise bad_query("Only $select and $expand are supported for single-valued navigation properties.")
    target = session.model.tables.get(target_of(lookup, row) if lookup.name == "ownerid" else name)
    if target is None or key is None or target_of(lookup, row) != target.name:
        return None
    _may_read(session, target)
    found = store.find(session.connection, target, key)
    if found is None:
        return None
    names = options.selected(target, expansion.options.get("$select"))
    inner = tuple(options.expansions(target, expansion.options.get("$expand")))
    return with_expansions(session, target, found, names, inner, aliases, depth + 1)


def _many(  # noqa: PLR0913, PLR0917  see with_expansions
    session: Session,
    table: Table,
    row: store.Row,
    expansion: options.Expansion,
    aliases: Mapping[str, str],
    depth: int,
) -> list[Json]:
    asked = expansion.options
    query = new_query(session)
    target, source = members(session, query, table, row, expansion.name)
    if "$filter" in asked:
        source += f" AND {where(query, target, 't', asked['$filter'], aliases)}"
    limit = options.top(asked.get("$top"))
    ordered = options.order(query, target, "t", asked.get("$orderby"))
    size = options.PAGE if limit is None else min(limit, options.PAGE)
    names = options.selected(target, asked.get("$select"))
    inner = tuple(options.expansions(target, asked.get("$expand")))
    found = fetch(session, query, f"{source} ORDER BY {ordered} LIMIT {size}")
    return [with_expansions(session, target, entry, names, inner, aliases, depth + 1) for entry in found]


def members(session: Session, query: Query, table: Table, row: store.Row, name: str) -> tuple[Table, str]:
    """The table of a collection-valued navigation property and a SELECT (as ``t``) of the rows that belong to a row."""
    relation = table.relations[name]
    target = session.model.tables.get(relation.table)
    if target is None:
        raise message_not_supported("RetrieveMultiple", relation.table)
    _may_read(session, target)
    parent = f"(SELECT {query.bind(row[table.key])} AS {quoted(table.key)})"
    inner = related(query, relation, table, "parent", target, "t")
    head, condition = inner.split(" WHERE ", 1)
    return target, f"{head.replace('SELECT t.*', 'SELECT t.*', 1)} JOIN {parent} parent WHERE {condition}"


def _may_read(session: Session, table: Table) -> None:
    if "RetrieveMultiple" not in table.messages:
        raise message_not_supported("RetrieveMultiple", table.name)
    privileges.demand(session.model, session.caller, table, "Read")


def value_of(session: Session, table: Table, row: store.Row, name: str) -> Any:  # noqa: ANN401  JSON is of any kind
    """One property of a row."""
    column = table.by_member[name]
    return session.annotated(column, row)[name]
