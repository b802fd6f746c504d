"""The words of the Apply and Result pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopwizard.domain.model.states import RunKind, RunOutcome
from sopwizard.text import _

if TYPE_CHECKING:
    from sopwizard.domain.model.runs import ChangeResult

# --- Apply
PLAN_TABLE = _("Changes")
PLAN_COLUMNS = (_("What"), _("Now"), _("After"), _("Why"))
CONSEQUENCES = _("What it means for orders")
ALREADY_RIGHT = _("Right already")
BLOCKED = _("Cannot be applied yet")
SAFETY = _("How it is done")
SAFETY_MORE = _(
    "One value after another, and only where it still is what you see here. Each step is written down on this computer "
    "first, then everything is read again. You can undo it on the next page, or later."
)
NO_CHANGES = _("Everything is as chosen already")
NO_CHANGES_MORE = _("Nothing will be written. The environment is read again, and the result is kept as a run.")
WARNINGS = _("Warnings that stand")
BLOCKED_HINT = _("Something stands in the way. It is listed below, with what to do.")
TYPE_NAME_HINT = _("This is production: type the environment's name to confirm.")

# --- Result
RESULT_TABLE = _("Values")
RESULT_COLUMNS = (_("What"), _("Before"), _("Wanted"), _("Found now"), _("State"))
SAVE_REPORT = _("&Save report…")
SAVE_TITLE = _("Save the report of this run")
READ_AGAIN = _("&Read again")
REVIEW_AGAIN = _("Review &what is left")
VERIFIED = _("Verified")
UNVERIFIED = _("Not verified")
NEXT_CHECKS = _("What to look at next")
RUN = _("Run")
COPY_RUN = _("C&opy run id")


def go_to(step: str) -> str:
    """A button that leads to a page."""
    return _("Open {step}").format(step=step)


def apply_title(count: int, environment: str) -> str:
    """The question of the Apply page."""
    if not count:
        return _("{environment} is set up as chosen").format(environment=environment)
    if count == 1:
        return _("Make this change in {environment}?").format(environment=environment)
    return _("Make these {count} changes in {environment}?").format(count=count, environment=environment)


def apply_soft(host: str, user: str) -> str:
    """Where and as whom."""
    return _("At {host}, as {user}. Nothing of this has been changed so far.").format(host=host, user=user)


def commit(flag: bool | None, count: int, environment: str) -> str:  # noqa: FBT001  a column's value
    """The committing button: a verb and the environment."""
    if not count:
        return _("&Verify {environment}").format(environment=environment)
    if flag is None:
        return _("&Apply to {environment}").format(environment=environment)
    if flag:
        return _("&Enable on {environment}").format(environment=environment)
    return _("Switch &off on {environment}").format(environment=environment)


def confirm_more(environment: str) -> str:
    """What is to be typed in production."""
    return _("This is a production environment. Type {environment} to confirm.").format(environment=environment)


def map_for(name: str) -> str:
    """The map that the plan is for."""
    return _("For the map {name}.").format(name=name)


def result_title(kind: RunKind, outcome: RunOutcome | None, environment: str, *, sop: bool) -> str:
    """The first line of the result. ``sop``: whether the run was to have the flag on."""
    if kind is RunKind.UNDO:
        sentence = {
            RunOutcome.DONE: _("{environment} is as it was before"),
            RunOutcome.NOTHING_TO_DO: _("There was nothing to put back in {environment}"),
            RunOutcome.PARTIAL: _("{environment} was put back in part"),
            RunOutcome.FAILED: _("Nothing was put back in {environment}"),
            RunOutcome.CANCELLED: _("Putting {environment} back was stopped"),
            None: _("Putting {environment} back was cut off"),
        }[outcome]
    elif not sop:
        sentence = {
            RunOutcome.DONE: _("Order processing integration is off in {environment}"),
            RunOutcome.NOTHING_TO_DO: _("Order processing integration was off already in {environment}"),
            RunOutcome.PARTIAL: _("The changes in {environment} were made in part"),
            RunOutcome.FAILED: _("Nothing was changed in {environment}"),
            RunOutcome.CANCELLED: _("Changing {environment} was stopped"),
            None: _("Changing {environment} was cut off"),
        }[outcome]
    else:
        sentence = {
            RunOutcome.DONE: _("{environment} is set up"),
            RunOutcome.NOTHING_TO_DO: _("{environment} was set up already"),
            RunOutcome.PARTIAL: _("{environment} is set up in part"),
            RunOutcome.FAILED: _("Nothing was changed in {environment}"),
            RunOutcome.CANCELLED: _("Setting up {environment} was stopped"),
            None: _("Setting up {environment} was cut off"),
        }[outcome]
    return sentence.format(environment=environment)


def result_soft(at: str, count: int, done: int) -> str:
    """When, and how much."""
    if not count:
        return _("At {time}. Nothing had to be written.").format(time=at)
    return _("At {time}. {done} of {count} changes made.").format(time=at, done=done, count=count)


def state(result: ChangeResult) -> str:
    """How a change went, as it stands in a cell."""
    from sopwizard.text import results  # noqa: PLC0415  the window starts before there is a run

    return results.state_name(result).capitalize()


def right_already() -> str:
    """The state of a value that needed no change."""
    return _("Right already")


def verdict_title(right: int, count: int) -> str:
    """What reading again showed."""
    if right == count:
        return _("All {count} values were read again and are right").format(count=count)
    return _("{right} of {count} values are as wanted").format(right=right, count=count)


def verdict_difference(label: str, expected: str, actual: str) -> str:
    """One value that is not as it should be."""
    return _("{label}: wanted {expected}, found {actual}").format(label=label, expected=expected, actual=actual)


def not_read_again(*, stopped: bool) -> str:
    """Where the environment was not read after the run: because the user stopped, or because it could not be."""
    if stopped:
        return _("You stopped before the environment was read again")
    return _("The environment could not be read again")


def not_read_again_more(*, read_back: bool) -> str:
    """What is known then, and what to do. ``read_back``: every change that was made was, when it was made."""
    if not read_back:
        return _("Read again shows what holds now.")
    return _("Every change that was made was read back right after it. Read again shows whether it still holds.")


def failed_change(label: str) -> str:
    """The heading of what went wrong with one change."""
    return _("Not made: {label}").format(label=label)


def noted_change(label: str) -> str:
    """The heading of what happened to a change that was made."""
    return _("Made, with a remark: {label}").format(label=label)


def next_checks(flag: bool | None) -> tuple[str, ...]:  # noqa: FBT001  a column's value
    """What to look at after the run. ``flag``: what the run left it at, None where it does not tell."""
    watch = _("Confirm one test order in Supply Chain Management and watch its processing status in Sales.")
    if flag is None:
        return (watch,)
    if flag:
        return (
            _("Open an order in Sales: Create Invoice is gone, Submit order is there."),
            watch,
            _("Tell the sales team that invoices come from Supply Chain Management from now on."),
        )
    return (
        _(
            "Open an order in Sales: Submit order is gone; Create Invoice is shown, unless the solution of dual-write "
            "hides it."
        ),
        watch,
        _("Tell the sales team where invoices are made from now on."),
    )


def run_line(run_id: str, *, wrote: bool) -> str:
    """The run's id; ``wrote``: whether there may be something to take back."""
    kept = _("Run {run_id}. It stays in the history of this computer; there is nothing to undo.")
    back = _("Run {run_id}. It stays in the history of this computer and can be undone later.")
    return (back if wrote else kept).format(run_id=run_id)


