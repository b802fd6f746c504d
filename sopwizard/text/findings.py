"""Findings in words: what was seen, what it means for orders, and what to do."""

from collections.abc import Callable
from typing import Final

from sopwizard.domain.evidence import MapEvidence
from sopwizard.domain.findings import UNREAD
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.states import Confidence, Severity
from sopwizard.text import (
    _,
    finding_collection,
    finding_environment,
    finding_maps,
    finding_numbers,
    finding_rights,
    finding_settings,
    finding_solutions,
    finding_users,
)
from sopwizard.text.finding_words import Words
from sopwizard.text.status import confidence as confidence_name


def title(finding: Finding) -> str:
    """What was seen, in one line."""
    return _words(finding).title


def detail(finding: Finding) -> str:
    """What was seen and what it means for orders."""
    return _words(finding).detail


def fix(finding: Finding) -> str:
    """What to do; where nothing is wrong, it says so."""
    return _words(finding).fix


def severity(value: Severity) -> str:
    """The word on the chip of a finding."""
    return {
        Severity.BLOCKER: _("Blocker"),
        Severity.WARNING: _("Warning"),
        Severity.ADVICE: _("Advice"),
        Severity.UNKNOWN: _("Unknown"),
        Severity.OK: _("In order"),
    }[value]


def source(finding: Finding) -> str:
    """Where the rule comes from, labelled where it is not published."""
    if finding.confidence is Confidence.PUBLISHED:
        return finding.source
    return _("{source} ({confidence})").format(source=finding.source, confidence=confidence_name(finding.confidence))


def subject(finding_id: str) -> str:
    """What a check looks at, whatever it found."""
    return {
        "rights": _("Your rights"),
        "sales-installed": _("Dynamics 365 Sales"),
        "dual-write-solution": _("Dual-write Supply Chain solution"),
        "updated-solution": _("Version of the solution"),
        "running-map": _("Order map that runs"),
        "dual-write-users": _("Dual-write users"),
        "marked-others": _("Other integration users"),
        "sop-flag": _("Sales order processing integration"),
        "system-pricing": _("System pricing"),
        "discount-method": _("Discount method"),
        "prospect-to-cash-leftovers": _("Old Prospect to cash solution"),
        "submitted-orders": _("Submitted orders"),
        "map-mismatch": _("Chosen map"),
        "named-users": _("Named users"),
        "sales-app": _("Sales app"),
        "map-companions": _("Maps that belong together"),
        "map-versions": _("Versions of the maps"),
        "value-map": _("Values and filters of the order map"),
        "map-collection": _("Prospect-to-cash maps"),
        "features": _("Features of Supply Chain Management"),
        "user-roles": _("Roles of the dual-write users"),
        "look-alikes": _("Users named like dual-write's"),
        "owner-team": _("Default teams"),
        "auto-numbering": _("Auto-numbering"),
        "number-sequences": _("Number sequences"),
        "price-lists": _("Price lists"),
        "units": _("Units"),
        "quick-create": _("Quick create of quote lines"),
        "plugin-steps": _("Plug-in steps of dual-write"),
        "auditing": _("Auditing"),
        "business-central": _("Business Central"),
    }[finding_id]


def _problem(problem: str) -> str:
    return {
        "forbidden": _("you are not allowed to read it"),
        "not-found": _("it is not there to be read"),
        "timeout": _("the answer took too long"),
        "throttled": _("the environment was too busy to answer"),
        "unauthorized": _("the sign-in was not accepted for it"),
        "rejected": _("the environment refused the question, as it does where a column is missing"),
    }.get(problem, _("no usable answer came"))


def _next_step(problem: str) -> str:
    """What to do about a part that could not be read."""
    without = _(
        "If it belongs to dual-write and dual-write is not installed yet, that is to be expected. Otherwise check "
        "again after its solution is installed."
    )
    return {
        "forbidden": _("Sign in as somebody who may read it, then check again."),
        "unauthorized": _("Sign in again, then check again."),
        "not-found": without,
        "rejected": without,
    }.get(problem, _("Check again in a few minutes."))


def _unread(finding: Finding) -> Words:
    facts = dict(finding.facts)
    held_back = facts.get("switching_off") == "yes"
    detail_ = _("{subject}: {problem}. Nothing is concluded from that.").format(
        subject=subject(finding.id), problem=_problem(facts["problem"])
    )
    if held_back:
        detail_ = _(
            "{detail} Orders may be Submitted, and with Submitted orders this program does not switch the flag off: "
            "Business Central's rule. As long as nobody knows, switching off is held back."
        ).format(detail=detail_)
    fix_ = _next_step(facts["problem"])
    if facts["request_id"]:
        fix_ = _("{fix} Microsoft support can find the answer by its request id {request_id}.").format(
            fix=fix_, request_id=facts["request_id"]
        )
    return Words(_("{subject}: could not be read").format(subject=subject(finding.id)), detail_, fix_)


def evidence(seen: MapEvidence) -> str:
    """What the rows of running maps show, in one sentence."""
    return finding_maps.reason_sentence(seen.reason)


_BY_ID: Final[dict[str, Callable[[Finding, str], Words]]] = {
    "rights": finding_rights.rights,
    "sales-installed": finding_solutions.sales_installed,
    "dual-write-solution": finding_solutions.dual_write_solution,
    "updated-solution": finding_solutions.updated_solution,
    "running-map": finding_maps.running_map,
    "dual-write-users": finding_users.dual_write_users,
    "marked-others": finding_users.marked_others,
    "named-users": finding_users.named_users,
    "sop-flag": finding_settings.sop_flag,
    "system-pricing": finding_settings.system_pricing,
    "discount-method": finding_settings.discount_method,
    "prospect-to-cash-leftovers": finding_solutions.leftovers,
    "submitted-orders": finding_settings.submitted,
    "map-mismatch": finding_maps.mismatch,
    "sales-app": finding_environment.sales_app,
    "map-companions": finding_collection.map_companions,
    "map-versions": finding_collection.map_versions,
    "value-map": finding_collection.value_map,
    "map-collection": finding_collection.map_collection,
    "features": finding_collection.features,
    "user-roles": finding_environment.user_roles,
    "look-alikes": finding_environment.look_alikes,
    "owner-team": finding_environment.owner_team,
    "auto-numbering": finding_numbers.auto_numbering,
    "number-sequences": finding_numbers.number_sequences,
    "price-lists": finding_environment.price_lists,
    "units": finding_environment.units,
    "quick-create": finding_environment.quick_create,
    "plugin-steps": finding_environment.plugin_steps,
    "auditing": finding_environment.auditing,
    "business-central": finding_environment.business_central,
}


def _words(finding: Finding) -> Words:
    case = finding.fact("case")
    return _unread(finding) if case == UNREAD else _BY_ID[finding.id](finding, case)
