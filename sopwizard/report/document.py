"""The hand-over document of a run, as a value: what every format shows, in the order in which it is read."""

from dataclasses import dataclass
from datetime import datetime

from sopwizard.domain.aftermath import flag_after, was_sent
from sopwizard.domain.confirmations import Confirmation
from sopwizard.domain.model.runs import Run
from sopwizard.domain.pricing import PriceCell, Situation, price_cells
from sopwizard.domain.rulebook import Rulebook, StatusTable
from sopwizard.domain.statements import ChecklistItem, asked_under
from sopwizard.report.redaction import redacted


@dataclass(frozen=True, slots=True)
class Document:
    """``flag``: what the flag held after the run, None where the run does not tell. ``table``: the status table of the
    map that the run was made for. ``prices``: an integration user's, on an Active order, with that flag. ``redacted``:
    whether names of people, organizations and hosts, and ids, were taken out.
    """

    run: Run
    made: datetime
    version: str
    flag: bool | None
    table: StatusTable | None
    situation: Situation | None
    prices: tuple[PriceCell, ...]
    rulebook: Rulebook
    checklist: tuple[tuple[ChecklistItem, Confirmation | None], ...] = ()
    redacted: bool = False


def build(  # noqa: PLR0913  what was done, by which rules, written when and by whom
    run: Run,
    rulebook: Rulebook,
    made: datetime,
    version: str,
    checklist: tuple[ChecklistItem, ...] = (),
    *,
    redact: bool = False,
) -> Document:
    """The document of that run; ``made`` is when it is written, ``version`` the program's.

    ``checklist`` are the questions that Dataverse cannot answer; those of the run's map stand in it, answered or not.
    ``redact``: whether names and ids are taken out.
    """
    if redact:
        run = redacted(run, rulebook.applications)
    flag = flag_after(run)
    situation = None if flag is None else Situation(sop=flag, integration_user=True, submitted=False)
    return Document(
        run=run,
        made=made,
        version=version,
        flag=flag,
        table=None if run.choices.map_id is None else rulebook.table(run.choices.map_id),
        situation=situation,
        prices=() if situation is None else price_cells(rulebook, situation),
        rulebook=rulebook,
        checklist=_answered(run, checklist),
        redacted=redact,
    )


def _answered(run: Run, checklist: tuple[ChecklistItem, ...]) -> tuple[tuple[ChecklistItem, Confirmation | None], ...]:
    given = {each.item: each for each in run.confirmations}
    return tuple((item, given.get(item.id)) for item in asked_under(checklist, run.choices.map_id))


def writes(run: Run) -> int:
    """For how many changes a request to write was sent."""
    return sum(map(was_sent, run.results))
