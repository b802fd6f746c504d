"""The chapter on Prospect to cash in words. Its own sentences are data, and are put into the user's language here."""

from sopwizard.domain.legacy import Answer, Flow, Precondition, Status, Task, Trace
from sopwizard.text import _


def title() -> str:
    """The chapter's heading."""
    return _("Prospect to cash with the Data Integrator")


def about() -> str:
    """What the chapter is about."""
    return _(
        "The solution before dual-write. It and dual-write cannot share the same orders. Its article (November 2017) "
        "asks for neither the flag nor marked users."
    )


def order_note() -> str:
    """Why the order of the statuses is no fact."""
    return _("The article lists these statuses in no order. The order shown here is inferred from their names.")


def status(value: Status) -> str:
    """What the article says of a status."""
    return _(value.says) if value.says else _("The article gives the name only.")


def direction(name: str) -> str:
    """A direction in words."""
    return {
        "to-sales": _("Finance and operations to Sales"),
        "to-operations": _("Sales to finance and operations"),
    }[name]


def side(name: str) -> str:
    """Where a precondition is set."""
    return {
        "sales": _("In Sales"),
        "operations": _("In finance and operations"),
        "orders-to-operations": _("In the project Sales Orders (Sales to Fin and Ops) - Direct"),
        "orders-to-sales": _("In the project Sales Orders (Fin and Ops to Sales) - Direct"),
        "both": _("In both projects"),
    }[name]


def task(value: Task) -> str:
    """A task in one line."""
    return _("{name} (if used)").format(name=value.name) if value.optional else value.name


def flow(value: Flow) -> str:
    """What comes over when."""
    return _("{when}: {what}").format(when=_(value.when), what=_(value.what))


def precondition(value: Precondition) -> str:
    """What has to be set."""
    return _(value.says)


def trace(value: Trace) -> str:
    """How to tell."""
    return _(value.says)


def answer(value: Answer) -> str:
    """Whether something holds, in a word or two."""
    return {
        Answer.YES: _("Yes"),
        Answer.NO: _("No"),
        Answer.UNKNOWN: _("Could not be read"),
        Answer.BY_HAND: _("Look it up"),
    }[value]
