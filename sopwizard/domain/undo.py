"""From a run that was made to what puts it back, without touching what somebody changed since."""

from dataclasses import dataclass
from typing import Final

from sopwizard.domain import cells
from sopwizard.domain.checks import check_submitted_orders
from sopwizard.domain.model.changes import Change
from sopwizard.domain.model.choices import Choices
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.ids import OrganizationId, RunId
from sopwizard.domain.model.runs import Run
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.states import ChangeState, Reason, Severity
from sopwizard.domain.model.target import Target
from sopwizard.domain.rights import check_rights, needed

_WRITTEN: Final = frozenset({ChangeState.APPLIED, ChangeState.VERIFIED})
_UNSETTLED: Final = frozenset({ChangeState.INTENDED, ChangeState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What puts a run back, last first. ``conflicts`` are the run's changes whose cells no longer hold what was
    written, or can no longer be read: they are left alone. ``blocked_by`` are ids of members of ``findings``.
    """

    run_id: RunId
    target: Target
    organization_id: OrganizationId
    choices: Choices
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    blocked_by: tuple[str, ...] = ()


def undo_plan(run: Run, snapshot: Snapshot) -> UndoPlan:
    """What puts back the run, in the environment as it is now; the caller has made sure that it is the same one.

    A write that was never settled is decided by the row: if it holds what was intended, it is put back, otherwise it
    was never written. Blocked by a missing privilege, and, where it switches the flag off, by Submitted orders or by
    not knowing whether there are any.
    """
    back: list[Change] = []
    conflicts: list[Change] = []
    for result in reversed(run.results):
        change, present = result.change, cells.value(snapshot, result.change.cell)
        if result.state not in _WRITTEN | _UNSETTLED or change.before is None:
            continue
        if present is change.after:
            back.append(cells.change(change.cell, change.row_name, present, change.before, Reason.UNDO))
        elif present is None or result.state in _WRITTEN:
            conflicts.append(change)
    changes = tuple(back)
    off = any(cells.is_flag(change.cell) and not change.after for change in changes)
    rights = check_rights(snapshot, needed(changes))
    submitted = check_submitted_orders(snapshot, switching_off=off)
    blocked = (
        *((rights.id,) if rights.severity is Severity.BLOCKER else ()),
        *((submitted.id,) if off and submitted.severity is not Severity.OK else ()),
    )
    return UndoPlan(
        run_id=run.run_id,
        target=run.target,
        organization_id=run.organization_id,
        choices=run.choices,
        changes=changes,
        conflicts=tuple(conflicts),
        findings=(rights, submitted),
        blocked_by=blocked,
    )
