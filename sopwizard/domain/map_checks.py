"""The map detective: which maps of the collection run, whether they belong together, and what is in them.

A running map has an active row in ``msdyn_dualwriteruntimeconfig``, its versions are rows of
``msdyn_dualwriteentitymap``. Both tables are described by public code only, so nothing here is more than an inference.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from sopwizard.domain import sources
from sopwizard.domain.evidence import running_map
from sopwizard.domain.findings import finding, listed, unread
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import EntityMap, Snapshot
from sopwizard.domain.model.states import Confidence, Severity
from sopwizard.domain.rulebook import CollectedMap, MapPair, PublishedMap, Rulebook
from sopwizard.domain.surroundings import HeaderMapping, MapDefinition

PARKED: Final = "9.9.9.9"
"""A version that some projects park definitions under, so that it is never the highest that counts (DOMAIN 5.1)."""

_STATUS_COLUMNS: Final = frozenset({"statecode", "statuscode"})


@unique
class Standing(StrEnum):
    """What Dataverse shows of a map. UNKNOWN: it is defined, and may run towards Sales only, which leaves no row."""

    RUNNING = "running"
    DEFINED = "defined"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MapStanding:
    """A map of the collection, what Dataverse shows of it, and the version that runs."""

    map: CollectedMap
    standing: Standing
    version: str | None = None


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.casefold() == other.casefold()


def _active(rows: Iterable[EntityMap], table: str, entity: str) -> EntityMap | None:
    return next((row for row in rows if row.state == 0 and _same(row.table, table) and _same(row.entity, entity)), None)


def collection(snapshot: Snapshot, rulebook: Rulebook) -> tuple[MapStanding, ...]:
    """Every map of the article's table, as far as Dataverse shows it."""
    both_ways = {name.casefold() for pair in rulebook.map_pairs for name in (pair.cds, pair.dynamics365)}
    return tuple(_standing(snapshot, each, both_ways) for each in rulebook.collection.maps)


def _standing(snapshot: Snapshot, each: CollectedMap, both_ways: set[str]) -> MapStanding:
    running, definitions = snapshot.running_maps, snapshot.definitions
    row = _active(running.value, each.table, each.entity) if isinstance(running, Known) else None
    if row is not None:
        return MapStanding(each, Standing.RUNNING, row.version)
    if isinstance(running, Unknown) or isinstance(definitions, Unknown):
        return MapStanding(each, Standing.UNKNOWN)
    bare = each.entity.partition(" (")[0]
    saved = any(
        _same(one.entity_set, each.entity_set) and (_same(one.entity, each.entity) or _same(one.entity, bare))
        for one in definitions.value
    )
    if not saved:
        return MapStanding(each, Standing.ABSENT)
    return MapStanding(each, Standing.DEFINED if each.entity.casefold() in both_ways else Standing.UNKNOWN)


def check_collection(snapshot: Snapshot, rulebook: Rulebook) -> Finding:
    """The finding `map-collection`: the maps of the article's table, each running, defined, absent or unknown."""
    finding_id, source = "map-collection", sources.PROSPECT_TO_CASH
    for part in (snapshot.running_maps, snapshot.definitions):
        if isinstance(part, Unknown):
            return unread(finding_id, part, source)
    found = collection(snapshot, rulebook)
    facts = tuple(
        (
            standing.value,
            listed(f"{one.map.entity} ({one.map.entity_set})" for one in found if one.standing is standing),
        )
        for standing in Standing
    )
    evidence = tuple(
        f"{one.map.entity} - {one.map.entity_set}: {one.standing.value} {one.version or ''}".strip()
        + f" (carries {one.map.carries})"
        for one in found
    )
    case = "listed" if any(one.standing is not Standing.ABSENT for one in found) else "absent"
    severity = Severity.OK if case == "listed" else Severity.ADVICE
    return finding(finding_id, severity, case, source, facts, evidence, Confidence.INFERENCE)


