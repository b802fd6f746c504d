"""The findings about users in words."""

from sopwizard.domain.model.findings import Finding
from sopwizard.domain.surroundings import RECENT_DAYS
from sopwizard.text import _
from sopwizard.text.finding_words import Words, nothing, some

_IN_TITLE, _NAMED = 3, 12  # names; the evidence has every user


def _dual_write_title(case: str) -> str:
    return {
        "none": _("No dual-write user is present"),
        "flag-on-unmarked": _("The flag is on, but a dual-write user is not marked"),
        "disabled": _("A dual-write user is disabled"),
        "runtime-missing": _("The dual-write runtime user is missing"),
        "data-integration-missing": _("The data integration user is missing"),
        "mark-unreadable": _("Whether a dual-write user is marked could not be read"),
        "erp-missing": _("The older ERP user is missing"),
        "unmarked": _("Dual-write users are present and not marked yet"),
        "marked": _("The dual-write users are marked"),
        "not-needed": _("Marked dual-write users are not needed for this map"),
    }[case]


def _dual_write_sentence(case: str) -> str:
    return {
        "none": _("None of the three applications that dual-write works as is a user here: {absent}."),
        "flag-on-unmarked": _(
            "Not marked: {unmarked}. With the flag on, Sales calculates prices over what they write, and orders that "
            "are locked for people may refuse their updates."
        ),
        "disabled": _(
            "Disabled: {disabled}. Marking it does no harm and keeps it right for the day it is enabled, but as long "
            "as it is disabled, nothing synchronizes as this user."
        ),
        "runtime-missing": _(
            "Since September 2025 dual-write writes to Dataverse as the Finance and Operations Runtime Integration "
            "User, which is no user here."
        ),
        "data-integration-missing": _(
            "Dual-write sets up and starts maps as Dynamics Data Integration, which is no user here."
        ),
        "mark-unreadable": _("Not readable: {unreadable}. Nothing is assumed, and nothing is planned for it."),
        "erp-missing": _(
            "Until September 2025 dual-write wrote as Microsoft Dynamics ERP, which is no user here; some environments "
            "never had it."
        ),
        "unmarked": _("Not marked yet: {unmarked}."),
        "marked": _("Marked: {marked}."),
        "not-needed": _("The article on Prospect to cash through the Data Integrator asks for none."),
    }[case]


def _dual_write_fix(case: str) -> str:
    return {
        "none": _(
            "Check that finance and operations is linked to this environment for dual-write. You can also name the "
            "users to mark by hand."
        ),
        "flag-on-unmarked": _("Mark them with this wizard."),
        "disabled": _("Find out who disabled it and why, and enable it in the Power Platform admin center."),
        "runtime-missing": _("Ask Microsoft support: the article on the change says so for environments without it."),
        "data-integration-missing": _("Add it as an application user, as the requirements of dual-write describe."),
        "mark-unreadable": _("Check again, if need be signed in as somebody who may read users."),
        "erp-missing": _("There is nothing to do where the runtime user is present."),
        "unmarked": _("Mark them with this wizard."),
        "marked": nothing(),
        "not-needed": nothing(),
    }[case]


def _three() -> str:
    return _(
        "The article on the status columns was written in 2020 and still speaks of two entries; the runtime user "
        "writes orders since September 2025. To mark every one of the three that is present is recommended here, and "
        "in no article."
    )


def dual_write_users(finding: Finding, case: str) -> Words:
    """Everything that is to be said of the three users, the gravest first."""
    facts = dict(finding.facts)
    cases = facts["cases"].split(", ")
    said = [_dual_write_sentence(each).format(**facts) for each in cases]
    if facts["present"]:
        said.append(_three())
    fixes = dict.fromkeys(_dual_write_fix(each) for each in (cases if case != "not-needed" else (case,)))
    to_do = [each for each in fixes if each != nothing()]
    return Words(_dual_write_title(case), " ".join(said), " ".join(to_do) or nothing())


def marked_others(finding: Finding, case: str) -> Words:
    """People and other integrations in integration user mode."""
    people, integrations = finding.fact("people"), finding.fact("integrations")
    if case == "mark-unreadable":
        return Words(
            _("Whether other users are marked could not be read"),
            _("Not readable: {users}. Nothing is concluded from that.").format(users=finding.fact("unreadable")),
            _("Check again, if need be signed in as somebody who may read users."),
        )
    if case == "none":
        return Words(
            _("Nobody else is in integration user mode"),
            _("Only dual-write users are, or nobody is."),
            nothing(),
        )
    said = []
    if people:
        said.append(_("People in integration user mode: {people}.").format(people=some(people, _NAMED)))
    if integrations:
        named = some(integrations, _NAMED)
        said.append(_("Other integrations in integration user mode: {integrations}.").format(integrations=named))
    if orders := some(finding.fact("orders"), _NAMED):
        said.append(
            _("Orders that they created in the last {days} days: {orders}.").format(days=RECENT_DAYS, orders=orders)
        )
    if uncounted := some(finding.fact("uncounted"), _NAMED):
        said.append(_("How many orders they created lately could not be counted: {users}.").format(users=uncounted))
    said.append(
        _(
            "With the flag on, Sales does not calculate the prices of the orders and invoices that they write. By one "
            "field report of 2016, orders that such a user created arrived as Submitted and read-only."
        )
    )
    return Words(
        _("Somebody else is in integration user mode: {users}").format(
            users=some(", ".join(names for names in (people, integrations) if names), _IN_TITLE)
        ),
        " ".join(said),
        _(
            "Ask what the mark is for. A person hardly ever needs it: unmark them (“--unmark”, or on the page "
            "Integration users). Another integration may rely on it, ask its owner first."
        ),
    )


def named_users(finding: Finding, case: str) -> Words:
    """Users that were named by hand and cannot be changed."""
    users = finding.fact("users")
    if case == "missing":
        return Words(
            _("A named user is not there"),
            _("Not a user of this environment: {users}. Nothing can be planned for it.").format(users=users),
            _("Choose the users again."),
        )
    return Words(
        _("Whether a named user is marked could not be read"),
        _("Not readable: {users}. A change needs to know what stands there before.").format(users=users),
        _("Check again, if need be signed in as somebody who may read users."),
    )
