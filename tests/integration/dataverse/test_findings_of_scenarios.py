"""Every finding present in one training environment and absent in another, from the wire to the case."""

import pytest

from sopwizard.adapters import simulator
from sopwizard.adapters.dataverse.api import WebApi
from sopwizard.adapters.signin.ready_made import ReadyMade
from sopwizard.domain.checks import examine
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.states import Severity
from sopwizard.domain.model.target import Target
from sopwizard.services.job import Job
from sopwizard.services.rulebook import load
from sopwizard.text import findings

OK, ADVICE, WARNING, BLOCKER, UNKNOWN = (
    Severity.OK,
    Severity.ADVICE,
    Severity.WARNING,
    Severity.BLOCKER,
    Severity.UNKNOWN,
)

PRESENT: dict[str, dict[str, tuple[Severity, str]]] = {
    "first-setup": {
        "dual-write-users": (ADVICE, "unmarked"),
        "sop-flag": (ADVICE, "off"),
        "price-lists": (ADVICE, "some-without"),
        "number-sequences": (UNKNOWN, "none-seen"),
    },
    "number-sequences-meet": {"number-sequences": (WARNING, "collide")},
    "customised-map": {"value-map": (WARNING, "values-differ")},
    "mixed-maps": {"map-companions": (WARNING, "mixed"), "map-versions": (ADVICE, "unsaved")},
    "lines-missing": {"map-companions": (WARNING, "orders-apart")},
    "both-maps": {
        "running-map": (BLOCKER, "both"),
        "map-companions": (WARNING, "mixed"),
        "value-map": (UNKNOWN, "none-runs"),
    },
    "no-map": {
        "running-map": (WARNING, "none"),
        "map-companions": (ADVICE, "none"),
        "map-versions": (UNKNOWN, "none-runs"),
        "value-map": (UNKNOWN, "none-runs"),
    },
    "older-version": {"map-versions": (ADVICE, "older")},
    "price-master": {"features": (ADVICE, "price-master")},
    "team-without-role": {"owner-team": (WARNING, "root-without"), "user-roles": (WARNING, "without")},
    "steps-disabled": {"plugin-steps": (WARNING, "off")},
    "bare-sales": {
        "sales-app": (ADVICE, "absent"),
        "auto-numbering": (ADVICE, "without"),
        "price-lists": (WARNING, "none"),
        "units": (WARNING, "none"),
        "quick-create": (ADVICE, "not-allowed"),
    },
    "business-central": {"business-central": (ADVICE, "present"), "auditing": (ADVICE, "off")},
    "look-alike": {"look-alikes": (ADVICE, "some"), "marked-others": (WARNING, "marked")},
    "impossible-orders": {"submitted-orders": (ADVICE, "some")},
    "per-unit-discount": {"discount-method": (WARNING, "per-unit"), "system-pricing": (WARNING, "off")},
    "prospect-to-cash": {"prospect-to-cash-leftovers": (BLOCKER, "competing")},
    "read-only-caller": {"rights": (BLOCKER, "missing")},
    "maps-forbidden": {
        "rights": (ADVICE, "reading"),
        "running-map": (UNKNOWN, "unread"),
        "map-companions": (UNKNOWN, "unread"),
        "map-versions": (UNKNOWN, "unread"),
        "value-map": (UNKNOWN, "unread"),
        "map-collection": (UNKNOWN, "unread"),
    },
    "much-forbidden": {
        "rights": (ADVICE, "reading"),
        "map-versions": (UNKNOWN, "unread"),
        "value-map": (UNKNOWN, "unread"),
        "map-collection": (UNKNOWN, "unread"),
        "features": (UNKNOWN, "unread"),
        "owner-team": (UNKNOWN, "unread"),
        "price-lists": (UNKNOWN, "unread"),
        "units": (UNKNOWN, "unread"),
    },
}
COMMON = PRESENT["first-setup"]


def found_in(scenario: str) -> tuple[Finding, ...]:
    with (
        simulator.serve(scenario) as running,
        WebApi(running.origin, Target(f"training:{scenario}"), ReadyMade("trainee"), 20.0) as api,
    ):
        snapshot = api.survey(Job())
        assert len(running.log) <= 4
    return examine(snapshot, load())


@pytest.mark.parametrize("scenario", list(PRESENT))
def test_a_training_environment_shows_its_findings_and_no_others(scenario: str) -> None:
    found = found_in(scenario)
    notable = {each.id: (each.severity, each.fact("case")) for each in found if each.severity is not OK}
    assert notable == COMMON | PRESENT[scenario]
    for each in found:
        assert findings.title(each).strip()
        assert findings.detail(each).strip()
        assert findings.fix(each).strip()


def test_the_numbers_and_names_of_a_finding_are_those_of_its_rows() -> None:
    found = {each.id: each for each in found_in("look-alike")}
    assert "Contoso Web Shop: 9" in findings.detail(found["marked-others"])
    assert "DualWrite Integration (old)" in findings.detail(found["look-alikes"])
    found = {each.id: each for each in found_in("number-sequences-meet")}
    assert "SO-1060" in findings.title(found["number-sequences"])
    found = {each.id: each for each in found_in("customised-map")}
    assert "picked: Picked (192350002) → Confirmed (192350001)" in findings.detail(found["value-map"])
    assert "deliveredPartiallyInvoiced: Delivered And Partially Invoiced (192350008) → nothing" in findings.detail(
        found["value-map"]
    )
    assert "onHold: nothing → 192350009" in findings.detail(found["value-map"])
