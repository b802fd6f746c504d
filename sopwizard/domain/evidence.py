"""Which order-header map runs, as far as Dataverse can tell.

The rows of ``msdyn_dualwriteruntimeconfig`` exist for running maps with Dataverse as a source; Microsoft's own quote
button uses the same test (DOMAIN 5.1). Absence is *none*, an unreadable table is *unknown*, never one for the other.
"""

from dataclasses import dataclass
from enum import StrEnum, unique

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import EntityMap, Snapshot
from sopwizard.domain.rulebook import Rulebook


@unique
class MapState(StrEnum):
    """What the evidence shows. Only ONE names a map."""

    ONE = "one"
    BOTH = "both"
    NONE = "none"
    UNKNOWN = "unknown"


@unique
class MapReason(StrEnum):
    """Why; `text.findings.evidence` has the sentences."""

    DYNAMICS365_ROW = "dynamics365-row"
    CDS_ROW_WITH_OPTION = "cds-row-with-option"
    CDS_ROW_WITHOUT_OPTION = "cds-row-without-option"
    BOTH_ROWS = "both-rows"
    NO_ROW = "no-row"
    ROWS_UNREADABLE = "rows-unreadable"
    STATE_UNREADABLE = "state-unreadable"
    OPTION_UNREADABLE = "option-unreadable"
    COLUMN_MISSING = "column-missing"


@dataclass(frozen=True, slots=True)
class MapEvidence:
    """The conclusion and the order-header rows that prove it (inactive ones too, where none runs)."""

    state: MapState
    running: MapId | None
    reason: MapReason
    rows: tuple[EntityMap, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


def _unknown(reason: MapReason, rows: tuple[EntityMap, ...] = (), *, why: Unknown | None = None) -> MapEvidence:
    facts = (("problem", why.problem.value),) if why else ()
    return MapEvidence(MapState.UNKNOWN, None, reason, rows, facts)


def running_map(snapshot: Snapshot, rulebook: Rulebook) -> MapEvidence:
    """Which order-header map runs. Names are compared without regard to case: published spellings differ."""
    if isinstance(snapshot.running_maps, Unknown):
        return _unknown(MapReason.ROWS_UNREADABLE, why=snapshot.running_maps)
    pair = rulebook.pair("order-headers")
    names = {pair.cds.casefold(), pair.dynamics365.casefold()}
    headers = tuple(
        row
        for row in snapshot.running_maps.value
        if row.table.casefold() == pair.table and row.entity.casefold() in names
    )
    if any(row.state is None for row in headers):
        return _unknown(MapReason.STATE_UNREADABLE, headers)
    active = tuple(row for row in headers if row.state == 0)
    running = {row.entity.casefold() for row in active}
    if not running:
        return MapEvidence(MapState.NONE, None, MapReason.NO_ROW, headers)
    if running == names:
        return MapEvidence(MapState.BOTH, None, MapReason.BOTH_ROWS, active)
    if pair.dynamics365.casefold() in running:
        return MapEvidence(MapState.ONE, MapId.DYNAMICS365, MapReason.DYNAMICS365_ROW, active)
    return _which_cds(snapshot.processing_options, active, rulebook)


def _which_cds(
    options: Known[tuple[int, ...] | None] | Unknown, rows: tuple[EntityMap, ...], rulebook: Rulebook
) -> MapEvidence:
    """The same CDS map has two status tables; the option that came with the update tells which (INFERENCE, 5.2)."""
    if isinstance(options, Unknown):
        return _unknown(MapReason.OPTION_UNREADABLE, rows, why=options)
    if options.value is None:
        return _unknown(MapReason.COLUMN_MISSING, rows)
    if rulebook.solutions.updated_option in options.value:
        return MapEvidence(MapState.ONE, MapId.CDS, MapReason.CDS_ROW_WITH_OPTION, rows)
    return MapEvidence(MapState.ONE, MapId.CLASSIC, MapReason.CDS_ROW_WITHOUT_OPTION, rows)
