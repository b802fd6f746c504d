"""What runs, changes and verdicts came to, in words."""

from sopwizard.domain.model import Change
from sopwizard.text import _, changes


def writing(change: Change) -> str:
    """What is being done, while it is done."""
    return _("{label}: {before} → {after}").format(
        label=changes.label(change), before=changes.value(change.before), after=changes.value(change.after)
    )
