"""The words of the hand-over document."""

from datetime import datetime

from sopwizard.domain.aftermath import may_have_written, undo_switches_off, was_overwritten
from sopwizard.domain.confirmations import Answer, Confirmation
from sopwizard.domain.model.choices import Choices
from sopwizard.domain.model.runs import ChangeResult, Outcome, Run
from sopwizard.domain.model.states import ChangeState, RunKind, RunOutcome
from sopwizard.domain.statements import ChecklistItem
from sopwizard.text import _, results, status


def title(run: Run) -> str:
    """The document's name."""
    if run.kind is RunKind.UNDO:
        well, otherwise = (
            _("Sales order integration put back: {name}"),
            _("Putting back sales order integration: {name}"),
        )
    elif run.choices.sop:
        well, otherwise = _("Sales order integration set up: {name}"), _("Setting up sales order integration: {name}")
    else:
        well = _("Sales order integration switched off: {name}")
        otherwise = _("Switching off sales order integration: {name}")
    ended_well = run.outcome in {RunOutcome.DONE, RunOutcome.NOTHING_TO_DO}
    return (well if ended_well else otherwise).format(name=name(run))


def name(run: Run) -> str:
    """The organization's name, or its address where it has none."""
    return run.organization_name or run.target.host


def kind() -> str:
    """What sort of document this is."""
    return _("Hand-over document")


def lead(run: Run) -> str:
    """What the run came to, in one sentence."""
    return results.headline(Outcome(run))


def heading(section: str) -> str:
    """The heading of a section, by its id."""
    return {
        "summary": _("Summary"),
        "changes": _("What was changed"),
        "already-right": _("What was right already"),
        "evidence": _("Evidence"),
        "status": _("Statuses by the chosen map's table"),
        "prices": _("Who calculates prices"),
        "findings": _("What was found before the changes"),
        "checklist": _("What only people can confirm"),
        "requests": _("Requests that were made"),
        "undo": _("How to take it back"),
        "sources": _("Sources"),
        "seal": _("This document"),
    }[section]


def facts(run: Run, made: datetime, version: str) -> tuple[tuple[str, str], ...]:
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
            _unfinished(run) if run.finished is None else results.moment(run.finished),
        ),
        (_("Outcome"), results.how_it_ended(run)),
        (_("Document"), _("written {made} by sopwizard {version}").format(made=results.moment(made), version=version)),
    )


def _unfinished(run: Run) -> str:
    return _("not finished: the run is still going on") if run.going_on else _("not finished: the run was cut off")


def chosen_map(choices: Choices) -> str:
    """The map that the run was made for."""
    if choices.map_id is None:
        return _("none chosen")
    return _("{name} ({id})").format(name=status.map_name(choices.map_id), id=choices.map_id.value)


def change_columns() -> tuple[str, ...]:
    """The headings of the table of changes."""
    return (_("What"), _("Before"), _("After"), _("State"), _("Why"))


def evidence_columns() -> tuple[str, ...]:
    """The headings of the table of evidence."""
    return (_("Row and column"), _("What proves it"))


def evidence(result: ChangeResult, *, going_on: bool = False) -> str:
    """What proves the state of a change. ``going_on``: as far as a run has come that has not ended."""
    if going_on and result.state in {ChangeState.PLANNED, ChangeState.INTENDED}:
        return _("not settled when this was written: the run is still going on")
    if was_overwritten(result):
        return _("written; somebody changed it before it was read back")
    return {
        ChangeState.VERIFIED: _("written, then read back and found right"),
        ChangeState.APPLIED: _("written; it could not be read back"),
        ChangeState.SKIPPED: _("not touched"),
        ChangeState.PLANNED: _("not reached"),
        ChangeState.INTENDED: _("begun when the run was cut off; the row tells whether it was written"),
        ChangeState.FAILED: _("not written"),
        ChangeState.CONFLICT: _("somebody changed it; left as it is"),
        ChangeState.UNKNOWN: _("no answer said whether it was written; the row tells"),
    }[result.state]


def finding_columns() -> tuple[str, ...]:
    """The headings of the table of what is in order."""
    return (_("Result"), _("What was looked at"))


def price_table() -> str:
    """The heading over the tables that are priced."""
    return _("Table")


def prices_for(situation: str) -> str:
    """Whose prices the table shows."""
    return _("As it is after this run, for what a user in integration user mode writes: {situation}.").format(
        situation=situation
    )


def requests(writes: int) -> str:
    """What was sent, as far as the journal knows."""
    return _(
        "Requests to change something: {writes}, one for each change that was begun. One that may have been made is "
        "never sent again; one that the server put off may be. Requests to read are not in the journal, so they are "
        "not counted here."
    ).format(writes=writes)


