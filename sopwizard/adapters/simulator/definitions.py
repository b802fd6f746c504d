"""Tables and columns as the metadata part of the Web API describes them."""

import uuid
from collections.abc import Mapping
from typing import Any

from sopwizard.adapters.simulator.messages import Json
from sopwizard.adapters.simulator.model import Column, Table
from sopwizard.adapters.simulator.privileges import of_table, privilege_id

_IDS = uuid.UUID("70b2a9a4-52b1-5c5a-9a7c-11b0d6a6f4c3")
_LANGUAGE = 1033
KINDS: Mapping[str, str] = {
    "Uniqueidentifier": "Uniqueidentifier",
    "String": "String",
    "Memo": "Memo",
    "Integer": "Integer",
    "BigInt": "BigInt",
    "Double": "Double",
    "Decimal": "Decimal",
    "Money": "Money",
    "Boolean": "Boolean",
    "DateTime": "DateTime",
    "Picklist": "Picklist",
    "State": "State",
    "Status": "Status",
    "Lookup": "Lookup",
    "EntityName": "EntityName",
}
_KIND_OF = {
    "guid": "Uniqueidentifier", "string": "String", "memo": "Memo", "int": "Integer", "bigint": "BigInt",
    "double": "Double", "decimal": "Decimal", "money": "Money", "bool": "Boolean", "date": "DateTime",
    "dateonly": "DateTime", "datetime": "DateTime", "picklist": "Picklist", "state": "State", "status": "Status",
    "lookup": "Lookup",
}  # fmt: skip
_CUSTOMER = {"account", "contact"}


def metadata_id(*names: str) -> str:
    """The id of a definition."""
    return str(uuid.uuid5(_IDS, "/".join(names)))


def label(text: str | None) -> Json:
    """A label in the one language of the simulator."""
    if text is None:
        return {"LocalizedLabels": [], "UserLocalizedLabel": None}
    one = {
        "Label": text,
        "LanguageCode": _LANGUAGE,
        "IsManaged": True,
        "MetadataId": metadata_id("label", text),
        "HasChanged": None,
    }
    return {"LocalizedLabels": [one], "UserLocalizedLabel": dict(one)}


def managed(value: Any, name: str, *, changeable: bool = True) -> Json:  # noqa: ANN401  Boolean or text
    """A managed property."""
    return {"Value": value, "CanBeChanged": changeable, "ManagedPropertyLogicalName": name}


def table(entry: Table) -> Json:
    """EntityMetadata without its navigation properties."""
    plural = entry.label[:-1] + "ies" if entry.label.endswith("y") else f"{entry.label}s"
    return {
        "MetadataId": metadata_id(entry.name),
        "HasChanged": None,
        "ActivityTypeMask": 0,
        "AutoRouteToOwnerQueue": False,
        "CanTriggerWorkflow": True,
        "EntityHelpUrlEnabled": False,
        "IsDocumentManagementEnabled": False,
        "IsOneNoteIntegrationEnabled": False,
        "IsInteractionCentricEnabled": False,
        "IsKnowledgeManagementEnabled": False,
        "IsSLAEnabled": False,
        "IsBPFEntity": False,
        "IsActivity": entry.key == "activityid",
        "IsActivityParty": False,
        "IsAvailableOffline": entry.optimistic,
        "IsChildEntity": False,
        "IsAIRUpdated": True,
        "IsCustomEntity": entry.custom,
        "IsEnabledForCharts": True,
        "IsEnabledForTrace": False,
        "IsImportable": True,
        "IsIntersect": entry.intersect,
        "IsManaged": True,
        "IsLogicalEntity": False,
        "IsQuickCreateEnabled": entry.quick_create,
        "IsReadingPaneEnabled": True,
        "IsValidForAdvancedFind": True,
        "IsPrivate": False,
        "IsStateModelAware": bool(entry.states),
        "IsOptimisticConcurrencyEnabled": entry.optimistic,
        "ChangeTrackingEnabled": entry.optimistic,
        "EnforceStateTransitions": False,
        "ObjectTypeCode": entry.otc,
        "OwnershipType": entry.owner,
        "LogicalName": entry.name,
        "LogicalCollectionName": entry.entity_set,
        "EntitySetName": entry.entity_set,
        "SchemaName": entry.schema,
        "CollectionSchemaName": f"{entry.schema}s",
        "PrimaryIdAttribute": entry.key,
        "PrimaryNameAttribute": entry.primary_name,
        "PrimaryImageAttribute": None,
        "TableType": "Standard",
        "DataProviderId": None,
        "DisplayName": label(entry.label),
        "DisplayCollectionName": label(plural),
        "Description": label(None),
        "IsAuditEnabled": managed(entry.audit, "canmodifyauditsettings"),
        "IsCustomizable": managed(True, "iscustomizable", changeable=False),  # noqa: FBT003  a value, not a switch
        "IsDuplicateDetectionEnabled": managed(False, "canmodifyduplicatedetectionsettings"),  # noqa: FBT003  see above
        "Privileges": [_privilege(entry, access, name) for access, name in of_table(entry)],
        "Settings": [],
    }


