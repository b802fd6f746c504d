"""The findings about the order maps in words."""

from sopwizard.domain.evidence import MapReason
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.findings import Finding
from sopwizard.text import _
from sopwizard.text.finding_words import Words, nothing
from sopwizard.text.status import map_name


def reason_sentence(reason: MapReason) -> str:
    """What the rows of running maps show."""
    return {
        MapReason.DYNAMICS365_ROW: _("An active row says that Dynamics 365 Sales order headers runs."),
        MapReason.CDS_ROW_WITH_OPTION: _(
            "An active row says that CDS sales order headers runs, and the processing status has the option of the "
            "updated solution."
        ),
        MapReason.CDS_ROW_WITHOUT_OPTION: _(
            "An active row says that CDS sales order headers runs, and the processing status lacks the option of the "
            "updated solution."
        ),
        MapReason.BOTH_ROWS: _(
            "Active rows say that CDS sales order headers and Dynamics 365 Sales order headers both run."
        ),
        MapReason.NO_ROW: _("No active row says that an order-header map runs."),
        MapReason.ROWS_UNREADABLE: _("The rows that say which maps run could not be read."),
        MapReason.STATE_UNREADABLE: _("There is a row of an order-header map, but not whether it is active."),
        MapReason.OPTION_UNREADABLE: _(
            "An active row says that CDS sales order headers runs; which solution it belongs to could not be read."
        ),
        MapReason.COLUMN_MISSING: _(
            "An active row says that CDS sales order headers runs, but orders have no processing status column."
        ),
    }[reason]


def running_map(finding: Finding, case: str) -> Words:
    """Which order-header map runs."""
    seen = reason_sentence(MapReason(finding.fact("reason")))
    if case == "one":
        return Words(
            _("Running: {name}").format(name=map_name(MapId(finding.fact("running")))),
            _("{seen} Order statuses follow this map's table.").format(seen=seen),
            nothing(),
        )
    if case == "both":
        return Words(
            _("Two order-header maps run at once"),
            _(
                "{seen} Both write the same orders, each by its own table; which of them wins cannot be foretold."
            ).format(seen=seen),
            _(
                "In finance and operations, Data management, Dual-write, stop the four maps that do not belong to your "
                "choice: headers and lines of orders and of quotations."
            ),
        )
    if case == "none-needed":
        return Words(
            _("No order-header map seems to run, and none is needed for this map"),
            _("{seen} Prospect to cash through the Data Integrator works without dual-write's maps.").format(seen=seen),
            nothing(),
        )
    if case == "none":
        return Words(
            _("No order-header map seems to run"),
            _("{seen} Orders are not kept in step. A paused map may look the same from here.").format(seen=seen),
            _("In finance and operations, Data management, Dual-write, look whether the maps run, and start them."),
        )
    return Words(
        _("Which order map runs is not known"),
        _("{seen} Nothing is concluded from that.").format(seen=seen),
        _("Look in finance and operations, Data management, Dual-write, which maps run, and choose that map here."),
    )


def _solution(difference: str) -> str:
    return {
        "same": "",
        "older": _("The chosen table belongs to a Dual-write Supply Chain solution older than the one installed here."),
        "update-first": _("The chosen table needs the updated Dual-write Supply Chain solution: update that first."),
    }[difference]


def mismatch(finding: Finding, case: str) -> Words:
    """Another map runs than the chosen one."""
    facts = {
        "chosen": map_name(MapId(finding.fact("chosen"))),
        "running": map_name(MapId(finding.fact("running"))),
        "stop": finding.fact("stop"),
        "start": finding.fact("start"),
    }
    title_ = _("Another map runs than the chosen one")
    seen = _(
        "Chosen: {chosen}. Running: {running}. Orders follow the one that runs; choosing here changes only what is "
        "shown and compared. This stops nothing."
    ).format(**facts)
    if case == "other-maps":
        change = _(
            "In finance and operations, Data management, Dual-write: stop {stop} (those of them that "
            "run), then start {start}. They belong together, so change them together. Or choose the map that runs."
        ).format(**facts)
        return Words(title_, seen, " ".join(filter(None, (change, _solution(finding.fact("solution"))))))
    if case == "data-integrator":
        return Words(
            title_,
            _("{seen} Dual-write and Prospect to cash cannot share the same orders.").format(seen=seen),
            _(
                "For Prospect to cash, stop in finance and operations, Data management, Dual-write: {stop}. Or choose "
                "the map that runs."
            ).format(**facts),
        )
    return Words(
        title_,
        _("{seen} The maps are the same; the version of the Dual-write Supply Chain solution differs.").format(
            seen=seen
        ),
        _("Choose the map that runs. {solution}").format(solution=_solution(finding.fact("solution"))),
    )
