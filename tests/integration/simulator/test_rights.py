"""Who asks and what that one may do: tokens, privileges, and the refusals that name them."""

from collections.abc import Callable

import pytest

from sopwizard.adapters.simulator.server import RunningSimulator
from tests.support.simulator import ERP, INTEGRATION, MEGAN, ORGANIZATION, RUNTIME, Client, part

ORG = f"organizations({ORGANIZATION})"
ON = {"issopintegrationenabled": True}
MARK = {"isintegrationuser": True}
WRITES = '["prvWriteOrganization","prvWriteUser","prvwriteuser","prvNonsense"]'


def held(client: Client, user: str = MEGAN) -> list[str]:
    told = client.get(
        f"systemusers({user})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames(PrivilegeNames=@p)?@p={WRITES}"
    )
    return [privilege["PrivilegeName"] for privilege in told["RolePrivileges"]]


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic bWU6bWU=", "nonsense"])
def test_without_a_token_the_answer_tells_where_to_sign_in(simulator: RunningSimulator, header: str | None) -> None:
    client = Client(simulator.origin)
    client.session.headers.pop("Authorization")
    headers = {} if header is None else {"Authorization": header}
    answer = client.session.get(client.root + "WhoAmI", headers=headers, timeout=20)
    assert answer.status_code == 401
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge.startswith("Bearer authorization_uri=https://login.microsoftonline.com/")
    assert f"resource_id={simulator.origin}/" in challenge


def test_any_token_is_the_scenarios_caller_and_a_named_one_is_that_user(simulator: RunningSimulator) -> None:
    assert Client(simulator.origin, token="eyJ.whatever.it-is").get("WhoAmI")["UserId"] == MEGAN  # noqa: S106  no secret
    assert Client(simulator.origin, token=f"as:{RUNTIME.upper()}").get("WhoAmI")["UserId"] == RUNTIME
    stranger = Client(simulator.origin, token="as:00000000-0000-0000-0000-00000000dead")  # noqa: S106  no secret
    assert stranger.refused("GET", "WhoAmI")[0] == 403


def test_somebody_may_act_for_somebody_else(client: Client) -> None:
    assert client.get("WhoAmI", MSCRMCallerID=ERP)["UserId"] == ERP


def test_an_administrator_holds_both_write_privileges(client: Client) -> None:
    assert held(client) == ["prvWriteOrganization", "prvWriteUser"]
    told = client.get(f"systemusers({MEGAN})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()")["RolePrivileges"]
    assert len(told) > 100
    one = client.get(
        f"systemusers({MEGAN})/Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='prvWriteUser')"
    )["RolePrivileges"][0]
    assert one["Depth"] == "Global"


def test_what_the_caller_lacks_is_absent_and_refused_by_name(start: Callable[..., RunningSimulator]) -> None:
    client = Client(start("no-user-rights").origin)
    assert held(client) == ["prvWriteOrganization"]
    status, code, message = client.refused("PATCH", f"systemusers({RUNTIME})", MARK, If_Match="*")
    assert (status, code) == (403, "0x80040220")
    assert "is missing prvWriteUser privilege" in message
    assert f"Principal user (Id={MEGAN}, type=8, roleCount=1" in message
    assert "on OTC=8 for entity 'systemuser'" in message
    assert client.send("PATCH", ORG, ON, If_Match="*").status_code == 204


def test_a_caller_who_may_only_look_changes_nothing(start: Callable[..., RunningSimulator]) -> None:
    client = Client(start("read-only-caller").origin)
    assert held(client) == []
    assert client.refused("PATCH", ORG, ON, If_Match="*")[0] == 403
    assert client.refused("PUT", f"{ORG}/issopintegrationenabled", {"value": True})[0] == 403
    assert client.get(f"{ORG}/issopintegrationenabled")["value"] is False


def test_forbidden_maps_hide_nothing_else(start: Callable[..., RunningSimulator]) -> None:
    client = Client(start("maps-forbidden").origin)
    status, _, message = client.refused("GET", "msdyn_dualwriteruntimeconfigs")
    assert status == 403
    assert "prvReadmsdyn_dualwriteruntimeconfig" in message
    _, answers = client.batch(
        part("GET", "msdyn_dualwriteruntimeconfigs"), part("GET", "solutions?$top=1"), Prefer="odata.continue-on-error"
    )
    assert [answer.status for answer in answers] == [403, 200]


def test_a_disabled_user_is_refused(start: Callable[..., RunningSimulator]) -> None:
    simulator = start("disabled-user")
    assert Client(simulator.origin, token=f"as:{RUNTIME}").refused("GET", "WhoAmI")[:2] == (403, "0x80040225")
    assert Client(simulator.origin, token=f"as:{INTEGRATION}").get("WhoAmI")["UserId"] == INTEGRATION


def test_nobody_without_a_role_may_do_anything(client: Client) -> None:
    roles = client.rows(f"systemusers({ERP})/systemuserroles_association?$select=name")
    path = f"systemusers({ERP})/systemuserroles_association({roles[0]['roleid']})/$ref"
    assert client.send("DELETE", path).status_code == 204
    lonely = Client(client.root.split("/api/")[0], token=f"as:{ERP}")
    assert lonely.refused("GET", "accounts")[0] == 403
