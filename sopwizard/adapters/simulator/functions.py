"""The functions of the Web API that the simulator knows, bound and unbound. Others are not found."""

from collections.abc import Callable, Mapping
from typing import Any

from sopwizard.adapters.simulator import privileges
from sopwizard.adapters.simulator.errors import bad_query, unknown_segment
from sopwizard.adapters.simulator.messages import Answer, Json, json_answer
from sopwizard.adapters.simulator.model import Table
from sopwizard.adapters.simulator.session import Session
from sopwizard.adapters.simulator.urls import Address, Segment, named_values, text_list, text_literal

_NONE = "00000000-0000-0000-0000-000000000000"
_ACCESS_TYPE = "Microsoft.Dynamics.CRM.EndpointAccessType"


def unbound(session: Session, address: Address) -> Answer:
    """Call an unbound function; a function without parameters needs no brackets."""
    address.only()
    segment = address.segments[0]
    arguments = named_values(segment.bracket or "", address.aliases)
    wanted, function = UNBOUND[segment.name]
    _check(segment.name, wanted, arguments)
    body = {
        "@odata.context": session.context.of(f"Microsoft.Dynamics.CRM.{segment.name}Response"),
        **function(session, arguments),
    }
    return json_answer(body, session.context)


def bound(session: Session, address: Address, segment: Segment, table: Table, key: str) -> Answer:
    """Call a function on a row."""
    address.only()
    name = segment.name.rsplit(".", 1)[1]
    of, wanted, function = BOUND[name]
    if of != table.name:
        raise unknown_segment(segment.name)
    if segment.bracket is None and wanted:
        raise unknown_segment(segment.name)
    arguments = named_values(segment.bracket or "", address.aliases)
    _check(name, wanted, arguments)
    session.row(table, key)
    body = {
        "@odata.context": session.context.of(f"Microsoft.Dynamics.CRM.{name}Response"),
        **function(session, key, arguments),
    }
    return json_answer(body, session.context)


def _check(name: str, wanted: tuple[str, ...], arguments: Mapping[str, str]) -> None:
    if set(wanted) != set(arguments):
        raise bad_query(
            f"Resource not found for the segment '{name}': the parameters are {', '.join(wanted) or 'none'}."
        )


def _who_am_i(session: Session, _: Mapping[str, str]) -> Json:
    user = session.caller.user
    return {
        "BusinessUnitId": user["_businessunitid_value"],
        "UserId": session.caller.id,
        "OrganizationId": session.organization()["organizationid"],
    }


def _version(session: Session, _: Mapping[str, str]) -> Json:
    return {"Version": session.environment.facts["OrganizationVersion"]}


def _current_organization(session: Session, arguments: Mapping[str, str]) -> Json:
    kind = arguments["AccessType"].removeprefix(_ACCESS_TYPE).strip("'")
    if kind not in {"Default", "Internet", "Intranet"}:
        raise bad_query(f"The string '{kind}' is not a valid enumeration type constant.")
    facts = session.environment.facts
    organization = session.organization()
    root = session.context.root.split("/api/data/", 1)[0]
    keys = ["WebApplication", "OrganizationService", "OrganizationDataService"]
    values = [f"{root}/", f"{root}/XRMServices/2011/Organization.svc", f"{root}/XRMServices/2011/OrganizationData.svc"]
    detail: Json = {
        "OrganizationId": organization["organizationid"],
        "FriendlyName": organization["name"],
        "OrganizationVersion": facts["OrganizationVersion"],
        "EnvironmentId": facts["EnvironmentId"],
        "DatacenterId": facts["DatacenterId"],
        "Geo": facts["Geo"],
        "TenantId": facts["TenantId"],
        "UrlName": facts["UrlName"],
        "UniqueName": facts["UniqueName"],
        "OrganizationType": facts["OrganizationType"],
        "SchemaType": "Standard",
        "State": "Enabled",
        "Endpoints": {"Count": len(keys), "IsReadOnly": False, "Keys": keys, "Values": values},
    }
    return {"Detail": detail}


def _languages(session: Session, _: Mapping[str, str]) -> Json:
    return {"RetrieveProvisionedLanguages": session.environment.facts["languages"]}


def _total_count(session: Session, arguments: Mapping[str, str]) -> Json:
    names = text_list(arguments["EntityNames"])
    counts = []
    for name in names:
        table = session.model.tables.get(name)
        if table is None:
            raise bad_query(f"The entity with a name = '{name}' was not found in the MetadataCache.")
        privileges.demand(session.model, session.caller, table, "Read")
        row = session.connection.execute(f'SELECT COUNT(*) AS n FROM "{table.name}"').fetchone()  # noqa: S608  model's names
        counts.append(row["n"])
    return {
        "EntityRecordCountCollection": {"Count": len(names), "IsReadOnly": False, "Keys": list(names), "Values": counts}
    }


def _user(session: Session, key: str) -> privileges.Caller:
    if key == session.caller.id:
        return session.caller
    by_role = session.environment.facts.get("role_lacks", {})
    found = privileges.caller(session.connection, session.model, key, frozenset())
    if found is None:
        raise unknown_segment(key)
    named = [frozenset(by_role.get(role, ())) for role in found.roles]
    return privileges.Caller(found.user, frozenset.intersection(*named) if named else frozenset(), found.roles)


def _role_privilege(session: Session, name: str) -> Json:
    return {
        "Depth": "Global",
        "PrivilegeId": privileges.privilege_id(name),
        "BusinessUnitId": session.caller.user["_businessunitid_value"],
        "PrivilegeName": name,
        "RecordFilterId": _NONE,
        "RecordFilterUniqueName": "",
    }


def _privileges_by_names(session: Session, key: str, arguments: Mapping[str, str]) -> Json:
    names = text_list(arguments["PrivilegeNames"])
    own = set(privileges.held(session.model, _user(session, key)))
    return {"RolePrivileges": [_role_privilege(session, name) for name in names if name in own]}


def _privilege_by_name(session: Session, key: str, arguments: Mapping[str, str]) -> Json:
    name = text_literal(arguments["PrivilegeName"])
    own = privileges.held(session.model, _user(session, key))
    return {"RolePrivileges": [_role_privilege(session, name)] if name in own else []}


def _all_privileges(session: Session, key: str, _: Mapping[str, str]) -> Json:
    own = privileges.held(session.model, _user(session, key))
    return {"RolePrivileges": [_role_privilege(session, name) for name in own]}


UNBOUND: dict[str, tuple[tuple[str, ...], Callable[[Session, Mapping[str, str]], dict[str, Any]]]] = {
    "WhoAmI": ((), _who_am_i),
    "RetrieveVersion": ((), _version),
    "RetrieveCurrentOrganization": (("AccessType",), _current_organization),
    "RetrieveProvisionedLanguages": ((), _languages),
    "RetrieveTotalRecordCount": (("EntityNames",), _total_count),
}
BOUND: dict[str, tuple[str, tuple[str, ...], Callable[[Session, str, Mapping[str, str]], dict[str, Any]]]] = {
    "RetrieveUserSetOfPrivilegesByNames": ("systemuser", ("PrivilegeNames",), _privileges_by_names),
    "RetrieveUserPrivilegeByPrivilegeName": ("systemuser", ("PrivilegeName",), _privilege_by_name),
    "RetrieveUserPrivileges": ("systemuser", (), _all_privileges),
}
