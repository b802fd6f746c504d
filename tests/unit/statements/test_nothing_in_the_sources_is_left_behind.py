"""Every sentence of the five sources is carried by something that exists, or says why not."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from sopwizard.domain.checks import examine
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.states import Confidence
from sopwizard.domain.plan import make_plan
from sopwizard.domain.statements import Statement, asked_under, cell_rule, loose_ends, row_rule
from sopwizard.services.lore import legacy, lore, references, stories, symptoms
from sopwizard.services.rulebook import load
from tests.support.snapshots import a_snapshot

ROOT = Path(__file__).parents[3]


def known() -> frozenset[str]:
    made = {finding.id for finding in examine(a_snapshot(), load())}
    made |= {finding.id for finding in make_plan(a_snapshot(), Choices(map_id=MapId.CDS), load()).findings}
    return references(made)


def test_no_statement_points_at_nothing() -> None:
    assert loose_ends(lore(), known()) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"carried_by": ("rule:of-nobody",)},
        {"carried_by": ()},
        {"why_not": "although something carries it"},
        {"source": "005"},
    ],
)
def test_a_statement_that_points_at_nothing_is_found(change: dict[str, object]) -> None:
    broken = replace(lore().statements[0], **change)  # type: ignore[arg-type]
    assert len(loose_ends(replace(lore(), statements=(broken,)), known())) == 1


def test_a_rule_that_names_an_unknown_contradiction_is_found() -> None:
    broken = replace(lore().rules[0], contradictions=("c99",))
    assert loose_ends(replace(lore(), rules=(broken,), statements=()), known()) == (f"{broken.id}: c99",)


def test_ids_are_unique() -> None:
    for each in (lore().sources, lore().rules, lore().contradictions, lore().checklist, lore().statements):
        ids = [part.id for part in each]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("source", "last_line"), [("000", 170), ("001", 71), ("002", 195), ("003", 165), ("004", 37)])
def test_each_source_was_read_to_its_end(source: str, last_line: int) -> None:
    found = [statement for statement in lore().statements if statement.source == source]
    lines = [int(number) for each in found for number in each.where.split()[-1].split("-")]
    assert max(lines) == last_line
    assert lines == sorted(lines)


def _carrying(source: str, words: str) -> Statement:
    return next(each for each in lore().statements if each.source == source and words in each.says)


@pytest.mark.parametrize(
    ("source", "words", "reference"),
    [
        ("000", "stays Invoice when a remaining line is confirmed", "rule:document-stays"),
        ("001", "that can be edited", "rule:pricing-needs-editable"),
        ("001", "App Settings page", "rule:sop-off-app-settings"),
        ("001", "not visible while", "rule:sop-setting-hidden-when-off"),
        ("001", "custom app", "checklist:custom-app"),
        ("002", "Recalculate, Get Products and Lookup Address", "button:lookup-address"),
        ("002", "blank country means US", "checklist:country-map"),
        ("002", "CRM Service USA (sample)", "checklist:price-list-map"),
        ("002", "Products have to be synchronized before", "legacy:task:products"),
        ("003", "product categories", "rule:write-in-categories"),
        ("003", "Freight Amount of a quotation's header are read-only", "rule:quotation-header-read-only"),
        ("003", "shipping method and delivery mode of quotations are not mapped", "checklist:terms"),
        ("003", "owner of the invoice", "rule:invoice-owner"),
        ("003", "Invoice number column", "rule:invoice-number"),
        ("003", "free text invoices are filtered", "rule:free-text-invoices-out"),
        ("003", "Return orders", "checklist:return-orders"),
        ("003", "Financial dimensions have", "checklist:financial-dimensions"),
        ("003", "prospects", "checklist:prospects"),
        ("003", "quick create", "checklist:quick-create"),
        ("004", "by itself", "rule:mark-may-switch-flag"),
    ],
)
def test_what_is_easily_missed_is_there(source: str, words: str, reference: str) -> None:
    assert reference in _carrying(source, words).carried_by


def test_only_links_pictures_and_advice_are_carried_by_nothing() -> None:
    left = [each.id for each in lore().statements if each.why_not]
    assert len(left) == 6


def test_every_row_and_every_price_cell_has_its_rule() -> None:
    rules = {rule.id for rule in lore().rules}
    rows = {row_rule(table.id, row) for table in load().status_maps for row in range(len(table.rows))}
    cells = {cell_rule(cell.table, cell.operation) for cell in load().pricing.cells}
    assert (len(rows), len(cells)) == (38, 32)
    assert rows | cells <= rules


def test_the_rules_that_the_order_page_names_exist() -> None:
    rules = {rule.id for rule in lore().rules}
    tree = ast.parse((ROOT / "sopwizard/domain/order_page.py").read_text(encoding="utf-8"))
    named: set[str] = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        for keyword in call.keywords:
            if keyword.arg in {"rule", "doubt"}:
                named |= {
                    part.value
                    for part in ast.walk(keyword.value)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    assert len(named) > 10
    assert named <= rules


def test_the_twenty_five_contradictions_and_the_readers_are_all_used() -> None:
    assert [found.id for found in lore().contradictions] == [f"c{number}" for number in range(1, 27)]
    named = {found for rule in lore().rules for found in rule.contradictions}
    named |= {part.removeprefix("contradiction:") for each in lore().statements for part in each.carried_by}
    assert {found.id for found in lore().contradictions} - named == {"c16"}


def test_the_field_report_is_never_published_fact() -> None:
    assert {rule.confidence for rule in lore().rules if rule.source == "004"} == {Confidence.FIELD_REPORT}
    assert lore().source("004").confidence is Confidence.FIELD_REPORT


def test_the_index_answers_what_a_page_asks() -> None:
    rule = lore().rule("sop-submitted-lock")
    assert [found.id for found in lore().contradictions_of(rule)] == ["c8", "c19"]
    assert [each.where for each in lore().statements_of("rule:sop-submitted-lock")] == ["line 15"]
    asked = {item.id for item in asked_under(lore().checklist, MapId.DATA_INTEGRATOR)}
    assert "country-map" in asked
    assert "totals-job" in asked
    assert "quick-create" not in asked
    assert "country-map" not in {item.id for item in asked_under(lore().checklist, MapId.CDS)}


def test_everything_cites_a_source_that_is_known() -> None:
    sources = {source.id for source in lore().sources}
    assert {cause.source for symptom in symptoms() for cause in symptom.causes} <= sources
    assert legacy().source in sources


def test_the_ready_stories_are_there() -> None:
    assert [story.name for story in stories()] == [
        "happy-path",
        "partial-invoice-before-delivery",
        "salesperson-presses-submit",
        "integration-without-the-mark",
        "blank-invoice",
        "prospect-to-cash",
    ]
