"""Everything that reads what strangers may have written: one function a parser, failing where the parser misbehaves.

A parser may refuse, by its own exception, and nothing else may come out of it. What it takes must hold its promise.
"""

import base64
import contextlib
import json
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sopwizard.adapters.dataverse import answers, batch, map_content, rows
from sopwizard.adapters.dataverse.address import is_loopback, understand
from sopwizard.adapters.dataverse.wire import Answer, WireError
from sopwizard.adapters.journal import SqliteJournal
from sopwizard.adapters.journal import events as log
from sopwizard.adapters.journal.events import DamagedError, Event
from sopwizard.adapters.signin import audience
from sopwizard.adapters.simulator import faults
from sopwizard.domain import story
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.runs import Run
from sopwizard.domain.model.states import ChangeState, RunOutcome
from sopwizard.domain.saved import SavedCheck
from sopwizard.services import files, saved_checks
from sopwizard.services.saved_plans import PLAN
from sopwizard.text import errors

_JSON: Final = {"content-type": "application/json"}
_BATCH: Final = {"content-type": "multipart/mixed; boundary=b"}


def _expect(*problems: Problem) -> Any:  # noqa: ANN401  a context manager
    class Allowed(contextlib.AbstractContextManager[None]):
        def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
            if isinstance(error, SopError):
                words = errors.explain(error)
                assert not problems or error.problem in problems, error.problem
                assert len(words.happened) < 5_000
                return True
            return False

    return Allowed()


def address(data: bytes) -> None:
    """What somebody typed as an address: it is put right once, and goes to https or to this computer."""
    with _expect(Problem.BAD_URL, Problem.NOT_HTTPS, Problem.UNKNOWN_SCENARIO):
        target = understand(data.decode("utf-8", "surrogateescape"))
        assert understand(target.url) == target
        if not target.is_training:
            assert "@" not in target.url
            assert target.url.isascii()
            assert (
                target.url.startswith("https://")
                or is_loopback(target.host.rpartition(":")[0].strip("[]") or target.host)
                or is_loopback(target.host.strip("[]"))
            )


def answer(data: bytes) -> None:
    """The JSON of a server, as every reader of rows gets it."""
    readers: tuple[Callable[[Any], object], ...] = (
        rows.caller,
        lambda found: rows.organization(found, found),
        rows.user,
        rows.solution,
        rows.entity_map,
        rows.option_values,
        rows.privileges,
        rows.values,
        map_content.definition,
        map_content.header_mapping,
    )
    with _expect():
        found = answers.content(Answer(200, _JSON, data))
        for read in readers:
            with contextlib.suppress(WireError):
                read(found)
    with _expect():
        answers.content(Answer(500, _JSON, data))


def parts(data: bytes) -> None:
    """The answer to a batch, cut into its parts."""
    with _expect(Problem.BROKEN_ANSWER):
        for part in batch.parts(Answer(200, _BATCH, data), data.count(b"--b") - 1):
            assert 100 <= part.status < 600


def token(data: bytes) -> None:
    """What a ready-made token says of itself: a stranger's JSON in it can keep it back, and nothing else."""
    payload = base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    with _expect(Problem.TOKEN_FOR_ELSEWHERE, Problem.TOKEN_EXPIRED):
        said = audience.claims(f"e30.{payload}.c2ln")
        if said is not None:
            audience.refuse_elsewhere(said, "https://contoso.crm4.dynamics.com")
            audience.refuse_ended(said, "https://contoso.crm4.dynamics.com", datetime.now(UTC))


def waiting_time(data: bytes) -> None:
    """What a server asks to wait, against the time that it tells."""
    asked, _, told = data.decode("latin-1").partition("|")
    seconds = answers.retry_after({"retry-after": asked, "date": told})
    assert seconds is None or 0 <= seconds <= answers.LONGEST_ASKED


def table_map(data: bytes) -> None:
    """The JSON that a map carries in a text."""
    text = data.decode("utf-8", "replace")
    guid = "6c1b7f5e-2d0a-4c38-9a57-5f5a1c0e7b42"
    map_content.header_mapping({"msdyn_dualwriteentitymapid": guid, "msdyn_mapping": text})
    rows.map_version(text)


def plan(data: bytes) -> None:
    """A saved plan, also one that is sealed anew."""
    _kept(data, PLAN)


def check(data: bytes) -> None:
    """A saved check, also one that is sealed anew."""
    _kept(data, saved_checks.CHECK)


def _kept(data: bytes, kind: files.Kind[Any]) -> None:
    text = data.decode("utf-8", "surrogateescape")
    with _expect(Problem.BAD_FILE):
        kind.load(text, "a file")
    try:
        whole = {"format": kind.format, "version": kind.version, "digest": "", kind.key: json.loads(text)}
        whole["digest"] = files.digest(whole[kind.key])
        sealed = json.dumps(whole)
    except (ValueError, RecursionError):
        return
    with _expect(Problem.BAD_FILE):
        assert isinstance(kind.load(sealed, "a file"), kind.type)


