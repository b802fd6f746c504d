"""What keeps one from an environment, in words: the way there, and who asks."""

from sopwizard.domain.errors import Problem
from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.text import _, error_tls, signin_failures
from sopwizard.text.error_facts import Facts, Words

P = Problem


def connection(problem: Problem, facts: Facts) -> Words:
    """Why nobody was reached."""
    host = facts.host
    if problem is P.TLS_FAILED:
        return error_tls.words(facts.get("reason"), host)
    words = {
        P.UNKNOWN_HOST: (
            _("The address was not found"),
            _("There is no computer with the name {host}."),
            _("Check the address for a typing error, and whether this computer is online."),
        ),
        P.NO_CONNECTION: (
            _("No connection"),
            _("{host} could not be reached, or the connection broke."),
            _("Check the network, VPN and firewall, then try again."),
        ),
        P.TIMEOUT: (
            _("No answer in time"),
            _("{host} did not answer completely within the time limit."),
            _("Try again, or allow more time with --timeout."),
        ),
        P.PROXY_FAILED: (
            _("The proxy refused"),
            _("The proxy of this network did not let the request to {host} through."),
            _("Check the proxy settings of this computer, and whether the proxy asks for a sign-in."),
        ),
    }
    title, happened, todo = words[problem]
    if problem is P.TIMEOUT and facts.get("kind") == "updates":  # its limits are its own
        todo = _("Try again later, or from a faster network.")
    return title, happened.format(host=host), todo


def identity(problem: Problem, facts: Facts) -> Words:
    """Why whoever asks is not let in, or may not do this."""
    reason = facts.get("reason")
    if problem in {P.SIGN_IN_NEEDED, P.SIGN_IN_FAILED} and reason in set(SignInReason):
        told = signin_failures.explain(SignInReason(reason), facts.all)
        return told.title, told.happened, told.todo
    if reason == "bad-token":
        return (
            _("This is no access token"),
            _("What was given as access token does not have the form of one."),
            _("Give the token alone, as one line, without quotation marks."),
        )
    words = {
        P.SIGN_IN_NEEDED: (
            _("Not signed in"),
            _("{host} needs a sign-in, and none is at hand."),
            _(
                "Put an access token into SOPWIZARD_ACCESS_TOKEN and add --auth token, or practise without one against "
                "training:first-setup."
            ),
        ),
        P.SIGN_IN_FAILED: (_("The sign-in failed"), _("The sign-in for {host} did not succeed."), _("Try again.")),
        P.TOKEN_FOR_ELSEWHERE: (
            _("The token is for another environment"),
            _("The access token is for {meant}, but {host} was asked. It was not sent there."),
            _("Check the address, or get a token for exactly this environment. Training needs none."),
        ),
        P.TOKEN_EXPIRED: (
            _("The token has expired"),
            _("The access token for {host} ended at {ended}. This computer's clock says that it is {now}."),
            _("Get a new token. If the clock is wrong, set it right and try again."),
        ),
        P.UNAUTHORIZED: (
            _("The token was not accepted"),
            _("{host} did not accept the access token: it is expired, or it was made for another address."),
            _("Get a new token for exactly this environment, or sign in again."),
        ),
        P.FORBIDDEN: (
            _("Not allowed"),
            _("The signed-in user may not do this: {privilege} is missing."),
            _("Ask an administrator for a security role that holds it (System Administrator does), then try again."),
        ),
        P.WRONG_ORGANIZATION: (
            _("Another organization answered"),
            _("{host} is now organization {found}, but {expected} was reviewed. Nothing is written to it."),
            _("Check whether the environment was copied, restored or replaced, and check it afresh."),
        ),
    }
    title, happened, todo = words[problem]
    if problem is P.WRONG_ORGANIZATION and facts.get("answers") == "two":
        title, happened = _("Two organizations answered"), _("{host} says that it is {expected}, and also {found}.")
        todo = _("Try again. If it stays, ask the administrator, or your IT, who answers at this address.")
    names = {
        "host": facts.host,
        "privilege": facts.get("privilege", _("a privilege that the environment does not name")),
        "meant": facts.get("meant", _("another environment")),
        "ended": facts.get("ended", _("an earlier time")),
        "now": facts.get("now", _("later")),
        "found": facts.get("found", _("another one")),
        "expected": facts.get("expected", _("a different one")),
    }
    return title, happened.format(**names), todo
