"""Apply, verify and undo as processes of their own, with somebody else's hands on the rows between them."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Done, Served, environment

RUNTIME = "f1752846-f0df-4766-96f5-c109adf67d7f"
ERP = "00000015-0000-0000-c000-000000000000"
DATA_INTEGRATION = "2e49aa60-1bd3-43b6-8ab6-03ada3d9f08b"
MAP = ("--map", "dynamics365")
JSON = ("--format", "json")
TOKEN = {"SOPWIZARD_ACCESS_TOKEN": "opaque-token-of-a-pipeline"}

Command = Callable[..., Done]


def test_undo_leaves_the_row_that_somebody_patched_and_names_it(
    sopwizard: Command, simulator: Callable[..., Served]
) -> None:
    served = simulator()
    auth = ("--auth", "token", *JSON)
    applied = sopwizard("apply", served.origin, *MAP, "--yes", *auth, **TOKEN)
    assert applied.code == 0, applied.err
    assert [each["state"] for each in applied.json["changes"]] == ["verified"] * 4
    assert served.flag()
    assert all(served.user(each)["isintegrationuser"] for each in (RUNTIME, ERP, DATA_INTEGRATION))
    assert sopwizard("verify", served.origin, *MAP, *auth, **TOKEN).json["ok"] is True

    erp = served.user(ERP)["systemuserid"]
    assert served.ask("PATCH", f"systemusers({erp})", {"isintegrationuser": False})[0] == 204

    verified = sopwizard("verify", served.origin, *MAP, *auth, **TOKEN)
    assert verified.code == 1
    assert [each["target"]["id"] for each in verified.json["differences"]] == [erp]

    run_id = applied.json["run_id"]
    undone = sopwizard("undo", run_id, "--yes", *auth, **TOKEN)
    assert undone.code == 5
    assert undone.json["outcome"] == "partial"
    states = {each["target"]["id"]: each["state"] for each in undone.json["changes"]}
    assert states.pop(erp) == "conflict"
    assert set(states.values()) == {"verified"}
    conflict = next(each for each in undone.json["changes"] if each["state"] == "conflict")
    assert "Finance and Operations Service User" in conflict["error"]["message"]
    assert not served.flag()
    assert not any(served.user(each)["isintegrationuser"] for each in (RUNTIME, DATA_INTEGRATION))

    history = sopwizard("history", *JSON).json["runs"]
    assert [(run["kind"], run["outcome"]) for run in history] == [("undo", "partial"), ("apply", "done")]
    assert history[0]["undoes"] == run_id


def test_a_training_environment_lives_on_between_processes(sopwizard: Command, tmp_path: Path) -> None:
    where = "training:first-setup"
    checked = sopwizard("check", where, *JSON)
    assert checked.code == 0, checked.err
    assert checked.json["environment"]["url"] == where
    assert checked.json["sop_enabled"] is False
    applied = sopwizard("apply", where, *MAP, "--yes", *JSON)
    assert applied.code == 0
    assert sopwizard("apply", where, *MAP, *JSON).json["outcome"] == "nothing-to-do"
    assert sopwizard("verify", where, *MAP).code == 0
    report = tmp_path / "run.md"
    assert sopwizard("report", applied.json["run_id"], "--to", str(report)).code == 0
    assert "This was practice" in report.read_text(encoding="utf-8")
    undone = sopwizard("undo", applied.json["run_id"], "--yes")
    assert undone.code == 0, undone.out
    assert sopwizard("verify", where, *MAP).code == 1
    history = sopwizard("history", *JSON).json["runs"]
    assert [run["environment"]["url"] for run in history] == [where] * 3
    assert sopwizard("apply", where, *MAP, "--yes").code == 0
    assert sopwizard("scenarios", "--reset", "first-setup").code == 0
    assert sopwizard("check", where, *JSON).json["sop_enabled"] is False


@pytest.mark.parametrize(
    ("scenario", "words", "code", "ids"),
    [
        ("no-user-rights", (), 4, ["rights"]),
        ("read-only-caller", (), 4, ["rights"]),
        ("both-maps", (), 1, ["running-map"]),
        ("no-dual-write", (), 1, ["dual-write-solution", "dual-write-users"]),
        ("no-dual-write-users", (), 1, ["dual-write-users"]),
        ("prospect-to-cash", (), 1, ["prospect-to-cash-leftovers"]),
        ("submitted-orders", ("--sop", "off"), 1, ["submitted-orders"]),
    ],
)
def test_what_blocks_is_named_and_nothing_is_written(
    sopwizard: Command, scenario: str, words: tuple[str, ...], code: int, ids: list[str]
) -> None:
    where = f"training:{scenario}"
    before = sopwizard("check", where, *JSON).json
    said = sopwizard("apply", where, *MAP, *words, "--yes", *JSON)
    assert said.code == code
    assert said.json["error"]["kind"] == "blocked"
    assert said.json["blocked_by"] == ids
    after = sopwizard("check", where, *JSON).json
    assert after["sop_enabled"] == before["sop_enabled"]
    assert after["integration_users"] == before["integration_users"]
    assert sopwizard("history", *JSON).json["runs"] == []


def test_bad_input_gets_a_sentence_and_its_exit_code(sopwizard: Command, simulator: Callable[..., Served]) -> None:
    served = simulator("--scenario", "first-setup")
    token = ("--auth", "token")
    cases: tuple[tuple[tuple[str, ...], dict[str, str], int, str], ...] = (
        (("check", "http://contoso.crm4.dynamics.com"), {}, 2, "not-https"),
        (("check", "ftp://contoso.crm4.dynamics.com"), {}, 2, "bad-url"),
        (("check", "training:nonsense"), {}, 2, "unknown-scenario"),
        (("check", "https://contoso.crm4.dynamics.com"), {}, 3, "sign-in-needed"),
        (("check", served.origin, *token), {}, 3, "sign-in-needed"),
        (("check", served.origin, *token), {"SOPWIZARD_ACCESS_TOKEN": "not a token"}, 3, "sign-in-failed"),
        (("check", "https://127.0.0.1:9", *token), TOKEN, 3, "no-connection"),
        (("check", served.origin.replace("http:", "https:"), *token), TOKEN, 3, "tls-failed"),
        (("plan", served.origin, "--map", "nonsense", *token), TOKEN, 2, "unknown-map"),
        (("plan", served.origin, *MAP, "--mark", ERP[:-1] + "9", *token), TOKEN, 2, "unknown-user"),
        (("undo", "99999999-0000-4000-8000-000000000001", "--yes"), {}, 2, "unknown-run"),
        (("apply", served.origin, *MAP, *token), TOKEN, 2, "needs-confirmation"),
    )
    for words, more, code, kind in cases:
        said = sopwizard(*words, *JSON, **more)
        assert (said.code, said.json["error"]["kind"]) == (code, kind), words
        as_text = sopwizard(*words, **more)
        assert as_text.code == code
        assert as_text.out == ""
        assert as_text.err.strip()
        assert "Traceback" not in as_text.err
        for secret in more.values():
            assert secret not in said.out + said.err + as_text.err
    assert not served.flag()


def test_an_unreadable_journal_stops_writing_commands_only(sopwizard: Command, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    (data / "journal.sqlite").write_bytes(b"this is no journal at all, only a text" * 100)
    where = "training:first-setup"
    assert sopwizard("check", where).code == 0
    assert sopwizard("plan", where, *MAP).code == 0
    for words in (("history",), ("apply", where, *MAP, "--yes"), ("undo", "99999999-0000-4000-8000-000000000001")):
        said = sopwizard(*words, *JSON)
        assert said.code == 5, said.out
        assert said.json["error"]["kind"].startswith("journal-")
    assert sopwizard("check", where, *JSON).json["sop_enabled"] is False


def test_a_damaged_training_environment_is_told_and_can_be_put_back(sopwizard: Command, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "training"
    folder.mkdir(parents=True)
    (folder / "first-setup.sqlite").write_text(
        "no database, but a text that is long enough to be one", encoding="utf-8"
    )
    said = sopwizard("check", "training:first-setup", *JSON)
    assert (said.code, said.json["error"]["kind"]) == (2, "bad-file")
    assert sopwizard("scenarios", "--reset", "first-setup").code == 0
    assert sopwizard("check", "training:first-setup").code == 0


def test_a_data_folder_that_cannot_be_made_is_told(sopwizard: Command, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    said = sopwizard("check", "training:first-setup", *JSON)
    assert (said.code, said.json["error"]["kind"]) == (2, "file-unwritable")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_simulator_says_where_it_is_and_ends_on_a_signal(
    simulator: Callable[..., Served], number: signal.Signals
) -> None:
    served = simulator("--scenario", "production")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", served.origin)
    assert served.ask("GET", "WhoAmI", signed_in=False)[0] == 401
    assert served.ask("GET", "WhoAmI")[0] == 200
    served.process.send_signal(number)
    out, err = served.process.communicate(timeout=20)
    assert served.process.returncode == 0, err
    assert out == ""
    assert "Traceback" not in err


def test_the_port_is_the_one_that_was_asked_for(simulator: Callable[..., Served], sopwizard: Command) -> None:
    first = simulator()
    port = first.origin.rpartition(":")[2]
    said = sopwizard("simulator", "--port", port, *JSON)
    assert said.code == 2
    assert said.json["error"]["kind"] == "usage"
    assert port in said.json["error"]["message"]


def test_a_reader_that_has_enough_breaks_nothing() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "sopwizard", "status-map", "cds"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_result_that_cannot_be_printed_is_told_and_a_log_that_cannot_be_written_stops_nothing(form: str) -> None:
    words = [sys.executable, "-m", "sopwizard", "check", "training:already-set-up", "--format", form]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        lost = subprocess.run(
            words, stdout=full, stderr=subprocess.PIPE, text=True, env=environment(), timeout=60, check=False
        )
        told = subprocess.run(
            words, stdout=subprocess.PIPE, stderr=full, text=True, env=environment(), timeout=60, check=False
        )
    assert (lost.returncode, told.returncode) == (5, 0)
    assert "could not be written to where it should go" in " ".join(lost.stderr.split())
    assert "Contoso" in told.stdout


def test_without_unicode_the_output_is_plain() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sopwizard", "plan", "training:first-setup", *MAP],
        capture_output=True,
        env=environment(PYTHONIOENCODING="ascii", PYTHONUTF8="0"),
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert done.stderr.isascii()


def test_a_bug_leaves_a_log_without_secrets_and_a_sentence(tmp_path: Path) -> None:
    code = (
        "import sys; from sopwizard.app import start; from sopwizard.cli import main; "
        "main.run = lambda *_: (_ for _ in ()).throw(RuntimeError('Bearer ' + ('eyJ0' + 'eXAi') * 12)); "
        "sys.exit(start.main(['check']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), timeout=60, check=False
    )
    assert done.returncode == 70
    assert "Traceback" not in done.stderr
    logs = list((tmp_path / "data" / "logs").iterdir())
    assert len(logs) == 1
    content = logs[0].read_text(encoding="utf-8")
    assert "RuntimeError: Bearer ***" in content
    assert "eyJ0eXAi" not in content


HEAVY = ("requests", "urllib3", "msal", "keyring", "PySide6", "sqlite3", "http.server", "odata_query")


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (["--version"], set()),
        (["--help"], set()),
        (["status-map"], set()),
        (["status-map", "cds", "--format", "json"], set()),
        (["pricing"], set()),
        (["scenarios"], {"sqlite3"}),
        (["history"], {"sqlite3"}),
    ],
)
def test_a_command_loads_nothing_that_it_does_not_need(words: list[str], allowed: set[str]) -> None:
    code = (
        "import json, sys\n"
        "from sopwizard.app.start import main\n"
        "try:\n    main(json.loads(sys.argv[1]))\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(words)],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=60,
        check=True,
    )
    loaded = set(json.loads(done.stderr))
    assert {name for name in HEAVY if name in loaded} <= allowed


def test_the_window_loads_no_network_library_before_it_is_used() -> None:
    code = (
        "import json, sys\n"
        "from sopwizard.app.start import main\n"
        "from sopwizard.ui import start, window\n"
        "start.run = lambda wiring: len(wiring.scenarios()) and 0\n"
        "assert main(['--training']) == 0\n"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=environment(QT_QPA_PLATFORM="offscreen"),
        timeout=60,
        check=True,
    )
    loaded = set(json.loads(done.stderr))
    assert not loaded & {"requests", "urllib3", "msal", "keyring", "http.server", "odata_query"}
    assert "PySide6.QtWidgets" in loaded
