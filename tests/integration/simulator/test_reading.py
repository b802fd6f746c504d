"""Reading as the Web API's documentation has it: shapes, query options, pages, annotations, and what is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from sopwizard.adapters.simulator.server import RunningSimulator
from tests.support.simulator import EVERYTHING, MEGAN, ORGANIZATION, RUNTIME, Client

FORMATTED = "OData.Community.Display.V1.FormattedValue"
QUERY = "0x80060888"


def names(rows: list[dict[str, object]], column: str = "name") -> list[object]:
    return [row[column] for row in rows]


def test_who_am_i_tells_user_business_unit_and_organization(client: Client) -> None:
    told = client.get("WhoAmI")
    assert told["@odata.context"] == f"{client.root}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse"
    assert told["UserId"] == MEGAN
    assert told["OrganizationId"] == ORGANIZATION
    assert client.get("WhoAmI()") == told
    unit = client.get(f"businessunits({told['BusinessUnitId']})?$select=name")
    assert unit["name"] == "Contoso UAT"


@pytest.mark.parametrize("version", ["v9.0", "v9.1", "v9.2"])
def test_the_versions_of_the_articles_are_all_served(simulator: RunningSimulator, version: str) -> None:
    told = Client(simulator.origin, version=version).get("organizations?$select=name")
    assert told["@odata.context"] == f"{simulator.origin}/api/data/{version}/$metadata#organizations(name)"
    assert told["value"][0]["name"] == "Contoso UAT"


@pytest.mark.parametrize(
    "path", ["/api/data/v8.2/WhoAmI", "/api/data/v9.3/WhoAmI", "/api/data/WhoAmI", "/", "/XRMServices"]
)
def test_other_paths_are_not_found(client: Client, simulator: RunningSimulator, path: str) -> None:
    status, code, _ = client.refused("GET", simulator.origin + path)
    assert (status, code) == (404, QUERY)


def test_the_organization_row_has_the_form_of_a_recorded_one(client: Client) -> None:
    row = client.rows("organizations", **EVERYTHING)[0]
    assert len(client.rows("organizations")) == 1
    assert row["@odata.etag"].startswith('W/"')
    assert row["issopintegrationenabled"] is False
    assert row[f"issopintegrationenabled@{FORMATTED}"] == "No"
    assert row[f"oobpricecalculationenabled@{FORMATTED}"] == "Yes"
    assert row["discountcalculationmethod"] == 0
    assert row[f"discountcalculationmethod@{FORMATTED}"] == "Line item"
    assert row[f"languagecode@{FORMATTED}"] == "1,033"
    assert row[f"_basecurrencyid_value@{FORMATTED}"] == "US Dollar"
    assert row["_basecurrencyid_value@Microsoft.Dynamics.CRM.lookuplogicalname"] == "transactioncurrency"
    assert row["_basecurrencyid_value@Microsoft.Dynamics.CRM.associatednavigationproperty"] == "basecurrencyid"
    assert "sqlaccessgroupname" in row
    assert len([member for member in row if "@" not in member]) > 400


def test_annotations_come_only_where_they_are_asked_for(client: Client) -> None:
    plain = client.rows("organizations?$select=languagecode")[0]
    assert sorted(plain) == ["@odata.etag", "languagecode", "organizationid"]
    formatted = client.rows("organizations?$select=languagecode", Prefer=f'odata.include-annotations="{FORMATTED}"')[0]
    assert formatted[f"languagecode@{FORMATTED}"] == "1,033"
    lookups = client.rows(
        "organizations?$select=_basecurrencyid_value", Prefer='odata.include-annotations="Microsoft.Dynamics.CRM.*"'
    )[0]
    assert lookups["_basecurrencyid_value@Microsoft.Dynamics.CRM.lookuplogicalname"] == "transactioncurrency"
    assert f"_basecurrencyid_value@{FORMATTED}" not in lookups


def test_a_row_without_metadata_has_no_control_information(client: Client) -> None:
    told = client.get("organizations?$select=name", Accept="application/json;odata.metadata=none")
    assert told == {"value": [{"organizationid": ORGANIZATION, "name": "Contoso UAT"}]}


def test_application_users_are_found_by_application_id(client: Client) -> None:
    rows = client.rows(
        "systemusers?$select=fullname,applicationid,isintegrationuser,isdisabled&$filter=applicationid ne null"
        "&$orderby=fullname"
    )
    assert names(rows, "fullname") == [
        "Contoso Web Shop",
        "Dynamics Data Integration",
        "Finance and Operations Runtime Integration User",
        "Finance and Operations Service User",
        "Power Apps Checker Application",
    ]
    assert not any(row["isintegrationuser"] for row in rows)


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("name eq 'FABRIKAM, INC.'", ["Fabrikam, Inc."]),
        ("name eq 'O''Brien & Sons Logistics'", ["O'Brien & Sons Logistics"]),
        ("contains(name,'_')", ["100%_Natural Foods"]),
        ("contains(name,'%25')", ["100%_Natural Foods"]),
        ("startswith(name,'100%25_N')", ["100%_Natural Foods"]),
        ("startswith(name,'_')", []),
        ("endswith(name,'Traders')", ["Northwind Traders"]),
        ("contains(name,'''')", ["O'Brien & Sons Logistics"]),
        ("revenue gt 400000 and revenue lt 1000000", ["Adventure Works", "Northwind Traders"]),
        ("(revenue gt 1000000) or (name eq 'Coho Winery')", ["Coho Winery", "Fabrikam, Inc."]),
        ("not contains(name,'o') and statecode eq 0", ["Fabrikam, Inc.", "Trey Research"]),
        ("not (name ne 'Coho Winery')", ["Coho Winery"]),
        ("primarycontactid/fullname eq 'Nancy Anderson'", ["Fabrikam, Inc."]),
        ("_primarycontactid_value ne null and creditonhold eq false", ["Adventure Works", "Fabrikam, Inc."]),
        ("contact_customer_accounts/any(c:c/firstname eq 'Paul')", ["Adventure Works"]),
        (
            "Microsoft.Dynamics.CRM.In(PropertyName='accountnumber',PropertyValues=['US-001','US-004'])",
            ["Fabrikam, Inc.", "Trey Research"],
        ),
        ("Microsoft.Dynamics.CRM.Between(PropertyName='revenue',PropertyValues=['80000','90000'])", ["Coho Winery"]),
        ("Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=7)", []),
    ],
)
def test_a_filter_finds_exactly_what_it_says(client: Client, condition: str, found: list[str]) -> None:
    assert (
        names(client.rows(f"accounts?$select=name&$orderby=name&$filter={condition.replace(' & ', ' %26 ')}")) == found
    )


@pytest.mark.parametrize("form", ["{} or {}", "({}) or ({})", "{1} or ({0})"])
def test_a_filter_may_have_as_many_conditions_as_dataverse_takes(client: Client, form: str) -> None:
    long = "name eq 'Nobody'"
    for number in range(498):
        long = form.format(long, f"name eq '{number}'")
    for operator in ("or", "and"):
        text = long.replace(" or ", f" {operator} ")
        found = client.rows(f"accounts?$select=name&$filter={text} or startswith(name,'Fabrikam')")
        assert [row["name"] for row in found] == ["Fabrikam, Inc."]


def test_ne_also_finds_rows_without_a_value(client: Client) -> None:
    assert len(client.rows("accounts?$select=name&$filter=emailaddress1 ne 'x'")) == 7
    assert client.rows("accounts?$select=name&$filter=not (emailaddress1 ne 'x')") == []


def test_plus_and_percent_20_are_both_spaces_and_names_of_options_may_be_encoded(client: Client) -> None:
    plus = client.rows("accounts?$select=name&$filter=name+eq+'Coho+Winery'")
    percent = client.rows("accounts?%24select=name&%24filter=name%20eq%20%27Coho%20Winery%27")
    assert names(plus) == names(percent) == ["Coho Winery"]


def test_columns_whose_names_begin_like_words_of_the_grammar_can_be_filtered(client: Client) -> None:
    condition = "allowusersseeappdownloadmessage eq true and not (isauditenabled eq false)"
    assert names(client.rows(f"organizations?$select=name&$filter={condition}")) == ["Contoso UAT"]


def test_a_parameter_alias_stands_for_its_value(client: Client) -> None:
    assert names(client.rows("accounts?$select=name&$filter=name eq @n&@n='Coho Winery'")) == ["Coho Winery"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("nonsense", 404, "Resource not found for the segment 'nonsense'."),
        ("Organizations", 404, "Resource not found for the segment 'Organizations'."),
        ("organization", 404, "Resource not found for the segment 'organization'."),
        ("organizations/nonsense", 404, "Resource not found for the segment 'nonsense'."),
        (f"organizations({ORGANIZATION})/nonsense", 404, "Resource not found for the segment 'nonsense'."),
        ("RetrieveNonsense()", 404, "Resource not found for the segment 'RetrieveNonsense'."),
        ("organizations(nonsense)", 400, "Bad Request - Error in query syntax."),
        (f"organizations('{ORGANIZATION}')", 400, "Bad Request - Error in query syntax."),
        ("organizations(1)", 400, "Bad Request - Error in query syntax."),
        ("accounts(nonsense='x')", 400, "The key in the request URI is not valid"),
        (
            "accounts?$select=nonsense",
            400,
            "Could not find a property named 'nonsense' on type 'Microsoft.Dynamics.CRM.account'.",
        ),
        ("accounts?$filter=nonsense eq 1", 400, "Could not find a property named 'nonsense'"),
        ("accounts?$orderby=nonsense", 400, "Could not find a property named 'nonsense'"),
        ("accounts?$expand=nonsense", 400, "Could not find a property named 'nonsense'"),
        ("accounts?$filter=name eq", 400, "Syntax error"),
        ("accounts?$filter=name eq 'open", 400, "unterminated string literal"),
        ("accounts?$filter=name eq 5", 400, "incompatible types"),
        ("accounts?$filter=revenue eq 'x'", 400, "incompatible types"),
        (f"accounts?$filter=accountid eq '{ORGANIZATION}'", 400, "incompatible types"),
        ("accounts?$filter=creditonhold eq 1", 400, "incompatible types"),
        ("accounts?$filter=name", 400, "boolean"),
        ("accounts?$filter=nonsense(name,'x')", 400, "unknown function"),
        ("accounts?$filter=name in ('a','b')", 501, "not supported"),
        ("accounts?$filter=name in ('a')", 501, "not supported"),
        ("accounts?$filter=tolower(name) eq 'x'", 501, "not supported"),
        ("accounts?$filter=revenue add 1 gt 2", 501, "not supported"),
        ("accounts?$skip=1", 400, "Skip Clause is not supported in CRM"),
        ("accounts?$search=x", 400, "not supported"),
        ("accounts?$format=json", 400, "not supported"),
        ("accounts?nonsense=1", 400, "The query parameter nonsense is not supported"),
        ("accounts?$top=-1", 400, "non-negative integer"),
        ("accounts?$top=x", 400, "non-negative integer"),
        ("accounts?$count=maybe", 400, "Valid values are"),
        ("accounts?$orderby=name sideways", 400, "Syntax error"),
        ("accounts?$skiptoken=nonsense", 400, "paging cookie"),
        ("accounts?$select=name&$select=name", 400, "more than once"),
        ("accounts?savedQuery=00000000-0000-0000-0000-000000000001", 400, "not supported"),
        ("accounts(00000000-0000-0000-0000-00000000dead)", 404, "Does Not Exist"),
    ],
)
def test_what_dataverse_does_not_know_is_refused_never_answered_with_nothing(
    client: Client, path: str, status: int, said: str
) -> None:
    answered, code, message = client.refused("GET", path)
    assert answered == status
    assert said in message
    assert code.startswith("0x8")


def test_errors_gain_details_where_annotations_are_asked_for(client: Client) -> None:
    plain = client.send("GET", "nonsense").json()["error"]
    assert sorted(plain) == ["code", "message"]
    told = client.send("GET", "nonsense", **EVERYTHING).json()["error"]
    assert "@Microsoft.PowerApps.CDS.HelpLink" in told
    assert "@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus" in told


def test_every_answer_tells_a_request_id(client: Client) -> None:
    for path in ("WhoAmI", "nonsense"):
        headers = client.send("GET", path, x_ms_client_request_id="mine").headers
        assert len(headers["x-ms-service-request-id"].split(",")) == 2
        assert headers["REQ_ID"]
        assert headers["x-ms-client-request-id"] == "mine"
        assert headers["OData-Version"] == "4.0"
        assert headers["Content-Type"] == "application/json; odata.metadata=minimal"


def test_order_top_and_count(client: Client) -> None:
    told = client.get("accounts?$select=name&$orderby=revenue desc,name asc&$top=2&$count=true")
    assert names(told["value"]) == ["Fabrikam, Inc.", "Adventure Works"]
    assert told["@odata.count"] == 7
    assert "@odata.nextLink" not in told
    assert client.send("GET", "accounts/$count").text == "7"
    assert client.send("GET", "accounts/$count?$filter=revenue gt 400000").text == "3"
    assert client.rows("accounts?$top=0") == []


def test_pages_follow_each_other_without_gap_or_repetition(client: Client) -> None:
    answer = client.send("GET", "accounts?$select=name&$orderby=name&$count=true", Prefer="odata.maxpagesize=3")
    assert answer.headers["Preference-Applied"] == "odata.maxpagesize=3"
    pages = [answer.json()]
    while "@odata.nextLink" in pages[-1]:
        link = pages[-1]["@odata.nextLink"]
        assert link.startswith(f"{client.root}accounts?")
        assert "pagenumber" in parse_qs(urlsplit(link).query)["$skiptoken"][0]
        pages.append(client.get(link, Prefer="odata.maxpagesize=3"))
    assert [len(page["value"]) for page in pages] == [3, 3, 1]
    assert [page["@odata.count"] for page in pages] == [7, 7, 7]
    found = [name for page in pages for name in names(page["value"])]
    assert found == sorted(found, key=lambda name: str(name).casefold())
    assert len(set(found)) == 7


def test_a_page_holds_at_most_five_thousand_rows(client: Client) -> None:
    answer = client.send("GET", "accounts?$select=name", Prefer="odata.maxpagesize=9999")
    assert len(answer.json()["value"]) == 7


def test_expand_brings_rows_behind_lookups_and_collections(client: Client) -> None:
    row = client.rows(
        "salesorders?$select=name&$filter=msdyn_salesordernumber eq 'SO-1001'"
        "&$expand=customerid_account($select=name;$expand=primarycontactid($select=fullname)),customerid_contact,"
        "order_details($select=quantity,extendedamount;$orderby=lineitemnumber desc;$top=1),ownerid($select=fullname)"
    )[0]
    assert row["customerid_account"]["name"] == "Fabrikam, Inc."
    assert row["customerid_account"]["primarycontactid"]["fullname"] == "Nancy Anderson"
    assert row["customerid_contact"] is None
    assert [line["quantity"] for line in row["order_details"]] == [12.0]
    assert row["ownerid"]["fullname"] == "Adele Vance"


def test_navigation_leads_to_rows_collections_references_and_single_properties(client: Client) -> None:
    account = client.rows("accounts?$select=accountid&$filter=accountnumber eq 'US-001'")[0]["accountid"]
    assert client.get("accounts(accountnumber='US-001')?$select=name")["name"] == "Fabrikam, Inc."
    assert client.get(f"accounts({account})/primarycontactid?$select=fullname")["fullname"] == "Nancy Anderson"
    assert client.get(f"accounts({account})/primarycontactid/fullname")["value"] == "Nancy Anderson"
    assert client.send("GET", f"accounts({account})/name/$value").text == "Fabrikam, Inc."
    assert names(client.rows(f"accounts({account})/contact_customer_accounts?$select=fullname"), "fullname") == [
        "Nancy Anderson"
    ]
    reference = client.get(f"accounts({account})/primarycontactid/$ref")
    assert reference["@odata.id"].startswith(f"{client.root}contacts(")
    assert client.send("GET", f"accounts({account})/description").status_code == 204
    roles = client.rows(f"systemusers({RUNTIME})/systemuserroles_association?$select=name&$orderby=name")
    assert names(roles) == ["Dual-Write App User", "Finance and Operations Integration User"]


def test_a_row_that_did_not_change_is_not_sent_again(client: Client) -> None:
    path = f"organizations({ORGANIZATION})?$select=name"
    etag = client.send("GET", path).headers["ETag"]
    assert client.send("GET", path, If_None_Match=etag).status_code == 304
    assert client.send("GET", path, If_None_Match='W/"1"').status_code == 200
    assert client.send("GET", path, If_None_Match="null").status_code == 200


def test_the_environment_tells_what_it_is(client: Client) -> None:
    detail = client.get(
        "RetrieveCurrentOrganization(AccessType=@a)?@a=Microsoft.Dynamics.CRM.EndpointAccessType'Default'"
    )["Detail"]
    assert detail["OrganizationId"] == ORGANIZATION
    assert detail["FriendlyName"] == "Contoso UAT"
    assert detail["OrganizationType"] == "CustomerTest"
    assert detail["State"] == "Enabled"
    assert len(detail["Endpoints"]["Keys"]) == len(detail["Endpoints"]["Values"])
    assert client.get("RetrieveVersion()")["Version"] == detail["OrganizationVersion"]
    assert client.get("RetrieveProvisionedLanguages")["RetrieveProvisionedLanguages"] == [1033, 1031, 3082]
    status, _, _ = client.refused(
        "GET", "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Nonsense')"
    )
    assert status == 400
    counts = client.get("RetrieveTotalRecordCount(EntityNames=['account','salesorder'])")["EntityRecordCountCollection"]
    assert counts["Values"] == [7, 36]


def test_the_service_document_and_the_metadata_document_name_every_table(client: Client) -> None:
    sets = names(client.get("")["value"])
    assert {"organizations", "systemusers", "salesorders", "msdyn_dualwriteruntimeconfigs"} <= set(sets)
    document = client.send("GET", "$metadata")
    assert document.headers["Content-Type"] == "application/xml"
    assert '<EntitySet Name="organizations"' in document.text


def test_the_running_maps_are_told_as_microsofts_own_button_asks_for_them(client: Client) -> None:
    rows = client.rows(
        "msdyn_dualwriteruntimeconfigs?$select=msdyn_externalentityname&$filter=msdyn_internalentityname eq 'quote' "
        "and msdyn_externalentityname eq 'Dynamics 365 Sales quotation header'"
    )
    assert len(rows) == 1
    whole = client.rows("msdyn_dualwriteruntimeconfigs?$filter=msdyn_internalentityname eq 'salesorder'")[0]
    secret = json.loads(whole["msdyn_unsecure"])
    assert secret["DestinationEntityName"] == "Dynamics 365 Sales order headers"
    assert secret["EntityMapVersion"] == {"Major": 1, "Minor": 0, "Build": 2, "Revision": 0}


def test_a_kept_alive_connection_answers_at_once(client: Client) -> None:
    for _ in range(3):
        assert client.send("GET", "WhoAmI").elapsed.total_seconds() < 0.5


def test_rows_outlive_the_process_where_a_file_is_given(tmp_path: Path, start: Callable[..., RunningSimulator]) -> None:
    state = tmp_path / "folder" / "first-setup.sqlite"
    first = start(state=state)
    changed = Client(first.origin).send(
        "PATCH", f"organizations({ORGANIZATION})", {"issopintegrationenabled": True}, If_Match="*"
    )
    assert changed.status_code == 204
    # another process may have it open at the same time
    second = start(state=state)
    assert Client(second.origin).rows("organizations?$select=issopintegrationenabled")[0]["issopintegrationenabled"]
    first.stop()
    assert Client(second.origin).rows("organizations?$select=issopintegrationenabled")[0]["issopintegrationenabled"]
