"""A story: what happens to one order, played under a map. Immutable, so that stepping back and branching are slices."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.order_events import happen
from sopwizard.domain.order_page import buttons, editors
from sopwizard.domain.orders import (
    Actor,
    ButtonState,
    EditorState,
    Event,
    Invoice,
    Order,
    Refusal,
    Remark,
    SalesOrder,
    ScmOrder,
    Setting,
)
from sopwizard.domain.pricing import PriceCell
from sopwizard.domain.rulebook import Rulebook

MOST_EVENTS: Final = 200
LONGEST_NAME: Final = 200
FORMAT: Final = 1
HAPPY_PATH: Final = "happy-path"


@dataclass(frozen=True, slots=True)
class Story:
    """What happens, and how the environment is set up meanwhile. The map is chosen when the story is played."""

    name: str = ""
    events: tuple[Event, ...] = ()
    sop: bool = True
    actor: Actor = Actor.SALESPERSON
    writer_marked: bool = True

    def then(self, event: Event) -> "Story":
        """The story with one event more; a story that is at its longest stays as it is."""
        return self if len(self.events) >= MOST_EVENTS else replace(self, events=(*self.events, event))

    def upto(self, count: int) -> "Story":
        """The story's first events: what a step back shows, and where a branch begins."""
        return replace(self, events=self.events[: max(count, 0)])

    def back(self) -> "Story":
        """The story without its last event."""
        return self.upto(len(self.events) - 1)

    def setting(self, map_id: MapId) -> Setting:
        """What the story is played under, for that map."""
        return Setting(map_id, self.sop, self.actor, self.writer_marked)


@dataclass(frozen=True, slots=True)
class Step:
    """The order after one event, on both sides, and its page in Sales.

    ``refusal`` is None if the event happened; otherwise everything else is as it was before.
    """

    event: Event
    refusal: Refusal | None
    scm: ScmOrder | None
    sales: SalesOrder | None
    invoice: Invoice | None
    buttons: tuple[ButtonState, ...]
    editors: tuple[EditorState, ...]
    prices: tuple[PriceCell, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """A story played under one setting. ``following`` says for every event whether it could come next, and why not."""

    setting: Setting
    steps: tuple[Step, ...]
    following: tuple[tuple[Event, Refusal | None], ...]


def play(story: Story, map_id: MapId, rulebook: Rulebook) -> Life:
    """The story under that map."""
    return play_under(story.events, story.setting(map_id), rulebook)


def play_under(events: tuple[Event, ...], setting: Setting, rulebook: Rulebook) -> Life:
    """The events under any setting."""
    order, steps = Order(), []
    for event in events:
        happened = happen(order, event, setting, rulebook)
        order = happened.order
        steps.append(
            Step(
                event,
                happened.refusal,
                order.scm,
                order.sales,
                order.invoice,
                buttons(order, setting),
                editors(order, setting),
                happened.prices,
                happened.remarks,
            )
        )
    following = tuple((event, happen(order, event, setting, rulebook).refusal) for event in Event)
    return Life(setting, tuple(steps), following)


def side_by_side(story: Story, maps: tuple[MapId, ...], rulebook: Rulebook) -> tuple[Life, ...]:
    """The story under several maps."""
    return tuple(play(story, map_id, rulebook) for map_id in maps)


def differing(lives: tuple[Life, ...]) -> tuple[int, ...]:
    """The positions, from 0, of the events after which the lives do not show the same order in Sales."""
    rows = zip(*([(step.refusal is None, _shown(step.sales)) for step in life.steps] for life in lives), strict=True)
    return tuple(at for at, row in enumerate(rows) if len(set(row)) > 1)


def _shown(sales: SalesOrder | None) -> tuple[str | None, str | None] | None:
    return None if sales is None else (sales.processing_status, sales.status)


def encode(story: Story) -> dict[str, object]:
    """The story as an object for a file."""
    return {
        "sopwizard_story": FORMAT,
        "name": story.name,
        "events": [event.value for event in story.events],
        "sop": story.sop,
        "actor": story.actor.value,
        "writer_marked": story.writer_marked,
    }


_KEYS: Final = frozenset({"sopwizard_story", "name", "events", "sop", "actor", "writer_marked"})
_NEEDED: Final = frozenset({"sopwizard_story", "events"})


def decode(data: object) -> Story:
    """The story in a file's object, which anybody may have written. SopError BAD_FILE for anything unexpected."""
    if not isinstance(data, Mapping) or not _NEEDED <= data.keys() <= _KEYS:
        raise _bad("keys")
    version = data["sopwizard_story"]
    if type(version) is not int or version != FORMAT:
        raise _bad("version")
    name, events = data.get("name", ""), data["events"]
    if not isinstance(name, str) or len(name) > LONGEST_NAME or not name.isprintable():
        raise _bad("name")
    if not isinstance(events, list) or len(events) > MOST_EVENTS:
        raise _bad("events")
    sop, marked = data.get("sop", True), data.get("writer_marked", True)
    if not isinstance(sop, bool) or not isinstance(marked, bool):
        raise _bad("setting")
    return Story(
        name,
        tuple(_member(Event, event, "events") for event in events),
        sop,
        _member(Actor, data.get("actor", Actor.SALESPERSON.value), "setting"),
        marked,
    )


E = TypeVar("E", bound=StrEnum)


def _member(kind: type[E], value: object, part: str) -> E:
    for member in kind:
        if member.value == value:
            return member
    raise _bad(part)


def _bad(part: str) -> SopError:
    return SopError(Problem.BAD_FILE, kind="story", part=part)
