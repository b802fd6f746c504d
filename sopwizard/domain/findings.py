"""Making findings: every one has a fact ``case`` by which `text.findings` picks its sentences."""

from collections.abc import Iterable
from typing import Final

from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.model.states import Confidence, Severity

UNREAD: Final = "unread"

Facts = tuple[tuple[str, str], ...]


def listed(names: Iterable[str]) -> str:
    """Names as one fact."""
    return ", ".join(names)


def finding(  # noqa: PLR0913, PLR0917 - a finding has that many parts
    finding_id: str,
    severity: Severity,
    case: str,
    source: str,
    facts: Facts = (),
    evidence: tuple[str, ...] = (),
    confidence: Confidence = Confidence.PUBLISHED,
) -> Finding:
    """A finding of that case."""
    return Finding(finding_id, severity, (("case", case), *facts), evidence, source, confidence)


def unread(finding_id: str, why: Unknown, source: str) -> Finding:
    """The finding of a check whose part of the environment could not be read."""
    facts = (("problem", why.problem.value), ("request_id", why.request_id or ""))
    evidence = tuple(f"{name}: {value}" for name, value in why.details)
    return finding(finding_id, Severity.UNKNOWN, UNREAD, source, facts, evidence)
