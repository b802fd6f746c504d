"""The words of connecting in the window: accounts, ways in, environments found, the application, what is stored."""

from sopwizard.domain.clouds import CloudMatch
from sopwizard.domain.signin import Account, BrowserPage, Found, Registration
from sopwizard.text import _, accounts, signin

# --- Accounts
ACCOUNT = _("Acco&unt")
NOBODY = _("Nobody is signed in on this computer yet.")
LOOKING = _("Looking who is signed in …")
BY_BROWSER = _("Sign in with the &browser")
BY_CODE = _("Sign in with a co&de")
BY_CODE_MORE = _("For a browser on another device, or where no browser can be opened from here.")
SIGN_OUT = _("Sign &out")
STORED = _("What is stored…")

# --- Waiting
WAITING = _("Waiting for you to sign in")
WAIT_BROWSER = _("Go on in the browser window that has opened. This page goes on by itself.")
WAIT_NO_BROWSER = _("No browser could be opened from here. Copy the address and open it on this computer.")
WAIT_CODE = _("Open this address in any browser, on any device, and enter the code:")
COPY_CODE = _("&Copy the code")
COPY_ADDRESS = _("Cop&y the address")
CANCEL_SIGN_IN = _("Cancel the sign-in")
CANCELLED = _("The sign-in was cancelled. Nothing was kept.")

# --- Environments found
FOUND = _("Your environments")
SEARCH = _("&Find")
SEARCH_PROMPT = _("Name, address, region or type")
FOUND_COLUMNS = (_("Name"), _("Address"), _("Type"), _("Region"), _("Version"))
NONE_FOUND = _("No environment fits what you typed.")
NONE_LISTED = _("Microsoft lists no environment for this account. Guests and applications connect by address.")
BY_ADDRESS = _("Or connect by address, which also serves guests and applications.")

# --- Token
USE_TOKEN = _("Use an access token instead")
HIDE_TOKEN = _("Do not use an access token")

# --- Application
APPLICATION = _("Application that signs you in")
APPLICATION_OWN = _("Use an application of your own…")
APPLICATION_HIDE = _("Close these settings")
TRYING_OUT = _("For trying out")
OWN = _("Your own")
SAMPLE_MORE = _(
    "Microsoft's shared sample application is made for trying out: many companies block it, and its consent page names "
    "Microsoft's sample, not this program. For daily work register one of your own."
)
CLIENT_ID = _("Application (client) &id")
TENANT = _("T&enant")
TENANT_PROMPT = _("Learned from the environment")
REDIRECT = _("Redirect addre&ss")
KEEP_APPLICATION = _("&Keep these settings")
SAMPLE_AGAIN = _("Back to the sample application")
GUIDE = _("How to register one")
APPLICATION_KEPT = _("Kept. The next sign-in uses it.")
WRONG_CLIENT_ID = _("An application id has the form 12345678-1234-1234-1234-123456789abc.")
WRONG_TENANT = _("A tenant is a directory id, or a domain name such as contoso.onmicrosoft.com.")
WRONG_REDIRECT = _("The redirect address has to lead to this computer: http://localhost, with a port if you like.")

# --- What is stored
STORED_TITLE = _("What is stored on this computer")
STORED_SOFT = _("Everything that this program keeps, in the keyring and in its folder. Nothing else holds a sign-in.")
STORED_COLUMNS = (_("What"), _("Where"), _("Size"))
STORED_NOTHING = _("Nothing is stored.")
STORED_READING = _("Looking …")
DELETE = _("&Delete what is ticked")
DELETE_NOTHING = _("Tick what is to be deleted.")
DELETE_AGREED = _("Delete for &good")
DELETE_KEEP = _("&Keep it")
DELETED = _("Deleted.")
FORGET = _("&Forget all sign-ins")
KEYRING = _("Keyring: {name}")
_KB = 1024


def account(one: Account) -> str:
    """An account in the list."""
    return _("{account} · {cloud}").format(account=one.account, cloud=accounts.cloud(one.cloud))


def signed_in(one: Account) -> str:
    """After a sign-in."""
    return _("Signed in as {account}.").format(account=one.account)


def signed_out(name: str) -> str:
    """After a sign-out."""
    return _("{account} is signed out on this computer. The browser keeps its own sign-in.").format(account=name)


def cloud(match: CloudMatch | None) -> str:
    """The cloud that an address was recognised as."""
    if match is None:
        return _("No known Microsoft cloud: a sign-in needs --authority, or an access token.")
    name = accounts.cloud(match.cloud.id)
    if match.region is None:
        return _("Cloud: {cloud}, a region that is newer than this program.").format(cloud=name)
    return _("Cloud: {cloud}, region {region}.").format(cloud=name, region=match.region.code)


def waiting(page: BrowserPage) -> str:
    """What to do while the browser is open, or could not be opened."""
    return WAIT_BROWSER if page.opened else WAIT_NO_BROWSER


def found_type(found: Found | None) -> str:
    """The type of an environment in the list; of a recent one nothing more is known."""
    return signin.environment_type(found) if found is not None else _("Recent")


def found_name(name: str, *, production: bool | None) -> str:
    """The name in the list: production is marked by a word, not by a colour alone."""
    return _("{name} · PRODUCTION").format(name=name) if production else name


def found_count(shown: int, known: int) -> str:
    """How many environments are shown."""
    if shown == known:
        return _("{count} environments").format(count=known) if known != 1 else _("1 environment")
    return _("{shown} of {count} environments").format(shown=shown, count=known)


def not_listed(happened: str) -> str:
    """The environments could not be listed; connecting by address works all the same."""
    return _("{happened} Connect by address instead.").format(happened=happened)


def connected(name: str, user: str, organization_id: str) -> str:
    """The environment has answered: who and where."""
    return _("Connected to {name} as {user}. Organization {id}.").format(name=name, user=user, id=organization_id)


def application_now(registration: Registration) -> str:
    """Which application signs people in."""
    return signin.application(registration)


def guide() -> str:
    """How to register an application, as numbered lines."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(signin.registration_guide(), start=1))


def delete_question(number: int, *, everybody: bool, journal: bool) -> str:
    """The question before something is deleted."""
    said = [_("{count} entries are deleted for good.").format(count=number) if number != 1
            else _("1 entry is deleted for good.")]  # fmt: skip
    if everybody:
        said.append(_("Everybody is signed out."))
    if journal:
        said.append(_("Without the journal, runs made so far cannot be undone or reported."))
    return " ".join(said)


def size(number: int | None) -> str:
    """The size of a file."""
    if number is None:
        return ""
    if number < _KB:
        return _("{number} bytes").format(number=number)
    return _("{number} KB").format(number=round(number / _KB))
