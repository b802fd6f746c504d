"""Counting orders, and naming some of those that a map does not allow."""

from sopwizard.domain.errors import SopError
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.order_counts import OrderCounts, OrderGroup, Samples, to_sample
from sopwizard.domain.rulebook import Rulebook
from sopwizard.services.job import Job
from sopwizard.services.means import failure
from sopwizard.services.ports import Gateway


def count(gateway: Gateway, rulebook: Rulebook, map_id: MapId | None, job: Job) -> OrderCounts:
    """All orders by their statuses, with sample numbers where the map does not allow them and where they are Submitted.

    Without a map every group gets samples, so that the counts can be compared with any map later. Counts that are there
    are told also where the samples cannot be read; they say why.
    """
    counts = gateway.orders(job)
    wanted: tuple[OrderGroup, ...] = counts.groups if map_id is None else to_sample(counts, rulebook, map_id)
    return counts.with_samples(wanted, _samples(gateway, wanted, job)) if wanted else counts


def _samples(gateway: Gateway, wanted: tuple[OrderGroup, ...], job: Job) -> Samples | Unknown:
    try:
        return gateway.order_samples(wanted, job)
    except SopError as error:
        why = failure(error)
        return Unknown(why.problem, why.request_id, why.details)
