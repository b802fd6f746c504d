"""From what was read to what it means: one finding a check, in the order in which the checks are read."""

from typing import Final

from sopwizard.domain import environment_checks, map_checks, number_checks, sources
from sopwizard.domain.evidence import MapState, running_map
from sopwizard.domain.findings import finding, listed, unread
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import EntityMap, Snapshot
from sopwizard.domain.model.states import Confidence, Severity
from sopwizard.domain.rights import check_rights
from sopwizard.domain.rulebook import Rulebook
from sopwizard.domain.user_checks import check_dual_write_users, check_marked_others

LINE_ITEM: Final = 0
PER_UNIT: Final = 1


def examine(snapshot: Snapshot, rulebook: Rulebook, chosen: MapId | None = None) -> tuple[Finding, ...]:
    """All findings. With a chosen map they are graded for that map: what the Data Integrator does not need is no
    blocker under it. A part that could not be read makes its own findings unknown, and no others.
    """
    return (
        check_rights(snapshot),
        check_sales(snapshot, rulebook),
        environment_checks.check_sales_app(snapshot),
        check_dual_write_solution(snapshot, rulebook, chosen),
        check_updated_solution(snapshot, rulebook),
        check_running_map(snapshot, rulebook, chosen),
        map_checks.check_companions(snapshot, rulebook),
        map_checks.check_versions(snapshot, rulebook),
        map_checks.check_values(snapshot, rulebook),
        map_checks.check_collection(snapshot, rulebook),
        environment_checks.check_features(snapshot),
        check_dual_write_users(snapshot, rulebook, chosen),
        environment_checks.check_user_roles(snapshot, rulebook),
        environment_checks.check_look_alikes(snapshot, rulebook),
        check_marked_others(snapshot, rulebook),
        environment_checks.check_owner_team(snapshot),
        check_flag(snapshot, chosen),
        check_system_pricing(snapshot),
        check_discount_method(snapshot),
        number_checks.check_auto_numbering(snapshot),
        number_checks.check_number_sequences(snapshot),
        environment_checks.check_price_lists(snapshot),
        environment_checks.check_units(snapshot),
        environment_checks.check_quick_create(snapshot),
        environment_checks.check_plugin_steps(snapshot),
        environment_checks.check_auditing(snapshot),
        environment_checks.check_business_central(snapshot),
        check_leftovers(snapshot, rulebook, chosen),
        check_submitted_orders(snapshot),
    )


def check_sales(snapshot: Snapshot, rulebook: Rulebook) -> Finding:
    """The finding `sales-installed`."""
    if isinstance(snapshot.solutions, Unknown):
        return unread("sales-installed", snapshot.solutions, sources.SALES_TEST)
    return _solution_finding("sales-installed", snapshot, rulebook.solutions.sales, sources.SALES_TEST)


def _solution_finding(finding_id: str, snapshot: Snapshot, names: tuple[str, ...], source: str) -> Finding:
    wanted = {name.casefold() for name in names}
    solutions = snapshot.solutions.value if isinstance(snapshot.solutions, Known) else ()
    found = tuple(solution for solution in solutions if solution.unique_name.casefold() in wanted)
    if not found:
        return finding(finding_id, Severity.BLOCKER, "missing", source, (("names", listed(names)),))
    facts = (("found", listed(f"{solution.unique_name} {solution.version or ''}".strip() for solution in found)),)
    evidence = tuple(f"solution({solution.unique_name}).version = {solution.version}" for solution in found)
    return finding(finding_id, Severity.OK, "present", source, facts, evidence)


def has_dual_write(snapshot: Snapshot, rulebook: Rulebook) -> bool | None:
    """Whether the dual-write supply chain solution is there, by name or by the column that it adds; None: unknown."""
    options = snapshot.processing_options
    if isinstance(options, Known) and options.value is not None:
        return True
    if isinstance(snapshot.solutions, Known):
        names = {solution.unique_name.casefold() for solution in snapshot.solutions.value}
        if names & {name.casefold() for name in rulebook.solutions.dual_write}:
            return True
    return False if isinstance(options, Known) else None


