"""The content of saved order-header maps: JSON that customers change, sometimes JSON in a JSON text (DOMAIN 5.1).

Whatever is not as expected is not readable, and nothing is guessed from it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from sopwizard.adapters.dataverse import rows
from sopwizard.adapters.dataverse.answers import Json, clean
from sopwizard.domain.surroundings import HeaderMapping, MapDefinition

STATUS_COLUMN = "msdyn_processingstatus"

_NAME = re.compile(r"[^\[]{0,100}\[\s*([^\]]{1,200}?)\s+-\s+([^\]]{1,200}?)\s*\]\s*")
_MAX_VALUES = 200
_MAX_FIELDS = 2_000


def definition(row: Json) -> MapDefinition:
    """A row of ``msdyn_dualwriteentitymap``."""
    name = rows.text(row, "msdyn_name")
    if name is None:
        raise rows.broken("msdyn_name")
    entity_set, entity = _parts(name)
    return MapDefinition(
        row_id=rows.guid(row, "msdyn_dualwriteentitymapid"),
        name=name,
        entity_set=entity_set,
        entity=entity,
        version=rows.text(row, "msdyn_version", 40),
        state=rows.number(row, "statecode"),
    )


def _parts(name: str) -> tuple[str | None, str | None]:
    found = _NAME.fullmatch(name)
    return (found[1], found[2]) if found else (None, None)


def header_mapping(row: Json) -> HeaderMapping:
    """What a row's JSON says of the processing status, of filters and of fixed values."""
    row_id, version = rows.guid(row, "msdyn_dualwriteentitymapid"), rows.text(row, "msdyn_version", 40)
    _, entity = _parts(rows.text(row, "msdyn_name") or "")
    leg = _leg(rows.unpacked(row.get("msdyn_mapping")))
    if leg is None:
        return HeaderMapping(row_id, entity, version, readable=False)
    fields = leg.get("fieldMappings")
    known = [field for field in fields[:_MAX_FIELDS] if isinstance(field, dict)] if isinstance(fields, list) else []
    status = next((field for field in known if STATUS_COLUMN in _ends(field)), None)
    return HeaderMapping(
        row_id=row_id,
        entity=entity,
        version=version,
        readable=True,
        values=None if status is None else _value_map(status),
        to_sales=_filter(leg, "sourceFilter"),
        to_scm=_filter(leg, "reversedSourceFilter"),
        constants=tuple(_constants(known)),
    )


def _leg(mapping: Mapping[str, object] | None) -> Mapping[str, object] | None:
    """The leg between finance and operations and Dataverse."""
    legs = None if mapping is None else mapping.get("legs")
    if not isinstance(legs, list):
        return None
    found = [leg for leg in legs if isinstance(leg, dict) and leg.get("destinationEnvironmentType") == "CRM"]
    return found[0] if found else next((leg for leg in legs if isinstance(leg, dict)), None)


def _ends(field: Mapping[str, object]) -> tuple[str, ...]:
    ends = (field.get("sourceField"), field.get("destinationField"))
    return tuple(end.lower() for end in ends if isinstance(end, str))


def _filter(leg: Mapping[str, object], name: str) -> str | None:
    if name not in leg:
        return None
    value = leg[name]
    if value is None:
        return ""
    return clean(value, 1000) if isinstance(value, str) else None


def _transforms(field: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    transforms = field.get("valueTransforms")
    for transform in transforms if isinstance(transforms, list) else ():
        if isinstance(transform, dict):
            yield transform


def _value_map(field: Mapping[str, object]) -> tuple[tuple[str, str], ...] | None:
    for transform in _transforms(field):
        values = transform.get("valueMap")
        if isinstance(values, dict) and len(values) <= _MAX_VALUES:
            return tuple((clean(key, 100), clean(str(value), 100)) for key, value in values.items())
    return None


def _constants(fields: Sequence[Mapping[str, object]]) -> Iterator[tuple[str, str]]:
    """Columns with a fixed value. How a fixed value is written is not published: a transform of a kind that says so."""
    for field in fields:
        destination = field.get("destinationField")
        for transform in _transforms(field):
            kind, value = transform.get("transformType"), transform.get("defaultValue")
            if isinstance(destination, str) and kind == "Default" and isinstance(value, str | int):
                yield clean(destination, 100), clean(str(value), 100)
