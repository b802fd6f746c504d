"""The one line under each step of the rail, and whether its mark is a tick or an exclamation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.states import ChangeState, RunOutcome, Severity
from sopwizard.domain.wizard import Page
from sopwizard.text import pages as words
from sopwizard.text import result_pages
from sopwizard.text import window as frame

if TYPE_CHECKING:
    from sopwizard.domain.model.draft import Draft
    from sopwizard.ui.insight import Insight

MADE = frozenset({ChangeState.VERIFIED, ChangeState.APPLIED})


def summary(page: Page, draft: Draft, insight: Insight) -> str:  # noqa: PLR0911  one line a page
    """What was chosen or found; empty where there is nothing to say yet."""
    snapshot, plan = draft.snapshot, insight.plan(draft)
    if snapshot is None or plan is None:
        return ""
    match page:
        case Page.ENVIRONMENT:
            return frame.environment_name(snapshot)
        case Page.CHECK:
            return words.check_summary(insight.count(draft, Severity.BLOCKER), insight.count(draft, Severity.WARNING))
        case Page.ORDER_PROCESSING:
            from sopwizard.domain.plan import sets_flag  # noqa: PLC0415  see below

            now = snapshot.organization.sop_enabled
            return words.sop_summary(draft.choices.sop, now) if sets_flag(draft.choices) else words.on_off(now)
        case Page.INTEGRATION_USERS:
            from sopwizard.domain import cells  # noqa: PLC0415  the window starts before anything was read

            marks = [each for each in (*plan.changes, *plan.already_right) if not cells.is_flag(each.cell)]
            return words.users_summary(sum(each.after for each in marks), sum(not each.after for each in marks))
        case Page.TABLE_MAP:
            return words.map_summary(draft.choices.map_id) if draft.choices.map_id else ""
        case Page.APPLY if draft.outcome is not None:
            return result_pages.made(sum(result.state in MADE for result in draft.outcome.run.results))
        case Page.APPLY:
            return result_pages.apply_summary(len(plan.changes), bool(plan.blocked_by)) if _has_map(draft) else ""
        case Page.RESULT:
            run = draft.outcome.run if draft.outcome else None
            return result_pages.summary(run.outcome, run.kind) if run else ""
        case _:
            return ""


def worth_a_look(page: Page, draft: Draft, insight: Insight) -> bool:
    """Whether the step, though done, has something to look at."""
    if page is Page.CHECK:
        return bool(insight.count(draft, Severity.BLOCKER) + insight.count(draft, Severity.WARNING))
    if page is Page.TABLE_MAP:
        plan = insight.plan(draft)
        return plan is not None and any(each.id == "map-mismatch" for each in plan.findings)
    if page in {Page.APPLY, Page.RESULT} and draft.outcome is not None:
        return draft.outcome.run.outcome not in {RunOutcome.DONE, RunOutcome.NOTHING_TO_DO}
    return False


def _has_map(draft: Draft) -> bool:
    return isinstance(draft.choices.map_id, MapId)
