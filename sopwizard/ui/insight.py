"""What follows from a draft, worked out once a draft: findings, running map, plan. Pure functions, remembered."""

from __future__ import annotations

# ruff: noqa: PLC0415  the rules are loaded when there is something to apply them to, not when the window starts
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sopwizard.domain.evidence import MapEvidence
    from sopwizard.domain.model.changes import Plan
    from sopwizard.domain.model.choices import Choices
    from sopwizard.domain.model.draft import Draft
    from sopwizard.domain.model.findings import Finding
    from sopwizard.domain.model.snapshot import Snapshot
    from sopwizard.domain.model.states import Severity
    from sopwizard.domain.rulebook import Rulebook
    from sopwizard.domain.statements import ChecklistItem


class Insight:
    """The pages' view of the domain. It keeps the last answers only."""

    def __init__(self) -> None:
        self._findings: tuple[Snapshot, tuple[Finding, ...]] | None = None
        self._evidence: tuple[Snapshot, MapEvidence] | None = None
        self._plan: tuple[Snapshot, Choices, Plan] | None = None

    @property
    def rulebook(self) -> Rulebook:
        """The published rules."""
        from sopwizard.services import rulebook

        return rulebook.load()

    @property
    def checklist(self) -> tuple[ChecklistItem, ...]:
        """The questions that Dataverse cannot answer."""
        from sopwizard.services import lore

        return lore.lore().checklist

    def findings(self, draft: Draft) -> tuple[Finding, ...]:
        """What the checks saw; empty before anything was read."""
        if draft.snapshot is None:
            return ()
        if self._findings is None or self._findings[0] is not draft.snapshot:
            from sopwizard.domain.checks import examine

            self._findings = draft.snapshot, examine(draft.snapshot, self.rulebook)
        return self._findings[1]

    def evidence(self, draft: Draft) -> MapEvidence | None:
        """Which map runs; None before anything was read."""
        if draft.snapshot is None:
            return None
        if self._evidence is None or self._evidence[0] is not draft.snapshot:
            from sopwizard.domain.evidence import running_map

            self._evidence = draft.snapshot, running_map(draft.snapshot, self.rulebook)
        return self._evidence[1]

    def plan(self, draft: Draft) -> Plan | None:
        """What would be changed; None before anything was read."""
        if draft.snapshot is None:
            return None
        if self._plan is None or self._plan[0] is not draft.snapshot or self._plan[1] != draft.choices:
            from sopwizard.domain.plan import make_plan

            made = make_plan(draft.snapshot, draft.choices, self.rulebook)
            self._plan = draft.snapshot, draft.choices, made
        return self._plan[2]

    def count(self, draft: Draft, severity: Severity) -> int:
        """How many findings have that severity."""
        return sum(found.severity is severity for found in self.findings(draft))
