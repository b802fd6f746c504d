import pytest

from sopwizard.domain.clouds import cloud_of
from sopwizard.domain.model.ids import ApplicationId
from sopwizard.domain.model.states import UserRole
from sopwizard.services.rulebook import load


@pytest.mark.parametrize(
    ("host", "cloud", "region"),
    [
        ("contoso.crm.dynamics.com", "commercial", "NAM"),
        ("contoso.crm4.dynamics.com", "commercial", "EUR"),
        ("contoso.api.crm4.dynamics.com", "commercial", "EUR"),
        ("CONTOSO.CRM11.DYNAMICS.COM.", "commercial", "GBR"),
        ("contoso.crm99.dynamics.com", "commercial", None),
        ("contoso.api.crm25.dynamics.com", "commercial", None),
        ("contoso.crm9.dynamics.com", "gcc", "GCC"),
        ("contoso.crm.microsoftdynamics.us", "gcc-high", "GCC High"),
        ("contoso.crm.appsplatform.us", "dod", "DoD"),
        ("contoso.crm.dynamics.cn", "china", "CHN"),
        ("contoso.crm.microsoftdynamics.de", "germany", "DEU"),
    ],
)
def test_a_host_tells_its_cloud(host: str, cloud: str, region: str | None) -> None:
    match = cloud_of(host, load())
    assert match is not None
    assert match.cloud.id == cloud
    assert (match.region.code if match.region else None) == region


@pytest.mark.parametrize(
    "host",
    [
        "contoso.example",
        "localhost",
        "crm4.dynamics.com.evil.example",
        "contoso.crm4.dynamics.com.evil.example",
        "contoso.crmx.dynamics.com",
        ".crm4.dynamics.com",
        "a.b.crm4.dynamics.com",
        "",
    ],
)
def test_a_host_of_no_known_cloud_is_not_taken_for_one(host: str) -> None:
    assert cloud_of(host, load()) is None


@pytest.mark.parametrize(
    ("cloud", "authority"),
    [
        ("commercial", "https://login.microsoftonline.com"),
        ("gcc", "https://login.microsoftonline.com"),
        ("gcc-high", "https://login.microsoftonline.us"),
        ("dod", "https://login.microsoftonline.us"),
        ("china", "https://login.chinacloudapi.cn"),
    ],
)
def test_a_cloud_has_its_own_sign_in(cloud: str, authority: str) -> None:
    assert next(each for each in load().clouds if each.id == cloud).authorities[0] == authority


@pytest.mark.parametrize(
    ("application_id", "role"),
    [
        ("00000015-0000-0000-c000-000000000000", UserRole.ERP),
        ("f1752846-f0df-4766-96f5-c109adf67d7f", UserRole.RUNTIME),
        ("2e49aa60-1bd3-43b6-8ab6-03ada3d9f08b", UserRole.DATA_INTEGRATION),
        ("6f7d0213-62b1-43a8-b7f4-ff2bb8b7b452", UserRole.OTHER),
        ("33976c19-1db5-4c02-810e-c243db79efde", UserRole.OTHER),
        ("61a0518c-121a-421a-9ad6-f0955a88be43", UserRole.OTHER),
        ("11111111-1111-4111-8111-111111111111", UserRole.OTHER),
        (None, UserRole.OTHER),
    ],
)
def test_exactly_three_applications_are_dual_write_users(application_id: str | None, role: UserRole) -> None:
    assert load().role(ApplicationId(application_id) if application_id else None) is role


def test_the_pairs_of_maps_are_those_that_exclude_each_other() -> None:
    assert [(pair.table, pair.cds, pair.dynamics365, pair.also_stop) for pair in load().map_pairs] == [
        ("salesorder", "CDS sales order headers", "Dynamics 365 Sales order headers", None),
        (
            "salesorderdetail",
            "CDS sales order lines",
            "Dynamics 365 Sales order lines",
            "CDS sales order lines V2",
        ),
        ("quote", "CDS sales quotation header", "Dynamics 365 Sales quotation header", None),
        ("quotedetail", "CDS sales quotation lines", "Dynamics 365 Sales quotation lines", None),
    ]
