"""What a check saw."""

from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Severity(StrEnum):
    """How much a finding matters, most severe first."""

    BLOCKER = "blocker"
    WARNING = "warning"
    ADVICE = "advice"
    UNKNOWN = "unknown"
    OK = "ok"


@unique
class Confidence(StrEnum):
    """How well a fact is founded; anything but PUBLISHED is shown as such and never silently decides."""

    PUBLISHED = "published"
    INFERENCE = "inference"
    UNVERIFIED = "unverified"
    FIELD_REPORT = "field-report"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check saw. ``facts`` are the names and figures that `text.findings` puts into its sentences.

    ``evidence`` are the rows that prove it, one line each, as table(id).column = value. ``source`` names the rule.
    """

    id: str
    severity: Severity
    facts: tuple[tuple[str, str], ...] = ()
    evidence: tuple[str, ...] = ()
    source: str = ""
    confidence: Confidence = Confidence.PUBLISHED

    def fact(self, name: str) -> str:
        """The fact of that name; KeyError if the check did not record it."""
        return dict(self.facts)[name]
