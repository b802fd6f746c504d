"""What the window's list of runs says."""

from sopwizard.domain.model.runs import Run
from sopwizard.text import _, results

TITLE = _("Runs made on this computer")
SOFT = _("Every run is kept, so that it can be reported and undone days later. Nothing here happens by itself.")
NONE = _("No run was made on this computer yet.")
COLUMNS = (_("Started"), _("What"), _("Environment"), _("Outcome"))
TABLE = _("Runs, the newest first")
UNDO = _("&Undo…")
RESUME = _("&Go on with it…")
REPORT = _("Save re&port…")
CLOSE = _("Close")


def row(run: Run) -> tuple[str, str, str, str]:
    """A run in the list."""
    name = run.organization_name or run.target.host
    where = name if name == run.target.host else f"{name} ({run.target.host})"
    return (
        results.moment(run.started),
        results.kind_name(run.kind).capitalize(),
        where,
        results.how_it_ended(run).capitalize(),
    )


def about(run: Run) -> str:
    """What there is to say of the chosen run."""
    if run.outcome is None:
        return results.unended(run)
    return _("Run {run}: {outcome}.").format(run=run.run_id, outcome=results.outcome_name(run.outcome))
