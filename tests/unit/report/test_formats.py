"""HTML and JSON, the seal that shows tampering, and the document without names."""

import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopwizard.domain.confirmations import Answer, Confirmation
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.runs import Failure, Run
from sopwizard.domain.model.snapshot import EntityMap
from sopwizard.domain.model.states import ChangeState, Severity
from sopwizard.domain.model.target import Target
from sopwizard.report import document, files, html, markdown, seal
from sopwizard.report.redaction import redacted
from sopwizard.services import rulebook
from sopwizard.services.lore import lore
from tests.support.runs import FLAG, stage
from tests.support.snapshots import (
    ADELE,
    CDS_ROWS,
    DYNAMICS365_ROWS,
    ORGANIZATION_ID,
    RUNTIME,
    a_snapshot,
    adele,
    dual_write_users,
)

MADE = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>{{ 7*7 }}{% raw %}</style>"
    "<a href='https://evil.example'>x</a><!-- ]]> &lt;b&gt; \u202egnp.exe\u0000\u2028"
)


def the_run(name: str = "Adele Vance") -> Run:
    on = stage(a_snapshot(users=Known((*dual_write_users(), adele(name=name)))))
    outcome = on.applied(Choices(MapId.DYNAMICS365, unmark=frozenset({ADELE}))).outcome
    assert outcome is not None
    return outcome.run


def everywhere(name: str) -> Run:
    """A run in which everything that a server or a person names is that."""
    run = the_run(name)
    told = Failure(Problem.REJECTED, request_id=name, details=(("message", name), ("host", name)))
    return replace(
        run,
        organization_name=name,
        caller=replace(run.caller, name=name),
        results=(replace(run.results[0], failure=told), *run.results[1:]),
        findings=tuple(replace(each, evidence=(name,)) for each in run.findings),
        confirmations=(Confirmation("totals-job", Answer.AS_NEEDED, name, MADE, name),),
    )


def made_of(run: Run, *, redact: bool = False) -> document.Document:
    return document.build(run, rulebook.load(), MADE, "1.2.3", lore().checklist, redact=redact)


