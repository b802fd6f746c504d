"""What pipelines sign in with, and which windows are opened for people."""

import sys
from pathlib import Path
from typing import Any

import keyring.core
import pytest

from sopwizard.adapters.signin import clients, ways
from sopwizard.adapters.signin.authority import Authority, authority_of_cloud, challenge_uri, origin_of
from sopwizard.adapters.signin.credentials import Credentials
from sopwizard.adapters.signin.desk import pipeline
from sopwizard.adapters.vault.store import NoStoreError, open_backend
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.signin import Registration
from sopwizard.services import rulebook
from sopwizard.services.job import Job
from tests.support.certificates import own_certificate

WHOLE = {"AZURE_CLIENT_ID": "app", "AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_SECRET": "s3cret"}


def test_a_secret_comes_from_the_environment() -> None:
    found = Credentials.from_environment(WHOLE, None, None)
    assert (found.client_id, found.tenant, found.for_msal()) == ("app", "tenant", "s3cret")
    assert "s3cret" not in repr(found)


def test_what_is_said_by_hand_comes_first() -> None:
    found = Credentials.from_environment(WHOLE, "other", "elsewhere")
    assert (found.client_id, found.tenant) == ("other", "elsewhere")


@pytest.mark.parametrize(
    ("missing", "named"),
    [("AZURE_CLIENT_ID", "AZURE_CLIENT_ID"), ("AZURE_CLIENT_SECRET", "AZURE_CLIENT_SECRET")],
)
def test_a_variable_that_is_not_set_is_named(missing: str, named: str) -> None:
    with pytest.raises(SopError) as problem:
        pipeline({name: value for name, value in WHOLE.items() if name != missing}, rulebook.load())
    assert problem.value.details == {"reason": "credentials-missing", "variable": named}
    pipeline({name: value for name, value in WHOLE.items() if name != "AZURE_TENANT_ID"}, rulebook.load())


@pytest.mark.parametrize("file", ["app-both.pem", "app.pfx"])
@pytest.mark.parametrize("password", [None, "pass word"])
def test_a_certificate_is_read_with_and_without_a_password(tmp_path: Path, file: str, password: str | None) -> None:
    own_certificate(tmp_path, "app", password)
    environment = {"AZURE_CLIENT_ID": "app", "AZURE_CLIENT_CERTIFICATE_PATH": str(tmp_path / file)}
    if password:
        environment["AZURE_CLIENT_CERTIFICATE_PASSWORD"] = password
    found = Credentials.from_environment(environment, None, None).for_msal()
    assert isinstance(found, dict)
    assert found["public_certificate"]
    assert found.get("passphrase") == password


@pytest.mark.parametrize("file", ["missing.pem", "missing.pfx", "app.pem", "app.key", "text.pem", "text.pfx", "."])
def test_a_certificate_that_cannot_be_used_is_said(tmp_path: Path, file: str) -> None:
    own_certificate(tmp_path, "app")
    for name in ("text.pem", "text.pfx"):
        (tmp_path / name).write_text("-----BEGIN PRIVATE KEY-----\nno\n-----END PRIVATE KEY-----\n")
    with pytest.raises(SopError) as problem:
        Credentials("app", None, certificate=tmp_path / file).for_msal()
    assert problem.value.details["reason"] == "certificate-unreadable"


@pytest.mark.parametrize("file", ["app-both.pem", "app.pfx"])
def test_a_wrong_password_is_said(tmp_path: Path, file: str) -> None:
    own_certificate(tmp_path, "app", "right")
    for password in ("wrong", None):
        with pytest.raises(SopError) as problem:
            Credentials("app", None, certificate=tmp_path / file, password=password).for_msal()
        assert problem.value.details["reason"] == "certificate-unreadable"


class Broker:
    """Windows' account window, as MSAL offers it."""

    CONSOLE_WINDOW_HANDLE = object()

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], dict[str, Any]]] = []

    def acquire_token_interactive(self, scopes: list[str], **named: Any) -> dict[str, str]:  # noqa: ANN401
        self.asked.append((scopes, named))
        return {"access_token": "x"}


@pytest.mark.parametrize(("hint", "extra"), [(None, {"prompt": "select_account"}), ("megan", {"login_hint": "megan"})])
def test_windows_own_window_is_asked(hint: str | None, extra: dict[str, str]) -> None:
    broker = Broker()
    authority = Authority("https://login.microsoftonline.com/t", frozenset(), None)
    wish = ways.Wish(broker, Registration(), authority, ["scope"], hint)
    assert ways.by_broker(wish, Job()) == {"access_token": "x"}
    assert broker.asked == [(["scope"], {"parent_window_handle": Broker.CONSOLE_WINDOW_HANDLE} | extra)]


def test_windows_own_window_is_there_only_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert not clients.broker_available()
    monkeypatch.setattr(sys, "platform", "win32")
    assert not clients.broker_available()  # MSAL's extra part is not installed here


ENTRA = Authority("https://login.microsoftonline.com/t", frozenset(), None)


@pytest.mark.parametrize("answer", [None, {}])
def test_no_answer_means_that_nobody_is_signed_in(answer: dict[str, str] | None) -> None:
    with pytest.raises(SopError) as problem:
        clients.token_in(answer, Registration(), ENTRA)
    assert problem.value.problem is Problem.SIGN_IN_NEEDED


@pytest.mark.parametrize("token", [7, "a\r\nHost: evil.example", "tök€n", "a" * 40_000])
def test_an_answer_that_is_neither_token_nor_refusal_is_broken(token: object) -> None:
    with pytest.raises(SopError) as problem:
        clients.token_in({"access_token": token}, Registration(), ENTRA)
    assert problem.value.problem is Problem.BROKEN_ANSWER
    assert problem.value.details == {"host": "login.microsoftonline.com"}


@pytest.mark.parametrize(
    ("header", "uri"),
    [
        ("Bearer authorization_uri=https://login/t/oauth2/authorize, resource_id=https://x/", "https://login/t/oauth2/authorize"),
        ('Bearer authorization_uri="https://login/t", resource_id="x"', "https://login/t"),
        ('Bearer realm="", authorization="https://login/t/v2.0"', "https://login/t/v2.0"),
        ("bearer AUTHORIZATION_URI = https://login/t", "https://login/t"),
        ("Bearer", None),
        (None, None),
        ("x" * 9000 + "authorization_uri=https://login/t", None),
    ],
)  # fmt: skip
def test_the_provider_is_read_from_the_challenge(header: str | None, uri: str | None) -> None:
    assert challenge_uri(header) == uri


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Contoso.CRM4.dynamics.com/main.aspx", "https://contoso.crm4.dynamics.com"),
        ("https://contoso.crm4.dynamics.com:443/", "https://contoso.crm4.dynamics.com"),
        ("https://localhost:8443/x", "https://localhost:8443"),
        ("http://contoso.crm4.dynamics.com", None),
        ("https://user:pw@contoso.crm4.dynamics.com", None),
        ("https://contoso:99999999", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_an_origin_is_plain(address: str, origin: str | None) -> None:
    assert origin_of(address) == origin


def test_a_retired_cloud_has_nobody_to_sign_in_at() -> None:
    germany = next(cloud for cloud in rulebook.load().clouds if cloud.id == "germany")
    for cloud in (germany, None):
        with pytest.raises(SopError) as problem:
            authority_of_cloud(cloud, Registration())
        assert problem.value.details["reason"] == "no-authority"


@pytest.mark.parametrize("backend", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"])
def test_a_keyring_that_keeps_nothing_is_none(monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    with pytest.raises(NoStoreError):
        open_backend()
