"""What can be an app registration, before anybody is asked."""

import pytest

from sopwizard.domain.registrations import registration
from sopwizard.domain.signin import Registration

ID = "12345678-1234-1234-1234-123456789ABC"


def test_what_was_typed_is_put_right() -> None:
    assert registration(f" {ID} ", " Contoso.OnMicrosoft.com ", "") == Registration(
        "12345678-1234-1234-1234-123456789abc", "contoso.onmicrosoft.com", None, "http://localhost"
    )
    assert registration(ID, "", "http://127.0.0.1:8400/back") == Registration(
        "12345678-1234-1234-1234-123456789abc", None, None, "http://127.0.0.1:8400/back"
    )


@pytest.mark.parametrize("client_id", ["", "my-app", ID[:-1], ID + "0", f"{{{ID}}}"])
def test_an_application_id_is_a_guid(client_id: str) -> None:
    assert registration(client_id, "", "") == "client_id"


@pytest.mark.parametrize("tenant", ["contoso", "https://contoso.com", "a b.com", "../x.com", "-a.com"])
def test_a_tenant_is_an_id_or_a_domain(tenant: str) -> None:
    assert registration(ID, tenant, "") == "tenant"


@pytest.mark.parametrize(
    "redirect",
    [
        "https://localhost",
        "http://contoso.example",
        "http://localhost:0",
        "http://localhost:99999",
        "http://localhost:x",
        "http://me@localhost",
        "http://localhost?x=1",
        "http://localhost#x",
        "http://[::1",
        "localhost",
    ],
)
def test_a_redirect_leads_to_this_computer(redirect: str) -> None:
    assert registration(ID, "", redirect) == "redirect"
