"""Alternate keys and relationships as the metadata part of the Web API describes them."""

from sopwizard.adapters.simulator.definitions import metadata_id
from sopwizard.adapters.simulator.messages import Json
from sopwizard.adapters.simulator.model import Column, Model, Table


def keys(entry: Table) -> list[Json]:
    """Alternate keys."""
    return [
        {
            "MetadataId": metadata_id(entry.name, "key", name),
            "LogicalName": name,
            "SchemaName": name,
            "EntityLogicalName": entry.name,
            "KeyAttributes": list(columns),
            "EntityKeyIndexStatus": "Active",
            "IsManaged": True,
        }
        for name, columns in entry.keys.items()
    ]


def many_to_one(entry: Table) -> list[Json]:
    """The relationships behind the table's lookups."""
    return [
        _relationship(entry, column, target, navigation)
        for column in entry.columns.values()
        for navigation, target in column.navigation.items()
    ]


def one_to_many(model: Model, entry: Table) -> list[Json]:
    """The relationships in which other tables point here."""
    return [
        _relationship(other, column, target, navigation)
        for other in model.tables.values()
        for column in other.columns.values()
        for navigation, target in column.navigation.items()
        if target == entry.name
    ]


def _relationship(entry: Table, column: Column, target: str, navigation: str) -> Json:
    name = f"{target}_{entry.name}_{column.name}"
    return {
        "MetadataId": metadata_id("relationship", name),
        "SchemaName": name,
        "RelationshipType": "OneToManyRelationship",
        "ReferencedEntity": target,
        "ReferencedAttribute": f"{target}id",
        "ReferencingEntity": entry.name,
        "ReferencingAttribute": column.name,
        "ReferencingEntityNavigationPropertyName": navigation,
        "IsCustomRelationship": False,
        "IsManaged": True,
    }


def many_to_many(entry: Table) -> list[Json]:
    """The relationships through intersect tables."""
    return [
        {
            "MetadataId": metadata_id("relationship", relation.name),
            "SchemaName": relation.name,
            "RelationshipType": "ManyToManyRelationship",
            "Entity1LogicalName": entry.name,
            "Entity1IntersectAttribute": relation.this,
            "Entity1NavigationPropertyName": relation.name,
            "Entity2LogicalName": relation.table,
            "Entity2IntersectAttribute": relation.that,
            "Entity2NavigationPropertyName": relation.name,
            "IntersectEntityName": relation.through,
        }
        for relation in entry.relations.values()
        if relation.through
    ]
