"""MSAL's applications: one for each provider, over a cache that the vault fills, asked off the caller's thread."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from sopwizard.adapters.abandon import abandonable
from sopwizard.adapters.signin.authority import Authority
from sopwizard.adapters.signin.ready_made import is_token
from sopwizard.adapters.signin.refusals import failed, refused
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.signin import Registration
from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.services.job import Job

if TYPE_CHECKING:
    import msal

    from sopwizard.adapters.signin.http import Session

Answer = dict[str, Any]

_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "device_authorization_endpoint")
_NO_TENANT: Final = (400, 404)

# MSAL logs an answer that is no JSON as it came, and half an answer may hold a whole token: at no level does anything
# of it belong into a log of ours. What is wrong is told by exceptions.
logging.getLogger("msal").setLevel(logging.CRITICAL + 1)

_SHAPES: Final = (ValueError, TypeError, KeyError)
"""What MSAL raises beside its own exceptions where JSON has another shape than it takes for granted."""

_ANY_SHAPES: Final = (AttributeError, RecursionError, OverflowError)
"""The same, where nothing else raises it."""


def ask(call: Callable[[], Any], authority: Authority, job: Job) -> Any:  # noqa: ANN401  MSAL answers dictionaries
    """Call MSAL where the wait can be abandoned, and turn what it raises into problems."""
    import requests  # noqa: PLC0415  70 ms that a start without a sign-in need not pay
    from msal.exceptions import MsalError  # noqa: PLC0415  as above

    from sopwizard.adapters.signin.http import network_problem  # noqa: PLC0415  as above

    try:
        return abandonable(call, job)
    except requests.RequestException as error:
        raise network_problem(error, authority.url) from error
    except MsalError as error:  # what raise_for_status says through MSAL
        raise SopError(Problem.SERVER_ERROR, host=authority.host) from error
    except json.JSONDecodeError as error:
        error.doc = ""  # it is the whole answer
        raise _broken(authority) from error
    except _ANY_SHAPES as error:
        raise _broken(authority) from error


def ask_for_token(call: Callable[[], Any], authority: Authority, job: Job) -> Answer:
    """As `ask`, where the answer is a token or a refusal. BROKEN_ANSWER where it is neither."""
    try:
        answer = ask(call, authority, job)
    except _SHAPES as error:
        raise _broken(authority) from error
    if not isinstance(answer, dict):
        raise _broken(authority)
    return answer


def _broken(authority: Authority) -> SopError:
    return SopError(Problem.BROKEN_ANSWER, host=authority.host)


def token_in(answer: Mapping[str, Any] | None, registration: Registration, authority: Authority) -> tuple[str, int]:
    """The access token in MSAL's answer and the seconds that it lives; raises what the refusal means."""
    if not answer:
        raise failed(SignInReason.NOT_SIGNED_IN)
    token, seconds = answer.get("access_token"), answer.get("expires_in")
    if isinstance(token, str) and is_token(token):
        return token, seconds if isinstance(seconds, int) else 600
    if "error" not in answer:
        raise _broken(authority)
    raise refused(answer, registration)


def public_client(
    registration: Registration, authority: Authority, session: "Session"
) -> "msal.PublicClientApplication":
    """An application that people sign in to. Reads the provider's configuration: call it through `ask`."""
    import msal  # noqa: PLC0415  80 ms that a start without a sign-in need not pay

    broker = {"enable_broker_on_windows": True} if registration.broker and broker_available() else {}
    return _vouched(
        lambda: msal.PublicClientApplication(
            registration.client_id,
            authority=authority.url,
            http_client=session,
            http_cache=session.remembered,
            token_cache=msal.SerializableTokenCache(),
            # The authority is vouched for already; MSAL would ask one host about every other one.
            instance_discovery=False,
            **broker,
        ),
        authority,
        session,
    )


def confidential_client(
    registration: Registration,
    authority: Authority,
    session: "Session",
    credential: str | Mapping[str, Any],
) -> "msal.ConfidentialClientApplication":
    """An application that signs in by itself, with its secret or certificate. Its tokens stay in memory."""
    import msal  # noqa: PLC0415  as above

    return _vouched(
        lambda: msal.ConfidentialClientApplication(
            registration.client_id,
            client_credential=credential,
            authority=authority.url,
            http_client=session,
            instance_discovery=False,
        ),
        authority,
        session,
    )


def _vouched(make: Callable[[], Any], authority: Authority, session: "Session") -> Any:  # noqa: ANN401  either kind
    try:
        client = make()
    except ValueError as error:
        if session.status in _NO_TENANT:
            raise failed(SignInReason.TENANT_NOT_FOUND, tenant=authority.tenant, host=authority.host) from error
        raise failed(SignInReason.BAD_AUTHORITY, authority=authority.host) from error
    except (KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise failed(SignInReason.BAD_AUTHORITY, authority=authority.host) from error
    for name in _ENDPOINTS:
        endpoint = getattr(client.authority, name, None)
        if endpoint is None:
            continue
        parts = urlsplit(endpoint) if isinstance(endpoint, str) else urlsplit("")
        if parts.scheme != "https" or (parts.hostname or "") not in authority.hosts:
            raise failed(SignInReason.FOREIGN_AUTHORITY, host=authority.host, authority=(parts.hostname or "")[:200])
    return client


def broker_available() -> bool:
    """Whether Windows' own account window can be used: Windows, and MSAL's extra part for it is installed."""
    import importlib.util  # noqa: PLC0415  needed here only
    import sys  # noqa: PLC0415  as above

    return sys.platform == "win32" and importlib.util.find_spec("pymsalruntime") is not None
