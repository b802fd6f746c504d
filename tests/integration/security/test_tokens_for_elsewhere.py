"""A ready-made token for one environment is not sent to another, whoever names it: an address, or somebody's plan."""

import base64
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.target import Target
from sopwizard.domain.plan import make_plan
from sopwizard.services import rulebook
from sopwizard.services.saved_plans import PLAN
from tests.support.hostile import Hostile
from tests.support.hostile_dataverse import WHO
from tests.support.snapshots import a_snapshot, dual_write_users


def jwt(**claims: object) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"eyJhbGciOiJub25lIn0.{payload}.c2lnbmF0dXJl"


CONTOSO = jwt(aud="https://contoso.crm4.dynamics.com/")
ENDED = jwt(aud="http://127.0.0.1", exp=1_000_000_000)


def sopwizard(*words: str, token: str) -> tuple[int, Any]:
    """Exit code and error object."""
    done = subprocess.run(
        [sys.executable, "-m", "sopwizard", *words, "--auth", "token", "--format", "json"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "SOPWIZARD_ACCESS_TOKEN": token},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert token not in done.stdout + done.stderr
    return done.returncode, json.loads(done.stdout)["error"]


@pytest.mark.parametrize(("token", "kind"), [(CONTOSO, "token-for-elsewhere"), (ENDED, "token-expired")])
def test_such_a_token_goes_to_no_address_that_somebody_types(token: str, kind: str) -> None:
    with Hostile(WHO) as server:
        code, error = sopwizard("check", server.origin, token=token)
        assert server.requests == []
    assert (code, error["kind"]) == (3, kind)


def test_a_plan_from_somebody_else_gets_no_token_for_another_environment(tmp_path: Path) -> None:
    with Hostile(WHO) as server:
        seen = replace(a_snapshot(users=Known(dual_write_users())), target=Target(server.origin))
        file = tmp_path / "plan.json"
        file.write_text(PLAN.dump(make_plan(seen, Choices(MapId.CDS), rulebook.load())), "utf-8")
        code, error = sopwizard("apply", "--plan", str(file), "--yes", token=CONTOSO)
        assert server.requests == []
    assert (code, error["kind"]) == (3, "token-for-elsewhere")


@pytest.mark.parametrize("token", ["anything", "a.b.c", "eyJhbGciOiJub25lIn0.bm90aGluZw.x"])
def test_a_token_that_says_nothing_is_sent_where_it_is_told(token: str) -> None:
    with Hostile(WHO) as server:
        sopwizard("check", server.origin, token=token)
        assert f"Authorization: Bearer {token}\r\n".encode() in server.requests[0]
