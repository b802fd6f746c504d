"""What stands around orders: each finding present, absent and unknown, by rows typed here."""

from dataclasses import replace
from typing import Any

import pytest

from sopwizard.domain.checks import examine
from sopwizard.domain.errors import Problem
from sopwizard.domain.map_checks import Standing, collection, compare_values, own_mapping, published_map
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import EntityMap, Snapshot, Solution
from sopwizard.domain.model.states import Severity
from sopwizard.domain.number_checks import sales_sequence, sequence_of
from sopwizard.domain.surroundings import (
    Audited,
    Currency,
    FeatureState,
    OrderNumbers,
    PluginStep,
    PriceList,
    Team,
    Unit,
    UserOrders,
    UserRoles,
)
from sopwizard.services.rulebook import load
from sopwizard.text import findings
from tests.support.snapshots import (
    ADELE,
    CDS_ROWS,
    DATA_INTEGRATION,
    DEFINITIONS,
    DYNAMICS365_ROWS,
    ERP,
    HEADER_MAPPING,
    OPTIONS_BEFORE_UPDATE,
    ROOT_TEAM,
    RUNTIME,
    SOLUTIONS,
    USD,
    VALUES,
    a_snapshot,
    a_user,
    adele,
    definition,
    dual_write_users,
    map_row,
    with_organization,
)

OK, ADVICE, WARNING, UNKNOWN = Severity.OK, Severity.ADVICE, Severity.WARNING, Severity.UNKNOWN
HEADERS, LINES, QUOTES, QUOTE_LINES = DYNAMICS365_ROWS
EUR = "ffffffff-0000-4000-8000-000000000002"
EURO_UNSERVED = Known((Currency(USD, "USD", base=True), Currency(EUR, "EUR", base=False)))


def found(finding_id: str, snapshot: Snapshot) -> Finding:
    return next(each for each in examine(snapshot, load()) if each.id == finding_id)


def mapping(**changes: Any) -> Known[Any]:  # noqa: ANN401 - fields of several types
    return Known((replace(HEADER_MAPPING, **changes),))


def audited(*, organization: bool | None = True, user: bool | None = True) -> Known[tuple[Audited, ...]]:
    return Known((Audited("organization", organization), Audited("systemuser", user)))


