"""What an administrator decided holds, and what cannot be understood forbids."""

import os
import sys
from pathlib import Path

import pytest

from sopwizard.adapters import policy as adapter
from sopwizard.app.shared import governed
from sopwizard.app.windowed import Performer
from sopwizard.cli.connection import Connection
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.target import Target
from sopwizard.domain.policy import Policy, allows, signs_in
from sopwizard.domain.signin import Registration
from sopwizard.text import policy as text
from sopwizard.text.errors import explain

CONTOSO = Target("https://contoso.crm4.dynamics.com")
TRAINING = Target("training:first-setup")


@pytest.mark.parametrize(
    ("environments", "allowed"),
    [
        ((), True),
        (("contoso.crm4.dynamics.com",), True),
        (("CONTOSO.crm4.dynamics.com",), True),
        (("*.crm4.dynamics.com",), True),
        (("*.crm.dynamics.com", "fabrikam.crm4.dynamics.com"), False),
        (("crm4.dynamics.com",), False),
        (("*.contoso.crm4.dynamics.com",), False),
    ],
)
def test_only_the_named_hosts_may_be_opened(environments: tuple[str, ...], allowed: bool) -> None:  # noqa: FBT001
    assert allows(Policy(environments=environments), CONTOSO) is allowed
    assert allows(Policy(environments=environments), TRAINING)


def test_a_port_of_its_own_is_named_with_the_host(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    file.write_text('{"environments": ["sales.example:8443"]}', "utf-8")
    assert allows(adapter.load(file), Target("https://sales.example:8443"))
    assert not allows(adapter.load(file), Target("https://sales.example"))


def test_a_training_room_opens_training_only() -> None:
    assert not allows(Policy(live=False), CONTOSO)
    assert allows(Policy(live=False), TRAINING)
    with pytest.raises(SopError) as refused:
        adapter.check(CONTOSO, Policy(live=False, source="/etc/x"))
    assert refused.value.problem is Problem.NOT_BY_POLICY
    assert refused.value.details["path"] == "/etc/x"


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    file.write_text('{"client_id": "c", "environments": ["*.crm4.dynamics.com"], "updates": false}', "utf-8")
    found = adapter.load(file)
    assert found == Policy(client_id="c", environments=("*.crm4.dynamics.com",), updates=False, source=str(file))
    assert text.rules(found) == "environments: *.crm4.dynamics.com; app registration: c; no look for updates"
    assert text.rules(Policy()) == "decides nothing"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        '{"live": "false"}',
        '{"live": 2}',
        '{"live": null}',
        '{"live": false, "live": true}',
        '{"client_id": ""}',
        '{"update_feed": " "}',
        '{"environments": "contoso.crm4.dynamics.com"}',
        '{"environments": {"contoso.crm4.dynamics.com": true}}',
        '{"environments": []}',
        '{"environments": [""]}',
        '{"environments": ["*"]}',
        '{"environments": ["*."]}',
        '{"environments": ["https://contoso.crm4.dynamics.com"]}',
        '{"environments": ["contoso.crm4.dynamics.com:x"]}',
        '{"environments": ["contoso.crm4.dynamics.com", 1]}',
        "[" * 100_000,
        '{"live": false}' + " " * 5_000_000,
        '{"lvie": false}',
        '{"client_id": 1}',
        '{"source": "x"}',
        "\udcff",
    ],
)
def test_a_policy_that_cannot_be_understood_is_never_taken_for_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "policy.json"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(SopError) as refused:
        adapter.load(file)
    assert refused.value.problem is Problem.BROKEN_POLICY


def test_a_switch_is_written_as_in_the_registry_too(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    file.write_text('{"live": 0, "updates": 1}', "utf-8")
    assert adapter.load(file) == Policy(live=False, source=str(file))


def test_a_file_of_an_editor_that_marks_its_encoding_is_read(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    file.write_text('{"live": false}', "utf-8-sig")
    assert not adapter.load(file).live


@pytest.mark.parametrize("what", ["a link", "a link as folder", "a file as folder", "a folder", "a pipe"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps its policy in the registry")
def test_something_in_the_place_of_the_file_is_no_permission(tmp_path: Path, what: str) -> None:
    file = tmp_path / "folder" / "policy.json"
    if what == "a link as folder":
        file.parent.symlink_to("/nowhere")
    elif what == "a file as folder":
        file.parent.write_text("", "utf-8")
    else:
        file.parent.mkdir()
    if what == "a link":
        file.symlink_to("/nowhere")
    elif what == "a folder":
        file.mkdir()
    elif what == "a pipe":
        os.mkfifo(file)
    with pytest.raises(SopError) as refused:
        adapter.load(file)
    assert refused.value.problem is Problem.BROKEN_POLICY


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert adapter.load(tmp_path / "policy.json") == Policy()
    assert adapter.load(tmp_path / "no" / "folder" / "policy.json") == Policy()


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        (Policy(), True),
        (Policy(client_id="OURS"), True),
        (Policy(client_id="ours", tenant="contoso.example"), True),
        (Policy(client_id="theirs"), False),
        (Policy(tenant="fabrikam.example"), False),
        (Policy(authority="https://login.example"), False),
    ],
)
def test_only_the_administrators_application_signs_people_in(policy: Policy, allowed: bool) -> None:  # noqa: FBT001
    registration = Registration("ours", "contoso.example")
    assert signs_in(policy, registration) is allowed
    if allowed:
        adapter.check_registration(registration, policy)
        return
    with pytest.raises(SopError) as refused:
        adapter.check_registration(registration, policy)
    assert refused.value.problem is Problem.NOT_BY_POLICY
    assert "another app registration" in explain(refused.value).happened


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps its policy in the registry")
def test_a_window_keeps_no_application_that_the_policy_does_not_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text('{"client_id": "ours"}', "utf-8")
    monkeypatch.setattr(adapter, "FILES", {sys.platform: policy, "linux": policy})
    monkeypatch.setenv("SOPWIZARD_DATA_DIR", str(tmp_path))
    desk = Performer(governed(Connection())).front_desk()
    with pytest.raises(SopError) as refused:
        desk.keep(Registration("mine"))
    assert refused.value.problem is Problem.NOT_BY_POLICY
    assert desk.registration.client_id == "ours"
    desk.keep(Registration("ours", "contoso.example"))
    assert desk.registration.tenant == "contoso.example"
