"""The administrator's policy in words."""

from sopwizard.domain.policy import Policy
from sopwizard.text import _


def rules(policy: Policy) -> str:
    """What it decides, in one line."""
    said = [
        sentence
        for applies, sentence in (
            (not policy.live, _("training only")),
            (policy.environments, _("environments: {hosts}").format(hosts=", ".join(policy.environments))),
            (policy.client_id, _("app registration: {id}").format(id=policy.client_id)),
            (policy.tenant, _("directory: {tenant}").format(tenant=policy.tenant)),
            (policy.authority, _("sign-in service: {authority}").format(authority=policy.authority)),
            (not policy.updates, _("no look for updates")),
            (policy.update_feed, _("updates from {feed}").format(feed=policy.update_feed)),
        )
        if applies
    ]
    return "; ".join(said) or _("decides nothing")
