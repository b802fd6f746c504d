"""What the command line says besides its results: headings, questions, remarks."""

from __future__ import annotations

from sopwizard.domain.model.states import UserRole
from sopwizard.text import _


def commands_heading() -> str:
    """Above the list of commands."""
    return _("commands (sopwizard COMMAND --help tells more):")


def common_heading() -> str:
    """Above the common options."""
    return _("common options")


def wrong_usage(program: str, message: str) -> str:
    """What argparse has to say."""
    return _("{program}: {message}.").format(program=program, message=message.rstrip("."))


def unknown_command(word: str, near: str | None) -> str:
    """There is no such command."""
    if near is None:
        return _("There is no command {word}.").format(word=word)
    return _("There is no command {word}. Is {near} meant?").format(word=word, near=near)


def only_for_the_window(command: str) -> str:
    """Two ways to name an environment at once."""
    return _("--training, --environment and --open are for the window: give {command} a URL, or a saved check.").format(
        command=command
    )


def only_without_a_command(command: str) -> str:
    """Two wishes at once."""
    return _("--self-test and --check-updates stand alone: leave out {command}, or them.").format(command=command)


def redact_what() -> str:
    """Taking names out of a file that is not written."""
    return _("--redact says how a check is kept: give --save FILE with it.")


def not_seconds(value: str) -> str:
    """A time limit that is none."""
    return _("{value} is no time limit in seconds").format(value=value)


def both_tls_files() -> str:
    """A certificate without its key, or the other way round."""
    return _("--tls-cert and --tls-key are needed together.")


def cannot_serve(port: int, reason: str) -> str:
    """The port cannot be used."""
    return _("The simulator cannot be served at port {port}: {reason}.").format(port=port, reason=reason)


def cannot_read(option: str, file: str, reason: str) -> str:
    """A file for https that is not there, or not to be read."""
    return _("{option} {file} cannot be read: {reason}.").format(option=option, file=file, reason=reason.rstrip("."))


def no_certificate(option: str, file: str) -> str:
    """A file that is no certificate."""
    return _("{option} {file} holds no certificate in PEM form.").format(option=option, file=file)


def no_key(option: str, file: str) -> str:
    """A file that is no key."""
    return _("{option} {file} holds no private key in PEM form, or one that needs a password.").format(
        option=option, file=file
    )


def key_of_another(certificate: str, key: str) -> str:
    """A certificate and a key that do not belong together."""
    return _("The private key in {key} does not belong to the certificate in {certificate}.").format(
        certificate=certificate, key=key
    )


def serving(scenario: str) -> str:
    """What is served, and how to end it."""
    return _("Serving {scenario}, its Web API under /api/data/v9.2/. Any bearer token will do. Ctrl-C ends it.").format(
        scenario=scenario
    )


def progress(what: str, done: int, total: int) -> str:
    """Where the work is."""
    return _("[{done}/{total}] {what}").format(done=done + 1, total=total, what=what) if total else what


def stopping() -> str:
    """Stopping was asked for while something may be written."""
    return _("Stopping: the change under way is finished first.")


def cancelled() -> str:
    """It was declined or stopped before anything was written."""
    return _("Cancelled. Nothing was written.")


def cancelled_hint() -> str:
    """What to do then."""
    return _("Run the command again when you want it.")


def question(name: str, host: str) -> str:
    """The one question before writing."""
    return _("Write this to {name} ({host})? [y/N]").format(name=name, host=host)


def environment_line(name: str, host: str) -> str:
    """Which environment."""
    return _("Environment: {name} ({host})").format(name=name, host=host)


def training_remark() -> str:
    """That it is practice."""
    return _("Training: this environment is simulated on this computer.")


def label(name: str) -> str:
    """The name of a fact of an environment."""
    return {
        "organization": _("Organization"),
        "version": _("Version"),
        "type": _("Type"),
        "caller": _("Signed in as"),
        "flag": _("Order processing integration"),
        "pricing": _("System pricing"),
        "map": _("Order map"),
    }[name]


def user_columns() -> tuple[str, ...]:
    """Headings of the table of users."""
    return (_("User"), _("Role"), _("Application or user id"), _("Enabled"), _("Marked"))


def users_unknown() -> str:
    """Instead of the table of users."""
    return _("The users could not be read.")


def users_none() -> str:
    """Instead of the table of users, where there is nobody to list."""
    return _("No application user and nobody in integration user mode was found.")


