"""Writing as the Web API's documentation has it: conditions, versions, types, references, and what is refused."""

from collections.abc import Callable

import pytest

from sopwizard.adapters.simulator.server import RunningSimulator
from tests.support.simulator import MEGAN, ORGANIZATION, RUNTIME, Client

FLAG = f"organizations({ORGANIZATION})?$select=issopintegrationenabled"
ORG = f"organizations({ORGANIZATION})"
NOBODY = "00000000-0000-0000-0000-00000000dead"


def flag(client: Client) -> object:
    return client.get(FLAG)["issopintegrationenabled"]


def test_a_patch_changes_one_column_and_the_version(client: Client) -> None:
    before = client.get(ORG)
    answer = client.send("PATCH", ORG, {"issopintegrationenabled": True}, If_Match="*")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["OData-EntityId"] == f"{client.root}{ORG}"
    after = client.get(ORG)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"@odata.etag", "issopintegrationenabled", "modifiedon", "_modifiedby_value", "versionnumber"}
    assert after["issopintegrationenabled"] is True
    assert after["_modifiedby_value"] == MEGAN


def test_marking_a_user_changes_the_mark_and_leaves_the_name_alone(client: Client) -> None:
    path = f"systemusers({RUNTIME})"
    before = client.get(path)
    assert client.send("PATCH", path, {"isintegrationuser": True}, If_Match="*").status_code == 204
    after = client.get(path)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"@odata.etag", "isintegrationuser", "modifiedon", "_modifiedby_value", "versionnumber"}
    assert client.send("PATCH", path, {"lastname": "Another"}, If_Match="*").status_code == 204
    assert client.get(path)["fullname"].endswith("Another")


def test_a_put_on_one_property_changes_it(client: Client) -> None:
    assert client.send("PUT", f"{ORG}/issopintegrationenabled", {"value": True}).status_code == 204
    assert client.get(f"{ORG}/issopintegrationenabled")["value"] is True
    assert client.refused("PUT", f"{ORG}/issopintegrationenabled", {"issopintegrationenabled": True})[0] == 400
    assert client.refused("PUT", f"{ORG}/nonsense", {"value": True})[0] == 404


def test_a_delete_on_one_property_empties_it(client: Client) -> None:
    account = client.rows("accounts?$select=accountid&$top=1")[0]["accountid"]
    assert client.send("DELETE", f"accounts({account})/telephone1").status_code == 204
    assert client.send("GET", f"accounts({account})/telephone1").status_code == 204
    # what the system requires is never without a value: a flag is on or off
    assert client.refused("DELETE", f"{ORG}/issopintegrationenabled")[0] == 400
    assert client.get(f"{ORG}/issopintegrationenabled")["value"] is False


def test_a_stale_version_is_refused_and_nothing_is_written(client: Client) -> None:
    stale = client.get(FLAG)["@odata.etag"]
    assert client.send("PATCH", ORG, {"orderprefix": "NEW"}, If_Match=stale).status_code == 204
    status, code, message = client.refused("PATCH", ORG, {"issopintegrationenabled": True}, If_Match=stale)
    assert (status, code) == (412, "0x80060882")
    assert message == "The version of the existing record doesn't match the RowVersion property provided."
    assert flag(client) is False


def test_a_version_is_refused_where_the_table_has_no_optimistic_concurrency(
    start: Callable[..., RunningSimulator],
) -> None:
    client = Client(start("classic-solution").origin)
    told = client.get("EntityDefinitions(LogicalName='organization')?$select=IsOptimisticConcurrencyEnabled")
    assert told["IsOptimisticConcurrencyEnabled"] is False
    etag = client.get(FLAG)["@odata.etag"]
    assert client.refused("PATCH", ORG, {"issopintegrationenabled": True}, If_Match=etag)[:2] == (400, "0x8006088d")
    assert flag(client) is False
    assert client.send("PATCH", ORG, {"issopintegrationenabled": True}, If_Match="*").status_code == 204


def test_a_patch_of_a_row_that_is_not_there_creates_it_unless_that_is_forbidden(client: Client) -> None:
    path = f"accounts({NOBODY})"
    status, code, message = client.refused("PATCH", path, {"name": "New"}, If_Match="*")
    assert (status, code) == (404, "0x80040217")
    assert "Does Not Exist" in message
    assert client.send("PATCH", path, {"name": "New"}).status_code == 204
    assert client.get(f"{path}?$select=name")["name"] == "New"
    assert client.refused("PATCH", path, {"name": "Newer"}, If_None_Match="*")[:2] == (412, "0x80060892")


