"""What Dataverse cannot answer, as text below a check: the questions, and where to look."""

from collections.abc import Iterable, Iterator

from sopwizard.cli import layout
from sopwizard.domain.confirmations import Confirmation
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.statements import ChecklistItem, asked_under
from sopwizard.text import check_list as text


def lines(
    items: Iterable[ChecklistItem], running: MapId | None, confirmed: Iterable[Confirmation], width: int
) -> Iterator[str]:
    """The questions that concern the map that runs; all of them where it is not known."""
    asked = asked_under(items, running)
    given = {each.item: each for each in confirmed}
    yield text.heading(sum(item.id not in given for item in asked))
    yield from layout.bullets((text.with_place(item, given.get(item.id)) for item in asked), width)
    yield from layout.paragraph(text.where_to_record(), width, indent="  ")