def role(value: UserRole) -> str:
    """What a user is for."""
    return {
        UserRole.RUNTIME: _("dual-write, runtime"),
        UserRole.ERP: _("dual-write, ERP"),
        UserRole.DATA_INTEGRATION: _("dual-write, set-up"),
        UserRole.OTHER: _("other"),
    }[value]


def enabled(disabled: bool | None) -> str:  # noqa: FBT001  a column's value
    """Whether a user can sign in."""
    if disabled is None:
        return _("unknown")
    return _("No") if disabled else _("Yes")


def to_do(fix: str) -> str:
    """What to do about a finding."""
    return _("To do: {fix}").format(fix=fix)


def seen(row: str) -> str:
    """A row that proves a finding."""
    return _("Seen: {row}").format(row=row)


def more_seen(rows: int) -> str:
    """That there are more such rows than are printed."""
    return _("Seen: {rows} more, all of them with --format json").format(rows=rows)


def blocked() -> str:
    """Above what stands in the way."""
    return _("Blocked. Nothing can be written before this is dealt with:")


def planned_heading(number: int, *, blocked: bool) -> str:
    """Above the changes of a plan."""
    if blocked:
        return _("Changes that would be made ({number}):").format(number=number)
    return _("Changes to make ({number}):").format(number=number)


def change_columns() -> tuple[str, ...]:
    """Headings of a plan's table."""
    return (_("What"), _("Before"), _("After"), _("Why"))


def result_columns() -> tuple[str, ...]:
    """Headings of a run's table."""
    return (_("What"), _("Before"), _("After"), _("State"))


def nothing_to_do() -> str:
    """Instead of changes."""
    return _("There is nothing to change.")


def right_heading() -> str:
    """Above what is right already."""
    return _("Right already:")


def consequences_heading() -> str:
    """Above what the plan means for orders."""
    return _("What it means for orders:")


def undo_heading(number: int) -> str:
    """Above what an undo puts back."""
    return _("To put back ({number}):").format(number=number)


def left_alone_heading() -> str:
    """Above the rows that an undo leaves."""
    return _("Left as they are, because somebody changed them since:")


def verified(number: int) -> str:
    """Everything is as it should be."""
    if not number:
        return _("There is nothing to verify: these choices ask for no setting.")
    if number == 1:
        return _("Verified: the one setting holds what it should.")
    return _("Verified: all {number} settings hold what they should.").format(number=number)


def not_verified() -> str:
    """Something is not as it should be."""
    return _("Not as it should be:")


def run_line(run_id: str) -> str:
    """The id of a run."""
    return _("Run: {run}").format(run=run_id)


def no_runs() -> str:
    """An empty history."""
    return _("No run was made on this computer yet.")


def history_columns() -> tuple[str, ...]:
    """Headings of the history."""
    return (_("Run"), _("What"), _("Begun"), _("Environment"), _("Outcome"))


def written(path: str) -> str:
    """Where a file went."""
    return _("Written: {path}").format(path=path)


def map_columns() -> tuple[str, ...]:
    """Headings of the list of maps."""
    return (_("Map"), _("Title"))


def scenario_columns() -> tuple[str, ...]:
    """Headings of the list of training environments."""
    return (_("Scenario"), _("What it shows"))


def was_reset(name: str) -> str:
    """A training environment is at its beginning again."""
    return _("{name} is back at its beginning.").format(name=name)


def request_line(request_id: str) -> str:
    """The id by which a server's support finds the request."""
    return _("Request: {id}").format(id=request_id)


def understood(host: str) -> str:
    """What was understood of an address."""
    return _("Understood as {host}").format(host=host)


def crashed(path: str | None) -> str:
    """A bug. ``path``: where what happened was written, None where it was not."""
    kept = "" if path is None else _(" What happened is in {path}, without secrets.").format(path=path)
    return _("Something went wrong inside sopwizard.") + kept


def crashed_hint() -> str:
    """What to do after a bug."""
    return _("What was written before is in the journal: see sopwizard history.")


def no_display() -> str:
    """There is no screen for the window."""
    return _(
        "The window cannot open: there is no display here that it can use. Everything can also be done on the command "
        "line; try sopwizard check training:first-setup."
    )


def plan_or_choices() -> str:
    """What apply needs."""
    return _("apply needs an environment's URL and --map, or --plan FILE alone.")
