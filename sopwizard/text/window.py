"""The words of the window's frame: rail, banner, buttons, progress, boxes. Sentences without facts are constants."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import bidirectional

from sopwizard.domain.wizard import Page
from sopwizard.text import _

if TYPE_CHECKING:
    from sopwizard.domain.model.snapshot import Snapshot
    from sopwizard.domain.model.target import Target
    from sopwizard.text.errors import Explanation

TASK_NAME = _("Sales order integration")
RAIL_NAME = _("Steps")
HELP = _("Help  F1")
CLOSE = _("Close")
CANCEL = _("Cancel")
BACK = _("&Back")
NEXT = _("&Next")
UNDO = _("&Undo these changes")
STOP_READING = _("Stop reading")
STOP_WRITING = _("Stop")
STOPPING = _("Stopping …")
PROGRESS_NAME = _("Progress")
PROBLEM_CHIP = _("Problem")
HINT_CHIP = _("First")
COPY_DETAILS = _("&Copy details")
DETAILS = _("Details")
KEEP = _("Keep them")
PUT_BACK = _("Put them back")
EXPLORE = _("E&xplore")
BACK_TO_WIZARD = _("&Back to the wizard")
NAME_BOX = _("Type the environment's name to confirm")

_NAME = 32  # letters of a name in the band: the host beside it is what counts

READING = _("Reading the environment …")
APPLYING = _("Applying the changes …")
VERIFYING = _("Reading everything again …")
UNDOING = _("Putting the changes back …")
WORKING = _("Working …")
STOPPED_UNWRITTEN = _("Stopped. Nothing was written.")
STOPPED_READING = _("Reading was stopped. Nothing was changed.")
WENT_WRONG = _("Something went wrong inside sopwizard. What was written before is in the history, on the first page.")
STOPPED_CHIP = _("Stopped")
READ_AGAIN = _("Read again")  # without a key: the page below has the same words with one
STOPS_AFTER_THIS = _("Stopping after the change that is under way …")
CLOSES_AFTER_THIS = _("The window closes after the change that is under way.")


def step_name(page: Page) -> str:
    """A step in the rail."""
    return {
        Page.ENVIRONMENT: _("Environment"),
        Page.CHECK: _("Check"),
        Page.ORDER_PROCESSING: _("Order processing"),
        Page.INTEGRATION_USERS: _("Integration users"),
        Page.TABLE_MAP: _("Table map"),
        Page.PREVIEW: _("Preview"),
        Page.APPLY: _("Apply"),
        Page.RESULT: _("Result"),
    }[page]


def step_spoken(number: int, name: str, standing: str, summary: str) -> str:
    """A step as a screen reader says it."""
    said = {
        "current": _("current step"),
        "done": _("done"),
        "look": _("done, something to look at"),
        "to-come": _("to come"),
    }[standing]
    sentence = _("Step {number}: {name}, {standing}").format(number=number, name=name, standing=said)
    return _("{step}. {summary}").format(step=sentence, summary=summary) if summary else sentence


def banner_training() -> tuple[str, str]:
    """The band in a training environment: its word and its meaning."""
    return _("TRAINING"), _("A simulated environment. Nothing leaves this computer.")


def banner_training_production() -> tuple[str, str]:
    """The band in a training environment that plays production."""
    return _("TRAINING"), _("A simulated production environment. Nothing leaves this computer.")


def banner_production() -> tuple[str, str]:
    """The band in production."""
    return _("PRODUCTION"), _("People work here. Changes take effect at once.")


def banner_other(kind: str | None) -> tuple[str, str]:
    """The band anywhere else."""
    return (kind or _("Environment")).upper(), ""


def banner_nowhere() -> tuple[str, str]:
    """The band before an environment is read."""
    return "", _("No environment has been read yet.")


def place(snapshot: Snapshot) -> str:
    """Where one is: environment, host, user, and the id that stays when names change."""
    names = environment_name(snapshot), snapshot.target.host, snapshot.caller.name or user_unnamed()
    return " · ".join((*map(isolated, names), snapshot.organization.organization_id))


def isolated(name: str) -> str:
    """The name between marks that keep its direction to itself, where letters of it run from right to left."""
    runs = {bidirectional(letter) for letter in name}
    return f"\u2068{name}\u2069" if runs & {"R", "AL"} else name


def brief_place(snapshot: Snapshot) -> str:
    """The same for a narrow band: the beginning of the id tells two organizations of one name apart."""
    name, user = environment_name(snapshot), snapshot.caller.name or user_unnamed()
    names = _short(name), snapshot.target.host, _short(user)
    return " · ".join((*map(isolated, names), f"{snapshot.organization.organization_id[:8]}…"))


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1].rstrip()}…"


def environment_name(snapshot: Snapshot) -> str:
    """The environment's name as it is shown, and typed to confirm."""
    return snapshot.organization.name or snapshot.target.host


def user_unnamed() -> str:
    """A user whose name could not be read."""
    return _("signed-in user")


def title(target: Target | None, environment: str) -> str:
    """The window's title."""
    if not environment:
        return TASK_NAME
    if target is not None and target.is_training:
        return _("{environment} (training) – {task}").format(environment=environment, task=TASK_NAME)
    return _("{environment} – {task}").format(environment=environment, task=TASK_NAME)


def hint_chip(sentence: str) -> str:
    """The chip before a sentence that is no error: what comes first, or that something was stopped."""
    return STOPPED_CHIP if sentence in {STOPPED_UNWRITTEN, STOPPED_READING, WENT_WRONG} else HINT_CHIP


def so_far(sentence: str, seconds: int) -> str:
    """What is under way, and for how long it has been."""
    return _("{sentence} ({seconds} s so far)").format(sentence=sentence.removesuffix(" …"), seconds=seconds)


def spoken(explanation: Explanation) -> str:
    """A problem as a screen reader says it when it comes."""
    return " ".join((explanation.title + ".", explanation.happened, explanation.todo))


def request_id(value: str) -> str:
    """The server's name for the request that failed."""
    return _("Request id {request_id}").format(request_id=value)


def support_block(explanation: Explanation) -> str:
    """What Copy details puts on the clipboard."""
    lines = [explanation.title, explanation.happened, explanation.todo]
    if explanation.request_id:
        lines.append(request_id(explanation.request_id))
    return "\n".join(line for line in lines if line)


def undo_question(count: int, environment: str) -> str:
    """The heading of the question before an undo."""
    if not count:
        return _("There is nothing to put back in {environment}").format(environment=environment)
    if count == 1:
        return _("Put back 1 change in {environment}?").format(environment=environment)
    return _("Put back {count} changes in {environment}?").format(count=count, environment=environment)


def undo_left_alone(names: str) -> str:
    """What an undo will leave."""
    return _("Left alone, because somebody changed it since: {names}.").format(names=names)
