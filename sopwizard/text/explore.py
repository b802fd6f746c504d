"""The words of looking ahead: the area, why something is so, an order's life, comparing maps."""

from collections.abc import Iterable

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.orders import Event, Refusal
from sopwizard.domain.story import Story
from sopwizard.text import _, orders, pages

# --- The area
EXPLORE_TITLE = _("What would you like to explore?")
EXPLORE_SOFT = _("Everything here is worked out from the published rules. Nothing is read or written.")
ALL_TOPICS = _("&All topics")
OPEN = _("Open")
HELP = (
    _("Explore shows what the published rules lead to, at any time and without an environment."),
    _("Esc leads back to the wizard, to the page that you came from. Nothing that you do here changes your choices."),
)

# --- Why
WHY = _("Why?")
WHY_TITLE = _("Why?")
IN_RULEBOOK = _("Open in the rulebook")

# --- An order's life
TAB_LIFE = _("An order's life")
READY_STORY = _("Ready story")
READY_STORY_CAPTION = _("Stor&y")
OWN_STORY = _("A story of your own")
OPEN_STORY = _("&Open a file")
SAVE_STORY = _("&Save as a file")
OPEN_STORY_TITLE = _("Open a story")
SAVE_STORY_TITLE = _("Save the story")
STORY_FILTER = _("Stories (*.json)")
STORY_FILE = _("story")
WORKS_IN_SALES = _("Works in Sales")
WRITERS = _("Users of the integration")
WRITERS_MARKED = _("Marked")
WRITERS_UNMARKED = _("Not marked")
WHAT_NEXT = _("What happens next?")
SIDE_BY_SIDE = _("What the order shows")
NOTHING_HAPPENED = _("Nothing has happened yet. Create the order in Sales or in Supply Chain Management.")
STEP_BACK = _("Step back")
BRANCH_HERE = _("Go on from here")
START_AGAIN = _("Start again")
LOOK_CLOSER = _("Under the map")
AFTER_THE_EVENT = _("After the event")
STEP_COLUMNS = (_("What"), _("How it is"))
NOT_POSSIBLE = _("Not possible")
INVOICE = _("Invoice")
BUTTONS_SHOWN = _("Buttons shown")
BUTTONS_HIDDEN = _("Buttons hidden")
WHO_MAY_EDIT = _("Who may edit")
PRICES = _("Prices")
NO_PRICES = _("This event touches no prices in Sales.")
WORTH_KNOWING = _("Worth knowing")

# --- Status picture
COMPARE = _("Compare with")
COMPARE_NOTHING = _("Nothing")
SAVE_PICTURE = _("&Save picture")
SAVE_PICTURE_TITLE = _("Save the picture")
PICTURE_FILTER = _("Drawing (*.svg);;Image (*.png)")
PICTURE_FILE = _("status picture")
NOT_DEFINED_REMARK = _("The published table of this map has no row for this combination.")
NO_DIFFERENCE = _("The two tables resolve every combination alike.")
DEPLOYED = _("This environment's own map differs from the published one. The picture shows the environment's.")
DEPLOYED_CHIP = _("This environment")
COMPARED_COLUMNS = (_("Supply chain status"), _("Document"))

# --- Existing orders
TAB_ORDERS = _("Existing orders")
ORDERS_HEADING = _("Orders of this environment")
ORDERS_SOFT = _("Counts are made on the server, by status; no order is opened and nothing is changed.")
COUNT_ORDERS = _("&Count the orders")
ORDERS_CHANGED = _("Orders that would show something else")
CHANGED_COLUMNS = (_("Now"), _("Under the other map"), _("Orders"))

# --- Prices
PRICE_MASTER = _("Supply Chain Management is the &price master")
PRICE_MASTER_CHIP = _("Price master")
CONDITIONS = _("What decides it")


def column(name: str) -> str:
    """A heading of an order's life."""
    return {"event": _("Event"), "scm": _("Supply chain"), "sales": _("Sales")}[name]


def map_column(map_id: MapId) -> str:
    """The heading of a map's column, short enough for seven of them."""
    return _("Before the update") if map_id is MapId.CLASSIC else pages.map_summary(map_id)


def topic(name: str) -> tuple[str, str]:
    """A topic of the area: its title, and what it is good for."""
    return {
        "life": (
            _("Order life"),
            _("Play one order through events on both sides, under all maps at once: statuses, buttons, locks, prices."),
        ),
        "pricing": (
            _("Pricing laboratory"),
            _("Who calculates prices when, what a discount becomes on its way there and back, and tax on freight."),
        ),
        "numbers": (
            _("Number sequences"),
            _("Two patterns in, the first number that both give out comes out, or why there is none."),
        ),
        "doctor": (
            _("Symptom doctor"),
            _("Start from what you see. Causes are ranked by what this environment itself shows."),
        ),
        "legacy": (
            _("Prospect to cash"),
            _("The solution before dual-write: what it synchronized when, and how to tell that it is still there."),
        ),
        "rulebook": (
            _("Rulebook"),
            _("Every rule behind this program, with source, date, how well it is founded, and what speaks against it."),
        ),
    }[name]