def check_companions(snapshot: Snapshot, rulebook: Rulebook) -> Finding:  # noqa: PLR0911  one for each case
    """The finding `map-companions`: headers and lines of orders and quotations belong to one choice (DOMAIN 5.4)."""
    finding_id, source = "map-companions", sources.EFFICIENCY
    rows = snapshot.running_maps
    if isinstance(rows, Unknown):
        return unread(finding_id, rows, source)
    cds = {pair.id: _running_of(rows.value, pair, pair.cds) for pair in rulebook.map_pairs}
    dynamics = {pair.id: _running_of(rows.value, pair, pair.dynamics365) for pair in rulebook.map_pairs}
    evidence = tuple(
        f"msdyn_dualwriteruntimeconfig({row.row_id}).msdyn_externalentityname = {row.entity}"
        for found in (cds, dynamics)
        for rows_ in found.values()
        for row in rows_
    )
    facts: tuple[tuple[str, str], ...] = (
        ("cds", listed(row.entity for rows_ in cds.values() for row in rows_)),
        ("dynamics365", listed(row.entity for rows_ in dynamics.values() for row in rows_)),
    )
    with_cds, with_dynamics = any(cds.values()), any(dynamics.values())
    if with_cds and with_dynamics:
        return finding(finding_id, Severity.WARNING, "mixed", source, facts, evidence, Confidence.INFERENCE)
    if not with_cds and not with_dynamics:
        return finding(finding_id, Severity.ADVICE, "none", source, facts, evidence, Confidence.INFERENCE)
    family, names = (cds, "cds") if with_cds else (dynamics, "dynamics365")
    lacking = [pair for pair in rulebook.map_pairs if not family[pair.id]]
    facts = (*facts, ("lacking", listed(getattr(pair, names) for pair in lacking)))
    if any(pair.id in {"order-headers", "order-lines"} for pair in lacking):
        return finding(finding_id, Severity.WARNING, "orders-apart", source, facts, evidence, Confidence.INFERENCE)
    if len(lacking) == 1:
        return finding(finding_id, Severity.WARNING, "quotations-apart", source, facts, evidence, Confidence.INFERENCE)
    if lacking:
        return finding(finding_id, Severity.ADVICE, "no-quotations", source, facts, evidence, Confidence.INFERENCE)
    return finding(finding_id, Severity.OK, "together", source, facts, evidence, Confidence.INFERENCE)


def _running_of(rows: tuple[EntityMap, ...], pair: MapPair, entity: str) -> tuple[EntityMap, ...]:
    """The active rows of one side of a pair; the further map that has to be stopped counts to the CDS side."""
    names = [entity]
    if entity == pair.cds and pair.also_stop is not None:
        names.append(pair.also_stop)
    found = (_active(rows, pair.table, name) for name in names)
    return tuple(row for row in found if row is not None)


def _number(version: str | None) -> tuple[int, ...]:
    parts = (version or "").split(".")
    return tuple(int(part) for part in parts) if all(part.isascii() and part.isdigit() for part in parts) else ()


def check_versions(snapshot: Snapshot, rulebook: Rulebook) -> Finding:
    """The finding `map-versions`: the version that runs, and the highest one that is saved and not parked."""
    finding_id, source = "map-versions", sources.MAP_TABLES
    rows, definitions = snapshot.running_maps, snapshot.definitions
    if isinstance(rows, Unknown):
        return unread(finding_id, rows, source)
    if isinstance(definitions, Unknown):
        return unread(finding_id, definitions, source)
    wanted = [(pair.table, name) for pair in rulebook.map_pairs for name in (pair.cds, pair.dynamics365)]
    running = [row for table, name in wanted if (row := _active(rows.value, table, name)) is not None]
    older, unsaved, parked = [], [], []
    for row in running:
        saved = [one for one in definitions.value if _same(one.entity, row.entity)]
        if any(one.version == PARKED for one in saved):
            parked.append(row.entity)
        highest = max((_number(one.version) for one in saved if one.version != PARKED), default=())
        if row.version is None or row.version not in {one.version for one in saved}:
            unsaved.append(f"{row.entity} {row.version or '?'}")
        elif _number(row.version) < highest:
            older.append(f"{row.entity} {row.version} < {'.'.join(map(str, highest))}")
    facts = (
        ("running", listed(f"{row.entity} {row.version or '?'}" for row in running)),
        ("older", listed(older)),
        ("unsaved", listed(unsaved)),
        ("parked", listed(parked)),
    )
    evidence = tuple(
        _saved_line(one) for one in definitions.value if any(_same(one.entity, row.entity) for row in running)
    )
    if not running:
        return finding(finding_id, Severity.UNKNOWN, "none-runs", source, facts, (), Confidence.INFERENCE)
    if older:
        return finding(finding_id, Severity.ADVICE, "older", source, facts, evidence, Confidence.INFERENCE)
    if unsaved:
        return finding(finding_id, Severity.ADVICE, "unsaved", source, facts, evidence, Confidence.INFERENCE)
    return finding(finding_id, Severity.OK, "highest", source, facts, evidence, Confidence.INFERENCE)


