"""The document on paper: what stands in it, that nothing is torn apart, and that no name does anything in it."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from sopwizard.domain.errors import Problem
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.runs import Failure, Run
from sopwizard.domain.model.states import ChangeState
from sopwizard.report import document, files, pdf, seal
from sopwizard.services import rulebook
from sopwizard.services.lore import lore
from tests.support.runs import stage
from tests.support.snapshots import ADELE, a_snapshot, adele, dual_write_users

ROOT = Path(__file__).parents[2]
MADE = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
EVIL = (
    "<img src='file:///etc/hostname'><img src='https://evil.example/i.png'><a href='https://evil.example'>x</a>"
    "<script>alert(1)</script><table><tr><td>cell</td></tr></table><style>* { color: white }</style>{{ 7*7 }}"
)


def the_run(name: str = "Adele Vance") -> Run:
    on = stage(a_snapshot(users=Known((*dual_write_users(), adele(name=name)))))
    outcome = on.applied(Choices(MapId.DYNAMICS365, unmark=frozenset({ADELE}))).outcome
    assert outcome is not None
    told = Failure(Problem.REJECTED, details=(("message", name),))
    run = outcome.run
    failed = replace(run.results[0], state=ChangeState.FAILED, failure=told)
    return replace(run, organization_name=name, results=(failed, *run.results[1:]))


def made_of(run: Run) -> document.Document:
    return document.build(run, rulebook.load(), MADE, "1.2.3", lore().checklist)


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def pages_of(content: bytes) -> list[str]:
    """The words of each page."""
    return [" ".join(page.extract_text().split()) for page in read(content).pages]


def words(content: bytes) -> str:
    return " ".join(pages_of(content))


@pytest.fixture(scope="module")
def printed(qapp: QApplication) -> bytes:
    assert qapp is not None
    return files.render_pdf(made_of(the_run()))


def test_it_tells_who_when_where_and_what(printed: bytes) -> None:
    said = words(printed)
    for expected in (
        "Sales order integration set up: Adele Vance",
        "https://contoso-uat.crm4.dynamics.com",
        "Megan Bowen (bbbbbbbb-0000-4000-8000-000000000001)",
        "Integration user mode of DualWrite IntegrationUser",
        "written, then read back and found right",
        "Delivered and Partially Invoiced",
        "Sales order product",
        "How to take it back",
        "SHA-256:",
    ):
        assert expected in said
    assert read(printed).metadata is not None
    assert read(printed).metadata.title == "Sales order integration set up: Adele Vance"  # type: ignore[union-attr]


def test_every_page_is_numbered_and_named(printed: bytes) -> None:
    pages = pages_of(printed)
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "sopwizard 1.2.3 · Sales order integration set up" in page


def test_paper_is_a4_and_may_be_letter(qapp: QApplication) -> None:
    assert qapp is not None
    for letter, width in ((False, 595), (True, 612)):
        content = pdf.printed("<p>x</p>", "x", ("x", "{page}/{count}"), ("a.json", b"{}"), letter=letter)
        assert round(float(read(content).pages[0].mediabox.width)) == width


@pytest.mark.parametrize(
    ("region", "letter"), [("en_US.UTF-8", "True"), ("de_DE.UTF-8", "False"), ("C.UTF-8", "False")]
)
def test_paper_is_the_regions(region: str, letter: str) -> None:
    code = "from sopwizard.report import pdf; print(pdf.letter_paper())"
    command = [sys.executable, "-c", code]
    environment = {**os.environ, "LC_ALL": region, "LANG": region}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == letter


def test_its_letters_are_in_the_file(printed: bytes) -> None:
    names = set()
    for page in read(printed).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
            names.add(str(font.get_object()["/BaseFont"]))
    assert any("Inter" in name for name in names)


def test_the_same_in_json_is_attached_and_named_by_its_digest(printed: bytes) -> None:
    (name, contents), *more = read(printed).attachments.items()
    assert (name, more) == ("report.json", [])
    assert contents[0] == files.render_json(made_of(the_run())).encode()
    assert seal.check(contents[0], ".json") == seal.Seal(json.loads(contents[0])["sha256"], intact=True)
    assert json.loads(contents[0])["sha256"] in words(printed)


def test_an_altered_file_fails_its_check(printed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "run.pdf"
    path.write_bytes(printed)
    assert files.check(path).intact
    for place in range(0, len(printed), 4999):
        altered = printed[:place] + bytes([printed[place] ^ 1]) + printed[place + 1 :]
        found = seal.check(altered, ".pdf")
        assert found is None or not found.intact
    path.write_bytes(printed + b"%%EOF\n")
    assert seal.check(path.read_bytes(), ".pdf") is None


def test_names_from_a_server_do_nothing_in_it(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    assert qapp is not None
    asked: list[object] = []
    monkeypatch.setattr(pdf._Closed, "loadResource", lambda _self, _kind, name: asked.append(name))
    content = files.render_pdf(made_of(the_run(EVIL)))
    said = "".join(words(content).split())
    assert "<script>alert(1)</script>" in said
    assert "{{7*7}}" in said
    assert asked == []
    for page in read(content).pages:
        assert list(page.get("/Annots", ())) == []
        images = page.get("/Resources", {}).get("/XObject", {})
        assert len(images) <= 1  # our own mark
    for forbidden in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/OpenAction"):
        assert forbidden not in content


def test_text_that_asks_for_a_file_gets_none(qapp: QApplication) -> None:
    assert qapp is not None
    opened = pdf._Closed()
    opened.setHtml("<img src='file:///etc/hostname'>")
    assert opened.resource(QTextDocument.ResourceType.ImageResource.value, "file:///etc/hostname") is None


@pytest.mark.parametrize("name", ["Łukasz Żółć", "Ελένη", "Юлія Ґудзь", "Zoë Ærø"])
def test_names_of_other_scripts_are_printed(qapp: QApplication, name: str) -> None:
    assert qapp is not None
    assert name in words(files.render_pdf(made_of(the_run(name))))


@pytest.mark.parametrize("length", [7, 40])
def test_no_row_stands_on_two_pages(qapp: QApplication, length: int) -> None:
    """A row's words in both columns are on one page, wherever the page ends."""
    assert qapp is not None
    rows = 40
    for lead in range(5):
        body = "".join(f"<tr><td>left{n}x</td><td>{'words ' * length} right{n}x</td></tr>" for n in range(rows))
        markup = f"{'<p>line</p>' * lead}<table width='100%'><thead><tr><th>A</th><th>B</th></tr></thead>{body}</table>"
        content = pdf.printed(markup, "x", ("x", "{page}/{count}"), ("a.json", b"{}"), letter=False)
        pages = pages_of(content)
        for n in range(rows):
            assert [f"left{n}x" in page for page in pages] == [f"right{n}x" in page for page in pages], n
        assert all("left" in page for page in pages)  # and none is left empty


