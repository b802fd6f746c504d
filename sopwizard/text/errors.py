"""Every problem in words: what happened, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.model.runs import Failure
from sopwizard.domain.signin import SignInReason
from sopwizard.text import _, error_input, error_managed, error_tls, findings, signin_failures, waiting

P = Problem
Words = tuple[str, str, str]

_UNAVAILABLE = "503"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A title, what happened, what to do, and the server's request id for support, where there is one."""

    title: str
    happened: str
    todo: str
    request_id: str | None = None


class Facts:
    """The details of a problem, with something to say where one was not recorded."""

    def __init__(self, details: Mapping[str, str | int | None]) -> None:
        self.all = {name: str(value) for name, value in details.items() if value not in {None, ""}}

    def get(self, name: str, otherwise: str = "") -> str:
        """The detail of that name."""
        return self.all.get(name, otherwise)

    @property
    def host(self) -> str:
        """The environment's host, as the problem names it."""
        return self.get("host", _("the environment"))

    @property
    def as_given(self) -> tuple[str, ...]:
        """What is spelled as it is, even where a sentence begins with it."""
        names = ("host", "text", "map", "user", "path", "file")
        return tuple(self.all[name] for name in names if name in self.all)


def explain(error: SopError | Failure | Unknown) -> Explanation:
    """The words for a problem, however it was carried here."""
    facts = Facts(dict(error.details))
    title, happened, todo = _words(error.problem, facts)
    if not happened.startswith(facts.as_given):
        happened = happened[:1].upper() + happened[1:]
    return Explanation(title, happened, todo, error.request_id)


def in_one_line(error: SopError | Failure | Unknown) -> str:
    """What happened and what to do, for lists and logs of results."""
    words = explain(error)
    said = _("{happened} {todo}").format(happened=words.happened, todo=words.todo)
    return _("{sentence} (request {id})").format(sentence=said, id=words.request_id) if words.request_id else said


def _words(problem: Problem, facts: Facts) -> Words:  # noqa: PLR0911  one return a group
    match problem:
        case (
            P.USAGE
            | P.BAD_URL
            | P.NOT_HTTPS
            | P.UNKNOWN_MAP
            | P.UNKNOWN_USER
            | P.UNKNOWN_RUN
            | P.UNKNOWN_SCENARIO
            | P.BAD_FILE
            | P.NEEDS_CONFIRMATION
        ):
            return error_input.words(problem, facts.all)
        case P.UNKNOWN_HOST | P.NO_CONNECTION | P.TIMEOUT | P.TLS_FAILED | P.PROXY_FAILED:
            return _connection(problem, facts)
        case (
            P.SIGN_IN_NEEDED
            | P.SIGN_IN_FAILED
            | P.TOKEN_FOR_ELSEWHERE
            | P.TOKEN_EXPIRED
            | P.UNAUTHORIZED
            | P.FORBIDDEN
            | P.WRONG_ORGANIZATION
        ):
            return _identity(problem, facts)
        case (
            P.NOT_DATAVERSE
            | P.BROKEN_ANSWER
            | P.ANSWER_TOO_LARGE
            | P.ENDLESS_LIST
            | P.OFF_ORIGIN
            | P.NO_ORGANIZATION_ROW
        ):
            return _answer(problem, facts)
        case P.NOT_FOUND | P.REJECTED | P.THROTTLED | P.SERVER_ERROR:
            return _refusal(problem, facts)
        case P.BLOCKED | P.CHANGED_SINCE_REVIEW | P.UNCERTAIN | P.NOT_TAKEN | P.SWITCHED_ON_BY_ITSELF:
            return _change(problem, facts)
        case P.JOURNAL_UNREADABLE | P.JOURNAL_UNWRITABLE | P.FILE_UNWRITABLE | P.BROKEN_INSTALLATION:
            return _computer(problem, facts)
        case P.NOT_BY_POLICY | P.BROKEN_POLICY | P.NO_UPDATE_FEED | P.UPDATE_UNVERIFIED:
            return error_managed.words(problem, facts.all)
        case _:
            assert_never(problem)


def _connection(problem: Problem, facts: Facts) -> Words:
    host = facts.host
    if problem is P.TLS_FAILED:
        return error_tls.words(facts.get("reason"), host)
    words = {
        P.UNKNOWN_HOST: (
            _("The address was not found"),
            _("There is no computer with the name {host}."),
            _("Check the address for a typing error, and whether this computer is online."),
        ),
        P.NO_CONNECTION: (
            _("No connection"),
            _("{host} could not be reached, or the connection broke."),
            _("Check the network, VPN and firewall, then try again."),
        ),
        P.TIMEOUT: (
            _("No answer in time"),
            _("{host} did not answer completely within the time limit."),
            _("Try again, or allow more time with --timeout."),
        ),
        P.PROXY_FAILED: (
            _("The proxy refused"),
            _("The proxy of this network did not let the request to {host} through."),
            _("Check the proxy settings of this computer, and whether the proxy asks for a sign-in."),
        ),
    }
    title, happened, todo = words[problem]
    return title, happened.format(host=host), todo


