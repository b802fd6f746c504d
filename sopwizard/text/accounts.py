"""What the command line says about signing in and out, beside `text.signin`."""

from sopwizard.domain.signin import Account, Connection
from sopwizard.text import _


def cloud(name: str | None) -> str:
    """A cloud in words, by its id."""
    return {
        "commercial": _("Commercial"),
        "gcc": _("GCC"),
        "gcc-high": _("GCC High"),
        "dod": _("DoD"),
        "china": _("China (21Vianet)"),
        "germany": _("Germany (closed)"),
        "test": _("Microsoft's test cloud"),
    }.get(name or "", _("Another identity provider"))


def columns() -> tuple[str, ...]:
    """Headings of the list of accounts."""
    return (_("Account"), _("Tenant"), _("Cloud"))


def nobody() -> str:
    """Instead of the list of accounts."""
    return _("Nobody is signed in on this computer. To sign in: sopwizard sign-in")


def signed_in(account: Account) -> str:
    """Who signed in."""
    return _("Signed in as {account}.").format(account=account.account)


def connected(proved: Connection) -> str:
    """Which environment answered, and as whom it knows the person."""
    return _("Connected to {name} ({host}), organization {id}, as {user}.").format(
        name=proved.organization.name or proved.target.host,
        host=proved.target.host,
        id=proved.organization.organization_id,
        user=proved.caller.name or proved.caller.user_id,
    )


def signed_out(names: tuple[str, ...]) -> str:
    """Who was signed out."""
    if not names:
        return _("Nobody was signed in.")
    return _("Signed out on this computer: {names}.").format(names=", ".join(names))


def browser_stays() -> str:
    """What signing out does not do."""
    return _("The browser keeps its own sign-in: sign out there too on a computer that is not yours.")


def forgotten() -> str:
    """After everything was forgotten."""
    return _("All sign-ins and the list of recent environments are deleted. The journal stays: undo needs it.")


def sign_all_out(number: int) -> str:
    """The question before several are signed out."""
    return _("Sign out all {number} accounts on this computer? [y/N]").format(number=number)


def no_sign_in_for_training() -> str:
    """Training has no sign-in."""
    return _("A training environment needs no sign-in.")


def nothing_to_keep(way: str) -> str:
    """Ways that keep no sign-in."""
    return _("--auth {way} keeps no sign-in: give it with the command that needs the environment.").format(way=way)


def unknown_account(name: str) -> str:
    """A name that nobody has who is signed in."""
    return _("{account} is not signed in on this computer. sopwizard accounts lists who is.").format(account=name)


def account_or_everything() -> str:
    """Two wishes at once."""
    return _("Give an account, or --forget-everything, and not both.")
