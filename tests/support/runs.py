"""Operations over fakes: one environment, one journal, run ids that count."""

from itertools import count
from types import SimpleNamespace

from sopwizard.domain.cells import flag_cell, mark_cell
from sopwizard.domain.model.changes import Cell
from sopwizard.domain.model.choices import Choices, MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.ids import RunId, UserId
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.services import rulebook
from sopwizard.services.job import Job
from sopwizard.services.operations import Action, Operations
from tests.support.fakes import FakeClock, FakeGateway, FakeGateways, FakeJournal
from tests.support.snapshots import ORGANIZATION_ID, a_snapshot

FLAG = f"organization({ORGANIZATION_ID}).issopintegrationenabled"


def mark(user_id: UserId) -> str:
    """The id of the change that marks the user."""
    return f"systemuser({user_id}).isintegrationuser"


def flag() -> Cell:
    """The flag's cell."""
    return flag_cell(ORGANIZATION_ID)


class Stage(SimpleNamespace):
    """An environment, a journal and the operations over them."""

    world: FakeGateway
    journal: FakeJournal
    gateways: FakeGateways
    operations: Operations

    def reviewed(self, choices: Choices | None = None) -> Draft:
        """A draft with a survey and choices, as after the pages before Apply."""
        target = self.world.target
        draft = Draft(target, choices=choices or Choices(MapId.DYNAMICS365))
        return self.operations.perform(Action.SURVEY, draft, Job())

    def applied(self, choices: Choices | None = None) -> Draft:
        """The draft after apply."""
        return self.operations.perform(Action.APPLY, self.reviewed(choices), Job())

    def marked(self, user_id: UserId) -> bool | None:
        """Whether the user is marked now."""
        return self.world.read_quietly(mark_cell(user_id))

    @property
    def is_on(self) -> bool | None:
        """Whether the flag is on now."""
        return self.world.read_quietly(self.world.flag)


def stage(snapshot: Snapshot | None = None) -> Stage:
    """Operations over the environment of that snapshot."""
    world, journal, numbers = FakeGateway(snapshot or a_snapshot()), FakeJournal(), count(1)
    gateways = FakeGateways(world)

    def new_run_id() -> RunId:
        return RunId(f"99999999-0000-4000-8000-{next(numbers):012d}")

    operations = Operations(gateways, journal, FakeClock(), rulebook.load(), new_run_id)
    return Stage(world=world, journal=journal, gateways=gateways, operations=operations)