def scenario(data: bytes) -> None:
    """What scenario and story files hold: rules of the fault plan, and events."""
    text = data.decode("utf-8", "replace")
    with _expect(Problem.USAGE):
        rule = faults.parse(text)
        assert rule.first >= 1
        assert rule.last is None or rule.last >= rule.first
    with _expect(Problem.BAD_FILE, Problem.UNKNOWN_MAP, Problem.USAGE):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return
        story.decode(found)


def events(data: bytes) -> None:
    """The events of a run, rightly chained, with any content."""
    previous, chain = "", []
    for seq, line in enumerate(data.decode("utf-8", "replace").split("\n")):
        kind, _, payload = line.partition(" ")
        link = log.digest(previous, ("run-1", seq, "t", kind, payload))
        chain.append(Event(seq + 1, "run-1", seq, "t", kind, payload, link))
        previous = link
    with contextlib.suppress(DamagedError):
        assert isinstance(log.fold(chain), Run)


def journal(data: bytes) -> None:
    """The file of a journal: whole, with some bytes turned, or something else: told or refused, and left alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "journal.sqlite")
        content = bytearray(_whole_journal() if data[:1] != b"x" else data[1:])
        for place in range(1, len(data) - 2, 3):
            if content:
                content[int.from_bytes(data[place : place + 2]) * 7 % len(content)] ^= data[place + 2]
        path.write_bytes(content)
        kept = SqliteJournal(path)
        with _expect(Problem.JOURNAL_UNREADABLE):
            for run in kept.runs():
                assert isinstance(run, Run)
            kept.damaged()
        assert path.read_bytes() == content


_WHOLE: list[bytes] = []


def _whole_journal() -> bytes:
    if not _WHOLE:
        from tests.support.runs import stage  # noqa: PLC0415  made once

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "journal.sqlite")
            outcome = stage().applied().outcome
            assert outcome is not None
            kept, run = SqliteJournal(path), outcome.run
            kept.begin(run)
            for result in run.results:
                kept.intend(run.run_id, result.change.id)
                kept.settle(run.run_id, result.change.id, ChangeState.VERIFIED)
            kept.finish(run.run_id, RunOutcome.DONE, datetime(2026, 3, 2, tzinfo=UTC))
            with contextlib.closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA wal_checkpoint")
            _WHOLE.append(path.read_bytes())
    return _WHOLE[0]


PARSERS: Final[dict[str, Callable[[bytes], None]]] = {
    "address": address,
    "answer": answer,
    "batch": parts,
    "token": token,
    "waiting-time": waiting_time,
    "map": table_map,
    "plan": plan,
    "check": check,
    "scenario": scenario,
    "events": events,
    "journal": journal,
}


def seeds(name: str) -> list[bytes]:
    """Right inputs to begin with."""
    from tests.support.runs import stage  # noqa: PLC0415  only the fuzzers need it

    on = stage()
    draft = on.reviewed()
    assert draft.snapshot is not None
    from sopwizard.domain.plan import make_plan  # noqa: PLC0415  see above

    made = make_plan(draft.snapshot, draft.choices, on.operations.rulebook)
    known: dict[str, list[bytes]] = {
        "address": [b"https://contoso.crm4.dynamics.com/main.aspx", b"training:first-setup", b"http://[::1]:5000"],
        "answer": [b'{"value":[{"organizationid":"6c1b7f5e-2d0a-4c38-9a57-5f5a1c0e7b42","name":"x"}]}'],
        "batch": [b"--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}\r\n--b--"],
        "token": [b'{"aud":"https://contoso.crm4.dynamics.com/","exp":1900000000}', b'{"aud":["x.y","https://z"]}'],
        "waiting-time": [b"17|", b"Wed, 21 Oct 2037 07:28:00 GMT|Wed, 21 Oct 2037 07:27:00 GMT"],
        "map": [b'{"version":"1.0","legs":[{"fieldMappings":[{"sourceField":"a","destinationField":"b"}]}]}'],
        "plan": [json.dumps(json.loads(PLAN.dump(made))["plan"]).encode()],
        "check": [json.dumps(json.loads(saved_checks.dump(SavedCheck(draft.snapshot)))["check"]).encode()],
        "scenario": [b"429:30@GET/systemusers:2-4", b'{"title":"x","events":["placed-in-sales"]}'],
        "events": [b"begin {}\nintend {}\nfinish {}"],
        "journal": [b"\x00\x01\x02\x03"],
    }
    return known[name]
