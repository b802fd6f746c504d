"""Everything that is read of an environment: two batches, and one more request for each further page of a list.

The first batch reads what needs no id; the second what needs the caller's. Each part fails alone and becomes Unknown;
only without the caller's identity and the organization row there is no snapshot.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote

from sopwizard.adapters.dataverse import answers, rows
from sopwizard.adapters.dataverse.answers import Json, RefusedError
from sopwizard.adapters.dataverse.connection import Connection
from sopwizard.adapters.dataverse.wire import Answer, WireError
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model import (
    Caller,
    EntityMap,
    Known,
    Organization,
    Snapshot,
    Solution,
    SubmittedOrders,
    Target,
    Unknown,
    User,
)
from sopwizard.services.job import Job

T = TypeVar("T")

SHOWN_ORDERS = 5
"""How many Submitted orders are named; one more is asked for, to see whether there are more."""

LEGACY_PREFIX = "msdynce_"
"""Columns of Prospect to cash on ``salesorder`` (DOMAIN 4.3)."""

WRITE_PRIVILEGES = ("prvWriteOrganization", "prvWriteUser")

# Unique names of DOMAIN 5.2: Sales, and dual-write's packages, present and former.
SOLUTIONS = (
    "msdynce_Sales",
    "Dynamics365SupplyChainExtended",
    "msdyn_Dynamics365SupplyChainExtendedMaps",
    "msdyn_Dynamics365SupplyChainExtendedAnchor",
    "Dynamics365Company",
    "Dynamics365FinanceAndOperationsCommon",
    "Dynamics365FinanceExtended",
    "CurrencyExchangeRates",
    "msdyn_DualWriteCore",
    "DualWriteCore",
    "msdyn_OneFSSCM",
)

_PRIVILEGE_NAMES = json.dumps(WRITE_PRIVILEGES, separators=(",", ":"))

WHO_AM_I = "WhoAmI"
_ORDER = "EntityDefinitions(LogicalName='salesorder')/Attributes"
_PARTS = {
    "caller": WHO_AM_I,
    "organization": "organizations?$select=organizationid,name,issopintegrationenabled,oobpricecalculationenabled,"
    "discountcalculationmethod,pricingdecimalprecision,orderprefix,isauditenabled",
    "environment": "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')",
    "users": "systemusers?$select=systemuserid,applicationid,fullname,domainname,isdisabled,isintegrationuser,"
    "accessmode,islicensed&$filter=applicationid ne null or isintegrationuser eq true",
    "solutions": "solutions?$select=uniquename,friendlyname,version,ismanaged&$filter="
    + " or ".join(f"uniquename eq '{name}'" for name in SOLUTIONS),
    "maps": "msdyn_dualwriteruntimeconfigs?$select=msdyn_internalentityname,msdyn_externalentityname,msdyn_unsecure,"
    "statecode,modifiedon",
    "options": f"{_ORDER}(LogicalName='msdyn_processingstatus')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata"
    "?$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet($select=Options)",
    # Metadata lists know no startswith: all names are read, some hundred.
    "columns": f"{_ORDER}?$select=LogicalName",
    "organization-table": "EntityDefinitions(LogicalName='organization')?$select=LogicalName,"
    "IsOptimisticConcurrencyEnabled",
    "user-table": "EntityDefinitions(LogicalName='systemuser')?$select=LogicalName,IsOptimisticConcurrencyEnabled",
    "submitted": "salesorders?$select=ordernumber,name&$filter=statecode eq 1&$orderby=ordernumber"
    f"&$top={SHOWN_ORDERS + 1}",
}


class Survey:
    """One survey. ``taken`` is its time."""

    def __init__(self, connection: Connection, target: Target, taken: datetime, job: Job) -> None:
        self._connection = connection
        self._target = target
        self._taken = taken
        self._job = job

    def take(self) -> Snapshot:
        """The snapshot; SopError where the caller's identity or the organization row cannot be read."""
        parts = self._ask(_PARTS)
        who = _caller(parts["caller"])
        organization = self._organization(parts, who)
        mine = self._ask(
            {
                "privileges": f"systemusers({who.user_id})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames"
                f"(PrivilegeNames=@p)?@p={_PRIVILEGE_NAMES}",
                "me": f"systemusers({who.user_id})?$select=fullname",
            }
        )
        name = _part(lambda: rows.text(answers.content(mine["me"]), "fullname"))
        return Snapshot(
            target=self._target,
            taken=self._taken,
            caller=Caller(
                who.user_id,
                who.business_unit_id,
                who.organization_id,
                name.value if isinstance(name, Known) else None,
            ),
            organization=organization,
            users=_part(lambda: self._users(parts["users"])),
            solutions=_part(lambda: self._solutions(parts["solutions"])),
            running_maps=_part(lambda: self._maps(parts["maps"])),
            processing_options=_part(lambda: _options(parts["options"])),
            privileges=_part(lambda: rows.privileges(answers.content(mine["privileges"]))),
            submitted=_part(lambda: self._submitted(parts["submitted"])),
            optimistic=_part(lambda: _optimistic(parts["organization-table"], parts["user-table"])),
            legacy_columns=_part(lambda: rows.column_names(self._list(parts["columns"]), LEGACY_PREFIX)),
        )

    def _ask(self, paths: Mapping[str, str]) -> dict[str, Answer]:
        found = self._connection.batch(tuple(_encoded(path) for path in paths.values()), self._job)
        return dict(zip(paths, found, strict=True))

    def _list(self, answer: Answer) -> tuple[Json, ...]:
        return tuple(self._connection.rows(answers.content(answer), self._job))

    def _organization(self, parts: Mapping[str, Answer], who: Caller) -> Organization:
        """The one row, which must be the organization that WhoAmI names."""
        found = self._list(parts["organization"])
        if not found:
            raise SopError(Problem.NO_ORGANIZATION_ROW, request_id=answers.request_id(parts["organization"].headers))
        environment = _part(lambda: _detail(answers.content(parts["environment"])))
        detail = environment.value if isinstance(environment, Known) else {}
        own = rows.distinct((rows.organization(row, detail) for row in found), lambda row: row.organization_id)
        if len(own) != 1 or own[0].organization_id != who.organization_id:
            raise SopError(Problem.WRONG_ORGANIZATION, expected=who.organization_id, found=own[0].organization_id)
        return own[0]

    def _users(self, answer: Answer) -> tuple[User, ...]:
        return rows.distinct((rows.user(row) for row in self._list(answer)), lambda user: user.user_id)

    def _solutions(self, answer: Answer) -> tuple[Solution, ...]:
        return rows.distinct((rows.solution(row) for row in self._list(answer)), lambda one: one.unique_name.casefold())

    def _maps(self, answer: Answer) -> tuple[EntityMap, ...]:
        return rows.distinct((rows.entity_map(row) for row in self._list(answer)), lambda one: one.row_id)

    def _submitted(self, answer: Answer) -> SubmittedOrders:
        orders = rows.values(answers.content(answer))
        numbers = dict.fromkeys(
            rows.text(row, "ordernumber") or rows.text(row, "name") or rows.guid(row, "salesorderid") for row in orders
        )
        return SubmittedOrders(tuple(numbers)[:SHOWN_ORDERS], more=len(numbers) > SHOWN_ORDERS)


