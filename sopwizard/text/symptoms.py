"""The symptom doctor in words: what somebody sees, and how well the environment supports a cause."""

from sopwizard.domain.symptoms import Diagnosis, Examination, Support, Symptom
from sopwizard.text import _, causes


def title(symptom: Symptom) -> str:
    """What somebody sees, in one line."""
    return {
        "create-invoice-gone": _("The Create Invoice button is gone"),
        "order-read-only": _("An order is read-only"),
        "arrives-as-submitted": _("Orders arrive as Submitted"),
        "invalid-status-on-create": _("An order cannot be created: invalid status or status reason"),
        "invoice-without-amounts": _("An invoice has no amounts"),
        "status-jumps-back": _("An order's status jumps back"),
        "cannot-switch-off": _("The integration cannot be switched off"),
        "prices-stopped": _("Prices are no longer calculated"),
        "unexpected-combination": _("An order shows a combination of statuses that nobody expects"),
        "nothing-syncs": _("Nothing is synchronized at all"),
    }[symptom.id]


def support(diagnosis: Diagnosis) -> str:
    """How well the environment supports the cause, in a word or two."""
    return {
        Support.SUPPORTED: _("Supported by what was read"),
        Support.UNKNOWN: _("Cannot tell: a part could not be read"),
        Support.POSSIBLE: _("Possible; Dataverse does not show it"),
        Support.RULED_OUT: _("Contradicted by what was read"),
    }[diagnosis.support]


def cause(diagnosis: Diagnosis) -> causes.Words:
    """The cause, why it does that, what to look at next, and the way out."""
    return causes.words(diagnosis.cause.id)


def verdict(examination: Examination) -> str:
    """The examination in one sentence."""
    if not examination.nothing_supports_it:
        return _("Most likely: {cause}").format(cause=cause(examination.diagnoses[0]).title)
    if examination.everything_was_read:
        return _("Nothing in this environment supports this symptom.")
    return _("Nothing that could be read supports this symptom, but not everything could be read.")
