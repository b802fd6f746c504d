"""What F1 says about each page: what it is for, and what happens next."""

from sopwizard.domain.wizard import Page
from sopwizard.text import _

KEYS = _(
    "Alt+N next page · Alt+B back · Esc stop · F6 between steps, page and buttons · Ctrl+Tab between tabs · "
    "Page Up and Page Down scroll · Space ticks a row · F1 this help"
)
TITLE = _("Help")
KEYS_TITLE = _("Keys")


def paragraphs(page: Page) -> tuple[str, ...]:
    """The help of that page, paragraph by paragraph."""
    return {
        Page.ENVIRONMENT: (
            _(
                "Choose where to work. A training environment is a complete Dataverse that lives on this computer: "
                "everything works as it does on a real one, and you can put it back to its beginning."
            ),
            _(
                "To connect, sign in with the browser or with a code and choose one of your environments, or paste an "
                "address. A sign-in can be cancelled at any time. Any user who may read settings can read."
            ),
            _(
                "Sign-ins are kept in this computer's keyring and nowhere else. What is stored lists everything that "
                "this program keeps, and can delete it."
            ),
            _("Nothing is read before you press the button, and nothing is written before the Apply page."),
        ),
        Page.CHECK: (
            _(
                "Blockers must be solved before the Apply page lets you go on. Warnings are yours to weigh. Unknown "
                "means that it could not be read, never that it is fine."
            ),
            _("Details show the rows that prove a finding, and the article behind the rule."),
        ),
        Page.ORDER_PROCESSING: (
            _(
                "The flag IsSOPIntegrationEnabled decides which system works off orders. No page of Dynamics 365 Sales "
                "can switch it on; this wizard writes that one column."
            ),
            _("Switching off is refused while orders are Submitted, as Business Central's own switch does it."),
        ),
        Page.INTEGRATION_USERS: (
            _(
                "Dual-write changes orders as application users. In integration user mode they can change orders that "
                "are locked for people, and Sales leaves the prices of their writes alone."
            ),
            _("A person in integration user mode is nearly always a mistake."),
        ),
        Page.TABLE_MAP: (
            _(
                "Which statuses an order shows depends on the order map that dual-write runs. The environment's own "
                "rows tell which one that is, as far as Dataverse can tell."
            ),
            _("If you choose another map, the page names the maps to stop and to start in finance and operations."),
        ),
        Page.PREVIEW: (
            _("The status picture follows an order from Supply Chain Management to its status in Sales."),
            _("Prices shows which system calculates, and which sentence of the article decides it."),
            _("Everything here is worked out from the published tables. Nothing is read or written."),
        ),
        Page.APPLY: (
            _("These are all the values that will be written: one column of one row each, nothing else."),
            _(
                "The button at the bottom right is the only one that writes. You can stop at any time; the change "
                "under way is finished and written down first."
            ),
        ),
        Page.RESULT: (
            _("Values are read again after they were written; the table shows what was found, and where that failed."),
            _("Undo puts back what this run changed, except where somebody has changed it since."),
        ),
    }[page]
