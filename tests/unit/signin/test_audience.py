"""A token from outside goes where it says that it is for, and nowhere else; what says nothing goes where it is sent."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopwizard.adapters.signin import audience
from sopwizard.adapters.signin.ready_made import ReadyMade, TokenBox
from sopwizard.domain.errors import Problem, SopError
from sopwizard.services.job import Job
from sopwizard.text import errors

CONTOSO = "https://contoso.crm4.dynamics.com"
HERE = "http://127.0.0.1:5000"
DATAVERSE = "00000007-0000-0000-c000-000000000000"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwt(**claims: object) -> str:
    return f"{b64(b'{}')}.{b64(json.dumps(claims).encode())}.c2lnbmF0dXJl"


def handed_over(token: str, origin: str, *, fresh: bool = False) -> SopError | None:
    """None where the very token is handed over; else what it is refused with, which does not show it."""
    refused: SopError | None = None
    try:
        found = ReadyMade(token, lambda: NOW).token(origin, Job(), fresh=fresh)
    except SopError as error:
        found = f"{error.details}"
        refused = error
    assert (token in found) is (refused is None)
    return refused


@pytest.mark.parametrize(
    ("aud", "origin"),
    [
        ("https://contoso.crm4.dynamics.com", CONTOSO),
        ("https://contoso.crm4.dynamics.com/", CONTOSO),
        ("https://contoso.crm4.dynamics.com/api/data", CONTOSO),
        ("HTTPS://Contoso.CRM4.Dynamics.com", CONTOSO),
        ("https://contoso.crm4.dynamics.com.:443/", CONTOSO),
        ("contoso.crm4.dynamics.com", CONTOSO),
        ("https://contoso.api.crm4.dynamics.com", CONTOSO),
        ("https://contoso.crm4.dynamics.com", "https://contoso.api.crm4.dynamics.com"),
        ("https://contoso.api.crm.microsoftdynamics.us/", "https://contoso.crm.microsoftdynamics.us"),
        ("https://contoso.crm.appsplatform.us", "https://contoso.crm.appsplatform.us"),
        ("https://contoso.crm.dynamics.cn", "https://contoso.crm.dynamics.cn"),
        (["https://graph.microsoft.com", CONTOSO], CONTOSO),
        (DATAVERSE, CONTOSO),
        ("00000003-0000-0000-c000-000000000000", CONTOSO),
        ("here", CONTOSO),
        ("https://[", CONTOSO),
        ("", CONTOSO),
        (None, CONTOSO),
        (5, CONTOSO),
        ({"a": CONTOSO}, CONTOSO),
        ([5, None], CONTOSO),
        ("http://127.0.0.1:5000", HERE),
        ("http://localhost:9", HERE),
        ("here", HERE),
        ("00000003-0000-0000-c000-000000000000", HERE),
    ],
    ids=str,
)
def test_a_token_for_this_environment_or_for_none_that_it_names_is_handed_over(aud: object, origin: str) -> None:
    assert handed_over(jwt(aud=aud), origin) is None
    assert handed_over(jwt(aud=aud), origin, fresh=True) is None


@pytest.mark.parametrize(
    ("aud", "origin", "meant"),
    [
        ("https://fabrikam.crm4.dynamics.com", CONTOSO, "fabrikam.crm4.dynamics.com"),
        ("https://contoso.crm.dynamics.com/", CONTOSO, "contoso.crm.dynamics.com"),
        ("https://contoso.crm4.dynamics.com.evil.example", CONTOSO, "contoso.crm4.dynamics.com.evil.example"),
        ("https://contoso.crm4.dynamics.com@evil.example", CONTOSO, "evil.example"),
        ("https://contoso.api.evil.example", "https://contoso.evil.example", "contoso.api.evil.example"),
        ("https://graph.microsoft.com", CONTOSO, "graph.microsoft.com"),
        ("https://globaldisco.crm.dynamics.com/", CONTOSO, "globaldisco.crm.dynamics.com"),
        ("api://b2d0d4c0-0000-0000-0000-000000000000", CONTOSO, "b2d0d4c0-0000-0000-0000-000000000000"),
        (["https://graph.microsoft.com", DATAVERSE], CONTOSO, "graph.microsoft.com"),
        (CONTOSO, HERE, "contoso.crm4.dynamics.com"),
        (CONTOSO, "https://localhost", "contoso.crm4.dynamics.com"),
        (CONTOSO, "https://evil.example", "contoso.crm4.dynamics.com"),
        (f"https://contoso.crm4.dynamics.com\u202e{'x' * 300}", CONTOSO, None),
        (DATAVERSE.upper(), HERE, None),
    ],
    ids=str,
)
def test_a_token_for_another_environment_is_not_handed_over(aud: object, origin: str, meant: str | None) -> None:
    error = handed_over(jwt(aud=aud, exp=0), origin)
    assert error is not None
    assert error.problem is Problem.TOKEN_FOR_ELSEWHERE
    assert error.details["meant"] == meant
    said = errors.explain(error).happened
    assert f"is for {meant or 'another environment'}, but {origin.partition('//')[2].partition(':')[0]} was" in said


@pytest.mark.parametrize(
    "token",
    [
        "bench",
        "anything",
        "a.b.c",
        "a.b",
        "a..c",
        "..",
        "as:5ee3a1b2-0000-0000-0000-000000000000",
        f"a.{b64(b'no json')}.c",
        f"a.{b64(b'[1]')}.c",
        f"a.{b64(b'{')}.c",
        f"a.{b64(b'[' * 9000)}.c",
        f"a.{b64(b'9' * 9000)}.c",
        f"a.{b64(bytes(range(128, 200)))}.c",
        f"a.{jwt(aud='https://fabrikam.crm4.dynamics.com').split('.')[1]}.c.d.e",
        f"a.{jwt(aud='https://fabrikam.crm4.dynamics.com').split('.')[1]}=.c",
    ],
)
@pytest.mark.parametrize("origin", [CONTOSO, HERE])
def test_what_says_nothing_is_handed_over(token: str, origin: str) -> None:
    assert handed_over(token, origin) is None


@given(st.text(alphabet="abcXYZ019._-=+/~:", min_size=1, max_size=60))
def test_whatever_looks_like_a_token_is_judged_without_breaking(token: str) -> None:
    assert handed_over(token, CONTOSO) is None


@given(
    st.dictionaries(
        st.sampled_from(["aud", "exp", "nbf"]),
        st.recursive(st.none() | st.integers() | st.floats() | st.text(max_size=20), st.lists, max_leaves=4),
    )
)
def test_whatever_a_token_says_is_judged_without_breaking(said: dict[str, object]) -> None:
    error = handed_over(jwt(**said), CONTOSO)
    assert error is None or error.problem in {Problem.TOKEN_FOR_ELSEWHERE, Problem.TOKEN_EXPIRED}


def seconds(at: datetime) -> int:
    return int(at.timestamp())


def test_a_token_that_has_ended_is_told_with_its_time() -> None:
    error = handed_over(jwt(aud=CONTOSO, exp=seconds(NOW - timedelta(hours=2))), CONTOSO)
    assert error is not None
    assert error.problem is Problem.TOKEN_EXPIRED
    words = errors.explain(error)
    assert "ended at 2026-11-21 10:00 UTC" in words.happened
    assert "clock says that it is 2026-11-21 12:00 UTC" in words.happened
    assert "clock is wrong" in words.todo


def test_clocks_may_differ_until_the_server_refuses() -> None:
    just_ended = jwt(aud=CONTOSO, exp=seconds(NOW - timedelta(minutes=3)))
    assert handed_over(just_ended, CONTOSO) is None
    error = handed_over(just_ended, CONTOSO, fresh=True)
    assert error is not None
    assert error.problem is Problem.TOKEN_EXPIRED


@pytest.mark.parametrize("exp", [seconds(NOW) + 60, 253402300799, None, True, "1", 1e300, -1e300, [0]])
def test_an_end_that_is_to_come_or_cannot_be_read_ends_nothing(exp: object) -> None:
    assert handed_over(jwt(aud=CONTOSO, exp=exp), CONTOSO) is None


def test_a_token_that_was_typed_is_held_back_as_well() -> None:
    box = TokenBox(jwt(aud="https://fabrikam.crm4.dynamics.com"))
    with pytest.raises(SopError) as caught:
        box.token(CONTOSO, Job())
    assert caught.value.problem is Problem.TOKEN_FOR_ELSEWHERE


def test_the_api_has_a_second_name_only_where_dataverse_gives_it_one() -> None:
    said = audience.claims(jwt(aud="https://x.api.github.example"))
    assert said is not None
    with pytest.raises(SopError):
        audience.refuse_elsewhere(said, "https://x.github.example")
