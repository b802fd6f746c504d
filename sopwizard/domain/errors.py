"""The one exception of the program, and every problem that it can carry.

An expected outcome is a value. A failure is a :class:`SopError` with a :class:`Problem`; `text.errors.explain` turns
every problem into what happened, what to do and the request id. Anything else that escapes is a bug.
"""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Problem(StrEnum):
    """What can go wrong, one member a cause that a user can tell from the others."""

    # what the user gave
    USAGE = "usage"
    BAD_URL = "bad-url"
    NOT_HTTPS = "not-https"
    UNKNOWN_MAP = "unknown-map"
    UNKNOWN_USER = "unknown-user"
    UNKNOWN_RUN = "unknown-run"
    UNKNOWN_SCENARIO = "unknown-scenario"
    BAD_FILE = "bad-file"
    NEEDS_CONFIRMATION = "needs-confirmation"
    # getting there
    UNKNOWN_HOST = "unknown-host"
    NO_CONNECTION = "no-connection"
    TIMEOUT = "timeout"
    TLS_FAILED = "tls-failed"
    PROXY_FAILED = "proxy-failed"
    # who asks
    SIGN_IN_NEEDED = "sign-in-needed"
    SIGN_IN_FAILED = "sign-in-failed"
    TOKEN_FOR_ELSEWHERE = "token-for-elsewhere"  # noqa: S105  a problem's name
    TOKEN_EXPIRED = "token-expired"  # noqa: S105  as above
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    WRONG_ORGANIZATION = "wrong-organization"
    # what was answered
    NOT_DATAVERSE = "not-dataverse"
    BROKEN_ANSWER = "broken-answer"
    ANSWER_TOO_LARGE = "answer-too-large"
    ENDLESS_LIST = "endless-list"
    OFF_ORIGIN = "off-origin"
    NOT_FOUND = "not-found"
    REJECTED = "rejected"
    THROTTLED = "throttled"
    SERVER_ERROR = "server-error"
    NO_ORGANIZATION_ROW = "no-organization-row"
    # changing things
    BLOCKED = "blocked"
    CHANGED_SINCE_REVIEW = "changed-since-review"
    RUN_GOES_ON = "run-goes-on"
    UNCERTAIN = "uncertain"
    NOT_TAKEN = "not-taken"
    SWITCHED_ON_BY_ITSELF = "switched-on-by-itself"
    # this computer
    JOURNAL_UNREADABLE = "journal-unreadable"
    JOURNAL_UNWRITABLE = "journal-unwritable"
    FILE_UNWRITABLE = "file-unwritable"
    OUTPUT_LOST = "output-lost"
    BROKEN_INSTALLATION = "broken-installation"
    # what an administrator decided, and newer versions
    NOT_BY_POLICY = "not-by-policy"
    BROKEN_POLICY = "broken-policy"
    NO_UPDATE_FEED = "no-update-feed"
    UPDATE_UNVERIFIED = "update-unverified"


@unique
class TlsReason(StrEnum):
    """Why no secure connection could be made: the detail ``reason`` of TLS_FAILED."""

    NOT_TLS = "not-tls"
    VERSION = "version"
    REFUSED = "refused"
    CLIENT_CERTIFICATE = "client-certificate"
    UNKNOWN_NAME = "unknown-name"
    CUT = "cut"
    EXPIRED = "certificate-expired"
    NOT_YET_VALID = "certificate-not-yet-valid"
    REVOKED = "certificate-revoked"
    WRONG_NAME = "certificate-wrong-name"
    SELF_SIGNED = "certificate-self-signed"
    UNTRUSTED = "certificate-untrusted"
    BROKEN = "broken"


class SopError(Exception):
    """A failure with a problem, details for its sentence, and the server's request id where there is one.

    Details hold names and figures only (a host, a privilege, a column), never a token, and never a whole answer.
    """

    def __init__(self, problem: Problem, *, request_id: str | None = None, **details: str | int | None) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.request_id = request_id
        self.details = details
