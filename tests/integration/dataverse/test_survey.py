"""A survey of the simulated environments: what it reads, in how many round trips, and how parts fail alone."""

from collections.abc import Callable, Iterator

import pytest

from sopwizard.adapters import simulator
from sopwizard.adapters.dataverse.api import WebApi
from sopwizard.adapters.signin.ready_made import ReadyMade
from sopwizard.adapters.simulator.server import RunningSimulator
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import Snapshot, SubmittedOrders
from sopwizard.domain.model.target import Target
from sopwizard.services.job import Cancelled, Job, Progress


class Environment:
    """A simulator with the adapter in front of it."""

    def __init__(self, running: RunningSimulator, timeout: float) -> None:
        self.running = running
        self.api = WebApi(running.origin, Target("training:x"), ReadyMade("trainee"), timeout)

    def survey(self) -> Snapshot:
        return self.api.survey(Job())

    @property
    def round_trips(self) -> int:
        return len(self.running.log)


@pytest.fixture
def environment() -> Iterator[Callable[..., Environment]]:
    opened: list[Environment] = []

    def start(scenario: str = "first-setup", *faults: str, timeout: float = 20.0) -> Environment:
        opened.append(Environment(simulator.serve(scenario, faults=faults), timeout))
        return opened[-1]

    yield start
    for each in opened:
        each.api.close()
        each.running.stop()


Start = Callable[..., Environment]


def marks(snapshot: Snapshot) -> dict[str, bool | None]:
    assert isinstance(snapshot.users, Known)
    return {user.application_id or user.name: user.marked for user in snapshot.users.value}


def unknown(snapshot: Snapshot) -> dict[str, Problem]:
    """The parts of the main survey that could not be read."""
    names = (
        "users",
        "solutions",
        "running_maps",
        "processing_options",
        "privileges",
        "submitted",
        "optimistic",
        "legacy_columns",
    )
    parts = {name: getattr(snapshot, name) for name in names}
    return {name: part.problem for name, part in parts.items() if isinstance(part, Unknown)}


def test_a_fresh_environment(environment: Start) -> None:
    there = environment("first-setup")
    snapshot = there.survey()
    assert unknown(snapshot) == {}
    assert snapshot.caller.name == "Megan Bowen"
    organization = snapshot.organization
    assert (organization.name, organization.kind) == ("Contoso UAT", "Sandbox")
    assert (organization.sop_enabled, organization.system_pricing, organization.discount_method) == (False, True, 0)
    found = marks(snapshot)
    for application in (
        "00000015-0000-0000-c000-000000000000",
        "f1752846-f0df-4766-96f5-c109adf67d7f",
        "2e49aa60-1bd3-43b6-8ab6-03ada3d9f08b",
    ):
        assert found[application] is False
    assert snapshot.processing_options == Known(tuple(range(192350000, 192350009)))
    assert isinstance(snapshot.running_maps, Known)
    headers = [row for row in snapshot.running_maps.value if row.table == "salesorder"]
    assert [(row.entity, row.state) for row in headers] == [("Dynamics 365 Sales order headers", 0)]
    assert headers[0].version is not None
    assert isinstance(snapshot.privileges, Known)
    assert [(each.name, each.depth, each.table, each.access) for each in snapshot.privileges.value] == [
        ("prvWriteOrganization", "Global", "organization", "Write"),
        ("prvWriteUser", "Global", "systemuser", "Write"),
        ("prvReadUser", "Global", "systemuser", "Read"),
        ("prvReadOrder", "Global", "salesorder", "Read"),
        ("prvReadmsdyn_dualwriteruntimeconfig", "Global", "msdyn_dualwriteruntimeconfig", "Read"),
        ("prvReadmsdyn_dualwriteentitymap", "Global", "msdyn_dualwriteentitymap", "Read"),
    ]
    assert snapshot.caller.licensed is True
    assert snapshot.submitted == Known(SubmittedOrders(()))
    assert snapshot.legacy_columns == Known(())


