"""The findings about what is installed in words."""

from sopwizard.domain.model.findings import Finding
from sopwizard.text import _
from sopwizard.text.finding_words import Words, nothing


def sales_installed(finding: Finding, case: str) -> Words:
    """Whether Dynamics 365 Sales is there."""
    if case == "missing":
        return Words(
            _("Dynamics 365 Sales is not installed"),
            _("No solution {names} was found. Orders, quotes and their status columns belong to Sales.").format(
                names=finding.fact("names")
            ),
            _("Check that this is the right environment, or install Dynamics 365 Sales in it."),
        )
    return Words(
        _("Dynamics 365 Sales is installed"), _("Found: {found}.").format(found=finding.fact("found")), nothing()
    )


def dual_write_solution(finding: Finding, case: str) -> Words:
    """Whether the supply chain solution of dual-write is there."""
    if case == "missing":
        return Words(
            _("The Dual-write Supply Chain solution is not installed"),
            _(
                "None of {names} was found, and orders have no processing status column. Statuses of Supply Chain "
                "Management have nowhere to go."
            ).format(names=finding.fact("names")),
            _(
                "In the Power Platform admin center, open the environment, Resources, Dynamics 365 apps, and install "
                "Dual-write Supply Chain solution. For Prospect to cash without dual-write, choose that map."
            ),
        )
    if case == "not-needed":
        return Words(
            _("The Dual-write Supply Chain solution is not installed, and not needed"),
            _("Prospect to cash through the Data Integrator works without it."),
            nothing(),
        )
    if case == "present-by-column":
        return Words(
            _("The Dual-write Supply Chain solution seems to be installed"),
            _("Orders have the processing status column that it adds, though no solution was found by its name."),
            nothing(),
        )
    return Words(
        _("The Dual-write Supply Chain solution is installed"),
        _("Found: {found}.").format(found=finding.fact("found")),
        nothing(),
    )


def updated_solution(finding: Finding, case: str) -> Words:
    """Whether it is the updated one."""
    if case == "no-column":
        return Words(
            _("Orders have no processing status"),
            _("The column comes with the Dual-write Supply Chain solution, so no version of it can be told."),
            _("Install the solution if dual-write is to carry the orders."),
        )
    option = finding.fact("option")
    if case == "updated":
        return Words(
            _("The updated solution is installed"),
            _(
                "The processing status has option {option}, Delivered And Partially Invoiced, which came with the "
                "update. The tables for the updated solution hold."
            ).format(option=option),
            nothing(),
        )
    if case == "map-without-update":
        return Words(
            _("The Dynamics 365 Sales maps run without the updated solution"),
            _(
                "The map can send Delivered and Partially Invoiced, but the processing status has no option {option} "
                "to hold it. Such an order would fail to synchronize."
            ).format(option=option),
            _("Update Dual-write Supply Chain solution in the Power Platform admin center to 2.3.4.203 or later."),
        )
    return Words(
        _("The solution is older than the update"),
        _(
            "The processing status has no option {option}. Confirmed and Picked orders become Submitted in Sales, as "
            "the table for the older solution says."
        ).format(option=option),
        _("Choose the classic map, or update Dual-write Supply Chain solution to 2.3.4.203 or later first."),
    )


def leftovers(finding: Finding, case: str) -> Words:
    """The old Prospect to cash solution."""
    columns = finding.fact("columns")
    if case == "none":
        return Words(
            _("No old Prospect to cash solution"), _("Orders have no columns of its prefix, msdynce_."), nothing()
        )
    if case == "in-use":
        return Words(
            _("The Prospect to cash solution is there"),
            _("Its columns were found on orders: {columns}.").format(columns=columns),
            nothing(),
        )
    if case == "chosen-but-absent":
        return Words(
            _("The Prospect to cash solution was not found"),
            _("Orders have no columns of its prefix, msdynce_, so the chosen map has nothing to work with here."),
            _("Check that this is the right environment, or choose another map."),
        )
    if case == "alone":
        return Words(
            _("The old Prospect to cash solution is installed"),
            _("Its columns were found on orders ({columns}); dual-write is not installed, so nothing competes.").format(
                columns=columns
            ),
            _("Choose the Data Integrator's map, or uninstall the old solution before dual-write is installed."),
        )
    uninstall = _(
        "Save what its columns hold, then uninstall the Prospect to cash solution: its columns and their data go with "
        "it."
    )
    if case == "perhaps-competing":
        return Words(
            _("The old Prospect to cash solution may compete with dual-write"),
            _(
                "Its columns were found on orders ({columns}); whether dual-write is installed could not be read."
            ).format(columns=columns),
            uninstall,
        )
    return Words(
        _("The old Prospect to cash solution competes with dual-write"),
        _(
            "Its columns were found on orders ({columns}). The two cannot share the same orders: both would set "
            "statuses and lock them."
        ).format(columns=columns),
        uninstall,
    )