CASES: list[tuple[str, dict[str, Any], Severity, str]] = [
    ("sales-app", {}, OK, "present"),
    ("sales-app", {"sales_apps": Known(())}, ADVICE, "absent"),
    # maps that belong together
    ("map-companions", {}, OK, "together"),
    ("map-companions", {"running_maps": Known(CDS_ROWS)}, OK, "together"),
    ("map-companions", {"running_maps": Known(())}, ADVICE, "none"),
    ("map-companions", {"running_maps": Known((HEADERS, CDS_ROWS[1]))}, WARNING, "mixed"),
    (
        "map-companions",
        {"running_maps": Known((*DYNAMICS365_ROWS, map_row("CDS sales order lines V2", "salesorderdetail", number=9)))},
        WARNING,
        "mixed",
    ),
    ("map-companions", {"running_maps": Known((HEADERS, QUOTES, QUOTE_LINES))}, WARNING, "orders-apart"),
    ("map-companions", {"running_maps": Known((HEADERS, LINES, QUOTES))}, WARNING, "quotations-apart"),
    ("map-companions", {"running_maps": Known((HEADERS, LINES))}, ADVICE, "no-quotations"),
    (
        "map-companions",
        {"running_maps": Known((HEADERS, LINES, *(replace(row, state=1) for row in (QUOTES, QUOTE_LINES))))},
        ADVICE,
        "no-quotations",
    ),
    # versions
    ("map-versions", {}, OK, "highest"),
    ("map-versions", {"running_maps": Known(())}, UNKNOWN, "none-runs"),
    (
        "map-versions",
        {"definitions": Known((*DEFINITIONS, definition("salesorders", HEADERS.entity, "1.0.10.0", 9)))},
        ADVICE,
        "older",
    ),
    (
        "map-versions",
        {"definitions": Known((*DEFINITIONS, definition("salesorders", HEADERS.entity, "9.9.9.9", 9)))},
        OK,
        "highest",
    ),
    ("map-versions", {"definitions": Known(())}, ADVICE, "unsaved"),
    (
        "map-versions",
        {"running_maps": Known((replace(HEADERS, version=None), *DYNAMICS365_ROWS[1:]))},
        ADVICE,
        "unsaved",
    ),
    # values and filters
    ("value-map", {}, OK, "as-published"),
    ("value-map", {"running_maps": Known(())}, UNKNOWN, "none-runs"),
    ("value-map", {"header_mappings": Known(())}, UNKNOWN, "not-saved"),
    ("value-map", {"header_mappings": mapping(version="1.0.0.0")}, UNKNOWN, "not-saved"),
    ("value-map", {"header_mappings": mapping(readable=False, values=None)}, UNKNOWN, "unreadable"),
    ("value-map", {"header_mappings": mapping(values=None)}, UNKNOWN, "no-values"),
    ("value-map", {"header_mappings": mapping(values=VALUES[:-1])}, WARNING, "values-differ"),
    ("value-map", {"header_mappings": mapping(values=(*VALUES, ("onHold", "100000000")))}, WARNING, "values-differ"),
    (
        "value-map",
        {"header_mappings": mapping(values=(("active", "192350001"), *VALUES[1:]))},
        WARNING,
        "values-differ",
    ),
    ("value-map", {"header_mappings": mapping(to_scm="msdyn_ordertype eq 192350000")}, ADVICE, "filters-differ"),
    ("value-map", {"header_mappings": mapping(to_sales='SALESORDERPOOLID == "web"')}, ADVICE, "filters-differ"),
    ("value-map", {"header_mappings": mapping(to_scm=None, to_sales=None)}, OK, "as-published"),
    (
        "value-map",
        {"header_mappings": mapping(to_scm="MSDYN_ordertype  eq 192350000 and msdyn_isreadytosync eq true")},
        OK,
        "as-published",
    ),
    ("value-map", {"header_mappings": mapping(constants=(("statecode", "0"),))}, ADVICE, "status-fixed"),
    ("value-map", {"header_mappings": mapping(constants=(("msdyn_ordertype", "192350000"),))}, OK, "as-published"),
    # the article's table of maps
    ("map-collection", {}, OK, "listed"),
    ("map-collection", {"running_maps": Known(()), "definitions": Known(())}, ADVICE, "absent"),
    # features
    ("features", {}, OK, "listed"),
    ("features", {"features": Known(())}, ADVICE, "none"),
    (
        "features",
        {"features": Known((FeatureState("Make Supply Chain Management price master", enabled=True),))},
        ADVICE,
        "price-master",
    ),
    ("features", {"features": Known((FeatureState("Something", enabled=None),))}, OK, "listed"),
    # users
    ("user-roles", {}, OK, "held"),
    (
        "user-roles",
        {"user_roles": Known((UserRoles(RUNTIME, ()), UserRoles(ERP, ("A",)), UserRoles(DATA_INTEGRATION, ("A",))))},
        WARNING,
        "without",
    ),
    ("user-roles", {"user_roles": Known((UserRoles(RUNTIME, ("A",)),))}, UNKNOWN, "unlisted"),
    ("user-roles", {"users": Known(())}, OK, "nobody"),
    ("look-alikes", {}, OK, "none"),
    (
        "look-alikes",
        {"users": Known((*dual_write_users(), a_user(ADELE, None, "Dual-Write Integration")))},
        ADVICE,
        "some",
    ),
    ("owner-team", {}, OK, "held"),
    ("owner-team", {"owner_teams": Known((replace(ROOT_TEAM, roles=()),))}, WARNING, "root-without"),
    ("owner-team", {"owner_teams": Known((replace(ROOT_TEAM, roles=(), root=None),))}, UNKNOWN, "perhaps-root"),
    ("owner-team", {"owner_teams": Known(())}, UNKNOWN, "no-root"),
    (
        "owner-team",
        {
            "owner_teams": Known(
                (ROOT_TEAM, Team("abababab-0000-4000-8000-000000000002", "Berlin", root=False, roles=()))
            )
        },
        ADVICE,
        "others-without",
    ),
    # numbers
    ("auto-numbering", {}, OK, "set"),
    ("auto-numbering", {"order_format": Known(None)}, ADVICE, "without"),
    ("auto-numbering", {"quote_format": Known(None)}, ADVICE, "without"),
    ("number-sequences", {}, OK, "never"),
    ("number-sequences", {"order_numbers": Known(OrderNumbers(("C00012",), ("C00107", "C00106")))}, WARNING, "collide"),
    ("number-sequences", {"order_numbers": Known(OrderNumbers(("C00012",), ()))}, UNKNOWN, "none-seen"),
    ("number-sequences", {"order_numbers": Known(OrderNumbers((), ("SO-1", "X-2")))}, UNKNOWN, "no-pattern"),
    ("number-sequences", {"order_format": Known("C{RANDSTRING:4}")}, OK, "never"),
    (
        "number-sequences",
        {"order_format": Known("C{RANDSTRING:4}"), "order_numbers": Known(OrderNumbers((), ("C1", "C2")))},
        UNKNOWN,
        "loose",
    ),
    ("number-sequences", {"order_format": Known("broken {SEQNUM")}, UNKNOWN, "no-sales-pattern"),
    ("number-sequences", {"order_format": Known(None)}, OK, "never"),
    (
        "number-sequences",
        {"order_format": Known(None), "order_numbers": Known(OrderNumbers((), ("F1",)))},
        UNKNOWN,
        "no-sales-pattern",
    ),
    # prices and units
    ("price-lists", {}, OK, "all"),
    ("price-lists", {"price_lists": Known(())}, WARNING, "none"),
    ("price-lists", {"currencies": Known(())}, UNKNOWN, "no-currency"),
    (
        "price-lists",
        {"price_lists": Known((PriceList("Euro", EUR),)), "currencies": EURO_UNSERVED},
        WARNING,
        "base-without",
    ),
    ("price-lists", {"currencies": EURO_UNSERVED}, ADVICE, "some-without"),
    ("units", {}, OK, "all"),
    ("units", {"units": Known((Unit("Pieces", None),))}, WARNING, "none"),
    ("units", {"units": Known(())}, WARNING, "none"),
    ("units", {"units": Known((Unit("Pieces", "pcs"), Unit("Hour", None)))}, ADVICE, "some-without"),
    ("quick-create", {}, OK, "allowed"),
    ("quick-create", {"quick_create": Known(False)}, ADVICE, "not-allowed"),  # noqa: FBT003 - a value that was read
    # steps, other products, auditing
    ("plugin-steps", {}, OK, "on"),
    ("plugin-steps", {"plugin_steps": Known((PluginStep("Update", enabled=False),))}, WARNING, "off"),
    ("plugin-steps", {"plugin_steps": Known((PluginStep("Update", enabled=None),))}, UNKNOWN, "unclear"),
    ("plugin-steps", {"plugin_steps": Known(())}, WARNING, "none"),
    ("plugin-steps", {"plugin_steps": Known(()), "running_maps": Known(())}, ADVICE, "none-needed"),
    ("plugin-steps", {"plugin_steps": Known(()), "running_maps": Unknown(Problem.FORBIDDEN)}, UNKNOWN, "none-unclear"),
    ("business-central", {}, OK, "absent"),
    (
        "business-central",
        {"solutions": Known((*SOLUTIONS, Solution("MicrosoftDynamicsNavIntegration", None, "18.0")))},
        ADVICE,
        "present",
    ),
    ("auditing", {}, OK, "on"),
    ("auditing", {"audited": audited(user=False)}, ADVICE, "tables-off"),
    ("auditing", {"audited": audited(user=None)}, UNKNOWN, "unclear"),
]


