"""Who calculates prices when: the price-computation table of the SOP article, for one situation."""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from sopwizard.domain.rulebook import PriceCondition, PriceOperation, PriceRule, Rulebook


@dataclass(frozen=True, slots=True)
class Situation:
    """Whether the flag is on, whether the signed-in user is an integration user, whether the order is Submitted."""

    sop: bool
    integration_user: bool
    submitted: bool


@unique
class PriceOutcome(StrEnum):
    """What Sales does about prices."""

    CALCULATED = "calculated"
    SKIPPED = "skipped"
    NOT_APPLICABLE = "not-applicable"


@unique
class Decider(StrEnum):
    """What decided a cell; `text.pricing` has the sentences."""

    ALWAYS = "always"
    NO_SUCH_OPERATION = "no-such-operation"
    FLAG_OFF = "flag-off"
    INTEGRATION_USER = "integration-user"
    SUBMITTED = "submitted"
    BOTH = "both"
    CONDITION_NOT_MET = "condition-not-met"


@dataclass(frozen=True, slots=True)
class PriceCell:
    """One cell for one situation. ``published`` is the article's own wording of the cell's condition."""

    table: str
    operation: PriceOperation
    outcome: PriceOutcome
    decider: Decider
    condition: PriceCondition
    published: str


_BY_USER: Final = frozenset({PriceCondition.INTEGRATION_USER, PriceCondition.INTEGRATION_USER_OR_SUBMITTED})
_BY_STATE: Final = frozenset({PriceCondition.SUBMITTED, PriceCondition.INTEGRATION_USER_OR_SUBMITTED})


def _decide(condition: PriceCondition, situation: Situation) -> tuple[PriceOutcome, Decider]:
    if condition is PriceCondition.ALWAYS:
        return PriceOutcome.CALCULATED, Decider.ALWAYS
    if condition is PriceCondition.NOT_APPLICABLE:
        return PriceOutcome.NOT_APPLICABLE, Decider.NO_SUCH_OPERATION
    if not situation.sop:  # the flag binds every alternative of a condition (DOMAIN 10.21)
        return PriceOutcome.CALCULATED, Decider.FLAG_OFF
    user = situation.integration_user and condition in _BY_USER
    state = situation.submitted and condition in _BY_STATE
    if not user and not state:
        return PriceOutcome.CALCULATED, Decider.CONDITION_NOT_MET
    skipper = {(True, False): Decider.INTEGRATION_USER, (False, True): Decider.SUBMITTED}.get((user, state))
    return PriceOutcome.SKIPPED, skipper or Decider.BOTH


def price_cell(rule: PriceRule, situation: Situation) -> PriceCell:
    """What that cell of the table says in the situation."""
    outcome, decider = _decide(rule.condition, situation)
    return PriceCell(rule.table, rule.operation, outcome, decider, rule.condition, rule.published)


def price_cells(rulebook: Rulebook, situation: Situation) -> tuple[PriceCell, ...]:
    """All 32 cells, in the article's order: tables down, operations across.

    *Calculated* still needs a record that can be edited, and Sales' own price calculation to be on.
    """
    return tuple(price_cell(rule, situation) for rule in rulebook.pricing.cells)