class Elements(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.remarks: list[str] = []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.remarks.append(data)


def counted(page: Elements) -> dict[str, int]:
    return {tag: sum(each == tag for each, _attributes in page.found) for tag, _attributes in page.found}


def test_html_tells_who_when_where_and_what() -> None:
    run = the_run()
    words = re.sub(r"\s+", " ", Elements(html.render(made_of(run))).words)
    for expected in (
        "Sales order integration set up: Contoso UAT",
        "https://contoso-uat.crm4.dynamics.com",
        "Megan Bowen (bbbbbbbb-0000-4000-8000-000000000001)",
        "2026-03-02 09:30:01 UTC",
        "Integration user mode of DualWrite IntegrationUser",
        "written, then read back and found right",
        FLAG,
        "Delivered and Partially Invoiced",
        "Sales order product",
        "Skipped",
        "Requests to change something: 5",
        f"sopwizard undo {run.run_id}",
        "Microsoft Learn: Set up the mapping for the sales order status columns (2025-10-29)",
        "SHA-256: ",
    ):
        assert expected in words


def test_html_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    content = html.render(made_of(the_run()))
    page = Elements(content)
    assert (
        not {"script", "link", "iframe", "object", "embed", "img", "form", "base", "audio", "video"}
        & counted(page).keys()
    )
    for tag, attributes in page.found:
        assert not {name for name in attributes if name.startswith("on") or name in {"style", "src", "srcset"}}, tag
        assert "href" not in attributes
    policy = next(each["content"] for _tag, each in page.found if each.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    style = re.search(r"<style>(.*?)</style>", content, re.DOTALL)
    assert style is not None
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_the_policy_lets_exactly_our_own_style_in() -> None:
    content = html.render(made_of(the_run()))
    style = re.search(r"<style>(.*?)</style>", content, re.DOTALL)
    assert style is not None
    assert base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in content


def test_names_from_a_server_make_no_element_in_html() -> None:
    harmless, hostile = (Elements(html.render(made_of(everywhere(name)))) for name in ("Adele Vance", EVIL))
    assert counted(hostile) == counted(harmless)
    assert hostile.remarks == []
    assert "<script>alert(1)</script><img src=x onerror=alert(1)>" in hostile.words
    assert "{{ 7*7 }}{% raw %}" in hostile.words
    assert not {"\u202e", "\u0000", "\u2028"} & set(hostile.words)


@pytest.mark.parametrize("name", ["Łukasz Żółć", "田中 太郎", "نورا", "Zoë 👩‍💻", "क्षेत्र"])
def test_names_of_all_scripts_stay_as_they_are(name: str) -> None:
    assert name in Elements(html.render(made_of(everywhere(name)))).words


def test_who_confirmed_what_stands_apart_from_what_is_open() -> None:
    run = replace(the_run(), confirmations=(Confirmation("totals-job", Answer.AS_NEEDED, "Lee Gu", MADE, "hourly"),))
    text = markdown.render(made_of(run))
    confirmed, still = text.split("Nobody has confirmed these yet.")
    assert "as it should be: hourly | Lee Gu | 2026-03-03 08:00:00 UTC" in confirmed
    assert "number sequences" in still
    alone = markdown.render(document.build(run, rulebook.load(), MADE, "1", lore().checklist[:0]))
    assert "What only people can confirm" not in alone


def test_all_confirmed_leaves_nothing_open() -> None:
    first = lore().checklist[0]
    run = replace(the_run(), confirmations=(Confirmation(first.id, Answer.DOES_NOT_APPLY, "Lee Gu", MADE),))
    text = markdown.render(document.build(run, rulebook.load(), MADE, "1", (first,)))
    assert "does not apply here" in text
    assert "Nobody has confirmed" not in text


def test_writes_are_counted_as_they_were_sent() -> None:
    run = the_run()
    states = (ChangeState.SKIPPED, ChangeState.PLANNED, ChangeState.CONFLICT, ChangeState.UNKNOWN, ChangeState.VERIFIED)
    results = tuple(replace(each, state=state) for each, state in zip(run.results, states, strict=True))
    assert json.loads(files.render_json(made_of(replace(run, results=results))))["write_requests"] == 2


# The seal.

ENDINGS = (".html", ".md", ".json")


def written(folder: Path, ending: str) -> Path:
    path = folder / f"run{ending}"
    files.write(made_of(the_run()), path)
    return path


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_untouched_document_passes_its_check(tmp_path: Path, ending: str) -> None:
    found = files.check(written(tmp_path, ending))
    assert found.intact
    assert re.fullmatch("[0-9a-f]{64}", found.digest)


@pytest.mark.parametrize("ending", ENDINGS)
def test_one_changed_letter_fails_the_check(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path, ending)
    path.write_bytes(path.read_bytes().replace(b"Megan Bowen", b"Megan Rowen", 1))
    assert not files.check(path).intact


@pytest.mark.parametrize("ending", ENDINGS)
def test_any_flipped_byte_fails_the_check_or_leaves_no_seal(tmp_path: Path, ending: str) -> None:
    content = written(tmp_path, ending).read_bytes()
    blanks = b" \n\r\t"
    for place in range(0, len(content), 97):
        if content[place : place + 1] in {bytes([each]) for each in blanks} and ending == ".json":
            continue  # how JSON is laid out is no content
        altered = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        found = seal.check(altered, ending)
        assert found is None or not found.intact, content[max(0, place - 20) : place + 20]


@pytest.mark.parametrize("ending", [".html", ".md"])
def test_the_digest_of_a_text_can_be_made_again_by_hand(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path, ending)
    digest = files.check(path).digest
    assert hashlib.sha256(path.read_text("utf-8").replace(digest, "0" * 64).encode()).hexdigest() == digest


def test_json_may_be_laid_out_anew_but_not_changed(tmp_path: Path) -> None:
    path = written(tmp_path, ".json")
    data = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(dict(reversed(data.items()))), "utf-8")
    assert files.check(path).intact
    path.write_text(json.dumps(data | {"more": 1}), "utf-8")
    assert not files.check(path).intact


def test_line_ends_of_another_system_are_no_tampering(tmp_path: Path) -> None:
    path = written(tmp_path, ".md")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert files.check(path).intact


def test_a_name_cannot_pass_for_the_seal(tmp_path: Path) -> None:
    path = tmp_path / "run.md"
    files.write(made_of(replace(the_run(), organization_name=f"SHA-256: {'0' * 64}")), path)
    assert files.check(path).intact


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".md", b"# nothing"),
        (".md", b"\xff\xfe"),
        (".json", b"[]"),
        (".json", b'{"sha256": 1}'),
        (".json", b"{"),
        (".json", b"[" * 100_000),
        (".pdf", b"%PDF-1.4 nothing"),
        (".docx", b"nothing"),
    ],
)
def test_a_file_without_a_seal_is_no_document(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"run{ending}"
    path.write_bytes(content)
    with pytest.raises(SopError) as caught:
        files.check(path)
    assert caught.value.problem is Problem.BAD_FILE


@pytest.mark.parametrize("ending", [".html", ".md", ".json", ".pdf"])
@given(
    before=st.binary(max_size=60), digest=st.sampled_from([b"0" * 64, b"f" * 64, b"x"]), after=st.binary(max_size=60)
)
def test_no_bytes_whatever_break_the_check(ending: str, before: bytes, digest: bytes, after: bytes) -> None:
    for word in (b"SHA-256: ", b"%SHA-256: ", b'{"sha256": "', b""):
        found = seal.check(before + word + digest + after, ending)
        assert found is None or not found.intact


def test_a_missing_and_an_endless_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SopError) as caught:
        files.check(tmp_path / "nowhere.md")
    assert caught.value.problem is Problem.BAD_FILE
    path = written(tmp_path, ".md")
    monkeypatch.setattr(files, "_MOST", 100)
    with pytest.raises(SopError) as caught:
        files.check(path)
    assert caught.value.problem is Problem.BAD_FILE


