"""Whole runs against an environment whose names want to do something: nothing that the program writes lets them.

The same processes carry a marked token, and it is looked for everywhere afterwards.
"""

import io
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
import requests
from markdown_it import MarkdownIt
from pypdf import PdfReader

from sopwizard.adapters import simulator

TOKEN = "markedtoken.5a1f9c3e7b.never-written"  # noqa: S105  what is looked for
# In two parts, because Dataverse bounds the length of names.
FIRST = "\u001b]0;own\u0007\u001b[2JEvil\u009b31m\u202egnp\r\n[Blocker] forged | {{7*7}}"
LAST = "<script>alert(1)</script>[a](http://evil.example)<img src=x>```"
NAME = FIRST + LAST
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
ARGUMENTS = ("--map", "dynamics365", "--auth", "token")
ENDINGS = ("html", "md", "json", "pdf")


@dataclass
class Story:
    """What processes said and left behind. ``lines``: command lines of all processes that were seen meanwhile."""

    folder: Path
    origin: str
    out: dict[str, str] = field(default_factory=dict)
    err: dict[str, str] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    lines: set[bytes] = field(default_factory=set)

    def run(self, name: str, *words: str) -> str:
        """One command in a process of its own, as loud as it can be."""
        done = subprocess.run(
            [sys.executable, "-m", "sopwizard", *words, "-v", "-v"],
            capture_output=True,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(sys.path),
                "PYTHONIOENCODING": "utf-8",
                "SOPWIZARD_DATA_DIR": str(self.folder / "data"),
                "SOPWIZARD_ACCESS_TOKEN": TOKEN,
            },
            cwd=self.folder,
            timeout=120,
            check=False,
        )
        self.out[name], self.err[name] = done.stdout.decode(), done.stderr.decode()
        self.codes[name] = done.returncode
        return self.out[name]


def rename_everything(origin: str) -> None:
    """Somebody with rights gives the organization and its users that name."""
    session = requests.Session()
    session.trust_env = False
    session.headers.update({"Authorization": "Bearer somebody", "If-Match": "*"})
    root = f"{origin}/api/data/v9.2"
    (organization,) = session.get(f"{root}/organizations?$select=name", timeout=20).json()["value"]
    address = f"{root}/organizations({organization['organizationid']})"
    assert session.patch(address, json={"name": NAME}, timeout=20).status_code == 204
    for user in session.get(f"{root}/systemusers?$select=fullname", timeout=20).json()["value"]:
        address = f"{root}/systemusers({user['systemuserid']})"
        names = {"firstname": FIRST, "lastname": LAST}
        assert session.patch(address, json=names, timeout=20).status_code == 204