@pytest.mark.parametrize(("finding_id", "changes", "severity", "case"), CASES)
def test_each_finding_says_what_was_seen_and_how_much_it_matters(
    finding_id: str, changes: dict[str, Any], severity: Severity, case: str
) -> None:
    finding = found(finding_id, a_snapshot(**changes))
    assert (finding.severity, finding.fact("case")) == (severity, case)
    for sentence in (
        findings.title(finding),
        findings.detail(finding),
        findings.fix(finding),
        findings.source(finding),
    ):
        assert sentence.strip()


def test_auditing_that_is_off_or_unknown_for_the_organization_is_said() -> None:
    assert found("auditing", with_organization(a_snapshot(), audit_enabled=False)).fact("case") == "off"
    assert found("auditing", with_organization(a_snapshot(), audit_enabled=None)).severity is UNKNOWN


def test_the_first_colliding_number_is_predicted() -> None:
    # Sales: C00012, C00013, …; the other side counts C00106, C00107, …: the first that both give is C00106.
    finding = found(
        "number-sequences", a_snapshot(order_numbers=Known(OrderNumbers(("C00012",), ("C00107", "C00106"))))
    )
    assert finding.fact("number") == "C00106"
    assert "C00106" in findings.title(finding)


@pytest.mark.parametrize(
    ("numbers", "number"),
    [
        (("SO-0103", "SO-0101"), "SO-0101"),
        (("7",), "7"),
        (("A9B", "a8b"), "A8B"),
    ],
)
def test_numbers_that_were_seen_make_a_sequence_from_the_least_of_them(numbers: tuple[str, ...], number: str) -> None:
    sequence = sequence_of(numbers)
    assert sequence is not None
    assert sequence.number(1).casefold() == number.casefold()


