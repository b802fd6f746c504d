"""The finding about rights in words: what can be done, what cannot, and what a licence has to do with it."""

from sopwizard.domain.model.findings import Finding
from sopwizard.domain.rights import WRITE_ORGANIZATION, WRITE_USER, Ability
from sopwizard.text import _
from sopwizard.text.finding_words import Words, nothing


def _ability(value: str) -> str:
    return {
        Ability.SWITCH_FLAG: _("switch the flag"),
        Ability.MARK_USERS: _("mark and unmark users"),
        Ability.READ_USERS: _("read users"),
        Ability.READ_ORDERS: _("read orders"),
        Ability.READ_MAPS: _("read which maps run"),
        Ability.READ_SAVED_MAPS: _("read the saved versions of maps"),
    }[Ability(value)]


def _abilities(finding: Finding, name: str) -> str:
    values = dict(finding.facts).get(name, "")
    return "; ".join(_ability(value) for value in values.split(", ") if value)


def _licence(finding: Finding) -> str:
    known = dict(finding.facts).get("licensed")
    if known == "yes":
        return _(
            "Dataverse says that you hold a licence, and not which one. Sales Premium or Sales Enterprise is asked "
            "for; the checklist has a place for the answer."
        )
    if known == "no":
        return _(
            "Dataverse says that you hold no licence. The article asks for Sales Premium or Sales Enterprise; ask "
            "whether it is needed for what you do here."
        )
    return _("Whether you hold a licence is not known. Sales Premium or Sales Enterprise is asked for.")


def _what_can_be_done(finding: Finding) -> str:
    said = [
        sentence.format(abilities=abilities)
        for name, sentence in (
            ("able", _("You can: {abilities}.")),
            ("partly", _("For some rows only, you can: {abilities}.")),
            ("unable", _("You cannot: {abilities}.")),
        )
        if (abilities := _abilities(finding, name))
    ]
    return " ".join((*said, _licence(finding)))


def rights(finding: Finding, case: str) -> Words:
    """What the caller may do."""
    facts = dict(finding.facts)
    missing, doubtful = facts.get("missing", ""), facts.get("doubtful", "")
    can = _what_can_be_done(finding)
    consequence = {
        WRITE_ORGANIZATION: _("Without prvWriteOrganization you cannot switch the flag."),
        WRITE_USER: _("Without prvWriteUser you cannot mark or unmark a user."),
    }
    lost = " ".join((*(sentence for name, sentence in consequence.items() if name in missing), can))
    if case == "missing":
        return Words(
            _("You lack a right that is needed: {missing}").format(missing=missing),
            lost,
            _(
                "Sign in as a System Administrator, or ask for a role that holds {missing} for the whole organization. "
                "Reading and planning work without it."
            ).format(missing=missing),
        )
    if case == "missing-not-needed":
        return Words(
            _("You lack a right that these changes do not use: {missing}").format(missing=missing), lost, nothing()
        )
    if case == "doubtful":
        return Words(
            _("Your right {doubtful} may not reach every user").format(doubtful=doubtful),
            _(
                "You hold {doubtful} for your business unit, or for it and those below it. The dual-write users "
                "usually stand in the root business unit; if that is not yours, marking them may be refused. {can}"
            ).format(doubtful=doubtful, can=can),
            _("Go on; if a mark is refused, nothing else is lost. A System Administrator can do it in any case."),
        )
    if case == "reading":
        return Words(
            _("You may change what is needed, but not read everything"),
            _(
                "What you may not read stays unknown in this check, and of what you may read in part only that part is "
                "seen. {can}"
            ).format(can=can),
            _("Sign in as somebody who may read these tables for the whole organization, then check again."),
        )
    return Words(
        _("You may do everything that is needed"),
        _("You hold prvWriteOrganization and prvWriteUser for the whole organization. {can}").format(can=can),
        nothing(),
    )
