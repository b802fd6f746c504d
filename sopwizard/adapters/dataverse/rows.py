"""Rows of answers as domain values. A row may say anything: ids must be ids, flags true or false, names are cleaned.

What a row leaves out, or gives in another type, is None: unknown. Only a missing id makes the row unusable, and with it
the list that it stands in.
"""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from sopwizard.adapters.dataverse.answers import Json, clean
from sopwizard.adapters.dataverse.wire import WireError
from sopwizard.domain.errors import Problem
from sopwizard.domain.model.ids import ApplicationId, OrganizationId, UserId
from sopwizard.domain.model.snapshot import Caller, EntityMap, Organization, Privilege, Solution, User

T = TypeVar("T")

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{1,100}"')
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_MAX_JSON = 4 * 1024 * 1024
_KINDS = {"Customer": "Production", "Secondary": "Production", "CustomerTest": "Sandbox", "CustomerFreeTest": "Sandbox"}
"""Source: Web API reference, OrganizationType EnumType. Without it no real production environment is known as one."""
_VERSION_PARTS = ("Major", "Minor", "Build", "Revision")


def broken(reason: str) -> WireError:
    """The answer has not the shape of what was asked for."""
    return WireError(Problem.BROKEN_ANSWER, {"reason": reason})


def is_guid(value: str) -> bool:
    """Whether it is a GUID in lower case."""
    return _GUID.fullmatch(value) is not None


def guid(row: Json, name: str) -> str:
    """The id in that column; BROKEN_ANSWER where there is none."""
    value = row.get(name)
    if isinstance(value, str) and is_guid(value.lower()):
        return value.lower()
    raise broken(name)


def text(row: Json, name: str, limit: int = 200) -> str | None:
    """The column's text, cleaned; None where it is empty or no text."""
    value = row.get(name)
    return clean(value, limit) or None if isinstance(value, str) else None


def flag(row: Json, name: str) -> bool | None:
    """The column's value if it is true or false."""
    value = row.get(name)
    return value if isinstance(value, bool) else None


def number(row: Json, name: str) -> int | None:
    """The column's value if it is a whole number of 32 bits."""
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31:
        return value
    return None


def etag(row: Json) -> str | None:
    """The row's version, if it has the form of one: it goes into a header."""
    value = row.get("@odata.etag")
    return value if isinstance(value, str) and _ETAG.fullmatch(value) else None


def values(data: Json) -> tuple[Json, ...]:
    """The rows of a list that has one page, each once."""
    return tuple(keyed(data).values())


def keyed(data: Json) -> dict[str, Json]:
    """The rows of a page by their whole content: every row names its key, so that two alike are one sent twice."""
    rows = data.get("value")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise broken("value")
    try:
        return {json.dumps(row, sort_keys=True): row for row in rows}
    except RecursionError as error:
        raise broken("value") from error


def distinct(rows: Iterable[T], key: Callable[[T], Hashable]) -> tuple[T, ...]:
    """The rows without repetitions; BROKEN_ANSWER where two that differ have the same key."""
    found: dict[Hashable, T] = {}
    for row in rows:
        if found.setdefault(key(row), row) != row:
            raise broken("duplicate")
    return tuple(found.values())


def caller(data: Json) -> Caller:
    """WhoAmI's answer (DOMAIN 7.2)."""
    return Caller(
        user_id=UserId(guid(data, "UserId")),
        business_unit_id=guid(data, "BusinessUnitId"),
        organization_id=OrganizationId(guid(data, "OrganizationId")),
    )


def organization(row: Json, details: Json) -> Organization:
    """The organization row (DOMAIN 1.1), and what RetrieveCurrentOrganization says of the environment (7.2)."""
    return Organization(
        organization_id=OrganizationId(guid(row, "organizationid")),
        name=text(details, "FriendlyName") or text(row, "name"),
        version=text(details, "OrganizationVersion", 40),
        kind=_kind(text(details, "OrganizationType", 40)),
        sop_enabled=flag(row, "issopintegrationenabled"),
        system_pricing=flag(row, "oobpricecalculationenabled"),
        discount_method=number(row, "discountcalculationmethod"),
        pricing_decimal_precision=number(row, "pricingdecimalprecision"),
        order_prefix=text(row, "orderprefix", 40),
        audit_enabled=flag(row, "isauditenabled"),
        etag=etag(row),
    )


