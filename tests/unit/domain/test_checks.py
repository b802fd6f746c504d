from dataclasses import replace
from typing import Any

import pytest

from sopwizard.domain.checks import examine
from sopwizard.domain.errors import Problem
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import Privilege, Snapshot, Solution, SubmittedOrders
from sopwizard.domain.model.states import Confidence, Severity
from sopwizard.services.rulebook import load
from tests.support.snapshots import (
    ADELE,
    CDS_ROWS,
    DYNAMICS365_ROWS,
    OPTIONS_BEFORE_UPDATE,
    SOLUTIONS,
    a_snapshot,
    adele,
    dual_write_users,
    map_row,
    with_organization,
)

FORBIDDEN = Unknown(Problem.FORBIDDEN, request_id="r-1", details=(("part", "test"),))
SALES, SUPPLY_CHAIN = SOLUTIONS


def found(finding_id: str, snapshot: Snapshot, chosen: MapId | None = None) -> Finding:
    return next(finding for finding in examine(snapshot, load(), chosen) if finding.id == finding_id)


def test_the_checks_are_these_each_once_and_in_this_order() -> None:
    assert [finding.id for finding in examine(a_snapshot(), load())] == [
        "rights",
        "sales-installed",
        "sales-app",
        "dual-write-solution",
        "updated-solution",
        "running-map",
        "map-companions",
        "map-versions",
        "value-map",
        "map-collection",
        "features",
        "dual-write-users",
        "user-roles",
        "look-alikes",
        "marked-others",
        "owner-team",
        "sop-flag",
        "system-pricing",
        "discount-method",
        "auto-numbering",
        "number-sequences",
        "price-lists",
        "units",
        "quick-create",
        "plugin-steps",
        "auditing",
        "business-central",
        "prospect-to-cash-leftovers",
        "submitted-orders",
    ]


def test_a_healthy_fresh_environment_has_nothing_worse_than_advice() -> None:
    assert {finding.severity for finding in examine(a_snapshot(), load())} == {Severity.ADVICE, Severity.OK}


def test_an_environment_that_is_set_up_is_in_order_throughout() -> None:
    snapshot = with_organization(a_snapshot(users=Known(dual_write_users(marked=True))), sop_enabled=True)
    assert {finding.severity for finding in examine(snapshot, load())} == {Severity.OK}


PARTS = {
    "users": {"dual-write-users", "marked-others", "user-roles", "look-alikes"},
    "solutions": {"sales-installed", "business-central"},
    "running_maps": {"running-map", "map-companions", "map-versions", "value-map", "map-collection"},
    "processing_options": {"updated-solution"},
    "privileges": {"rights"},
    "submitted": {"submitted-orders"},
    "legacy_columns": {"prospect-to-cash-leftovers"},
    "optimistic": set(),
    "definitions": {"map-versions", "map-collection"},
    "header_mappings": {"value-map"},
    "features": {"features"},
    "user_roles": {"user-roles"},
    "owner_teams": {"owner-team"},
    "recent_orders": set(),
    "order_format": {"auto-numbering", "number-sequences"},
    "quote_format": {"auto-numbering"},
    "order_numbers": {"number-sequences"},
    "price_lists": {"price-lists"},
    "currencies": {"price-lists"},
    "units": {"units"},
    "quick_create": {"quick-create"},
    "plugin_steps": {"plugin-steps"},
    "sales_apps": {"sales-app"},
    "audited": {"auditing"},
}


@pytest.mark.parametrize("part", list(PARTS))
def test_a_part_that_could_not_be_read_makes_only_its_own_findings_unknown(part: str) -> None:
    snapshot = replace(a_snapshot(), **{part: FORBIDDEN})  # type: ignore[arg-type]
    unknown = {finding.id for finding in examine(snapshot, load()) if finding.severity is Severity.UNKNOWN}
    assert unknown == PARTS[part]


def test_an_unread_part_says_why_and_under_which_request() -> None:
    finding = found("rights", a_snapshot(privileges=FORBIDDEN))
    assert (finding.fact("problem"), finding.fact("request_id")) == ("forbidden", "r-1")
    assert finding.evidence == ("part: test",)