def test_pdf_says_what_is_missing_where_qt_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sopwizard.report.pdf", None)
    monkeypatch.delattr("sopwizard.report.pdf", raising=False)
    with pytest.raises(SopError) as caught:
        files.render_pdf(made_of(the_run()))
    assert caught.value.problem is Problem.BROKEN_INSTALLATION


# Without names.

SECRETS = ("Megan Bowen", "Contoso UAT", "contoso-uat", "Adele Vance", ORGANIZATION_ID, ADELE, RUNTIME, "Lee Gu")


def secret_run() -> Run:
    run = the_run()
    told = Failure(
        Problem.REJECTED,
        request_id=ADELE,
        details=(
            ("message", "Somebody Else at other.example"),
            ("host", "contoso-uat.crm4.dynamics.com"),
            ("what", "Adele Vance"),
        ),
    )
    return replace(
        run,
        results=(replace(run.results[0], failure=told), *run.results[1:]),
        confirmations=(Confirmation("totals-job", Answer.AS_NEEDED, "Lee Gu", MADE, "asked Adele Vance and Joe"),),
    )


def texts(run: Run) -> Iterator[str]:
    made = made_of(run, redact=True)
    yield html.render(made)
    yield markdown.render(made)
    yield files.render_json(made)


def test_a_redacted_document_holds_no_name_id_or_host() -> None:
    for content in texts(secret_run()):
        for secret in (*SECRETS, "Somebody Else", "other.example", "Joe"):
            assert secret not in content, secret


def test_a_redacted_document_says_so_and_can_still_be_undone() -> None:
    run = secret_run()
    text = markdown.render(made_of(run, redact=True))
    assert "are replaced here" in text
    assert "are replaced here" not in markdown.render(made_of(run))
    assert f"sopwizard undo {run.run_id}" in text
    assert json.loads(files.render_json(made_of(run, redact=True)))["redacted"] is True


