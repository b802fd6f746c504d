"""The words of the pages Check, Order processing, Integration users and Table map. What has no facts is a constant."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.states import Severity, UserRole
from sopwizard.text import _

# --- Check
CHECK = _("Is this environment ready?")
READ_AGAIN = _("&Read again")
SHOW = _("Show")
HIDE = _("Hide")
DETAILS = _("Details")
HIDE_DETAILS = _("Hide details")
EVIDENCE = _("Evidence")
SOURCE = _("Source")
IN_ORDER = _("In order")
FACTS = _("What was read")

# --- Order processing
ORDER_PROCESSING = _("Should sales order processing integration be on?")
RECOMMENDED = _("Needed for the status mapping")
EFFECTS = _("What it changes")
EFFECT = _("On orders")
WHEN_OFF = _("Off")
WHEN_ON = _("On")
EFFECTS_SOURCE = _(
    "Microsoft: Enable sales order processing integration; status column mapping; Prospect-to-cash in dual-write."
)

# --- Integration users
USERS = _("Which users should be in integration user mode?")
USERS_TABLE = _("Users")
USERS_COLUMNS = (_("User"), _("What it is for"), _("Application id"), _("Now"), _("After"))
PROPOSAL = _("Choose the &proposal again")
WHY_THREE = _("Why three users, and not two?")
WHY_THREE_CHIP = _("Recommended, not in Microsoft's article")
WHY_THREE_MORE = _(
    "Microsoft's article on the status columns was written in 2020 and still speaks of two entries. Since September "
    "2025 dual-write writes orders as a third one, the Finance and Operations Runtime Integration User. If it is not "
    "marked, Sales calculates prices over what Supply Chain Management sends, and locked orders may refuse its "
    "updates. Users are told by their application id, never by their name."
)
NO_USERS = _("No application user and nobody in integration user mode was found.")
PEOPLE_CHIP = _("Person")
USERS_UNREAD = _("The users could not be read")

# --- Table map
MAP = _("Which order map is this for?")
RUNS_HERE = _("Runs here")
MAP_EVIDENCE = _("What the environment shows")
MAP_WRITES_NOTHING = _(
    "Choosing a map writes none. It decides which tables you see and what is expected; which map runs is decided in "
    "finance and operations."
)
CHOOSE_MAP = _("Choose the map that this is for.")


def chosen(column: str) -> str:
    """The heading of the column that was chosen."""
    return _("{column} (your choice)").format(column=column)


def read_at(at: datetime, organization_id: str) -> str:
    """The soft line of the check page; the time is the reader's own."""
    return _("Read at {time} · organization {id} · reading changes nothing").format(
        time=clock_time(at), id=f"{organization_id[:4]}…{organization_id[-4:]}"
    )


def clock_time(at: datetime) -> str:
    """A time of day where the reader is, with its distance from UTC: everything else that has a time says it in UTC."""
    here = at.astimezone()
    return f"{here:%H:%M} {timezone(here.utcoffset() or timedelta())}"


def counted(severity: Severity, count: int) -> str:
    """A chip of the check page."""
    if severity is Severity.BLOCKER and not count:
        return _("No blockers")
    one, many = {
        Severity.BLOCKER: (_("1 blocker"), _("{count} blockers")),
        Severity.WARNING: (_("1 warning"), _("{count} warnings")),
        Severity.ADVICE: (_("1 piece of advice"), _("{count} pieces of advice")),
        Severity.UNKNOWN: (_("1 unknown"), _("{count} unknown")),
        Severity.OK: (_("1 in order"), _("{count} in order")),
    }[severity]
    return one if count == 1 else many.format(count=count)


def parts_unread(count: int) -> str:
    """The heading of the card for several parts that could not be read."""
    return _("{count} parts could not be read").format(count=count)


def in_order(count: int) -> str:
    """The heading of the folded card."""
    return _("1 check is in order") if count == 1 else _("{count} checks are in order").format(count=count)


def check_summary(blockers: int, warnings: int) -> str:
    """The check in the rail."""
    if blockers:
        return counted(Severity.BLOCKER, blockers)
    return counted(Severity.WARNING, warnings) if warnings else _("No blockers")


def go_to(step: str) -> str:
    """A button that leads to a page."""
    return _("Open {step}").format(step=step)


def fact_names() -> tuple[str, ...]:
    """The labels of what was read, in the order of `ui.pages.check.facts`."""
    return (
        _("Environment"),
        _("Type"),
        _("Version"),
        _("Organization id"),
        _("Signed in as"),
        _("Sales order processing integration"),
        _("Order map that runs"),
        _("Prices calculated by Sales"),
    )


