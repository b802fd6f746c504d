"""The command line signing in at the simulated cloud, as people and pipelines type it."""

# ruff: noqa: ARG001  fixtures stage the world, whether or not a test looks at them

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sopwizard.app.commands import Shell
from sopwizard.app.start import main
from sopwizard.cli.connection import Connection
from sopwizard.services.job import Job
from tests.support import entra as simulated
from tests.support.certificates import TestAuthority
from tests.support.entra import SECRET_MARK, Entra
from tests.support.snapshots import a_snapshot

CONTOSO = "https://contoso.crm4.dynamics.com"
OWN_APP = "12345678-0000-0000-0000-000000000001"
MEGAN = {"account": "megan@contoso.example", "tenant": simulated.TENANT, "cloud": "commercial"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, and no keyring that a desktop may have."""
    monkeypatch.setenv("SOPWIZARD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    for name in [name for name in os.environ if name.startswith("AZURE_")]:
        monkeypatch.delenv(name)
    return tmp_path / "data"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main([*words, "--client-id", OWN_APP])
    said = capsys.readouterr()
    assert SECRET_MARK not in said.out + said.err
    return code, said.out, said.err


def test_a_device_code_is_told_on_standard_error_and_the_account_on_standard_output(
    entra: Entra, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "sign-in", "--auth", "device-code", "--format", "json")
    assert code == 0, err
    assert "Open https://microsoft.com/devicelogin in any browser and enter the code ABCD-EFGH" in err
    assert json.loads(out) == {"account": MEGAN, "environment": None, "user": None, "vault": "memory"}


def test_a_browser_signs_in_where_it_is_asked_for(
    entra: Entra, browser: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _err = run(capsys, "sign-in", "--auth", "interactive")
    assert code == 0
    assert out.startswith("Signed in as megan@contoso.example.")
    assert len(browser) == 1


def test_without_a_terminal_nobody_is_disturbed_and_nothing_is_sent(
    entra: Entra, browser: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _err = run(capsys, "check", CONTOSO, "--format", "json")
    assert (code, json.loads(out)["error"]["kind"]) == (3, "sign-in-needed")
    assert (browser, entra.seen) == ([], [])


def test_an_application_signs_in_with_its_secret_and_leaves_nothing_behind(
    entra: Entra, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "a-secret-of-the-application")
    monkeypatch.setenv("AZURE_TENANT_ID", simulated.TENANT)
    code, _out, err = run(capsys, "check", CONTOSO, "--auth", "client-credentials")
    grants = [one.fields.get("grant_type") for one in entra.seen if one.path.endswith("/token")]
    assert grants == ["client_credentials"]
    reached = [one for one in entra.seen if one.host in simulated.ENVIRONMENTS and "authorization" in one.headers]
    assert reached, "the token was not used"
    assert code == 3  # the simulated cloud has no organization behind it
    assert "a-secret-of-the-application" not in err
    assert not (folder / "recent.json").exists()


def test_people_find_an_environment_again_and_pipelines_leave_nothing_behind(folder: Path) -> None:
    pipeline = Shell(Connection(auth="token"))
    pipeline._seen(a_snapshot())
    assert not folder.exists()
    person = Shell(Connection())
    assert person.desk.verbs.environments(None, Job()) == ()
    person._seen(a_snapshot())
    (recent,) = person.desk.verbs.environments(None, Job())
    assert (recent.url, recent.name) == ("https://contoso-uat.crm4.dynamics.com", "Contoso UAT")


def test_a_pipeline_is_told_which_variable_is_missing(entra: Entra, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "check", CONTOSO, "--auth", "client-credentials", "--format", "json")
    assert code == 3
    assert "AZURE_CLIENT_SECRET" in json.loads(out)["error"]["message"]


def test_a_refused_sign_in_says_why_with_its_number(
    entra: Entra, browser: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    entra.fails["authorization_code"] = simulated.Failure(53003)
    code, out, _err = run(capsys, "sign-in", CONTOSO, "--auth", "interactive", "--format", "json")
    error = json.loads(out)["error"]
    assert (code, error["kind"]) == (3, "sign-in-failed")
    assert "AADSTS53003" in error["message"]


PROGRAM = """
import json, sys
from tests.support.signin_process import lead
lead(json.loads(sys.argv[1]), int(sys.argv[2]))
from sopwizard.app.start import main
sys.exit(main(sys.argv[3:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Unix")
def test_ctrl_c_ends_the_wait_for_a_code_at_once(entra: Entra, authority: TestAuthority) -> None:
    entra.pending = 10_000
    words = ["sign-in", "--auth", "device-code", "--client-id", OWN_APP]
    waiting = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, json.dumps(simulated.HOSTS), str(entra.port), *words],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"SSL_CERT_FILE": str(authority.bundle)},
        cwd=Path(__file__).parents[3],
    )
    late = threading.Timer(60, waiting.kill)
    late.start()
    try:
        assert waiting.stderr is not None
        told = ""
        for line in waiting.stderr:
            told += line
            if "ABCD-EFGH" in line:
                break
        assert "ABCD-EFGH" in told, told
        asked = time.monotonic()
        waiting.send_signal(signal.SIGINT)
        _out, err = waiting.communicate(timeout=30)
        assert time.monotonic() - asked < 3
        assert waiting.returncode == 130
        assert "Cancelled." in err
        assert "Traceback" not in err
    finally:
        late.cancel()
        waiting.kill()
        waiting.communicate()
