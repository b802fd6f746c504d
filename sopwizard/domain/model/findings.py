"""What a check saw."""

from dataclasses import dataclass

from sopwizard.domain.model.states import Confidence, Severity


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
