"""Checks of what stands around orders: teams and roles, prices, units, steps, features, apps, auditing."""

from typing import Final

from sopwizard.domain import sources
from sopwizard.domain.findings import finding, listed, unread
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Unknown
from sopwizard.domain.model.snapshot import EntityMap, Snapshot
from sopwizard.domain.model.states import Confidence, Severity
from sopwizard.domain.rulebook import Rulebook
from sopwizard.domain.surroundings import PluginStep
from sopwizard.domain.user_checks import is_dual_write

BUSINESS_CENTRAL: Final = frozenset({"microsoftdynamicsnavintegration", "bci_cdsintegration"})
PRICE_MASTER: Final = "price master"

# Words of dual-write's names. Names are no key (DOMAIN 3.1): a user who bears one is only said not to be dual-write's.
_LOOK_ALIKE: Final = ("dualwrite", "dual-write", "dual write", "finance and operations", "data integration")


def check_sales_app(snapshot: Snapshot) -> Finding:
    """The finding `sales-app`: Sales Hub or Sales Professional. Where neither is, custom apps may be in use."""
    finding_id, source = "sales-app", sources.SOP
    if isinstance(snapshot.sales_apps, Unknown):
        return unread(finding_id, snapshot.sales_apps, source)
    names = snapshot.sales_apps.value
    evidence = tuple(f"appmodule.uniquename = {name}" for name in names)
    if names:
        return finding(finding_id, Severity.OK, "present", source, (("apps", listed(names)),), evidence)
    return finding(finding_id, Severity.ADVICE, "absent", source)


def check_user_roles(snapshot: Snapshot, rulebook: Rulebook) -> Finding:
    """The finding `user-roles`: a dual-write user without a role can write nothing."""
    finding_id, source = "user-roles", sources.REQUIREMENTS
    if isinstance(snapshot.users, Unknown):
        return unread(finding_id, snapshot.users, source)
    if isinstance(snapshot.user_roles, Unknown):
        return unread(finding_id, snapshot.user_roles, source)
    roles = {each.user_id: each.roles for each in snapshot.user_roles.value}
    present = tuple(user for user in snapshot.users.value if is_dual_write(user, rulebook))
    evidence = tuple(
        f"systemuser({user.user_id}): {listed(roles[user.user_id]) or 'no role'}"
        for user in present
        if user.user_id in roles
    )
    without = tuple(user for user in present if roles.get(user.user_id) == ())
    facts = (
        (
            "roles",
            "; ".join(f"{user.name}: {listed(roles[user.user_id])}" for user in present if roles.get(user.user_id)),
        ),
        ("without", listed(user.name for user in without)),
        ("unlisted", listed(user.name for user in present if user.user_id not in roles)),
    )
    if without:
        return finding(finding_id, Severity.WARNING, "without", source, facts, evidence)
    if any(user.user_id not in roles for user in present):
        return finding(finding_id, Severity.UNKNOWN, "unlisted", source, facts, evidence)
    if not present:
        return finding(finding_id, Severity.OK, "nobody", source, facts, evidence)
    return finding(finding_id, Severity.OK, "held", source, facts, evidence)


def check_owner_team(snapshot: Snapshot) -> Finding:
    """The finding `owner-team`: a default team without a role is what the error *Principal team is missing* means."""
    finding_id, source = "owner-team", sources.REQUIREMENTS
    if isinstance(snapshot.owner_teams, Unknown):
        return unread(finding_id, snapshot.owner_teams, source)
    teams = snapshot.owner_teams.value
    without = tuple(team for team in teams if not team.roles)
    facts = (
        ("without", listed(team.name for team in without)),
        ("with", listed(f"{team.name}: {listed(team.roles)}" for team in teams if team.roles)),
    )
    evidence = tuple(f"team({team.team_id}).teamroles_association = {listed(team.roles) or 'none'}" for team in teams)
    if any(team.root for team in without):
        return finding(finding_id, Severity.WARNING, "root-without", source, facts, evidence)
    if any(team.root is None for team in without):
        return finding(finding_id, Severity.UNKNOWN, "perhaps-root", source, facts, evidence)
    if not any(team.root for team in teams):
        return finding(finding_id, Severity.UNKNOWN, "no-root", source, facts, evidence)
    if without:
        return finding(finding_id, Severity.ADVICE, "others-without", source, facts, evidence)
    return finding(finding_id, Severity.OK, "held", source, facts, evidence)


