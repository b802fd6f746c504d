"""What is typed is understood as one environment, or refused; never guessed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sopwizard.adapters.dataverse.address import is_loopback, origin, understand
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.target import Target


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://contoso.crm4.dynamics.com", "https://contoso.crm4.dynamics.com"),
        ("contoso.crm4.dynamics.com", "https://contoso.crm4.dynamics.com"),
        ("  HTTPS://Contoso.CRM4.dynamics.com/  ", "https://contoso.crm4.dynamics.com"),
        ("<https://contoso.crm4.dynamics.com/>", "https://contoso.crm4.dynamics.com"),
        ('"https://contoso.crm4.dynamics.com"', "https://contoso.crm4.dynamics.com"),
        (
            "https://contoso.crm4.dynamics.com/main.aspx?appid=5c3c2d1e-0000-0000-0000-000000000000#x",
            "https://contoso.crm4.dynamics.com",
        ),
        ("https://contoso.api.crm4.dynamics.com/api/data/v9.2/", "https://contoso.api.crm4.dynamics.com"),
        ("contoso.crm4.dynamics.com:443/main.aspx", "https://contoso.crm4.dynamics.com"),
        ("contoso.crm4.dynamics.com.", "https://contoso.crm4.dynamics.com"),
        ("https:contoso.crm4.dynamics.com", "https://contoso.crm4.dynamics.com"),
        ("https:/contoso.crm4.dynamics.com", "https://contoso.crm4.dynamics.com"),
        ("https://contoso.crm.microsoftdynamics.us", "https://contoso.crm.microsoftdynamics.us"),
        ("https://contoso.crm4.dynamics.com/main.aspx?name=Übung", "https://contoso.crm4.dynamics.com"),
        ("https://dataverse.contoso.test:8443/", "https://dataverse.contoso.test:8443"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("http://127.8.9.1:5000/api/data/v9.2/", "http://127.8.9.1:5000"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:5000/", "http://[::1]:5000"),
        ("localhost:5000", "https://localhost:5000"),
        ("training:first-setup", "training:first-setup"),
        (" Training:Both-Maps ", "training:both-maps"),
    ],
)
def test_what_is_clearly_meant_is_understood(typed: str, meant: str) -> None:
    assert understand(typed) == Target(meant)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("a" * 3000 + ".crm.dynamics.com", "too-long"),
        ("contoso", "host"),
        ("https://", "host"),
        ("https:///main.aspx", "host"),
        ("contoso crm4.dynamics.com", "characters"),
        ("https://contoso\n.crm4.dynamics.com", "characters"),
        ("https://contoso.crm4.dynamics.com\\@evil.example", "characters"),
        ("https://cоntoso.crm4.dynamics.com", "characters"),  # the second letter is Cyrillic
        ("ftp://contoso.crm4.dynamics.com", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("mailto:megan@contoso.com", "scheme"),
        ("https://contoso.crm4.dynamics.com@evil.example", "credentials"),
        ("https://me:secret@contoso.crm4.dynamics.com", "credentials"),
        ("https://contoso_x.crm4.dynamics.com", "host"),
        ("https://-contoso.crm4.dynamics.com", "host"),
        ("https://contoso..dynamics.com", "host"),
        ("https://2130706433", "host"),
        ("https://127.1", "host"),
        ("https://contoso.crm4.dynamics.com:port", "port"),
        ("https://contoso.crm4.dynamics.com:99999", "port"),
        ("https://[::1", "host"),
        ("https://make.powerapps.com/environments/5c3c2d1e/solutions", "portal"),
        ("https://admin.powerplatform.microsoft.com/environments", "portal"),
        ("https://contoso.operations.dynamics.com/", "finance"),
        ("https://contoso-uat.sandbox.operations.eu.dynamics.com/?cmp=USMF", "finance"),
    ],
)
def test_what_could_mean_something_else_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(SopError) as caught:
        understand(typed)
    assert (caught.value.problem, caught.value.details["reason"]) == (Problem.BAD_URL, reason)


@pytest.mark.parametrize(
    "typed",
    [
        "http://contoso.crm4.dynamics.com",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://[::ffff:127.0.0.1]",
        "http://0.0.0.0:5000",
    ],
)
def test_plain_http_is_for_this_computer_only(typed: str) -> None:
    with pytest.raises(SopError) as caught:
        understand(typed)
    assert caught.value.problem is Problem.NOT_HTTPS


@pytest.mark.parametrize("typed", ["training:", "training:../../etc/passwd", "training:a b", "training:" + "a" * 100])
def test_a_scenario_is_a_plain_name(typed: str) -> None:
    with pytest.raises(SopError) as caught:
        understand(typed)
    assert caught.value.problem in {Problem.UNKNOWN_SCENARIO, Problem.BAD_URL}


def test_a_password_is_never_repeated() -> None:
    for typed in ("https://me:secret@contoso.com", "me:secret@contoso.com", "ftp://me:secret@x"):
        with pytest.raises(SopError) as caught:
            understand(typed)
        assert "secret" not in repr(caught.value.details)


@given(st.text() | st.from_regex(r"(https?:)?/{0,3}[a-z0-9.:@\[\]%#?\\/-]{0,40}", fullmatch=True))
@example("https://ⓒontoso.crm.dynamics.com")
@example("https://[fe80::1%25eth0]/")
def test_whatever_is_typed_is_an_origin_or_a_refusal(typed: str) -> None:
    try:
        target = understand(typed)
    except SopError:
        return
    assert understand(target.url) == target
    if target.is_training:
        return
    scheme, _, host = target.url.partition("://")
    assert scheme == "https" or is_loopback(host.rpartition(":")[0].strip("[]") or host) or is_loopback(host)
    assert not set(host) & set("/?#@\\ ")
    assert target.url.isascii()


def test_a_training_environment_has_no_origin() -> None:
    assert origin(Target("https://a.crm.dynamics.com")) == "https://a.crm.dynamics.com"
    with pytest.raises(ValueError, match="training"):
        origin(Target("training:first-setup"))
