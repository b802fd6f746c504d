"""The first page: practise or connect, and only then read."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QListWidget, QRadioButton

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.target import Target
from sopwizard.domain.wizard import Page
from tests.support.snapshots import ORGANIZATION_ID, TARGET, a_snapshot
from tests.support.windows import PERSON, TRAINING, Desk


def test_nothing_is_read_before_the_user_asks(desk: Callable[..., Desk]) -> None:
    d = desk()
    assert d.gateways.opened == []
    assert d.at(Page.ENVIRONMENT)


def test_next_explains_that_the_environment_must_be_read_and_leads_there(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.press("nextButton")
    assert d.at(Page.ENVIRONMENT)
    assert d.text("problemHeading") == "Read the environment, so that the next pages have something to show."
    assert d.focus() == "connectButton"


def test_the_chosen_training_environment_is_the_one_that_is_read(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TRAINING), a_snapshot(target=PERSON))
    d.find(QListWidget, "scenarioList").setCurrentRow(1)
    d.read()
    assert d.gateways.opened == [PERSON]
    assert d.text("bannerKind") == "TRAINING"


def test_putting_a_training_environment_back_drops_what_was_read(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.read()
    d.press("backButton")
    d.press("resetScenarioButton")
    assert d.resets == ["first-setup"]
    assert d.text("resetNote") == "It is at its beginning again."
    assert d.window.draft.snapshot is None


def test_an_address_is_read_as_it_was_understood(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TARGET), target=TRAINING)
    d.find(QRadioButton, "connectChoice").click()
    address = d.find(QLineEdit, "environmentUrl")
    address.setFocus()
    d.type("contoso-uat.crm4.dynamics.com/main.aspx")
    assert d.text("understoodAddress") == "Understood as https://contoso-uat.crm4.dynamics.com"
    token = d.find(QLineEdit, "accessToken")
    assert token.echoMode() is QLineEdit.EchoMode.Password
    token.setFocus()
    d.type("a-token")
    d.press("connectButton")
    assert d.tokens == ["a-token"]
    assert token.text() == ""
    assert d.gateways.opened == [TARGET]
    assert d.at(Page.CHECK)


def test_a_wrong_address_is_judged_when_it_is_left_and_never_read(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.find(QRadioButton, "connectChoice").click()
    d.find(QLineEdit, "environmentUrl").setFocus()
    d.type("not an address")
    assert d.text("understoodAddress").startswith("Paste any address")
    d.press("connectButton")
    assert d.text("problemHeading") == "Type the address of the environment."
    assert not d.text("understoodAddress").startswith("Paste any address")
    assert d.find(QLineEdit, "environmentUrl").property("wrong") is True
    assert d.focus() == "environmentUrl"
    assert d.gateways.opened == []


def test_why_an_address_may_not_be_opened_is_said_where_it_was_to_be_read(desk: Callable[..., Desk]) -> None:
    def understand(typed: str) -> Target:
        raise SopError(Problem.NOT_BY_POLICY, path="/etc/policy.json", what=typed)

    d = desk(change=lambda wiring: replace(wiring, understand=understand))
    d.find(QRadioButton, "connectChoice").click()
    d.find(QLineEdit, "environmentUrl").setFocus()
    d.type("contoso.crm4.dynamics.com")
    d.press("connectButton")
    said = "The policy of this computer (/etc/policy.json) does not allow this: contoso.crm4.dynamics.com."
    assert d.text("problemHeading") == said
    assert d.gateways.opened == []


def test_a_token_from_outside_is_not_asked_for(desk: Callable[..., Desk]) -> None:
    d = desk(change=lambda wiring: replace(wiring, has_token=True))
    d.find(QRadioButton, "connectChoice").click()
    assert d.text("tokenNote").startswith("The sign-in that the program was started with is used")
    assert not d.shows("accessToken")


def test_nothing_chosen_is_not_put_back_without_a_word(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TARGET))
    d.find(QRadioButton, "practiseChoice").click()
    d.press("resetScenarioButton")
    assert d.text("problemHeading") == "Choose a training environment from the list."
    assert d.focus() == "scenarioList"
    assert d.resets == []


def test_the_window_can_start_at_an_address(desk: Callable[..., Desk]) -> None:
    d = desk(a_snapshot(target=TARGET))
    assert d.find(QRadioButton, "connectChoice").isChecked()
    assert d.find(QLineEdit, "environmentUrl").text() == "https://contoso-uat.crm4.dynamics.com"
    assert d.find(QLineEdit, "environmentUrl").cursorPosition() == 0  # its beginning is in sight, however long it is
    d.read()
    assert d.text("bannerKind") == "SANDBOX"
    assert d.text("bannerPlace") == ("Contoso UAT · contoso-uat.crm4.dynamics.com · Megan Bowen · " + ORGANIZATION_ID)


def test_another_environment_keeps_nothing_of_the_old_one(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.on(Page.PREVIEW)
    d.press("stepEnvironment")
    d.find(QListWidget, "scenarioList").setCurrentRow(1)
    assert d.window.draft.target == Target("training:person-marked")
    assert d.window.draft.snapshot is None
    assert not d.find(QRadioButton, "practiseChoice").isHidden()
    d.press("nextButton")
    assert d.at(Page.ENVIRONMENT)