@pytest.mark.parametrize("scenario", [info.name for info in simulator.scenarios()])
def test_every_scenario_is_surveyed_in_three_round_trips(environment: Start, scenario: str) -> None:
    """One fewer than the four that a full check may take; further pages and counting orders come on top."""
    there = environment(scenario)
    there.survey()
    assert there.round_trips == 3


def test_what_is_set_up_is_seen(environment: Start) -> None:
    snapshot = environment("already-set-up").survey()
    assert snapshot.organization.sop_enabled is True
    assert list(marks(snapshot).values()).count(True) == 3


def test_a_marked_person_is_seen(environment: Start) -> None:
    snapshot = environment("person-marked").survey()
    assert isinstance(snapshot.users, Known)
    (adele,) = [user for user in snapshot.users.value if user.name == "Adele Vance"]
    assert (adele.application_id, adele.marked, adele.licensed, adele.access_mode) == (None, True, True, 0)


def test_a_disabled_user_is_seen(environment: Start) -> None:
    snapshot = environment("disabled-user").survey()
    assert isinstance(snapshot.users, Known)
    assert [user.disabled for user in snapshot.users.value].count(True) == 1


def test_submitted_orders_are_named(environment: Start) -> None:
    snapshot = environment("submitted-orders").survey()
    assert isinstance(snapshot.submitted, Known)
    assert snapshot.submitted.value.numbers
    assert not snapshot.submitted.value.more


@pytest.mark.parametrize(
    ("scenario", "lacked"),
    [
        ("no-user-rights", {"prvWriteUser"}),
        ("read-only-caller", {"prvWriteOrganization", "prvWriteUser"}),
        ("maps-forbidden", {"prvReadmsdyn_dualwriteruntimeconfig"}),
    ],
)
def test_missing_rights_are_seen(environment: Start, scenario: str, lacked: set[str]) -> None:
    snapshot = environment(scenario).survey()
    assert isinstance(snapshot.privileges, Known)
    assert {each.name for each in snapshot.privileges.value if each.depth == "None"} == lacked


def test_rights_to_tables_that_are_not_there_are_not_asked_about(environment: Start) -> None:
    snapshot = environment("no-dual-write").survey()
    assert isinstance(snapshot.privileges, Known)
    assert {each.table for each in snapshot.privileges.value} == {"organization", "systemuser", "salesorder"}


def test_the_solution_before_the_update_lacks_the_option(environment: Start) -> None:
    snapshot = environment("classic-solution").survey()
    assert snapshot.processing_options == Known(tuple(range(192350000, 192350008)))


def test_without_dual_write_the_column_is_known_to_be_absent_and_the_maps_are_unknown(environment: Start) -> None:
    snapshot = environment("no-dual-write").survey()
    assert snapshot.processing_options == Known(None)
    assert unknown(snapshot) == {"running_maps": Problem.NOT_FOUND}


def test_a_forbidden_table_is_unknown_and_names_the_privilege(environment: Start) -> None:
    snapshot = environment("maps-forbidden").survey()
    assert isinstance(snapshot.running_maps, Unknown)
    assert unknown(snapshot) == {"running_maps": Problem.FORBIDDEN}
    assert dict(snapshot.running_maps.details)["privilege"] == "prvReadmsdyn_dualwriteruntimeconfig"
    assert snapshot.running_maps.request_id


def test_columns_of_prospect_to_cash_are_found(environment: Start) -> None:
    snapshot = environment("prospect-to-cash").survey()
    assert isinstance(snapshot.legacy_columns, Known)
    assert snapshot.legacy_columns.value
    assert all(name.startswith("msdynce_") for name in snapshot.legacy_columns.value)