def _saved_line(one: MapDefinition) -> str:
    return f"msdyn_dualwriteentitymap({one.row_id}).msdyn_version = {one.version or 'unknown'} ({one.name})"


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One row of the comparison of the value maps: the key, what is published, and what is here; None: not there."""

    key: str
    published: str | None
    here: str | None

    @property
    def same(self) -> bool:
        """Whether both have the same."""
        return self.published == self.here


def compare_values(published: PublishedMap, values: tuple[tuple[str, str], ...]) -> tuple[ValueRow, ...]:
    """The two value maps row by row, the published rows first. Keys are compared without regard to case."""
    here = {key.casefold(): value for key, value in values}
    rows = [ValueRow(key, value, here.pop(key.casefold(), None)) for key, value in published.values]
    return (*rows, *(ValueRow(key, None, value) for key, value in values if key.casefold() in here))


def own_mapping(snapshot: Snapshot, rulebook: Rulebook) -> HeaderMapping | None:
    """The saved content of the order-header map that runs, in the version that runs; None where that is not known."""
    seen = running_map(snapshot, rulebook)
    if seen.running is None or not isinstance(snapshot.header_mappings, Known):
        return None
    row = seen.rows[0]
    fitting = (one for one in snapshot.header_mappings.value if _same(one.entity, row.entity))
    return next((one for one in fitting if one.version is not None and one.version == row.version), None)


def published_map(rulebook: Rulebook, map_id: MapId) -> PublishedMap | None:
    """The order-header map of the mapping reference; None for the Data Integrator, which has none."""
    pair = rulebook.pair("order-headers")
    entity = {MapId.CDS: pair.cds, MapId.CLASSIC: pair.cds, MapId.DYNAMICS365: pair.dynamics365}.get(map_id)
    return next((one for one in rulebook.published_maps if one.entity == entity), None)


def _plain(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split()).casefold()


def check_values(snapshot: Snapshot, rulebook: Rulebook) -> Finding:  # noqa: PLR0911  one for each case
    """The finding `value-map`: the running map's values and filters, row by row against the published ones."""
    finding_id, source = "value-map", sources.MAPPING_REFERENCE
    for part in (snapshot.running_maps, snapshot.header_mappings):
        if isinstance(part, Unknown):
            return unread(finding_id, part, source)
    running = running_map(snapshot, rulebook).running
    published = None if running is None else published_map(rulebook, running)
    if published is None:
        return finding(finding_id, Severity.UNKNOWN, "none-runs", source, (), (), Confidence.INFERENCE)
    mine = own_mapping(snapshot, rulebook)
    facts: tuple[tuple[str, str], ...] = (("entity", published.entity),)
    if mine is None:
        return finding(finding_id, Severity.UNKNOWN, "not-saved", source, facts, (), Confidence.INFERENCE)
    evidence: tuple[str, ...] = (f"msdyn_dualwriteentitymap({mine.row_id}).msdyn_version = {mine.version}",)
    if not mine.readable or mine.values is None:
        case = "no-values" if mine.readable else "unreadable"
        return finding(finding_id, Severity.UNKNOWN, case, source, facts, evidence, Confidence.INFERENCE)
    rows = compare_values(published, mine.values)
    filters = _filters(published, mine)
    fixed = tuple(f"{column} = {value}" for column, value in mine.constants if column in _STATUS_COLUMNS)
    facts = (
        *facts,
        ("different", listed(_told(row, rulebook) for row in rows if not row.same)),
        ("filters", listed(filters)),
        ("fixed", listed(fixed)),
    )
    rows_told = sorted(rows, key=lambda row: row.same)  # what differs first: a short list shows no more than that
    evidence = (*evidence, *(f"{row.key}: published {row.published}, here {row.here}" for row in rows_told))
    evidence = (*evidence, f"to Sales: {_shown(mine.to_sales)}", f"to Supply Chain Management: {_shown(mine.to_scm)}")
    evidence = (*evidence, *fixed)
    if any(not row.same for row in rows):
        return finding(finding_id, Severity.WARNING, "values-differ", source, facts, evidence, Confidence.INFERENCE)
    if filters:
        return finding(finding_id, Severity.ADVICE, "filters-differ", source, facts, evidence, Confidence.INFERENCE)
    if fixed:
        return finding(finding_id, Severity.ADVICE, "status-fixed", source, facts, evidence, Confidence.INFERENCE)
    return finding(finding_id, Severity.OK, "as-published", source, facts, evidence, Confidence.INFERENCE)


def _told(row: ValueRow, rulebook: Rulebook) -> str:
    labels = {str(option.value): option.label for option in rulebook.options.processing_status}

    def told(value: str | None) -> str:
        if value is None:
            return "-"
        return f"{labels[value]} ({value})" if value in labels else value

    return f"{row.key}: {told(row.published)} → {told(row.here)}"


def _shown(text: str | None) -> str:
    return "unknown" if text is None else text or "no filter"


def _filters(published: PublishedMap, mine: HeaderMapping) -> tuple[str, ...]:
    """The filters that are known and differ from the published ones."""
    pairs = (("", mine.to_sales), (published.to_scm, mine.to_scm))
    return tuple(here or "-" for wanted, here in pairs if here is not None and _plain(here) != _plain(wanted))
