"""What is wrong with what the user gave, in words."""

from collections.abc import Mapping

from sopwizard.domain.errors import Problem
from sopwizard.domain.model.choices import MapId
from sopwizard.text import _

P = Problem
Words = tuple[str, str, str]


def words(problem: Problem, facts: Mapping[str, str]) -> Words:
    """Title, what happened, and what to do."""
    if problem is P.BAD_URL:
        return _("This is not an environment's address"), _address(facts), _address_to_do()
    if problem is P.USAGE:
        return (
            _("This is not how it is used"),
            facts.get("text") or _flaw(facts),
            _("See sopwizard --help, or sopwizard COMMAND --help."),
        )
    title, happened, todo = _file(facts) if problem is P.BAD_FILE else _plain()[problem]
    names = {
        "host": facts.get("host", _("the address")),
        "map": facts.get("map", "?"),
        "maps": ", ".join(each.value for each in MapId),
        "user": facts.get("user", "?"),
        "run": facts.get("run", "?"),
        "scenario": facts.get("scenario", "?"),
        "stories": facts.get("stories", "?"),
        "file": facts.get("path") or facts.get("file") or _("the file"),
    }
    return title, happened.format(**names), todo.format(**names)


def _flaw(facts: Mapping[str, str]) -> str:
    said = " ".join(facts[name] for name in ("option", "part", "value", "reason", "flaw") if name in facts)
    return _("This cannot be used: {said}.").format(said=said or "?")


def _plain() -> dict[Problem, Words]:
    return {
        P.NOT_HTTPS: (
            _("The address is not secure"),
            _("{host} was given with http, which anybody on the way can read."),
            _("Write it with https. Plain http is accepted for this computer (127.0.0.1) only."),
        ),
        P.UNKNOWN_MAP: (
            _("There is no such map"),
            _("{map} is no map."),
            _("Choose one of: {maps}."),
        ),
        P.UNKNOWN_USER: (
            _("There is no such user"),
            _("{user} is neither the user id nor the application id of one user of this environment."),
            _("Run check: it lists the application users with both ids."),
        ),
        P.UNKNOWN_RUN: (
            _("There is no such run"),
            _("The journal of this computer has no run {run}."),
            _("See sopwizard history for the runs that were made here."),
        ),
        P.UNKNOWN_SCENARIO: (
            _("There is no such training environment"),
            _("There is no scenario {scenario}."),
            _("See sopwizard scenarios for their names."),
        ),
        P.NEEDS_CONFIRMATION: (
            _("Somebody has to agree"),
            _("This writes to {host}, and there is no terminal to ask at."),
            _("Look at the plan first, then add --yes."),
        ),
    }


def _file(facts: Mapping[str, str]) -> Words:
    kind, flaw = facts.get("kind"), facts.get("flaw")
    happened = {
        "story": _("{file} cannot be read, or holds no story."),
        "document": _("{file} cannot be read, or is no hand-over document with a seal."),
        "training": _("{file} keeps a training environment, and cannot be read."),
        "check": _("{file} cannot be read, or is no saved check."),
        "plan": _("{file} cannot be read, or is no saved plan."),
    }.get(kind or "", _("{file} cannot be read, or is not what is needed here."))
    todo = {
        "story": _("Name a ready story, or a story's file. The ready ones: {stories}."),
        "document": _("Name a document as sopwizard report wrote it."),
        "training": _("Put it back to its beginning: sopwizard scenarios --reset with the scenario's name."),
        "check": _("Name a saved check, or make it again: sopwizard check with --save."),
        "plan": _("Name a saved plan, or make it again: sopwizard plan with --save."),
    }.get(kind or "", _("Check the file's name, or make it again."))
    if flaw == "missing":
        neither = _("There is neither a ready story nor a file of the name {file}.")
        happened = neither if kind == "story" else _("There is no file {file}.")
    elif flaw == "altered":
        happened = _("{file} was altered after it was written.")
    elif flaw == "version":
        happened = _("{file} was written by another version of sopwizard, in a form that this one does not know.")
    elif flaw == "orders":
        happened = _("{file} is a saved check without counted orders.")
        todo = _("Count the orders of the environment itself, or keep a check of it again.")
    return _("The file cannot be used"), happened, todo


def _address(facts: Mapping[str, str]) -> str:
    text = facts.get("text", _("What was given"))
    sentences = {
        "empty": _("No address was given."),
        "too-long": _("The address is too long."),
        "characters": _("{text} holds characters that no environment's address has."),
        "scheme": _("{text} does not begin with https."),
        "credentials": _("The address holds a user name or a password; such an address is not used."),
        "host": _("{text} names no computer."),
        "port": _("{text} has a port that cannot be."),
        "portal": _("{text} is a portal's address, which does not tell the environment."),
        "finance": _(
            "{text} is the finance and operations app; the settings are in the Dataverse environment beside it."
        ),
    }
    return sentences.get(facts.get("reason", ""), _("{text} is not a web address.")).format(text=text)


def _address_to_do() -> str:
    return _(
        "Give the environment's address, such as https://contoso.crm4.dynamics.com (it stands in the browser when "
        "Sales is open), or training:first-setup to practise."
    )