def report_name(environment: str, at: str) -> str:
    """The proposed name of the report's file, without ending."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in environment).strip("-").lower()
    return _("sales-order-integration-{environment}-{date}").format(environment=kept or "run", date=at)


def saved(path: str) -> str:
    """Where the report is."""
    return _("Saved: {path}").format(path=path)


def summary(outcome: RunOutcome | None, kind: RunKind) -> str:
    """The result in the rail."""
    return {
        RunOutcome.DONE: _("Done") if kind is RunKind.APPLY else _("Put back"),
        RunOutcome.NOTHING_TO_DO: _("Nothing to do"),
        RunOutcome.PARTIAL: _("Part-way"),
        RunOutcome.FAILED: _("Failed"),
        RunOutcome.CANCELLED: _("Stopped"),
        None: _("Cut off"),
    }[outcome]


def apply_summary(count: int, blocked: bool) -> str:  # noqa: FBT001  two words
    """The plan in the rail."""
    if blocked:
        return _("Blocked")
    if not count:
        return _("No changes")
    return _("1 change") if count == 1 else _("{count} changes").format(count=count)


def made(count: int) -> str:
    """What was done, in the rail."""
    if not count:
        return _("Nothing changed")
    return _("1 change made") if count == 1 else _("{count} changes made").format(count=count)
