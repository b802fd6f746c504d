"""Which Microsoft cloud an environment lives in, told by its host name."""

import re
from dataclasses import dataclass
from typing import Final

from sopwizard.domain.rulebook import Cloud, Region, Rulebook

_COMMERCIAL: Final = "commercial"
_NEW_REGION: Final = re.compile(r"crm\d{1,3}\.dynamics\.com")


@dataclass(frozen=True, slots=True)
class CloudMatch:
    """The cloud of a host. ``region`` is None for a region that opened after the rulebook was written."""

    cloud: Cloud
    region: Region | None


def cloud_of(host: str, rulebook: Rulebook) -> CloudMatch | None:
    """The cloud of ``name.crm4.dynamics.com`` or ``name.api.crm4.dynamics.com``; None for a host of no known cloud.

    New regions appear without notice, so any ``crmNN.dynamics.com`` counts as commercial (DOMAIN 8.2).
    """
    name, _, suffix = host.lower().rstrip(".").partition(".")
    suffix = suffix.removeprefix("api.")
    if not name:
        return None
    for cloud in rulebook.clouds:
        for region in cloud.regions:
            if region.suffix == suffix:
                return CloudMatch(cloud, region)
    if _NEW_REGION.fullmatch(suffix):
        return CloudMatch(next(cloud for cloud in rulebook.clouds if cloud.id == _COMMERCIAL), None)
    return None