def check_dual_write_solution(snapshot: Snapshot, rulebook: Rulebook, chosen: MapId | None = None) -> Finding:
    """The finding `dual-write-solution`. The Data Integrator works without it."""
    finding_id, source = "dual-write-solution", sources.REQUIREMENTS
    there = has_dual_write(snapshot, rulebook)
    if there is None and isinstance(snapshot.processing_options, Unknown):
        return unread(finding_id, snapshot.processing_options, source)
    by_name = _solution_finding(finding_id, snapshot, rulebook.solutions.dual_write, source)
    if by_name.severity is Severity.OK:
        return by_name
    if there:
        evidence = ("salesorder.msdyn_processingstatus exists",)
        return finding(finding_id, Severity.OK, "present-by-column", source, (), evidence, Confidence.INFERENCE)
    if chosen is MapId.DATA_INTEGRATOR:
        return finding(finding_id, Severity.OK, "not-needed", source)
    return by_name


def check_updated_solution(snapshot: Snapshot, rulebook: Rulebook) -> Finding:
    """The finding `updated-solution`: whether the processing status has the option that came with the update.

    That the option tells is an inference; which of the package's solutions shows its version is not documented.
    """
    finding_id, source = "updated-solution", sources.STATUS_MAP
    options = snapshot.processing_options
    if isinstance(options, Unknown):
        return unread(finding_id, options, source)
    if options.value is None:
        return finding(finding_id, Severity.ADVICE, "no-column", source, (), (), Confidence.INFERENCE)
    option = str(rulebook.solutions.updated_option)
    evidence = (f"salesorder.msdyn_processingstatus options = {listed(str(value) for value in options.value)}",)
    facts = (("option", option),)
    if rulebook.solutions.updated_option in options.value:
        return finding(finding_id, Severity.OK, "updated", source, facts, evidence, Confidence.INFERENCE)
    if running_map(snapshot, rulebook).running is MapId.DYNAMICS365:
        return finding(
            finding_id, Severity.WARNING, "map-without-update", source, facts, evidence, Confidence.INFERENCE
        )
    return finding(finding_id, Severity.ADVICE, "before-update", source, facts, evidence, Confidence.INFERENCE)


def map_evidence_rows(rows: tuple[EntityMap, ...]) -> tuple[str, ...]:
    """The rows of running maps as evidence lines."""
    return tuple(
        f"msdyn_dualwriteruntimeconfig({row.row_id}).msdyn_externalentityname = {row.entity}"
        f" (statecode {'unknown' if row.state is None else row.state})"
        for row in rows
    )


def check_running_map(snapshot: Snapshot, rulebook: Rulebook, chosen: MapId | None = None) -> Finding:
    """The finding `running-map`. That the quote button's test holds for orders too is an inference (DOMAIN 5.1).

    Under the Data Integrator none has to run.
    """
    finding_id, source = "running-map", sources.QUOTE_BUTTON
    if isinstance(snapshot.running_maps, Unknown):
        return unread(finding_id, snapshot.running_maps, source)
    evidence = running_map(snapshot, rulebook)
    severity = {
        MapState.ONE: Severity.OK,
        MapState.BOTH: Severity.BLOCKER,
        MapState.NONE: Severity.WARNING,
        MapState.UNKNOWN: Severity.UNKNOWN,
    }[evidence.state]
    facts = (
        ("reason", evidence.reason.value),
        ("running", evidence.running.value if evidence.running else ""),
        *evidence.facts,
    )
    rows = map_evidence_rows(evidence.rows)
    case = evidence.state.value
    if chosen is MapId.DATA_INTEGRATOR and evidence.state is MapState.NONE:
        severity, case = Severity.OK, "none-needed"
    return finding(finding_id, severity, case, source, facts, rows, Confidence.INFERENCE)


def _row(snapshot: Snapshot, column: str, value: object) -> tuple[str, ...]:
    return (f"organization({snapshot.organization.organization_id}).{column} = {value}",)


def check_flag(snapshot: Snapshot, chosen: MapId | None = None) -> Finding:
    """The finding `sop-flag`. Off is how every environment starts, so it is advice and no warning."""
    finding_id, column, value = "sop-flag", "issopintegrationenabled", snapshot.organization.sop_enabled
    if value is None:
        return finding(finding_id, Severity.UNKNOWN, "unreadable", sources.SOP, (), _row(snapshot, column, "unknown"))
    evidence = _row(snapshot, column, str(value).lower())
    if value:
        return finding(finding_id, Severity.OK, "on", sources.SOP, (), evidence)
    if chosen is MapId.DATA_INTEGRATOR:
        return finding(finding_id, Severity.OK, "not-needed", sources.DATA_INTEGRATOR, (), evidence)
    return finding(finding_id, Severity.ADVICE, "off", sources.SOP, (), evidence)


