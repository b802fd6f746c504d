"""Expectations are typed from the table of the article on sales order processing integration."""

from itertools import product

import pytest

from sopwizard.domain.pricing import Decider, PriceCell, Situation, price_cells
from sopwizard.services.rulebook import load

OPERATIONS = ("create", "update", "delete", "recalculate")

# A cell: C calculate always, - not applicable, U skipped for the integration user, S for a Submitted order, B for
# either; U, S and B only with the flag on.
MATRIX = {
    "opportunity": "CC-C",
    "quote": "CC-C",
    "salesorder": "UB-S",
    "invoice": "UU-U",
    "opportunityproduct": "CCC-",
    "quotedetail": "CCC-",
    "salesorderdetail": "BBU-",
    "invoicedetail": "UUU-",
}
# What is skipped, by situation (flag, integration user, submitted), in the letters above.
SKIPPED = {
    (False, False, False): "",
    (False, False, True): "",
    (False, True, False): "",
    (False, True, True): "",
    (True, False, False): "",
    (True, False, True): "SB",
    (True, True, False): "UB",
    (True, True, True): "USB",
}


@pytest.mark.parametrize(("flag", "user", "submitted"), list(product((False, True), repeat=3)))
def test_all_32_cells_are_decided_as_published(flag: bool, user: bool, submitted: bool) -> None:  # noqa: FBT001
    skipped = SKIPPED[flag, user, submitted]
    wanted = [
        (
            table,
            operation,
            "not-applicable" if letter == "-" else "skipped" if letter in skipped else "calculated",
        )
        for table, letters in MATRIX.items()
        for operation, letter in zip(OPERATIONS, letters, strict=True)
    ]
    cells = price_cells(load(), Situation(sop=flag, integration_user=user, submitted=submitted))
    assert [(cell.table, cell.operation.value, cell.outcome.value) for cell in cells] == wanted


def cell(table: str, operation: str, situation: Situation) -> PriceCell:
    return next(
        each for each in price_cells(load(), situation) if (each.table, each.operation.value) == (table, operation)
    )


USER = "Calculation is skipped if the IsSOPIntegrationEnabled flag is set to Yes (1) and the signed-in user is an"
ORDER = "Calculation is skipped if the IsSOPIntegrationEnabled flag is set to Yes (1) and the sales order is in a"


@pytest.mark.parametrize(
    ("table", "operation", "published"),
    [
        ("quote", "create", "Calculate always"),
        ("quote", "delete", "Not applicable"),
        ("salesorder", "create", f"{USER} integration user"),
        ("salesorder", "update", f"{ORDER} submitted state or the signed-in user is an integration user"),
        ("salesorder", "recalculate", f"{ORDER} submitted state"),
        ("salesorderdetail", "create", f"{USER} integration user or the sales order is in a submitted state"),
        ("salesorderdetail", "update", f"{USER} integration user or sales order is in a submitted state"),
        ("salesorderdetail", "delete", f"{USER} integration user"),
        ("invoice", "recalculate", f"{USER} integration user"),
        ("invoicedetail", "delete", f"{USER} integration user"),
    ],
)
def test_a_cell_carries_the_words_of_its_own_condition(table: str, operation: str, published: str) -> None:
    assert cell(table, operation, Situation(sop=True, integration_user=True, submitted=True)).published == published


ON = Situation(sop=True, integration_user=False, submitted=False)


@pytest.mark.parametrize(
    ("table", "operation", "situation", "decider"),
    [
        ("quote", "create", ON, Decider.ALWAYS),
        ("quote", "delete", ON, Decider.NO_SUCH_OPERATION),
        ("salesorder", "update", Situation(sop=False, integration_user=True, submitted=True), Decider.FLAG_OFF),
        ("salesorder", "update", ON, Decider.CONDITION_NOT_MET),
        (
            "salesorder",
            "update",
            Situation(sop=True, integration_user=True, submitted=False),
            Decider.INTEGRATION_USER,
        ),
        ("salesorder", "update", Situation(sop=True, integration_user=False, submitted=True), Decider.SUBMITTED),
        ("salesorder", "update", Situation(sop=True, integration_user=True, submitted=True), Decider.BOTH),
        (
            "salesorder",
            "recalculate",
            Situation(sop=True, integration_user=True, submitted=False),
            Decider.CONDITION_NOT_MET,
        ),
        (
            "salesorder",
            "create",
            Situation(sop=True, integration_user=False, submitted=True),
            Decider.CONDITION_NOT_MET,
        ),
    ],
)
def test_a_cell_says_what_decided_it(table: str, operation: str, situation: Situation, decider: Decider) -> None:
    assert cell(table, operation, situation).decider is decider


def test_the_table_tells_its_source_and_date() -> None:
    pricing = load().pricing
    assert (pricing.source, pricing.date) == (
        "Microsoft Learn: Enable sales order processing integration",
        "2022-08-29",
    )
