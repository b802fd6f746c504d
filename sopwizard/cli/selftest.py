"""`--self-test`: whether this installation works, part by part."""

from typing import Any

from sopwizard.cli.result import Exit, Result
from sopwizard.cli.session import Session
from sopwizard.domain.selftest import Part, works
from sopwizard.text import selftest as text


def examine(session: Session, as_json: bool) -> Result:  # noqa: FBT001  called by name
    """Each part's line as soon as it was tried: a part that ends the process leaves the lines before it."""
    found = []
    for part in session.world.self_test():
        found.append(part)
        if not as_json:
            session.console.say([text.line(part)])
    good = works(found)
    data = {"works": good, "parts": [_published(part) for part in found]}
    return Result(data, lambda _width: [text.verdict(works=good)], Exit.DONE if good else Exit.FINDINGS)


def _published(part: Part) -> dict[str, Any]:
    return {
        "id": part.piece.value,
        "state": part.state.value,
        "message": text.sentence(part),
        "facts": dict(part.facts),
    }
