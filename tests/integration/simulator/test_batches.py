"""Batches: order, failures, change sets that are all or nothing, references between parts."""

import pytest

from tests.support.simulator import ORGANIZATION, RUNTIME, Client, change_set, part

ORG = f"organizations({ORGANIZATION})"
NOBODY = "00000000-0000-0000-0000-00000000dead"
ON = {"issopintegrationenabled": True}


def flag(client: Client) -> object:
    return client.get(f"{ORG}/issopintegrationenabled")["value"]


def test_a_batch_ends_with_the_first_failure_unless_told_to_carry_on(client: Client) -> None:
    parts = (part("GET", "WhoAmI"), part("GET", "nonsense"), part("GET", "organizations?$select=name"))
    answer, answers = client.batch(*parts)
    assert answer.status_code == 404
    assert [each.status for each in answers] == [200, 404]
    answer, answers = client.batch(*parts, Prefer="odata.continue-on-error")
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "odata.continue-on-error"
    assert [each.status for each in answers] == [200, 404, 200]
    assert answers[1].json()["error"]["code"] == "0x80060888"
    assert answers[2].json()["value"][0]["name"] == "Contoso UAT"


def test_parts_may_name_their_resource_in_every_way_that_clients_do(client: Client) -> None:
    ways = (
        "organizations?$select=name",
        "/api/data/v9.2/organizations?$select=name",
        f"{client.root}organizations?$select=name",
        "organizations?$select=name&$filter=name%20eq%20%27Contoso%20UAT%27",
        "organizations?$select=name&$filter=name eq 'Contoso UAT'",
    )
    _, answers = client.batch(*(part("GET", way, Accept="application/json") for way in ways))
    assert [each.json()["value"][0]["name"] for each in answers] == ["Contoso UAT"] * 5
    assert all(each.json()["@odata.context"].startswith(client.root) for each in answers)


def test_preferences_belong_to_the_part_that_names_them(client: Client) -> None:
    path = "organizations?$select=issopintegrationenabled"
    prefer = 'odata.include-annotations="*"'
    _, answers = client.batch(part("GET", path), part("GET", path, Prefer=prefer), Prefer=prefer)
    plain, asked = (each.json()["value"][0] for each in answers)
    assert "issopintegrationenabled@OData.Community.Display.V1.FormattedValue" not in plain
    assert asked["issopintegrationenabled@OData.Community.Display.V1.FormattedValue"] == "No"


def test_writes_outside_of_a_change_set_stand_each_for_itself(client: Client) -> None:
    _, answers = client.batch(
        part("PATCH", ORG, ON, If_Match="*"), part("PATCH", f"accounts({NOBODY})", {"name": "x"}, If_Match="*")
    )
    assert [each.status for each in answers] == [204, 404]
    assert flag(client) is True


def test_a_change_set_is_done_whole(client: Client) -> None:
    both = change_set(
        part("PATCH", ORG, ON, "1", If_Match="*"),
        part("PATCH", f"systemusers({RUNTIME})", {"isintegrationuser": True}, "2", If_Match="*"),
    )
    answer, answers = client.batch(both)
    assert answer.status_code == 200
    assert [(each.status, each.headers["content-id"]) for each in answers] == [(204, "1"), (204, "2")]
    assert flag(client) is True
    assert client.get(f"systemusers({RUNTIME})/isintegrationuser")["value"] is True


def test_a_change_set_with_one_failure_leaves_everything_as_it_was(client: Client) -> None:
    torn = change_set(
        part("PATCH", ORG, ON, "1", If_Match="*"),
        part("PATCH", f"systemusers({NOBODY})", {"isintegrationuser": True}, "2", If_Match="*"),
    )
    answer, answers = client.batch(torn, part("GET", "WhoAmI"), Prefer="odata.continue-on-error")
    assert answer.status_code == 200
    assert [each.status for each in answers] == [404, 200]
    assert answers[0].headers["content-id"] == "2"
    assert flag(client) is False
    answer, _ = client.batch(torn)
    assert answer.status_code == 404


def test_a_part_may_refer_to_what_an_earlier_part_made(client: Client) -> None:
    made = change_set(
        part("POST", "accounts", {"name": "Parent"}, "1"),
        part("POST", "contacts", {"lastname": "Child", "parentcustomerid_account@odata.bind": "$1"}, "2"),
        part("PATCH", "$1", {"telephone1": "1"}, "3"),
    )
    _, answers = client.batch(made)
    assert [each.status for each in answers] == [204, 204, 204]
    child = client.rows(
        "contacts?$filter=lastname eq 'Child'&$expand=parentcustomerid_account($select=name,telephone1)"
    )
    assert child[0]["parentcustomerid_account"]["name"] == "Parent"
    assert child[0]["parentcustomerid_account"]["telephone1"] == "1"


def test_what_is_no_batch_is_refused(client: Client) -> None:
    def status(body: bytes, content_type: str) -> int:
        headers = {"Content-Type": content_type}
        return client.session.post(client.root + "$batch", data=body, headers=headers, timeout=20).status_code

    kind = "multipart/mixed; boundary=b"
    good = b"--b\r\nContent-Type: application/http\r\n\r\nGET WhoAmI HTTP/1.1\r\n\r\n\r\n--b--\r\n"
    assert status(good, kind) == 200
    assert status(good, "application/json") == 415
    assert status(good, "multipart/mixed") == 415
    assert status(b"", kind) == 400
    assert status(b"--b--\r\n", kind) == 400
    assert status(good.replace(b"--b--", b""), kind) == 400
    assert status(good.replace(b"application/http", b"text/plain"), kind) == 400
    assert status(good.replace(b"GET WhoAmI HTTP/1.1", b"nonsense"), kind) == 400
    nested = client.batch(part("POST", "$batch", {}))[1]
    assert nested[0].status == 400
    reading = client.batch(change_set(part("GET", "WhoAmI", content_id="1")))[1]
    assert reading[0].status == 400


def test_a_batch_holds_at_most_a_thousand_requests(client: Client) -> None:
    answer, answers = client.batch(*([part("GET", "WhoAmI")] * 1000))
    assert (answer.status_code, len(answers)) == (200, 1000)
    assert client.batch(*([part("GET", "WhoAmI")] * 1001))[0].status_code == 400


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_line_ends_of_both_kinds_are_understood(client: Client, newline: str) -> None:
    _, answers = client.batch(part("PATCH", ORG, ON, If_Match="*"), part("GET", "WhoAmI"), newline=newline)
    assert [each.status for each in answers] == [204, 200]
