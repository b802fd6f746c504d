"""An order's life: events as buttons, all maps side by side, a step back, a branch, and a file to share."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.orders import Actor, Event, Refusal, Side
from sopwizard.domain.story import Life, Story, differing, side_by_side
from sopwizard.services import lore, stories
from sopwizard.services.job import Job
from sopwizard.text import explore as words
from sopwizard.text import orders, pages, preview_page
from sopwizard.text import story as story_words
from sopwizard.ui import theme
from sopwizard.ui.explore.life_step import MAPS, StepCard
from sopwizard.ui.explore.parts import Grid, Pick, flow
from sopwizard.ui.insight import Insight
from sopwizard.ui.names import named
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.widgets.saving import ask_where
from sopwizard.ui.widgets.table import Table

ENDING = ".json"
_DUAL_WRITE = 3  # the first of them; the Data Integrator's statuses are others anyway


class LifePanel(QWidget):
    """Holds a story, and shows what it leads to. Every change makes a new story; the old ones are not lost to it."""

    task = Signal(object)
    """A callable taking a Job: a file is read or written off the window's thread."""

    def __init__(self, insight: Insight, ready: str) -> None:
        super().__init__()
        self._insight = insight
        self.story = stories.find(ready)
        self.lives: tuple[Life, ...] = ()
        self._chosen: MapId | None = None
        self._allowed: dict[Event, bool] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self._story_card(), self._event_card(), self._table_card()):
            # As high as its lines at this width: a card's own hint is that of lines that do not wrap.
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            column.addWidget(card)
        self.step = StepCard()
        self.step.nearer.picked.connect(lambda _at: self._look_closer())
        column.addWidget(self.step)
        column.addStretch(1)
        self._show()

    # --------------------------------------------------------------------------------------------- what it is made of

    def _story_card(self) -> Card:
        self.head = Card("lifeStory", " ")
        self.about = self.head.line("lifeAbout")
        self.ready = named(QComboBox(), "lifeReady", words.READY_STORY)
        self.ready.addItem(words.OWN_STORY)
        for each in lore.stories():
            self.ready.addItem(story_words.title(each))
        self.ready.activated.connect(self._take_ready)
        self.opener = button("lifeOpen", words.OPEN_STORY, self._ask_open)
        self.saver = button("lifeSave", words.SAVE_STORY, self._ask_save)
        self.flag = Pick("lifeFlag", preview_page.FLAG, (pages.WHEN_ON, pages.WHEN_OFF))
        self.actor = Pick("lifeActor", words.WORKS_IN_SALES, tuple(orders.actor(each) for each in Actor))
        self.writer = Pick("lifeWriter", words.WRITERS, (words.WRITERS_MARKED, words.WRITERS_UNMARKED))
        grid = Grid()
        grid.add(
            "lifeReadyCaption", words.READY_STORY_CAPTION, flow("lifeFiles", (self.ready, self.opener, self.saver))
        )
        grid.add("lifeFlagCaption", preview_page.FLAG, self.flag)
        grid.add("lifeActorCaption", words.WORKS_IN_SALES, self.actor)
        grid.add("lifeWriterCaption", words.WRITERS, self.writer)
        for pick in (self.flag, self.actor, self.writer):
            pick.picked.connect(lambda _at: self._set())
        self.head.add(grid)
        self.saved = self.head.line("lifeSaved", kind="caption")
        self.saved.hide()
        return self.head

    def _event_card(self) -> Card:
        card = Card("lifeEvents", words.WHAT_NEXT)
        self.events: dict[Event, QPushButton] = {}
        for side in Side:
            card.line(f"lifeSide-{side.value}", words.happens_in(orders.side(side)), "caption")
            made = []
            for event in Event:
                if event.side is side:
                    pressed = partial(self.do, event)
                    self.events[event] = button(f"event-{event.value}", orders.event(event), pressed)
                    made.append(self.events[event])
            card.add(flow(f"lifeSide-{side.value}Events", made, 6))
        self.refused = QVBoxLayout()
        self.refused.setSpacing(2)
        card.body.addLayout(self.refused)
        return card

    def _table_card(self) -> Card:
        card = Card("lifeCard", words.SIDE_BY_SIDE)
        self.undo = button("lifeBack", words.STEP_BACK, lambda: self._become(self.story.back()))
        self.branch = button("lifeBranch", words.BRANCH_HERE, self._branch)
        self.again = button("lifeAgain", words.START_AGAIN, lambda: self._become(self.story.upto(0)))
        for each in (self.undo, self.branch, self.again):
            card.action(each)
        columns = ("", *(words.column(each) for each in ("event", "scm")), *(words.map_column(each) for each in MAPS))
        self.table = Table("lifeTable", words.SIDE_BY_SIDE, columns, most_rows=12, keep_marked=True)
        self.table.widths(0, 3, 3, 3, 3, 3, 3)
        self.table.currentCellChanged.connect(lambda *_places: self._look_closer())
        card.add(self.table)
        self.nothing = card.line("lifeNothing", words.NOTHING_HAPPENED)
        self.differ = card.line("lifeDiffer", kind="strong")
        return card

    # ------------------------------------------------------------------------------------------------- what happens

    def choose_map(self, map_id: MapId | None) -> None:
        """Look closer at that map, the one that was chosen in the wizard; what was picked here afterwards stays."""
        if map_id is not None and map_id is not self._chosen:
            self._chosen = map_id
            self.step.nearer.choose(MAPS.index(map_id))
            self._look_closer()

    def do(self, event: Event) -> None:
        """Let that happen next; the keyboard stays on its button where it can happen again."""
        self._become(self.story.then(event))
        pressed = self.events[event]
        if not pressed.isEnabled():
            following = next((each for each in self.events.values() if each.isEnabled()), self.undo)
            following.setFocus()

    def tell(self, story: Story) -> None:
        """Show that story from now on."""
        self._become(story)

    def open_from(self, path: Path) -> None:
        """Read the story in that file, off the window's thread."""

        def work(_job: Job) -> Callable[[], None]:
            read = stories.read(path)
            return lambda: self._become(read)

        self.task.emit(work)

    def save_to(self, path: Path) -> None:
        """Write the story to that file, off the window's thread."""
        target = path if path.suffix else path.with_suffix(ENDING)
        story = self.story if self.story.name else replace(self.story, name=target.stem)

        def work(_job: Job) -> Callable[[], None]:
            stories.save(story, target)
            return lambda: self._was_saved(target)

        self.task.emit(work)

    def _become(self, story: Story) -> None:
        self.story = story
        self.saved.hide()
        self._show(last=True)

    def _set(self) -> None:
        actor = tuple(Actor)[self.actor.at]
        changed = replace(self.story, sop=self.flag.at == 0, actor=actor, writer_marked=self.writer.at == 0)
        self.story = changed
        self._show()

    def _branch(self) -> None:
        self._become(self.story.upto(self.table.currentRow() + 1))

    def _take_ready(self, at: int) -> None:
        self._become(lore.stories()[at - 1] if at else replace(self.story, name=""))

    def _was_saved(self, path: Path) -> None:
        self.saved.setText(words.saved(str(path)))
        self.saved.show()

    def _ask_open(self) -> None:
        dialog = QFileDialog(self, words.OPEN_STORY_TITLE, "", words.STORY_FILTER)
        dialog.setObjectName("openStoryDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.open_from(Path(chosen)))
        dialog.open()

    def _ask_save(self) -> None:
        asked = words.SAVE_STORY_TITLE, words.STORY_FILTER
        ask_where(self, "saveStoryDialog", asked, f"{self.story.name or words.STORY_FILE}{ENDING}", self.save_to)

    # ------------------------------------------------------------------------------------------------- what is shown

    def _show(self, *, last: bool = False) -> None:
        self.lives = side_by_side(self.story, MAPS, self._insight.rulebook)
        story, ready = self.story, lore.stories()
        same = next((at for at, each in enumerate(ready, 1) if each == story), 0)
        self.ready.setCurrentIndex(same)
        self.head.say(story_words.title(story) if story.name else words.OWN_STORY)
        self.about.setText(story_words.about(story) if same else words.own_story_about(story_words.title(story), story))
        self.flag.choose(0 if story.sop else 1)
        self.actor.choose(list(Actor).index(story.actor))
        self.writer.choose(0 if story.writer_marked else 1)
        self._fill_table(last=last)
        self._offer_events()
        self._look_closer()

    def _fill_table(self, *, last: bool) -> None:
        rows = story_words.rows(self.lives)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.differ.setVisible(bool(rows))
        self.table.fill([(str(number), *row) for number, row in enumerate(rows, 1)])
        parted = differing(self.lives[:_DUAL_WRITE])
        colours = theme.colours()
        for at in range(len(rows)):
            for column, life in enumerate(self.lives, start=3):
                if life.steps[at].refusal is not None:
                    self.table.tint(at, column, colours.soft)
                elif at in parted and column < 3 + _DUAL_WRITE:
                    self.table.tint(at, column, colours.accent, bold=True)
        self.differ.setText(story_words.differences(_DUAL_WRITE, parted, self.story))
        if rows and (last or self.table.currentRow() >= len(rows)):
            self.table.setCurrentCell(len(rows) - 1, 0)
        for each in (self.undo, self.again):
            each.setEnabled(bool(rows))

    def _offer_events(self) -> None:
        """An event can be pressed where it can happen under one map at least; why it cannot is said below."""
        why: dict[Refusal, list[Event]] = {}
        for event, pressable in self.events.items():
            refusals = [dict(life.following)[event] for life in self.lives]
            possible = None in refusals
            pressable.setEnabled(possible)
            first = next((each for each in refusals if each is not None), None)
            spoken = "" if possible or first is None else orders.refusal(first)
            pressable.setAccessibleDescription(spoken)
            pressable.setToolTip(spoken)
            if not possible and first is not None:
                why.setdefault(first, []).append(event)
        _relabel(self.refused, [words.refused(events, refusal) for refusal, events in why.items()])

    def _look_closer(self) -> None:
        at = self.table.currentRow() if self.story.events else -1
        self.branch.setEnabled(0 <= at < len(self.story.events) - 1)
        life = self.lives[self.step.nearer.at]
        self.step.show_step(life, at if at < len(life.steps) else -1)


def _relabel(layout: QLayout, lines: list[str]) -> None:
    """Show those lines. Labels live on: they are many, and change with every event."""
    while layout.count() < len(lines):
        layout.addWidget(label(f"lifeRefused{layout.count()}", "", "soft"))
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setText(lines[at] if at < len(lines) else "")  # type: ignore[attr-defined]  # they are labels
            widget.setVisible(at < len(lines))