def test_a_patch_of_a_user_that_is_not_there_asks_for_a_user_and_makes_none_by_a_mark_alone(client: Client) -> None:
    path, mark = f"systemusers({NOBODY})", {"isintegrationuser": True}
    assert client.refused("PATCH", path, mark, If_Match="*")[:2] == (404, "0x80040217")
    assert client.refused("PATCH", path, mark)[:2] == (400, "0x80040203")
    assert client.refused("POST", "systemusers", mark)[:2] == (400, "0x80040203")
    assert client.send("GET", path).status_code == 404
    unit = client.get("businessunits?$select=businessunitid")["value"][0]["businessunitid"]
    whole = {**mark, "businessunitid@odata.bind": f"/businessunits({unit})"}
    assert client.send("PATCH", path, whole).status_code == 204
    made = client.get(f"{path}?$select=isintegrationuser,ownerid")
    assert made["isintegrationuser"] is True


def test_an_organization_can_be_neither_created_nor_deleted(client: Client) -> None:
    assert client.refused("POST", "organizations", {"name": "Second"})[:2] == (400, "0x80040800")
    assert client.refused("PATCH", f"organizations({NOBODY})", {"name": "Second"})[0] == 400
    assert client.refused("DELETE", ORG)[0] == 400
    assert len(client.rows("organizations?$select=name")) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"nonsense": True}, "The property 'nonsense' does not exist on type 'Microsoft.Dynamics.CRM.organization'."),
        ({"IsSOPIntegrationEnabled": True}, "does not exist on type"),
        ({"issopintegrationenabled": "true"}, "Cannot convert the literal"),
        ({"issopintegrationenabled": 1}, "Cannot convert the literal"),
        ({"pricingdecimalprecision": True}, "Cannot convert the literal"),
        ({"pricingdecimalprecision": 1.5}, "Cannot convert the literal"),
        ({"discountcalculationmethod": 7}, "outside the valid range"),
        ({"pricingdecimalprecision": 5}, "outside the valid range"),
        ({"pricingdecimalprecision": None}, "needs a value"),
        ({"issopintegrationenabled": None}, "needs a value"),
        ({"orderprefix": "x" * 21}, "maximum allowed length"),
        ({"_basecurrencyid_value": NOBODY}, "Navigation properties"),
        ({"basecurrencyid@odata.bind": f"/accounts({NOBODY})"}, "does not fit"),
        ({"nonsense@odata.bind": f"/accounts({NOBODY})"}, "undeclared property"),
    ],
)
def test_a_body_that_does_not_fit_the_table_is_refused_whole(
    client: Client, body: dict[str, object], said: str
) -> None:
    status, code, message = client.refused("PATCH", ORG, {**body, "quoteprefix": "CHANGED"}, If_Match="*")
    assert status == 400
    assert said in message
    assert code in {"0x80048d19", "0x8004431a", "0x80044331", "0x80040203"}
    assert client.get(f"{ORG}/quoteprefix")["value"] != "CHANGED"


def test_what_is_no_json_object_is_refused(client: Client) -> None:
    for body in (b"", b"{", b"[]", b'"x"', b"null", b'{"a":NaN}', b"\xff", b"[" * 50_000):
        answer = client.session.patch(
            client.root + ORG, data=body, headers={"Content-Type": "application/json"}, timeout=20
        )
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "0x80048d19")
    answer = client.session.patch(client.root + ORG, data=b"a=b", headers={"Content-Type": "text/plain"}, timeout=20)
    assert answer.status_code == 415


def test_columns_of_the_platform_are_passed_over(client: Client) -> None:
    body = {"createdon": "2001-01-01T00:00:00Z", "versionnumber": 1, "issopintegrationenabled": True}
    assert client.send("PATCH", ORG, body, If_Match="*").status_code == 204
    row = client.get(ORG)
    assert row["issopintegrationenabled"] is True
    assert not row["createdon"].startswith("2001")
    assert row["versionnumber"] > 1


def test_verbs_that_a_resource_does_not_take_are_refused(client: Client) -> None:
    assert client.refused("PATCH", "organizations", {"name": "x"})[0] == 405
    assert client.refused("DELETE", "organizations")[0] == 405
    assert client.refused("POST", ORG, {})[0] == 405
    assert client.refused("PUT", ORG, {})[0] == 405
    assert client.refused("POST", "WhoAmI", {})[0] == 405
    assert client.refused("GET", "FulfillSalesOrder")[0] == 405
    assert client.refused("GET", "$batch")[0] == 405
    assert client.send("PATCH", "organizations", {}).headers["Allow"] == "GET, POST"


