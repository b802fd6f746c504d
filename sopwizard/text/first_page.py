"""The words of the first page: where to work. Sentences without facts are constants, the rest functions."""

from sopwizard.text import _

ENVIRONMENT = _("Where do you want to set up sales order integration?")
ENVIRONMENT_SOFT = _(
    "Try it on a simulated environment first, or connect to your own. Nothing is changed before you confirm it on the "
    "Apply page."
)
PRACTISE = _("Practise on this computer")
PRACTISE_MORE = _("A simulated Dataverse environment with its own settings, users and orders. No network, no sign-in.")
CONNECT = _("Connect to an environment")
CONNECT_MORE = _("Sign in and choose one of your environments, or give its address.")
SCENARIO = _("Training &environment")
RESET = _("&Put back to its beginning")
RESET_MORE = _("What you change in it stays until you put it back.")
RESET_DONE = _("It is at its beginning again.")
ADDRESS = _("&Address")
ADDRESS_PROMPT = _("https://contoso.crm4.dynamics.com")
ADDRESS_HELP = _("Paste any address of the environment, as the browser shows it.")
TOKEN = _("Access &token")
TOKEN_GIVEN = _("The sign-in that the program was started with is used: SOPWIZARD_ACCESS_TOKEN, or --auth.")
TOKEN_HELP = _("Kept until the window is closed, and written nowhere.")
READ = _("&Read this environment")
READ_MORE = _("Reads settings, users, solutions and maps. Changes nothing.")
HISTORY = _("&History…")
CHOOSE_SCENARIO = _("Choose a training environment from the list.")
TYPE_ADDRESS = _("Type the address of the environment.")
READ_FIRST = _("Read the environment, so that the next pages have something to show.")


def understood(address: str) -> str:
    """What was made of the typed address."""
    return _("Understood as {address}").format(address=address)