def nothing() -> str:
    """What stands in an empty section."""
    return _("Nothing.")


def undo_steps(run: Run) -> tuple[str, ...]:
    """How to put the run back, step by step; none where nothing was written."""
    if not may_have_written(run) and not run.going_on:
        return ()
    steps = (
        *((_("Let the run end first: it was still going on when this was written."),) if run.going_on else ()),
        _("On the computer where it was made, run: sopwizard undo {run}").format(run=run.run_id),
        _("Or open sopwizard, choose the run in the history, and press Undo."),
        _("Rows that somebody changed since are left as they are, and named."),
    )
    if not undo_switches_off(run):
        return steps
    return (*steps, _("Switching the flag off is refused while orders are Submitted: deal with those first."))


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


def named_source(name_: str, date: str | None) -> str:
    """Where a table comes from, in a list of sources."""
    return name_ if date is None else _("{name} ({date})").format(name=name_, date=date)


def still_open() -> str:
    """What stands over the questions that nobody answered."""
    return _("Nobody has confirmed these yet. Dataverse cannot answer them; the place to look stands beside each.")


def no_flag(*, speaks: bool) -> str:
    """What stands in place of the prices where the flag is not known. ``speaks``: whether the run was about it."""
    if speaks:
        return _("What sales order processing integration was left at by this run is not known.")
    return _("This run does not speak of sales order processing integration.")


def training() -> str:
    """The remark on a run in training."""
    return _("This was practice: the environment is a simulated one, and nothing real was changed.")


def redacted() -> str:
    """The remark on a document without names."""
    return _(
        "Names of people, of the organization and of hosts, ids and order numbers are replaced here; the same stand-in "
        "is the same thing throughout. What a server said in its own words is left out. The number of the run is kept."
    )


def left_out() -> str:
    """What stands in place of a server's own words."""
    return _("(left out)")


def stand_in(kind_: str, number: int) -> str:
    """What stands in place of a name."""
    return {
        "person": _("Person {number}"),
        "user": _("User {number}"),
        "organization": _("Organization"),
        "order": _("Order {number}"),
        "name": _("Name {number}"),
    }[kind_].format(number=number)


def seal_of_file() -> str:
    """What the digest in a text file is good for."""
    return _(
        "The digest is taken of this file with 64 zeros in its place. “sopwizard report --check FILE” tells whether "
        "the file was altered since. It does not stop somebody who makes a new digest: keep the digest elsewhere too."
    )


def seal_of_data(name_: str) -> str:
    """What the digest in a PDF is good for."""
    return _(
        "The digest is that of the attached file {name}, which holds the same for programs. The last line of this file "
        "seals all of it: “sopwizard report --check FILE” tells whether it was altered since. It does not stop "
        "somebody who makes a new digest: keep the digest elsewhere too."
    ).format(name=name_)


def page() -> str:
    """A page's number; the placeholders are filled while printing."""
    return _("Page {page} of {count}")


def intact(name_: str, digest: str) -> str:
    """The file is as it was written."""
    return _("{name} is as it was written. SHA-256: {digest}").format(name=name_, digest=digest)


def altered(name_: str) -> str:
    """The file is another one than was written."""
    return _("{name} was altered after it was written: its digest is not the one that it names.").format(name=name_)


def run_or_check() -> str:
    """What is wrong with the command."""
    return _("report takes a run and --to FILE, or --check FILE alone.")


def wrong_ending(name_: str, endings: str) -> str:
    """What is wrong with a report's file name."""
    return _("{name} does not say in which format: its ending is one of {endings}.").format(name=name_, endings=endings)


def checklist_columns() -> tuple[str, ...]:
    """The headings of the questions that Dataverse cannot answer."""
    return (_("Question"), _("Where to look"), _("Answer"), _("Confirmed by"), _("When"))


def checklist_row(item: ChecklistItem, answered: Confirmation | None) -> tuple[str, ...]:
    """A question, and who answered it when."""
    if answered is None:
        return (item.question, item.place, _("open"), "", "")
    said = answer(answered.answer)
    told = _("{answer}: {note}").format(answer=said, note=answered.note) if answered.note else said
    return (item.question, item.place, told, answered.by, results.moment(answered.at))


def answer(given: Answer) -> str:
    """What was said to a question."""
    return {
        Answer.AS_NEEDED: _("as it should be"),
        Answer.NOT_AS_NEEDED: _("not as it should be"),
        Answer.DOES_NOT_APPLY: _("does not apply here"),
    }[given]
