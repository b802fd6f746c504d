"""The commands that write: apply and undo. They show, ask, write, and tell."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sopwizard.cli import layout
from sopwizard.cli.arguments import add_choices, add_yes
from sopwizard.cli.reading import finding_lines, plan_lines, read_choices, snapshot_of, where
from sopwizard.cli.result import Exit, Result, error_code, outcome_code
from sopwizard.cli.session import Session
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.changes import Change
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.ids import RunId
from sopwizard.domain.model.runs import ChangeResult, Outcome
from sopwizard.domain.model.states import ChangeState, RunOutcome
from sopwizard.domain.plan import make_plan
from sopwizard.report import published
from sopwizard.services.job import Cancelled, Job
from sopwizard.services.operations import Action
from sopwizard.services.saved_plans import PLAN
from sopwizard.services.undo import UndoReview
from sopwizard.text import changes as change_text
from sopwizard.text import commands as text
from sopwizard.text import errors, usage
from sopwizard.text import results as result_text


def add_apply(to: ArgumentParser) -> None:
    """The environment and the choices, or a saved plan in their place; and whether to ask."""
    add_choices(to, instead="--plan")
    to.add_argument("--plan", metavar="FILE", help=usage.option("plan"))
    add_yes(to)


def _reviewed(session: Session, options: Namespace) -> Draft:
    """What is to be applied. USAGE where it is neither a saved plan nor an environment with a map, or both."""
    chosen = (options.url, options.map, options.sop, *options.mark, *options.unmark)
    if options.plan is None:
        if options.url is None or options.map is None:
            raise SopError(Problem.USAGE, text=text.plan_or_choices())
        return read_choices(session, options)
    if any(each is not None for each in chosen):
        raise SopError(Problem.USAGE, text=text.plan_or_choices())
    path = Path(options.plan)
    saved = PLAN.read(path)
    if session.world.understand(saved.target.url) != saved.target:
        raise SopError(Problem.BAD_FILE, file=path.name, kind=PLAN.key, flaw="altered")
    session.console.note([text.understood(saved.target.url)])
    return session.operations().look_for(saved, path.name, session.job())


def apply(session: Session, options: Namespace) -> Result:
    """Plan, agree, write, verify."""
    draft = _reviewed(session, options)
    snapshot = snapshot_of(draft)
    made = make_plan(snapshot, draft.choices, session.world.rulebook())
    if made.blocked_by:
        return blocked(made.blocked_by, made.findings, made.changes, published.plan(made))
    name = snapshot.organization.name or snapshot.target.host
    if made.changes:
        _agree(session, options, name, snapshot.target.host, lambda width: plan_lines(made, snapshot, width))
    job = session.job()
    session.stop_between_changes(job)
    return _told(session.operations().perform(Action.APPLY, draft, job), job)


def add_undo(to: ArgumentParser) -> None:
    """The run, and what of it."""
    to.add_argument("run", metavar="RUN", help=usage.option("run"))
    to.add_argument("--only", action="append", default=[], metavar="CHANGE_ID", help=usage.option("only"))
    add_yes(to)


def undo(session: Session, options: Namespace) -> Result:
    """Put a run back: show, agree, write, verify."""
    operations = session.operations()
    run_id = RunId(options.run.strip().lower())
    only = frozenset(each.strip().lower() for each in options.only)
    review = operations.review_undo(run_id, session.job(), only)
    plan = review.plan
    if plan.blocked_by:
        return blocked(plan.blocked_by, plan.findings, plan.changes, {"undoes": run_id})
    name = review.snapshot.organization.name or plan.target.host
    if plan.changes:
        _agree(session, options, name, plan.target.host, lambda width: _undo_lines(review, width))
    job = session.job()
    session.stop_between_changes(job)
    return _told(operations.undo_run(run_id, Draft(target=plan.target), job, plan, only=only), job)


def blocked(
    ids: tuple[str, ...], findings: tuple[Finding, ...], changes: tuple[Change, ...], more: dict[str, object]
) -> Result:
    """Something stands in the way, so nothing is written. 4 where it is a missing privilege.

    The JSON has what any apply or undo has: no run, and every change skipped.
    """
    error = SopError(Problem.BLOCKED, findings=", ".join(ids))
    standing = [each for each in findings if each.id in ids]

    def lines(width: int) -> Iterator[str]:
        yield from layout.paragraph(errors.explain(error).happened, width)
        yield ""
        yield from finding_lines(standing, width)

    data = {
        **more,
        "run_id": None,
        "outcome": RunOutcome.FAILED.value,
        "changes": [published.result(ChangeResult(each, ChangeState.SKIPPED)) for each in changes],
        "error": published.error(error),
        "blocked_by": list(ids),
        "findings": [published.finding(each) for each in findings],
    }
    return Result(data, lines, error_code(error))


def _agree(session: Session, options: Namespace, name: str, host: str, shown: Callable[[int], Iterable[str]]) -> None:
    """Show what would be written and ask. NEEDS_CONFIRMATION without a terminal, Cancelled where it is declined."""
    if options.yes:
        return
    console = session.console
    if not console.is_terminal:
        raise SopError(Problem.NEEDS_CONFIRMATION, host=host)
    console.note(shown(console.width))
    try:
        agreed = console.agrees(text.question(name, host))
    except KeyboardInterrupt:
        agreed = False
    if not agreed:
        raise Cancelled


def _told(done: Draft, job: Job) -> Result:
    """The result. Whoever asked to stop gets 130 also where that came too late to stop anything."""
    if done.outcome is None:
        raise ValueError("a run without an outcome")
    outcome = done.outcome
    code = outcome_code(outcome)
    if job.cancelled and code in {Exit.DONE, Exit.FINDINGS}:
        code = Exit.CANCELLED
    return Result(published.outcome(outcome), lambda width: outcome_lines(outcome, width), code)


def outcome_lines(outcome: Outcome, width: int) -> Iterator[str]:
    """What a run did, change by change, and what to do next."""
    run = outcome.run
    yield from layout.paragraph(result_text.headline(outcome), width)
    yield text.run_line(run.run_id)
    if run.results:
        yield ""
        rows = [
            (
                change_text.label(each.change),
                change_text.value(each.change.before),
                change_text.value(each.change.after),
                result_text.state_name(each),
            )
            for each in run.results
        ]
        yield from layout.table(text.result_columns(), rows, width)
    told = list(dict.fromkeys(errors.in_one_line(each.failure) for each in run.results if each.failure))
    if told:
        yield ""
        yield from layout.bullets(told, width)
    differences = [result_text.difference(each) for each in outcome.verdicts or () if not each.ok]
    if differences:
        yield ""
        yield text.not_verified()
        yield from layout.bullets(differences, width)
    yield ""
    yield from layout.paragraph(result_text.what_next(outcome), width)


def _undo_lines(review: UndoReview, width: int) -> Iterator[str]:
    yield from where(review.snapshot)
    yield ""
    yield text.undo_heading(len(review.plan.changes))
    rows = [
        (change_text.label(each), change_text.value(each.before), change_text.value(each.after))
        for each in review.plan.changes
    ]
    yield from layout.table(text.change_columns()[:3], rows, width)
    if review.plan.conflicts:
        yield ""
        yield text.left_alone_heading()
        yield from layout.bullets((change_text.label(each) for each in review.plan.conflicts), width)
