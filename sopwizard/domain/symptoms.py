"""From what somebody sees to what may cause it, ranked by what the environment itself shows.

The evidence is the findings of the checks: a clue names a finding and the cases of it that speak for a cause. A cause
without clues is one that no environment can show; it is offered, and never counts as supported.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.states import Confidence, Severity


@dataclass(frozen=True, slots=True)
class Clue:
    """Holds where that finding's fact is, or lists, one of the values."""

    finding: str
    values: tuple[str, ...]
    fact: str = "case"

    def holds(self, finding: Finding) -> bool:
        """Whether that finding, which is the one it names, has one of the values."""
        return not set(self.values).isdisjoint(dict(finding.facts).get(self.fact, "").split(", "))


@dataclass(frozen=True, slots=True)
class Cause:
    """One possible cause. All clues must hold. ``weight``: of two that are supported, the heavier comes first.

    ``probe`` and ``remedy`` are ids of the sentences for what to look at next and for the way out.
    """

    id: str
    weight: int
    source: str
    where: str
    confidence: Confidence
    clues: tuple[Clue, ...] = ()


@dataclass(frozen=True, slots=True)
class Symptom:
    """What somebody sees, and the causes that may be behind it."""

    id: str
    causes: tuple[Cause, ...]


@unique
class Support(StrEnum):
    """What the environment says about a cause, best supported first."""

    SUPPORTED = "supported"
    UNKNOWN = "unknown"
    POSSIBLE = "possible"
    RULED_OUT = "ruled-out"


_RANK: Final = {support: at for at, support in enumerate(Support)}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A cause with the findings that speak for it, against it, and those that could not be read."""

    cause: Cause
    support: Support
    speaks_for: tuple[Finding, ...] = ()
    against: tuple[Finding, ...] = ()
    unread: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Examination:
    """A symptom's causes, best supported first."""

    symptom: Symptom
    diagnoses: tuple[Diagnosis, ...]

    @property
    def nothing_supports_it(self) -> bool:
        """Whether no cause is supported by what was read."""
        return not any(diagnosis.support is Support.SUPPORTED for diagnosis in self.diagnoses)

    @property
    def everything_was_read(self) -> bool:
        """Whether every clue could be looked at; if not, "nothing supports it" says less."""
        return not any(diagnosis.unread for diagnosis in self.diagnoses)


def diagnose(symptom: Symptom, findings: tuple[Finding, ...]) -> Examination:
    """The causes of a symptom, ranked by the findings."""
    by_id = {finding.id: finding for finding in findings}
    diagnoses = [_diagnosis(cause, by_id) for cause in symptom.causes]
    diagnoses.sort(key=lambda found: (_RANK[found.support], -found.cause.weight))
    return Examination(symptom, tuple(diagnoses))


def _diagnosis(cause: Cause, findings: dict[str, Finding]) -> Diagnosis:
    holding: list[Finding] = []
    against: list[Finding] = []
    unread: list[Finding] = []
    missing = False
    for clue in cause.clues:
        finding = findings.get(clue.finding)
        if finding is None:
            missing = True
        elif clue.holds(finding):
            holding.append(finding)
        elif finding.severity is Severity.UNKNOWN:
            unread.append(finding)
        else:
            against.append(finding)
    if not cause.clues:
        support = Support.POSSIBLE
    elif against:
        support = Support.RULED_OUT
    elif unread or missing:
        support = Support.UNKNOWN
    else:
        support = Support.SUPPORTED
    return Diagnosis(cause, support, tuple(holding), tuple(against), tuple(unread))