@pytest.mark.parametrize("numbers", [(), ("none",), ("A1", "B1"), ("A1", "none"), ("9" * 30,), ("9" * 19,)])
def test_numbers_without_one_pattern_make_no_sequence(numbers: tuple[str, ...]) -> None:
    assert sequence_of(numbers) is None


def test_a_format_counts_on_from_the_least_number_of_its_own_that_was_seen() -> None:
    sequence = sales_sequence("C{SEQNUM:3}-X", ("C012-X", "C010-X", "C9a-X", "other"))
    assert sequence is not None
    assert [sequence.number(1), sequence.number(2)] == ["C010-X", "C011-X"]
    assert sales_sequence("C{SEQNUM:3}", ("C" + "9" * 19,)) is None


def test_the_collection_shows_what_runs_what_is_saved_and_what_nobody_can_see() -> None:
    standing = {(one.map.entity, one.map.entity_set): one for one in collection(a_snapshot(), load())}
    assert len(standing) == 20
    header = standing["Dynamics 365 Sales order headers", "salesorders"]
    assert (header.standing, header.version) == (Standing.RUNNING, "1.0.2.1")
    assert standing["CDS sales order headers", "salesorders"].standing is Standing.ABSENT
    # Saved, but without a row: a map that goes one way only leaves none, so nobody can tell from here.
    assert standing["Customers V3", "accounts"].standing is Standing.UNKNOWN
    saved = (*DEFINITIONS, definition("salesorders", "CDS sales order headers", "1.0.0.5", 9))
    standing = {
        (one.map.entity, one.map.entity_set): one for one in collection(a_snapshot(definitions=Known(saved)), load())
    }
    assert standing["CDS sales order headers", "salesorders"].standing is Standing.DEFINED


@pytest.mark.parametrize("part", ["running_maps", "definitions"])
def test_without_a_table_nothing_is_called_absent(part: str) -> None:
    snapshot = replace(a_snapshot(), **{part: Unknown(Problem.NOT_FOUND)})  # type: ignore[arg-type]
    assert Standing.ABSENT not in {one.standing for one in collection(snapshot, load())}


