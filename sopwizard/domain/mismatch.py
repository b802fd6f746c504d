"""A warning where the work is for another order-header map than the one that runs."""

from sopwizard.domain import sources
from sopwizard.domain.checks import map_evidence_rows
from sopwizard.domain.evidence import running_map
from sopwizard.domain.findings import finding, listed
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.states import Confidence, Severity
from sopwizard.domain.rulebook import Rulebook


def maps_of(map_id: MapId, rulebook: Rulebook) -> tuple[str, ...]:
    """The header and line maps of orders and quotations that run together under that choice; none under the Data
    Integrator, which works without dual-write. Classic has the CDS maps, with an older solution.
    """
    if map_id is MapId.DATA_INTEGRATOR:
        return ()
    return tuple(pair.dynamics365 if map_id is MapId.DYNAMICS365 else pair.cds for pair in rulebook.map_pairs)


def _further(running: MapId, rulebook: Rulebook) -> tuple[str, ...]:
    """Maps that have to be stopped as well, if they run, when the running ones are."""
    if running is MapId.DYNAMICS365:
        return ()
    return tuple(pair.also_stop for pair in rulebook.map_pairs if pair.also_stop)


def _solution(chosen: MapId, running: MapId) -> str:
    """What the choice means for the Dual-write Supply Chain solution."""
    if chosen is MapId.CLASSIC:
        return "older"
    return "update-first" if running is MapId.CLASSIC and chosen is not MapId.DATA_INTEGRATOR else "same"


def check_map_mismatch(snapshot: Snapshot, choices: Choices, rulebook: Rulebook) -> tuple[Finding, ...]:
    """The finding `map-mismatch`, or nothing: only certain evidence contradicts a choice. It blocks nothing."""
    evidence = running_map(snapshot, rulebook)
    chosen, running = choices.map_id, evidence.running
    if chosen is None or running is None or chosen is running:
        return ()
    to_run, run = maps_of(chosen, rulebook), maps_of(running, rulebook)
    stop = tuple(name for name in run if name not in to_run)
    start = tuple(name for name in to_run if name not in run)
    if chosen is MapId.DATA_INTEGRATOR:
        case, source = "data-integrator", sources.REQUIREMENTS
    elif stop:
        case, source = "other-maps", sources.EFFICIENCY
    else:
        case, source = "other-solution", sources.STATUS_MAP
    facts = (
        ("chosen", chosen.value),
        ("running", running.value),
        ("stop", listed((*stop, *(_further(running, rulebook) if stop else ())))),
        ("start", listed(start)),
        ("solution", _solution(chosen, running)),
    )
    rows = map_evidence_rows(evidence.rows)
    return (finding("map-mismatch", Severity.WARNING, case, source, facts, rows, Confidence.INFERENCE),)
