"""sign-in, sign-out and accounts, as people and pipelines use them."""

from dataclasses import dataclass, field, replace

import pytest

from sopwizard.cli.arguments import WAYS
from sopwizard.cli.connection import Connection
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.snapshot import Organization
from sopwizard.domain.model.target import Target
from sopwizard.domain.signin import (
    Account,
    AccountId,
    Registration,
    VaultKind,
    VaultReason,
    VaultState,
    Way,
)
from sopwizard.domain.signin import Connection as Proved
from sopwizard.services.job import Job
from sopwizard.services.signin import SigningIn
from tests.support.fakes import FakeClock, FakeGateway, FakeGateways
from tests.support.signing import ADELE, MEGAN
from tests.support.snapshots import ORGANIZATION_ID, TARGET, a_snapshot
from tests.support.terminal import URL, Desk

MEGAN_JSON = {"account": "megan@contoso.example", "tenant": "tenant-1", "cloud": "commercial"}
ADELE_JSON = {"account": "adele@fabrikam.example", "tenant": "tenant-2", "cloud": "gcc-high"}


@dataclass
class People:
    """Who is signed in, and what was asked; the ports of signing in that the command line reaches."""

    known: list[Account] = field(default_factory=lambda: [MEGAN, ADELE])
    vault_state: VaultState = field(default_factory=lambda: VaultState(VaultKind.KEYRING))
    registration: Registration = field(default_factory=Registration)
    asked: list[tuple[object, ...]] = field(default_factory=list)
    refuses: BaseException | None = None

    def accounts(self, job: Job) -> tuple[Account, ...]:
        job.check()
        return tuple(self.known)

    def sign_in(self, origin: str | None, way: Way, job: Job, *, another: bool = False) -> Account:
        job.check()
        self.asked.append(("sign-in", origin, way.value, another))
        if self.refuses is not None:
            raise self.refuses
        return MEGAN

    def sign_out(self, account: AccountId, job: Job) -> None:
        job.check()
        self.known = [one for one in self.known if one.id != account]

    def clear(self, job: Job) -> None:
        job.check()
        self.known = []

    def forget(self) -> None:
        self.asked.append(("forgotten",))

    def __getattr__(self, name: str) -> object:
        """The ports that no command of these reaches."""
        return lambda *_given: self.asked.append((name,))


@dataclass
class Signing:
    """The desk of the command line, over those people."""

    people: People
    asked: list[AccountId] = field(default_factory=list)

    @property
    def verbs(self) -> SigningIn:
        people = self.people
        gateways = FakeGateways(FakeGateway(a_snapshot()))
        return SigningIn(people, people, people, people, people, gateways, FakeClock())  # type: ignore[arg-type]

    @property
    def vault_state(self) -> VaultState:
        return self.people.vault_state

    def use(self, account: AccountId) -> None:
        self.asked.append(account)

    def owner(self, origin: str) -> AccountId | None:
        return MEGAN.id if origin == URL else None


def desk(people: People | None = None) -> Desk:
    made = Desk()
    made.signing = Signing(people or People())
    return made


def test_accounts_are_published_exactly() -> None:
    said = desk().json("accounts")
    assert said.code == 0
    assert said.json == {"accounts": [MEGAN_JSON, ADELE_JSON], "vault": "keyring"}


def test_nobody_and_a_locked_keyring_are_said() -> None:
    people = People([], VaultState(VaultKind.MEMORY, VaultReason.LOCKED))
    assert desk(people).json("accounts").json == {"accounts": [], "vault": "memory"}
    said = desk(people).type("accounts")
    assert "Nobody is signed in on this computer. To sign in: sopwizard sign-in" in said.out
    assert "The keyring is locked" in said.out


def test_accounts_are_listed_with_their_cloud_in_words() -> None:
    out = desk().type("accounts").out
    assert "megan@contoso.example" in out
    assert "Commercial" in out
    assert "GCC High" in out


def test_a_sign_in_is_proved_at_the_environment() -> None:
    people = People()
    on = desk(people)
    said = on.json("sign-in", URL, typed="")
    assert said.code == 0
    assert people.asked[0] == ("sign-in", URL, "interactive", False)
    assert said.json == {
        "account": MEGAN_JSON,
        "environment": {
            "url": URL,
            "organization_id": ORGANIZATION_ID,
            "name": "Contoso UAT",
            "version": "9.2.25123.00180",
        },
        "user": {"user_id": a_snapshot().caller.user_id, "name": "Megan Bowen"},
        "vault": "keyring",
    }
    assert isinstance(on.signing, Signing)
    assert on.signing.asked == [MEGAN.id]


