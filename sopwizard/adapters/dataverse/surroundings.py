"""The parts of a survey around the flag and the marks: what is asked, and what the answers say.

Two batches: what needs no id, and who made which orders. A batch that fails as a whole fails its own parts only.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sopwizard.adapters.dataverse import rows
from sopwizard.adapters.dataverse.answers import Json
from sopwizard.adapters.dataverse.map_content import definition, header_mapping
from sopwizard.domain.model.snapshot import Privilege, User
from sopwizard.domain.surroundings import (
    RECENT_DAYS,
    SAMPLED_NUMBERS,
    Audited,
    Currency,
    FeatureState,
    HeaderMapping,
    MapDefinition,
    OrderNumbers,
    PluginStep,
    PriceList,
    Team,
    Unit,
    UserOrders,
    UserRoles,
)

# The applications that dual-write works as, for filters (DOMAIN 3.1).
DUAL_WRITE_APPLICATIONS = (
    "f1752846-f0df-4766-96f5-c109adf67d7f",
    "00000015-0000-0000-c000-000000000000",
    "2e49aa60-1bd3-43b6-8ab6-03ada3d9f08b",
)
# DOMAIN 9: the assemblies whose steps carry the synchronization.
ASSEMBLIES = ("DualWriteRegistration.Plugins", "DualWriteRuntime.Plugins")
SALES_APPS = ("msdynce_saleshub", "msdynce_salespro")
MOST_COUNTED = 40
"""Users whose orders are counted; an environment with more of them in integration user mode has another problem."""

_PRIVILEGE = re.compile(r"\w{1,100}", re.ASCII)
_NUMBER = "Microsoft.Dynamics.CRM.StringAttributeMetadata?$select=LogicalName,AutoNumberFormat"


def _either(column: str, values: Iterable[str], *, quoted: bool = True) -> str:
    mark = "'" if quoted else ""
    return " or ".join(f"{column} eq {mark}{value}{mark}" for value in values)


_PRIVILEGES_OF = "EntityDefinitions(LogicalName='{table}')?$select=LogicalName,Privileges"
_TABLES = ("organization", "systemuser", "salesorder", "msdyn_dualwriteruntimeconfig", "msdyn_dualwriteentitymap")
PRIVILEGES = {f"privileges-of-{table}": _PRIVILEGES_OF.format(table=table) for table in _TABLES}
"""What privileges are called; it goes with the first batch, so that the second can ask for them."""

# What this program does, and what its privilege is called where metadata do not tell: of shipped tables only.
_USED = (
    ("organization", "Write", "prvWriteOrganization"),
    ("systemuser", "Write", "prvWriteUser"),
    ("systemuser", "Read", None),
    ("salesorder", "Read", None),
    ("msdyn_dualwriteruntimeconfig", "Read", None),
    ("msdyn_dualwriteentitymap", "Read", None),
)
NOT_HELD = "None"

AROUND = {
    "definitions": "msdyn_dualwriteentitymaps?$select=msdyn_name,msdyn_version,statecode",
    "mappings": "msdyn_dualwriteentitymaps?$select=msdyn_name,msdyn_version,msdyn_mapping"
    "&$filter=contains(msdyn_name,'sales order headers')",
    "features": "msdyn_supplychainfeaturestates?$select=msdyn_name,statecode",
    "roles": "systemusers?$select=systemuserid&$filter="
    + _either("applicationid", DUAL_WRITE_APPLICATIONS, quoted=False)
    + "&$expand=systemuserroles_association($select=name)",
    "teams": "teams?$select=teamid,name,_businessunitid_value&$filter=isdefault eq true"
    "&$expand=teamroles_association($select=name)",
    "units-of-business": "businessunits?$select=businessunitid,_parentbusinessunitid_value",
    "order-format": "EntityDefinitions(LogicalName='salesorder')/Attributes(LogicalName='msdyn_salesordernumber')/"
    + _NUMBER,
    "quote-format": "EntityDefinitions(LogicalName='quote')/Attributes(LogicalName='msdyn_quotenumber')/" + _NUMBER,
    "price-lists": "pricelevels?$select=name,_transactioncurrencyid_value&$filter=statecode eq 0",
    "currencies": "transactioncurrencies?$select=transactioncurrencyid,isocurrencycode&$filter=statecode eq 0",
    "base-currency": "organizations?$select=_basecurrencyid_value",
    "units": "uoms?$select=name,msdyn_symbol",
    "quick-create": "EntityDefinitions(LogicalName='quotedetail')?$select=LogicalName,IsQuickCreateEnabled",
    "steps": "sdkmessageprocessingsteps?$select=name,statecode&$filter="
    + _either("plugintypeid/assemblyname", ASSEMBLIES),
    "apps": "appmodules?$select=uniquename&$filter=" + _either("uniquename", SALES_APPS),
    "organization-audit": "EntityDefinitions(LogicalName='organization')?$select=LogicalName,IsAuditEnabled",
    "user-audit": "EntityDefinitions(LogicalName='systemuser')?$select=LogicalName,IsAuditEnabled",
}
"""What needs nothing that was read before; it goes with the second batch."""


def counted(users: Iterable[User]) -> tuple[User, ...]:
    """Those in integration user mode whom dual-write does not work as."""
    found = (user for user in users if user.marked and user.application_id not in DUAL_WRITE_APPLICATIONS)
    return tuple(found)[:MOST_COUNTED]


def of_users(users: Iterable[User], taken: datetime) -> dict[str, str]:
    """What is asked once the users are known: who made which orders."""
    known = tuple(users)
    since = (taken - timedelta(days=RECENT_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    asked = {
        f"orders-of-{user.user_id}": "salesorders?$apply="
        f"filter(createdon ge {since} and _createdby_value eq {user.user_id})/aggregate($count as count)"
        for user in counted(known)
    }
    own = [user.user_id for user in known if user.application_id in DUAL_WRITE_APPLICATIONS]
    numbers = f"salesorders?$select=msdyn_salesordernumber&$orderby=createdon desc&$top={SAMPLED_NUMBERS}&$filter="
    theirs = _either("_createdby_value", own, quoted=False)
    others = " and ".join(["msdyn_salesordernumber ne null", *(f"_createdby_value ne {user_id}" for user_id in own)])
    asked["sales-numbers"] = numbers + others
    if theirs:
        asked["supply-chain-numbers"] = f"{numbers}msdyn_salesordernumber ne null and ({theirs})"
    return asked


def asked_privileges(tables: Mapping[str, Json]) -> tuple[Privilege, ...]:
    """What is asked about, by the names that the tables' metadata have; ``tables`` are those that could be read."""
    found = []
    for table, access, usual in _USED:
        name = _privilege_name(tables.get(table, {}), access) or usual
        if name is not None:
            found.append(Privilege(name, NOT_HELD, table, access))
    return tuple(found)


