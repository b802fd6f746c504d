"""The price-computation table in words."""

from sopwizard.domain.pricing import Decider, PriceCell, PriceOutcome, Situation
from sopwizard.domain.rulebook import PriceCondition, PriceOperation, Rulebook
from sopwizard.text import _


def table_name(rulebook: Rulebook, table: str) -> str:
    """The published name of the table with that logical name; the logical name itself for one that is not priced."""
    return next((row.name for row in rulebook.pricing.tables if row.table == table), table)


def operation_name(operation: PriceOperation) -> str:
    """The heading of an operation's column."""
    return {
        PriceOperation.CREATE: _("Create"),
        PriceOperation.UPDATE: _("Update"),
        PriceOperation.DELETE: _("Delete"),
        PriceOperation.RECALCULATE: _("Recalculate"),
    }[operation]


def outcome(cell: PriceCell) -> str:
    """What happens, in a word or two."""
    return {
        PriceOutcome.CALCULATED: _("Calculated"),
        PriceOutcome.SKIPPED: _("Skipped"),
        PriceOutcome.NOT_APPLICABLE: _("Not applicable"),
    }[cell.outcome]


def condition(cell: PriceCell) -> str:
    """When this cell is skipped, whatever the situation."""
    return {
        PriceCondition.ALWAYS: _("Always calculated."),
        PriceCondition.NOT_APPLICABLE: _("There is nothing to calculate here."),
        PriceCondition.INTEGRATION_USER: _(
            "Skipped if sales order processing integration is on and the user is an integration user."
        ),
        PriceCondition.SUBMITTED: _("Skipped if sales order processing integration is on and the order is Submitted."),
        PriceCondition.INTEGRATION_USER_OR_SUBMITTED: _(
            "Skipped if sales order processing integration is on and either the user is an integration user or the "
            "order is Submitted."
        ),
    }[cell.condition]


def _not_met(cell: PriceCell) -> str:
    return {
        PriceCondition.INTEGRATION_USER: _("Calculated: the user is not an integration user."),
        PriceCondition.SUBMITTED: _("Calculated: the order is not Submitted, and here only that would skip it."),
    }.get(cell.condition, _("Calculated: the user is not an integration user, and the order is not Submitted."))


def reason(cell: PriceCell) -> str:
    """The sentence that decides the cell in its situation."""
    sentences = {
        Decider.ALWAYS: _("Calculated always: neither the flag nor the user matters for this table."),
        Decider.NO_SUCH_OPERATION: _("Not applicable: there is nothing to calculate here."),
        Decider.FLAG_OFF: _("Calculated: sales order processing integration is off, so nothing is skipped."),
        Decider.INTEGRATION_USER: _(
            "Skipped: sales order processing integration is on and the user is an integration user."
        ),
        Decider.SUBMITTED: _("Skipped: sales order processing integration is on and the order is Submitted."),
        Decider.BOTH: _(
            "Skipped: sales order processing integration is on, the user is an integration user and the order is "
            "Submitted; either would do."
        ),
        Decider.CONDITION_NOT_MET: _not_met(cell),
    }
    return sentences[cell.decider]


def situation_name(situation: Situation) -> str:
    """A situation in one line."""
    return _("{flag}, {user}, {order}").format(
        flag=_("flag on") if situation.sop else _("flag off"),
        user=_("integration user") if situation.integration_user else _("regular user"),
        order=_("Submitted order") if situation.submitted else _("Active order"),
    )


def remark() -> str:
    """What holds for the whole table."""
    return _(
        "A price can be calculated only on a record that can be edited, and only while Use system pricing calculations "
        "is Yes. The flag binds both halves of a condition with “or”: that is how the article is read here, its "
        "wording leaves it open."
    )
