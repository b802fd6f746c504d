"""What is said while the server makes us wait."""

import math

from sopwizard.text import _

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def for_server(seconds: float, *, asked: bool = True) -> str:
    """The server is busy; ``asked``: it named how long to wait."""
    said = (
        _("The server is busy and asks to wait {seconds} s")
        if asked
        else _("The server is busy; asking again in {seconds} s")
    )
    return said.format(seconds=math.ceil(seconds))


def duration(seconds: int) -> str:
    """A time of waiting, in the unit that people would use for it, rounded up."""
    for unit, words in ((_DAY, _("{n} days")), (_HOUR, _("{n} hours")), (_MINUTE, _("{n} minutes"))):
        if seconds >= 2 * unit:
            return words.format(n=-(-seconds // unit))
    return _("{n} seconds").format(n=seconds) if seconds != 1 else _("1 second")


def counting_orders() -> str:
    """The server counts."""
    return _("Counting orders")


def reading_around() -> str:
    """The flag, users and maps are there; the rest is being read."""
    return _("Reading rights, maps, prices, teams and plug-in steps")


def reading_orders() -> str:
    """Only orders are missing."""
    return _("Reading who made which orders")
