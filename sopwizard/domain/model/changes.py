"""What is to be changed, and what was found to hold afterwards: one column of one row at a time."""

from dataclasses import dataclass

from sopwizard.domain.model.choices import Choices
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.ids import OrganizationId
from sopwizard.domain.model.states import Reason
from sopwizard.domain.model.target import Target


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of one row. ``table`` is the logical name, ``row`` the row's GUID, ``column`` the logical name."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Change:
    """One column of one row from ``before`` to ``after``. ``row_name`` is the row's name as people know it.

    In ``Plan.already_right`` before equals after. ``before`` is None only where the row's value could not be read.
    """

    id: str
    cell: Cell
    row_name: str
    before: bool | None
    after: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """The smallest set of changes that reaches the choices, what is right already, and what blocks it.

    ``blocked_by`` are ids of members of ``findings``. A blocked plan still lists its changes, so that they can be read.
    """

    target: Target
    organization_id: OrganizationId
    choices: Choices
    changes: tuple[Change, ...] = ()
    already_right: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    blocked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a cell should hold and what it holds. ``actual`` is None where it could not be read."""

    cell: Cell
    row_name: str
    expected: bool
    actual: bool | None

    @property
    def ok(self) -> bool:
        """Whether the cell holds what is expected."""
        return self.actual is self.expected
