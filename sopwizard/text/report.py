"""The words of the hand-over document."""

from sopwizard.domain.model import ChangeResult, ChangeState, Choices, Run, RunKind
from sopwizard.text import _, results


def title(run: Run) -> str:
    """The document's name."""
    if run.kind is RunKind.UNDO:
        return _("Sales order integration put back: {name}").format(name=name(run))
    return _("Sales order integration set up: {name}").format(name=name(run))


def name(run: Run) -> str:
    """The organization's name, or its address where it has none."""
    return run.organization_name or run.target.host


def heading(section: str) -> str:
    """The heading of a section, by its id."""
    return {
        "summary": _("Summary"),
        "changes": _("What was changed"),
        "already-right": _("What was right already"),
        "evidence": _("Evidence"),
        "findings": _("What was found"),
        "status": _("Statuses by the table in force"),
        "prices": _("Who calculates prices"),
        "undo": _("How to take it back"),
    }[section]


def facts(run: Run, made: str, version: str) -> tuple[tuple[str, str], ...]:
    """Who, when, where: name and value of each line of the summary."""
    return (
        (_("Environment"), run.target.url),
        (_("Organization"), _("{name} ({id})").format(name=run.organization_name or "?", id=run.organization_id)),
        (_("Made by"), _("{name} ({id})").format(name=run.caller.name or _("user"), id=run.caller.user_id)),
        (_("Run"), run.run_id),
        *(((_("Puts back"), run.undoes),) if run.undoes else ()),
        (_("Map"), chosen_map(run.choices)),
        (_("Begun"), results.moment(run.started)),
        (
            _("Finished"),
            _("not finished: the run was cut off") if run.finished is None else results.moment(run.finished),
        ),
        (_("Outcome"), results.outcome_name(run.outcome)),
        (_("Document"), _("written {made} by sopwizard {version}").format(made=made, version=version)),
    )


def chosen_map(choices: Choices) -> str:
    """The map that the run was made for."""
    return _("none chosen") if choices.map_id is None else choices.map_id.value


def change_columns() -> tuple[str, ...]:
    """The headings of the table of changes."""
    return (_("What"), _("Before"), _("After"), _("State"), _("Why"))


def evidence(result: ChangeResult) -> str:
    """What proves the state of a change, in one line."""
    change = result.change
    return {
        ChangeState.VERIFIED: _("{id}: written, then read back and found right"),
        ChangeState.APPLIED: _("{id}: written; it could not be read back"),
        ChangeState.SKIPPED: _("{id}: not touched"),
        ChangeState.PLANNED: _("{id}: not reached"),
        ChangeState.INTENDED: _("{id}: begun when the run was cut off; the row tells whether it was written"),
        ChangeState.FAILED: _("{id}: not written"),
        ChangeState.CONFLICT: _("{id}: somebody changed it; left as it is"),
        ChangeState.UNKNOWN: _("{id}: the answer was lost; the row tells whether it was written"),
    }[result.state].format(id=change.id)


def nothing() -> str:
    """What stands in an empty section."""
    return _("Nothing.")


def undo_steps(run: Run) -> tuple[str, ...]:
    """How to put the run back, step by step."""
    return (
        _("On the computer where it was made, run: sopwizard undo {run}").format(run=run.run_id),
        _("Or open sopwizard, choose the run in the history, and press Undo."),
        _("Rows that somebody changed since are left as they are, and named."),
        _("Switching the flag off is refused while orders are Submitted: deal with those first."),
    )


def no_undo() -> str:
    """What stands there where nothing was written."""
    return _("Nothing was written, so there is nothing to take back.")


def source(name_: str, date: str | None) -> str:
    """Where a table comes from."""
    return (
        _("Source: {name}").format(name=name_)
        if date is None
        else _("Source: {name}, {date}").format(name=name_, date=date)
    )


def no_flag() -> str:
    """What stands in place of the prices where the run does not speak of the flag."""
    return _("This run does not speak of sales order processing integration.")


def training() -> str:
    """The remark on a run in training."""
    return _("This was practice: the environment is a simulated one, and nothing real was changed.")


def wrong_ending(name_: str, endings: str) -> str:
    """What is wrong with a report's file name."""
    return _("{name} does not say in which format: its ending is one of {endings}.").format(name=name_, endings=endings)
