"""The few answers of Dataverse that hostile servers start from, and the adapter pointed at such a server."""

import pytest

from sopwizard.adapters.dataverse.api import WebApi
from sopwizard.adapters.signin.ready_made import ReadyMade
from sopwizard.domain.errors import SopError
from sopwizard.domain.model.target import Target
from sopwizard.services.job import Job
from tests.support.hostile import Hostile, ok

TOKEN = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJoZXJlIn0.c2VjcmV0"  # noqa: S105  made up
USER, UNIT, ORGANIZATION = (f"{digit * 8}-0000-4000-8000-000000000001" for digit in "abc")
WHO = ok({"UserId": USER, "BusinessUnitId": UNIT, "OrganizationId": ORGANIZATION})


def api(server: Hostile | str, timeout: float = 20.0) -> WebApi:
    """The adapter, pointed at the server or at an origin."""
    origin = server if isinstance(server, str) else server.origin
    return WebApi(origin, Target(origin), ReadyMade(TOKEN), timeout)


def failure(server: Hostile | str, timeout: float = 20.0) -> SopError:
    """What asking the server who is signed in fails with."""
    with api(server, timeout) as gateway, pytest.raises(SopError) as caught:
        gateway.identify(Job())
    return caught.value
