"""What the sources say, sentence by sentence, and what carries each sentence in this program.

A reference is ``kind:id``, such as ``rule:sop-submit-button`` or ``checklist:totals-job``. Ids are those of the
rulebook's data and of the program's own parts, so that a reference to nothing can be found.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.states import Confidence
from sopwizard.domain.rulebook import PriceOperation


@dataclass(frozen=True, slots=True)
class Source:
    """An article or report. ``date`` is ISO 8601, as far as it is known."""

    id: str
    title: str
    date: str | None
    confidence: Confidence
    about: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the subject. ``where``: the place in the source. ``contradictions``: ids of what speaks against it."""

    id: str
    subject: str
    statement: str
    source: str
    where: str
    confidence: Confidence
    contradictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Where sources disagree, with each other or with themselves. ``reading`` is how this program takes it."""

    id: str
    title: str
    says: tuple[str, ...]
    reading: str
    sources: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """What Dataverse cannot answer: a question to somebody, and where to look."""

    id: str
    question: str
    place: str
    source: str
    where: str
    maps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a source in short words. ``carried_by`` are references; ``why_not`` says why there is none."""

    id: str
    source: str
    where: str
    says: str
    carried_by: tuple[str, ...] = ()
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class Lore:
    """The index of everything that the sources say."""

    sources: tuple[Source, ...]
    rules: tuple[Rule, ...]
    contradictions: tuple[Contradiction, ...]
    checklist: tuple[ChecklistItem, ...]
    statements: tuple[Statement, ...]

    def source(self, source_id: str) -> Source:
        """The source with that id; StopIteration if there is none."""
        return next(source for source in self.sources if source.id == source_id)

    def rule(self, rule_id: str) -> Rule:
        """The rule with that id; StopIteration if there is none."""
        return next(rule for rule in self.rules if rule.id == rule_id)

    def contradiction(self, contradiction_id: str) -> Contradiction:
        """The contradiction with that id; StopIteration if there is none."""
        return next(found for found in self.contradictions if found.id == contradiction_id)

    def contradictions_of(self, rule: Rule) -> tuple[Contradiction, ...]:
        """What speaks against a rule."""
        return tuple(self.contradiction(found) for found in rule.contradictions)

    def statements_of(self, reference: str) -> tuple[Statement, ...]:
        """The sentences that are carried by that reference."""
        return tuple(statement for statement in self.statements if reference in statement.carried_by)

    def references(self) -> frozenset[str]:
        """Everything of this index that can be referred to."""
        kinds: tuple[tuple[str, Iterable[str]], ...] = (
            ("source", (source.id for source in self.sources)),
            ("rule", (rule.id for rule in self.rules)),
            ("contradiction", (found.id for found in self.contradictions)),
            ("checklist", (item.id for item in self.checklist)),
        )
        return frozenset(f"{kind}:{part}" for kind, ids in kinds for part in ids)


def asked_under(items: Iterable[ChecklistItem], map_id: MapId | None) -> tuple[ChecklistItem, ...]:
    """The questions that matter under that map, None: it is not known, and all do. One without maps always does."""
    return tuple(item for item in items if map_id is None or not item.maps or map_id in item.maps)


def row_rule(map_id: MapId, row: int) -> str:
    """The id of the rule behind a row of a map's status table, counted from 0."""
    return f"status-{map_id}-{row + 1}"


def cell_rule(table: str, operation: PriceOperation) -> str:
    """The id of the rule behind a cell of the price table."""
    return f"price-{table}-{operation}"


def loose_ends(lore: Lore, known: frozenset[str]) -> tuple[str, ...]:
    """What points at nothing, one line each: references, sources, contradictions, and sentences that nothing carries
    without a reason. ``known`` are the references that exist.
    """
    ends: list[str] = []
    sources = {source.id for source in lore.sources}
    for statement in lore.statements:
        ends += [f"{statement.id}: {found}" for found in statement.carried_by if found not in known]
        if bool(statement.carried_by) == (statement.why_not is not None):
            ends.append(f"{statement.id}: carried or not?")
    ends += [f"{rule.id}: {found}" for rule in lore.rules for found in rule.contradictions if _lacks(lore, found)]
    cited = (
        *((rule.id, rule.source) for rule in lore.rules),
        *((statement.id, statement.source) for statement in lore.statements),
        *((item.id, item.source) for item in lore.checklist),
        *((found.id, source) for found in lore.contradictions for source in found.sources),
    )
    ends += [f"{cites}: source {source}" for cites, source in cited if source not in sources]
    return tuple(ends)


def _lacks(lore: Lore, contradiction: str) -> bool:
    return all(found.id != contradiction for found in lore.contradictions)
