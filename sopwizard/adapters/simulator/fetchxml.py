"""FetchXML answered: pages, counts, aggregates and rows of a plan."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

from sopwizard.adapters.simulator import options, reads, values
from sopwizard.adapters.simulator.apply import within_limit
from sopwizard.adapters.simulator.fetchplan import Out, Plan, bad_fetch, planned, yes
from sopwizard.adapters.simulator.messages import Answer, Json, json_answer
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.session import Session, etag
from sopwizard.adapters.simulator.store import quoted
from sopwizard.adapters.simulator.urls import Address


def answer(session: Session, address: Address, table: Table) -> Answer:
    """The rows of the query in the fetchXml option."""
    address.only("fetchxml")
    return _run(*planned(session, table, address.options["fetchxml"]))


def _number(fetch: Element, name: str) -> int | None:
    text = fetch.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,9}", text):
        raise bad_fetch(f"Invalid value '{text}' for '{name}'.")
    return int(text)


def _run(work: Plan, fetch: Element) -> Answer:
    session, query = work.session, work.query
    top, count, page = (_number(fetch, name) for name in ("top", "count", "page"))
    if top is not None and page is not None:
        raise bad_fetch("The top attribute can't be specified with paging attribute page")
    size = min(top if top is not None else count or session.context.prefers.page or options.PAGE, options.PAGE)
    number = max(page or 1, 1)
    body = f"FROM {quoted(work.root.name)} t {' '.join(work.joins)} WHERE {' AND '.join(work.conditions) or '1'}"
    if work.aggregate:
        within_limit(session, query, body)
    distinct = yes(fetch, "distinct") and not work.aggregate
    outs = _outs(work, distinct=distinct)
    sql = _statement(work, outs, body, distinct=distinct)
    rows = reads.fetch(session, query, f"{sql} LIMIT {size + 1} OFFSET {(number - 1) * size}")
    more = len(rows) > size and top is None
    result: Json = {"@odata.context": session.context.of(work.root.entity_set)}
    if yes(fetch, "returntotalrecordcount"):
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


def _statement(work: Plan, outs: list[Out], body: str, *, distinct: bool) -> str:
    columns = ", ".join(f"{out.sql} AS {quoted(out.name)}" for out in outs)
    sql = f"SELECT {'DISTINCT ' if distinct else ''}{columns} {body}"
    if work.groups:
        sql += f" GROUP BY {', '.join(work.groups)}"
    orders = [*work.orders, *([] if work.aggregate or distinct else ["t.rowid"])]
    return f"{sql} ORDER BY {', '.join(orders)}" if orders else sql


def _outs(work: Plan, *, distinct: bool) -> list[Out]:
    """The members of a row: the root's key and version come along, except where rows are put together."""
    outs = list({out.name: out for out in work.outs}.values())
    if not work.aggregate and not distinct:
        for name in (work.root.key, "versionnumber"):
            if name in work.root.columns and not any(out.name == name for out in outs):
                outs.append(Out(name, f"t.{quoted(name)}", work.root.columns[name], silent=name != work.root.key))
    if not outs:
        raise bad_fetch("The query asks for nothing.")
    return outs


def _cookie(table: Table, rows: list[dict[str, Any]], page: int) -> str:
    first, last = str(rows[0].get(table.key, "")).upper(), str(rows[-2].get(table.key, "")).upper()
    inner = f'<cookie page="{page}"><{table.key} last="{{{last}}}" first="{{{first}}}" /></cookie>'
    return (
        f'<cookie pagenumber="{page + 1}" pagingcookie="{quote(quote(inner, safe=""), safe="")}" istracking="False" />'
    )


def _row(work: Plan, row: Mapping[str, Any], outs: list[Out]) -> Json:
    body: Json = {}
    if not work.aggregate and "versionnumber" in row:
        body["@odata.etag"] = etag(row)
    for out in outs:
        value = row[out.name]
        if out.silent or (value is None and ("." in out.name or work.aggregate)):
            continue  # linked rows have no members without value
        if out.column is None:
            if value is not None and work.session.context.prefers.wants(values.FORMATTED):
                body[f"{out.name}@{values.FORMATTED}"] = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
            body[out.name] = value
        else:
            annotated = work.session.annotated(out.column, {out.column.member: value})
            body |= {out.name + key.removeprefix(out.column.member): entry for key, entry in annotated.items()}
    return body