def not_read() -> str:
    """A value that could not be read."""
    return _("unknown")


def on_off(value: bool | None) -> str:  # noqa: FBT001  a column's value
    """The flag, as it is."""
    if value is None:
        return not_read()
    return _("On") if value else _("Off")


def sop_now(value: bool | None) -> str:  # noqa: FBT001  a column's value
    """The soft line of the order-processing page."""
    if value is None:
        return _("Whether it is on now could not be read.")
    return _("It is on now.") if value else _("It is off now.")


def sop_on(now: bool | None) -> str:  # noqa: FBT001  a column's value
    """The choice for on."""
    return _("Leave it on") if now else _("Switch it on")


def sop_off(now: bool | None) -> str:  # noqa: FBT001  a column's value
    """The choice for off."""
    return _("Leave it off") if now is False else _("Switch it off")


def sop_on_more() -> str:
    """What the choice for on means."""
    return _(
        "Sales hands orders over: a salesperson submits them, and statuses, prices and invoices come from Supply Chain "
        "Management."
    )


def sop_off_more(now: bool | None) -> str:  # noqa: FBT001  a column's value
    """What the choice for off means."""
    if now:
        return _("Sales makes invoices itself again. Possible only while no order is Submitted.")
    return _("Sales goes on making invoices itself. No user is proposed to be marked either.")


def effects() -> tuple[tuple[str, str, str], ...]:
    """What the flag changes: subject, off, on."""
    return (
        (
            _("Create Invoice button"),
            _("Shown, unless the solution of dual-write hides it"),
            _("Not shown: invoices come from Supply Chain Management"),
        ),
        (_("Submit order button"), _("Not shown"), _("Shown: it makes the order Submitted")),
        (
            _("Submitted order"),
            _("Nobody can submit an order"),
            _("Read-only, unless an integration user submitted or created it"),
        ),
        (
            _("Prices of orders and invoices"),
            _("Calculated by Sales"),
            _("Not calculated where an integration user writes, nor on Submitted orders"),
        ),
        (_("Prices of opportunities and quotes"), _("Calculated by Sales"), _("Calculated by Sales")),
        (
            _("The switch in Sales Hub, App Settings"),
            _("Hidden, so it cannot be switched on there"),
            _("Back Office Order Processing Integration"),
        ),
    )


def sop_summary(sop: bool, now: bool | None) -> str:  # noqa: FBT001  column values
    """The choice in the rail."""
    if sop:
        return _("On") if now else _("Switch on")
    return _("Off") if now is False else _("Switch off")


def role(value: UserRole) -> str:
    """What an application user is for."""
    return {
        UserRole.RUNTIME: _("Dual-write: writes orders"),
        UserRole.ERP: _("Dual-write: wrote orders until September 2025"),
        UserRole.DATA_INTEGRATION: _("Dual-write: sets up and starts maps"),
        UserRole.OTHER: _("Another integration"),
    }[value]


def person() -> str:
    """A user who is no application."""
    return _("A person")


def disabled(purpose: str) -> str:
    """A disabled user."""
    return _("{purpose} (disabled)").format(purpose=purpose)


def no_application() -> str:
    """What stands for the application id of a person."""
    return "–"


def marked(value: bool | None) -> str:  # noqa: FBT001  a column's value
    """The mark of a user."""
    if value is None:
        return not_read()
    return _("Marked") if value else _("Not marked")


def users_soft(changes: int) -> str:
    """The soft line of the users page."""
    if not changes:
        return _("No user will be changed.")
    return _("1 user will be changed.") if changes == 1 else _("{count} users will be changed.").format(count=changes)


def users_summary(marked_count: int, unmarked_count: int) -> str:
    """The users in the rail."""
    if unmarked_count:
        return _("{marked} marked, {unmarked} unmarked").format(marked=marked_count, unmarked=unmarked_count)
    return _("{count} marked").format(count=marked_count) if marked_count else _("Nobody is changed")


def people_marked(names: str) -> str:
    """The warning that people are or will be marked."""
    return _("In integration user mode: {names}").format(names=names)


def people_marked_more() -> str:
    """What that means."""
    return _(
        "With order processing on, Sales does not calculate prices where they write orders and invoices. By one field "
        "report, orders that they create arrive as Submitted and read-only. Untick them to unmark them."
    )


def map_summary(map_id: MapId) -> str:
    """The map in the rail."""
    return {
        MapId.DYNAMICS365: _("Dynamics 365 Sales"),
        MapId.CDS: _("CDS"),
        MapId.CLASSIC: _("CDS, before the update"),
        MapId.DATA_INTEGRATOR: _("Data Integrator"),
    }[map_id]