def _privilege_name(table: Json, access: str) -> str | None:
    privileges = table.get("Privileges")
    names = {
        rows.text(each, "Name")
        for each in (privileges if isinstance(privileges, list) else ())
        if isinstance(each, dict) and each.get("PrivilegeType") == access
    }
    name = names.pop() if len(names) == 1 else None
    return name if name is not None and _PRIVILEGE.fullmatch(name) else None


def privileges(asked: Iterable[Privilege], data: Json) -> tuple[Privilege, ...]:
    """What was asked about, at the depths at which it is held."""
    held: dict[str, list[str]] = {}
    for each in rows.privileges(data):
        held.setdefault(each.name, []).append(each.depth)
    return tuple(replace(each, depth=depth) for each in asked for depth in held.get(each.name, [NOT_HELD]))


def definitions(found: Iterable[Json]) -> tuple[MapDefinition, ...]:
    """All saved versions of all maps."""
    return rows.distinct((definition(row) for row in found), lambda one: one.row_id)


def mappings(found: Iterable[Json]) -> tuple[HeaderMapping, ...]:
    """The contents of the saved order-header maps."""
    return rows.distinct((header_mapping(row) for row in found), lambda one: one.row_id)


def features(found: Iterable[Json]) -> tuple[FeatureState, ...]:
    """Mirrored features: state 0 is on (DOMAIN 5.1)."""
    return tuple(FeatureState(_name(row, "msdyn_name"), _enabled(row)) for row in found)


def _enabled(row: Json) -> bool | None:
    return {0: True, 1: False}.get(rows.number(row, "statecode"))  # type: ignore[arg-type]


def _name(row: Json, column: str) -> str:
    name = rows.text(row, column)
    if name is None:
        raise rows.broken(column)
    return name


def _role_names(row: Json, collection: str) -> tuple[str, ...]:
    found = row.get(collection)
    if not isinstance(found, list) or not all(isinstance(role, dict) for role in found):
        raise rows.broken(collection)
    return tuple(sorted({_name(role, "name") for role in found}))


