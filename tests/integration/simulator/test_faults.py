"""The fault plan: rules are read strictly and do what they say, once and only where they should."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from sopwizard.adapters.simulator.faults import parse
from sopwizard.adapters.simulator.messages import Answer, Request
from sopwizard.adapters.simulator.server import RunningSimulator
from sopwizard.domain.errors import Problem, SopError
from tests.support.simulator import ORGANIZATION, RUNTIME, Client, part

ORG = f"organizations({ORGANIZATION})"
FLAG = f"{ORG}/issopintegrationenabled"
ON = {"issopintegrationenabled": True}


def test_the_second_write_is_forbidden_and_no_other(start: Callable[..., RunningSimulator]) -> None:
    client = Client(start(faults=("403@write:2",)).origin)
    client.get("WhoAmI")
    assert client.send("PATCH", f"systemusers({RUNTIME})", {"isintegrationuser": True}, If_Match="*").status_code == 204
    status, code, message = client.refused("PATCH", ORG, ON, If_Match="*")
    assert (status, code) == (403, "0x80040220")
    assert "prvWriteOrganization" in message
    assert client.get(FLAG)["value"] is False
    assert client.send("PATCH", ORG, ON, If_Match="*").status_code == 204


def test_throttling_says_how_long_to_wait(start: Callable[..., RunningSimulator]) -> None:
    client = Client(start(faults=("429:7@any:1", "503:Wed, 21 Oct 2037 07:28:00 GMT@any:2")).origin)
    answer = client.send("GET", "WhoAmI")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert answer.json()["error"]["code"] == "0x80072322"
    assert client.send("GET", "WhoAmI").headers["Retry-After"].startswith("Wed")
    assert client.send("GET", "WhoAmI").status_code == 200


@pytest.mark.parametrize("status", [401, 403, 404, 412, 500, 502, 503])
def test_every_status_can_be_asked_for(simulator: RunningSimulator, client: Client, status: int) -> None:
    simulator.faults.add(f"{status}@GET/WhoAmI")
    assert client.refused("GET", "WhoAmI")[0] == status
    assert client.send("GET", "organizations?$select=name").status_code == 200
    simulator.faults.clear()
    assert client.send("GET", "WhoAmI").status_code == 200


def test_a_lost_answer_was_still_done(simulator: RunningSimulator, client: Client) -> None:
    simulator.faults.add("reset-after@PATCH:1")
    with pytest.raises(requests.ConnectionError):
        client.send("PATCH", ORG, ON, If_Match="*")
    assert client.get(FLAG)["value"] is True


def test_a_lost_request_was_never_done(simulator: RunningSimulator, client: Client) -> None:
    simulator.faults.add("reset-before@PATCH")
    with pytest.raises(requests.ConnectionError):
        client.send("PATCH", ORG, ON, If_Match="*")
    assert client.get(FLAG)["value"] is False
    assert client.send("PATCH", ORG, ON, If_Match="*").status_code == 204
    assert [entry.status for entry in simulator.log] == [0, 200, 204]


def test_an_offline_server_stays_offline(simulator: RunningSimulator, client: Client) -> None:
    simulator.faults.add("offline")
    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            client.send("GET", "WhoAmI")
    simulator.faults.clear("offline")
    assert client.send("GET", "WhoAmI").status_code == 200


def test_somebody_else_changes_the_row_just_before(simulator: RunningSimulator, client: Client) -> None:
    etag = client.get(f"{ORG}?$select=issopintegrationenabled")["@odata.etag"]
    simulator.faults.add("changed-by-other@PATCH:1")
    assert client.refused("PATCH", ORG, ON, If_Match=etag)[0] == 412
    assert client.get(FLAG)["value"] is True
    simulator.faults.add("changed-by-other@GET/systemusers:1")
    assert client.get(f"systemusers({RUNTIME})?$select=isintegrationuser")["isintegrationuser"] is True


def test_answers_can_be_broken_in_every_way(simulator: RunningSimulator, client: Client) -> None:
    def broken(rule: str) -> requests.Response:
        simulator.faults.clear()
        simulator.faults.add(rule)
        return client.send("GET", "accounts?$select=name&$top=2")

    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        broken("truncated")
    page = broken("html-502")
    assert (page.status_code, page.headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert broken("empty").content == b""
    assert broken("wrong-type").headers["Content-Type"] == "text/plain"
    with pytest.raises(ValueError, match=r"Expecting|JSON"):
        broken("not-json").json()
    assert broken("redirect:https://elsewhere.example/x").headers["Location"] == "https://elsewhere.example/x"
    assert broken("next-elsewhere").json()["@odata.nextLink"] == "https://elsewhere.example/"
    assert broken("next-loop").json()["@odata.nextLink"] == f"{client.root}accounts?$select=name&$top=2"
    assert len(broken("duplicate-rows").json()["value"]) == 4
    assert broken("token-expired").headers["WWW-Authenticate"].startswith("Bearer authorization_uri=")
    packed = broken("bomb:3")
    assert int(packed.headers["Content-Length"]) < 10_000
    assert len(packed.content) > 3_000_000
    simulator.faults.clear()
    simulator.faults.add("wrong-organization")
    assert client.get("WhoAmI")["OrganizationId"] != ORGANIZATION


def test_slow_answers_end_with_the_simulator(simulator: RunningSimulator, client: Client) -> None:
    simulator.faults.add("slow:0.2@GET/WhoAmI:1")
    assert client.send("GET", "WhoAmI").elapsed.total_seconds() >= 0.2
    simulator.faults.add("drip:0.001@GET/WhoAmI:1")
    assert client.get("WhoAmI")["OrganizationId"] == ORGANIZATION
    simulator.faults.add("endless@GET/WhoAmI:1")
    began = time.monotonic()
    with client.session.get(client.root + "WhoAmI", stream=True, timeout=10) as answer:
        assert len(answer.raw.read(1_000_000)) == 1_000_000
    simulator.faults.add("slow:600")
    with pytest.raises(requests.Timeout):
        client.session.get(client.root + "WhoAmI", timeout=0.2)
    simulator.stop()
    assert time.monotonic() - began < 5


def test_a_request_that_comes_too_late_for_the_rows_is_no_bug_in_the_log(
    simulator: RunningSimulator, client: Client
) -> None:
    answer, arrived, over = simulator.service.handle, threading.Event(), threading.Event()

    def late(request: Request) -> Answer:
        serving.append(threading.current_thread())
        arrived.set()
        over.wait(10)
        return answer(request)

    serving: list[threading.Thread] = []
    simulator.service.handle = late  # type: ignore[method-assign]
    with ThreadPoolExecutor() as pool:
        cut = pool.submit(client.send, "GET", "WhoAmI")
        assert arrived.wait(10)
        simulator.stop()
        over.set()
        assert isinstance(cut.exception(), requests.ConnectionError)
    serving[0].join(10)
    assert simulator.log[-1].status == 0


def test_a_privilege_may_be_lost_on_the_way(simulator: RunningSimulator, client: Client) -> None:
    simulator.faults.add("lost-privilege:prvWriteUser@write:2")
    path = f"systemusers({RUNTIME})"
    assert client.send("PATCH", path, {"isintegrationuser": True}, If_Match="*").status_code == 204
    assert "prvWriteUser" in client.refused("PATCH", path, {"isintegrationuser": False}, If_Match="*")[2]


@pytest.mark.parametrize(
    ("method", "path", "privilege"),
    [
        ("GET", f"systemusers({RUNTIME})", "prvReadUser"),
        ("PATCH", f"systemusers({RUNTIME})", "prvWriteUser"),
        ("GET", "organizations", "prvReadOrganization"),
        ("PATCH", ORG, "prvWriteOrganization"),
        ("GET", "salesorders?$top=1", "prvReadOrder"),
        ("POST", "accounts", "prvCreateAccount"),
        ("GET", "WhoAmI", "prvReadOrganization"),
    ],
)
def test_a_403_names_the_privilege_that_the_request_needs(
    simulator: RunningSimulator, client: Client, method: str, path: str, privilege: str
) -> None:
    simulator.faults.add("403")
    body: dict[str, object] | None = {} if method in {"POST", "PATCH"} else None
    assert f"is missing {privilege} privilege" in client.refused(method, path, body)[2]


def test_a_403_for_a_batch_names_a_privilege_of_reading_or_of_writing(
    simulator: RunningSimulator, client: Client
) -> None:
    simulator.faults.add("403@$batch")
    assert "is missing prvReadOrganization " in client.batch(part("GET", "WhoAmI"))[0].text
    assert "is missing prvWriteOrganization " in client.batch(part("PATCH", ORG, ON, If_Match="*"))[0].text


def test_a_list_in_a_batch_that_leads_to_itself_names_itself(simulator: RunningSimulator, client: Client) -> None:
    simulator.faults.add("next-loop@$batch")
    paths = ("organizations?$select=name", "nonsense", f"{client.root}teams?$select=name")
    _, answers = client.batch(*(part("GET", path) for path in paths), Prefer="odata.continue-on-error")
    assert answers[0].json()["@odata.nextLink"] == f"{client.root}organizations?$select=name"
    assert "error" in answers[1].json()
    assert answers[2].json()["@odata.nextLink"] == f"{client.root}teams?$select=name"


def test_rules_with_a_path_meet_the_parts_of_batches_too(simulator: RunningSimulator, client: Client) -> None:
    simulator.faults.add("403@solutions")
    _, answers = client.batch(part("GET", "solutions"), part("GET", "WhoAmI"), Prefer="odata.continue-on-error")
    assert [answer.status for answer in answers] == [403, 200]
    simulator.faults.clear()
    simulator.faults.add("503@read:1")
    assert client.batch(part("GET", "WhoAmI"))[0].status_code == 503
    simulator.faults.add("503@write:1")
    assert client.batch(part("GET", "WhoAmI"))[0].status_code == 200
    assert client.batch(part("PATCH", ORG, ON, If_Match="*"))[0].status_code == 503


@pytest.mark.parametrize(
    ("rule", "kind", "parameter", "where", "first", "last"),
    [
        ("offline", "offline", None, ("any", None, None), 1, None),
        ("429:30@any:3", "429", "30", ("any", None, None), 3, 3),
        ("403@write:2+", "403", None, ("write", None, None), 2, None),
        ("slow:1.5@PATCH/systemusers:2-4", "slow", "1.5", ("any", "PATCH", "systemusers"), 2, 4),
        ("500@$batch", "500", None, ("any", None, "$batch"), 1, None),
        (
            "503:Wed, 21 Oct 2037 07:28:00 GMT@read",
            "503",
            "Wed, 21 Oct 2037 07:28:00 GMT",
            ("read", None, None),
            1,
            None,
        ),
        ("reset-before@post", "reset-before", None, ("any", "POST", None), 1, 1),
    ],
)
def test_rules_are_read(  # noqa: PLR0913, PLR0917  a case
    rule: str, kind: str, parameter: str | None, where: tuple[str, str | None, str | None], first: int, last: int | None
) -> None:
    read = parse(rule)
    assert (read.kind, read.parameter, (read.where, read.method, read.path)) == (kind, parameter, where)
    assert (read.first, read.last) == (first, last)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "nonsense",
        "403@",
        "403@write:",
        "403@write:0",
        "403@write:4-2",
        "slow:soon",
        "lost-privilege",
        "@write",
        "403@write:x",
        "418",
        "429:abc",
        "503:-1",
        "429:1.5",
        "503:Wed, 99 Foo 2037 07:28:00 GMT@read",
    ],
)
def test_a_rule_that_cannot_be_read_is_wrong_usage(rule: str) -> None:
    with pytest.raises(SopError) as caught:
        parse(rule)
    assert caught.value.problem is Problem.USAGE
    assert caught.value.details["value"] == rule
    assert caught.value.details["reason"]
