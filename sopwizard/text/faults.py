"""The rules of the simulator's fault plan, as `simulator --help` lists them."""

from __future__ import annotations

from sopwizard.text import _


def rules() -> tuple[tuple[str, str], ...]:
    """Every kind of fault with its parameter, and what happens."""
    return (
        ("429[:WAIT] 503[:WAIT]", _("busy: Retry-After is WAIT, in seconds or as a date (1)")),
        ("401 403 404 412 500 502", _("that status with Dataverse's error; nothing is done")),
        ("html-502", _("a proxy's HTML page instead of an answer; nothing is done")),
        ("token-expired", _("401 as for a token that has run out; nothing is done")),
        ("lost-privilege:NAME", _("from now on the caller lacks that privilege, such as prvWriteUser")),
        ("changed-by-other", _("just before, somebody else turns the row's value round")),
        ("wrong-organization", _("another organization's id is told")),
        ("reset-before", _("the connection is cut before anything is done, once unless told otherwise")),
        ("reset-after", _("everything is done, then the connection is cut without an answer")),
        ("offline", _("the connection is cut before anything is done, every time")),
        ("slow[:SECONDS]", _("the answer comes after so many seconds (2)")),
        ("drip[:SECONDS]", _("the answer comes byte by byte, so many seconds apart (0.05)")),
        ("truncated", _("everything is done, half of the answer comes, then the connection is cut")),
        ("empty", _("everything is done, the answer has no body")),
        ("wrong-type", _("everything is done, the answer says text/plain")),
        ("not-json", _("everything is done, the answer's body is no JSON")),
        ("endless", _("the answer never ends")),
        ("bomb[:MEGABYTES]", _("a small compressed answer that unpacks to so many megabytes (1024)")),
        ("redirect[:URL]", _("302 to that address, elsewhere unless given; nothing is done")),
        ("next-elsewhere[:URL]", _("lists have a next page at that address")),
        ("next-loop", _("lists have a next page that is themselves")),
        ("duplicate-rows", _("lists hold every row twice")),
    )


def heading() -> str:
    """What comes before the list, and how a rule is written."""
    return _("rules of --fault, written KIND[:PARAMETER][@WHERE[:WHEN]], as in 403@write:2 or slow:5@GET/systemusers:")


def places() -> tuple[tuple[str, str], ...]:
    """The parts of a rule after the at sign."""
    return (
        ("@WHERE", _("any, read, write, a method, a path's beginning behind the service root, or METHOD/PATH (any)")),
        (":WHEN", _("of the requests that fit, which: 2 the second, 2+ from the second on, 2-4 (all of them)")),
    )
