"""What Dataverse cannot answer, as text below a check: the questions, and where to look."""

from collections.abc import Iterable, Iterator

from sopwizard.cli import layout
from sopwizard.domain.model import MapId
from sopwizard.domain.statements import ChecklistItem
from sopwizard.text import check_list as text


def lines(items: Iterable[ChecklistItem], running: MapId | None, width: int) -> Iterator[str]:
    """The questions that concern the map that runs; all of them where it is not known."""
    asked = [item for item in items if running is None or not item.maps or running in item.maps]
    yield text.heading(len(asked))
    yield from layout.bullets((text.with_place(item) for item in asked), width)
    yield from layout.paragraph(text.where_to_record(), width, indent="  ")
