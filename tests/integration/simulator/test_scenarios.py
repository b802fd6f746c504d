"""The training scenarios: each starts, and differs from the first set-up in what its name says and in nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sopwizard.adapters.simulator import reset, scenarios, serve, state_file
from sopwizard.adapters.simulator.server import RunningSimulator
from sopwizard.domain.errors import Problem, SopError
from tests.support.simulator import ORGANIZATION, Client, Json

NAMES = [
    "first-setup",
    "cds-map",
    "classic-solution",
    "already-set-up",
    "both-maps",
    "no-map",
    "person-marked",
    "no-user-rights",
    "read-only-caller",
    "submitted-orders",
    "no-dual-write",
    "no-dual-write-users",
    "disabled-user",
    "per-unit-discount",
    "prospect-to-cash",
    "old-identity",
    "production",
    "maps-forbidden",
]
DUAL_WRITE = {
    "00000015-0000-0000-c000-000000000000",
    "f1752846-f0df-4766-96f5-c109adf67d7f",
    "2e49aa60-1bd3-43b6-8ab6-03ada3d9f08b",
}
CDS, DYNAMICS = "CDS sales order headers", "Dynamics 365 Sales order headers"


def facts(client: Client) -> Json:
    """What of an environment matters to a set-up."""
    organization = client.rows("organizations")[0]
    users = client.rows("systemusers?$select=fullname,applicationid,isintegrationuser,isdisabled")
    maps = client.send("GET", "msdyn_dualwriteruntimeconfigs?$filter=msdyn_internalentityname eq 'salesorder'")
    return {
        "name": organization["name"],
        "flag": organization["issopintegrationenabled"],
        "pricing": organization["oobpricecalculationenabled"],
        "method": organization["discountcalculationmethod"],
        "present": {user["applicationid"] for user in users} & DUAL_WRITE,
        "marked": {user["fullname"] for user in users if user["isintegrationuser"]},
        "disabled": {user["fullname"] for user in users if user["isdisabled"]},
        "maps": {row["msdyn_externalentityname"] for row in maps.json()["value"]} if maps.ok else maps.status_code,
        "submitted": client.send("GET", "salesorders/$count?$filter=statecode eq 1").text,
        "orders": client.send("GET", "salesorders/$count").text,
        "scm": [
            row["version"] for row in client.rows("solutions?$filter=uniquename eq 'Dynamics365SupplyChainExtended'")
        ],
    }


FIRST: Json = {
    "name": "Contoso UAT",
    "flag": False,
    "pricing": True,
    "method": 0,
    "present": DUAL_WRITE,
    "marked": set(),
    "disabled": set(),
    "maps": {DYNAMICS},
    "submitted": "0",
    "orders": "36",
    "scm": ["2.3.4.312"],
}
THREE = {
    "Finance and Operations Service User",
    "Finance and Operations Runtime Integration User",
    "Dynamics Data Integration",
}
DIFFERENCES: dict[str, Json] = {
    "first-setup": {},
    "cds-map": {"maps": {CDS}},
    "classic-solution": {"maps": {CDS}, "scm": ["2.3.4.130"]},
    "already-set-up": {"flag": True, "marked": THREE},
    "both-maps": {"maps": {CDS, DYNAMICS}},
    "no-map": {"maps": set()},
    "person-marked": {"marked": {"Adele Vance"}, "orders": "50"},
    "no-user-rights": {},
    "read-only-caller": {},
    "submitted-orders": {"flag": True, "marked": THREE, "submitted": "3", "orders": "39"},
    "no-dual-write": {"present": set(), "maps": 404, "scm": []},
    "no-dual-write-users": {"present": set()},
    "disabled-user": {"disabled": {"Finance and Operations Runtime Integration User"}},
    "per-unit-discount": {"pricing": False, "method": 1},
    "prospect-to-cash": {},
    "old-identity": {"present": DUAL_WRITE - {"f1752846-f0df-4766-96f5-c109adf67d7f"}},
    "production": {"name": "Contoso"},
    "maps-forbidden": {"maps": 403},
}


def test_the_list_has_the_first_setup_first_and_a_title_for_each() -> None:
    found = scenarios()
    assert [scenario.name for scenario in found][: len(NAMES)] == NAMES
    assert all(scenario.title and scenario.description for scenario in found)


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_differs_in_what_its_name_says(start: Callable[..., RunningSimulator], name: str) -> None:
    assert facts(Client(start(name).origin)) == {**FIRST, **DIFFERENCES[name]}


def test_adeles_orders_are_recent(start: Callable[..., RunningSimulator]) -> None:
    client = Client(start("person-marked").origin)
    adele = client.rows("systemusers?$select=fullname&$filter=fullname eq 'Adele Vance'")[0]["systemuserid"]
    condition = (
        f"_createdby_value eq {adele} and Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=30)"
    )
    assert client.send("GET", f"salesorders/$count?$filter={condition}").text == "14"


def test_production_says_so(start: Callable[..., RunningSimulator]) -> None:
    client = Client(start("production").origin)
    detail = client.get("RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')")[
        "Detail"
    ]
    assert (detail["OrganizationType"], detail["FriendlyName"]) == ("Customer", "Contoso")


@pytest.mark.parametrize("name", ["nonsense", "../base/tables", "base/rows", "", "First-Setup"])
def test_an_unknown_scenario_is_told(tmp_path: Path, name: str) -> None:
    for attempt in (lambda: serve(name), lambda: reset(name, tmp_path / "training")):
        with pytest.raises(SopError) as caught:
            attempt()
        assert caught.value.problem is Problem.UNKNOWN_SCENARIO
    assert not (tmp_path / "training").exists()


def test_a_kept_environment_goes_back_to_its_beginning(tmp_path: Path, start: Callable[..., RunningSimulator]) -> None:
    reset("first-setup", tmp_path)
    simulator = start(state=state_file("first-setup", tmp_path))
    client = Client(simulator.origin)
    client.send("PATCH", f"organizations({ORGANIZATION})", {"issopintegrationenabled": True}, If_Match="*")
    client.send("POST", "accounts", {"name": "Made here"})
    reset("first-setup", tmp_path)
    # while it is being served
    assert facts(client) == FIRST
    assert client.rows("accounts?$filter=name eq 'Made here'") == []


def test_orders_lines_and_totals_agree(client: Client) -> None:
    for order in client.rows("salesorders?$select=totalamount&$expand=order_details($select=extendedamount)"):
        assert order["totalamount"] == sum(line["extendedamount"] for line in order["order_details"])
        assert len(order["order_details"]) == 2
