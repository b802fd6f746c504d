"""The commands that read an environment: check, plan, verify."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from sopwizard import files
from sopwizard.cli import checklist, layout, looking
from sopwizard.cli.arguments import add_choices, add_url, map_id
from sopwizard.cli.result import Exit, Result
from sopwizard.cli.session import Session
from sopwizard.domain.checks import examine
from sopwizard.domain.confirmations import Confirmation
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.evidence import running_map
from sopwizard.domain.model.changes import Plan
from sopwizard.domain.model.choices import Choices
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.model.states import Severity
from sopwizard.domain.plan import find_user, make_plan, verdicts
from sopwizard.domain.rulebook import Rulebook
from sopwizard.report import published
from sopwizard.services.lore import lore
from sopwizard.services.saved_plans import PLAN
from sopwizard.text import changes as change_text
from sopwizard.text import commands as text
from sopwizard.text import findings as finding_text
from sopwizard.text import results as result_text
from sopwizard.text import saved_check, usage

_ORDER = tuple(Severity)
_SHOWN_ROWS = 3


def add_check(to: ArgumentParser) -> None:
    """The environment, and where to keep what was read."""
    add_url(to)
    to.add_argument("--save", metavar="FILE", help=usage.option("save"))
    to.add_argument("--redact", action="store_true", help=usage.option("redact"))


def check(session: Session, options: Namespace) -> Result:
    """Read everything, and say what it means."""
    if options.redact and options.save is None:
        raise SopError(Problem.USAGE, text=text.redact_what())
    rulebook = session.world.rulebook()
    snapshot = looking.look(session, options.url)
    if options.save is not None:
        looking.save(session, snapshot, options.url, options.save, without_names=options.redact)
    found = examine(snapshot, rulebook)
    stands = any(each.severity in {Severity.BLOCKER, Severity.WARNING} for each in found)
    confirmed = looking.confirmed(options.url)

    def lines(width: int) -> Iterator[str]:
        yield from where(snapshot, kept=looking.is_file(options.url))
        yield from check_lines(snapshot, found, rulebook, width, confirmed)

    data = published.check(snapshot, found, rulebook, lore().checklist, confirmed)
    return Result(data, lines, Exit.FINDINGS if stands else Exit.DONE)


def read_choices(session: Session, options: Namespace, *, saved: bool = False) -> Draft:
    """The environment, and the choices that the options make. UNKNOWN_MAP, UNKNOWN_USER, and what reading raises.

    Only what does not write takes a ``saved`` check in place of an environment.
    """
    chosen = map_id(options.map)
    named = (*options.mark, *options.unmark)
    if saved:
        snapshot = looking.look(session, options.url, named)
    elif looking.is_file(options.url):
        raise SopError(Problem.BAD_URL, url=options.url)
    else:
        snapshot = session.operations().look(session.target(options.url), session.job(), named)
    choices = Choices(
        map_id=chosen,
        sop=options.sop != "off",
        mark=frozenset(find_user(snapshot, each) for each in options.mark) if options.mark else None,
        unmark=frozenset(find_user(snapshot, each) for each in options.unmark),
    )
    return Draft(snapshot.target, snapshot, choices)


def snapshot_of(draft: Draft) -> Snapshot:
    """What was read."""
    if draft.snapshot is None:
        raise ValueError("nothing was read")
    return draft.snapshot


def add_plan(to: ArgumentParser) -> None:
    """The environment, the choices, and where to keep the plan."""
    add_choices(to)
    to.add_argument("--save", metavar="FILE", help=usage.option("save-plan"))


def plan(session: Session, options: Namespace) -> Result:
    """What apply would do, and why."""
    draft = read_choices(session, options, saved=True)
    snapshot = snapshot_of(draft)
    made = make_plan(snapshot, draft.choices, session.world.rulebook())
    if options.save is not None:
        files.write(PLAN.dump(made), Path(options.save))
    return Result(
        published.plan(made),
        lambda width: plan_lines(made, snapshot, width, kept=looking.is_file(options.url)),
        Exit.FINDINGS if made.blocked_by else Exit.DONE,
    )


def verify(session: Session, options: Namespace) -> Result:
    """Whether the environment holds what the map needs."""
    draft = read_choices(session, options, saved=True)
    snapshot, rulebook = snapshot_of(draft), session.world.rulebook()
    found = make_plan(snapshot, draft.choices, rulebook).findings
    seen = verdicts(snapshot, draft.choices, rulebook)
    ok = all(each.ok for each in seen)

    def lines(width: int) -> Iterator[str]:
        yield from where(snapshot, kept=looking.is_file(options.url))
        yield ""
        yield text.verified(len(seen)) if ok else text.not_verified()
        yield from layout.bullets((result_text.difference(each) for each in seen if not each.ok), width)
        yield from _notable(found, width)

    return Result(published.verification(snapshot, found, seen), lines, Exit.DONE if ok else Exit.FINDINGS)


def where(snapshot: Snapshot, *, kept: bool = False) -> Iterator[str]:
    """Which environment, and whose. ``kept``: it was read earlier, and comes from a file."""
    organization = snapshot.organization
    yield text.environment_line(organization.name or "?", snapshot.target.host)
    if snapshot.target.is_training:
        yield text.training_remark()
    if kept:
        yield saved_check.shown(snapshot.taken)


def check_lines(
    snapshot: Snapshot,
    found: Iterable[Finding],
    rulebook: Rulebook,
    width: int,
    confirmed: tuple[Confirmation, ...] = (),
) -> Iterator[str]:
    """A check as text: the worst first."""
    yield ""
    yield from layout.pairs(_facts(snapshot, rulebook), width)
    yield ""
    yield from _users(snapshot, rulebook, width)
    yield ""
    yield from finding_lines(found, width)
    yield ""
    yield from checklist.lines(lore().checklist, running_map(snapshot, rulebook).running, confirmed, width)


def _facts(snapshot: Snapshot, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    organization = snapshot.organization
    seen = published.running(snapshot, rulebook)
    yield text.label("organization"), f"{organization.name or '?'} ({organization.organization_id})"
    yield text.label("version"), organization.version or change_text.value(None)
    yield text.label("type"), organization.kind or change_text.value(None)
    yield text.label("caller"), snapshot.caller.name or snapshot.caller.user_id
    yield text.label("flag"), change_text.value(organization.sop_enabled)
    yield text.label("pricing"), change_text.value(organization.system_pricing)
    yield text.label("map"), seen["evidence"]


def _users(snapshot: Snapshot, rulebook: Rulebook, width: int) -> Iterator[str]:
    if not isinstance(snapshot.users, Known):
        yield text.users_unknown()
        return
    rows = [
        (
            user.name,
            text.role(rulebook.role(user.application_id)),
            user.application_id or user.user_id,
            text.enabled(user.disabled),
            change_text.value(user.marked),
        )
        for user in snapshot.users.value
    ]
    if not rows:
        yield text.users_none()
        return
    yield from layout.table(text.user_columns(), rows, width)


def finding_lines(found: Iterable[Finding], width: int) -> Iterator[str]:
    """Findings, the worst first; those in order in one line each."""
    for each in sorted(found, key=lambda one: _ORDER.index(one.severity)):
        mark = f"[{finding_text.severity(each.severity)}] "
        yield from layout.paragraph(finding_text.title(each), width, indent="  ", first=mark)
        if each.severity is Severity.OK:
            continue
        yield from layout.paragraph(finding_text.detail(each), width, indent="    ")
        yield from layout.paragraph(text.to_do(finding_text.fix(each)), width, indent="    ")
        for row in each.evidence[:_SHOWN_ROWS]:
            yield from layout.paragraph(text.seen(row), width, indent="    ")
        if len(each.evidence) > _SHOWN_ROWS:
            yield from layout.paragraph(text.more_seen(len(each.evidence) - _SHOWN_ROWS), width, indent="    ")
        yield from layout.paragraph(finding_text.source(each), width, indent="    ")


def _notable(found: Iterable[Finding], width: int) -> Iterator[str]:
    """Blockers and warnings only."""
    notable = [each for each in found if each.severity in {Severity.BLOCKER, Severity.WARNING}]
    if notable:
        yield ""
        yield from finding_lines(notable, width)


def plan_lines(made: Plan, snapshot: Snapshot, width: int, *, kept: bool = False) -> Iterator[str]:
    """A plan as text: what stands in the way first. ``kept``: what was read comes from a file."""
    yield from where(snapshot, kept=kept)
    if made.blocked_by:
        yield ""
        yield text.blocked()
        yield from finding_lines([each for each in made.findings if each.id in made.blocked_by], width)
    yield ""
    if made.changes:
        yield text.planned_heading(len(made.changes), blocked=bool(made.blocked_by))
        rows = [
            (
                change_text.label(each),
                change_text.value(each.before),
                change_text.value(each.after),
                change_text.reason(each),
            )
            for each in made.changes
        ]
        yield from layout.table(text.change_columns(), rows, width)
    else:
        yield text.nothing_to_do()
    if made.already_right:
        yield ""
        yield text.right_heading()
        right = (f"{change_text.label(each)}: {change_text.value(each.after)}" for each in made.already_right)
        yield from layout.bullets(right, width)
    if said := change_text.consequences(made):
        yield ""
        yield text.consequences_heading()
        yield from layout.bullets(said, width)
    yield from _notable([each for each in made.findings if each.id not in made.blocked_by], width)
