"""The steps of the wizard as data: which pages there are, when one is answered, and which comes next. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import TYPE_CHECKING

from sopwizard.domain.model.draft import Draft

if TYPE_CHECKING:
    from sopwizard.domain.rulebook import Rulebook


@unique
class Page(StrEnum):
    """The pages, in the order of the rail."""

    ENVIRONMENT = "environment"
    CHECK = "check"
    ORDER_PROCESSING = "order-processing"
    INTEGRATION_USERS = "integration-users"
    TABLE_MAP = "table-map"
    PREVIEW = "preview"
    APPLY = "apply"
    RESULT = "result"


Rule = Callable[[Draft], bool]
Entry = Callable[[Draft, "Rulebook"], Draft]


def _always(_draft: Draft) -> bool:
    return True


def _as_it_is(draft: Draft, _rulebook: Rulebook) -> Draft:
    return draft


def _is_read(draft: Draft) -> bool:
    return draft.snapshot is not None and draft.snapshot.target == draft.target


def _has_map(draft: Draft) -> bool:
    return draft.choices.map_id is not None


def _has_outcome(draft: Draft) -> bool:
    return draft.outcome is not None


def _propose_map(draft: Draft, rulebook: Rulebook) -> Draft:
    """The map that runs is proposed, but only where exactly one runs and nothing was chosen yet: nothing is guessed."""
    if draft.snapshot is None or _has_map(draft):
        return draft
    from sopwizard.domain.evidence import running_map  # noqa: PLC0415  the window starts before anything was read

    running = running_map(draft.snapshot, rulebook).running
    return draft if running is None else draft.with_choices(replace(draft.choices, map_id=running))


@dataclass(frozen=True, slots=True)
class Step:
    """One page: whether it is answered, whether it is shown, and what the draft becomes when it is entered."""

    page: Page
    done: Rule
    shown: Rule = _always
    on_enter: Entry = _as_it_is


STEPS = (
    Step(Page.ENVIRONMENT, done=_is_read),
    Step(Page.CHECK, done=_is_read),
    Step(Page.ORDER_PROCESSING, done=_is_read),
    Step(Page.INTEGRATION_USERS, done=_is_read),
    Step(Page.TABLE_MAP, done=_has_map, on_enter=_propose_map),
    Step(Page.PREVIEW, done=_has_map),
    Step(Page.APPLY, done=_has_outcome),
    Step(Page.RESULT, done=_has_outcome),
)


def step(page: Page) -> Step:
    """The step of that page."""
    return next(each for each in STEPS if each.page is page)


def route(draft: Draft) -> tuple[Page, ...]:
    """The pages that are shown, in order."""
    return tuple(each.page for each in STEPS if each.shown(draft))


def after(page: Page, draft: Draft) -> Page | None:
    """The page that follows, or None behind the last one."""
    pages = route(draft)
    following = pages.index(page) + 1
    return pages[following] if following < len(pages) else None


def before(page: Page, draft: Draft) -> Page | None:
    """The page that Back leads to, or None on the first one."""
    pages = route(draft)
    position = pages.index(page)
    return pages[position - 1] if position else None


def reachable(page: Page, draft: Draft) -> bool:
    """Whether everything that the page builds on has been answered."""
    pages = route(draft)
    return page in pages and all(step(earlier).done(draft) for earlier in pages[: pages.index(page)])


def enter(page: Page, draft: Draft, rulebook: Rulebook) -> Draft:
    """The draft as it is once the page is shown."""
    return step(page).on_enter(draft, rulebook)
