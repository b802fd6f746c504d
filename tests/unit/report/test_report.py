"""The hand-over document: what it tells, and that no name from a server does anything in it."""

import json
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sopwizard.domain.aftermath import flag_after, may_have_written
from sopwizard.domain.cells import mark_cell
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.runs import Failure, Run
from sopwizard.domain.model.states import ChangeState, RunKind, RunOutcome
from sopwizard.report import document, files, markdown
from sopwizard.services import rulebook
from tests.support.runs import FLAG, Stage, mark, stage
from tests.support.snapshots import ADELE, ERP, ORGANIZATION_ID, RUNTIME, a_snapshot, adele, dual_write_users

MADE = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


def the_run(on: Stage | None = None, choices: Choices | None = None) -> Run:
    outcome = (on or stage()).applied(choices).outcome
    assert outcome is not None
    return outcome.run


def made_of(run: Run) -> document.Document:
    return document.build(run, rulebook.load(), MADE, "1.2.3")


def as_markdown(run: Run) -> str:
    return markdown.render(made_of(run))


def plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def test_it_tells_who_when_where_and_what() -> None:
    run = the_run()
    text = plain(as_markdown(run))
    for expected in (
        "# Sales order integration set up: Contoso UAT",
        "| Environment | https://contoso-uat.crm4.dynamics.com |",
        f"| Organization | Contoso UAT ({ORGANIZATION_ID}) |",
        "| Made by | Megan Bowen (bbbbbbbb-0000-4000-8000-000000000001) |",
        "| Begun | 2026-03-02 09:30:01 UTC |",
        "| Outcome | done |",
        "| Map | Dynamics 365 Sales order headers (dynamics365) |",
        "| Integration user mode of DualWrite IntegrationUser | No | Yes | verified |",
        f"| {FLAG} | written, then read back and found right |",
        "## What was found before the changes",
        "Delivered and Partially Invoiced",
        "flag on, integration user, Active order",
        f"sopwizard undo {run.run_id}",
        "written 2026-03-03 08:00:00 UTC by sopwizard 1.2.3",
    ):
        assert expected in text


def test_every_table_of_it_has_rows_of_one_length() -> None:
    text = as_markdown(the_run())
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1


def test_a_run_that_stopped_tells_why() -> None:
    on = stage()
    on.world.at_write[mark(ERP)] = SopError(Problem.FORBIDDEN, request_id="r-1", privilege="prvWriteUser")
    text = plain(as_markdown(the_run(on)))
    assert "prvWriteUser is missing" in text
    assert "(request r-1)" in text
    assert "| Outcome | done in part |" in text
    assert f"| {FLAG} | not touched |" in text


def test_a_run_that_was_cut_off_says_so() -> None:
    run = the_run()
    results = (
        replace(run.results[0], state=ChangeState.INTENDED),
        *(replace(result, state=ChangeState.PLANNED) for result in run.results[1:]),
    )
    cut = replace(run, results=results, finished=None, outcome=None)
    text = plain(as_markdown(cut))
    assert "| Finished | not finished: the run was cut off |" in text
    assert "| Outcome | cut off |" in text
    assert f"| {mark(RUNTIME)} | begun when the run was cut off" in text
    told = json.loads(files.render_json(made_of(cut)))
    assert told["finished"] is None
    assert told["outcome"] is None
    assert [each["state"] for each in told["changes"]] == ["unknown", "skipped", "skipped", "skipped"]


def test_a_run_that_goes_on_is_reported_as_far_as_it_came() -> None:
    run = the_run()
    results = (
        run.results[0],
        replace(run.results[1], state=ChangeState.INTENDED),
        *(replace(result, state=ChangeState.PLANNED) for result in run.results[2:]),
    )
    now = replace(run, results=results, finished=None, outcome=None, going_on=True)
    text = plain(as_markdown(now))
    assert "Still going on: 1 of 4 changes written and read back in Contoso UAT so far." in text
    assert "| Finished | not finished: the run is still going on |" in text
    assert "| Outcome | still going on |" in text
    assert "Let the run end first" in text
    assert "cut off" not in text.lower()
    told = json.loads(files.render_json(made_of(now)))
    assert told["going_on"] is True
    assert [each["state"] for each in told["changes"]] == ["verified", "unknown", "unknown", "unknown"]


