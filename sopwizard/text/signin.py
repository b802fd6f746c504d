"""What is said while somebody signs in, about accounts, and about what is kept on this computer."""

from html import escape
from typing import Literal, assert_never

from sopwizard.domain.signin import DeviceCode, Found, Registration, Stored, VaultKind, VaultReason, VaultState
from sopwizard.text import _


def asking(host: str) -> str:
    """While the environment or a provider is asked."""
    return _("Asking {host}").format(host=host)


def waiting_for_browser(host: str) -> str:
    """While the browser is open."""
    return _("Sign in in the browser window that has opened ({host})").format(host=host)


def open_yourself(address: str) -> str:
    """Where no browser could be opened."""
    return _("No browser could be opened. Open this address on this computer: {address}").format(address=address)


def type_the_code(code: DeviceCode) -> str:
    """While a code waits to be typed."""
    return _("Open {address} in any browser and enter the code {code}").format(address=code.address, code=code.code)


def waiting_for_windows() -> str:
    """While Windows' own window is open."""
    return _("Choose an account in the window that Windows has opened")


def waiting_for_keyring() -> str:
    """While the keyring may ask for its password."""
    return _("Opening the keyring")


def redeeming(host: str) -> str:
    """After the browser came back."""
    return _("Completing the sign-in with {host}").format(host=host)


def proving(host: str) -> str:
    """While the connection is proved."""
    return _("Asking {host} who is signed in").format(host=host)


def searching() -> str:
    """While environments are listed."""
    return _("Looking for your environments")


def browser_page(which: Literal["done", "refused", "not-ours"]) -> str:
    """The page that the browser shows when it comes back, as HTML. It repeats nothing that the browser brought."""
    match which:
        case "done":
            title, sentence = _("You are signed in"), _("You can close this page and go back to the wizard.")
        case "refused":
            title, sentence = _("You are not signed in"), _("Go back to the wizard: it says why and what to do.")
        case "not-ours":
            title, sentence = _("This page has expired"), _("Go back to the wizard and start again from there.")
        case _:
            assert_never(which)
    style = (
        "body{font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:15vh auto;padding:0 1em;color-scheme:light dark}"
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{style}h1{{font-size:1.5em}}</style><h1>{escape(title)}</h1><p>{escape(sentence)}</p></html>"
    )


def vault(state: VaultState) -> str:
    """Where sign-ins are kept, and why not longer."""
    if state.kind is VaultKind.KEYRING:
        return _("Sign-ins are kept in this computer's keyring.")
    match state.reason:
        case VaultReason.NO_STORE:
            return _("This computer has no keyring, so the sign-in lasts until you close the program.")
        case VaultReason.LOCKED:
            return _("The keyring is locked, so the sign-in lasts until you close the program.")
        case VaultReason.NO_ANSWER:
            return _("The keyring does not answer, so the sign-in lasts until you close the program.")
        case VaultReason.REFUSED:
            return _("The keyring did not take the sign-in, so it lasts until you close the program.")
        case None:
            return _("The sign-in lasts until you close the program.")
        case _:
            assert_never(state.reason)


def application(registration: Registration) -> str:
    """Which application asks."""
    if registration.is_sample:
        return _("Microsoft's sample application, for trying out")
    return _("Your application {client_id}").format(client_id=registration.client_id)


def registration_guide() -> tuple[str, ...]:
    """How to register an application of one's own, one step each."""
    return (
        _("In the Microsoft Entra admin center, open App registrations and choose New registration."),
        _("Give it a name and leave it at accounts in this organizational directory only."),
        _(
            'Under Authentication, add the platform "Mobile and desktop applications" with the address http://localhost.'
        ),
        _('For device codes, switch on "Allow public client flows" on the same page.'),
        _('Under API permissions, add Dynamics CRM, delegated, "user_impersonation".'),
        _("If your tenant asks for it, let an administrator grant consent there."),
        _("Copy the application (client) id and the directory (tenant) id into the settings here."),
    )


def environment_type(found: Found) -> str:
    """What kind of environment it is, in the words of the admin center."""
    known = {
        "Customer": _("Production"),
        "Secondary": _("Production"),
        "Default": _("Default"),
        "CustomerTest": _("Sandbox"),
        "CustomerFreeTest": _("Sandbox"),
        "CustomerPreview": _("Preview"),
        "TestDrive": _("Trial"),
        "EmailTrial": _("Trial"),
        "Trial": _("Trial"),
        "Developer": _("Developer"),
        "Teams": _("Teams"),
        "Support": _("Support"),
    }
    return known.get(found.kind or "", _("Unknown type"))


def stored(entry: Stored) -> str:
    """What a stored thing is for."""
    known = {
        "sign-ins": _("Sign-ins: accounts and their tokens, in the keyring"),
        "lock": _("A lock between two running programs; empty"),
        "recent": _("Environments that you connected to, without secrets"),
        "settings": _("Which application signs you in, without secrets"),
        "journal": _("What this program changed in environments"),
        "training": _("Training environments"),
        "log": _("A log without secrets"),
    }
    return known.get(entry.what, _("A file of this program"))
