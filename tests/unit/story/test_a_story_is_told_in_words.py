"""A played story as sentences, rows and JSON."""

import json

import pytest

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.orders import Actor, Button, Event, Invoice, Refusal, Remark, Setting, Side
from sopwizard.domain.story import Story, differing, play, side_by_side
from sopwizard.report import stories as report
from sopwizard.services.lore import ready_story, stories
from sopwizard.services.rulebook import load
from sopwizard.text import orders
from sopwizard.text import story as text

DUAL_WRITE = (MapId.CDS, MapId.DYNAMICS365, MapId.CLASSIC)


def ready(name: str) -> Story:
    story = ready_story(name)
    assert story is not None
    return story


def test_every_word_has_its_sentence() -> None:
    assert all(orders.event(event) for event in Event)
    assert all(orders.button(button) for button in Button)
    assert all(orders.refusal(refusal) for refusal in Refusal)
    assert all(orders.remark(remark) for remark in Remark)
    assert all(orders.actor(actor) for actor in Actor)
    assert len({orders.refusal(refusal) for refusal in Refusal}) == len(Refusal)


def test_a_setting_is_one_line() -> None:
    assert orders.setting(Setting(MapId.CDS)) == (
        "Flag on; Salesperson works in Sales; the integration's users are marked"
    )
    assert orders.setting(Setting(MapId.CDS, sop=False, actor=Actor.INTEGRATION, writer_marked=False)) == (
        "Flag off; Integration user works in Sales; the integration's users are not marked"
    )


def test_invoices_say_where_they_were_made_and_whether_they_are_blank() -> None:
    assert orders.invoice(None) == "no invoice in Sales"
    assert orders.invoice(Invoice(Side.SALES, blank=True)) == "invoice made in Sales, without amounts"
    assert orders.invoice(Invoice(Side.SCM)) == "invoice made in Supply Chain Management"


def test_a_partial_invoice_before_delivery_parts_the_maps() -> None:
    story = ready("partial-invoice-before-delivery")
    lives = side_by_side(story, DUAL_WRITE, load())
    assert text.rows(lives)[-2] == (
        "Deliver the rest",
        "Delivered, Invoice",
        "not defined by the published table",
        "Delivered and Partially Invoiced, Fulfilled",
        "Partially Invoiced, Fulfilled",
    )
    assert text.differences(3, differing(lives), story) == "They differ after: Confirm, Deliver the rest."
    assert text.differences(1, (), story) == ""
    assert text.differences(2, (), story) == "All of them show the same after every event."


def test_the_happy_path_before_the_update_leaves_a_gap_and_the_old_solution_infers() -> None:
    rows = text.rows(side_by_side(ready("happy-path"), (MapId.CLASSIC, MapId.DATA_INTEGRATOR), load()))
    assert rows[5][2:] == ("Delivered, not in the article", "Shipped, Active (inferred)")
    assert rows[0][1] == "Open Order, None | not there"
    assert rows[1][2] == "not possible"


def test_an_order_that_has_not_come_over_is_not_there() -> None:
    lives = side_by_side(Story(events=(Event.CREATE_IN_SCM,)), (MapId.CDS, MapId.DATA_INTEGRATOR), load())
    assert text.rows(lives)[0][2:] == ("Active, Active", "not there")


def test_one_map_is_told_with_buttons_editors_and_prices() -> None:
    life = play(ready("salesperson-presses-submit"), MapId.CDS, load())
    assert text.detail_rows(life)[2] == (
        "Submit",
        "Open Order, None",
        "Active, Submitted",
        "Recalculate, Get Products, Lookup Address",
        "Salesperson: read-only; Integration user: may edit",
        "",
    )
    assert text.detail_rows(life)[1][5] == "salesorder update: calculated"
    assert "Create Invoice: Not possible. The Create Invoice button is hidden." in text.notes(life)
    assert len(text.detail_columns()) == len(text.detail_rows(life)[0])


def test_what_holds_under_some_maps_only_names_them() -> None:
    lives = side_by_side(ready("partial-invoice-before-delivery"), DUAL_WRITE, load())
    notes = text.all_notes(lives)
    assert "Confirm: The document status stays at the document that is later in the process." in notes
    assert any(note.endswith("is not known. [CDS sales order headers]") for note in notes)


def test_sales_calculates_only_what_it_does_not_skip() -> None:
    life = play(ready("integration-without-the-mark"), MapId.DYNAMICS365, load())
    calculating = [step.event for step in life.steps if Remark.SALES_CALCULATES in step.remarks]
    assert calculating == [Event.CREATE_IN_SCM, Event.CONFIRM, Event.DELIVER, Event.INVOICE]


def test_a_disputed_editor_says_so() -> None:
    submitted = Story(events=(Event.CREATE_IN_SALES, Event.SUBMIT), actor=Actor.INTEGRATION)
    editors = play(submitted, MapId.CDS, load()).steps[1].editors
    assert orders.editor(editors[0]) == "Salesperson: the articles do not settle it"


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.name)
def test_every_ready_story_has_title_and_sentence_and_plays_as_json(story: Story) -> None:
    assert text.title(story) != story.name
    assert text.about(story)
    told = report.told(story, side_by_side(story, tuple(MapId), load()), stories())
    assert json.loads(json.dumps(told)) == told
    assert [each["map"] for each in told["maps"]] == ["cds", "dynamics365", "classic", "data-integrator"]
    assert all(len(each["steps"]) == len(story.events) for each in told["maps"])


def test_a_story_of_ones_own_keeps_its_name() -> None:
    assert text.title(Story(name="Contoso in March")) == "Contoso in March"
    assert text.about(Story(name="Contoso in March")) == ""
    assert text.title(Story()) == "A story without a name"


def test_the_json_of_a_step_says_everything_and_unknown_is_null() -> None:
    told = report.told(ready("blank-invoice"), (play(ready("blank-invoice"), MapId.CDS, load()),))
    first, second = told["maps"][0]["steps"]
    assert first["scm"] == {"status": "Open Order", "document_status": "None"}
    assert first["sales"] == {"processing_status": "Active", "status": "Active", "founded": "table"}
    assert first["invoice"] is None
    assert second["invoice"] == {"made_in": "sales", "blank": True}
    assert second["prices"][0]["outcome"] == "skipped"
    waiting = report.told(
        Story(), (play(Story(events=(Event.CREATE_IN_SCM, Event.EDIT)), MapId.DATA_INTEGRATOR, load()),)
    )
    refused = waiting["maps"][0]["steps"][1]
    assert (refused["sales"], refused["possible"], refused["refusal"]) == (None, False, "not-in-sales")
    assert (
        report.told(Story(), (play(Story(events=(Event.EDIT,)), MapId.CDS, load()),))["maps"][0]["steps"][0]["scm"]
        is None
    )


def test_headings_name_the_maps() -> None:
    lives = side_by_side(Story(), (MapId.CDS,), load())
    assert text.columns(lives) == ("Event", "Supply Chain Management", "Sales: CDS sales order headers")
    assert text.ready_columns() == ("Story", "Title")
