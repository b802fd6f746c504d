"""The parts of a survey around the flag and the marks: what is asked. What the answers say is in `readings`.

Two batches: what needs no id, and who made which orders. A batch that fails as a whole fails its own parts only.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sopwizard.adapters.dataverse import rows
from sopwizard.adapters.dataverse.answers import Json
from sopwizard.domain.model.snapshot import Privilege, User
from sopwizard.domain.surroundings import RECENT_DAYS, SAMPLED_NUMBERS

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


def quoted_names(names: Iterable[str]) -> str:
    """Names as the JSON list that a function takes."""
    return json.dumps(list(names), separators=(",", ":"))