@pytest.mark.parametrize(
    ("fault", "parts"),
    [
        ("next-elsewhere@systemusers", {"users": Problem.OFF_ORIGIN}),
        ("next-loop@systemusers", {"users": Problem.ENDLESS_LIST}),
        ("duplicate-rows@systemusers", {}),
        ("next-elsewhere@solutions", {"solutions": Problem.OFF_ORIGIN}),
        ("403@msdyn_dualwriteruntimeconfigs", {"running_maps": Problem.FORBIDDEN}),
        ("404@solutions", {"solutions": Problem.NOT_FOUND}),
        ("500@salesorders", {"submitted": Problem.SERVER_ERROR}),
    ],
)
def test_a_part_fails_alone(environment: Start, fault: str, parts: dict[str, Problem]) -> None:
    assert unknown(environment("first-setup", fault).survey()) == parts


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("401", Problem.UNAUTHORIZED),
        ("token-expired", Problem.UNAUTHORIZED),
        ("500", Problem.SERVER_ERROR),
        ("html-502", Problem.SERVER_ERROR),
        ("offline", Problem.NO_CONNECTION),
        ("empty", Problem.BROKEN_ANSWER),
        ("wrong-type", Problem.NOT_DATAVERSE),
        ("bomb:100", Problem.ANSWER_TOO_LARGE),
        ("redirect", Problem.OFF_ORIGIN),
        ("wrong-organization@organizations", Problem.WRONG_ORGANIZATION),
        ("403@organizations", Problem.FORBIDDEN),
        ("403@WhoAmI", Problem.FORBIDDEN),
        ("429:400", Problem.THROTTLED),
        ("next-loop", Problem.ENDLESS_LIST),
    ],
)
@pytest.mark.usefixtures("no_pauses")
def test_without_the_organization_row_there_is_no_survey(environment: Start, fault: str, problem: Problem) -> None:
    with pytest.raises(SopError) as caught:
        environment("first-setup", fault).survey()
    assert caught.value.problem is problem
    assert caught.value.details["host"] == "training:x"


@pytest.mark.parametrize(
    "fault",
    [
        "429:0@$batch:1",
        "503:0@$batch:1",
        "429:0@GET/WhoAmI:1",
        "503:0@GET/systemusers:1",
        "reset-before@$batch:1",
        "reset-after@$batch:2",
        "truncated@$batch:1",
    ],
)
@pytest.mark.usefixtures("no_pauses")
def test_what_is_lost_once_is_read_again(environment: Start, fault: str) -> None:
    undisturbed, there = environment("first-setup"), environment("first-setup", fault)
    undisturbed.survey()
    assert unknown(there.survey()) == {}
    assert there.round_trips == undisturbed.round_trips + 1


@pytest.mark.usefixtures("no_pauses")
def test_what_was_put_off_and_then_lost_takes_nothing_else_with_it(environment: Start) -> None:
    faults = ("503:0@GET/solutions:1", "reset-before@$batch:2-4")
    assert unknown(environment("first-setup", *faults).survey()) == {"solutions": Problem.SERVER_ERROR}


class Ending:
    """A source whose token ends after the first request."""

    def __init__(self) -> None:
        self.asked = 0

    def token(self, origin: str, job: Job, *, fresh: bool = False) -> str:
        del origin, job, fresh
        self.asked += 1
        if self.asked > 1:
            raise SopError(Problem.SIGN_IN_NEEDED)
        return "trainee"


def test_a_sign_in_that_ends_on_the_way_leaves_the_rest_unknown_and_says_why() -> None:
    with simulator.serve("first-setup") as running, WebApi(running.origin, Target("training:x"), Ending()) as api:
        snapshot = api.survey(Job())
    assert isinstance(snapshot.users, Known)
    assert isinstance(snapshot.privileges, Unknown)
    assert snapshot.privileges.problem is Problem.SIGN_IN_NEEDED
    assert dict(snapshot.privileges.details) == {"host": "training:x"}


def test_a_slow_survey_ends_with_its_time(environment: Start) -> None:
    with pytest.raises(SopError) as caught:
        environment("first-setup", "drip:0.2", timeout=0.6).survey()
    assert caught.value.problem is Problem.TIMEOUT


def test_a_survey_is_left_when_the_user_stops(environment: Start) -> None:
    job = Job(lambda _progress: job.cancel())
    with pytest.raises(Cancelled):
        environment("first-setup", "429:60").api.survey(job)


def test_a_survey_says_what_it_waits_for(environment: Start) -> None:
    said: list[Progress] = []
    environment("first-setup", "429:0@$batch:1").api.survey(Job(said.append))
    assert said[0].what == "The server is busy; asking again in 1 s"
