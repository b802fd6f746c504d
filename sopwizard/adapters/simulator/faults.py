"""The fault plan: what goes wrong on purpose. Trainers, scenario files, tests and ``--fault`` use the same words.

A rule is ``KIND[:PARAMETER][@WHERE[:WHEN]]``.

KIND says what happens:

===================  ==========================================================================================
401 403 404 412 500  that status with Dataverse's error body, nothing is done; 429 and 503 send Retry-After,
502 503 429          the parameter (seconds or a date, 1 unless given)
html-502             a proxy's HTML page instead of an answer
slow                 the answer comes after the parameter's seconds (2)
drip                 the answer comes byte by byte, the parameter's seconds (0.05) apart
offline              the connection is cut before anything is done; so for every request unless told otherwise
reset-before         the same, once unless told otherwise
reset-after          everything is done, then the connection is cut without an answer
truncated            everything is done, half of the answer is sent, then the connection is cut
empty                everything is done, the answer's body is empty
wrong-type           everything is done, the answer says text/plain
not-json             everything is done, the answer's body is no JSON
endless              the answer never ends
bomb                 a small compressed answer that unpacks to the parameter's megabytes (1024)
redirect             302 to the parameter (https://elsewhere.example/)
next-elsewhere       lists gain a next page at the parameter (https://elsewhere.example/)
next-loop            lists gain a next page that is themselves
duplicate-rows       lists hold every row twice
wrong-organization   another organization's id is told
token-expired        401, as for a token that has run out
changed-by-other     just before, somebody else turns round the yes/no columns that are to be written (or, on a
                     read, the order integration flag or the integration user mode of the row)
lost-privilege       from now on the caller lacks the privilege that the parameter names
===================  ==========================================================================================

WHERE is ``any``, ``read``, ``write``, a method (``PATCH``), a path's beginning behind the service root
(``systemusers``, ``$batch``), or both (``PATCH/systemusers``). A batch of reads is a read. A rule that names a path
also meets the parts of a batch.

WHEN counts the requests that WHERE fits: ``2`` the second only, ``2+`` from the second on, ``2-4``; none: every one.
"""

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from sopwizard.adapters.simulator.messages import Answer, Request
from sopwizard.domain.errors import Problem, SopError

STATUSES = frozenset({"401", "403", "404", "412", "429", "500", "502", "503"})
BEFORE = frozenset(
    {"html-502", "slow", "offline", "reset-before", "token-expired", "changed-by-other", "lost-privilege", "redirect"}
)
AFTER = frozenset(
    {
        "reset-after", "truncated", "drip", "empty", "wrong-type", "not-json", "endless", "bomb", "next-elsewhere",
        "next-loop", "duplicate-rows", "wrong-organization",
    }
)  # fmt: skip
KINDS = STATUSES | BEFORE | AFTER
METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"})
_RULE = re.compile(
    r"(?P<kind>[a-z0-9-]+)(:(?P<parameter>[^@]+))?(@(?P<where>[^:@]+)(:(?P<first>\d{1,9})(?P<open>\+|-(?P<last>\d{1,9}))?)?)?"
)
_ROOT = re.compile(r"/api/data/v\d+\.\d+/", re.IGNORECASE)
_WRITE_PART = re.compile(rb"^(POST|PATCH|PUT|DELETE) ", re.MULTILINE)


