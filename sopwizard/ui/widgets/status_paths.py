"""What the status picture shows, as values: one path a combination, and what another map makes of it."""

from dataclasses import dataclass, replace

from sopwizard.domain.compare import sight
from sopwizard.domain.rulebook import Rulebook, StatusTable
from sopwizard.domain.status import Resolution, resolve
from sopwizard.text import explore as explore_words
from sopwizard.text import preview_page as words


@dataclass(frozen=True, slots=True)
class Path:
    """One row of the picture. ``processing`` None: not defined; ``sales`` None: the article leaves it out.

    ``row``: the place of the table's row, None where it has none. ``other``: what the map that is compared with makes
    of the same combination, where that is something else.
    """

    scm: str | None
    document: str | None
    processing: str | None
    sales: str | None
    inference: bool = False
    row: int | None = None
    other: "Path | None" = None

    def ends(self) -> tuple[str, str]:
        """Processing status and status in Sales in words."""
        processing = self.processing or words.UNDEFINED
        return processing, self.sales or (words.LEFT_OUT if self.processing else words.UNDEFINED)

    def sentence(self, other: str = "") -> str:
        """The path in words; ``other`` is the name of the map that is compared with."""
        processing, sales = self.ends()
        if self.scm is None:
            return words.short_path(processing, sales)
        sentence = words.path(self.scm, self.document or "–", processing, sales)
        if self.inference:
            sentence = words.inferred(sentence)
        if self.other is None:
            return sentence
        return explore_words.instead(sentence, other, explore_words.sight(*self.other.ends()))


def paths(table: StatusTable, rulebook: Rulebook, other: StatusTable | None = None) -> tuple[Path, ...]:
    """The rows of the table, and the combinations that only the table of another map defines."""
    if all(row.scm_status is None for row in table.rows):
        return tuple(
            Path(None, None, row.processing_status, row.sales_status, row=at) for at, row in enumerate(table.rows)
        )
    longest = max(rulebook.status_maps, key=lambda each: sum(row.scm_status is not None for row in each.rows))
    made = []
    for row in longest.rows:
        if row.scm_status is None or row.scm_document_status is None:
            continue
        found = resolve(table, row.scm_status, row.scm_document_status)
        path = _path(row.scm_status, row.scm_document_status, found, table)
        if other is not None:
            there = resolve(other, row.scm_status, row.scm_document_status)
            if sight(there) != sight(found):
                path = replace(path, other=_path(row.scm_status, row.scm_document_status, there, other))
        made.append(path)
    return tuple(made)


def _path(scm: str, document: str, found: Resolution, table: StatusTable) -> Path:
    processing = found.processing_status if found.defined else None
    at = next((at for at, row in enumerate(table.rows) if row is found.row), None)
    return Path(scm, document, processing, found.sales_status, found.inference, at)
