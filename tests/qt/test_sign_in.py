"""Signing in on the first page: who, how, to what; and a way out that always works."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QRadioButton

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.target import Target
from sopwizard.domain.signin import SAMPLE_CLIENT_ID, Registration, VaultKind, VaultReason, VaultState, Way
from sopwizard.domain.wizard import Page
from sopwizard.ui.signin.panel import SignInPanel
from sopwizard.ui.signin.stored import StoredBox
from sopwizard.ui.widgets.table import Table
from tests.support.signing import ADELE, CODE, JOURNAL, KEYRING, MEGAN, FakeDesk
from tests.support.snapshots import ORGANIZATION_ID, TARGET, a_snapshot
from tests.support.windows import TRAINING, Desk, Gate

OWN = "12345678-1234-1234-1234-123456789abc"


@dataclass
class Page1:
    """The first page with its way to connect chosen."""

    desk: Desk
    people: FakeDesk

    @property
    def panel(self) -> SignInPanel:
        return self.desk.find(SignInPanel, "signInPanel")

    def settle(self) -> None:
        self.desk.bot.waitUntil(lambda: not self.panel.tasks.busy)

    def sign_in(self, button: str) -> None:
        self.desk.touch(button)
        self.desk.bot.waitUntil(lambda: self.desk.shows("copyAddressButton"))

    def accounts(self) -> list[str]:
        shown = self.desk.find(QListWidget, "accountList")
        return [shown.item(row).text() for row in range(shown.count())]


Connecting = Callable[..., Page1]


@pytest.fixture
def connecting(desk: Callable[..., Desk]) -> Connecting:
    def make(people: FakeDesk | None = None) -> Page1:
        chosen = people or FakeDesk()
        shown = desk(
            a_snapshot(target=TARGET),
            target=TRAINING,
            change=lambda wiring: replace(wiring, sign_in=lambda: chosen),
        )
        shown.find(QRadioButton, "connectChoice").click()
        made = Page1(shown, chosen)
        made.settle()
        return made

    return make


def test_nothing_about_signing_in_is_made_before_somebody_wants_to_connect(desk: Callable[..., Desk]) -> None:
    made: list[FakeDesk] = []

    def sign_in() -> FakeDesk:
        made.append(FakeDesk())
        return made[-1]

    d = desk(target=TRAINING, change=lambda wiring: replace(wiring, sign_in=sign_in))
    assert made == []
    d.find(QRadioButton, "connectChoice").click()
    d.find(QRadioButton, "practiseChoice").click()
    d.find(QRadioButton, "connectChoice").click()
    assert len(made) == 1
    assert made[0].asked == []


def test_nobody_and_the_recent_environments_are_shown_first(connecting: Connecting) -> None:
    p = connecting()
    assert p.desk.text("signInRemark") == "Nobody is signed in on this computer yet."
    assert not p.desk.shows("accountList")
    assert [row[0] for row in p.desk.table("environmentTable")] == ["Contoso UAT"]
    assert p.desk.find(QLineEdit, "environmentUrl").text() == ""
    assert p.desk.text("vaultState") == "Sign-ins are kept in this computer's keyring."


def test_a_code_is_shown_large_and_can_be_copied(connecting: Connecting) -> None:
    p = connecting()
    p.sign_in("signInCodeButton")
    assert p.desk.text("deviceCode") == "ABCD-EFGH"
    assert p.desk.text("signInAddress") == "https://microsoft.com/devicelogin"
    assert p.desk.focus() == "copyCodeButton"
    p.desk.touch("copyCodeButton")
    assert QGuiApplication.clipboard().text() == "ABCD-EFGH"
    p.desk.touch("copyAddressButton")
    assert QGuiApplication.clipboard().text() == "https://microsoft.com/devicelogin"


def test_whoever_signed_in_is_listed_with_their_environments_and_production_is_said(connecting: Connecting) -> None:
    p = connecting()
    p.sign_in("signInBrowserButton")
    assert not p.desk.shows("deviceCode")
    p.people.arrive()
    p.settle()
    p.desk.bot.waitUntil(lambda: len(p.desk.table("environmentTable")) == 2)
    assert p.accounts() == ["megan@contoso.example · Commercial"]
    assert p.desk.table("environmentTable") == [
        ["Contoso UAT", "contoso-uat.crm4.dynamics.com", "Sandbox", "–", "–"],
        ["Contoso · PRODUCTION", "contoso.crm4.dynamics.com", "Production", "EUR", "–"],
    ]
    assert p.people.asked == [("sign-in", None, "interactive", False)]
    assert not p.desk.shows("signInWaiting")


def test_environments_are_searched_as_one_types_and_chosen_into_the_address(connecting: Connecting) -> None:
    p = connecting(FakeDesk([MEGAN]))
    p.desk.bot.waitUntil(lambda: len(p.desk.table("environmentTable")) == 2)
    p.desk.find(QLineEdit, "environmentSearch").setFocus()
    p.desk.type("production")
    assert [row[0] for row in p.desk.table("environmentTable")] == ["Contoso · PRODUCTION"]
    assert p.desk.text("environmentCount") == "1 of 2 environments"
    p.desk.find(Table, "environmentTable").selectRow(0)
    assert p.desk.find(QLineEdit, "environmentUrl").text() == "https://contoso.crm4.dynamics.com"
    assert p.desk.window.draft.target == Target("https://contoso.crm4.dynamics.com")
    assert p.desk.text("understoodAddress").endswith("Cloud: Commercial, region EUR.")
    p.desk.type(" nothing")
    assert p.desk.text("environmentCount") == "No environment fits what you typed."


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("contoso.crm99.dynamics.com", "Cloud: Commercial, a region that is newer than this program."),
        ("contoso.crm.dynamics.cn", "Cloud: China (21Vianet), region CHN."),
        ("crm.contoso.example", "No known Microsoft cloud: a sign-in needs --authority, or an access token."),
    ],
)
def test_the_cloud_is_recognised_from_the_address(connecting: Connecting, address: str, said: str) -> None:
    p = connecting()
    p.desk.find(QLineEdit, "environmentUrl").setText(address)
    assert p.desk.text("understoodAddress").splitlines()[1] == said


def test_cancelling_frees_the_page_at_once_and_a_late_code_is_not_shown(connecting: Connecting) -> None:
    p = connecting()
    p.sign_in("signInCodeButton")
    p.desk.touch("cancelSignInButton")
    assert not p.panel.tasks.busy
    assert not p.desk.shows("signInWaiting")
    assert p.desk.text("signInRemark") == "The sign-in was cancelled. Nothing was kept."
    assert p.desk.focus() == "signInBrowserButton"
    assert p.accounts() == []
    p.sign_in("signInBrowserButton")
    p.people._show(CODE)  # as the thread that was left behind may do
    QApplication.processEvents()
    assert p.desk.shows("signInWaiting")
    assert not p.desk.shows("deviceCode")


def test_a_refusal_says_what_to_do_and_leaves_the_page_free(connecting: Connecting) -> None:
    p = connecting(FakeDesk(refuses=SopError(Problem.SIGN_IN_FAILED, reason="sample-blocked")))
    p.desk.touch("signInBrowserButton")
    p.settle()
    assert p.desk.shows("problemHeading")
    assert p.desk.text("problemTodo")
    assert p.desk.find(QRadioButton, "connectChoice").isEnabled()
    p.people.refuses = None
    p.sign_in("signInBrowserButton")
    assert not p.desk.shows("problemHeading")


def test_environments_that_cannot_be_listed_do_not_stand_in_the_way(connecting: Connecting) -> None:
    p = connecting(FakeDesk([MEGAN], unlisted=SopError(Problem.SIGN_IN_FAILED, reason="no-discovery")))
    p.settle()
    assert p.desk.text("signInRemark").endswith("Connect by address instead.")
    assert not p.desk.shows("problemHeading")


def test_accounts_are_switched_added_and_signed_out(connecting: Connecting) -> None:
    p = connecting(FakeDesk([ADELE, MEGAN], comes=replace(MEGAN, id=MEGAN.id, account="third@contoso.example")))
    assert p.panel.people.account is None
    assert not p.desk.shows("signOutButton")
    p.desk.find(QListWidget, "accountList").setCurrentRow(1)
    p.settle()
    assert p.people.asked == [("use", "megan-id")]
    p.sign_in("signInBrowserButton")
    assert p.people.asked[-1] == ("sign-in", None, "interactive", True)
    p.desk.touch("cancelSignInButton")
    p.desk.find(QListWidget, "accountList").setCurrentRow(0)
    p.settle()
    p.desk.touch("signOutButton")
    p.settle()
    assert p.accounts() == ["megan@contoso.example · Commercial"]
    assert p.desk.text("signInRemark").startswith("adele@fabrikam.example is signed out on this computer.")


def test_reading_uses_the_marked_account_and_says_who_and_where(connecting: Connecting) -> None:
    p = connecting(FakeDesk([MEGAN]))
    p.desk.bot.waitUntil(lambda: len(p.desk.table("environmentTable")) == 2)
    p.desk.find(Table, "environmentTable").selectRow(0)
    assert not p.desk.shows("connectedNote")
    p.desk.press("connectButton")
    assert p.desk.at(Page.CHECK)
    assert p.people.asked[-1] == ("use", "megan-id")
    p.desk.press("backButton")
    assert p.desk.text("connectedNote") == (f"Connected to Contoso UAT as Megan Bowen. Organization {ORGANIZATION_ID}.")


def test_what_one_person_read_is_not_what_another_one_changes(connecting: Connecting) -> None:
    p = connecting(FakeDesk([MEGAN]))
    p.desk.find(QLineEdit, "environmentUrl").setText(TARGET.url)
    p.desk.press("connectButton")
    p.desk.press("backButton")
    assert p.desk.window.draft.snapshot is not None
    p.sign_in("signInBrowserButton")
    p.people.comes = ADELE
    p.people.arrive()
    p.desk.bot.waitUntil(lambda: len(p.accounts()) == 2)
    assert p.desk.window.draft == Draft(target=TARGET)
    assert not p.desk.shows("connectedNote")


def test_reading_asks_somebody_to_sign_in_where_nobody_is(connecting: Connecting) -> None:
    p = connecting()
    p.desk.find(QLineEdit, "environmentUrl").setText(TARGET.url)
    p.sign_in("connectButton")
    assert p.desk.gateways.opened == []
    p.people.arrive()
    p.desk.bot.waitUntil(lambda: p.desk.at(Page.CHECK))
    assert p.people.asked[0] == ("sign-in", TARGET.url, "interactive", False)


def test_a_typed_token_goes_before_a_sign_in(connecting: Connecting) -> None:
    p = connecting()
    p.desk.find(QLineEdit, "environmentUrl").setText(TARGET.url)
    assert not p.desk.shows("accessToken")
    p.desk.touch("useTokenButton")
    assert p.desk.focus() == "accessToken"
    p.desk.type("a-token")
    p.desk.press("connectButton")
    assert p.desk.tokens == ["a-token"]
    assert p.people.asked == []
    assert p.desk.at(Page.CHECK)


def with_a_token(p: Page1) -> None:
    p.desk.find(QLineEdit, "environmentUrl").setText(TARGET.url)
    p.desk.touch("useTokenButton")
    p.desk.type("a-token")
    p.desk.press("connectButton")
    p.desk.touch("stepEnvironment")


def test_a_typed_token_is_kept_and_the_same_environment_is_read_with_it_again(connecting: Connecting) -> None:
    p = connecting()
    with_a_token(p)
    p.desk.press("connectButton")
    assert p.people.asked == []
    assert p.desk.at(Page.CHECK)


def test_what_was_read_before_anybody_looked_who_is_signed_in_stays(desk: Callable[..., Desk]) -> None:
    people = FakeDesk([MEGAN])
    d = desk(target=TRAINING, change=lambda wiring: replace(wiring, sign_in=lambda: people))
    d.window.draft = live = Draft(
        target=TARGET, snapshot=a_snapshot(target=TARGET)
    )  # as after an undo from the history
    d.window.refresh()
    p = Page1(d, people)
    p.settle()
    assert p.accounts() == ["megan@contoso.example · Commercial"]
    assert d.window.draft is live


def test_somebody_who_signed_in_for_a_reading_from_elsewhere_is_listed(connecting: Connecting) -> None:
    p = connecting()
    p.people.people.append(MEGAN)  # an undo from the history asked for it
    p.desk.window.draft = Draft(target=TARGET, snapshot=a_snapshot(target=TARGET))
    p.desk.window.refresh()
    p.settle()
    assert p.accounts() == ["megan@contoso.example · Commercial"]
    assert p.desk.shows("signOutButton")
    assert p.desk.window.draft.snapshot is not None


def test_a_typed_token_is_not_given_up_for_an_account_that_is_found_late(connecting: Connecting) -> None:
    p = connecting()
    gate = Gate()
    p.people.before_accounts = gate
    p.panel.look()
    assert gate.reached.wait(5)
    p.people.people.append(MEGAN)
    with_a_token(p)
    gate.open.set()
    p.desk.bot.wait(50)
    assert p.people.asked == []


def test_another_environment_or_no_token_any_more_needs_a_sign_in(connecting: Connecting) -> None:
    p = connecting()
    with_a_token(p)
    p.desk.find(QLineEdit, "environmentUrl").setText("https://contoso.crm9.dynamics.com")
    p.sign_in("connectButton")
    p.desk.touch("cancelSignInButton")
    p = connecting()
    with_a_token(p)
    p.desk.touch("useTokenButton")
    p.sign_in("connectButton")
    assert [each[0] for each in p.people.asked] == ["sign-in"]


def test_reading_signs_in_as_the_program_was_told_to_when_it_was_started(connecting: Connecting) -> None:
    p = connecting(FakeDesk(way=Way.DEVICE_CODE))
    p.desk.find(QLineEdit, "environmentUrl").setText(TARGET.url)
    p.sign_in("connectButton")
    assert p.people.asked == [("sign-in", TARGET.url, "device-code", False)]
    assert p.desk.text("deviceCode") == "ABCD-EFGH"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (VaultReason.NO_STORE, "This computer has no keyring, so the sign-in lasts until you close the program."),
        (VaultReason.LOCKED, "The keyring is locked, so the sign-in lasts until you close the program."),
    ],
)
def test_a_missing_or_locked_keyring_is_said_on_the_page(
    connecting: Connecting, reason: VaultReason, said: str
) -> None:
    p = connecting(FakeDesk(vault_state=VaultState(VaultKind.MEMORY, reason)))
    assert p.desk.text("vaultState") == said
    assert p.desk.shows("vaultState")


def test_an_application_of_ones_own_is_checked_and_kept(connecting: Connecting) -> None:
    p = connecting()
    p.desk.touch("ownApplicationButton")
    assert p.desk.text("applicationNow") == ("Microsoft's sample application, for trying out")
    assert p.desk.text("guide").startswith("1. In the Microsoft Entra admin center")
    p.desk.touch("keepApplicationButton")
    assert p.desk.text("applicationRemark").startswith("An application id has the form")
    assert p.desk.focus() == "clientId"
    p.desk.find(QLineEdit, "clientId").setText(OWN)
    p.desk.find(QLineEdit, "tenantId").setText("contoso.onmicrosoft.com")
    p.desk.touch("keepApplicationButton")
    kept = p.people.registration
    assert (kept.client_id, kept.tenant, kept.redirect) == (OWN, "contoso.onmicrosoft.com", "http://localhost")
    assert p.desk.text("applicationNow") == f"Your application {OWN}"
    assert p.desk.text("applicationRemark") == "Kept. The next sign-in uses it."
    p.desk.touch("sampleApplicationButton")
    assert p.people.registration.client_id == SAMPLE_CLIENT_ID


def test_an_application_that_may_not_be_kept_is_not_said_to_be(connecting: Connecting) -> None:
    refused = SopError(Problem.NOT_BY_POLICY, path="/etc/policy.json", what="another app registration")
    p = connecting(FakeDesk(keeps_none=refused))
    p.desk.touch("ownApplicationButton")
    p.desk.find(QLineEdit, "clientId").setText(OWN)
    p.desk.touch("keepApplicationButton")
    assert p.desk.text("problemHeading") == "Your administrator does not allow this"
    assert not p.desk.shows("applicationRemark")
    assert p.desk.text("applicationNow") == "Microsoft's sample application, for trying out"


def test_what_an_application_has_beside_its_fields_stays_when_a_field_changes(connecting: Connecting) -> None:
    own = Registration(OWN, authority="https://login.contoso.example", broker=True)
    p = connecting(FakeDesk(registration=own))
    p.desk.touch("ownApplicationButton")
    p.desk.find(QLineEdit, "tenantId").setText("contoso.example")
    p.desk.touch("keepApplicationButton")
    assert p.people.registration == replace(own, tenant="contoso.example")


def stored(p: Page1) -> StoredBox:
    p.desk.touch("storedButton")
    boxes = [each for each in QApplication.topLevelWidgets() if isinstance(each, StoredBox)]
    box = boxes[-1]
    p.desk.bot.waitUntil(lambda: not box.tasks.busy)
    return box


def cells(box: StoredBox) -> list[list[str]]:
    table = box.table
    return [
        [table.model().index(row, column).data() or "" for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_everything_that_is_stored_is_listed_and_deleted_only_after_a_second_word(connecting: Connecting) -> None:
    p = connecting(FakeDesk([MEGAN]))
    box = stored(p)
    assert cells(box) == [
        ["Sign-ins: accounts and their tokens, in the keyring", "Keyring: sopwizard/1-1", ""],
        ["What this program changed in environments", "/data/journal.sqlite", "2 KB"],
    ]
    box.delete.click()
    assert box.remark.text() == "Tick what is to be deleted."
    box.table.tick(0, ticked=True)
    box.delete.click()
    assert box.remark.text() == "1 entry is deleted for good. Everybody is signed out."
    assert list(p.people.entries) == [KEYRING, JOURNAL]
    box.keep.click()
    assert not box.agreed.isVisible()
    box.delete.click()
    p.people.people = []
    box.agreed.click()
    p.desk.bot.waitUntil(lambda: not box.tasks.busy)
    p.desk.bot.waitUntil(lambda: len(cells(box)) == 1)
    assert list(p.people.entries) == [JOURNAL]
    assert box.remark.text() == "Deleted."
    p.settle()
    assert p.accounts() == []
    box.close()


def test_signing_in_works_with_the_keyboard_alone(connecting: Connecting) -> None:
    p = connecting()
    p.desk.find(QRadioButton, "connectChoice").setFocus()
    p.desk.key(Qt.Key.Key_Tab)
    assert p.desk.focus() == "signInBrowserButton"
    p.desk.key(Qt.Key.Key_Tab)
    assert p.desk.focus() == "signInCodeButton"
    p.desk.key(Qt.Key.Key_Return)
    p.desk.bot.waitUntil(lambda: p.desk.shows("deviceCode"))
    p.desk.key(Qt.Key.Key_Tab)
    p.desk.key(Qt.Key.Key_Tab)
    assert p.desk.focus() == "cancelSignInButton"
    p.desk.key(Qt.Key.Key_Return)
    assert not p.desk.shows("signInWaiting")
