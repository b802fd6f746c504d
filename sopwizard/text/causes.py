"""The causes of the symptom doctor in words."""

from dataclasses import dataclass

from sopwizard.text import _, causes_of_sync


@dataclass(frozen=True, slots=True)
class Words:
    """A cause in one line; why it shows so; what to look at next; the way out."""

    title: str
    why: str
    probe: str
    remedy: str


def words(cause_id: str) -> Words:
    """The sentences of a cause; KeyError for one that has none."""
    return Words(*_sentences()[cause_id])


def every() -> frozenset[str]:
    """The ids of all causes that have sentences."""
    return frozenset(_sentences())


def _sentences() -> dict[str, tuple[str, str, str, str]]:
    return {**_buttons(), **_orders(), **_prices(), **_switch(), **causes_of_sync.sentences()}


def _buttons() -> dict[str, tuple[str, str, str, str]]:
    return {
        "flag-hides-create-invoice": (
            _("Sales order processing integration is on"),
            _("With the flag on, Create Invoice is not shown; Submit takes its place."),
            _("Read issopintegrationenabled on the organization row."),
            _("By design: invoices come from Supply Chain Management. If nobody needs it, switch the flag off."),
        ),
        "legacy-hides-buttons": (
            _("The order belongs to the older Prospect to cash solution"),
            _("Its externally maintained orders hide Create Invoice, Cancel Order, Recalculate and two more."),
            _("Look at Is Maintained Externally on the order."),
            _("Change the order in finance and operations, or uninstall the old solution before dual-write is used."),
        ),
        "dual-write-hides-buttons": (
            _("The dual-write solution hides the button"),
            _("One article says that Create Invoice and Cancel Order are hidden, and does not speak of the flag."),
            _("Open an order as a system administrator and look for hidden command bar buttons."),
            _("Create invoices in Supply Chain Management; they are synchronized to Sales."),
        ),
        "licence-role-or-custom-app": (
            _("A licence, a role or a custom app"),
            _("An article names these three where a setting is not found; the same may hold for a button."),
            _("Open the same order in Sales Hub as a user with a Sales licence."),
            _("Assign licence and role, or ask whoever made the custom app."),
        ),
    }


def _orders() -> dict[str, tuple[str, str, str, str]]:
    return {
        "order-was-submitted": (
            _("The order was submitted"),
            _("With the flag on, a submitted order is locked unless an integration user made or submitted it."),
            _("Look at the order's status, and who changed it last."),
            _("Let Supply Chain Management bring the next change. No article says how to take a Submit back."),
        ),
        "somebody-pressed-submit": (
            _("Somebody pressed Submit"),
            _("With the flag on, the order page has a Submit button, and orders are Submitted now."),
            _("Look at the audit history or at Modified By of the Submitted orders."),
            _("Agree on who presses Submit; under the updated maps nobody has to."),
        ),
        "classic-makes-submitted": (
            _("The table map before the update makes orders Submitted"),
            _("Without the updated solution, confirmed and picked orders are Submitted in Sales."),
            _("Compare the order's processing status: Confirmed or Picked."),
            _("Install the updated Dual-write Supply Chain solution; its maps keep such orders Active."),
        ),
        "legacy-orders-read-only": (
            _("The order is maintained externally"),
            _("Orders of the older Prospect to cash solution cannot be edited in Sales once they are activated."),
            _("Look at Is Maintained Externally and at the processing status on the order."),
            _("Change the order in finance and operations."),
        ),
        "marked-user-creates-submitted": (
            _("A marked user that is not dual-write's creates orders"),
            _("One field report saw such orders arrive as Submitted / In Progress and read-only. It is no rule."),
            _("Look at Created By of such an order, and whether that user is marked."),
            _("Take the mark off that user, unless its system keeps the orders afterwards."),
        ),
        "order-is-no-longer-active": (
            _("The order is delivered, invoiced or canceled"),
            _("Only Active orders can be edited."),
            _("Look at the order's status."),
            _("Change it in Supply Chain Management, where that is still possible."),
        ),
        "flag-invalid-status": (
            _("The flag is on, and users who are not dual-write's are marked"),
            _("One field report saw orders refused on the form although status and reason were the usual ones."),
            _("Create an order by hand as an unmarked user."),
            _("Take the marks off, then the flag if nothing needs it."),
        ),
        "flag-alone-invalid-status": (
            _("The flag is on"),
            _("One field report saw orders refused on the form while the flag was on."),
            _("Create an order by hand in a copy of the environment with the flag off."),
            _("If nothing needs the integration, switch the flag off."),
        ),
        "code-sets-an-illegal-pair": (
            _("Code sets a status and a reason that do not belong together"),
            _("Dataverse refuses such a pair with error 0x80048408."),
            _("Look for plug-ins and flows that set the status of orders."),
            _("Set a status reason that belongs to the status."),
        ),
        "code-sets-the-status": (
            _("Other code sets the status"),
            _("A plug-in, a flow or an integration writes status or processing status."),
            _("Look at the audit history and at Modified By."),
            _("Let only one side set the status."),
        ),
    }


