"""Everything that is read of an environment: three batches, and one more request for each further page of a list.

The first batch reads what decides; the second what needs the caller's id, and what stands around (`surroundings`); the
third who made which orders. Each part fails alone and becomes Unknown, and so do all parts of a second or third batch
that fails as a whole; only without the caller's identity and the organization row there is no snapshot.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote

from sopwizard.adapters.dataverse import answers, rows, surroundings
from sopwizard.adapters.dataverse.answers import Json, RefusedError
from sopwizard.adapters.dataverse.connection import Connection
from sopwizard.adapters.dataverse.gathering import Missing, gather, gather_orders
from sopwizard.adapters.dataverse.wire import Answer
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import (
    Caller,
    EntityMap,
    Organization,
    Privilege,
    Snapshot,
    Solution,
    SubmittedOrders,
    User,
)
from sopwizard.domain.model.target import Target
from sopwizard.services.job import Job
from sopwizard.text import waiting

T = TypeVar("T")

SHOWN_ORDERS = 5
"""How many Submitted orders are named; one more is asked for, to see whether there are more."""

LEGACY_PREFIX = "msdynce_"
"""Columns of Prospect to cash on ``salesorder`` (DOMAIN 4.3)."""

# Unique names of DOMAIN 5.2: Sales, and dual-write's packages, present and former; and Business Central's two.
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
    "MicrosoftDynamicsNavIntegration",
    "bci_CDSIntegration",
)

WHO_AM_I = "WhoAmI"
USER_COLUMNS = "systemuserid,applicationid,fullname,domainname,isdisabled,isintegrationuser,accessmode,islicensed"
_ORDER = "EntityDefinitions(LogicalName='salesorder')/Attributes"
_PARTS = {
    "caller": WHO_AM_I,
    "organization": "organizations?$select=organizationid,name,issopintegrationenabled,oobpricecalculationenabled,"
    "discountcalculationmethod,pricingdecimalprecision,orderprefix,isauditenabled",
    "environment": "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')",
    "users": f"systemusers?$select={USER_COLUMNS}&$filter=applicationid ne null or isintegrationuser eq true",
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
        parts = self._ask(_PARTS | surroundings.PRIVILEGES)
        who = _caller(parts["caller"])
        organization = self._organization(parts, who)
        users = self._part(lambda: self._users(parts["users"]))
        first = Snapshot(
            target=self._target,
            taken=self._taken,
            caller=who,
            organization=organization,
            users=users,
            solutions=self._part(lambda: self._solutions(parts["solutions"])),
            running_maps=self._part(lambda: self._maps(parts["maps"])),
            processing_options=self._part(lambda: _options(parts["options"])),
            submitted=self._part(lambda: self._submitted(parts["submitted"])),
            optimistic=self._part(lambda: _optimistic(parts["organization-table"], parts["user-table"])),
            legacy_columns=self._part(lambda: rows.column_names(self._list(parts["columns"]), LEGACY_PREFIX)),
        )
        self._job.step(waiting.reading_around(), 1, 3, first)
        second = self._around(first, self._asked_privileges(parts))
        self._job.step(waiting.reading_orders(), 2, 3, second)
        known = users.value if isinstance(users, Known) else ()
        made = self._try(surroundings.of_users(known, self._taken))
        return replace(second, **gather_orders(self, users, made))

    def _around(self, first: Snapshot, asked: tuple[Privilege, ...]) -> Snapshot:
        """The snapshot with the second batch in it."""
        who = first.caller
        mine = self._try(
            {
                "privileges": f"systemusers({who.user_id})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames"
                f"(PrivilegeNames=@p)?@p={surroundings.quoted_names(each.name for each in asked)}",
                "me": f"systemusers({who.user_id})?$select=fullname,islicensed",
            }
            | surroundings.AROUND
        )
        me = self._part(lambda: answers.content(mine["me"]))
        if isinstance(me, Known):
            who = replace(who, name=rows.text(me.value, "fullname"), licensed=rows.flag(me.value, "islicensed"))
        return replace(
            first,
            caller=who,
            privileges=self._part(lambda: surroundings.privileges(asked, answers.content(mine["privileges"]))),
            **gather(self, mine),
        )

    def part(self, read: Callable[[], T]) -> Known[T] | Unknown:
        """What the part says, or why it cannot be read."""
        return self._part(read)

    def rows(self, answer: Answer) -> tuple[Json, ...]:
        """All rows of a list, further pages included."""
        return self._list(answer)

    def _try(self, paths: Mapping[str, str]) -> Mapping[str, Answer]:
        """A batch whose failure as a whole is that of each of its parts."""
        try:
            return self._ask(paths)
        except SopError as error:  # a token that cannot be renewed any more included
            return Missing(error)

    def _asked_privileges(self, parts: Mapping[str, Answer]) -> tuple[Privilege, ...]:
        """The privileges that this program uses, by the names of those tables' metadata that can be read."""
        tables = {
            each.removeprefix("privileges-of-"): self._part(lambda each=each: answers.content(parts[each]))  # type: ignore[misc]
            for each in surroundings.PRIVILEGES
        }
        known = {table: part.value for table, part in tables.items() if isinstance(part, Known)}
        return surroundings.asked_privileges(known)

    def _part(self, read: Callable[[], T]) -> Known[T] | Unknown:
        """What the part says, or why it cannot be read."""
        try:
            return Known(read())
        except SopError as error:
            details = {"host": self._target.host, **error.details}
            told = tuple((name, str(value)) for name, value in details.items() if value is not None)
            return Unknown(error.problem, error.request_id, told)

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
        environment = self._part(lambda: _detail(answers.content(parts["environment"])))
        detail = environment.value if isinstance(environment, Known) else {}
        own = rows.distinct((rows.organization(row, detail) for row in found), lambda row: row.organization_id)
        if len(own) != 1 or own[0].organization_id != who.organization_id:
            other = next(each.organization_id for each in own if each.organization_id != who.organization_id)
            two = {"expected": who.organization_id, "found": other, "answers": "two"}
            raise SopError(Problem.WRONG_ORGANIZATION, **two)
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


def _encoded(path: str) -> str:
    """The path as it may stand in a request line."""
    return quote(path, safe="/?&=$(),'@:")
