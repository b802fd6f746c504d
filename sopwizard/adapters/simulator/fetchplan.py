"""FetchXML read: entities, links, filters, orders and aggregates as a plan of SQL. Documents are hostile."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from sopwizard.adapters.simulator.errors import DataverseError
from sopwizard.adapters.simulator.fetchconditions import condition
from sopwizard.adapters.simulator.model import Column, Table
from sopwizard.adapters.simulator.paths import Query
from sopwizard.adapters.simulator.privileges import demand
from sopwizard.adapters.simulator.reads import new_query
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.store import quoted
from sopwizard.adapters.simulator.values import FRACTIONAL, WHOLE

_FETCH = (
    "top count page paging-cookie aggregate distinct returntotalrecordcount no-lock version mapping output-format "
    "utc-offset latematerialize options min-active-row-version"
)
_AGGREGATES = {"count": "COUNT(*)", "countcolumn": "COUNT", "sum": "SUM", "avg": "AVG", "min": "MIN", "max": "MAX"}
_DATE_PARTS = {"day": "%d", "month": "%m", "year": "%Y"}
_LONGEST = 131_072
_DEEPEST = 10


def bad_fetch(message: str) -> DataverseError:
    """A query that cannot be understood."""
    return DataverseError(400, "0x80041130", message)


@dataclass(frozen=True, slots=True)
class Out:
    """A member of the result's rows: its name, its SQL, and the column that it repeats (None: a number made of rows).

    ``silent`` ones are read and not shown.
    """

    name: str
    sql: str
    column: Column | None
    silent: bool = False


@dataclass(slots=True)
class Plan:
    """A query being made."""

    session: Session
    query: Query
    root: Table
    aggregate: bool
    outs: list[Out] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    places: dict[str, tuple[Table, str]] = field(default_factory=dict)


def planned(session: Session, table: Table, text: str) -> tuple[Plan, Element]:
    """The plan of a document, and its root; the entity must be that table."""
    fetch = _parsed(text)
    entity = fetch.find("entity")
    if entity is None or len(fetch.findall("entity")) != 1:
        raise bad_fetch("Invalid Child Node, the valid node is one entity.")
    if _table(session, entity).name != table.name:
        raise bad_fetch(f"The entity '{entity.get('name')}' of the query is not '{table.name}'.")
    work = Plan(session, new_query(session), table, yes(fetch, "aggregate"))
    _known(fetch, _FETCH)
    _entity(work, entity, _Place(table, "t", None, 0))
    shaped = any(child.tag in {"attribute", "all-attributes", "no-attrs"} for child in entity)
    if not work.aggregate and not shaped:
        work.outs += [_plain(column, "t", None) for column in table.columns.values()]
    return work, fetch


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


def yes(node: Element, name: str) -> bool:
    """Whether a switch of an element is on."""
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


@dataclass(frozen=True, slots=True)
class _Place:
    """An entity or link-entity: its table, its SQL alias, the alias that names it in the result (None: the root)."""

    table: Table
    alias: str
    shown: str | None
    depth: int


def _entity(work: Plan, node: Element, place: _Place) -> None:
    if place.depth > _DEEPEST:
        raise bad_fetch("The query has too many linked entities.")
    demand(work.session.model, work.session.caller, place.table, "Read")
    work.places[place.shown or ""] = (place.table, place.alias)
    for child in node:
        handler = _CHILDREN.get(child.tag)
        if handler is None:
            raise bad_fetch(f"Invalid Child Node '{child.tag}'.")
        handler(work, child, place)
    if place.shown is None:
        # filters come last: they may name linked entities
        work.conditions += [_filter(work, child, place.table, place.alias) for child in node.findall("filter")]


def _all_attributes(work: Plan, _: Element, place: _Place) -> None:
    work.outs += [_plain(column, place.alias, place.shown) for column in place.table.columns.values()]


def _nothing(_: Plan, __: Element, ___: _Place) -> None:
    """Elements that are read elsewhere, or ask for nothing."""


def _plain(column: Column, alias: str, shown: str | None) -> Out:
    name = column.member if shown is None else f"{shown}.{column.name}"
    return Out(name, f"{alias}.{quoted(column.member)}", column)


def _attribute(work: Plan, node: Element, place: _Place) -> None:
    _known(node, "name alias aggregate groupby dategrouping distinct usertimezone rowaggregate")
    table, alias, shown = place.table, place.alias, place.shown
    column = _column(table, node.get("name", ""))
    sql = f"{alias}.{quoted(column.member)}"
    name = node.get("alias")
    if name is not None and not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise bad_fetch(f"Invalid alias '{name}'.")
    if work.aggregate:
        _aggregated(work, node, column, sql, name)
    elif node.get("aggregate") or yes(node, "groupby"):
        raise bad_fetch("An aggregate or groupby needs aggregate='true' on fetch.")
    else:
        work.outs.append(Out(name or _plain(column, alias, shown).name, sql, column))


def _aggregated(work: Plan, node: Element, column: Column, sql: str, name: str | None) -> None:
    """An attribute of an aggregate query: a group, or a number."""
    if name is None:
        raise bad_fetch("An alias is needed for every attribute of an aggregate query.")
    if yes(node, "groupby"):
        part = node.get("dategrouping")
        if part is not None:
            if part not in _DATE_PARTS or column.kind not in {"date", "dateonly", "datetime"}:
                raise bad_fetch(f"The dategrouping '{part}' is not supported.")
            sql = f"CAST(STRFTIME('{_DATE_PARTS[part]}', {sql}) AS INTEGER)"
        work.groups.append(sql)
        work.outs.append(Out(name, sql, None if part else column))
        return
    kind = node.get("aggregate", "")
    if kind not in _AGGREGATES:
        raise bad_fetch(f"The aggregate '{kind}' is not supported.")
    if kind in {"sum", "avg"} and column.kind not in WHOLE | FRACTIONAL:
        raise bad_fetch(f"The attribute '{column.name}' cannot be added up.")
    inner = f"DISTINCT {sql}" if yes(node, "distinct") else sql
    work.outs.append(Out(name, "COUNT(*)" if kind == "count" else f"{_AGGREGATES[kind]}({inner})", None))


def _order(work: Plan, node: Element, at: _Place) -> None:
    table, alias = at.table, at.alias
    _known(node, "attribute alias descending entityname")
    direction = "DESC" if yes(node, "descending") else "ASC"
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


def _place(work: Plan, name: str) -> tuple[Table, str]:
    if name not in work.places:
        raise bad_fetch(f"The linked entity '{name}' is unknown.")
    return work.places[name]


def _link(work: Plan, node: Element, parent: _Place) -> None:
    _known(node, "name from to alias link-type intersect visible")
    kind = node.get("link-type", "inner")
    if kind not in {"inner", "outer"}:
        raise bad_fetch(f"The link-type '{kind}' is not supported.")
    table = _table(work.session, node)
    near = _column(parent.table, node.get("to") or node.get("from") or "")
    far = _column(table, node.get("from") or node.get("to") or "")
    alias = work.query.alias()
    shown = node.get("alias") or f"{table.name}{len(work.places)}"
    if not re.fullmatch(r"\w+", shown) or shown in work.places:
        raise bad_fetch(f"Invalid alias '{shown}'.")
    on = f"{alias}.{quoted(far.member)} = {parent.alias}.{quoted(near.member)}"
    work.places[shown] = (table, alias)
    conditions = [_filter(work, child, table, alias) for child in node.findall("filter")]
    joined = " AND ".join((on, *conditions))
    work.joins.append(f"{'LEFT JOIN' if kind == 'outer' else 'JOIN'} {quoted(table.name)} {alias} ON {joined}")
    _entity(work, node, _Place(table, alias, shown, parent.depth + 1))


def _filter(work: Plan, node: Element, table: Table, alias: str) -> str:
    _known(node, "type isquickfindfields overridequickfindrecordlimitenabled hint")
    joint = node.get("type", "and").lower()
    if joint not in {"and", "or"}:
        raise bad_fetch(f"Invalid filter type '{joint}'.")
    parts = list(_conditions(work, node, table, alias))
    return f"({f' {joint.upper()} '.join(parts)})" if parts else "1"


def _conditions(work: Plan, node: Element, table: Table, alias: str) -> Iterator[str]:
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


_CHILDREN: dict[str, Callable[[Plan, Element, _Place], None]] = {
    "attribute": _attribute,
    "all-attributes": _all_attributes,
    "no-attrs": _nothing,
    "order": _order,
    "link-entity": _link,
    "filter": _nothing,
}