def happens_in(side: str) -> str:
    """Above the events of one side."""
    return _("In {side}").format(side=side)


def refused(events: Iterable[Event], refusal: Refusal) -> str:
    """Which events cannot happen now, and why."""
    names = ", ".join(orders.event(event) for event in events)
    return _("Not now: {events}. {why}").format(events=names, why=orders.refusal(refusal))


def own_story_about(title: str, story: Story) -> str:
    """What stands under the title of a story that is not a ready one."""
    if story.name and story.events:
        return _("Begun from “{title}” and changed.").format(title=title)
    return _("Press what happens next; every step is shown under all maps.")


def saved(path: str) -> str:
    """A file was written."""
    return _("Saved as {path}").format(path=path)


def after(number: int, event: str, map_name: str) -> str:
    """The heading of one step."""
    return _("After {number}, {event}: {map}").format(number=number, event=event, map=map_name)


def prices_of(table: str, operation: str) -> str:
    """Prices of a table in an operation."""
    return _("Prices: {table}, {operation}").format(table=table, operation=operation)


def subject(what: str, how: str) -> str:
    """The title of a question for the reason."""
    return _("{what}: {how}").format(what=what, how=how)


def against(title: str) -> str:
    """A contradiction."""
    return _("The sources disagree: {title}").format(title=title)


def side(says: str) -> str:
    """One side of a contradiction."""
    return _("– {says}").format(says=says)


def reading(says: str) -> str:
    """How a contradiction is read."""
    return _("Read here as: {says}").format(says=says)


def said(source: str, where: str, says: str) -> str:
    """A sentence of a source, in short words."""
    return _("{source}, {where}: {says}").format(source=source, where=where, says=says)


def rule_id(name: str) -> str:
    """A rule's id, as files and commands name it."""
    return _("Rule {id}").format(id=name)


def compare_legend(shown: str, other: str) -> tuple[str, str]:
    """What the two kinds of line stand for."""
    return shown, _("{map}, where it differs").format(map=other)


def differ_count(count: int, shown: str, other: str) -> str:
    """How many combinations two maps resolve differently."""
    if not count:
        return NO_DIFFERENCE
    if count == 1:
        return _("1 combination shows something else under {other} than under {shown}.").format(
            other=other, shown=shown
        )
    return _("{count} combinations show something else under {other} than under {shown}.").format(
        count=count, other=other, shown=shown
    )


def instead(sentence: str, other: str, then: str) -> str:
    """A path, and what the other map makes of it."""
    return _("{sentence}. Under {other}: {then}").format(sentence=sentence, other=other, then=then)


def sight(processing: str, sales: str) -> str:
    """What an order shows."""
    return _("{processing}, status in Sales {sales}").format(processing=processing, sales=sales)


def deployed_row(key: str, published: str, here: str) -> str:
    """Where the environment's own value map parts from the published one."""
    return _("{key}: published {published}, here {here}").format(key=key, published=published, here=here)


def in_rulebook(rule: str) -> str:
    """The button that leads there, as a screen reader says it."""
    return _("{open}: {rule}").format(open=IN_RULEBOOK, rule=rule)


def orders_change(count: int, map_name: str) -> str:
    """How many orders would, or might, show something else under the chosen map."""
    if not count:
        return _("No order would show something else under {map}.").format(map=map_name)
    if count == 1:
        return _("1 order would, or might, show something else under {map}.").format(map=map_name)
    return _("{count} orders would, or might, show something else under {map}.").format(count=count, map=map_name)


def either(sights: Iterable[str]) -> str:
    """What an order might show."""
    return _(" or ").join(sights) or _("cannot tell")


def price_master_remark() -> str:
    """What the overlay says."""
    return _(
        "Where the feature is on, Sales calculates no prices at all: what stands as calculated is then Supply Chain "
        "Management's to work out. Whether it is on is decided there; Dataverse at most mirrors the feature's name."
    )


def by_price_master() -> str:
    """A cell under the overlay."""
    return _("Price master")


def condition_line(name: str, *, holds: bool) -> str:
    """One of the three conditions, as it is in the situation."""
    return {
        ("flag", True): _("Sales order processing integration is on"),
        ("flag", False): _("Sales order processing integration is off"),
        ("user", True): _("The user is an integration user"),
        ("user", False): _("The user is not an integration user"),
        ("order", True): _("The order is Submitted"),
        ("order", False): _("The order is not Submitted"),
    }[name, holds]


def condition_state(*, matters: bool, decides: bool) -> str:
    """What a condition does for the cell."""
    if decides:
        return _("decides")
    return _("asked for here, does not decide") if matters else _("does not matter here")
