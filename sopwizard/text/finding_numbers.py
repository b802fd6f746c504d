"""The findings about order and quote numbers in words."""

from sopwizard.domain.model.findings import Finding
from sopwizard.text import _
from sopwizard.text.finding_words import Words, nothing


def auto_numbering(finding: Finding, case: str) -> Words:
    """Auto-numbering on the right columns."""
    if case == "without":
        return Words(
            _("A number column has no auto-numbering"),
            _(
                "Without: {without}. With the Dual-write Supply Chain solution the admin center's auto-numbering is "
                "not applied, only that of these columns."
            ).format(without=finding.fact("without")),
            _("Set the format on the column itself, in the Power Apps maker portal."),
        )
    return Words(
        _("Orders and quotes number themselves"),
        _("Formats: {order} for orders, {quote} for quotes, on the columns that count.").format(
            order=finding.fact("order"), quote=finding.fact("quote")
        ),
        nothing(),
    )


def number_sequences(finding: Finding, case: str) -> Words:
    """Two sequences that may meet."""
    sales, theirs = finding.fact("sales"), finding.fact("supply_chain")
    shown = _("Made in Sales, for example: {sales}. Made by dual-write: {theirs}.").format(
        sales=sales or _("none"), theirs=theirs or _("none")
    )
    ask = _("Compare with the number sequence of sales orders in finance and operations, Number sequences.")
    if case == "collide":
        return Words(
            _("Both sides will give out the same order number: {number}").format(number=finding.fact("number")),
            _(
                "{shown} If both go on counting like that, {number} is the first number that comes twice: one "
                "number for two orders, one of each side."
            ).format(shown=shown, number=finding.fact("number")),
            _("Give one side another prefix, such as F and C in the article."),
        )
    if case == "never":
        return Words(
            _("The order numbers of both sides do not meet"),
            _("{shown} As far as these numbers tell, none ever comes twice.").format(shown=shown),
            nothing(),
        )
    why = {
        "no-sales-pattern": _("The numbers made in Sales show no one pattern."),
        "none-seen": _("No order made by dual-write was found, so the other side's pattern is not known."),
        "no-pattern": _("The numbers made by dual-write show no one pattern."),
        "loose": _("A part of the format cannot be foretold, such as random letters or a date."),
    }[case]
    return Words(
        _("Whether order numbers can meet is not known"),
        _("{shown} {why}").format(shown=shown, why=why),
        ask,
    )
