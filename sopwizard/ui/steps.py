"""The steps as the rail shows them, worked out from the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopwizard.domain import wizard
from sopwizard.domain.model.states import RunKind
from sopwizard.text import window as words
from sopwizard.ui.summaries import summary, worth_a_look
from sopwizard.ui.widgets.rail import Entry, Mark

if TYPE_CHECKING:
    from collections.abc import Collection

    from sopwizard.domain.model.draft import Draft
    from sopwizard.domain.wizard import Page
    from sopwizard.ui.insight import Insight


def entries(  # noqa: PLR0913  what the rail shows
    draft: Draft, insight: Insight, page_shown: Page, visited: Collection[Page], *, idle: bool, exploring: bool
) -> list[Entry]:
    """Every step as the rail shows it."""
    made = []
    for number, page in enumerate(wizard.route(draft), start=1):
        reachable = wizard.reachable(page, draft)
        done = page in visited and reachable and wizard.step(page).done(draft)
        mark = Mark.TO_COME
        if done:
            mark = Mark.LOOK if worth_a_look(page, draft, insight) else Mark.DONE
        made.append(
            Entry(
                page=page,
                number=number,
                name=words.step_name(page),
                summary=summary(page, draft, insight) if page in visited or done else "",
                mark=mark,
                current=page is page_shown,
                clickable=idle and page in visited and reachable and (page is not page_shown or exploring),
            )
        )
    return made


def written(draft: Draft) -> bool:
    """Whether the run that is shown wrote anything that could be put back."""
    outcome = draft.outcome
    if outcome is None or outcome.run.kind is not RunKind.APPLY:
        return False
    from sopwizard.domain.aftermath import may_have_written  # noqa: PLC0415  the window starts before there is a run

    return may_have_written(outcome.run)