def test_no_heading_stands_alone_at_the_foot_of_a_page(qapp: QApplication) -> None:
    assert qapp is not None
    for lines in range(20, 40):
        markup = "<p>line</p>" * lines + "<h2>Heading</h2><p>under it</p>"
        content = pdf.printed(markup, "x", ("x", "{page}/{count}"), ("a.json", b"{}"), letter=False)
        pages = pages_of(content)
        assert ["Heading" in page for page in pages] == ["under it" in page for page in pages]


def test_a_card_that_fits_on_a_page_stands_on_one(qapp: QApplication) -> None:
    assert qapp is not None
    for lines in range(15, 35):
        card = "<table><tr><td><p>begin</p>" + "<p>line</p>" * 6 + "<p>end</p></td></tr></table>"
        content = pdf.printed("<p>x</p>" * lines + card, "x", ("x", "-"), ("a.json", b"{}"), letter=False)
        pages = pages_of(content)
        assert ["begin" in page for page in pages] == ["end" in page for page in pages]


def test_it_is_printed_in_a_thread_while_a_window_lives(qapp: QApplication) -> None:
    assert qapp is not None
    made: list[bytes] = []
    thread = threading.Thread(target=lambda: made.append(files.render_pdf(made_of(the_run()))))
    thread.start()
    thread.join(60)
    assert words(made[0]).startswith("sopwizard · Hand-over document")


def test_it_is_printed_without_a_window_and_without_a_display(tmp_path: Path) -> None:
    """As the command line does it."""
    code = (
        "import sys; from pathlib import Path; from sopwizard.report import pdf\n"
        "Path(sys.argv[1]).write_bytes(pdf.printed('<p>words</p>', 'x', ('x', '-'), ('a.json', b'{}'), letter=False))"
    )
    path = tmp_path / "x.pdf"
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "words" in words(path.read_bytes())