def test_a_run_with_nothing_to_do_has_nothing_to_take_back() -> None:
    on = stage()
    on.applied()
    text = plain(as_markdown(the_run(on)))
    assert "Nothing was written, so there is nothing to take back." in text
    assert "- Integration user mode of DualWrite IntegrationUser: Yes" in text


def test_only_what_was_written_has_a_way_back_and_only_switching_off_waits_for_orders() -> None:
    on = stage()
    assert "refused while orders are Submitted" in plain(as_markdown(the_run(on)))
    again = the_run(on)
    assert json.loads(files.render_json(made_of(again)))["undo"] == []
    marking = the_run(on, Choices(MapId.DYNAMICS365, unmark=frozenset({ERP})))
    text = plain(as_markdown(marking))
    assert f"sopwizard undo {marking.run_id}" in text
    assert "refused while orders are Submitted" not in text


def test_a_run_that_lost_the_flag_does_not_say_that_it_was_not_about_it() -> None:
    on = stage()
    on.world.at_write[FLAG] = SopError(Problem.FORBIDDEN, privilege="prvWriteOrganization")
    text = plain(as_markdown(the_run(on)))
    assert "What sales order processing integration was left at by this run is not known." in text
    assert "does not speak of" not in text


def test_a_change_that_was_made_and_then_overwritten_was_not_left_alone() -> None:
    on = stage()
    on.world.after_write[mark(RUNTIME)] = lambda: on.world.somebody_writes(mark_cell(RUNTIME), value=False)
    text = plain(as_markdown(the_run(on)))
    assert "| No | Yes | overwritten |" in text
    assert f"| {mark(RUNTIME)} | written; somebody changed it before it was read back |" in text


def test_a_training_run_says_that_it_was_practice() -> None:
    run = the_run()
    assert "practice" not in as_markdown(run)
    training = replace(run, target=replace(run.target, url="training:first-setup"))
    assert "This was practice" in as_markdown(training)


def test_an_undo_says_which_run_it_put_back() -> None:
    on = stage()
    run = the_run(on)
    from sopwizard.domain.model.draft import Draft  # noqa: PLC0415
    from sopwizard.services.job import Job  # noqa: PLC0415

    outcome = on.operations.undo_run(run.run_id, Draft(), Job()).outcome
    assert outcome is not None
    text = plain(as_markdown(outcome.run))
    assert "# Sales order integration put back: Contoso UAT" in text
    assert f"| Puts back | {run.run_id} |" in text


def test_a_run_without_map_flag_name_and_findings_has_its_document_too() -> None:
    run = the_run()
    bare = replace(
        run,
        choices=Choices(),
        results=(),
        findings=(),
        organization_name=None,
        caller=replace(run.caller, name=None),
        undoes=run.run_id,
    )
    text = plain(as_markdown(bare))
    assert "does not speak of sales order processing integration" in text
    assert "| Map | none chosen |" in text
    told = json.loads(files.render_json(made_of(bare)))
    assert told["status_map"] is None
    assert told["pricing"] is None
    assert told["sop_enabled"] is None


@pytest.mark.parametrize(
    ("state", "flag"),
    [
        (ChangeState.VERIFIED, True),
        (ChangeState.APPLIED, True),
        (ChangeState.SKIPPED, False),
        (ChangeState.UNKNOWN, None),
        (ChangeState.CONFLICT, None),
    ],
)
def test_the_flag_afterwards_is_told_only_where_the_run_knows_it(*, state: ChangeState, flag: bool | None) -> None:
    run = the_run()
    results = (*run.results[:-1], replace(run.results[-1], state=state))
    assert flag_after(replace(run, results=results)) is flag


def test_the_flag_is_told_from_what_was_right_already() -> None:
    on = stage()
    on.applied()
    assert flag_after(the_run(on)) is True


def test_a_flag_that_went_on_by_itself_is_on_whatever_was_right_before() -> None:
    on = stage()
    on.applied()
    run = the_run(on, Choices(MapId.DYNAMICS365, sop=True))
    off = tuple(replace(each, after=False) for each in run.already_right if each.id == FLAG)
    marked = the_run().results[0]
    noted = replace(marked, failure=Failure(Problem.SWITCHED_ON_BY_ITSELF))
    assert flag_after(replace(run, results=(marked,), already_right=off)) is False
    assert flag_after(replace(run, results=(noted,), already_right=off)) is True


