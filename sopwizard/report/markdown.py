"""The hand-over document in Markdown. Names that come from a server do nothing in it: they are escaped."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from sopwizard.report.document import Document
from sopwizard.report.seal import BLANK, sealed_text
from sopwizard.report.sections import Block, Bullets, Found, Grid, Prose, Section, Steps, sheet
from sopwizard.text import report as text

# What begins a construct of CommonMark or of GitHub's and pandoc's dialects wherever it stands: escapes, code,
# emphasis, links and images, HTML, table cells, mathematics, and ~strikethrough~.
_ACTIVE: Final = re.compile(r"[\\`*\[\]<|$~^]|(?<![^\W_])_|_(?![^\W_])")
# What does so only together with what follows: entities, attributes, emoji, and the automatic links of addresses.
_TOGETHER: Final = re.compile(
    r"&(?=#?\w+;)|/(?=/)|:(?=[a-z+-][\w+-]*:)|(?<=mailto):|(?<=xmpp):|(?<=www)\.|@(?=\w)|\{(?=[.#=])", re.IGNORECASE
)


def escape(words: str) -> str:
    """The text as Markdown shows it letter by letter, on one line."""
    visible = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in words)
    line = " ".join(visible.split())
    escaped = _TOGETHER.sub(r"\\\g<0>", _ACTIVE.sub(r"\\\g<0>", line))
    if re.match(r"\d+[.)]", escaped):
        return re.sub(r"[.)]", r"\\\g<0>", escaped, count=1)
    return re.sub(r"^[#>+=:%-]", r"\\\g<0>", escaped)


def render(document: Document) -> str:
    """The whole document."""
    return sealed_text("\n".join(_lines(document)) + "\n")


def _lines(document: Document) -> Iterator[str]:
    made = sheet(document)
    yield f"# {escape(made.title)}"
    yield from ("", escape(made.lead))
    for remark in made.remarks:
        yield from ("", f"**{escape(remark)}**")
    yield from _heading("summary")
    yield from _table(("", ""), made.facts)
    for section in made.sections:
        yield from _section(section)
    yield from _heading("seal")
    yield escape(text.seal_of_file())
    yield from ("", f"SHA-256: `{BLANK}`")


def _heading(section: str) -> Iterator[str]:
    yield from ("", f"## {escape(text.heading(section))}", "")


def _section(section: Section) -> Iterator[str]:
    yield from _heading(section.id)
    for number, block in enumerate(section.blocks):
        both_lists = number and isinstance(block, Found) and isinstance(section.blocks[number - 1], Found)
        if number and not both_lists:
            yield ""
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Prose():
            yield escape(block.words)
        case Bullets():
            yield from (f"- {escape(each)}" for each in block.items)
        case Steps():
            yield from (f"{number}. {escape(each)}" for number, each in enumerate(block.items, 1))
        case Grid():
            yield from _table(block.columns, ([each.words for each in row] for row in block.rows))
        case Found():
            yield f"- **{escape(block.chip.words)}: {escape(block.title)}**  "
            yield f"  {escape(block.detail)}  "
            yield f"  {escape(block.fix)}  "
            yield f"  *{escape(block.source)}*"
            yield from (f"  - {escape(row)}" for row in block.evidence)
        case _:
            assert_never(block)


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    headings = [escape(column) for column in columns]
    yield "| " + " | ".join(headings) + " |"
    yield "|" + " --- |" * len(headings)
    for row in rows:
        yield "| " + " | ".join(escape(each) for each in row) + " |"
