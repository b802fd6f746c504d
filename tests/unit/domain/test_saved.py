"""What a redacted check keeps and what it does not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sopwizard.domain.checks import examine
from sopwizard.domain.confirmations import Answer, Confirmation
from sopwizard.domain.errors import Problem
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import SubmittedOrders
from sopwizard.domain.model.states import Severity
from sopwizard.domain.model.target import Target
from sopwizard.domain.order_counts import OrderCounts, OrderGroup
from sopwizard.domain.saved import SavedCheck, redacted
from sopwizard.domain.stand_ins import replaced
from sopwizard.domain.surroundings import OrderNumbers, UserOrders
from sopwizard.services import codec
from sopwizard.services.rulebook import load
from tests.support.snapshots import ADELE, RUNTIME_APP, a_snapshot, adele, dual_write_users, with_organization

ORDERS = OrderCounts((OrderGroup(192350000, 0, 1, 12, ("ORD-4711",)),))
SNAPSHOT = a_snapshot(
    users=Known((*dual_write_users(marked=True), adele())),
    recent_orders=Known((UserOrders(ADELE, 14),)),
    submitted=Known(SubmittedOrders(("ORD-4711", "ORD-4712"), more=True)),
    features=Unknown(Problem.FORBIDDEN, "r-1", (("host", "contoso-uat.crm4.dynamics.com"), ("message", "Adele Vance"))),
)
PUBLIC = load().public_words


def made(check: SavedCheck) -> SavedCheck:
    return redacted(check, PUBLIC)


def test_no_name_no_address_no_id_and_no_order_number_is_left() -> None:
    text = str(codec.encode(made(SavedCheck(SNAPSHOT, ORDERS))))
    for secret in ("Adele", "adele.vance", "Megan", "Contoso UAT", "contoso-uat", "ORD-47", "C00012", "F00107", ADELE):
        assert secret not in text
    assert SNAPSHOT.organization.organization_id not in text


def test_what_every_rule_needs_is_left() -> None:
    def graded(check: SavedCheck) -> dict[str, Severity]:
        return {each.id: each.severity for each in examine(check.snapshot, load())}

    before, after = SavedCheck(SNAPSHOT, ORDERS), made(SavedCheck(SNAPSHOT, ORDERS))
    assert after.redacted
    assert graded(after) == graded(before) | {"number-sequences": Severity.UNKNOWN}
    assert after.orders is not None
    assert [(group.key, group.count) for group in after.orders.groups] == [((192350000, 0, 1), 12)]
    assert after.snapshot.submitted == Known(SubmittedOrders(("Order 1", "Order 2"), more=True))
    assert isinstance(after.snapshot.users, Known)
    assert after.snapshot.users.value[0].application_id == RUNTIME_APP


@pytest.mark.parametrize("name", ["Sales", "e", "CDS", "msdynce_Sales", "Dynamics 365"])
def test_the_organization_may_be_called_like_a_part_of_something_else(name: str) -> None:
    check = SavedCheck(with_organization(SNAPSHOT, name=name))
    after = made(check)
    graded = {each.id: each.severity for each in examine(after.snapshot, load())}
    before = {each.id: each.severity for each in examine(check.snapshot, load())}
    assert graded == before | {"number-sequences": Severity.UNKNOWN}
    assert after.snapshot.organization.name == ("Organization" if name != "msdynce_Sales" else name)


def test_short_names_are_taken_out_where_they_stand_alone_and_in_scripts_without_spaces() -> None:
    names = {"Al": "User 1", "山田": "User 2", "": "User 3"}
    assert replaced("Al and Also, 山田さん", names) == "User 1 and Also, User 2さん"


def test_a_user_without_a_name_changes_no_other_text() -> None:
    nameless = replace(adele(), name="")
    after = made(SavedCheck(a_snapshot(users=Known((*dual_write_users(), nameless))))).snapshot
    assert after.organization.name == "Organization"
    assert after.organization.version == SNAPSHOT.organization.version


def test_microsofts_own_ids_stay_inside_of_sentences_too() -> None:
    said = Unknown(Problem.REJECTED, details=(("message", f"{RUNTIME_APP} may not read {ADELE}"),))
    features = made(SavedCheck(replace(SNAPSHOT, features=said))).snapshot.features
    assert isinstance(features, Unknown)
    assert RUNTIME_APP in features.details[0][1]
    assert ADELE not in features.details[0][1]


def test_the_same_id_has_the_same_stand_in_everywhere() -> None:
    snapshot = made(SavedCheck(SNAPSHOT)).snapshot
    assert isinstance(snapshot.users, Known)
    assert isinstance(snapshot.recent_orders, Known)
    assert snapshot.recent_orders.value[0].user_id == snapshot.users.value[3].user_id
    assert snapshot.caller.organization_id == snapshot.organization.organization_id


def test_parts_that_were_not_read_stay_unread_and_a_training_environment_keeps_its_name() -> None:
    unread = Unknown(Problem.TIMEOUT)
    training = Target("training:first-setup")
    snapshot = replace(SNAPSHOT, users=unread, submitted=unread, order_numbers=unread, target=training)
    after = made(SavedCheck(snapshot)).snapshot
    assert (after.users, after.submitted, after.order_numbers) == (unread, unread, unread)
    assert after.target == training
    assert made(SavedCheck(with_organization(replace(SNAPSHOT, caller=replace(SNAPSHOT.caller, name=None)), name=None)))


def test_latest_numbers_are_not_kept() -> None:
    assert made(SavedCheck(SNAPSHOT)).snapshot.order_numbers == Known(OrderNumbers())


def test_who_confirmed_something_is_taken_out_and_what_they_said_is_kept() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    given = Confirmation("licence", Answer.AS_NEEDED, "Lee Gu", moment, "ask Diego")
    after = made(SavedCheck(SNAPSHOT, confirmations=(given,)))
    assert after.confirmations == (Confirmation("licence", Answer.AS_NEEDED, "Somebody", moment),)
