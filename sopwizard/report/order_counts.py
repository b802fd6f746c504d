"""Orders as they are, as the published JSON object."""

from collections.abc import Iterable
from typing import Any

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.order_counts import Combination, OrderCounts
from sopwizard.domain.rulebook import Rulebook
from sopwizard.report.published import error
from sopwizard.text import order_counts as text


def orders(counts: OrderCounts, found: Iterable[Combination], rulebook: Rulebook, map_id: MapId) -> dict[str, Any]:
    """The counts, the combinations, and what stands out."""
    return {
        "map": map_id.value,
        "total": counts.total,
        "complete": counts.complete,
        "incomplete": None if counts.complete else _incomplete(counts),
        "requests": counts.requests,
        "samples_unknown": None if counts.samples_unknown is None else error(counts.samples_unknown),
        "combinations": [_combination(one, rulebook) for one in found],
    }


def _incomplete(counts: OrderCounts) -> dict[str, Any]:
    return {
        "kind": None if counts.problem is None else counts.problem.value,
        "message": text.not_complete(counts.problem),
    }


def _combination(one: Combination, rulebook: Rulebook) -> dict[str, Any]:
    group = one.group
    processing, status, reason = text.labels(group, rulebook)
    return {
        "processing_status": group.processing_status,
        "status": group.status,
        "status_reason": group.status_reason,
        "count": group.count,
        "allowed": one.allowed,
        "processing_status_label": processing,
        "status_label": status,
        "status_reason_label": reason,
        "samples": None if group.samples is None else list(group.samples),
        "cause": text.cause(one),
    }
