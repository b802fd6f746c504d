"""The verbs of signing in, over ports that a test stages."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.ids import OrganizationId
from sopwizard.domain.model.target import Target
from sopwizard.domain.signin import (
    Account,
    AccountId,
    Connection,
    Found,
    Recent,
    Registration,
    Stored,
    VaultKind,
    VaultState,
    Way,
)
from sopwizard.services.job import Cancelled, Job
from sopwizard.services.signin import Listed, SigningIn, listing
from tests.support.fakes import FakeClock, FakeGateway, FakeGateways
from tests.support.snapshots import TARGET, a_snapshot

MEGAN = Account(AccountId("megan-id"), "megan@contoso.example", "t", "commercial", "login.microsoftonline.com")
ADELE = Account(AccountId("adele-id"), "adele@contoso.example", "t", "commercial", "login.microsoftonline.com")
KEYRING = Stored("keyring", "sopwizard/index", "sign-ins")
FILE = Stored("file", "/data/recent.json", "recent", 10)


class World:
    """Everything that the verbs ask for, and what they asked."""

    def __init__(self) -> None:
        self.people = [MEGAN, ADELE]
        self.asked: list[object] = []
        self.known: list[Recent] = []
        self.found: tuple[Found, ...] = ()
        self.registration = Registration()
        self.vault_state = VaultState(VaultKind.KEYRING)
        self.state = self.vault_state

    def accounts(self, job: Job) -> tuple[Account, ...]:
        job.check()
        return tuple(self.people)

    def sign_in(self, origin: str | None, way: Way, job: Job, *, another: bool = False) -> Account:
        job.check()
        self.asked.append(("sign_in", origin, way, another))
        return MEGAN

    def sign_out(self, account: AccountId, job: Job) -> None:
        job.check()
        self.people = [one for one in self.people if one.id != account]

    def environments(self, account: Account, job: Job) -> tuple[Found, ...]:
        job.check()
        self.asked.append(("environments", account.account))
        return self.found

    def recent(self) -> tuple[Recent, ...]:
        return tuple(self.known)

    def note(self, recent: Recent) -> None:
        self.known.insert(0, recent)

    def forget(self) -> None:
        self.known.clear()

    def read(self, job: Job) -> str | None:
        job.check()
        return None

    def change(self, edit: Callable[[str | None], str | None], job: Job) -> str | None:
        job.check()
        return edit(None)

    def entries(self, job: Job) -> tuple[Stored, ...]:
        job.check()
        return (KEYRING,)

    def clear(self, job: Job) -> None:
        job.check()
        self.people = []
        self.asked.append("cleared")

    def files(self) -> tuple[Stored, ...]:
        return (FILE,)

    def remove(self, entry: Stored) -> None:
        self.asked.append(("removed", entry.name))


def verbs(world: World, gateway: FakeGateway | None = None) -> SigningIn:
    gateways = FakeGateways(gateway or FakeGateway(a_snapshot()))
    return SigningIn(world, world, world, world, world, gateways, FakeClock(), lambda _origin: MEGAN.id)


def test_signing_in_names_the_environment_or_the_discovery_service() -> None:
    world = World()
    own = verbs(world)
    assert own.sign_in(TARGET, Way.DEVICE_CODE, Job(), another=True) == MEGAN
    assert own.sign_in(None, Way.INTERACTIVE, Job()) == MEGAN
    assert world.asked == [
        ("sign_in", "https://contoso-uat.crm4.dynamics.com", Way.DEVICE_CODE, True),
        ("sign_in", None, Way.INTERACTIVE, False),
    ]
    assert own.accounts(Job()) == (MEGAN, ADELE)
    assert own.ports.vault_state.kind is VaultKind.KEYRING


def test_training_needs_no_sign_in() -> None:
    with pytest.raises(SopError) as problem:
        verbs(World()).sign_in(Target("training:first-setup"), Way.INTERACTIVE, Job())
    assert problem.value.problem is Problem.USAGE


@pytest.mark.parametrize("name", ["megan@contoso.example", "MEGAN@Contoso.example", "megan-id"])
def test_one_is_signed_out_by_name_or_id(name: str) -> None:
    world = World()
    assert verbs(world).sign_out(name, Job()) == (MEGAN,)
    assert world.people == [ADELE]


def test_without_a_name_everybody_is_signed_out() -> None:
    world = World()
    assert verbs(world).sign_out(None, Job()) == (MEGAN, ADELE)
    assert world.people == []
    assert verbs(world).sign_out(None, Job()) == ()


def test_a_name_that_nobody_has_is_said() -> None:
    with pytest.raises(SopError) as problem:
        verbs(World()).sign_out("nobody", Job())
    assert problem.value.details == {"reason": "unknown-account", "account": "nobody"}


def test_a_connection_is_proved_by_who_asks_and_which_organization_answers() -> None:
    world = World()
    snapshot = a_snapshot()
    connection = verbs(world).connect(TARGET, Job())
    assert connection == Connection(TARGET, snapshot.caller, snapshot.organization)
    (noted,) = world.known
    assert (noted.url, noted.name, noted.account_id) == (TARGET.url, snapshot.organization.name, MEGAN.id)
    assert noted.used.endswith("+00:00")


def test_an_organization_that_is_not_the_callers_is_no_connection() -> None:
    snapshot = a_snapshot()
    other = replace(snapshot.organization, organization_id=OrganizationId("00000000-0000-0000-0000-000000000009"))
    world = World()
    with pytest.raises(SopError) as problem:
        verbs(world, FakeGateway(replace(snapshot, organization=other))).connect(TARGET, Job())
    assert problem.value.problem is Problem.WRONG_ORGANIZATION
    assert world.known == []


def test_a_training_environment_is_not_a_recent_one() -> None:
    world = World()
    target = Target("training:first-setup")
    verbs(world, FakeGateway(replace(a_snapshot(), target=target))).connect(target, Job())
    assert world.known == []


UAT = Found("Contoso UAT", "https://contoso-uat.crm4.dynamics.com", kind="CustomerTest", production=False)
LIVE = Found("Contoso", "https://contoso.crm4.dynamics.com", kind="Customer", production=True, region="EUR")
OLD = Recent("https://old.crm.dynamics.com", "Old", None, "2026-01-01T00:00:00+00:00")
USED = Recent("https://contoso-uat.crm4.dynamics.com", "Its old name", None, "2026-01-02T00:00:00+00:00")


def test_recent_environments_come_first_with_the_name_that_they_have_now() -> None:
    assert listing((LIVE, UAT), (USED, OLD)) == (
        Listed(UAT.url, "Contoso UAT", recent=True, found=UAT),
        Listed(OLD.url, "Old", recent=True, found=None),
        Listed(LIVE.url, "Contoso", recent=False, found=LIVE),
    )
    nameless = Recent(OLD.url, None, None, "")
    assert listing((), (nameless,))[0].name == "https://old.crm.dynamics.com"


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("", ["Contoso UAT", "Old", "Contoso"]),
        ("contoso", ["Contoso UAT", "Contoso"]),
        ("UAT contoso", ["Contoso UAT"]),
        ("sandbox", ["Contoso UAT"]),
        ("production", ["Contoso"]),
        ("eur", ["Contoso"]),
        ("nothing", []),
    ],
)
def test_every_word_of_a_search_is_found(search: str, names: list[str]) -> None:
    assert [one.name for one in listing((LIVE, UAT), (USED, OLD), search)] == names


def test_environments_are_listed_for_an_account_or_from_memory() -> None:
    world = World()
    world.found, world.known = (LIVE,), [OLD]
    assert [one.name for one in verbs(world).environments(MEGAN, Job())] == ["Old", "Contoso"]
    assert [one.name for one in verbs(world).environments(None, Job())] == ["Old"]
    assert world.asked == [("environments", "megan@contoso.example")]


def test_everything_stored_is_listed_and_can_be_removed() -> None:
    world = World()
    own = verbs(world)
    assert own.stored(Job()) == (KEYRING, FILE)
    own.remove((FILE,), Job())
    assert world.people == [MEGAN, ADELE]
    own.remove((KEYRING, FILE), Job())
    assert world.asked == [("removed", FILE.name), "cleared", ("removed", FILE.name)]


def test_forgetting_everything_signs_out_and_forgets_recent_environments() -> None:
    world = World()
    world.known = [OLD]
    verbs(world).forget_everything(Job())
    assert (world.people, world.known) == ([], [])


def test_a_cancelled_job_passes_through() -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        verbs(World()).connect(TARGET, job)
