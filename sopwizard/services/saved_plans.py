"""A plan to keep, to hand to somebody, and to apply later: only as long as the environment is as the plan saw it.

Nothing of a saved plan is written. What is written is the plan that is made afresh from its choices, and only where
that one changes exactly the same: so a plan file from somebody else can ask for nothing that it does not show.
"""

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Change, Plan
from sopwizard.services.files import Kind

PLAN = Kind("sopwizard-plan", 1, "plan", Plan, 1024 * 1024)


def same_changes(saved: Plan, fresh: Plan, name: str) -> None:
    """BAD_FILE where the saved plan shows other changes than its choices make, although nothing has changed."""
    if _shown(saved.changes) != _shown(fresh.changes) or _shown(saved.already_right) != _shown(fresh.already_right):
        raise SopError(Problem.BAD_FILE, file=name, kind=PLAN.key, flaw="altered")


def _shown(changes: tuple[Change, ...]) -> list[tuple[object, ...]]:
    return [(each.id, each.cell, each.before, each.after, each.reason) for each in changes]
