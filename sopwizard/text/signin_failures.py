"""Why a sign-in failed, and the one thing to do about it: words for every reason."""

from collections.abc import Mapping

from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.text import _, signin_application
from sopwizard.text.signin_words import SignInWords

_R = SignInReason


_Words = dict[SignInReason, SignInWords]


def explain(reason: SignInReason, facts: Mapping[str, str | int | None]) -> SignInWords:
    """The words for a reason. ``facts`` are the details of the exception that carries it."""
    words = _all()[reason]
    known = {name: str(value) for name, value in facts.items() if value is not None}
    names = _unnamed() | known
    happened = words.happened.format(**names)
    if not any(happened.startswith(value) for value in known.values()):
        happened = happened[:1].upper() + happened[1:]  # a host's name keeps its small letters
    if "code" in names:
        happened = _("{sentence} ({code})").format(sentence=happened, code=names["code"])
    return SignInWords(words.title, happened, words.todo.format(**names))


def _unnamed() -> dict[str, str]:
    """What to say where the exception does not know a name."""
    return {
        "host": _("the sign-in service"),
        "authority": _("another address"),
        "tenant": _("the chosen tenant"),
        "client_id": _("the chosen application"),
        "variable": _("an environment variable"),
        "file": _("the certificate's file"),
        "redirect": _("the chosen redirect address"),
        "account": _("the chosen account"),
    }


def _all() -> _Words:
    return _nobody() | _person() | _policy() | signin_application.words() | _place() | _course()


def _nobody() -> _Words:
    return {
        _R.NOT_SIGNED_IN: SignInWords(
            _("Nobody is signed in"),
            _("No account on this computer has a sign-in that works for this environment."),
            _("Sign in: on the first page of the window, or with sopwizard sign-in."),
        ),
        _R.UNKNOWN_ACCOUNT: SignInWords(
            _("That account is not signed in"),
            _("No account named {account} is signed in on this computer."),
            _("List the accounts and use one of their names."),
        ),
        _R.EXPIRED: SignInWords(
            _("The sign-in has expired"),
            _("It was not used for a long time, or your organization limits how long one lasts."),
            _("Sign in again."),
        ),
        _R.REVOKED: SignInWords(
            _("The sign-in was ended"),
            _("The kept sign-in is no longer accepted, for example because the password was changed."),
            _("Sign in again."),
        ),
    }


def _person() -> _Words:
    return {
        _R.WRONG_TENANT: SignInWords(
            _("This account does not belong to the environment's tenant"),
            _("The account that you chose does not exist in the tenant that this environment belongs to."),
            _("Sign in with an account of that tenant, or have this one invited to it as a guest."),
        ),
        _R.WRONG_PERSON: SignInWords(
            _("Somebody else signed in"),
            _("{account} is signed in now, but the work was begun with another account."),
            _("Sign in with the account that you began with, or start again with this one."),
        ),
        _R.UNKNOWN_PERSON: SignInWords(
            _("The account was not found"),
            _("The tenant has no account of that name."),
            _("Check the spelling of the account's name and sign in again."),
        ),
        _R.WRONG_PASSWORD: SignInWords(
            _("The password was not accepted"),
            _("User name or password is not right."),
            _("Sign in again and type the password once more."),
        ),
        _R.PASSWORD_EXPIRED: SignInWords(
            _("The password has expired"),
            _("The account's password has to be changed before anybody can sign in with it."),
            _("Change the password in the browser, at your organization's sign-in page, then sign in again."),
        ),
        _R.LOCKED_OUT: SignInWords(
            _("The account is locked for now"),
            _("There were too many wrong attempts, or the sign-in came from an address that is blocked."),
            _("Wait a few minutes and sign in again, or ask your administrator to unlock the account."),
        ),
        _R.ACCOUNT_DISABLED: SignInWords(
            _("The account is disabled"),
            _("An administrator has switched this account off."),
            _("Sign in with another account, or ask your administrator to enable this one."),
        ),
        _R.NOT_ASSIGNED: SignInWords(
            _("The account may not use this application"),
            _("The tenant allows the application {client_id} to chosen people only, and not to this account."),
            _("Ask your administrator to assign you to the enterprise application."),
        ),
        _R.TENANT_RESTRICTED: SignInWords(
            _("Your network or tenant does not allow that tenant"),
            _("Tenant restrictions or cross-tenant access rules keep this account out of the environment's tenant."),
            _("Ask your administrator to allow it, or use an account of the environment's own tenant."),
        ),
    }