def _caller(answer: Answer) -> Caller:
    return rows.caller(answers.content(answer))


def _options(answer: Answer) -> tuple[int, ...] | None:
    """The option values, or None where Dataverse itself says that there is no such column."""
    try:
        return rows.option_values(answers.content(answer))
    except RefusedError as error:
        if error.problem is Problem.NOT_FOUND:
            return None
        raise


def _optimistic(*tables: Answer) -> tuple[str, ...]:
    found = []
    for answer in tables:
        row = answers.content(answer)
        name, enabled = rows.text(row, "LogicalName"), rows.flag(row, "IsOptimisticConcurrencyEnabled")
        if name is None or enabled is None:
            raise rows.broken("IsOptimisticConcurrencyEnabled")
        if enabled:
            found.append(name)
    return tuple(sorted(found))


def _detail(data: Json) -> Json:
    """The ``Detail`` of RetrieveCurrentOrganization."""
    detail = data.get("Detail")
    if not isinstance(detail, dict):
        raise rows.broken("Detail")
    return detail


def _part(read: Callable[[], T]) -> Known[T] | Unknown:
    """What the part says, or why it cannot be read."""
    try:
        return Known(read())
    except WireError as error:
        details = tuple((name, str(value)) for name, value in error.details.items() if value is not None)
        return Unknown(error.problem, error.request_id, details)


def _encoded(path: str) -> str:
    """The path as it may stand in a request line."""
    return quote(path, safe="/?&=$(),'@:")
