"""The findings about settings and orders in words."""

from sopwizard.domain.model.findings import Finding
from sopwizard.text import _
from sopwizard.text.finding_words import Words, nothing


def sop_flag(_finding: Finding, case: str) -> Words:
    """The flag."""
    if case == "on":
        return Words(
            _("Sales order processing integration is on"),
            _("Orders can be Submitted, and Create Invoice is not shown: invoices come from Supply Chain Management."),
            nothing(),
        )
    if case == "not-needed":
        return Words(
            _("Sales order processing integration is off, and not needed for this map"),
            _("The article on Prospect to cash through the Data Integrator does not ask for it."),
            nothing(),
        )
    if case == "off":
        return Words(
            _("Sales order processing integration is off"),
            _(
                "Every environment starts like this. The set-up of the status columns asks for it to be on; until then "
                "Sales calculates the prices of what dual-write writes, and nobody can submit an order."
            ),
            _("Switch it on with this wizard."),
        )
    return Words(
        _("Sales order processing integration could not be read"),
        _("The organization row came without it. Neither on nor off is assumed, and it is not changed."),
        _("Check again. If it stays so, ask whether your role may read column issopintegrationenabled."),
    )


def system_pricing(_finding: Finding, case: str) -> Words:
    """Whether Sales calculates prices."""
    if case == "on":
        return Words(
            _("System pricing is on"),
            _(
                "Use system pricing calculations is Yes, as the articles on orders ask for. Sales calculates prices "
                "itself, unless Supply Chain Management is the price master."
            ),
            nothing(),
        )
    if case == "off":
        return Words(
            _("Sales does not calculate prices itself"),
            _(
                "Use system pricing calculations is No. Totals of quotes, orders and invoices stay as they were typed "
                "or synchronized."
            ),
            _(
                "Set Use system pricing calculations to Yes in the Sales settings. Leave it if Supply Chain "
                "Management is made price master: then Sales acts as if it were No anyway."
            ),
        )
    return Words(
        _("Whether Sales calculates prices could not be read"),
        _("The organization row came without it."),
        _("Look at Use system pricing calculations in the Sales settings; it should be Yes."),
    )


def discount_method(_finding: Finding, case: str) -> Words:
    """How discounts count."""
    if case == "line-item":
        return Words(
            _("Discounts count for the whole line"),
            _("Discount calculation method is Line item, so a line's whole discount is synchronized undivided."),
            nothing(),
        )
    if case == "per-unit":
        return Words(
            _("Discounts count for each unit"),
            _(
                "Discount calculation method is Per unit. A discount that is rounded for each unit loses the rest on "
                "its way: 10.00 off for 3 units comes back as 9.99."
            ),
            _("Set Discount calculation method to Line item in the Sales settings, before orders are synchronized."),
        )
    return Words(
        _("How discounts count could not be read"),
        _("The organization row has no discount calculation method that is known."),
        _("Look at Discount calculation method in the Sales settings; it should be Line item."),
    )


def submitted(finding: Finding, case: str) -> Words:
    """Submitted orders, and what they hold back."""
    if case == "none":
        return Words(_("No order is Submitted"), _("Nothing would be left locked if the flag went off."), nothing())
    numbers = finding.fact("numbers") or _("numbers not read")
    if finding.fact("more") == "yes":
        numbers = _("{numbers} and more").format(numbers=numbers)
    if finding.fact("switching_off") == "yes":
        return Words(
            _("Orders are Submitted: the flag stays on"),
            _(
                "Submitted: {numbers}. Business Central refuses to switch off in the same case, and this program "
                "follows it; no article on dual-write has this rule."
            ).format(numbers=numbers),
            _("Let these orders be fulfilled, invoiced or canceled in Supply Chain Management, then switch off."),
        )
    return Words(
        _("Orders are Submitted"),
        _(
            "Submitted: {numbers}. They are read-only in Sales. As long as there are any, this program does not "
            "switch the flag off: Business Central's rule, which no article on dual-write has."
        ).format(numbers=numbers),
        _("There is nothing to do now. Finish these orders before you switch the flag off."),
    )
