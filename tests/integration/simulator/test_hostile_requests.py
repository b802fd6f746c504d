"""Requests that nobody should send are refused; none of them is a bug's 500, and none changes the environment."""

import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sopwizard.adapters.simulator import serve
from tests.support.simulator import Client

WORDS = st.sampled_from(
    [
        "accounts",
        "organizations",
        "systemusers",
        "EntityDefinitions",
        "WhoAmI",
        "(",
        ")",
        "'",
        "''",
        "/",
        "?",
        "&",
        "=",
        "$",
        "$select",
        "$filter",
        "$expand",
        "$apply",
        "$orderby",
        "$skiptoken",
        "$top",
        "$count",
        "fetchXml",
        "sql",
        "name",
        "revenue",
        " eq ",
        " ne ",
        " and ",
        " or ",
        "not ",
        " in ",
        "null",
        "true",
        "5",
        "'x'",
        "@p",
        ",",
        ";",
        "contains",
        "any",
        "all",
        "groupby",
        "aggregate",
        "filter",
        " with sum as ",
        "primarycontactid",
        "contact_customer_accounts",
        "x:x",
        "<fetch>",
        "Microsoft.Dynamics.CRM.In",
        "PropertyName",
        "%",
        "%00",
        "%2",
        "[",
        "]",
        "{",
        "}",
        "\\",
        "é",
        "-",
        ".",
        "Attributes",
        "00000000-0000-0000-0000-00000000dead",
        "LogicalName='salesorder'",
        "$ref",
        "$value",
        "$metadata",
        "SELECT name FROM account",
    ]
)
TARGETS = st.lists(WORDS | st.text(string.printable, max_size=4), max_size=14).map("".join)


def test_no_address_is_a_bug(request: object) -> None:
    """A record at WARNING fails the test: a bug would be logged with its trace."""
    del request
    with serve("first-setup") as simulator:
        client = Client(simulator.origin)

        @settings(max_examples=400, suppress_health_check=list(HealthCheck))
        @given(TARGETS)
        def answered(target: str) -> None:
            answer = client.send("GET", target.replace("\r", "").replace("\n", ""))
            assert answer.status_code < 500 or answer.status_code == 501, f"{target!r}: {answer.text}"

        answered()
        assert len(client.rows("accounts?$select=name")) == 7


def test_no_filter_is_a_bug(request: object) -> None:
    del request
    with serve("first-setup") as simulator:
        client = Client(simulator.origin)

        @settings(max_examples=400, suppress_health_check=list(HealthCheck))
        @given(st.sampled_from(["$filter", "$apply", "$expand", "$orderby", "$select", "sql", "fetchXml"]), TARGETS)
        def answered(option: str, text: str) -> None:
            answer = client.session.get(client.root + "accounts", params={option: text}, timeout=20)
            assert answer.status_code < 500 or answer.status_code == 501, f"{option}={text!r}: {answer.text}"

        answered()
        assert len(client.rows("accounts?$select=name")) == 7


def test_no_body_is_a_bug(request: object) -> None:
    del request
    values = st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=5,
    )
    columns = st.sampled_from(
        [
            "name",
            "revenue",
            "creditonhold",
            "statecode",
            "statuscode",
            "accountid",
            "accountnumber",
            "contact_customer_accounts",
            "primarycontactid",
            "primarycontactid@odata.bind",
            "parentaccountid@odata.bind",
            "ownerid@odata.bind",
            "lastusedincampaign",
            "numberofemployees",
            "_ownerid_value",
            "@odata.type",
            "overriddencreatedon",
            "description",
            "versionnumber",
        ]
    )
    with serve("first-setup") as simulator:
        client = Client(simulator.origin)

        @settings(max_examples=400, suppress_health_check=list(HealthCheck))
        @given(
            st.dictionaries(
                columns | st.text(max_size=5), values | st.just("/accounts(accountnumber='US-001')"), max_size=4
            )
        )
        def answered(body: dict[str, object]) -> None:
            for method, path in (("POST", "accounts"), ("PATCH", "accounts(00000000-0000-0000-0000-00000000dead)")):
                answer = client.send(method, path, body)
                assert answer.status_code < 500, f"{method} {body!r}: {answer.text}"

        answered()


def test_no_batch_is_a_bug(request: object) -> None:
    del request
    pieces = st.sampled_from(
        [
            b"--b",
            b"--b--",
            b"\r\n",
            b"\n",
            b"Content-Type: application/http",
            b"Content-Type: multipart/mixed; boundary=c",
            b"--c",
            b"--c--",
            b"GET WhoAmI HTTP/1.1",
            b"PATCH accounts HTTP/1.1",
            b"GET $1 HTTP/1.1",
            b"{}",
            b"Content-ID: 1",
            b":",
            b"\0",
            b"\xff",
        ]
    )
    with serve("first-setup") as simulator:
        client = Client(simulator.origin)

        @settings(max_examples=300, suppress_health_check=list(HealthCheck))
        @given(st.lists(pieces, max_size=30).map(b"".join))
        def answered(body: bytes) -> None:
            headers = {"Content-Type": "multipart/mixed; boundary=b"}
            answer = client.session.post(client.root + "$batch", data=body, headers=headers, timeout=20)
            assert answer.status_code < 500, f"{body!r}: {answer.text}"

        answered()