class Cut(Exception):  # noqa: N818  it is no error: the connection is to be cut
    """The connection ends here; half of the answer is sent first where there is one."""

    def __init__(self, answer: Answer | None = None) -> None:
        super().__init__()
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, read. ``last`` None means without end; ``method`` and ``path`` None mean any."""

    text: str
    kind: str
    parameter: str | None
    where: str
    method: str | None
    path: str | None
    first: int
    last: int | None

    def seconds(self, otherwise: float) -> float:
        """The parameter as seconds."""
        return float(self.parameter) if self.parameter else otherwise

    def fits(self, request: Request, *, part: bool) -> bool:
        """Whether the rule is about that request; parts of a batch are met by rules that name a path."""
        if part and self.path is None:
            return False
        path = _ROOT.sub("", request.target, count=1).lstrip("/")
        if self.path is not None and not re.match(rf"{re.escape(self.path)}(?![\w.])", path):
            return False
        if self.where in {"read", "write"}:
            return is_write(request) == (self.where == "write")
        return self.method is None or self.method == request.method


def is_write(request: Request) -> bool:
    """Whether the request changes rows, or a batch has a part that does."""
    path = _ROOT.sub("", request.target, count=1).lstrip("/")
    if path.startswith("$batch"):
        return _WRITE_PART.search(request.body) is not None
    return request.method not in {"GET", "HEAD", "OPTIONS"}


def parse(text: str) -> Rule:
    """Read a rule; USAGE with the reason where it cannot be read."""
    found = _RULE.fullmatch(text.strip())
    if found is None:
        raise _wrong(text, "a rule is KIND[:PARAMETER][@WHERE[:WHEN]]")
    kind, parameter = found["kind"], found["parameter"]
    if kind not in KINDS:
        raise _wrong(text, f"no fault is called {kind[:40]}; there are {', '.join(sorted(KINDS))}")
    if kind in {"slow", "drip", "bomb"} and parameter and not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", parameter):
        raise _wrong(text, f"{kind} takes a number")
    if kind in {"429", "503"} and parameter and not _is_time(parameter):
        raise _wrong(text, f"{kind} takes whole seconds or a date, such as Wed, 21 Oct 2037 07:28:00 GMT")
    if kind == "lost-privilege" and not parameter:
        raise _wrong(text, "lost-privilege:NAME needs the name of a privilege")
    where, method, path = _where(text, found["where"] or "any")
    first, last = _when(text, found, kind)
    return Rule(text, kind, parameter, where, method, path, first, last)


def _is_time(parameter: str) -> bool:
    """Whether it is what Retry-After may hold (RFC 9110 10.2.3)."""
    try:
        return re.fullmatch(r"[0-9]{1,9}", parameter) is not None or bool(parsedate_to_datetime(parameter))
    except (ValueError, TypeError, OverflowError):
        return False


def _where(text: str, words: str) -> tuple[str, str | None, str | None]:
    where, method, path = "any", None, None
    for word in words.split("/", 1):
        if word in {"any", "read", "write"}:
            where = word
        elif word.upper() in METHODS:
            method = word.upper()
        elif re.fullmatch(r"[$\w].*", word):
            path = word
        else:
            raise _wrong(text, f"{word[:40]} is no method, no path and none of any, read, write")
    return where, method, path


def _when(text: str, found: re.Match[str], kind: str) -> tuple[int, int | None]:
    """The first and the last request that the rule meets; None without end."""
    if found["first"] is None:
        return 1, 1 if kind == "reset-before" else None
    first = int(found["first"])
    last = None if found["open"] == "+" else int(found["last"] or first)
    if first < 1 or (last is not None and last < first):
        raise _wrong(text, "requests are counted from 1")
    return first, last


def _wrong(text: str, reason: str) -> SopError:
    return SopError(Problem.USAGE, option="--fault", value=text[:200], reason=reason)


class Switchboard:
    """The rules in force. May be changed while the simulator runs, from any thread."""

    def __init__(self, rules: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._rules: list[tuple[Rule, list[int]]] = []
        self._stopped = threading.Event()
        for rule in rules:
            self.add(rule)

    def add(self, text: str) -> Rule:
        """Put a rule in force; it counts from here."""
        rule = parse(text)
        with self._lock:
            self._rules.append((rule, [0]))
        return rule

    def clear(self, text: str | None = None) -> None:
        """Take a rule out of force, or all."""
        with self._lock:
            self._rules = [entry for entry in self._rules if text is not None and entry[0].text != text]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules in force, as they were written."""
        with self._lock:
            return tuple(rule.text for rule, _ in self._rules)

    def due(self, request: Request, *, part: bool = False) -> Sequence[Rule]:
        """The rules that meet this request; every rule that fits counts it."""
        with self._lock:
            found = []
            for rule, counter in self._rules:
                if rule.fits(request, part=part):
                    counter[0] += 1
                    if rule.first <= counter[0] and (rule.last is None or counter[0] <= rule.last):
                        found.append(rule)
            return found

    def wait(self, seconds: float) -> None:
        """Wait, but not beyond the end of the simulator."""
        self._stopped.wait(seconds)

    @property
    def stopped(self) -> bool:
        """Whether the simulator ends."""
        return self._stopped.is_set()

    def release(self) -> None:
        """Wake everything that waits: the simulator ends."""
        self._stopped.set()
