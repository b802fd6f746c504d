"""A write says what is true, and is sent again only where it is certain that nothing was taken."""

import json
import time

import pytest

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Cell, Change
from sopwizard.domain.model.states import Reason
from sopwizard.services.job import Cancelled, Job
from tests.support.hostile import Act, Hostile, hang_up, http, ok, silence
from tests.support.hostile_dataverse import ORGANIZATION, USER, WHO, api

FLAG = Cell("organization", ORGANIZATION, "issopintegrationenabled")
SWITCH_ON = Change("flag", FLAG, "Contoso", before=False, after=True, reason=Reason.FLAG_ON)


def row(*, on: bool, etag: str = 'W/"1"') -> bytes:
    return ok({"@odata.etag": etag, "issopintegrationenabled": on, "organizationid": ORGANIZATION})


ON, OFF = row(on=True), row(on=False)
FORBIDDEN = http(403, b'{"error":{"code":"0x80040220","message":"missing prvWriteOrganization privilege"}}')
GONE = http(404, b'{"error":{"code":"0x80040217","message":"Does Not Exist"}}')
BUSY = http(429, retry_after="0")
UNAVAILABLE = http(503, retry_after="0")


def outcome(server: Hostile, timeout: float = 20.0) -> Problem | None:
    try:
        with api(server, timeout) as gateway:
            gateway.write(SWITCH_ON, Job())
    except SopError as error:
        return error.problem
    return None


def test_a_write_is_one_conditional_patch_of_one_column() -> None:
    with Hostile(row(on=False, etag='W/"67404512"'), http(204)) as server:
        assert outcome(server) is None
    read, write = (request.decode() for request in server.requests)
    assert read.startswith(f"GET /api/data/v9.2/organizations({ORGANIZATION})?$select=issopintegrationenabled ")
    assert "\r\nConsistency: Strong\r\n" in read
    assert write.startswith(f"PATCH /api/data/v9.2/organizations({ORGANIZATION}) ")
    assert '\r\nIf-Match: W/"67404512"\r\n' in write
    assert json.loads(write.partition("\r\n\r\n")[2]) == {"issopintegrationenabled": True}


@pytest.mark.parametrize("etag", ['W/"1"\r\nEvil: 1', "W/1", 5, None, '"' + "x" * 500 + '"'])
def test_without_a_usable_version_a_patch_can_still_not_create(etag: object) -> None:
    with Hostile(ok({"@odata.etag": etag, "issopintegrationenabled": False}), http(204)) as server:
        assert outcome(server) is None
    assert b"\r\nIf-Match: *\r\n" in server.requests[1]


def test_a_table_without_optimistic_concurrency_is_written_all_the_same() -> None:
    refusal = http(400, json.dumps({"error": {"code": "0x8006088D", "message": "not enabled"}}).encode())
    with Hostile(OFF, refusal, http(204)) as server:
        assert outcome(server) is None
    assert b"\r\nIf-Match: *\r\n" in server.requests[2]


@pytest.mark.parametrize(
    ("acts", "problem", "methods"),
    [
        # it does not hold what was reviewed, or holds nothing readable
        ([ON], Problem.CHANGED_SINCE_REVIEW, "GET"),
        ([ok({"issopintegrationenabled": None})], Problem.CHANGED_SINCE_REVIEW, "GET"),
        ([ok({"issopintegrationenabled": 0})], Problem.BROKEN_ANSWER, "GET"),
        ([ok({})], Problem.BROKEN_ANSWER, "GET"),
        ([GONE], Problem.NOT_FOUND, "GET"),
        # somebody was quicker, or took the right away
        ([OFF, http(412)], Problem.CHANGED_SINCE_REVIEW, "GET PATCH"),
        ([OFF, FORBIDDEN], Problem.FORBIDDEN, "GET PATCH"),
        ([OFF, http(401)], Problem.UNAUTHORIZED, "GET PATCH"),
        ([OFF, GONE], Problem.NOT_FOUND, "GET PATCH"),
        # the answer was lost, and the row tells
        ([OFF, hang_up, ON], None, "GET PATCH GET"),
        ([OFF, hang_up, OFF], Problem.NOT_TAKEN, "GET PATCH GET GET"),
        ([OFF, hang_up, OFF, ON], None, "GET PATCH GET GET"),
        ([OFF, http(500), ON], None, "GET PATCH GET"),
        ([OFF, http(502), OFF], Problem.NOT_TAKEN, "GET PATCH GET GET"),
        ([OFF, http(200, b"<html>"), ON], None, "GET PATCH GET"),
        ([OFF, http(302, location="https://evil.example"), OFF], Problem.NOT_TAKEN, "GET PATCH GET GET"),
        # and where the row does not tell
        ([OFF, hang_up, ok({})], Problem.UNCERTAIN, "GET PATCH GET"),
        ([OFF, hang_up, FORBIDDEN], Problem.UNCERTAIN, "GET PATCH GET"),
        ([OFF, hang_up, hang_up], Problem.UNCERTAIN, "GET PATCH GET GET GET"),
        # a proxy gave up waiting, and the server may still be at work
        ([OFF, http(504), OFF], Problem.UNCERTAIN, "GET PATCH GET"),
        ([OFF, http(504), ON], None, "GET PATCH GET"),
        # a busy server took nothing
        ([OFF, BUSY, OFF, http(204)], None, "GET PATCH GET PATCH"),
        ([OFF, BUSY, ON], Problem.CHANGED_SINCE_REVIEW, "GET PATCH GET"),
        ([OFF, UNAVAILABLE, ON], None, "GET PATCH GET"),
        ([OFF, UNAVAILABLE, OFF, OFF, OFF, http(204)], None, "GET PATCH GET GET GET PATCH"),
    ],
)
@pytest.mark.usefixtures("no_pauses")
def test_a_write_says_what_is_true(acts: list[Act | bytes], problem: Problem | None, methods: str) -> None:
    with Hostile(*acts) as server:
        assert outcome(server) is problem
    assert " ".join(server.methods) == methods


def test_after_a_timeout_an_unchanged_row_proves_nothing() -> None:
    with Hostile(OFF, silence, OFF) as server:
        assert outcome(server, timeout=0.5) is Problem.UNCERTAIN
    assert server.methods == ["GET", "PATCH", "GET"]


def test_a_write_that_was_sent_is_not_cancelled() -> None:
    job = Job()

    def stop(_request: bytes) -> bytes:
        job.cancel()
        time.sleep(0.2)
        return http(204)

    with Hostile(OFF, stop) as server, api(server) as gateway:
        gateway.write(SWITCH_ON, job)
        with pytest.raises(Cancelled):
            gateway.write(SWITCH_ON, job)
    assert server.methods == ["GET", "PATCH"]


@pytest.mark.parametrize(
    "cell",
    [
        Cell("account", ORGANIZATION, "name"),
        Cell("organization", ORGANIZATION, "isauditenabled"),
        Cell("systemuser", USER, "isdisabled"),
        Cell("systemuser", f"{USER})/x", "isintegrationuser"),
        Cell("systemuser", "", "isintegrationuser"),
        Cell("organization", USER, "isintegrationuser"),
    ],
)
def test_nothing_else_can_be_addressed(cell: Cell) -> None:
    with Hostile(WHO) as server, api(server) as gateway:
        with pytest.raises(ValueError, match="not a cell"):
            gateway.read(cell, Job())
        with pytest.raises(ValueError, match="not a cell"):
            gateway.write(Change("x", cell, "x", before=False, after=True, reason=Reason.UNDO), Job())
    assert server.requests == []