def _identity(problem: Problem, facts: Facts) -> Words:
    reason = facts.get("reason")
    if problem in {P.SIGN_IN_NEEDED, P.SIGN_IN_FAILED} and reason in set(SignInReason):
        told = signin_failures.explain(SignInReason(reason), facts.all)
        return told.title, told.happened, told.todo
    if reason == "bad-token":
        return (
            _("This is no access token"),
            _("What was given as access token does not have the form of one."),
            _("Give the token alone, as one line, without quotation marks."),
        )
    words = {
        P.SIGN_IN_NEEDED: (
            _("Not signed in"),
            _("{host} needs a sign-in, and none is at hand."),
            _(
                "Put an access token into SOPWIZARD_ACCESS_TOKEN and add --auth token, or practise without one against "
                "training:first-setup."
            ),
        ),
        P.SIGN_IN_FAILED: (_("The sign-in failed"), _("The sign-in for {host} did not succeed."), _("Try again.")),
        P.TOKEN_FOR_ELSEWHERE: (
            _("The token is for another environment"),
            _("The access token is for {meant}, but {host} was asked. It was not sent there."),
            _("Check the address, or get a token for exactly this environment. Training needs none."),
        ),
        P.TOKEN_EXPIRED: (
            _("The token has expired"),
            _("The access token for {host} ended at {ended}. This computer's clock says that it is {now}."),
            _("Get a new token. If the clock is wrong, set it right and try again."),
        ),
        P.UNAUTHORIZED: (
            _("The token was not accepted"),
            _("{host} did not accept the access token: it is expired, or it was made for another address."),
            _("Get a new token for exactly this environment, or sign in again."),
        ),
        P.FORBIDDEN: (
            _("Not allowed"),
            _("The signed-in user may not do this: {privilege} is missing."),
            _("Ask an administrator for a security role that holds it (System Administrator does), then try again."),
        ),
        P.WRONG_ORGANIZATION: (
            _("Another organization answered"),
            _("{host} is now organization {found}, but {expected} was reviewed. Nothing was written."),
            _("Check whether the environment was copied, restored or replaced, and check it afresh."),
        ),
    }
    title, happened, todo = words[problem]
    names = {
        "host": facts.host,
        "privilege": facts.get("privilege", _("a privilege that the environment does not name")),
        "meant": facts.get("meant", _("another environment")),
        "ended": facts.get("ended", _("an earlier time")),
        "now": facts.get("now", _("later")),
        "found": facts.get("found", _("another one")),
        "expected": facts.get("expected", _("a different one")),
    }
    return title, happened.format(**names), todo


def _answer(problem: Problem, facts: Facts) -> Words:
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


def _refusal(problem: Problem, facts: Facts) -> Words:
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


def _change(problem: Problem, facts: Facts) -> Words:
    words = {
        P.BLOCKED: (
            _("Something stands in the way"),
            _("Nothing was written, because of: {findings}."),
            _("Remove the blockers as the check says, then try again."),
        ),
        P.CHANGED_SINCE_REVIEW: (
            _("Changed since the review"),
            _("Somebody changed {what} in the meantime, so it was left as it is."),
            _("Look at the environment again and decide anew."),
        ),
        P.UNCERTAIN: (
            _("It is not certain whether the change was made"),
            _("The answer to a change was lost, and looking it up could not tell whether the change was made."),
            _("Check the environment again in a few minutes: the row tells. Undo looks it up as well."),
        ),
        P.NOT_TAKEN: (
            _("The change was not made"),
            _("The answer to a change was lost, and the row still holds the old value."),
            _("Try again."),
        ),
        P.SWITCHED_ON_BY_ITSELF: (
            _("The flag went on by itself"),
            _("Sales order processing integration was switched on by the environment itself when {user} was marked."),
            _("If it is to stay off, switch it off with --sop off, or in App Settings of Sales Hub."),
        ),
    }
    title, happened, todo = words[problem]
    if problem is P.CHANGED_SINCE_REVIEW and facts.get("values"):
        happened = _("Values that the review showed are others now, so nothing was written. {values}.")
    if problem is P.CHANGED_SINCE_REVIEW and facts.get("written"):
        happened = _("The change was made, but {what} held another value when it was read back: somebody changed it.")
    names = {
        "findings": _subjects(facts.get("findings")),
        "what": facts.get("what", _("the row")),
        "values": facts.get("values"),
        "user": facts.get("user", _("the user")),
    }
    return title, happened.format(**names), todo


def _subjects(ids: str) -> str:
    return ", ".join(findings.subject(each) for each in ids.split(", ")) if ids else _("a finding")


def _journal_reason(reason: str | None) -> str:
    """Why the journal cannot be used."""
    return {
        "damaged": _("the file is damaged"),
        "newer": _("a newer version of this program wrote it"),
        "foreign": _("the file is not a journal"),
        "folder": _("its folder is not there or cannot be entered"),
        "read-only": _("it may only be read"),
        "full": _("the disk is full"),
        "locked": _("another program keeps it locked"),
        "storage": _("the disk reports an error"),
    }.get(reason or "", reason or _("the cause is not known"))


def _computer(problem: Problem, facts: Facts) -> Words:
    words = {
        P.JOURNAL_UNREADABLE: (
            _("The journal cannot be read"),
            _("The journal of this computer ({path}) cannot be read; {reason}. Without it nothing is changed."),
            _(
                "Make the file readable, or update the program. If neither helps, rename the file, for example to "
                "journal-old.sqlite, and a new one is begun. Keep it: it tells how to undo."
            ),
        ),
        P.JOURNAL_UNWRITABLE: (
            _("The journal cannot be written"),
            _("The journal of this computer ({path}) cannot be written; {reason}. Nothing is changed unrecorded."),
            _("Free some space and make the folder writable, or choose another with SOPWIZARD_DATA_DIR."),
        ),
        P.FILE_UNWRITABLE: (
            _("The file cannot be written"),
            _("{path} cannot be written."),
            _("Make its folder writable, or choose another one."),
        ),
        P.BROKEN_INSTALLATION: (
            _("This installation is damaged"),
            _("A part of the program is missing or damaged: {part}."),
            _("Install it again."),
        ),
    }
    title, happened, todo = words[problem]
    names = {
        "path": facts.get("path", _("its file")),
        "reason": _journal_reason(facts.get("reason")),
        "part": facts.get("part", _("its data")),
    }
    return title, happened.format(**names), todo