def check_system_pricing(snapshot: Snapshot) -> Finding:
    """The finding `system-pricing`: a prerequisite, unless Supply Chain Management is the price master."""
    finding_id, column = "system-pricing", "oobpricecalculationenabled"
    value, source = snapshot.organization.system_pricing, sources.PROSPECT_TO_CASH
    if value is None:
        return finding(finding_id, Severity.UNKNOWN, "unreadable", source, (), _row(snapshot, column, "unknown"))
    evidence = _row(snapshot, column, str(value).lower())
    if value:
        return finding(finding_id, Severity.OK, "on", source, (), evidence)
    return finding(finding_id, Severity.WARNING, "off", source, (), evidence)


def check_discount_method(snapshot: Snapshot) -> Finding:
    """The finding `discount-method`: line item is the prerequisite, per unit loses what rounding leaves over."""
    finding_id, column = "discount-method", "discountcalculationmethod"
    value, source = snapshot.organization.discount_method, sources.PROSPECT_TO_CASH
    evidence = _row(snapshot, column, "unknown" if value is None else value)
    if value == LINE_ITEM:
        return finding(finding_id, Severity.OK, "line-item", source, (), evidence)
    if value == PER_UNIT:
        return finding(finding_id, Severity.WARNING, "per-unit", source, (), evidence)
    return finding(finding_id, Severity.UNKNOWN, "unreadable", source, (), evidence)


def check_leftovers(snapshot: Snapshot, rulebook: Rulebook, chosen: MapId | None = None) -> Finding:
    """The finding `prospect-to-cash-leftovers`: the old solution and dual-write cannot share the same orders.

    Under the Data Integrator its columns are what is expected. Before a map is chosen they compete only where
    dual-write is there too.
    """
    finding_id, source = "prospect-to-cash-leftovers", sources.REQUIREMENTS
    if isinstance(snapshot.legacy_columns, Unknown):
        return unread(finding_id, snapshot.legacy_columns, source)
    columns = snapshot.legacy_columns.value
    facts = (("columns", listed(columns)),)
    evidence = tuple(f"salesorder.{column} exists" for column in columns)
    if chosen is MapId.DATA_INTEGRATOR:
        grade = (Severity.OK, "in-use") if columns else (Severity.ADVICE, "chosen-but-absent")
    elif not columns:
        grade = (Severity.OK, "none")
    elif chosen:
        grade = (Severity.BLOCKER, "competing")
    else:
        grade = {
            True: (Severity.BLOCKER, "competing"),
            None: (Severity.WARNING, "perhaps-competing"),
            False: (Severity.ADVICE, "alone"),
        }[has_dual_write(snapshot, rulebook)]
    return finding(finding_id, *grade, source, facts, evidence)


def check_submitted_orders(snapshot: Snapshot, *, switching_off: bool = False) -> Finding:
    """The finding `submitted-orders`. They matter when the flag goes off: Business Central's rule (DOMAIN 1.3).

    Where it is not known whether there are any, switching off is held back, too: the finding stays unknown, and a plan
    that switches off is blocked by it.
    """
    finding_id, source = "submitted-orders", sources.BUSINESS_CENTRAL
    off = (("switching_off", "yes" if switching_off else "no"),)
    if isinstance(snapshot.submitted, Unknown):
        found = unread(finding_id, snapshot.submitted, source)
        return Finding(found.id, found.severity, (*found.facts, *off), found.evidence, source, found.confidence)
    orders = snapshot.submitted.value
    facts = (("numbers", listed(orders.numbers)), ("more", "yes" if orders.more else "no"), *off)
    evidence = tuple(f"salesorder {number}: statecode = 1" for number in orders.numbers)
    if not orders.numbers and not orders.more:
        return finding(finding_id, Severity.OK, "none", source, facts)
    severity = Severity.BLOCKER if switching_off else Severity.ADVICE
    return finding(finding_id, severity, "some", source, facts, evidence)