def test_a_sign_in_says_who_where_and_how_long() -> None:
    said = desk(People(vault_state=VaultState(VaultKind.MEMORY))).type("sign-in", URL, typed="")
    assert said.out.splitlines() == [
        "Signed in as megan@contoso.example.",
        f"Connected to Contoso UAT (contoso-uat.crm4.dynamics.com), organization {ORGANIZATION_ID}, as Megan Bowen.",
        "The sign-in lasts until you close the program.",
    ]


def test_another_account_can_be_asked_for_by_code_without_an_environment() -> None:
    people = People()
    said = desk(people).json("sign-in", "--another", "--auth", "device-code")
    assert said.code == 0
    assert people.asked == [("sign-in", None, "device-code", True)]
    assert said.json["environment"] is None


def test_without_a_terminal_nobody_is_disturbed() -> None:
    people = People()
    said = desk(people).json("sign-in")
    assert (said.code, said.error["kind"]) == (3, "sign-in-needed")
    assert "sopwizard sign-in" in said.error["hint"]
    assert people.asked == []
    silent = desk(people).json("sign-in", URL)
    assert silent.code == 0
    assert silent.json["account"] == MEGAN_JSON
    assert people.asked == [("note",)]


@pytest.mark.parametrize(
    "words",
    [
        ("sign-in", "training:first-setup"),
        ("sign-in", URL, "--auth", "token"),
        ("sign-in", URL, "--auth", "client-credentials"),
        ("sign-out", "nobody@contoso.example"),
        ("sign-out", "megan@contoso.example", "--forget-everything"),
        ("sign-in", URL, "--auth", "password"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(words: tuple[str, ...]) -> None:
    people = People()
    assert desk(people).json(*words, typed="").code == 2
    assert people.known == [MEGAN, ADELE]
    assert people.asked == []


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (SopError(Problem.SIGN_IN_FAILED, reason="consent-denied"), 3),
        (SopError(Problem.NO_CONNECTION, host="login.microsoftonline.com"), 3),
        (SopError(Problem.FORBIDDEN, privilege="prvReadOrganization"), 4),
        (KeyboardInterrupt(), 130),
    ],
)
def test_a_sign_in_that_fails_has_its_exit_code(problem: BaseException, code: int) -> None:
    said = desk(People(refuses=problem)).json("sign-in", URL, typed="")
    assert said.code == code
    assert set(said.error) == {"kind", "message", "request_id", "hint"}


def test_one_account_is_signed_out() -> None:
    people = People()
    said = desk(people).json("sign-out", "MEGAN@contoso.example")
    assert (said.code, said.json) == (0, {"signed_out": [MEGAN_JSON], "vault": "keyring"})
    assert people.known == [ADELE]


def test_all_are_signed_out_after_a_question_where_somebody_can_answer() -> None:
    people = People()
    declined = desk(people).type("sign-out", typed="n\n")
    assert declined.code == 130
    assert "Sign out all 2 accounts on this computer? [y/N]" in declined.err
    assert desk(people).type("sign-out", typed="", interrupt=True).code == 130
    assert people.known == [MEGAN, ADELE]
    agreed = desk(people).type("sign-out", typed="y\n")
    assert agreed.code == 0
    assert "Signed out on this computer: megan@contoso.example, adele@fabrikam.example." in agreed.out
    assert people.known == []
    assert desk(people).type("sign-out", typed="").out == "Nobody was signed in.\n"


def test_a_pipeline_signs_out_without_a_question() -> None:
    people = People()
    assert desk(people).type("sign-out").code == 0
    assert people.known == []


def test_everything_can_be_forgotten() -> None:
    people = People()
    said = desk(people).type("sign-out", "--forget-everything", "--yes", typed="")
    assert said.code == 0
    assert people.known == []
    assert ("forgotten",) in people.asked
    assert "The journal stays" in said.out


def test_every_way_has_its_name_on_the_command_line() -> None:
    assert tuple(way.value for way in Way) == WAYS


def test_a_command_knows_whether_somebody_is_there_to_sign_in() -> None:
    on = desk()
    on.type("check", URL, typed="")
    on.type("check", URL)
    asked = [call[1] for call in on.calls if call[0] == "operations"]
    assert [one.attended for one in asked if isinstance(one, Connection)] == [True, False]


def test_a_proved_connection_without_names_is_still_told() -> None:
    from sopwizard.text import accounts  # noqa: PLC0415  only here

    snapshot = a_snapshot()
    nameless = Proved(
        Target(TARGET.url),
        replace(snapshot.caller, name=None),
        replace(snapshot.organization, name=None),
    )
    assert isinstance(nameless.organization, Organization)
    assert "Connected to contoso-uat.crm4.dynamics.com" in accounts.connected(nameless)