def test_what_the_environment_did_by_itself_is_no_request() -> None:
    on = stage()
    on.world.marking_switches_the_flag_on = True
    run = the_run(on)
    assert run.outcome is RunOutcome.DONE
    assert document.writes(run) == len(on.world.writes) == 3


def test_what_was_written_and_then_overwritten_was_a_request() -> None:
    on = stage()
    on.world.after_write[mark(RUNTIME)] = lambda: on.world.somebody_writes(mark_cell(RUNTIME), value=False)
    run = the_run(on)
    assert run.results[0].state is ChangeState.CONFLICT
    assert document.writes(run) == len(on.world.writes) == 1


@pytest.mark.parametrize(
    ("state", "written"),
    [
        (ChangeState.VERIFIED, True),
        (ChangeState.APPLIED, True),
        (ChangeState.UNKNOWN, True),
        (ChangeState.INTENDED, True),
        (ChangeState.FAILED, False),
        (ChangeState.CONFLICT, False),
        (ChangeState.SKIPPED, False),
        (ChangeState.PLANNED, False),
    ],
)
def test_how_to_take_a_run_back_is_said_only_where_there_may_be_something(state: ChangeState, *, written: bool) -> None:
    run = the_run()
    run = replace(run, results=tuple(replace(each, state=state) for each in run.results))
    assert may_have_written(run) is written
    text = plain(as_markdown(run))
    assert (f"sopwizard undo {run.run_id}" in text) is written
    assert ("Nothing was written, so there is nothing to take back." in text) is not written


@pytest.mark.parametrize(
    ("outcome", "sop", "title"),
    [
        (RunOutcome.DONE, True, "Sales order integration set up: Contoso UAT"),
        (RunOutcome.FAILED, True, "Setting up sales order integration: Contoso UAT"),
        (None, True, "Setting up sales order integration: Contoso UAT"),
        (RunOutcome.DONE, False, "Sales order integration switched off: Contoso UAT"),
        (RunOutcome.PARTIAL, False, "Switching off sales order integration: Contoso UAT"),
    ],
)
def test_its_title_claims_no_more_than_was_reached(outcome: RunOutcome | None, title: str, *, sop: bool) -> None:
    run = the_run()
    assert f"# {title}\n" in as_markdown(replace(run, outcome=outcome, choices=replace(run.choices, sop=sop)))
    undone = replace(run, kind=RunKind.UNDO, outcome=RunOutcome.CANCELLED)
    assert "# Putting back sales order integration: Contoso UAT\n" in as_markdown(undone)


EVIL = (
    "[click](https://evil.example) ![x](//evil.example/i.png) <script>alert(1)</script> <https://evil.example> | `x` "
    "**b** www.evil.example a@b.example https://evil.example ~~gone~~ $x$ &lt; &copy; [^1] <!-- "
    "\n# Heading\n\n- item\n1. one\n> said"
)
_LINES = (
    "# Heading",
    "## Heading ##",
    "> said",
    "- item",
    "+ item",
    "* item",
    "1. one",
    "12) two",
    "===",
    "---",
    "***",
)
BEGINNINGS = (
    *_LINES,
    "    code",
    "```",
    "~~~",
    "| a | b |",
    ": term",
    "[x]: https://evil.example",
    "<div>",
    "\\",
    "&#35; x",
    "- [ ] to do",
)


def parsed(markdown_text: str) -> tuple[list[str], str, list[str]]:
    """Types of everything in it, its plain text, and where links lead; links made of bare addresses included."""
    tokens = (
        MarkdownIt("commonmark", {"linkify": True}).enable(["table", "strikethrough", "linkify"]).parse(markdown_text)
    )
    flat = [part for token in tokens for part in (token, *(token.children or ()))]
    words = "".join(part.content for part in flat if part.type in {"text", "code_inline"})
    return (
        [part.type for part in flat],
        words,
        [str(part.attrs.get("href")) for part in flat if part.type == "link_open"],
    )


def hostile_run(name: str) -> Run:
    """A run in which everything that a server names has that name."""
    on = stage(a_snapshot(users=Known((*dual_write_users(), adele(name=name)))))
    run = the_run(on, Choices(MapId.DYNAMICS365, unmark=frozenset({ADELE})))
    told = Failure(Problem.REJECTED, request_id=name, details=(("message", name), ("host", name)))
    results = (replace(run.results[0], failure=told), *run.results[1:])
    findings = tuple(replace(each, evidence=(name,)) for each in run.findings)
    caller = replace(run.caller, name=name)
    return replace(run, organization_name=name, caller=caller, results=results, findings=findings)