def roles(found: Iterable[Json]) -> tuple[UserRoles, ...]:
    """The roles of dual-write's users."""
    return tuple(
        UserRoles(rows.guid(row, "systemuserid"), _role_names(row, "systemuserroles_association")) for row in found
    )


def teams(found: Iterable[Json], units: Iterable[Json] | None) -> tuple[Team, ...]:
    """The default teams; which belongs to the topmost unit is unknown where the units could not be read."""
    roots = None
    if units is not None:
        roots = {rows.guid(unit, "businessunitid") for unit in units if unit.get("_parentbusinessunitid_value") is None}
    return tuple(
        Team(
            team_id=rows.guid(row, "teamid"),
            name=rows.text(row, "name") or rows.guid(row, "teamid"),
            root=None if roots is None else rows.guid(row, "_businessunitid_value") in roots,
            roles=_role_names(row, "teamroles_association"),
        )
        for row in found
    )


def number_format(data: Json) -> str | None:
    """The auto-number format of a column; None where it has none."""
    if "AutoNumberFormat" not in data:
        raise rows.broken("AutoNumberFormat")
    return rows.text(data, "AutoNumberFormat", 500)


def count(data: Json) -> int:
    """The number in an aggregate's one row; no row is none."""
    found = rows.values(data)
    if not found:
        return 0
    number = rows.number(found[0], "count")
    if len(found) > 1 or number is None or number < 0:
        raise rows.broken("count")
    return number


def recent_orders(users: Iterable[User], counts: Mapping[str, int | None]) -> tuple[UserOrders, ...]:
    """The counts of the users that were asked for."""
    return tuple(UserOrders(user.user_id, counts.get(user.user_id)) for user in counted(users))


def numbers(sales: Json, supply_chain: Json | None) -> OrderNumbers:
    """The latest numbers of either side."""
    return OrderNumbers(_numbers(sales), () if supply_chain is None else _numbers(supply_chain))


def _numbers(data: Json) -> tuple[str, ...]:
    found = (rows.text(row, "msdyn_salesordernumber", 100) for row in rows.values(data))
    return tuple(number for number in found if number is not None)


def price_lists(found: Iterable[Json]) -> tuple[PriceList, ...]:
    """Active price lists."""
    return tuple(PriceList(_name(row, "name"), _optional_guid(row, "_transactioncurrencyid_value")) for row in found)


def _optional_guid(row: Json, column: str) -> str | None:
    return None if row.get(column) is None else rows.guid(row, column)


def currencies(found: Iterable[Json], base: str | None) -> tuple[Currency, ...]:
    """Active currencies."""
    return tuple(
        Currency(
            currency_id=rows.guid(row, "transactioncurrencyid"),
            code=rows.text(row, "isocurrencycode", 10),
            base=None if base is None else rows.guid(row, "transactioncurrencyid") == base,
        )
        for row in found
    )


def base_currency(found: Iterable[Json]) -> str | None:
    """The organization's own currency."""
    return next((_optional_guid(row, "_basecurrencyid_value") for row in found), None)


def units(found: Iterable[Json]) -> tuple[Unit, ...]:
    """Units and their symbols."""
    return tuple(Unit(_name(row, "name"), rows.text(row, "msdyn_symbol", 40)) for row in found)


def quick_create(data: Json) -> bool:
    """Whether the table allows quick create."""
    allowed = rows.flag(data, "IsQuickCreateEnabled")
    if allowed is None:
        raise rows.broken("IsQuickCreateEnabled")
    return allowed


def steps(found: Iterable[Json]) -> tuple[PluginStep, ...]:
    """Steps of dual-write's plug-ins: state 0 is enabled."""
    return tuple(PluginStep(_name(row, "name"), _enabled(row)) for row in found)


def apps(found: Iterable[Json]) -> tuple[str, ...]:
    """Unique names of model-driven apps."""
    return tuple(sorted({_name(row, "uniquename") for row in found}))


def audited(*tables: Json) -> tuple[Audited, ...]:
    """Whether the tables are audited. The property is a managed one: ``{"Value": true, …}``."""
    found = []
    for table in tables:
        managed = table.get("IsAuditEnabled")
        value = managed.get("Value") if isinstance(managed, dict) else managed
        found.append(Audited(_name(table, "LogicalName"), value if isinstance(value, bool) else None))
    return tuple(found)


def quoted_names(names: Iterable[str]) -> str:
    """Names as the JSON list that a function takes."""
    return json.dumps(list(names), separators=(",", ":"))