def test_a_row_is_created_read_changed_and_deleted(client: Client) -> None:
    contact = client.rows("contacts?$select=contactid&$filter=firstname eq 'Paul'")[0]["contactid"]
    made = client.send(
        "POST", "accounts", {"name": "Ürün & Söhne", "primarycontactid@odata.bind": f"/contacts({contact})"}
    )
    assert made.status_code == 204
    place = made.headers["OData-EntityId"]
    assert place.startswith(f"{client.root}accounts(")
    row = client.get(f"{place}?$expand=primarycontactid($select=fullname)")
    assert (row["name"], row["primarycontactid"]["fullname"]) == ("Ürün & Söhne", "Paul Cannon")
    assert row["_ownerid_value"] == row["_createdby_value"] == MEGAN
    assert row["statecode"] == 0
    assert client.send("PATCH", place, {"primarycontactid@odata.bind": None}).status_code == 204
    assert client.get(place)["_primarycontactid_value"] is None
    assert (
        client.send(
            "PUT", f"{place}/primarycontactid/$ref", {"@odata.id": f"{client.root}contacts({contact})"}
        ).status_code
        == 204
    )
    assert client.get(place)["_primarycontactid_value"] == contact
    assert client.send("DELETE", place).status_code == 204
    assert client.refused("GET", place)[0] == 404
    assert client.refused("DELETE", place)[0] == 404


def test_the_row_comes_back_where_a_representation_is_preferred(client: Client) -> None:
    made = client.send(
        "POST", "accounts?$select=name", {"name": "Shown", "revenue": 12.5}, Prefer="return=representation"
    )
    assert made.status_code == 201
    assert made.headers["Preference-Applied"] == "return=representation"
    body = made.json()
    assert sorted(body) == ["@odata.context", "@odata.etag", "accountid", "name"]
    changed = client.send("PATCH", f"accounts({body['accountid']})", {"revenue": 1}, Prefer="return=representation")
    assert (changed.status_code, changed.json()["revenue"]) == (200, 1)


def test_an_alternate_key_is_kept_unique_and_a_primary_key_too(client: Client) -> None:
    assert client.refused("POST", "accounts", {"name": "x", "accountnumber": "US-001"})[:2] == (412, "0x80060892")
    account = client.rows("accounts?$select=accountid&$top=1")[0]["accountid"]
    assert client.refused("POST", "accounts", {"name": "x", "accountid": account})[0] == 412
    assert client.refused("GET", "accounts(accountnumber='nobody')")[:2] == (404, "0x80060891")


def test_a_patch_by_an_alternate_key_that_no_row_has_creates_the_row_unless_that_is_forbidden(client: Client) -> None:
    path = "accounts(accountnumber='NEW-1')"
    assert client.refused("PATCH", path, {"name": "New"}, If_Match="*")[:2] == (404, "0x80060891")
    made = client.send("PATCH", path, {"name": "New"}, If_None_Match="*", Prefer="return=representation")
    assert (made.status_code, made.json()["accountnumber"], made.json()["name"]) == (201, "NEW-1", "New")
    assert client.send("PATCH", path, {"name": "Newer"}).status_code == 204
    assert client.refused("PATCH", path, {"name": "Newest"}, If_None_Match="*")[:2] == (412, "0x80060892")
    assert client.get(f"{path}?$select=name")["name"] == "Newer"
    assert client.refused("PATCH", "accounts(name='New')", {"name": "x"})[0] == 400


def test_roles_are_given_and_taken_by_references(client: Client) -> None:
    role = client.rows("roles?$select=roleid&$filter=name eq 'System Customizer'")[0]["roleid"]
    path = f"systemusers({RUNTIME})/systemuserroles_association"
    given = client.send("POST", f"{path}/$ref", {"@odata.id": f"{client.root}roles({role})"})
    assert given.status_code == 204
    assert len(client.rows(f"{path}?$select=name")) == 3
    assert client.send("DELETE", f"{path}({role})/$ref").status_code == 204
    assert len(client.rows(f"{path}?$select=name")) == 2


def test_many_rows_are_created_and_changed_by_one_request_or_none(client: Client) -> None:
    kind = {"@odata.type": "Microsoft.Dynamics.CRM.account"}
    many = "accounts/Microsoft.Dynamics.CRM."
    made = client.send("POST", f"{many}CreateMultiple", {"Targets": [{**kind, "name": "A"}, {**kind, "name": "B"}]})
    first, second = made.json()["Ids"]
    changes = [{**kind, "accountid": first, "name": "A2"}, {**kind, "accountid": NOBODY, "name": "B2"}]
    assert client.refused("POST", f"{many}UpdateMultiple", {"Targets": changes})[0] == 404
    assert client.get(f"accounts({first})/name")["value"] == "A"
    changes[1]["accountid"] = second
    assert client.send("POST", f"{many}UpdateMultiple", {"Targets": changes}).status_code == 204
    assert client.get(f"accounts({second})/name")["value"] == "B2"
    assert client.refused("POST", f"{many}CreateMultiple", {"Targets": [{"name": "untyped"}]})[0] == 400
    assert client.refused("POST", f"{many}DeleteMultiple", {"Targets": changes})[0] == 404
