from datetime import UTC, datetime

from sopwizard.domain.confirmations import Answer, Confirmation, recorded, withdrawn
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.target import Target
from sopwizard.report import document, markdown
from sopwizard.services import codec
from sopwizard.services.actions import Action
from sopwizard.services.job import Job
from sopwizard.services.lore import lore
from sopwizard.services.operations import Operations
from sopwizard.services.rulebook import load
from tests.support.fakes import FakeClock, FakeGateway, FakeGateways, FakeJournal
from tests.support.snapshots import TARGET, a_snapshot

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TOTALS = Confirmation("totals-job", Answer.AS_NEEDED, "Lee Gu", AT, "hourly")
VERSION = Confirmation("scm-version", Answer.NOT_AS_NEEDED, "Lee Gu", AT)


def test_a_question_has_one_answer_the_last_one() -> None:
    later = Confirmation("totals-job", Answer.DOES_NOT_APPLY, "Miriam Graham", AT)
    assert recorded((TOTALS, VERSION), later) == (VERSION, later)
    assert withdrawn((TOTALS, VERSION), "totals-job") == (VERSION,)


def test_confirmations_belong_to_an_environment_and_survive_reading_it_again() -> None:
    draft = Draft(target=TARGET).with_confirmations((TOTALS,))
    assert draft.with_snapshot(a_snapshot()).confirmations == (TOTALS,)
    assert draft.with_target(Target("https://other.crm.dynamics.com")).confirmations == ()


def test_a_run_keeps_what_was_confirmed_and_its_document_shows_it_beside_what_is_open() -> None:
    journal = FakeJournal()
    operations = Operations(FakeGateways(FakeGateway(a_snapshot())), journal, FakeClock(), load())
    draft = operations.perform(Action.SURVEY, Draft(target=TARGET).with_confirmations((TOTALS, VERSION)), Job())
    done = operations.perform(Action.APPLY, draft, Job())
    assert done.outcome is not None
    run = journal.run(done.outcome.run.run_id)
    assert run.confirmations == (TOTALS, VERSION)
    assert codec.decode(type(run), codec.encode(run)) == run
    made = document.build(run, load(), AT, "1.0", lore().checklist)
    answered = {item.id: given for item, given in made.checklist}
    assert answered["totals-job"] == TOTALS
    assert answered["number-sequences"] is None
    text = markdown.render(made)
    assert "as it should be: hourly | Lee Gu" in text
    assert "open" in text


def test_a_document_asks_only_what_concerns_the_map() -> None:
    journal = FakeJournal()
    operations = Operations(FakeGateways(FakeGateway(a_snapshot())), journal, FakeClock(), load())
    draft = operations.perform(Action.SURVEY, Draft(target=TARGET), Job())
    draft = draft.with_choices(type(draft.choices)(map_id=MapId.CDS))
    done = operations.perform(Action.APPLY, draft, Job())
    assert done.outcome is not None
    asked = {item.id for item, _ in document.build(done.outcome.run, load(), AT, "1.0", lore().checklist).checklist}
    assert "four-maps-together" in asked
    assert not {"country-map", "feature-states"} & asked
