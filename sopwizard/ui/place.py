"""What kind of place an environment is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sopwizard.domain.model.snapshot import Snapshot


def is_production(snapshot: Snapshot) -> bool:
    """Whether people work there. An environment whose kind is not known is not called production, nor anything else."""
    return (snapshot.organization.kind or "").casefold() == "production"
