"""FetchXML: filter, link-entity, order, aggregate, count and pages. Documents are hostile until parsed by defusedxml."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from sopwizard.adapters.simulator import options, privileges, reads, values
from sopwizard.adapters.simulator.apply import LIMIT
from sopwizard.adapters.simulator.errors import DataverseError, too_many_aggregated
from sopwizard.adapters.simulator.fetchconditions import condition
from sopwizard.adapters.simulator.filters import Query
from sopwizard.adapters.simulator.messages import Answer, Json, json_answer
from sopwizard.adapters.simulator.model import Column, Table
from sopwizard.adapters.simulator.session import Session, etag
from sopwizard.adapters.simulator.store import quoted
from sopwizard.adapters.simulator.urls import Address

_AGGREGATES = {"count": "COUNT(*)", "countcolumn": "COUNT", "sum": "SUM", "avg": "AVG", "min": "MIN", "max": "MAX"}
_DATE_PARTS = {"day": "%d", "month": "%m", "year": "%Y"}
_LONGEST = 131_072
_DEEPEST = 10


def bad_fetch(message: str) -> DataverseError:
    """A query that cannot be understood."""
    return DataverseError(400, "0x80041130", message)


@dataclass(frozen=True, slots=True)
class _Out:
    """A member of the result's rows: what it is called, where it comes from, and whether it is a number made of rows."""

    name: str
    sql: str
    column: Column | None
    key: bool = False


@dataclass(slots=True)
class _Work:
    """A query being made."""

    session: Session
    query: Query
    root: Table
    aggregate: bool
    outs: list[_Out] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    places: dict[str, tuple[Table, str]] = field(default_factory=dict)


def answer(session: Session, address: Address, table: Table) -> Answer:
    """The rows of the query in the fetchXml option."""
    address.only("fetchxml")
    fetch = _parsed(address.options["fetchxml"])
    entity = fetch.find("entity")
    if entity is None or len(fetch.findall("entity")) != 1:
        raise bad_fetch(
            "Invalid Child Node, valid nodes are filter, order, link-entity, attribute, all-attributes, no-attrs."
        )
    if _table(session, entity).name != table.name:
        raise bad_fetch(f"The entity '{entity.get('name')}' of the query is not '{table.name}'.")
    work = _Work(session, reads.new_query(session), table, _yes(fetch, "aggregate"))
    _known(
        fetch,
        "top count page paging-cookie aggregate distinct returntotalrecordcount no-lock version mapping output-format utc-offset latematerialize options min-active-row-version",
    )
    _entity(work, entity, table, "t", None, 0)
    return _run(work, fetch)


def _parsed(text: str) -> Element:
    if len(text) > _LONGEST:
        raise bad_fetch("The query is too long.")
    try:
        root: Element = ElementTree.fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, RecursionError) as error:
        raise bad_fetch(f"Invalid XML: {type(error).__name__}.") from error
    if root.tag != "fetch":
        raise bad_fetch("Invalid Xml: the root node must be fetch.")
    return root


def _known(node: Element, names: str) -> None:
    for name in node.keys():  # noqa: SIM118  an element's own keys are its children
        if name not in names.split():
            raise bad_fetch(f"The attribute '{name}' of '{node.tag}' is not supported.")


def _yes(node: Element, name: str) -> bool:
    return node.get(name, "false").lower() in {"true", "1"}


def _table(session: Session, node: Element) -> Table:
    name = node.get("name", "")
    found = session.model.tables.get(name)
    if found is None:
        raise DataverseError(
            404,
            "0x80041102",
            f"The entity with a name = '{name}' with namemapping = 'Logical' was not found in the MetadataCache.",
        )
    return found


def _column(table: Table, name: str) -> Column:
    found = table.columns.get(name)
    if found is None:
        raise DataverseError(
            400,
            "0x80041103",
            f"'{table.schema}' entity doesn't contain attribute with Name = '{name}' and NameMapping = 'Logical'.",
        )
    return found


def _entity(work: _Work, node: Element, table: Table, alias: str, shown: str | None, depth: int) -> None:  # noqa: PLR0913  a place in the query
    """An entity or link-entity; ``shown`` is the alias that names its members in the result (None: the root)."""
    if depth > _DEEPEST:
        raise bad_fetch("The query has too many linked entities.")
    privileges.demand(work.session.model, work.session.caller, table, "Read")
    work.places[shown or ""] = (table, alias)
    for child in node:
        match child.tag:
            case "attribute":
                _attribute(work, child, table, alias, shown)
            case "all-attributes":
                for column in table.columns.values():
                    work.outs.append(_plain(column, alias, shown))
            case "no-attrs":
                continue
            case "order":
                _order(work, child, table, alias)
            case "link-entity":
                _link(work, child, table, alias, depth)
            case "filter":
                continue
            case _:
                raise bad_fetch(f"Invalid Child Node '{child.tag}'.")
    for child in node.findall("filter"):
        # filters come last: they may name linked entities
        if shown is None:
            work.conditions.append(_filter(work, child, table, alias))
    if (
        shown is None
        and not work.aggregate
        and not any(child.tag in {"attribute", "all-attributes", "no-attrs"} for child in node)
    ):
        work.outs += [_plain(column, alias, None) for column in table.columns.values()]


