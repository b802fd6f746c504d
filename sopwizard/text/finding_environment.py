"""The findings about what stands around orders in words: teams, prices, units, steps, apps, auditing."""

from sopwizard.domain.model.findings import Finding
from sopwizard.text import _
from sopwizard.text.finding_words import Words, nothing


def _app(name: str) -> str:
    """Microsoft's name of an app."""
    return {"msdynce_saleshub": _("Sales Hub"), "msdynce_salespro": _("Sales Professional")}.get(name, name)


def sales_app(finding: Finding, case: str) -> Words:
    """Microsoft's apps for Sales."""
    if case == "present":
        return Words(
            _("A Sales app is present"),
            _("Found: {apps}. What the articles say about buttons and settings holds there.").format(
                apps=", ".join(_app(name) for name in finding.fact("apps").split(", "))
            ),
            nothing(),
        )
    return Words(
        _("Neither Sales Hub nor Sales Professional is present"),
        _("Custom apps seem to be in use. Their buttons and settings may differ from the articles."),
        _("Ask whoever made the app where orders are submitted and invoiced in it."),
    )


def user_roles(finding: Finding, case: str) -> Words:
    """The security roles of dual-write's users."""
    if case == "without":
        return Words(
            _("A dual-write user has no security role of its own"),
            _("Without a role: {without}. Unless a team gives it one, it can read and write nothing.").format(
                without=finding.fact("without")
            ),
            _("Give it the role Dual-Write App User, in the Power Platform admin center under Application users."),
        )
    if case == "unlisted":
        return Words(
            _("The roles of a dual-write user could not be read"),
            _("Not listed: {unlisted}.").format(unlisted=finding.fact("unlisted")),
            _("Look at its roles in the Power Platform admin center under Application users."),
        )
    if case == "nobody":
        return Words(
            _("There is no dual-write user whose roles could be looked at"),
            _("Whether that matters is said with the dual-write users."),
            nothing(),
        )
    return Words(
        _("The dual-write users hold security roles"),
        _("{roles}. Which privileges the roles contain is not looked at.").format(roles=finding.fact("roles")),
        nothing(),
    )


def owner_team(finding: Finding, case: str) -> Words:
    """The default teams of business units."""
    without = finding.fact("without")
    if case == "root-without":
        return Words(
            _("The default team of the root business unit has no security role"),
            _(
                "{without} has none. Rows that dual-write creates may belong to that team; without a role the error "
                "Principal team is missing a privilege stops them."
            ).format(without=without),
            _(
                "Give the team a role that may read and write what it owns, in the Power Platform admin center under "
                "the environment's Settings, Teams."
            ),
        )
    if case in {"perhaps-root", "no-root"}:
        return Words(
            _("Whether the root business unit's team has a role is not known"),
            _("Which team belongs to the root business unit could not be read. Without a role: {without}.").format(
                without=without or _("none")
            ),
            _(
                "Look in the Power Platform admin center, under the environment's Settings, Teams, at the team that is "
                "named like the root business unit."
            ),
        )
    if case == "others-without":
        return Words(
            _("Default teams of other business units have no security role"),
            _("Without a role: {without}. That matters only where dual-write's rows belong to them.").format(
                without=without
            ),
            _("If companies are owned by these teams, give them a role."),
        )
    return Words(
        _("The default teams have security roles"),
        _("{roles}. Rows that dual-write creates can belong to them.").format(roles=finding.fact("with")),
        nothing(),
    )


def look_alikes(finding: Finding, case: str) -> Words:
    """Users with names like dual-write's."""
    if case == "some":
        return Words(
            _("A user has a name like dual-write's and is not one of its users"),
            _(
                "{names}. The application id is not one of dual-write's; names are chosen freely and tell nothing."
            ).format(names=finding.fact("names")),
            _("Do not mark it because of its name. Find out what it is used for."),
        )
    return Words(
        _("No other user has a name like dual-write's"),
        _("Dual-write's users are told by their application ids; no name misleads here."),
        nothing(),
    )


def price_lists(finding: Finding, case: str) -> Words:
    """Price lists and currencies."""
    if case == "none":
        return Words(
            _("There is no active price list"),
            _("Orders and quotations need one in Sales; those from Supply Chain Management may be refused without."),
            _("Make a price list for each currency in use, in the Sales settings."),
        )
    if case == "no-currency":
        return Words(
            _("Whether every currency has a price list is not known"),
            _("Active: {lists}. No currency was listed, and an organization has at least its own.").format(
                lists=finding.fact("lists")
            ),
            _("Look at the currencies and price lists in the Sales settings, or check again with more rights."),
        )
    if case == "base-without":
        return Words(
            _("The organization's own currency has no price list"),
            _("Without a price list: {without}. Orders in that currency have no price list to use.").format(
                without=finding.fact("without")
            ),
            _("Make a price list for it in the Sales settings."),
        )
    if case == "some-without":
        return Words(
            _("Some currencies have no price list"),
            _("Without a price list: {without}. Orders in these currencies have no price list to use.").format(
                without=finding.fact("without")
            ),
            _("Make one for each currency in which there will be orders."),
        )
    return Words(
        _("Every currency has a price list"), _("Active: {lists}.").format(lists=finding.fact("lists")), nothing()
    )


