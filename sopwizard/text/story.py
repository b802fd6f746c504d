"""A story told: titles of the ready ones, and a played story as rows and lines for a page or a terminal."""

from sopwizard.domain.pricing import PriceOutcome
from sopwizard.domain.story import Life, Step, Story
from sopwizard.text import _, orders, pricing, status


def title(story: Story) -> str:
    """A ready story's title; any other story's own name."""
    titles = {
        "happy-path": _("Happy path"),
        "partial-invoice-before-delivery": _("Partial invoice before delivery"),
        "salesperson-presses-submit": _("A salesperson presses Submit"),
        "integration-without-the-mark": _("Integration without the mark"),
        "blank-invoice": _("The blank invoice"),
        "prospect-to-cash": _("Prospect to cash, without the flag"),
    }
    return titles.get(story.name) or story.name or _("A story without a name")


def about(story: Story) -> str:
    """What a ready story shows, in one sentence; empty for any other."""
    return {
        "happy-path": _("From creating the order to its invoice, without anything unusual."),
        "partial-invoice-before-delivery": _(
            "The document status stays Invoice when a line is confirmed afterwards; once everything is delivered, the "
            "maps part."
        ),
        "salesperson-presses-submit": _(
            "The order is locked, nothing is calculated, and under the updated maps its status jumps back."
        ),
        "integration-without-the-mark": _(
            "The flag is on, but the users who write for Supply Chain Management are not marked."
        ),
        "blank-invoice": _("An integration user makes an invoice through the Web API while the flag is on."),
        "prospect-to-cash": _("How an order went through the Data Integrator before dual-write."),
    }.get(story.name, "")


def columns(lives: tuple[Life, ...]) -> tuple[str, ...]:
    """Headings of the overview: event, Supply Chain Management, and the order in Sales under each map."""
    maps = (_("Sales: {map}").format(map=status.map_name(life.setting.map_id)) for life in lives)
    return (_("Event"), _("Supply Chain Management"), *maps)


def rows(lives: tuple[Life, ...]) -> tuple[tuple[str, ...], ...]:
    """The overview, one row an event: what Sales shows under each map, or that the event cannot happen."""
    return tuple(_row(steps) for steps in zip(*(life.steps for life in lives), strict=True))


def _row(steps: tuple[Step, ...]) -> tuple[str, ...]:
    in_scm = dict.fromkeys(orders.scm_order(step.scm) for step in steps)
    return (orders.event(steps[0].event), " | ".join(in_scm), *(sales(step) for step in steps))


def sales(step: Step) -> str:
    """The order in Sales after the step, or that the event is not possible."""
    return _("not possible") if step.refusal is not None else orders.sales_order(step.sales)


def detail_columns() -> tuple[str, ...]:
    """Headings of one map's story."""
    return (_("Event"), _("Supply Chain Management"), _("Sales"), _("Buttons"), _("Who may edit"), _("Prices"))


def detail_rows(life: Life) -> tuple[tuple[str, ...], ...]:
    """One map's story, one row an event."""
    return tuple(
        (
            orders.event(step.event),
            orders.scm_order(step.scm),
            sales(step),
            buttons(step),
            "; ".join(orders.editor(state) for state in step.editors),
            prices(step),
        )
        for step in life.steps
    )


def buttons(step: Step) -> str:
    """The buttons that are on the page."""
    return ", ".join(orders.button(state.button) for state in step.buttons if state.shown)


def prices(step: Step) -> str:
    """What Sales does about prices, table by table."""
    return "; ".join(
        _("{table} {operation}: {outcome}").format(
            table=cell.table,
            operation=pricing.operation_name(cell.operation).lower(),
            outcome=_("calculated") if cell.outcome is PriceOutcome.CALCULATED else _("skipped"),
        )
        for cell in step.prices
    )


def notes(life: Life) -> tuple[str, ...]:
    """Refusals, remarks and price reasons of one map's story as sentences, each with its event, none twice."""
    found: list[str] = []
    for step in life.steps:
        sentences = [orders.remark(remark) for remark in step.remarks]
        sentences += [pricing.reason(cell) for cell in step.prices]
        if step.refusal is not None:
            sentences.append(_("Not possible. {why}").format(why=orders.refusal(step.refusal)))
        found += [_("{event}: {what}").format(event=orders.event(step.event), what=each) for each in sentences]
    return tuple(dict.fromkeys(found))


def all_notes(lives: tuple[Life, ...]) -> tuple[str, ...]:
    """The notes of several maps: what holds under all of them once, and the rest with the maps it holds under."""
    holding: dict[str, list[str]] = {}
    for life in lives:
        for note in notes(life):
            holding.setdefault(note, []).append(status.map_name(life.setting.map_id))
    return tuple(
        note if len(maps) == len(lives) else _("{note} [{maps}]").format(note=note, maps="; ".join(maps))
        for note, maps in holding.items()
    )


def differences(life_count: int, positions: tuple[int, ...], story: Story) -> str:
    """After which events the maps do not agree, in one sentence."""
    if life_count < 2:  # noqa: PLR2004 - it takes two to differ
        return ""
    if not positions:
        return _("All of them show the same after every event.")
    names = ", ".join(dict.fromkeys(orders.event(story.events[at]) for at in positions))
    return _("They differ after: {events}.").format(events=names)


def ready_columns() -> tuple[str, str]:
    """Headings of the list of ready stories."""
    return (_("Story"), _("Title"))
