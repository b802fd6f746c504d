"""The hand-over document in HTML: one file, no scripts, nothing from elsewhere. Everything in it is escaped."""

import base64
import hashlib
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sopwizard import resources
from sopwizard.report.document import Document
from sopwizard.report.seal import BLANK, sealed_text
from sopwizard.report.sections import sheet
from sopwizard.text import report as text

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER: Final = "report"
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS: Final = "\u200c\u200d"  # names in some scripts need them


def render(document: Document) -> str:
    """The whole document."""
    style = read("report.css")
    made = fill(
        "report.html",
        sheet=sheet(document),
        language="en",
        generator=f"sopwizard {document.version}",
        style=style,
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        icon=resources.path("icons", "sopwizard.svg").read_text("utf-8").strip(),
        seal_heading=text.heading("seal"),
        seal_words=text.seal_of_file(),
        digest=BLANK,
    )
    return sealed_text(made)


def read(name: str) -> str:
    """A file of the document's look."""
    return resources.path(_FOLDER, name).read_text("utf-8")


def fill(template: str, **values: object) -> str:
    """The template with these values, escaped."""
    return _environment().get_template(template).render(**values)


def _plain(value: Any) -> Any:  # noqa: ANN401  what templates are given
    """Text without control and direction characters, which would show it as something else than it is."""
    if type(value) is not str:
        return value
    return "".join(
        " " if unicodedata.category(letter) in _UNSEEN and letter not in _JOINERS else letter for letter in value
    )


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  only documents need it

    return Environment(
        loader=FileSystemLoader(resources.path(_FOLDER)),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_plain,
        keep_trailing_newline=True,
    )