def units(finding: Finding, case: str) -> Words:
    """Units and their symbols."""
    if case == "none":
        return Words(
            _("No unit has a symbol"),
            _("Dual-write finds units by their symbol. Order lines have no unit that both sides know."),
            _("Synchronize the units from Supply Chain Management before orders."),
        )
    if case == "some-without":
        return Words(
            _("Some units have no symbol"),
            _("Without a symbol: {without}. Dual-write does not find these.").format(without=finding.fact("without")),
            _("If they are used in orders, synchronize them from Supply Chain Management."),
        )
    return Words(
        _("Every unit has a symbol"),
        _("Symbols: {symbols}. Whether Supply Chain Management has the same is not seen from here.").format(
            symbols=finding.fact("with")
        ),
        nothing(),
    )


def quick_create(_finding: Finding, case: str) -> Words:
    """Quick create of quote lines."""
    if case == "allowed":
        return Words(
            _("Quote lines can be made by quick create"),
            _("Quote Line allows quick create, as Field Service needs it."),
            nothing(),
        )
    return Words(
        _("Quote lines cannot be made by quick create"),
        _(
            "The article on prospect-to-cash says to allow it again where Field Service is used as well. Elsewhere it "
            "does not matter."
        ),
        _(
            "With Field Service: Advanced Settings, Customize the System, Quote Line, Data Services, Allow quick "
            "create."
        ),
    )


def plugin_steps(finding: Finding, case: str) -> Words:
    """The steps of dual-write's plug-ins."""
    if case == "off":
        return Words(
            _("Steps of dual-write's plug-ins are disabled"),
            _("Disabled: {off}. What they carry is not synchronized, without an error anywhere.").format(
                off=finding.fact("off")
            ),
            _("Enable them again with the Plug-in Registration tool, or stop and start the map that they belong to."),
        )
    if case == "unclear":
        return Words(
            _("Whether dual-write's plug-in steps are enabled is not known"),
            _("Not readable: {unclear}.").format(unclear=finding.fact("unclear")),
            _("Look at the steps with the Plug-in Registration tool."),
        )
    if case == "none":
        return Words(
            _("Maps run, but dual-write has no plug-in steps"),
            _("Running maps have rows here, and nothing is registered that would act on changes in Sales."),
            _("Stop and start the maps in finance and operations, Data management, Dual-write."),
        )
    if case == "none-needed":
        return Words(
            _("Dual-write has no plug-in steps"),
            _("No map runs either. Starting a map registers them."),
            nothing(),
        )
    if case == "none-unclear":
        return Words(
            _("Dual-write has no plug-in steps, and whether a map runs is not known"),
            _("If a map runs, changes made in Sales are not synchronized. If none does, there is nothing to register."),
            _("Look in finance and operations, Data management, Dual-write, whether a map runs."),
        )
    return Words(
        _("Dual-write's plug-in steps are enabled"),
        _("Steps found: {count}, none of them disabled.").format(count=finding.fact("count")),
        nothing(),
    )


def business_central(finding: Finding, case: str) -> Words:
    """Another product that sets the same flag."""
    if case == "present":
        return Words(
            _("Business Central seems to be connected"),
            _(
                "Found: {found}. Its Legacy Sales Order Integration is the same flag, and excludes its bidirectional "
                "synchronization of orders. Changing the flag here changes it there."
            ).format(found=finding.fact("found")),
            _("Ask whoever looks after Business Central before you change the flag."),
        )
    return Words(
        _("No solution of Business Central is installed"),
        _("Neither of its two solutions was found, so nothing else is known to set the flag."),
        nothing(),
    )


def auditing(finding: Finding, case: str) -> Words:
    """Whether the platform records changes."""
    own = _("This program keeps its own record of what was before and after.")
    if case == "off":
        return Words(
            _("Auditing is off"),
            _("The platform keeps no record of changes. {own}").format(own=own),
            _("If a record is wanted there too, start auditing in the Power Platform admin center first."),
        )
    if case == "tables-off":
        return Words(
            _("Auditing is on, but not for these tables"),
            _("Not audited: {off}. {own}").format(off=finding.fact("off"), own=own),
            _("If a record is wanted there too, audit these tables; some system tables do not allow it."),
        )
    if case == "unclear":
        return Words(
            _("Whether changes are audited is not known"),
            _("Not everything about auditing could be read. {own}").format(own=own),
            _("Look at the audit settings in the Power Platform admin center."),
        )
    return Words(
        _("Changes are audited"),
        _("Auditing is on for the organization and for both tables. Whether the two columns are is not published."),
        nothing(),
    )
