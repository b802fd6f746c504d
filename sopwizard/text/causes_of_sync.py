"""The causes of odd or missing synchronization in words."""

from sopwizard.text import _


def sentences() -> dict[str, tuple[str, str, str, str]]:
    """Cause, why, what to look at next, way out."""
    return {
        "both-maps-run": (
            _("Both order header maps run"),
            _("Each of them writes its own idea of the same order's status."),
            _("Look at the running maps that the check page lists."),
            _("Stop the CDS maps of orders and quotations, or the Dynamics 365 Sales ones, all four together."),
        ),
        "submit-under-updated-map": (
            _("Orders are submitted by hand under a map that knows no Submitted"),
            _("The next change from Supply Chain Management sets the status that the map's table has: Active."),
            _("Look at who pressed Submit, and at the change after it."),
            _("Do not press Submit under the updated maps; confirm in Supply Chain Management instead."),
        ),
        "legacy-competes": (
            _("The older Prospect to cash solution competes for the same orders"),
            _("It keeps the status Active while dual-write sets another; the two cannot be used together."),
            _("Look for columns whose names begin with msdynce_ on the order table."),
            _("Stop its projects and uninstall it before dual-write runs."),
        ),
        "users-unmarked-with-flag": (
            _("The flag is on, but dual-write's users are not marked"),
            _("Changes to orders that are not Active may be refused, and Sales calculates over what comes."),
            _("Look at integration user mode of the three dual-write users."),
            _("Mark them."),
        ),
        "constant-active": (
            _("An older map sends Active as a constant"),
            _("One article asks for Active as the default of Statecode, so that changes can flow."),
            _("Look for a default of Statecode in the order header map."),
            _("Use the current map; it sends no such constant."),
        ),
        "map-without-update": (
            _("The Dynamics 365 Sales map runs with a solution that is older than it"),
            _("It sends a processing status that the order table does not know."),
            _("Look for option 192350008 of the processing status."),
            _("Update the Dual-write Supply Chain solution."),
        ),
        "table-leaves-it-open": (
            _("The published table does not define this combination"),
            _("Delivered with an invoice has no row under the CDS map, and Delivered has no Sales status before it."),
            _("Compare the order's status and document status with the map's table."),
            _("Use the Dynamics 365 Sales maps, which have a row for it."),
        ),
        "solution-missing": (
            _("The dual-write supply chain solution is missing"),
            _("Without it, the order table has no columns to synchronize."),
            _("Look at the list of solutions."),
            _("Install the Dual-write Supply Chain solution and link the environment."),
        ),
        "no-dual-write-user": (
            _("No dual-write user is there"),
            _("Dual-write writes as application users that this environment does not have."),
            _("Look for application users by their application ids."),
            _("Link the environment again; if the runtime user stays away, ask Microsoft's support."),
        ),
        "no-map-runs": (
            _("No order header map runs"),
            _("A running map has a row with Dataverse as its source, and there is none."),
            _("Open the Dual-write page in finance and operations."),
            _("Start the maps of one kind, with their initial synchronization where it is asked for."),
        ),
        "dual-write-user-disabled": (
            _("A dual-write user is disabled"),
            _("Nothing can be written as a disabled user."),
            _("Look at the state of the application users."),
            _("Enable it."),
        ),
        "runtime-user-missing": (
            _("The runtime user of September 2025 is missing"),
            _("Since then, dual-write writes to Dataverse as another application."),
            _("Look for application id f1752846-f0df-4766-96f5-c109adf67d7f."),
            _("Update the dual-write solutions; if it stays away, ask Microsoft's support."),
        ),
        "team-without-role": (
            _("A team has no role"),
            _("The error Principal team is missing means a team whose role lacks the rights for the row."),
            _("Look at the owner team of the business unit: admin center, the environment's Settings, Teams."),
            _("Give the team a role with the rights it needs."),
        ),
        "order-is-filtered": (
            _("The order is not one that is synchronized"),
            _("Return orders and free text invoices are left out."),
            _("Look at the order's type in Supply Chain Management."),
            _("None; they stay in Supply Chain Management."),
        ),
    }