CASES: list[tuple[str, dict[str, Any], MapId | None, Severity, str]] = [
    ("rights", {"privileges": Known(())}, None, Severity.BLOCKER, "missing"),
    (
        "rights",
        {"privileges": Known((Privilege("prvWriteOrganization", "Global"),))},
        None,
        Severity.BLOCKER,
        "missing",
    ),
    (
        "rights",
        {"privileges": Known((Privilege("prvWriteOrganization", "Global"), Privilege("prvWriteUser", "Basic")))},
        None,
        Severity.BLOCKER,
        "missing",
    ),
    (
        "rights",
        {"privileges": Known((Privilege("prvWriteOrganization", "Deep"), Privilege("prvWriteUser", "Global")))},
        None,
        Severity.BLOCKER,
        "missing",
    ),
    (
        "rights",
        {"privileges": Known((Privilege("prvWriteOrganization", "Global"), Privilege("prvWriteUser", "Local")))},
        None,
        Severity.ADVICE,
        "doubtful",
    ),
    (
        "rights",
        {"privileges": Known((Privilege("prvWriteOrganization", "Global"), Privilege("prvWriteUser", "Deep")))},
        None,
        Severity.ADVICE,
        "doubtful",
    ),
    (
        "rights",
        {
            "privileges": Known(
                (
                    Privilege("prvWriteOrganization", "Global"),
                    Privilege("prvWriteUser", "Local"),
                    Privilege("prvWriteUser", "Global"),
                    Privilege("prvReadUser", "Global"),
                )
            )
        },
        None,
        Severity.OK,
        "held",
    ),
    ("sales-installed", {"solutions": Known((SUPPLY_CHAIN,))}, None, Severity.BLOCKER, "missing"),
    (
        "sales-installed",
        {"solutions": Known((Solution("MSDYNCE_SALES", None, None),))},
        None,
        Severity.OK,
        "present",
    ),
    (
        "dual-write-solution",
        {"solutions": Known((SALES,)), "processing_options": Known(None)},
        None,
        Severity.BLOCKER,
        "missing",
    ),
    (
        "dual-write-solution",
        {"solutions": Known((SALES,)), "processing_options": Known(None)},
        MapId.CDS,
        Severity.BLOCKER,
        "missing",
    ),
    (
        "dual-write-solution",
        {"solutions": Known((SALES,)), "processing_options": Known(None)},
        MapId.DATA_INTEGRATOR,
        Severity.OK,
        "not-needed",
    ),
    (
        "dual-write-solution",
        {"solutions": FORBIDDEN, "processing_options": Known(None)},
        None,
        Severity.BLOCKER,
        "missing",
    ),
    ("dual-write-solution", {"solutions": Known((SALES,))}, None, Severity.OK, "present-by-column"),
    (
        "dual-write-solution",
        {"solutions": Known((SALES, Solution("msdyn_OneFSSCM", None, "1.0"))), "processing_options": FORBIDDEN},
        None,
        Severity.OK,
        "present",
    ),
    (
        "dual-write-solution",
        {"solutions": Known((SALES,)), "processing_options": FORBIDDEN},
        None,
        Severity.UNKNOWN,
        "unread",
    ),
    (
        "dual-write-solution",
        {"solutions": FORBIDDEN, "processing_options": FORBIDDEN},
        MapId.DATA_INTEGRATOR,
        Severity.UNKNOWN,
        "unread",
    ),
    ("running-map", {"running_maps": Known(())}, MapId.CDS, Severity.WARNING, "none"),
    ("running-map", {"running_maps": Known(())}, MapId.DATA_INTEGRATOR, Severity.OK, "none-needed"),
    ("updated-solution", {"processing_options": Known(None)}, None, Severity.ADVICE, "no-column"),
    (
        "updated-solution",
        {"processing_options": Known(OPTIONS_BEFORE_UPDATE), "running_maps": Known(CDS_ROWS)},
        None,
        Severity.ADVICE,
        "before-update",
    ),
    (
        "updated-solution",
        {"processing_options": Known(OPTIONS_BEFORE_UPDATE)},
        None,
        Severity.WARNING,
        "map-without-update",
    ),
    ("running-map", {"running_maps": Known((*CDS_ROWS, *DYNAMICS365_ROWS))}, None, Severity.BLOCKER, "both"),
    ("running-map", {"running_maps": Known(())}, None, Severity.WARNING, "none"),
    (
        "running-map",
        {"running_maps": Known((map_row("CDS sales order headers", state=None),))},
        None,
        Severity.UNKNOWN,
        "unknown",
    ),
    ("dual-write-users", {"users": Known(())}, None, Severity.BLOCKER, "none"),
    ("dual-write-users", {"users": Known((adele(),))}, None, Severity.BLOCKER, "none"),
    ("dual-write-users", {"users": Known(())}, MapId.DATA_INTEGRATOR, Severity.OK, "not-needed"),
    ("dual-write-users", {}, MapId.DATA_INTEGRATOR, Severity.OK, "not-needed"),
    (
        "dual-write-users",
        {"users": Known(dual_write_users(marked=True))},
        MapId.DATA_INTEGRATOR,
        Severity.OK,
        "marked",
    ),
    ("dual-write-users", {"users": Known(dual_write_users(marked=True))}, None, Severity.OK, "marked"),
    ("dual-write-users", {"users": Known(dual_write_users(disabled=True))}, None, Severity.WARNING, "disabled"),
    ("dual-write-users", {"users": Known(dual_write_users()[1:])}, None, Severity.WARNING, "runtime-missing"),
    (
        "dual-write-users",
        {"users": Known(dual_write_users()[:2])},
        None,
        Severity.WARNING,
        "data-integration-missing",
    ),
    (
        "dual-write-users",
        {"users": Known((dual_write_users()[0], dual_write_users()[2]))},
        None,
        Severity.ADVICE,
        "erp-missing",
    ),
    (
        "dual-write-users",
        {"users": Known(dual_write_users(marked=None))},
        None,
        Severity.UNKNOWN,
        "mark-unreadable",
    ),
    (
        "dual-write-users",
        {"users": Known(dual_write_users(marked=None))},
        MapId.DATA_INTEGRATOR,
        Severity.UNKNOWN,
        "mark-unreadable",
    ),
    ("marked-others", {"users": Known((*dual_write_users(), adele()))}, None, Severity.WARNING, "marked"),
    (
        "marked-others",
        {"users": Known((*dual_write_users(), adele(marked=None)))},
        None,
        Severity.UNKNOWN,
        "mark-unreadable",
    ),
    (
        "marked-others",
        {"users": Known((*dual_write_users(), adele(marked=False)))},
        None,
        Severity.OK,
        "none",
    ),
    ("prospect-to-cash-leftovers", {"legacy_columns": Known(("msdynce_a",))}, None, Severity.BLOCKER, "competing"),
    (
        "prospect-to-cash-leftovers",
        {"legacy_columns": Known(("msdynce_a",)), "processing_options": Known(None), "solutions": Known((SALES,))},
        None,
        Severity.ADVICE,
        "alone",
    ),
    (
        "prospect-to-cash-leftovers",
        {"legacy_columns": Known(("msdynce_a",)), "processing_options": Known(None), "solutions": Known((SALES,))},
        MapId.CLASSIC,
        Severity.BLOCKER,
        "competing",
    ),
    (
        "prospect-to-cash-leftovers",
        {"legacy_columns": Known(("msdynce_a",)), "processing_options": FORBIDDEN, "solutions": FORBIDDEN},
        None,
        Severity.WARNING,
        "perhaps-competing",
    ),
    (
        "prospect-to-cash-leftovers",
        {"legacy_columns": Known(("msdynce_a",))},
        MapId.DATA_INTEGRATOR,
        Severity.OK,
        "in-use",
    ),
    ("prospect-to-cash-leftovers", {}, MapId.DATA_INTEGRATOR, Severity.ADVICE, "chosen-but-absent"),
    ("prospect-to-cash-leftovers", {}, MapId.CDS, Severity.OK, "none"),
    ("submitted-orders", {"submitted": Known(SubmittedOrders(("ORD-1",)))}, None, Severity.ADVICE, "some"),
    ("submitted-orders", {"submitted": Known(SubmittedOrders((), more=True))}, None, Severity.ADVICE, "some"),
]


