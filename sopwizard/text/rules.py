"""The rulebook in words. Rules, contradictions and questions are data; here they are put into the user's language."""

from sopwizard.domain.statements import ChecklistItem, Contradiction, Lore, Rule, Source, Statement
from sopwizard.text import _, status


def subject(rule: Rule) -> str:
    """What a rule is about."""
    return {
        "flag": _("The flag"),
        "users": _("Integration users"),
        "buttons": _("Buttons"),
        "editing": _("Who may edit"),
        "pricing": _("Prices"),
        "discounts": _("Discounts and tax"),
        "numbers": _("Number sequences"),
        "status": _("Statuses"),
        "synchronization": _("Synchronization"),
        "maps": _("Table maps"),
        "status table": _("Rows of the status tables"),
        "price table": _("Cells of the price table"),
    }[rule.subject]


def sentence(rule: Rule) -> str:
    """The rule."""
    return _(rule.statement)


def source(value: Source) -> str:
    """A source with its date."""
    return value.title if value.date is None else _("{title} ({date})").format(title=value.title, date=value.date)


def provenance(rule: Rule, lore: Lore) -> str:
    """Where a rule comes from and how well it is founded, in one line."""
    cited = source(lore.source(rule.source))
    where = _("{source}, {where}").format(source=cited, where=rule.where) if rule.where else cited
    return _("{where}; {confidence}").format(where=where, confidence=status.confidence(rule.confidence))


def contradiction(value: Contradiction) -> tuple[str, tuple[str, ...], str]:
    """Title, what is said on the sides, and how it is read here."""
    return _(value.title), tuple(_(side) for side in value.says), _(value.reading)


def question(item: ChecklistItem) -> str:
    """What somebody has to look up."""
    return _(item.question)


def place(item: ChecklistItem) -> str:
    """Where to look."""
    return _(item.place)


def says(statement: Statement) -> str:
    """A sentence of a source, in short words."""
    return _(statement.says)


def why_not(statement: Statement) -> str:
    """Why nothing carries it; empty where something does."""
    return _(statement.why_not) if statement.why_not else ""
