"""Taking names out of a run: of people, of the organization, of hosts, and ids and order numbers.

Only what is known to be harmless stays as it is. Facts that may hold names are replaced piece by piece, and evidence
that is not a row of a known form is left out, so that a name nobody expected does not slip through.
"""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from sopwizard.domain.cells import is_flag
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.runs import Run
from sopwizard.domain.model.target import Target
from sopwizard.domain.rulebook import Application
from sopwizard.domain.stand_ins import replaced
from sopwizard.text import report as text

_HOST: Final = "redacted.invalid"
_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[^\s@,;:<>()]+@[^\s@,;:<>()]+")
_ID: Final = r"(?:\([0-9a-f-]{36}\))?"
# A row, its column and a value that is a word of the program, a number or an id.
_ROW: Final = re.compile(rf"[a-z_]+{_ID}\.[A-Za-z_]+ = (?:true|false|True|False|[0-9., ]+|[0-9a-f-]{{36}})")
_RIGHT: Final = re.compile(r"prv\w+: \w+|solution\(\w+\)\.version = [0-9.]+")
# Facts whose words are the program's or Microsoft's own.
_HARMLESS: Final = frozenset(
    {
        *("case", "cases", "problem", "request_id", "reason", "running", "option", "count", "missing", "doubtful"),
        *("defined", "found", "columns", "more", "switching_off", "apps", "cds", "dynamics365", "lacking", "older"),
        *("parked", "unsaved", "format", "quote", "order", "filters", "different", "entity", "fixed", "unknown"),
        *("on", "off", "wanted", "chosen", "expected", "unclear", "able", "partly", "unable", "licensed"),
        *("solution", "stop", "start", "absent"),
    }
)
_NUMBERS: Final = frozenset({"number", "numbers", "sales", "supply_chain"})
_USERS: Final = frozenset({"dual-write-users", "marked-others", "named-users", "look-alikes", "user-roles"})
_ROLES: Final = "roles"
_PIECES: Final = re.compile(r"([;,] )")
_FIGURE: Final = re.compile(r"(.*)(: \d+)", re.DOTALL)
_SPOKEN: Final = frozenset({"message", "said", "error", "text"})  # details in a server's own words


def redacted(run: Run, applications: Iterable[Application]) -> Run:
    """The run without them. Its own number and that of the run that it undoes stay: undo and history need them."""
    return _Redaction(run, tuple(applications)).run()


class _Redaction:
    def __init__(self, run: Run, applications: tuple[Application, ...]) -> None:
        self._run = run
        self._public_ids = {each.application_id.lower() for each in applications}
        self._names = {each.name: each.name for each in applications}
        self._counts: dict[str, int] = {}
        self._ids: dict[str, str] = {}
        self._secrets: dict[str, str] = {}
        flags = (each.row_name for each in self._changes() if is_flag(each.cell))
        users = (each.row_name for each in self._changes() if not is_flag(each.cell))
        for kind, names in (
            ("organization", (run.organization_name, *flags)),
            ("person", (run.caller.name, *(each.by for each in run.confirmations))),
            ("user", users),
        ):
            for name in names:
                if name:
                    self._secrets[name] = self._stand_in(kind, name)
        if not run.target.is_training:
            self._secrets[run.target.host] = _HOST

    def run(self) -> Run:
        run = self._run
        findings = tuple(self._finding(each) for each in run.findings)
        made: Run = self._of(replace(run, findings=()))
        target = run.target if run.target.is_training else Target(f"https://{_HOST}")
        confirmations = tuple(replace(each, note=text.left_out() if each.note else "") for each in made.confirmations)
        made = replace(made, confirmations=confirmations)
        return replace(made, run_id=run.run_id, undoes=run.undoes, target=target, findings=findings)

    def _changes(self) -> Iterable[Any]:
        return (*(each.change for each in self._run.results), *self._run.already_right)

    def _stand_in(self, kind: str, name: str) -> str:
        """The same for the same name; Microsoft's own applications keep theirs."""
        if name not in self._names:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._names[name] = text.stand_in(kind, self._counts[kind])
        return self._names[name]

    def _finding(self, found: Finding) -> Finding:
        kind = "user" if found.id in _USERS else "name"
        facts = tuple((key, self._fact(kind, key, value)) for key, value in found.facts)
        kept = [each for each in found.evidence if _ROW.fullmatch(each) or _RIGHT.fullmatch(each)]
        lines = [self._words(each) for each in kept]
        if len(kept) < len(found.evidence):
            lines.append(text.left_out())
        return replace(found, facts=facts, evidence=tuple(lines))

    def _fact(self, kind: str, key: str, value: str) -> str:
        if key in _HARMLESS:
            return self._words(value)
        if key == _ROLES:  # user: role, role; user: role
            names = [each.partition(": ")[0] for each in value.split("; ") if each]
            return "; ".join(f"{self._stand_in(kind, name)}: {text.left_out()}" for name in names)
        if key in _NUMBERS:
            kind = "order"
        return "".join(
            each if _PIECES.fullmatch(each) or not each else self._piece(kind, each) for each in _PIECES.split(value)
        )

    def _piece(self, kind: str, piece: str) -> str:
        counted = _FIGURE.fullmatch(piece)
        name, figure = (counted[1], counted[2]) if counted else (piece, "")
        return self._stand_in(kind, name) + figure

    def _of(self, value: Any) -> Any:  # noqa: ANN401  a value of any shape, of which the same shape is made
        if type(value) is str:
            return self._words(value)
        if isinstance(value, tuple):
            if len(value) == 2 and value[0] in _SPOKEN:  # noqa: PLR2004  a detail: its name and what was said
                return value[0], text.left_out()
            return tuple(self._of(each) for each in value)
        if isinstance(value, frozenset):
            return frozenset(self._of(each) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{each.name: self._of(getattr(value, each.name)) for each in fields(value)})
        return value

    def _words(self, words: str) -> str:
        return _GUID.sub(self._id, _ADDRESS.sub("…@…", replaced(words, self._secrets)))

    def _id(self, found: re.Match[str]) -> str:
        known = found[0].lower()
        if known in self._public_ids:
            return found[0]
        return self._ids.setdefault(known, f"00000000-0000-4000-8000-{len(self._ids) + 1:012d}")