# What our own document is made of. Nothing else may come of a name.
OWN = {
    "heading_open",
    "paragraph_open",
    "table_open",
    "bullet_list_open",
    "ordered_list_open",
    "strong_open",
    "em_open",
}


@pytest.mark.parametrize("name", [EVIL, *BEGINNINGS])
def test_a_name_from_a_server_makes_nothing_in_a_real_markdown_parser(name: str) -> None:
    harmless, _words, _links = parsed(as_markdown(hostile_run("Adele Vance")))
    kinds, words, links = parsed(as_markdown(hostile_run(name)))
    assert links == []
    assert not {"html_inline", "html_block", "image", "s_open", "fence", "code_block", "hr", "blockquote_open"} & set(
        kinds
    )
    for kind in (*OWN, "th_open", "td_open", "tr_open", "list_item_open", "code_inline"):
        assert kinds.count(kind) == harmless.count(kind), kind
    assert " ".join(name.split()) in words


@pytest.mark.parametrize("name", [EVIL, *BEGINNINGS])
def test_a_name_is_read_letter_by_letter_wherever_it_stands(name: str) -> None:
    for before, after in (("", ""), ("- ", ""), ("| a |\n| --- |\n| ", " |"), ("**", "**"), ("*", "*")):
        if name[:1] in "*-" and before.startswith("*"):
            continue  # after a mark of emphasis the same sign is told apart by its escape; shown by the document above
        _kinds, words, links = parsed(before + markdown.escape(name) + after)
        assert " ".join(name.split()) in words
        assert links == []


_SIGNS = st.text(alphabet="\\`*_{}[]<>()#+-.!|~&:@$^=/'\"%; \t\nax1", max_size=24)


@given(_SIGNS | st.text(max_size=40))
def test_whatever_the_name_it_is_text_and_nothing_else(name: str) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(
        f"a {markdown.escape(name)} b\n\n{markdown.escape(name)} b\n\n| a |\n| --- |\n| {markdown.escape(name)} |"
    )
    kinds = [part.type for token in tokens for part in (token, *(token.children or ()))]
    assert set(kinds) <= {
        "paragraph_open",
        "paragraph_close",
        "inline",
        "text",
        *(kind for kind in kinds if kind[0] == "t"),
    }
    assert kinds.count("paragraph_open") == 2
    assert kinds.count("td_open") == 1
    first = "".join(part.content for part in tokens[1].children or ())
    visible = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in name)
    assert first.split() == f"a {visible} b".split()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1. one", r"1\. one"),
        ("12) x", r"12\) x"),
        ("- item", r"\- item"),
        ("training:first-setup", "training:first-setup"),
        ("a = b, c - d (e) + f!", "a = b, c - d (e) + f!"),
        ("09:30:01 msdyn_salesordernumber", "09:30:01 msdyn_salesordernumber"),
        ("_a_", r"\_a\_"),
        ("https://x www.x a@b", r"https:\//x www\.x a\@b"),
        ("R&D &amp;", r"R&D \&amp;"),
        ("Sales > Orders", "Sales > Orders"),
        ("a\u202eb\x07c\nd", "a b c d"),
        ("a|b_c", r"a\|b_c"),
        ("Contoso-UAT, 9.2", "Contoso-UAT, 9.2"),
    ],
)
def test_escaping_keeps_the_letters_and_takes_their_power(words: str, expected: str) -> None:
    assert markdown.escape(words) == expected


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "run.MD"
    files.write(made_of(the_run()), path)
    before = path.read_bytes()

    def broken(_self: Path, _target: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(SopError) as caught:
        files.write(made_of(the_run()), path)
    assert caught.value.problem is Problem.FILE_UNWRITABLE
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["run.MD"]


def test_an_ending_that_says_no_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SopError) as caught:
        files.write(made_of(the_run()), tmp_path / "run.docx")
    assert caught.value.problem is Problem.USAGE
    assert ".md" in str(caught.value.details["text"])


def test_a_failure_of_the_last_change_is_told_once() -> None:
    run = the_run()
    last = replace(run.results[-1], failure=Failure(Problem.JOURNAL_UNWRITABLE))
    text = plain(as_markdown(replace(run, results=(*run.results[:-1], last))))
    assert text.count("Nothing is changed unrecorded") == 1