def check_look_alikes(snapshot: Snapshot, rulebook: Rulebook) -> Finding:
    """The finding `look-alikes`: users who are named like dual-write's and are not they."""
    finding_id, source = "look-alikes", sources.SYSTEM_APPLICATIONS
    if isinstance(snapshot.users, Unknown):
        return unread(finding_id, snapshot.users, source)
    found = tuple(
        user
        for user in snapshot.users.value
        if not is_dual_write(user, rulebook) and any(word in user.name.casefold() for word in _LOOK_ALIKE)
    )
    facts = (("names", listed(user.name for user in found)),)
    evidence = tuple(f"systemuser({user.user_id}).applicationid = {user.application_id or 'none'}" for user in found)
    if found:
        return finding(finding_id, Severity.ADVICE, "some", source, facts, evidence, Confidence.INFERENCE)
    return finding(finding_id, Severity.OK, "none", source)


def check_price_lists(snapshot: Snapshot) -> Finding:  # noqa: PLR0911  one for each case
    """The finding `price-lists`: an active price list for each currency, the organization's own first."""
    finding_id, source = "price-lists", sources.PROSPECT_TO_CASH
    if isinstance(snapshot.price_lists, Unknown):
        return unread(finding_id, snapshot.price_lists, source)
    lists = snapshot.price_lists.value
    evidence = tuple(f"pricelevel({each.name}).transactioncurrencyid = {each.currency_id or 'none'}" for each in lists)
    if not lists:
        return finding(finding_id, Severity.WARNING, "none", source)
    facts: tuple[tuple[str, str], ...] = (("lists", listed(each.name for each in lists)),)
    if isinstance(snapshot.currencies, Unknown):
        return unread(finding_id, snapshot.currencies, source)
    if not snapshot.currencies.value:
        return finding(finding_id, Severity.UNKNOWN, "no-currency", source, facts, evidence)
    served = {each.currency_id for each in lists}
    without = tuple(each for each in snapshot.currencies.value if each.currency_id not in served)
    facts = (*facts, ("without", listed(each.code or each.currency_id for each in without)))
    if any(each.base for each in without):
        return finding(finding_id, Severity.WARNING, "base-without", source, facts, evidence)
    if without:
        return finding(finding_id, Severity.ADVICE, "some-without", source, facts, evidence)
    return finding(finding_id, Severity.OK, "all", source, facts, evidence)


def check_units(snapshot: Snapshot) -> Finding:
    """The finding `units`: dual-write joins units by their symbol (DOMAIN 9)."""
    finding_id, source = "units", sources.PROSPECT_TO_CASH
    if isinstance(snapshot.units, Unknown):
        return unread(finding_id, snapshot.units, source)
    units = snapshot.units.value
    without = tuple(unit.name for unit in units if unit.symbol is None)
    facts = (("without", listed(without)), ("with", listed(unit.symbol for unit in units if unit.symbol is not None)))
    evidence = tuple(f"uom({unit.name}).msdyn_symbol = {unit.symbol or 'none'}" for unit in units)
    if len(without) == len(units):
        return finding(finding_id, Severity.WARNING, "none", source, facts, evidence)
    if without:
        return finding(finding_id, Severity.ADVICE, "some-without", source, facts, evidence)
    return finding(finding_id, Severity.OK, "all", source, facts, evidence)


def check_quick_create(snapshot: Snapshot) -> Finding:
    """The finding `quick-create`: with Field Service, quote lines need it allowed again (source 003)."""
    finding_id, source = "quick-create", sources.PROSPECT_TO_CASH
    if isinstance(snapshot.quick_create, Unknown):
        return unread(finding_id, snapshot.quick_create, source)
    allowed = snapshot.quick_create.value
    evidence = (f"quotedetail.IsQuickCreateEnabled = {str(allowed).lower()}",)
    if allowed:
        return finding(finding_id, Severity.OK, "allowed", source, (), evidence)
    return finding(finding_id, Severity.ADVICE, "not-allowed", source, (), evidence)


