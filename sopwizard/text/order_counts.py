"""Orders as they are in words: labels of their statuses, and the likely causes of what a map does not allow."""

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.order_counts import Cause, Combination, OrderCounts, OrderGroup, submitted
from sopwizard.domain.rulebook import OptionValue, Rulebook
from sopwizard.text import _, errors
from sopwizard.text.status import map_name


def _label(options: tuple[OptionValue, ...], value: int | None) -> str | None:
    if value is None:
        return None
    return next((option.label for option in options if option.value == value), None)


def labels(group: OrderGroup, rulebook: Rulebook) -> tuple[str | None, str | None, str | None]:
    """The shipped labels of the three values; None where there is no value, or one that customers added."""
    options = rulebook.options
    return (
        _label(options.processing_status, group.processing_status),
        _label(options.statecode, group.status),
        _label(options.statuscode, group.status_reason),
    )


def shown(group: OrderGroup, rulebook: Rulebook) -> tuple[str, str, str]:
    """The three values as a table shows them."""
    pairs = zip(labels(group, rulebook), group.key, strict=True)
    first, second, third = (label or (_("none") if value is None else str(value)) for label, value in pairs)
    return first, second, third


def allowed(answer: bool | None) -> str:  # noqa: FBT001  an answer of three
    """Whether the map allows it."""
    return _("cannot tell") if answer is None else _("yes") if answer else _("no")


def cause(combination: Combination) -> str | None:
    """Why it probably is so; None where there is nothing to explain."""
    other = None if combination.other is None else map_name(combination.other)
    match combination.cause:
        case None:
            return None
        case Cause.SUBMITTED_HERE if other is not None:
            return _(
                "Probably somebody pressed Submit, or a user in integration user mode made them; or they stem from a "
                "time in which “{other}” ran, whose table allows it."
            ).format(other=other)
        case Cause.SUBMITTED_HERE:
            return _("Probably somebody pressed Submit, or a user in integration user mode made them.")
        case Cause.OTHER_MAP:
            return _("They probably got there while “{other}” ran, whose table allows it.").format(other=other)
        case Cause.NOT_MOVED_ON:
            return _(
                "The processing status went on and the Sales status did not: probably an update was refused or lost, "
                "or the map holds the Sales status fixed."
            )
        case Cause.CLOSED_HERE:
            return _(
                "The Sales status was probably changed in Sales, by a person or another integration, and not by "
                "dual-write."
            )


def heading(counts: OrderCounts, map_id: MapId) -> str:
    """How many there are, under which map."""
    if counts.total == 1:
        return _("1 order, compared with {map}").format(map=map_name(map_id))
    return _("{total} orders, compared with {map}").format(total=counts.total, map=map_name(map_id))


def not_complete(problem: Problem | None) -> str:
    """A part is missing, and why; None where a file does not tell."""
    return _("Not all orders could be counted, so the numbers are lower bounds: {why}. Count again later.").format(
        why=_("why was not recorded") if problem is None else _why(problem)
    )


def _why(problem: Problem) -> str:
    return {
        Problem.TIMEOUT: _("the server took too long over a part of them"),
        Problem.SERVER_ERROR: _("the server failed over a part of them"),
        Problem.THROTTLED: _("the server was too busy, or it would have taken more requests than are sent for this"),
        Problem.REJECTED: _("the server refused a part of them, as it does where too many came in the same second"),
        Problem.FORBIDDEN: _("reading orders was no longer allowed"),
        Problem.UNAUTHORIZED: _("the sign-in was no longer accepted"),
        Problem.TOKEN_EXPIRED: _("the sign-in ended meanwhile"),
        Problem.SIGN_IN_NEEDED: _("the sign-in ended meanwhile"),
        Problem.SIGN_IN_FAILED: _("the sign-in could not be renewed"),
        Problem.NO_CONNECTION: _("the connection broke"),
        Problem.UNKNOWN_HOST: _("the connection broke"),
    }.get(problem, _("no usable answer came for a part of them"))


def samples_unknown(why: str) -> str:
    """The counts are there, and no number of an order is."""
    return _("The orders were counted, but none of their numbers could be read. {why}").format(why=why)


def verdict(number: int, *, complete: bool = True) -> str:
    """How many orders the map's table does not allow. ``complete``: all of them were counted."""
    if number == 0 and not complete:
        return _("The map's table allows what was counted, as far as it can tell.")
    if number == 0:
        return _("The map's table allows what is there, as far as it can tell.")
    if number == 1:
        return _("The map's table does not allow what 1 order holds.")
    return _("The map's table does not allow what {number} orders hold.").format(number=number)


def columns() -> tuple[str, ...]:
    """Headings of the table."""
    return (_("Processing status"), _("Status"), _("Status reason"), _("Orders"), _("Allowed"))


def samples(group: OrderGroup) -> str | None:
    """Some of their numbers."""
    if group.samples is None:
        return _("Which orders these are could not be read.")
    if not group.samples:
        return None
    return _("For example: {numbers}.").format(numbers=", ".join(group.samples))


def standing_out(combination: Combination, rulebook: Rulebook) -> str:
    """One combination that is not allowed: what, how many, which, why."""
    processing, status, _reason = shown(combination.group, rulebook)
    first = _("{processing} with {status}: {count}.").format(
        processing=processing, status=status, count=combination.group.count
    )
    return " ".join(filter(None, (first, samples(combination.group), cause(combination))))


def remarks(counts: OrderCounts) -> tuple[str, ...]:
    """What the figures do not tell, and why: orders that could not be counted, and numbers that could not be read."""
    said = () if counts.complete else (not_complete(counts.problem),)
    if counts.samples_unknown is None:
        return said
    return (*said, samples_unknown(errors.in_one_line(counts.samples_unknown)))


def lacking(counted: OrderCounts | SopError) -> tuple[str, ...]:
    """What a saved check lacks of the orders, and why; ``counted`` is the error where none of them could be counted."""
    if isinstance(counted, OrderCounts):
        return remarks(counted)
    words = _("The orders could not be counted, so the saved check holds none. {why}")
    return (words.format(why=errors.in_one_line(counted)),)


def submitted_lines(counts: OrderCounts) -> tuple[str, ...]:
    """The Submitted orders, one line for each combination that they hold."""
    return tuple(submitted_line(group.count, samples(group) or "") for group in submitted(counts))


def submitted_line(number: int, numbers: str) -> str:
    """Submitted orders hold back switching off."""
    words = (
        _("1 order is Submitted and would hold back switching the flag off. {numbers}")
        if number == 1
        else _("{number} orders are Submitted and would hold back switching the flag off. {numbers}")
    )
    return words.format(number=number, numbers=numbers).rstrip()
