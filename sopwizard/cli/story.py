"""The command that plays one order's life through both systems. It needs no environment."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from sopwizard.cli import layout
from sopwizard.cli.arguments import map_id
from sopwizard.cli.result import Result
from sopwizard.cli.session import Session
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.story import Life, Story, differing, side_by_side
from sopwizard.report.stories import told
from sopwizard.services import lore, stories
from sopwizard.text import orders, usage
from sopwizard.text import story as text


def add_arguments(to: ArgumentParser) -> None:
    """A ready story or a file, and the maps to play it under; without them the happy path under all maps."""
    to.add_argument("story", nargs="?", metavar="NAME|FILE", help=usage.option("story"))
    to.add_argument("--map", action="append", default=[], metavar="MAP", help=usage.option("story-map"))


def story(session: Session, options: Namespace) -> Result:
    """The story under every map that was asked for. BAD_FILE for a name or file that holds none, UNKNOWN_MAP."""
    maps = tuple(dict.fromkeys(map_id(each) for each in options.map)) or tuple(MapId)
    found = stories.find(options.story)
    lives = side_by_side(found, maps, session.world.rulebook())
    return Result(told(found, lives, lore.stories()), lambda width: _lines(found, lives, width))


def _lines(found: Story, lives: tuple[Life, ...], width: int) -> Iterator[str]:
    yield text.title(found)
    about = text.about(found)
    if about:
        yield from layout.paragraph(about, width)
    yield from layout.paragraph(orders.setting(lives[0].setting), width)
    yield ""
    if len(lives) == 1:
        yield from layout.table(text.detail_columns(), text.detail_rows(lives[0]), width)
        notes = text.notes(lives[0])
    else:
        yield from layout.table(text.columns(lives), text.rows(lives), width)
        yield ""
        yield from layout.paragraph(text.differences(len(lives), differing(lives), found), width)
        notes = text.all_notes(lives)
    if notes:
        yield ""
        yield from layout.bullets(notes, width)
    yield ""
    ready = [(each.name, text.title(each)) for each in lore.stories()]
    yield from layout.table(text.ready_columns(), ready, width)
