"""What an environment shows decides which cause of a symptom comes first."""

from dataclasses import replace

import pytest

from sopwizard.domain.checks import examine
from sopwizard.domain.errors import Problem
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import Snapshot, SubmittedOrders
from sopwizard.domain.symptoms import Examination, Support, Symptom, diagnose
from sopwizard.services.lore import symptoms
from sopwizard.services.rulebook import load
from sopwizard.text import causes
from sopwizard.text import symptoms as text
from tests.support.snapshots import (
    CDS_ROWS,
    DYNAMICS365_ROWS,
    OPTIONS_BEFORE_UPDATE,
    a_snapshot,
    adele,
    dual_write_users,
    with_organization,
)

NAMES = (
    "create-invoice-gone",
    "order-read-only",
    "arrives-as-submitted",
    "invalid-status-on-create",
    "invoice-without-amounts",
    "status-jumps-back",
    "cannot-switch-off",
    "prices-stopped",
    "unexpected-combination",
    "nothing-syncs",
)


def symptom(name: str) -> Symptom:
    return next(found for found in symptoms() if found.id == name)


def doctor(name: str, snapshot: Snapshot) -> Examination:
    return diagnose(symptom(name), examine(snapshot, load()))


def first(name: str, snapshot: Snapshot) -> str:
    found = doctor(name, snapshot).diagnoses[0]
    assert found.support is Support.SUPPORTED
    return found.cause.id


def flag_on(**changes: object) -> Snapshot:
    marked = a_snapshot(users=Known(dual_write_users(marked=True)))
    return with_organization(replace(marked, **changes), sop_enabled=True)  # type: ignore[arg-type]


SUBMITTED = Known(SubmittedOrders(("SO-00017",)))
PERSON = Known((*dual_write_users(marked=True), adele()))


def test_the_symptoms_are_those_that_people_report() -> None:
    assert tuple(found.id for found in symptoms()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_on_a_healthy_environment_nothing_supports_any_symptom(name: str) -> None:
    found = doctor(name, a_snapshot())
    assert found.nothing_supports_it
    assert found.everything_was_read
    assert text.verdict(found) == "Nothing in this environment supports this symptom."


@pytest.mark.parametrize(
    ("name", "snapshot", "cause"),
    [
        ("create-invoice-gone", flag_on(), "flag-hides-create-invoice"),
        ("create-invoice-gone", a_snapshot(legacy_columns=Known(("msdynce_x",))), "legacy-hides-buttons"),
        ("order-read-only", flag_on(submitted=SUBMITTED), "order-was-submitted"),
        (
            "order-read-only",
            a_snapshot(running_maps=Known(CDS_ROWS), processing_options=Known(OPTIONS_BEFORE_UPDATE)),
            "classic-makes-submitted",
        ),
        ("arrives-as-submitted", flag_on(users=PERSON), "marked-user-creates-submitted"),
        ("arrives-as-submitted", flag_on(submitted=SUBMITTED), "somebody-pressed-submit"),
        ("invalid-status-on-create", flag_on(), "flag-alone-invalid-status"),
        ("invalid-status-on-create", flag_on(users=PERSON), "flag-invalid-status"),
        ("invoice-without-amounts", flag_on(users=PERSON), "marked-user-makes-invoices"),
        ("invoice-without-amounts", with_organization(a_snapshot(), system_pricing=False), "system-pricing-off"),
        ("status-jumps-back", a_snapshot(running_maps=Known((*CDS_ROWS, *DYNAMICS365_ROWS))), "both-maps-run"),
        ("status-jumps-back", flag_on(submitted=SUBMITTED), "submit-under-updated-map"),
        ("status-jumps-back", a_snapshot(legacy_columns=Known(("msdynce_x",))), "legacy-competes"),
        ("status-jumps-back", flag_on(users=Known(dual_write_users())), "users-unmarked-with-flag"),
        ("cannot-switch-off", flag_on(submitted=SUBMITTED), "submitted-orders-hold-it"),
        ("cannot-switch-off", flag_on(privileges=Known(())), "right-missing"),
        ("cannot-switch-off", flag_on(users=PERSON), "connector-switches-it-on"),
        ("prices-stopped", flag_on(users=PERSON), "marked-user-edits"),
        ("prices-stopped", flag_on(), "dual-write-user-updates"),
        ("prices-stopped", flag_on(submitted=SUBMITTED), "submitted-orders-skip"),
        (
            "unexpected-combination",
            a_snapshot(processing_options=Known(OPTIONS_BEFORE_UPDATE)),
            "map-without-update",
        ),
        ("nothing-syncs", a_snapshot(running_maps=Known(())), "no-map-runs"),
        ("nothing-syncs", a_snapshot(users=Known(())), "no-dual-write-user"),
        ("nothing-syncs", a_snapshot(users=Known(dual_write_users(disabled=True))), "dual-write-user-disabled"),
        ("nothing-syncs", a_snapshot(solutions=Known(()), processing_options=Known(None)), "solution-missing"),
    ],
)
def test_the_planted_cause_comes_first(name: str, snapshot: Snapshot, cause: str) -> None:
    assert first(name, snapshot) == cause


def test_a_part_that_could_not_be_read_is_no_support_and_no_contradiction() -> None:
    unread = flag_on(submitted=Unknown(Problem.FORBIDDEN), users=Unknown(Problem.FORBIDDEN))
    found = doctor("cannot-switch-off", unread)
    assert found.nothing_supports_it
    assert not found.everything_was_read
    blocked = next(each for each in found.diagnoses if each.cause.id == "submitted-orders-hold-it")
    assert blocked.support is Support.UNKNOWN
    assert [finding.id for finding in blocked.unread] == ["submitted-orders"]
    assert [finding.id for finding in blocked.speaks_for] == ["sop-flag"]
    assert text.verdict(found).startswith("Nothing that could be read")


def test_for_and_against_are_findings_with_their_rows() -> None:
    found = doctor("order-read-only", flag_on())
    ruled_out = next(each for each in found.diagnoses if each.cause.id == "order-was-submitted")
    assert ruled_out.support is Support.RULED_OUT
    assert [finding.id for finding in ruled_out.against] == ["submitted-orders"]
    assert ruled_out.speaks_for[0].evidence[0].endswith("issopintegrationenabled = true")


def test_a_check_that_was_not_made_leaves_its_causes_unknown() -> None:
    found = diagnose(symptom("nothing-syncs"), ())
    assert found.nothing_supports_it
    assert found.diagnoses[0].support is Support.UNKNOWN


def test_causes_that_no_environment_shows_are_offered_after_those_it_does() -> None:
    order = [each.support for each in doctor("prices-stopped", flag_on(users=PERSON)).diagnoses]
    assert order == sorted(order, key=list(Support).index)
    assert Support.POSSIBLE in order


@pytest.mark.parametrize("name", NAMES)
def test_every_cause_and_every_support_has_its_sentences(name: str) -> None:
    assert text.title(symptom(name))
    examination = doctor(name, flag_on(users=PERSON))
    for diagnosis in examination.diagnoses:
        sentences = text.cause(diagnosis)
        assert all((sentences.title, sentences.why, sentences.probe, sentences.remedy))
        assert text.support(diagnosis)
    assert text.verdict(examination)


def test_no_sentence_is_left_without_a_cause() -> None:
    used = {cause.id for found in symptoms() for cause in found.causes}
    assert set(causes.every()) == used


def test_clues_name_findings_that_the_checks_make() -> None:
    made = {finding.id for finding in examine(a_snapshot(), load())}
    assert {clue.finding for found in symptoms() for cause in found.causes for clue in cause.clues} <= made
