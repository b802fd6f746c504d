"""What is said while the server makes us wait."""

import math

from sopwizard.text import _


def for_server(seconds: float) -> str:
    """The server is busy and named how long to wait."""
    return _("The server is busy and asks to wait {seconds} s").format(seconds=math.ceil(seconds))


def counting_orders() -> str:
    """The server counts."""
    return _("Counting orders")
