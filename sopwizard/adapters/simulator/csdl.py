"""The $metadata document: entity types, sets and functions in CSDL."""

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from sopwizard.adapters.simulator import functions
from sopwizard.adapters.simulator.errors import unknown_segment
from sopwizard.adapters.simulator.messages import Answer
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.urls import Segment
from sopwizard.adapters.simulator.values import EDM


def answer(session: Session, rest: Sequence[Segment]) -> Answer:
    """The whole document."""
    if rest:
        raise unknown_segment(rest[0].name)
    tables = session.model.tables.values()
    sets = "".join(
        f'<EntitySet Name={quoteattr(table.entity_set)} EntityType="Microsoft.Dynamics.CRM.{table.name}" />'
        for table in tables
    )
    calls = "".join(
        f"<FunctionImport Name={quoteattr(name)} Function={quoteattr('Microsoft.Dynamics.CRM.' + name)} />"
        for name in functions.UNBOUND
    )
    text = (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
        '<Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">'
        f"{''.join(_type(session, table) for table in tables)}"
        f'<EntityContainer Name="System">{sets}{calls}</EntityContainer>'
        "</Schema></edmx:DataServices></edmx:Edmx>"
    )
    return Answer(200, (("Content-Type", "application/xml"),), text.encode())


def _type(session: Session, table: Table) -> str:
    parts = [f"<EntityType Name={quoteattr(table.name)}><Key><PropertyRef Name={quoteattr(table.key)} /></Key>"]
    parts += [
        f"<Property Name={quoteattr(column.member)} Type={quoteattr(EDM[column.kind])} />"
        for column in table.columns.values()
    ]
    parts += [
        f'<NavigationProperty Name={quoteattr(name)} Type="mscrm.{target}" />'
        for name, (_, target) in table.navigation.items()
        if target in session.model.tables
    ]
    parts += [
        f'<NavigationProperty Name={quoteattr(relation.name)} Type="Collection(mscrm.{relation.table})" />'
        for relation in table.relations.values()
        if relation.table in session.model.tables
    ]
    return "".join((*parts, "</EntityType>"))