def _prices() -> dict[str, tuple[str, str, str, str]]:
    return {
        "marked-user-makes-invoices": (
            _("A marked user that is not dual-write's makes invoices"),
            _("With the flag on, an invoice that an integration user creates is not calculated."),
            _("Look at Created By of the invoice, and whether that user is marked."),
            _("Take the mark off that user, or let its code send the amounts."),
        ),
        "dual-write-user-makes-invoices": (
            _("Dual-write brings the invoice, and Sales does not calculate it"),
            _("With the flag on and its users marked, amounts are those that Supply Chain Management sends."),
            _("Compare the invoice in Supply Chain Management."),
            _("That is by design. If amounts are missing there too, run the calculation of totals."),
        ),
        "system-pricing-off": (
            _("System pricing is off"),
            _("Sales calculates nothing on opportunities, quotes, orders and invoices."),
            _("Read oobpricecalculationenabled on the organization row."),
            _("Switch Use system pricing calculations on, unless Supply Chain Management is the price master."),
        ),
        "totals-job-not-run": (
            _("Totals have not been calculated in finance and operations"),
            _(
                "Under Prospect to cash only orders with calculated totals come over. For dual-write the job is "
                "advised too."
            ),
            _("Look at Sales and marketing, Periodic tasks, Calculate sales totals."),
            _("Run it as a recurring batch job with Calculate totals for sales orders set to Yes."),
        ),
        "price-master": (
            _("Supply Chain Management is the price master"),
            _("Then Sales does no price calculation at all, whatever its settings say."),
            _("Look at the feature Make Supply Chain Management price master."),
            _("Use Price order or seamless sync, or take prices back to Sales."),
        ),
        "marked-user-edits": (
            _("A marked user that is not dual-write's works on orders"),
            _("With the flag on, what an integration user creates or changes is not calculated."),
            _("Look at Modified By of the orders without prices."),
            _("Take the mark off people and off integrations that rely on Sales for prices."),
        ),
        "submitted-orders-skip": (
            _("The orders are Submitted"),
            _("With the flag on, changes to a Submitted order and Recalculate are skipped, for everybody."),
            _("Look at the order's status."),
            _("Price the order in Supply Chain Management, or let it bring the next change."),
        ),
        "dual-write-user-updates": (
            _("Dual-write brings the changes, and Sales does not calculate them"),
            _("With the flag on and its users marked, prices are those that Supply Chain Management sends."),
            _("Look at Modified By: one of the dual-write users."),
            _("That is by design."),
        ),
        "record-not-editable": (
            _("The record cannot be edited"),
            _("Prices are calculated only on records that can be edited."),
            _("Look at the record's status."),
            _("Calculate before the record is submitted, delivered or invoiced."),
        ),
    }


def _switch() -> dict[str, tuple[str, str, str, str]]:
    return {
        "submitted-orders-hold-it": (
            _("Orders are Submitted"),
            _("Business Central refuses to switch off while an order is Submitted, and so does this program."),
            _("List the Submitted orders."),
            _("Let them be fulfilled, invoiced or canceled in Supply Chain Management, then switch off."),
        ),
        "right-missing": (
            _("The right to change the organization is missing"),
            _("The flag is a column of the organization row, which needs prvWriteOrganization."),
            _("Look at the rights that this program shows on the check page."),
            _("Ask a system administrator or system customizer to do it, or for that right."),
        ),
        "connector-switches-it-on": (
            _("A connector marks its user and switches the flag on again"),
            _("One field report saw the flag come on when a connector marked a user."),
            _("Switch it off, wait for the connector's next run, and read it again."),
            _("Stop or reconfigure the connector first."),
        ),
        "setting-not-in-this-app": (
            _("The setting is not in this app"),
            _("Back Office Order Processing Integration stands in Sales Hub and Sales Professional, while it is on."),
            _("Look in Sales Hub, App Settings, General or Overview."),
            _("Set the column to No with this program; in a custom app, ask its maker."),
        ),
    }
