"""What is said while the server makes us wait."""

import math

from sopwizard.text import _


def for_server(seconds: float) -> str:
    """The server is busy and named how long to wait."""
    return _("The server is busy and asks to wait {seconds} s").format(seconds=math.ceil(seconds))


def counting_orders() -> str:
    """The server counts."""
    return _("Counting orders")


def reading_around() -> str:
    """The flag, users and maps are there; the rest is being read."""
    return _("Reading rights, maps, prices, teams and plug-in steps")


def reading_orders() -> str:
    """Only orders are missing."""
    return _("Reading who made which orders")