def test_the_same_name_gets_the_same_stand_in() -> None:
    text = markdown.render(made_of(secret_run(), redact=True))
    assert "Person 1" in text
    assert re.search(r"Integration user mode of User \d", text)
    assert "set up: Organization" in text
    assert "https:\\//redacted.invalid" in text


def test_microsofts_own_applications_keep_their_ids() -> None:
    run = the_run()
    line = f"systemuser({RUNTIME}).applicationid = f1752846-f0df-4766-96f5-c109adf67d7f"
    made = made_of(replace(run, findings=(replace(run.findings[0], evidence=(line,)),)), redact=True)
    assert made.run.findings[0].evidence[0].endswith("f1752846-f0df-4766-96f5-c109adf67d7f")
    assert RUNTIME not in made.run.findings[0].evidence[0]


def _redact(found: Finding) -> Finding:
    return redacted(replace(the_run(), findings=(found,)), rulebook.load().applications).findings[0]


def test_facts_that_may_hold_names_are_replaced_piece_by_piece() -> None:
    found = _redact(
        Finding(
            "marked-others",
            Severity.WARNING,
            (("case", "marked"), ("people", "Vance, Adele"), ("orders", "Joe: 14, Web Shop: 9"), ("later", "Joe")),
        )
    )
    assert dict(found.facts)["case"] == "marked"
    assert re.fullmatch(r"User \d, User \d", found.fact("people"))
    assert re.fullmatch(r"User \d: 14, User \d: 9", found.fact("orders"))
    assert found.fact("later") == found.fact("orders").partition(":")[0]


def test_roles_and_order_numbers_are_taken_out() -> None:
    roles = _redact(Finding("user-roles", Severity.OK, (("roles", "Joe: Basic User, Sales; Ann: Boss"),)))
    assert re.fullmatch(r"User \d: \(left out\); User \d: \(left out\)", roles.fact("roles"))
    orders = _redact(Finding("submitted-orders", Severity.OK, (("numbers", "SO-1, SO-2"),)))
    assert orders.fact("numbers") == "Order 1, Order 2"


@pytest.mark.parametrize("chosen", MapId)
@pytest.mark.parametrize("runs", [CDS_ROWS, DYNAMICS365_ROWS], ids=["cds", "dynamics365"])
def test_what_is_said_of_another_map_than_the_chosen_one_names_the_published_maps(
    runs: tuple[EntityMap, ...], chosen: MapId
) -> None:
    run = stage(a_snapshot(running_maps=Known(runs))).applied(Choices(chosen)).outcome
    assert run is not None
    said = [
        {
            each["id"]: (each["title"], each["detail"], each["fix"])
            for each in json.loads(files.render_json(made_of(run.run, redact=redact)))["findings"]
        }
        for redact in (False, True)
    ]
    for finding_id in ("map-mismatch", "map-collection"):
        assert said[0].get(finding_id) == said[1].get(finding_id)


def test_evidence_in_no_known_form_is_left_out() -> None:
    found = _redact(
        Finding("price-lists", Severity.OK, (), ("pricelevel(Joe).x = y", "prvWriteUser: Global", "mail joe@x.example"))
    )
    assert found.evidence == ("prvWriteUser: Global", "(left out)")


def test_addresses_of_people_are_taken_out_of_every_sentence() -> None:
    run = the_run()
    told = Failure(Problem.CHANGED_SINCE_REVIEW, details=(("what", "joe@contoso.example"),))
    run = replace(run, results=(replace(run.results[0], failure=told),), choices=Choices(mark=frozenset({ADELE})))
    made = made_of(run, redact=True)
    assert "joe" not in markdown.render(made)
    assert made.run.choices.mark is not None
    assert ADELE not in made.run.choices.mark


def test_a_training_environment_keeps_its_name() -> None:
    run = replace(the_run(), target=Target("training:first-setup"), organization_name=None)
    assert "training:first-setup" in markdown.render(made_of(run, redact=True))
