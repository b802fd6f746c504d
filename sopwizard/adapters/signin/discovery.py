"""The Global Discovery Service: which environments an account reaches. Its answers are taken with care."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from sopwizard.adapters.abandon import abandonable
from sopwizard.adapters.signin.authority import cloud_of_host, origin_of
from sopwizard.adapters.signin.refusals import failed
from sopwizard.adapters.signin.tokens import MsalTokens
from sopwizard.domain.clouds import cloud_of
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.model.ids import OrganizationId
from sopwizard.domain.rulebook import Cloud, Rulebook
from sopwizard.domain.signin import Account, Found
from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.services.job import Job
from sopwizard.text import signin as text

_COLUMNS: Final = (
    "ApiUrl,FriendlyName,Id,OrganizationType,Region,State,TenantId,TrialExpirationDate,UniqueName,Url,Version"
)
_MOST: Final = 5000
_LONGEST: Final = 200
_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OK: Final = 200
_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403

_TYPES: Final = (
    "Customer", "Monitoring", "Support", "BackEnd", "Secondary", "CustomerTest", "CustomerFreeTest", "CustomerPreview",
    "Placeholder", "TestDrive", "MsftInvestigation", "EmailTrial", "Default", "Developer", "Trial", "Teams", "Platform",
)  # fmt: skip
"""Source: Web API reference, OrganizationType EnumType, in the order of its values from 0."""

_PRODUCTION: Final = frozenset({"Customer", "Secondary", "Default"})
_OTHER: Final = frozenset({"CustomerTest", "CustomerFreeTest", "CustomerPreview", "TestDrive", "EmailTrial",
                           "Developer", "Trial"})  # fmt: skip


class GlobalDiscovery:
    """Implements ports.Discovery. ``tokens`` need not disturb anybody: the account is signed in already."""

    def __init__(self, tokens: MsalTokens, rulebook: Rulebook, *, seconds: float = 30.0) -> None:
        self._tokens = tokens
        self._rulebook = rulebook
        self._seconds = seconds

    def environments(self, account: Account, job: Job) -> tuple[Found, ...]:
        """What the account reaches, by name. Commercial and GCC accounts sign in at one place: both are asked.

        NO_DISCOVERY for a provider of no known cloud. One cloud's failure is raised only if no other one answers.
        """
        self._tokens.use(account.id)
        clouds = [
            cloud
            for cloud in self._rulebook.clouds
            if cloud.discovery and any(urlsplit(url).hostname == account.host for url in cloud.authorities)
        ]
        if not clouds or cloud_of_host(account.host, self._rulebook) is None:
            raise failed(SignInReason.NO_DISCOVERY, account=account.account)
        found: list[Found] = []
        problems: list[SopError] = []
        for cloud in clouds:
            try:
                found += self._ask(cloud, job)
            except SopError as error:
                problems.append(error)
        if len(problems) == len(clouds):
            raise problems[0]
        return tuple(sorted(found, key=lambda one: (one.name.lower(), one.url)))

    def _ask(self, cloud: Cloud, job: Job) -> tuple[Found, ...]:
        import requests  # noqa: PLC0415  70 ms that a start without a sign-in need not pay

        from sopwizard.adapters.signin.http import Session, network_problem  # noqa: PLC0415  as above

        origin = origin_of(cloud.discovery or "") or ""
        job.step(text.searching())
        token = self._tokens.token(origin, job)

        def look() -> tuple[int, str]:
            with Session(self._seconds) as session:
                answer = session.get(
                    f"{origin}/api/discovery/v2.0/Instances",
                    params={"$select": _COLUMNS},
                    headers={"Accept": "application/json", "Authorization": f"Bearer {token}"},
                )
                return answer.status_code, answer.text

        try:
            status, body = abandonable(look, job)
        except requests.RequestException as error:
            raise network_problem(error, origin) from error
        host = urlsplit(origin).hostname
        if status in (_UNAUTHORIZED, _FORBIDDEN):
            raise SopError(Problem.UNAUTHORIZED if status == _UNAUTHORIZED else Problem.FORBIDDEN, host=host)
        if status != _OK:
            raise SopError(Problem.SERVER_ERROR, host=host, status=status)
        try:
            rows = json.loads(body)["value"]
            return tuple(self._read(rows[:_MOST], cloud))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise SopError(Problem.BROKEN_ANSWER, host=host) from error

    def _read(self, rows: list[Any], cloud: Cloud) -> Iterator[Found]:
        for row in rows:
            found = self._one(row, cloud) if isinstance(row, Mapping) else None
            if found is not None:
                yield found

    def _one(self, row: Mapping[str, Any], cloud: Cloud) -> Found | None:
        """The environment, None for a row without a usable address of that very cloud: a token would be sent there."""
        url = origin_of(_text(row, "Url") or _text(row, "ApiUrl") or "")
        match = cloud_of(urlsplit(url).hostname or "", self._rulebook) if url else None
        if url is None or match is None or match.cloud.id != cloud.id:
            return None
        number = row.get("OrganizationType")
        kind = _TYPES[number] if type(number) is int and 0 <= number < len(_TYPES) else None
        guid = (_text(row, "Id") or "").lower()
        return Found(
            name=_text(row, "FriendlyName") or _text(row, "UniqueName") or url.removeprefix("https://"),
            url=url,
            organization_id=OrganizationId(guid) if _GUID.fullmatch(guid) else None,
            tenant=_text(row, "TenantId"),
            region=_text(row, "Region"),
            version=_text(row, "Version"),
            kind=kind,
            production=True if kind in _PRODUCTION else False if kind in _OTHER else None,
            enabled=row.get("State") in (0, None),
            trial_ends=_text(row, "TrialExpirationDate"),
            unique_name=_text(row, "UniqueName"),
        )


def _text(row: Mapping[str, Any], name: str) -> str | None:
    """One line of printable text, cut to a length that fits a list."""
    value = row.get(name)
    if not isinstance(value, str):
        return None
    return " ".join("".join(c if c.isprintable() else " " for c in value[: 4 * _LONGEST]).split())[:_LONGEST] or None