def _plain(column: Column, alias: str, shown: str | None) -> _Out:
    name = column.member if shown is None else f"{shown}.{column.name}"
    return _Out(name, f"{alias}.{quoted(column.member)}", column)


def _attribute(work: _Work, node: Element, table: Table, alias: str, shown: str | None) -> None:
    _known(node, "name alias aggregate groupby dategrouping distinct usertimezone rowaggregate")
    column = _column(table, node.get("name", ""))
    sql = f"{alias}.{quoted(column.member)}"
    name = node.get("alias")
    if name is not None and not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise bad_fetch(f"Invalid alias '{name}'.")
    if not work.aggregate:
        if node.get("aggregate") or _yes(node, "groupby"):
            raise bad_fetch("An aggregate or groupby needs aggregate='true' on fetch.")
        out = _plain(column, alias, shown)
        work.outs.append(_Out(name or out.name, sql, column))
        return
    if name is None:
        raise bad_fetch("An alias is needed for every attribute of an aggregate query.")
    if _yes(node, "groupby"):
        part = node.get("dategrouping")
        if part is not None:
            if part not in _DATE_PARTS or column.kind not in {"date", "dateonly", "datetime"}:
                raise bad_fetch(f"The dategrouping '{part}' is not supported.")
            sql = f"CAST(STRFTIME('{_DATE_PARTS[part]}', {sql}) AS INTEGER)"
        work.groups.append(sql)
        work.outs.append(_Out(name, sql, None if part else column))
        return
    kind = node.get("aggregate", "")
    if kind not in _AGGREGATES:
        raise bad_fetch(f"The aggregate '{kind}' is not supported.")
    if kind in {"sum", "avg"} and column.kind not in values.WHOLE | values.FRACTIONAL:
        raise bad_fetch(f"The attribute '{column.name}' cannot be added up.")
    inner = f"DISTINCT {sql}" if _yes(node, "distinct") else sql
    work.outs.append(_Out(name, "COUNT(*)" if kind == "count" else f"{_AGGREGATES[kind]}({inner})", None))


def _order(work: _Work, node: Element, table: Table, alias: str) -> None:
    _known(node, "attribute alias descending entityname")
    direction = "DESC" if _yes(node, "descending") else "ASC"
    named = node.get("alias")
    if named is not None:
        out = next((out for out in work.outs if out.name == named), None)
        if out is None:
            raise bad_fetch(f"The alias '{named}' of an order is unknown.")
        work.orders.append(f"{out.sql} {direction}")
        return
    place = node.get("entityname")
    if place is not None:
        table, alias = _place(work, place)
    work.orders.append(f"{alias}.{quoted(_column(table, node.get('attribute', '')).member)} {direction}")


def _place(work: _Work, name: str) -> tuple[Table, str]:
    if name not in work.places:
        raise bad_fetch(f"The linked entity '{name}' is unknown.")
    return work.places[name]


def _link(work: _Work, node: Element, parent: Table, parent_alias: str, depth: int) -> None:
    _known(node, "name from to alias link-type intersect visible")
    kind = node.get("link-type", "inner")
    if kind not in {"inner", "outer"}:
        raise bad_fetch(f"The link-type '{kind}' is not supported.")
    table = _table(work.session, node)
    near = _column(parent, node.get("to") or node.get("from", ""))
    far = _column(table, node.get("from") or node.get("to", ""))
    alias = work.query.alias()
    shown = node.get("alias") or f"{table.name}{len(work.places)}"
    if not re.fullmatch(r"\w+", shown) or shown in work.places:
        raise bad_fetch(f"Invalid alias '{shown}'.")
    on = f"{alias}.{quoted(far.member)} = {parent_alias}.{quoted(near.member)}"
    work.places[shown] = (table, alias)
    conditions = [_filter(work, child, table, alias) for child in node.findall("filter")]
    joined = " AND ".join((on, *conditions))
    work.joins.append(f"{'LEFT JOIN' if kind == 'outer' else 'JOIN'} {quoted(table.name)} {alias} ON {joined}")
    _entity(work, node, table, alias, shown, depth + 1)


def _filter(work: _Work, node: Element, table: Table, alias: str) -> str:
    _known(node, "type isquickfindfields overridequickfindrecordlimitenabled hint")
    joint = node.get("type", "and").lower()
    if joint not in {"and", "or"}:
        raise bad_fetch(f"Invalid filter type '{joint}'.")
    parts = list(_conditions(work, node, table, alias))
    return f"({f' {joint.upper()} '.join(parts)})" if parts else "1"


