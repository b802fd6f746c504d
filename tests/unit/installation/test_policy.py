"""What an administrator decided holds, and what cannot be understood forbids."""

from pathlib import Path

import pytest

from sopwizard.adapters import policy as adapter
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.target import Target
from sopwizard.domain.policy import Policy, allows
from sopwizard.text import policy as text

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


def test_a_training_room_opens_training_only() -> None:
    assert not allows(Policy(live=False), CONTOSO)
    assert allows(Policy(live=False), TRAINING)
    with pytest.raises(SopError) as refused:
        adapter.check(CONTOSO, Policy(live=False, source="/etc/x"))
    assert refused.value.problem is Problem.NOT_BY_POLICY
    assert refused.value.details["path"] == "/etc/x"


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert adapter.load(tmp_path / "policy.json") == Policy()


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
        '{"live": 0}',
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