def _kind(name: str | None) -> str | None:
    """The environment's type in the words of the admin center, as far as they differ from the platform's own."""
    return _KINDS.get(name, name) if name else None


def user(row: Json) -> User:
    """A row of ``systemuser`` (DOMAIN 2)."""
    user_id = guid(row, "systemuserid")
    return User(
        user_id=UserId(user_id),
        application_id=None if row.get("applicationid") is None else ApplicationId(guid(row, "applicationid")),
        name=text(row, "fullname") or text(row, "domainname") or user_id,
        user_name=text(row, "domainname"),
        disabled=flag(row, "isdisabled"),
        marked=flag(row, "isintegrationuser"),
        access_mode=number(row, "accessmode"),
        licensed=flag(row, "islicensed"),
        etag=etag(row),
    )


def solution(row: Json) -> Solution:
    """A row of ``solution`` (DOMAIN 5.2)."""
    unique_name = text(row, "uniquename")
    if unique_name is None:
        raise broken("uniquename")
    return Solution(unique_name, text(row, "friendlyname"), text(row, "version", 40), flag(row, "ismanaged"))


def entity_map(row: Json) -> EntityMap:
    """A row of ``msdyn_dualwriteruntimeconfig`` (DOMAIN 5.1)."""
    table, entity = text(row, "msdyn_internalentityname"), text(row, "msdyn_externalentityname")
    if table is None or entity is None:
        raise broken("msdyn_internalentityname")
    return EntityMap(
        row_id=guid(row, "msdyn_dualwriteruntimeconfigid"),
        table=table,
        entity=entity,
        version=map_version(row.get("msdyn_unsecure")),
        state=number(row, "statecode"),
        modified=text(row, "modifiedon", 40),
    )


def unpacked(saved: object) -> Mapping[str, object] | None:
    """The JSON object in a column, however it is wrapped; None where there is none."""
    data = saved
    for _ in range(2):
        if not isinstance(data, str):
            break
        if len(data) > _MAX_JSON:
            return None
        try:
            data = json.loads(data)
        except (ValueError, RecursionError):
            return None
    return data if isinstance(data, dict) else None


def map_version(saved: object) -> str | None:
    """The version in a running map's JSON, which is sometimes JSON in a JSON text; None where there is none to read."""
    known = unpacked(saved)
    version = known.get("EntityMapVersion") if known is not None else None
    if not isinstance(version, dict):
        return None
    parts = [number(version, name) for name in _VERSION_PARTS]
    return None if None in parts else ".".join(str(part) for part in parts)


def option_values(data: Json) -> tuple[int, ...]:
    """The values of a picklist column, in ascending order. The options stand in its own set or in a global one."""
    for name in ("OptionSet", "GlobalOptionSet"):
        options = data.get(name)
        if isinstance(options, dict) and isinstance(options.get("Options"), list):
            found = [number(option, "Value") for option in options["Options"] if isinstance(option, dict)]
            if len(found) != len(options["Options"]) or None in found:
                raise broken("Options")
            return tuple(sorted({value for value in found if value is not None}))
    raise broken("OptionSet")


def privileges(data: Json) -> tuple[Privilege, ...]:
    """The answer of RetrieveUserSetOfPrivilegesByNames (DOMAIN 7.6): what is absent is not held."""
    rows = data.get("RolePrivileges")
    if not isinstance(rows, list):
        raise broken("RolePrivileges")
    found = []
    for row in rows:
        name = text(row, "PrivilegeName") if isinstance(row, dict) else None
        depth = text(row, "Depth", 40) if isinstance(row, dict) else None
        if name is None or depth is None:
            raise broken("PrivilegeName")
        found.append(Privilege(name, depth))
    return tuple(dict.fromkeys(found))


def column_names(rows: Sequence[Json], prefix: str) -> tuple[str, ...]:
    """The logical names that begin so, in alphabetical order, from a list of attributes."""
    names = [row.get("LogicalName") for row in rows]
    if not all(isinstance(name, str) and _NAME.fullmatch(name) for name in names):
        raise broken("LogicalName")
    return tuple(sorted({str(name) for name in names if str(name).startswith(prefix)}))