def command_lines(seen: set[bytes], stop: threading.Event) -> None:
    """Keep the arguments of every process, for as long as nobody says stop."""
    while not stop.wait(0.005):
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                seen.add(path.read_bytes())
            except OSError:
                continue


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Check, plan, apply, verify, history, report in every format, and undo."""
    folder = tmp_path_factory.mktemp("hostile")
    with simulator.serve("person-marked") as served:
        rename_everything(served.origin)
        told = Story(folder, served.origin)
        stop = threading.Event()
        watch = threading.Thread(target=command_lines, args=(told.lines, stop), daemon=True)
        watch.start()
        told.run("check", "check", served.origin, "--auth", "token")
        told.run("saved", "check", served.origin, "--auth", "token", "--save", "check.json")
        told.run("plan", "plan", served.origin, *ARGUMENTS)
        told.run("refused", "apply", served.origin, *ARGUMENTS)
        run = json.loads(told.run("apply", "apply", served.origin, *ARGUMENTS, "--yes", "--format", "json"))["run_id"]
        told.run("verify", "verify", served.origin, *ARGUMENTS)
        told.run("history", "history")
        for ending in ENDINGS:
            told.run(f"report-{ending}", "report", run, "--to", f"run.{ending}")
        told.run("undo", "undo", run, "--auth", "token", "--yes")
        stop.set()
        watch.join()
        yield told


def test_the_whole_story_went_through(story: Story) -> None:
    expected = {"check": 1, "saved": 1, "plan": 0, "refused": 2, "apply": 0, "verify": 0, "history": 0, "undo": 0}
    expected |= {f"report-{ending}": 0 for ending in ENDINGS}
    assert story.codes == expected, story.err
    assert "Evil" in story.out["check"]


def test_a_terminal_gets_no_control_character(story: Story) -> None:
    for name in story.out:
        for said in (story.out[name], story.err[name]):
            assert CONTROLS.findall(said) == [], name


def test_no_name_makes_a_line_of_its_own(story: Story) -> None:
    for name, said in (*story.out.items(), *story.err.items()):
        assert not [line for line in said.splitlines() if line.startswith("[Blocker] forged")], name


class _Elements(HTMLParser):
    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}


def test_html_holds_no_element_of_a_name(story: Story) -> None:
    content = (story.folder / "run.html").read_text("utf-8")
    made = _Elements(content)
    assert not {"script", "img", "a"} & made.tags
    assert not {name for name in made.attributes if name.startswith("on") or name == "href"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    assert CONTROLS.findall(content) == []


def test_markdown_holds_no_link_image_or_html_of_a_name(story: Story) -> None:
    content = (story.folder / "run.md").read_text("utf-8")
    parser = MarkdownIt("commonmark", {"linkify": True}).enable(["table", "strikethrough", "linkify"])
    tokens = parser.parse(content)
    kinds = {part.type for token in tokens for part in (token, *(token.children or ()))}
    assert not {"link_open", "image", "html_inline", "html_block", "fence", "s_open"} & kinds
    assert CONTROLS.findall(content) == []


def test_pdf_holds_no_action_and_no_link_of_a_name(story: Story) -> None:
    content = (story.folder / "run.pdf").read_bytes()
    for forbidden in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/OpenAction"):
        assert forbidden not in content
    pages = PdfReader(io.BytesIO(content)).pages
    assert all(list(page.get("/Annots", ())) == [] for page in pages)
    assert "<script>alert(1)</script>" in "".join("".join(page.extract_text().split()) for page in pages)


def test_json_keeps_a_name_as_a_name(story: Story) -> None:
    data = json.loads((story.folder / "run.json").read_text("utf-8"))
    assert "<script>alert(1)</script>" in data["environment"]["name"]
    assert story.out["apply"].isascii()


def test_no_line_of_the_log_is_forged(story: Story) -> None:
    for name, said in story.err.items():
        for line in said.splitlines():
            if line.startswith("20"):  # a line of the log begins with its time
                assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ sopwizard[\w.]*: ", line), (name, line)


def test_no_output_file_log_report_or_argument_holds_the_token(story: Story) -> None:
    mark = TOKEN.encode()
    assert any(b"sopwizard\x00check\x00" in line for line in story.lines), "the watch saw no process"
    assert [line for line in story.lines if mark in line] == []
    for name in story.out:
        assert TOKEN not in story.out[name], name
        assert TOKEN not in story.err[name], name
    files = [path for path in story.folder.rglob("*") if path.is_file()]
    assert {"run.html", "run.pdf", "run.json", "run.md", "check.json", "journal.sqlite"} <= {
        path.name for path in files
    }
    assert [path for path in files if mark in path.read_bytes()] == []
    # Streams of a PDF are compressed: what stands in them is looked at unpacked.
    reader = PdfReader(io.BytesIO((story.folder / "run.pdf").read_bytes()))
    assert all(mark not in content for contents in reader.attachments.values() for content in contents)
    assert all(TOKEN not in page.extract_text() for page in reader.pages)


def test_no_option_takes_a_token(story: Story) -> None:
    """A command line can be read by everybody on the computer."""
    for command in ((), ("apply",), ("check",), ("sign-in",)):
        helped = story.run("help", *command, "--help")
        story.codes.pop("help")
        assert not re.search(r"--[a-z-]*(?:token|secret|password)[ =]", helped)


@pytest.mark.parametrize("take", [lambda story: story.folder / "data"])
def test_the_journal_is_for_its_owner_only(story: Story, take: Callable[[Story], Path]) -> None:
    """On a shared computer nobody else reads what was done."""
    journal = take(story) / "journal.sqlite"
    assert journal.stat().st_mode & 0o077 == 0
