"""The words of the laboratories: discounts and tax, number sequences, the doctor, the chapter, the list of rules."""

from collections.abc import Iterable
from decimal import Decimal

from sopwizard.text import _, discounts

# --- Discounts
DISCOUNT_HEADING = _("A line discount there and back")
QUANTITY = _("&Quantity")
DISCOUNT = _("&Discount of the line")
DECIMALS = _("D&ecimals of the currency")
METHOD = _("Discount calculation method")
NO_FIGURE = _("Enter figures such as 3 or 10.00.")
RESIDUES_HEADING = _("The same discount, per unit")
RESIDUE_COLUMNS = (_("Quantity"), _("Amount a unit"), _("Comes back"), _("What remains"))
FREIGHT_HEADING = _("Tax on freight")
LINES_AMOUNT = _("Amount of the order's &lines")
HEADER_TAX = _("&Tax on the header")
FREIGHT_COLUMNS = (_("Line in Sales"), _("Amount"), _("Write-in"))
ORDER_LINES = _("Order lines")
TOTAL = _("Total")
YES = _("Yes")
NO = _("No")
NEITHER = _("–")

# --- Number sequences
NUMBERS_HEADING = _("Two number sequences for the same orders")
NUMBERS_SOFT = _(
    "SO-{SEQNUM:5} is Dataverse's way to write one, SO-##### the other system's; or type the first numbers."
)
SALES_PATTERN = _("&Sales")
SCM_PATTERN = _("Supply &Chain Management")
STARTS_AT = _("Starts at")
STEP_BY = _("Step")
FROM_ENVIRONMENT = _("Take this environment's")
WHOLE_NUMBERS = _("Start and step are whole numbers.")

# --- Doctor
DOCTOR_LIST = _("What you see")
DOCTOR_NOTHING_READ = _("No environment has been read, so nothing speaks for or against a cause.")
NOT_EXAMINED = _("Not examined")
RULED_OUT = _("Contradicted by what was read")
HEALTHY_CHIP = _("Nothing supports it")

# --- Legacy
STATUSES_HEADING = _("Its statuses")
STATUS_COLUMNS = (_("Status"), _("What the article says"))
TASKS_HEADING = _("Templates and tasks, in the order they need each other")
TASK_COLUMNS = (_("Task"), _("Direction"), _("After"))
FLOWS_HEADING = _("What comes over when")
FLOW_COLUMNS = (_("When and what"), _("Direction"))
PRECONDITIONS_HEADING = _("What has to be set first")
PRECONDITION_COLUMNS = (_("What"), _("Where"), _("In this environment"))
TRACES_HEADING = _("Is it still here?")
TRACE_COLUMNS = (_("How to tell"), _("In this environment"))
STEPS_HEADING = _("Steps of the tasks")
STEP_COLUMNS = (_("Task"), _("Step"))
ORDER_PAGE_HEADING = _("On the order's page in Sales")
ENTITIES_HEADING = _("Entities")
ENTITY_COLUMNS = (_("Finance and operations"), _("Sales"))

# --- Rulebook
SEARCH = _("&Search")
SEARCH_PROMPT = _("A word, a rule's id, a source")
KIND = _("Show")
KINDS = (_("Rules"), _("Contradictions"), _("To be looked up"), _("Every sentence"))
RULE_COLUMNS = (_("Subject"), _("What it says"), _("Source"), _("Founded"))


def undivided(amount: str) -> str:
    """The amount a unit before rounding."""
    return _("Before rounding: {amount} a unit").format(amount=amount)


def residue(value: Decimal) -> str:
    """What rounding leaves of a discount."""
    return discounts.amount(value) if value else _("nothing")


def task_after(names: Iterable[str]) -> str:
    """What a task needs."""
    return ", ".join(names) or _("–")


def legacy_verdict(answer: str) -> str:
    """Whether the environment still has it."""
    return {
        "yes": _("This environment still shows it."),
        "no": _("This environment shows nothing of it."),
        "unknown": _("No environment has been read, or what would show it could not be read."),
        "by-hand": _("Dataverse cannot tell; look it up."),
    }[answer]


def hidden_buttons(names: Iterable[str]) -> str:
    """The buttons that externally maintained orders lack."""
    return _("Hidden on externally maintained orders: {names}").format(names=", ".join(names))


def added_columns(names: Iterable[str]) -> str:
    """The columns that the solution brings."""
    return _("Columns of the solution: {names}").format(names=", ".join(names))


def speaks_for(titles: Iterable[str]) -> str:
    """Findings that speak for a cause."""
    return _("Speaks for it: {findings}").format(findings="; ".join(titles))


def speaks_against(titles: Iterable[str]) -> str:
    """Findings that speak against a cause."""
    return _("Speaks against it: {findings}").format(findings="; ".join(titles))


def not_read(titles: Iterable[str]) -> str:
    """Findings that could not be read."""
    return _("Could not be read: {findings}").format(findings="; ".join(titles))


def probe(sentence: str) -> str:
    """What to look at next."""
    return _("Look at next: {sentence}").format(sentence=sentence)


def remedy(sentence: str) -> str:
    """The way out."""
    return _("The way out: {sentence}").format(sentence=sentence)


def found(shown: int, there_are: int) -> str:
    """How many of the list fit the search."""
    return _("{shown} of {count}").format(shown=shown, count=there_are)


def carried_by(references: Iterable[str]) -> str:
    """What carries a sentence."""
    return _("Carried by {references}").format(references=", ".join(references))


def not_carried(why: str) -> str:
    """Why nothing carries a sentence."""
    return _("Not carried: {why}").format(why=why)


def cited(source: str, where: str) -> str:
    """A place in a source."""
    return _("{source}, {where}").format(source=source, where=where) if where else source
