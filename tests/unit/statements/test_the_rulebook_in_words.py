from sopwizard.domain.legacy import Answer
from sopwizard.services.lore import legacy, lore
from sopwizard.text import legacy as legacy_text
from sopwizard.text import rules as text


def test_every_rule_says_what_it_is_about_and_where_it_comes_from() -> None:
    for rule in lore().rules:
        assert text.subject(rule)
        assert text.sentence(rule).endswith(".")
        assert text.provenance(rule, lore())


def test_provenance_is_one_line() -> None:
    assert text.provenance(lore().rule("sop-submit-button"), lore()) == (
        "Microsoft Learn: Enable sales order processing integration (2022-08-29), line 33; published"
    )
    assert text.provenance(lore().rule("mark-runtime-user"), lore()) == (
        "Microsoft Learn: App ID change of dual-write (2025-09); inference"
    )
    assert text.source(lore().source("platform")) == "Microsoft Learn: Dataverse table reference and error codes"


def test_a_contradiction_shows_both_sides_and_the_reading() -> None:
    title, says, reading = text.contradiction(lore().contradiction("c3"))
    assert title == "Confirmed and Picked"
    assert says == ("Before the update: Submitted.", "With the updated solution: Active.")
    assert "presses Submit" in reading


def test_questions_and_statements_are_whole() -> None:
    assert all(text.question(item).strip() and text.place(item) for item in lore().checklist)
    assert all(text.says(each) for each in lore().statements)
    assert {text.why_not(each) for each in lore().statements if each.carried_by} == {""}
    assert all(text.why_not(each) for each in lore().statements if not each.carried_by)


def test_the_chapter_on_the_old_solution_has_its_words() -> None:
    chapter = legacy()
    assert legacy_text.title()
    assert legacy_text.about()
    assert "inferred" in legacy_text.order_note()
    assert legacy_text.status(chapter.statuses[2]) == "The article gives the name only."
    assert legacy_text.status(chapter.statuses[0]).startswith("The status when")
    assert legacy_text.task(chapter.tasks[1]) == "Accounts (Sales to Fin and Ops) - Direct (if used)"
    assert legacy_text.task(chapter.tasks[0]) == "Products (Fin and Ops to Sales) - Direct"
    assert all(legacy_text.direction(task.direction) for task in chapter.tasks)
    assert all(legacy_text.flow(flow) and legacy_text.direction(flow.direction) for flow in chapter.flows)
    assert all(legacy_text.precondition(each) and legacy_text.side(each.side) for each in chapter.preconditions)
    assert all(legacy_text.trace(each) for each in chapter.traces)
    assert [legacy_text.answer(answer) for answer in Answer] == ["Yes", "No", "Could not be read", "Look it up"]
