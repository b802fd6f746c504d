"""What is said around signing in."""

import pytest

from sopwizard.domain.signin import (
    DeviceCode,
    Found,
    Registration,
    Stored,
    VaultKind,
    VaultReason,
    VaultState,
)
from sopwizard.text import signin as text


def test_a_device_code_is_told_in_one_sentence() -> None:
    code = DeviceCode("https://microsoft.com/devicelogin", "ABCD-EFGH", 900)
    assert (
        text.type_the_code(code) == "Open https://microsoft.com/devicelogin in any browser and enter the code ABCD-EFGH"
    )


@pytest.mark.parametrize("reason", [None, *VaultReason])
def test_every_reason_for_memory_says_how_long_the_sign_in_lasts(reason: VaultReason | None) -> None:
    assert text.vault(VaultState(VaultKind.MEMORY, reason)).endswith("until you close the program.")


def test_a_keyring_is_named() -> None:
    assert text.vault(VaultState(VaultKind.KEYRING)) == "Sign-ins are kept in this computer's keyring."


def test_the_sample_application_is_labelled() -> None:
    assert text.application(Registration()) == "Microsoft's sample application, for trying out"
    assert text.application(Registration("abc")) == "Your application abc"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("Customer", "Production"),
        ("CustomerTest", "Sandbox"),
        ("Developer", "Developer"),
        ("Trial", "Trial"),
        ("Default", "Default"),
        (None, "Unknown type"),
        ("Placeholder", "Unknown type"),
    ],
)
def test_environment_types_are_named_as_in_the_admin_center(kind: str | None, words: str) -> None:
    assert text.environment_type(Found("x", "https://x", kind=kind)) == words


def test_what_is_stored_is_explained() -> None:
    assert text.stored(Stored("keyring", "sopwizard/index", "sign-ins")).startswith("Sign-ins")
    assert text.stored(Stored("file", "/x", "something")) == "A file of this program"


@pytest.mark.parametrize("which", ["done", "refused", "not-ours"])
def test_the_page_in_the_browser_needs_nothing_from_anywhere(which: str) -> None:
    page = text.browser_page(which)  # type: ignore[arg-type]
    assert page.startswith("<!doctype html>")
    for forbidden in ("http:", "https:", "<script", "src=", "href="):
        assert forbidden not in page


def test_progress_names_the_host() -> None:
    host = "login.microsoftonline.com"
    for said in (text.asking(host), text.waiting_for_browser(host), text.redeeming(host), text.proving(host)):
        assert host in said
    assert text.open_yourself("https://x").endswith(": https://x")
    assert text.waiting_for_windows()
    assert text.waiting_for_keyring()
    assert text.searching()


def test_the_guide_names_what_has_to_be_entered() -> None:
    steps = " ".join(text.registration_guide())
    for needed in ("http://localhost", "user_impersonation", "public client flows", "client) id"):
        assert needed in steps
