"""Tries the parts of this installation one after the other. A part that fails keeps no other from being tried."""

from collections.abc import Callable, Iterator, Sequence

from sopwizard import resources
from sopwizard.domain.errors import SopError
from sopwizard.domain.selftest import Part, Piece, State
from sopwizard.services import lore, rulebook
from sopwizard.services.job import Job

Probe = Callable[[Job], Part]

FILES = ("style.qss", "icons/sopwizard.png", "icons/sopwizard.svg", "fonts/Inter-Regular.otf")
"""What the window reads by name."""


class FailedError(Exception):
    """A part does not work. ``reason`` is for support: what was expected, and what was there."""


def examine(probes: Sequence[tuple[Piece, Probe]], job: Job) -> Iterator[Part]:
    """Each part as soon as it was tried. Raises Cancelled between two of them."""
    for piece, probe in probes:
        job.check()
        try:
            yield probe(job)
        except Exception as error:  # noqa: BLE001  whatever goes wrong is what is looked for
            yield Part(piece, State.FAILED, (("reason", _reason(error)),))


def _reason(error: Exception) -> str:
    if isinstance(error, SopError):
        details = "".join(f", {name}: {value}" for name, value in error.details.items() if value not in {None, ""})
        return error.problem.value + details
    said = str(error).partition("\n")[0][:300]
    return said if isinstance(error, FailedError) else f"{type(error).__name__}: {said}"


def shipped(_job: Job) -> Part:
    """The files that came with the program: all there, and the rulebook and its lore as the code expects them."""
    missing = [name for name in FILES if not resources.path(*name.split("/")).is_file()]
    if missing:
        raise FailedError(", ".join(missing))
    rulebook.load()
    facts = lore.lore()
    lore.legacy(), lore.symptoms(), lore.stories()
    scenarios = sum(1 for _each in resources.path("training").glob("*.json"))
    if not scenarios:
        raise FailedError("training")
    return Part(Piece.RESOURCES, State.OK, (("rules", len(facts.rules)), ("scenarios", scenarios)))