@pytest.mark.parametrize(("finding_id", "parts", "chosen", "severity", "case"), CASES)
def test_what_was_read_is_graded(
    finding_id: str, parts: dict[str, Any], chosen: MapId | None, severity: Severity, case: str
) -> None:
    finding = found(finding_id, a_snapshot(**parts), chosen)
    assert (finding.severity, finding.fact("case")) == (severity, case)


SETTINGS: list[tuple[str, dict[str, Any], Severity]] = [
    ("sop-flag", {"sop_enabled": True}, Severity.OK),
    ("sop-flag", {"sop_enabled": False}, Severity.ADVICE),
    ("sop-flag", {"sop_enabled": None}, Severity.UNKNOWN),
    ("system-pricing", {"system_pricing": True}, Severity.OK),
    ("system-pricing", {"system_pricing": False}, Severity.WARNING),
    ("system-pricing", {"system_pricing": None}, Severity.UNKNOWN),
    ("discount-method", {"discount_method": 0}, Severity.OK),
    ("discount-method", {"discount_method": 1}, Severity.WARNING),
    ("discount-method", {"discount_method": None}, Severity.UNKNOWN),
    ("discount-method", {"discount_method": 7}, Severity.UNKNOWN),
]


@pytest.mark.parametrize(("finding_id", "columns", "severity"), SETTINGS)
def test_a_setting_is_graded_by_its_prerequisite(finding_id: str, columns: dict[str, Any], severity: Severity) -> None:
    finding = found(finding_id, with_organization(a_snapshot(), **columns))
    assert finding.severity is severity
    ((column, value),) = columns.items()
    shown = {"sop_enabled": "issopintegrationenabled", "system_pricing": "oobpricecalculationenabled"}
    assert finding.evidence == (
        (
            f"organization(3a2f1c60-0b61-4d0a-8f0e-6a4f2c9b7d01).{shown.get(column, 'discountcalculationmethod')}"
            f" = {'unknown' if value is None else str(value).lower()}"
        ),
    )