def _privilege(entry: Table, access: str, name: str) -> Json:
    owned = entry.owner == "UserOwned"
    return {
        "CanBeBasic": owned,
        "CanBeDeep": owned,
        "CanBeGlobal": True,
        "CanBeLocal": owned,
        "CanBeEntityReference": False,
        "CanBeParentEntityReference": False,
        "Name": name,
        "PrivilegeId": privilege_id(name),
        "PrivilegeType": access,
    }


def attribute(entry: Table, column: Column) -> Json:
    """AttributeMetadata of the column's kind, without its navigation properties."""
    kind = _KIND_OF[column.kind]
    type_name = "Customer" if set(column.targets) == _CUSTOMER else "Owner" if column.name == "ownerid" else kind
    key = column.name == entry.key
    body: Json = {
        "@odata.type": f"#Microsoft.Dynamics.CRM.{kind}AttributeMetadata",
        "MetadataId": metadata_id(entry.name, column.name),
        "HasChanged": None,
        "AttributeOf": None,
        "AttributeType": type_name,
        "AttributeTypeName": {"Value": f"{type_name}Type"},
        "ColumnNumber": list(entry.columns).index(column.name) + 1,
        "EntityLogicalName": entry.name,
        "LogicalName": column.name,
        "SchemaName": column.schema,
        "IsCustomAttribute": "_" in column.name and not column.name.startswith(("address", "billto", "shipto")),
        "IsPrimaryId": key,
        "IsPrimaryName": column.name == entry.primary_name,
        "IsLogical": False,
        "IsManaged": True,
        "IsRetrievable": True,
        "IsFilterable": False,
        "IsSearchable": False,
        "IsSecured": False,
        "IsValidForCreate": (key or not column.read_only) and "nocreate" not in column.flags,
        "IsValidForRead": True,
        "IsValidForUpdate": not column.read_only,
        "IsValidForForm": "noform" not in column.flags,
        "IsValidForGrid": True,
        "IsRequiredForForm": False,
        "SourceType": 0,
        "IntroducedVersion": "5.0.0.0",
        "DisplayName": label(column.label),
        "Description": label(None),
        "RequiredLevel": managed(
            "SystemRequired"
            if key or "system" in column.flags
            else "ApplicationRequired"
            if "required" in column.flags
            else "None",
            "canmodifyrequirementlevelsettings",
        ),
        "IsAuditEnabled": managed(entry.audit, "canmodifyauditsettings"),
        "IsCustomizable": managed(True, "iscustomizable"),  # noqa: FBT003  a value, not a switch
    }
    return body | _particulars(entry, column)


def _particulars(entry: Table, column: Column) -> Json:  # noqa: PLR0911  one return a kind
    match column.kind:
        case "string" | "memo":
            return {
                "MaxLength": int(column.argument or (100 if column.kind == "string" else 2000)),
                "Format": "Text",
                "AutoNumberFormat": entry.autonumber.get(column.name, ""),
            }
        case "int":
            return {"MinValue": column.limits[0], "MaxValue": column.limits[1], "Format": "None"}
        case "decimal" | "money" | "double":
            return {"MinValue": -1e11, "MaxValue": 1e11, "Precision": int(column.argument or 2)}
        case "bool":
            return {"DefaultValue": bool(entry.defaults.get(column.name, False))}
        case "date" | "dateonly" | "datetime":
            only = column.kind != "datetime"
            return {
                "Format": "DateOnly" if only else "DateAndTime",
                "DateTimeBehavior": {"Value": "DateOnly" if only else "UserLocal"},
            }
        case "picklist" | "state" | "status":
            return {"DefaultFormValue": entry.defaults.get(column.name, -1)}
        case "lookup":
            return {"Targets": list(column.targets)}
        case _:
            return {}


def option_set(entry: Table, column: Column) -> Json:
    """The choices of a column, in the form of its kind."""
    name = f"{entry.name}_{column.name}"
    head: Json = {
        "MetadataId": metadata_id("optionset", name),
        "HasChanged": None,
        "IsGlobal": False,
        "IsManaged": True,
        "IsCustomOptionSet": False,
        "Name": name,
        "OptionSetType": {"bool": "Boolean", "state": "State", "status": "Status"}.get(column.kind, "Picklist"),
        "DisplayName": label(column.label),
        "Description": label(None),
    }
    if column.kind == "bool":
        return head | {
            "TrueOption": _option(1, column.options[1]),
            "FalseOption": _option(0, column.options[0]),
        }
    return head | {"Options": [_stated(entry, column, value, text) for value, text in column.options.items()]}


def _option(value: int, text: str) -> Json:
    return {
        "Value": value,
        "Color": None,
        "IsManaged": True,
        "IsHidden": False,
        "ExternalValue": "",
        "ParentValues": [],
        "MetadataId": None,
        "HasChanged": None,
        "Label": label(text),
        "Description": label(None),
    }


def _stated(entry: Table, column: Column, value: int, text: str) -> Json:
    option = _option(value, text)
    if column.kind == "status":
        option["State"] = entry.statuses[value][0]
    if column.kind == "state":
        option |= {"DefaultStatus": entry.default_status.get(value, -1), "InvariantName": text}
    return option
