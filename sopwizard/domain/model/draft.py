"""The one value that goes through the program."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sopwizard.domain.model.choices import Choices

if TYPE_CHECKING:  # the first page is shown before there is any of these
    from datetime import datetime

    from sopwizard.domain.confirmations import Confirmation
    from sopwizard.domain.model.runs import Outcome
    from sopwizard.domain.model.snapshot import Snapshot
    from sopwizard.domain.model.target import Target
    from sopwizard.domain.order_counts import OrderCounts
    from sopwizard.domain.saved import SavedCheck


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole state of the program. Answering an earlier question drops what was derived from it.

    ``saved`` is when the snapshot was read (UTC) where it comes from a file and nothing is connected; else None.
    ``orders`` are those that were counted for that file, None where it holds none and for every other draft.
    """

    target: Target | None = None
    snapshot: Snapshot | None = None
    choices: Choices = field(default_factory=Choices)
    outcome: Outcome | None = None
    confirmations: tuple[Confirmation, ...] = ()
    saved: datetime | None = None
    orders: OrderCounts | None = None

    @classmethod
    def of_saved(cls, check: SavedCheck) -> Draft:
        """The draft of a saved check: it can be looked at and planned with, and never applied."""
        snapshot, confirmations = check.snapshot, check.confirmations
        return cls(snapshot.target, snapshot, confirmations=confirmations, saved=snapshot.taken, orders=check.orders)

    def with_target(self, target: Target | None) -> Draft:
        """The draft for another environment: nothing of the old one is kept."""
        return self if target == self.target else Draft(target=target)

    def with_snapshot(self, snapshot: Snapshot) -> Draft:
        """The draft with a fresh survey; a result belongs to the snapshot it was made from and goes."""
        return replace(self, target=snapshot.target, snapshot=snapshot, outcome=None, saved=None, orders=None)

    def with_choices(self, choices: Choices) -> Draft:
        """The draft with other choices; a result made from the old ones goes."""
        return self if choices == self.choices else replace(self, choices=choices, outcome=None)

    def with_outcome(self, outcome: Outcome | None) -> Draft:
        """The draft after apply or undo."""
        return replace(self, outcome=outcome)

    def with_confirmations(self, confirmations: tuple[Confirmation, ...]) -> Draft:
        """The draft with what somebody confirmed; nothing is derived from that."""
        return replace(self, confirmations=confirmations)
