"""What came instead of the answer that was asked for, in words."""

from sopwizard.domain.errors import Problem
from sopwizard.text import _, waiting
from sopwizard.text.error_facts import Facts, Words

P = Problem

_UNAVAILABLE = "503"


def answer(problem: Problem, facts: Facts) -> Words:
    """Why an answer cannot be used."""
    words = {
        P.NOT_DATAVERSE: (
            _("This is not Dataverse"),
            _("What {host} answered does not come from a Dataverse environment; perhaps a proxy's or a sign-in page."),
            _("Check the address: it is like https://contoso.crm4.dynamics.com."),
        ),
        P.BROKEN_ANSWER: (
            _("The answer is broken"),
            _("The answer of {host} was cut off or cannot be read."),
            _("Try again. If it stays, tell whoever runs the network in between."),
        ),
        P.ANSWER_TOO_LARGE: (
            _("The answer is too large"),
            _("{host} sent far more than it was asked for, so the rest was not read."),
            _("Check the address. If it is right, tell the environment's administrator."),
        ),
        P.ENDLESS_LIST: (
            _("The list does not end"),
            _("{host} answered with a list that always has a further page, so it was not read to its end."),
            _("Try again. If it stays, ask your IT whether a proxy changes answers, or tell the administrator."),
        ),
        P.OFF_ORIGIN: (
            _("Sent elsewhere"),
            _("{host} pointed to another address, which was not followed: the token is for this one only."),
            _("Use the environment's present address; its administrator knows it."),
        ),
        P.NO_ORGANIZATION_ROW: (
            _("No organization"),
            _("{host} answered, but its organization cannot be read."),
            _("Ask an administrator whether the environment is ready and whether you may read its settings."),
        ),
    }
    title, happened, todo = words[problem]
    return title, happened.format(host=facts.host), todo


def refusal(problem: Problem, facts: Facts) -> Words:
    """Why what was asked was not done."""
    said = facts.get("message") or facts.get("code")
    words = {
        P.NOT_FOUND: (
            _("Not there"),
            _("What was asked for does not exist in {host}."),
            _("Check the environment afresh: somebody may have removed it."),
        ),
        P.REJECTED: (
            _("The request was refused"),
            _("{host} refused the request."),
            _("Read what it says, and show it to its administrator together with the request's id."),
        ),
        P.THROTTLED: (
            _("The server is busy"),
            _("{host} was busy each time that it was asked."),
            _("Try again in a few minutes."),
        ),
        P.SERVER_ERROR: (
            _("The server failed"),
            _("{host} failed while it worked on the request."),
            _("Try again later. If it stays, show the request's id to its administrator."),
        ),
    }
    title, happened, todo = words[problem]
    if problem is P.SERVER_ERROR and facts.get("status") == _UNAVAILABLE:
        title, happened = _("The server is not available"), _("{host} cannot answer at the moment.")
    asked = facts.get("retry_after")
    if asked.isdecimal() and (problem is P.THROTTLED or facts.get("status") == _UNAVAILABLE):
        happened, todo = _("{host} is busy and asks to wait {time}."), _("Wait that long, then try again.")
    happened = happened.format(host=facts.host, time=waiting.duration(int(asked)) if asked.isdecimal() else "")
    return title, _("{sentence} It says: {said}").format(sentence=happened, said=said) if said else happened, todo
