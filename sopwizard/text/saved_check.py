"""A check from a file in the window's words: what it is, when it was read, and that nothing is connected."""

from __future__ import annotations

from datetime import UTC, datetime

from sopwizard.text import _

OPEN = _("&Open a saved check…")
OPEN_TITLE = _("Open a saved check")
OPEN_MORE = _("Look at it, choose, and see the plan without a connection.")
OPEN_FILTER = _("Saved checks (*.sopcheck *.json)")
CONNECT = _("&Connect to apply…")
GO_CONNECT = _("Go to Environment")


def day(at: datetime) -> str:
    """The day on which it was read, in UTC."""
    return at.astimezone(UTC).date().isoformat()


def banner_word() -> str:
    """What stands where other environments have their kind."""
    return _("SAVED CHECK")


def banner(at: datetime, environment: str) -> tuple[str, str]:
    """The band over a saved check: its word and its meaning."""
    return banner_word(), _("A saved check of {day}, {environment}. Nothing is connected.").format(
        day=day(at), environment=environment
    )


def opened(at: datetime, environment: str, host: str) -> str:
    """On the first page, while a saved check is open."""
    return _(
        "A saved check of {day} is open: {environment}, {host}. Nothing is connected. Choose the environment and read"
        " it to apply something there."
    ).format(day=day(at), environment=environment, host=host)


def shown(at: datetime) -> str:
    """The soft line of the pages that show what was read, or would be written."""
    return _("Read on {day}, from a saved check. Nothing is connected.").format(day=day(at))


def counted(heading: str, at: datetime) -> str:
    """Above the orders of a file."""
    return _("{heading}. Counted on {day} for the saved check.").format(heading=heading, day=day(at))


def not_counted(at: datetime) -> str:
    """Where the file holds no orders."""
    return _("The saved check of {day} holds no counted orders. Connect to the environment to count them.").format(
        day=day(at)
    )


def reading(host: str) -> str:
    """In the band, while the environment itself is read over a saved check."""
    return _("Reading {host} …").format(host=host)


def title() -> str:
    """The heading where nothing can be applied."""
    return _("Nothing is connected")


def refused(at: datetime) -> str:
    """Why nothing is applied, read again or counted."""
    return _("This is a saved check of {day}. Connect to the environment to apply, to read again or to count.").format(
        day=day(at)
    )