def _policy() -> _Words:
    return {
        _R.MFA_NEEDED: SignInWords(
            _("A second proof of identity is needed"),
            _("Your organization asks for multifactor authentication for this environment."),
            _("Sign in in the browser and confirm there."),
        ),
        _R.MFA_CANCELLED: SignInWords(
            _("The second proof of identity was not given"),
            _("The confirmation was declined, or nobody confirmed it in time."),
            _("Sign in again and confirm on your phone or security key."),
        ),
        _R.CONDITIONAL_ACCESS: SignInWords(
            _("Blocked by Conditional Access"),
            _("A policy of your organization does not allow this sign-in from here or with this application."),
            _("Show the request id to your administrator, who finds the policy in the sign-in logs."),
        ),
        _R.DEVICE_NOT_COMPLIANT: SignInWords(
            _("This device does not meet your organization's rules"),
            _("A policy asks for a device that is managed, compliant or joined, and this one could not prove that."),
            _("Sign in in the browser on a managed device, or ask your administrator to enrol this one."),
        ),
        _R.RISK: SignInWords(
            _("Blocked because of a risk"),
            _("Your organization's protection regards this account or sign-in as at risk."),
            _("Ask your administrator to review the risk."),
        ),
    }


def _place() -> _Words:
    return {
        _R.TENANT_NOT_FOUND: SignInWords(
            _("The tenant was not found"),
            _("{host} knows no tenant {tenant}."),
            _("Check the tenant in the sign-in settings, or leave it empty to learn it from the environment."),
        ),
        _R.NO_DATAVERSE: SignInWords(
            _("The tenant does not have this environment"),
            _("The tenant that was asked has no Dataverse environment at this address."),
            _("Check the environment's address, and that tenant and address belong together."),
        ),
        _R.WRONG_CLOUD: SignInWords(
            _("The tenant lives in another cloud"),
            _("The tenant belongs to another Microsoft cloud than the one that was asked."),
            _("Use the environment's address in its own cloud, and leave the authority empty."),
        ),
        _R.FOREIGN_AUTHORITY: SignInWords(
            _("The environment names a sign-in service that is not Microsoft's"),
            _("{host} names {authority}, which is no known sign-in service of its cloud. Nothing was sent there."),
            _("Check the address. If that service is right, enter it as the authority in the sign-in settings."),
        ),
        _R.NO_AUTHORITY: SignInWords(
            _("The cloud of this address is not known"),
            _("{host} is not an address of a Microsoft cloud that people can sign in to."),
            _("Check the address, or enter the authority in the sign-in settings."),
        ),
        _R.BAD_AUTHORITY: SignInWords(
            _("The sign-in service cannot be used"),
            _("{authority} does not answer like a sign-in service."),
            _("Check the authority in the sign-in settings; it looks like https://login.microsoftonline.com/tenant."),
        ),
        _R.NO_DISCOVERY: SignInWords(
            _("Environments cannot be listed"),
            _("There is no discovery service for this account or cloud."),
            _("Enter the environment's address."),
        ),
    }


def _course() -> _Words:
    return {
        _R.CANCELLED: SignInWords(
            _("The sign-in was cancelled"),
            _("The page in the browser was left without signing in."),
            _("Sign in again when you are ready."),
        ),
        _R.TIMED_OUT: SignInWords(
            _("Nobody signed in"),
            _("The browser did not come back in time."),
            _("Sign in again, or use a device code if the browser cannot reach this computer."),
        ),
        _R.CODE_EXPIRED: SignInWords(
            _("The code has expired"),
            _("The device code was not entered in time, or was mistyped."),
            _("Sign in again to get a new code."),
        ),
        _R.STALE_ANSWER: SignInWords(
            _("The browser brought an old answer"),
            _("What came back from the browser belongs to another or an earlier sign-in."),
            _("Close the old sign-in pages and sign in again."),
        ),
        _R.CLOCK_SKEW: SignInWords(
            _("This computer's clock is wrong"),
            _("The sign-in carries a time that lies too far from the service's own."),
            _("Set date, time and time zone of this computer, then sign in again."),
        ),
        _R.BUSY: SignInWords(
            _("The sign-in service is busy"),
            _("The service cannot answer at the moment."),
            _("Wait a minute and try again."),
        ),
        _R.UNSPECIFIED: SignInWords(
            _("The sign-in failed"),
            _("The sign-in service refused for a reason that this program does not know."),
            _("Show the request id to your administrator, who finds the reason in the sign-in logs."),
        ),
    }