def test_a_prospect_map_is_known_by_its_name_without_the_table() -> None:
    saved = (definition("accounts", "Dynamics 365 Sales Prospect", "1.0.0.1", 9),)
    standing = {one.map.entity: one.standing for one in collection(a_snapshot(definitions=Known(saved)), load())}
    assert standing["Dynamics 365 Sales Prospect (accounts)"] is Standing.UNKNOWN
    assert standing["Dynamics 365 Sales Prospect (contacts)"] is Standing.ABSENT


def test_value_maps_are_compared_row_by_row() -> None:
    published = published_map(load(), MapId.CLASSIC)
    assert published is not None
    rows = compare_values(published, (("Active", "192350000"), ("confirmed", "1"), ("onHold", "7")))
    told = [(row.key, row.published, row.here, row.same) for row in rows]
    assert told[:3] == [
        ("active", "192350000", "192350000", True),
        ("confirmed", "192350001", "1", False),
        ("picked", "192350002", None, False),
    ]
    assert told[-1] == ("onHold", None, "7", False)
    assert len(told) == 9


def test_the_data_integrator_has_no_published_map_of_dual_write() -> None:
    assert published_map(load(), MapId.DATA_INTEGRATOR) is None


def test_without_its_table_a_map_has_no_content_of_its_own() -> None:
    assert own_mapping(a_snapshot(header_mappings=Unknown(Problem.FORBIDDEN)), load()) is None


def test_the_old_solution_is_compared_with_the_shorter_value_map() -> None:
    header = replace(map_row("CDS sales order headers"), version="1.0.0.5")
    snapshot = a_snapshot(
        running_maps=Known((header, *CDS_ROWS[1:])),
        processing_options=Known(OPTIONS_BEFORE_UPDATE),
        header_mappings=mapping(
            entity="CDS Sales Order Headers",
            version="1.0.0.5",
            values=VALUES[:-1],
            to_scm="msdyn_ordertype eq 192350000",
        ),
    )
    assert found("value-map", snapshot).severity is OK


def test_a_difference_is_said_with_both_values_and_proved_by_every_row() -> None:
    snapshot = a_snapshot(header_mappings=mapping(values=(("active", "192350001"), *VALUES[1:])))
    finding = found("value-map", snapshot)
    assert "active: Active (192350000) → Confirmed (192350001)" in findings.detail(finding)
    assert "picked: published 192350002, here 192350002" in finding.evidence


def test_orders_that_a_marked_person_made_lately_are_counted_in_the_finding() -> None:
    users = Known((*dual_write_users(), adele()))
    finding = found("marked-others", a_snapshot(users=users, recent_orders=Known((UserOrders(ADELE, 14),))))
    assert "Adele Vance: 14" in findings.detail(finding)
    assert finding.evidence[-1] == f"salesorder created by systemuser({ADELE}) in 30 days: 14"
    for recent in (Known((UserOrders(ADELE, None),)), Unknown(Problem.TIMEOUT)):
        uncounted = found("marked-others", a_snapshot(users=users, recent_orders=recent))
        assert "could not be counted: Adele Vance" in findings.detail(uncounted)


def test_a_parked_version_is_named_and_never_counts() -> None:
    saved = (*DEFINITIONS, definition("salesorders", HEADERS.entity, "9.9.9.9", 9))
    finding = found("map-versions", a_snapshot(definitions=Known(saved)))
    assert "9.9.9.9" in findings.detail(finding)


def test_a_map_of_another_table_with_the_same_entity_name_does_not_count() -> None:
    stray = EntityMap("dddddddd-0000-4000-8000-000000000099", "account", HEADERS.entity, "1.0", 0)
    assert found("map-companions", a_snapshot(running_maps=Known((stray,)))).fact("case") == "none"