def _conditions(work: _Work, node: Element, table: Table, alias: str) -> Iterator[str]:
    for child in node:
        if child.tag == "filter":
            yield _filter(work, child, table, alias)
        elif child.tag == "condition":
            _known(child, "attribute operator value entityname uiname uitype valueof")
            place = child.get("entityname")
            of, at = _place(work, place) if place else (table, alias)
            column = _column(of, child.get("attribute", ""))
            yield condition(work.query, child, column, f"{at}.{quoted(column.member)}")
        else:
            raise bad_fetch(f"Invalid Child Node '{child.tag}' in a filter.")


def _number(fetch: Element, name: str) -> int | None:
    text = fetch.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,9}", text):
        raise bad_fetch(f"Invalid value '{text}' for '{name}'.")
    return int(text)


def _run(work: _Work, fetch: Element) -> Answer:
    session, query = work.session, work.query
    top, count, page = (_number(fetch, name) for name in ("top", "count", "page"))
    if top is not None and page is not None:
        raise bad_fetch("The top attribute can't be specified with paging attribute page")
    size = min(top if top is not None else count or session.context.prefers.page or options.PAGE, options.PAGE)
    number = max(page or 1, 1)
    body = f"FROM {quoted(work.root.name)} t {' '.join(work.joins)} WHERE {' AND '.join(work.conditions) or '1'}"
    if work.aggregate:
        looked_at = reads.fetch(session, query, f"SELECT COUNT(*) AS n FROM (SELECT 1 {body} LIMIT {LIMIT + 1})")  # noqa: S608  made by us
        if looked_at[0]["n"] > LIMIT:
            raise too_many_aggregated()
    outs = _outs(work)
    distinct = "DISTINCT " if _yes(fetch, "distinct") and not work.aggregate else ""
    sql = f"SELECT {distinct}{', '.join(f'{out.sql} AS {quoted(out.name)}' for out in outs)} {body}"
    if work.groups:
        sql += f" GROUP BY {', '.join(work.groups)}"
    orders = [*work.orders, *([] if work.aggregate or distinct else ["t.rowid"])]
    if orders:
        sql += f" ORDER BY {', '.join(orders)}"
    rows = reads.fetch(session, query, f"{sql} LIMIT {size + 1} OFFSET {(number - 1) * size}")
    more = len(rows) > size and top is None
    result: Json = {"@odata.context": session.context.of(work.root.entity_set)}
    if _yes(fetch, "returntotalrecordcount"):
        total = reads.fetch(session, query, f"SELECT COUNT(*) AS n FROM (SELECT 1 {body})")[0]["n"]  # noqa: S608  made by us
        result |= reads.count_members(session, total)
        result |= {
            "@Microsoft.Dynamics.CRM.totalrecordcount": min(total, options.PAGE),
            "@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded": total > options.PAGE,
        }
    wants = session.context.prefers.wants
    if more and wants("Microsoft.Dynamics.CRM.fetchxmlpagingcookie"):
        result["@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"] = _cookie(work.root, rows, number)
    if more and wants("Microsoft.Dynamics.CRM.morerecords"):
        result["@Microsoft.Dynamics.CRM.morerecords"] = True
    result["value"] = [_row(work, row, outs) for row in rows[:size]]
    return json_answer(result, session.context)


def _outs(work: _Work) -> list[_Out]:
    """The members of a row: the root's key and version always come along, except in aggregates."""
    outs = list({out.name: out for out in work.outs}.values())
    if not work.aggregate:
        for name in (work.root.key, "versionnumber"):
            if name in work.root.columns and not any(out.name == name for out in outs):
                outs.append(_Out(name, f"t.{quoted(name)}", work.root.columns[name], key=name != work.root.key))
    if not outs:
        raise bad_fetch("The query asks for nothing.")
    return outs


def _cookie(table: Table, rows: list[dict[str, Any]], page: int) -> str:
    first, last = str(rows[0].get(table.key, "")).upper(), str(rows[-2].get(table.key, "")).upper()
    inner = f'<cookie page="{page}"><{table.key} last="{{{last}}}" first="{{{first}}}" /></cookie>'
    return (
        f'<cookie pagenumber="{page + 1}" pagingcookie="{quote(quote(inner, safe=""), safe="")}" istracking="False" />'
    )


def _row(work: _Work, row: Mapping[str, Any], outs: list[_Out]) -> Json:
    body: Json = {}
    if not work.aggregate and "versionnumber" in row:
        body["@odata.etag"] = etag(row)
    for out in outs:
        value = row[out.name]
        if out.key or (value is None and ("." in out.name or work.aggregate)):
            continue  # linked rows have no members without value
        if out.column is None:
            if value is not None and work.session.context.prefers.wants(values.FORMATTED):
                body[f"{out.name}@{values.FORMATTED}"] = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
            body[out.name] = value
        else:
            annotated = work.session.annotated(out.column, {out.column.member: value})
            body |= {out.name + key.removeprefix(out.column.member): entry for key, entry in annotated.items()}
    return body