def check_plugin_steps(snapshot: Snapshot) -> Finding:  # noqa: PLR0911  one for each case
    """The finding `plugin-steps`: a disabled step synchronizes nothing."""
    finding_id, source = "plugin-steps", sources.REQUIREMENTS
    if isinstance(snapshot.plugin_steps, Unknown):
        return unread(finding_id, snapshot.plugin_steps, source)
    steps = snapshot.plugin_steps.value
    off = tuple(step.name for step in steps if step.enabled is False)
    unclear = tuple(step.name for step in steps if step.enabled is None)
    facts = (("off", listed(off)), ("unclear", listed(unclear)), ("count", str(len(steps))))
    evidence = tuple(_step_line(step) for step in steps)
    if off:
        return finding(finding_id, Severity.WARNING, "off", source, facts, evidence)
    if unclear:
        return finding(finding_id, Severity.UNKNOWN, "unclear", source, facts, evidence)
    if steps:
        return finding(finding_id, Severity.OK, "on", source, facts, evidence)
    if isinstance(snapshot.running_maps, Unknown):
        return finding(finding_id, Severity.UNKNOWN, "none-unclear", source, facts, evidence, Confidence.INFERENCE)
    if _synchronizes(snapshot.running_maps.value):
        return finding(finding_id, Severity.WARNING, "none", source, facts, evidence, Confidence.INFERENCE)
    return finding(finding_id, Severity.ADVICE, "none-needed", source, facts, evidence, Confidence.INFERENCE)


def _step_line(step: PluginStep) -> str:
    state = "unknown" if step.enabled is None else "enabled" if step.enabled else "disabled"
    return f"sdkmessageprocessingstep({step.name}): {state}"


def _synchronizes(rows: tuple[EntityMap, ...]) -> bool:
    return any(row.state == 0 for row in rows)


def check_features(snapshot: Snapshot) -> Finding:
    """The finding `features`: what finance and operations mirrors of its features. Their names are not published."""
    finding_id, source = "features", sources.EFFICIENCY
    if isinstance(snapshot.features, Unknown):
        return unread(finding_id, snapshot.features, source)
    found = snapshot.features.value
    facts = (
        ("on", listed(each.name for each in found if each.enabled)),
        ("off", listed(each.name for each in found if each.enabled is False)),
    )
    evidence = tuple(f"msdyn_supplychainfeaturestate({each.name}).statecode = {_state(each.enabled)}" for each in found)
    if any(each.enabled and PRICE_MASTER in each.name.casefold() for each in found):
        return finding(finding_id, Severity.ADVICE, "price-master", source, facts, evidence, Confidence.UNVERIFIED)
    if not found:
        return finding(finding_id, Severity.ADVICE, "none", source, facts, evidence, Confidence.UNVERIFIED)
    return finding(finding_id, Severity.OK, "listed", source, facts, evidence, Confidence.UNVERIFIED)


def _state(enabled: bool | None) -> str:  # noqa: FBT001  a cell's value
    return "unknown" if enabled is None else "0" if enabled else "1"


def check_business_central(snapshot: Snapshot) -> Finding:
    """The finding `business-central`: another product that sets the same flag (DOMAIN 1.3)."""
    finding_id, source = "business-central", sources.BUSINESS_CENTRAL
    if isinstance(snapshot.solutions, Unknown):
        return unread(finding_id, snapshot.solutions, source)
    found = tuple(each for each in snapshot.solutions.value if each.unique_name.casefold() in BUSINESS_CENTRAL)
    facts = (("found", listed(each.unique_name for each in found)),)
    evidence = tuple(f"solution({each.unique_name}).version = {each.version}" for each in found)
    if found:
        return finding(finding_id, Severity.ADVICE, "present", source, facts, evidence, Confidence.INFERENCE)
    return finding(finding_id, Severity.OK, "absent", source)


def check_auditing(snapshot: Snapshot) -> Finding:
    """The finding `auditing`: whether the platform will keep a record of what is changed here (DOMAIN 7.7)."""
    finding_id, source = "auditing", sources.AUDITING
    if isinstance(snapshot.audited, Unknown):
        return unread(finding_id, snapshot.audited, source)
    on, tables = snapshot.organization.audit_enabled, snapshot.audited.value
    off = tuple(each.table for each in tables if each.enabled is False)
    facts = (("off", listed(off)),)
    evidence = (
        f"organization.isauditenabled = {'unknown' if on is None else str(on).lower()}",
        *(f"{each.table}.IsAuditEnabled = {'unknown' if each.enabled is None else each.enabled}" for each in tables),
    )
    if on is False:
        return finding(finding_id, Severity.ADVICE, "off", source, facts, evidence, Confidence.UNVERIFIED)
    if off:
        return finding(finding_id, Severity.ADVICE, "tables-off", source, facts, evidence, Confidence.UNVERIFIED)
    if on is None or any(each.enabled is None for each in tables):
        return finding(finding_id, Severity.UNKNOWN, "unclear", source, facts, evidence, Confidence.UNVERIFIED)
    return finding(finding_id, Severity.OK, "on", source, facts, evidence, Confidence.UNVERIFIED)
