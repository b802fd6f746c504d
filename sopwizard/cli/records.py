"""The commands about runs that were made: history and report."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from sopwizard.cli import layout
from sopwizard.cli.result import Exit, Result
from sopwizard.cli.session import Session
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.ids import RunId
from sopwizard.report import document, files, published
from sopwizard.services.lore import lore
from sopwizard.text import commands as text
from sopwizard.text import report as report_text
from sopwizard.text import results as result_text
from sopwizard.text import usage


def history(session: Session, _options: Namespace) -> Result:
    """The journalled runs, newest first."""
    operations = session.operations()
    runs, damaged = operations.history(), operations.damaged()

    def lines(width: int) -> Iterator[str]:
        if not runs and not damaged:
            yield text.no_runs()
            return
        rows = [
            (
                run.run_id,
                result_text.kind_name(run.kind),
                result_text.moment(run.started),
                run.target.host,
                result_text.how_it_ended(run),
            )
            for run in runs
        ]
        yield from layout.table(text.history_columns(), rows, width)
        for run in runs:
            if run.outcome is None:
                yield ""
                yield from layout.paragraph(result_text.unended(run), width)
                yield from layout.bullets(result_text.ways_out(run), width)
        if damaged:
            yield ""
            yield from layout.paragraph(result_text.damaged(len(damaged)), width)
            yield from layout.bullets(damaged, width)

    return Result(published.history(runs, damaged), lines)


def add_report(to: ArgumentParser) -> None:
    """The run and where its document goes; or a document to be checked."""
    to.add_argument("run", nargs="?", metavar="RUN", help=usage.option("run"))
    to.add_argument("--to", metavar="FILE", help=usage.option("to"))
    to.add_argument("--redact", action="store_true", help=usage.option("report-redact"))
    to.add_argument("--check", metavar="FILE", help=usage.option("report-check"))


def report(session: Session, options: Namespace) -> Result:
    """The hand-over document of a run; or whether one is as it was written. USAGE, UNKNOWN_RUN, BAD_FILE."""
    written, checked = (options.run, options.to), options.check
    if checked is not None and written == (None, None) and not options.redact:
        return _checked(Path(checked))
    if checked is not None or None in written:
        raise SopError(Problem.USAGE, text=report_text.run_or_check())
    path = Path(options.to)
    files.check_ending(path)
    operations = session.operations()
    run = operations.run(RunId(options.run.strip().lower()))
    rulebook, now, questions = session.world.rulebook(), operations.clock.now(), lore().checklist
    made = document.build(run, rulebook, now, session.world.version, questions, redact=options.redact)
    files.write(made, path)
    data = {"run_id": run.run_id, "file": str(path), "redacted": options.redact}
    return Result(data, lambda _width: [text.written(str(path))])


def _checked(path: Path) -> Result:
    seal = files.check(path)
    said = report_text.intact(path.name, seal.digest) if seal.intact else report_text.altered(path.name)
    data = {"file": str(path), "unaltered": seal.intact, "sha256": seal.digest}
    return Result(data, lambda width: layout.paragraph(said, width), Exit.DONE if seal.intact else Exit.FINDINGS)
