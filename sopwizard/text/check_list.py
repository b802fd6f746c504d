"""The words of the check's chapters, and of the questions that Dataverse cannot answer."""

from sopwizard.domain.confirmations import Answer, Confirmation
from sopwizard.domain.groups import Group
from sopwizard.domain.statements import ChecklistItem
from sopwizard.text import _, results

HEADING = _("What Dataverse cannot answer")
NAME_BOX = _("Confirmed &by")
ANSWER_BOX = _("&Answer")
NOTE_BOX = _("&Note")
RECORD = _("&Record")
WITHDRAW = _("&Withdraw")
SAVE_CHECK = _("&Save this check…")
SAVE_CHECK_TITLE = _("Save this check")
WITHOUT_NAMES = _("&Without names, hosts and order numbers")
CHECK_FILTER = _("Saved checks (*.sopcheck *.json)")
CHECK_FILE = "check"


def group(value: Group) -> str:
    """The name of a chapter."""
    return {
        Group.RIGHTS: _("Rights"),
        Group.SOLUTIONS: _("Solutions and apps"),
        Group.MAPS: _("Maps"),
        Group.USERS: _("Users and teams"),
        Group.SETTINGS: _("Settings"),
        Group.PREREQUISITES: _("Numbers, prices, units"),
        Group.ORDERS: _("Orders"),
    }[value]


def members(value: Group, subjects: str) -> str:
    """A chapter and what belongs to it."""
    return _("{group}: {subjects}").format(group=group(value), subjects=subjects)


def columns() -> tuple[str, ...]:
    """Headings of the table of questions."""
    return (_("Question"), _("Where to look"), _("Answer"))


def answer(given: Answer) -> str:
    """What was said to a question."""
    return {
        Answer.AS_NEEDED: _("As it should be"),
        Answer.NOT_AS_NEEDED: _("Not as it should be"),
        Answer.DOES_NOT_APPLY: _("Does not apply here"),
    }[given]


def row(item: ChecklistItem, given: Confirmation | None) -> tuple[str, str, str]:
    """A question as the table shows it."""
    if given is None:
        return item.question, item.place, _("Open")
    told = _("{answer}, {by}, {at}").format(answer=answer(given.answer), by=given.by, at=results.moment(given.at))
    return item.question, item.place, _("{told}: {note}").format(told=told, note=given.note) if given.note else told


def progress(answered: int, asked: int) -> str:
    """How many are answered."""
    return _("{answered} of {asked} answered. Ask whoever knows, and record it: it goes into the report.").format(
        answered=answered, asked=asked
    )


def heading(asked: int) -> str:
    """Above the questions on the command line."""
    if not asked:
        return _("What Dataverse cannot answer (every question is answered):")
    if asked == 1:
        return _("What Dataverse cannot answer (1 question to ask):")
    return _("What Dataverse cannot answer ({asked} questions to ask):").format(asked=asked)


def with_place(item: ChecklistItem, given: Confirmation | None) -> str:
    """A question and where to look, in one line, with what was answered."""
    question, place, said = row(item, given)
    asked = _("{question} ({place})").format(question=question, place=place)
    return asked if given is None else _("{asked} {answer}").format(asked=asked, answer=said)


def where_to_record() -> str:
    """Where the answers go."""
    return _("Who confirmed it and when is recorded on the page Check of the window; it goes into the report.")


def check_saved(path: str) -> str:
    """Where the check is, and what it is good for."""
    return _(
        "Saved: {path}. It opens again without a connection: with “Open a saved check” on the page Environment, or on "
        "the command line, for example: sopwizard check FILE"
    ).format(path=path)


def needs_a_name() -> str:
    """Who said it?"""
    return _("Type the name of whoever confirmed it.")
