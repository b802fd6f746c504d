"""The commands about runs that were made: history and report."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from sopwizard.cli import layout
from sopwizard.cli.result import Result
from sopwizard.cli.session import Session
from sopwizard.domain.model import RunId
from sopwizard.report import document, files, published
from sopwizard.services.lore import lore
from sopwizard.text import commands as text
from sopwizard.text import results as result_text


def history(session: Session, _options: Namespace) -> Result:
    """The journalled runs, newest first."""
    runs = session.operations().history()

    def lines(width: int) -> Iterator[str]:
        if not runs:
            yield text.no_runs()
            return
        rows = [
            (
                run.run_id,
                result_text.kind_name(run.kind),
                result_text.moment(run.started),
                run.target.host,
                result_text.outcome_name(run.outcome),
            )
            for run in runs
        ]
        yield from layout.table(text.history_columns(), rows, max(width, 110))

    return Result(published.history(runs), lines)


def report(session: Session, options: Namespace) -> Result:
    """The hand-over document of a run."""
    path = Path(options.to)
    files.check_ending(path)
    operations = session.operations()
    run = operations.run(RunId(options.run.strip().lower()))
    made = document.build(
        run, session.world.rulebook(), operations.clock.now(), session.world.version, lore().checklist
    )
    files.write(made, path)
    return Result({"run_id": run.run_id, "file": str(path)}, lambda _width: [text.written(str(path))])