def test_the_data_integrator_does_not_need_the_flag() -> None:
    assert found("sop-flag", a_snapshot(), MapId.DATA_INTEGRATOR).severity is Severity.OK


def test_the_flag_on_with_an_unmarked_dual_write_user_is_a_warning_that_names_it() -> None:
    runtime, erp, integration = dual_write_users(marked=True)
    users = (runtime, replace(erp, marked=False), integration)
    finding = found("dual-write-users", with_organization(a_snapshot(users=Known(users)), sop_enabled=True))
    assert (finding.severity, finding.fact("case")) == (Severity.WARNING, "flag-on-unmarked")
    assert finding.fact("unmarked") == "DualWrite IntegrationUser"
    assert finding.fact("cases") == "flag-on-unmarked"


def test_everything_about_the_dual_write_users_is_said_not_only_the_gravest() -> None:
    _, erp, integration = dual_write_users()
    snapshot = a_snapshot(users=Known((replace(erp, disabled=True), integration)))
    finding = found("dual-write-users", snapshot)
    assert finding.fact("cases") == "disabled, runtime-missing, unmarked"
    assert finding.fact("absent") == "Finance and Operations Runtime Integration User"
    assert finding.confidence is Confidence.INFERENCE


def test_a_marked_person_and_a_marked_integration_are_told_apart() -> None:
    integration = adele(name="Web shop", application_id="99999999-0000-4000-8000-000000000001", licensed=False)
    service = adele(name="Reader", licensed=False, access_mode=4)
    finding = found("marked-others", a_snapshot(users=Known((adele(), integration, service))))
    assert finding.fact("people") == "Adele Vance"
    assert finding.fact("integrations") == "Web shop, Reader"
    assert finding.evidence[0] == f"systemuser({ADELE}).isintegrationuser = true"


def test_the_rows_that_prove_the_running_map_are_shown() -> None:
    assert found("running-map", a_snapshot()).evidence == (
        (
            "msdyn_dualwriteruntimeconfig(dddddddd-0000-4000-8000-000000000011).msdyn_externalentityname"
            " = Dynamics 365 Sales order headers (statecode 0)"
        ),
    )


def test_submitted_orders_are_named_and_the_rule_is_business_centrals() -> None:
    finding = found("submitted-orders", a_snapshot(submitted=Known(SubmittedOrders(("ORD-1", "ORD-2"), more=True))))
    assert (finding.fact("numbers"), finding.fact("more")) == ("ORD-1, ORD-2", "yes")
    assert "Business Central" in finding.source
