"""What goes wrong with an administrator's policy, and with looking for a newer version, in words."""

from collections.abc import Mapping

from sopwizard.domain.errors import Problem
from sopwizard.text import _


def words(problem: Problem, facts: Mapping[str, str]) -> tuple[str, str, str]:
    """Title, what happened, what to do."""
    all_words = {
        Problem.NOT_BY_POLICY: (
            _("Your administrator does not allow this"),
            _("The policy of this computer ({path}) does not allow this: {what}."),
            _("Ask whoever looks after this computer. Training environments are always open."),
        ),
        Problem.BROKEN_POLICY: (
            _("The policy of this computer cannot be understood"),
            _("There is a policy at {path}, and it cannot be read or holds something unknown."),
            _("Tell whoever looks after this computer. Until then nothing that it may forbid is done."),
        ),
        Problem.NO_UPDATE_FEED: (
            _("It is not known where to look for updates"),
            _("This copy of the program came without the address of a feed of newer versions, or without its key."),
            _("Look where you got the program from."),
        ),
        Problem.UPDATE_UNVERIFIED: (
            _("What was found is not to be trusted"),
            _("What {host} offers as a newer version was not taken: {reason}."),
            _("Do not install it from there. Tell whoever publishes the program."),
        ),
    }
    title, happened, todo = all_words[problem]
    names = {
        "path": facts.get("path", _("its place")),
        "what": facts.get("what", _("it is switched off")),
        "host": facts.get("host", _("the feed")),
        "reason": _reason(facts.get("reason", "")),
    }
    return title, happened.format(**names), todo


def _reason(reason: str) -> str:
    return {
        "signature": _("its signature is not the publisher's"),
        "form": _("it is not in the form of a feed"),
        "expired": _("it is older than its publisher lets it become"),
        "digest": _("the file is not the one that was signed"),
        "address": _("its address, or one that it leads to, is not https"),
        "elsewhere": _("its address leads to another one"),
        "absent": _("there is nothing at its address for everybody to read"),
    }.get(reason, _("it could not be verified"))
