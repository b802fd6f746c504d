"""Every problem in words: what happened, and what to do about it."""

from dataclasses import dataclass
from typing import assert_never

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.model.runs import Failure
from sopwizard.text import _, error_access, error_answers, error_input, error_managed, findings
from sopwizard.text.error_facts import Facts, Words

P = Problem


@dataclass(frozen=True, slots=True)
class Explanation:
    """A title, what happened, what to do, and the server's request id for support, where there is one."""

    title: str
    happened: str
    todo: str
    request_id: str | None = None


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
            return error_access.connection(problem, facts)
        case (
            P.SIGN_IN_NEEDED
            | P.SIGN_IN_FAILED
            | P.TOKEN_FOR_ELSEWHERE
            | P.TOKEN_EXPIRED
            | P.UNAUTHORIZED
            | P.FORBIDDEN
            | P.WRONG_ORGANIZATION
        ):
            return error_access.identity(problem, facts)
        case (
            P.NOT_DATAVERSE
            | P.BROKEN_ANSWER
            | P.ANSWER_TOO_LARGE
            | P.ENDLESS_LIST
            | P.OFF_ORIGIN
            | P.NO_ORGANIZATION_ROW
        ):
            return error_answers.answer(problem, facts)
        case P.NOT_FOUND | P.REJECTED | P.THROTTLED | P.SERVER_ERROR:
            return error_answers.refusal(problem, facts)
        case P.BLOCKED | P.CHANGED_SINCE_REVIEW | P.RUN_GOES_ON | P.UNCERTAIN | P.NOT_TAKEN | P.SWITCHED_ON_BY_ITSELF:
            return _change(problem, facts)
        case P.JOURNAL_UNREADABLE | P.JOURNAL_UNWRITABLE | P.FILE_UNWRITABLE | P.OUTPUT_LOST | P.BROKEN_INSTALLATION:
            return _computer(problem, facts)
        case P.NOT_BY_POLICY | P.BROKEN_POLICY | P.NO_UPDATE_FEED | P.UPDATE_UNVERIFIED:
            return error_managed.words(problem, facts.all)
        case _:
            assert_never(problem)


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
        P.RUN_GOES_ON: (
            _("The run is still going on"),
            _("Run {run} is still going on in another window or command, so nothing of it was put back."),
            _("Let it finish there, or stop it there; then undo it."),
        ),
        P.UNCERTAIN: (
            _("It is not certain whether the change was made"),
            _("No answer said whether the change was made, and looking it up could not tell either."),
            _("Check the environment again in a few minutes: the row tells. Undo looks it up as well."),
        ),
        P.NOT_TAKEN: (
            _("The change was not made"),
            _("No answer said whether the change was made, and the row still holds the old value."),
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
        "run": facts.get("run"),
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
        P.OUTPUT_LOST: (
            _("The result cannot be printed"),
            _("The command did its work, but its result could not be written to where it should go: {lost}."),
            _("Make room there and ask again. What was changed, if anything, is told by sopwizard history."),
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
        "lost": facts.get("reason", _("the cause is not known")),
    }
    return title, happened.format(**names), todo
