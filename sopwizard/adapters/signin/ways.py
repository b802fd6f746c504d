"""The ways in that a person takes part in: the browser, a code typed elsewhere, or Windows' own window."""

import time
import webbrowser
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sopwizard.adapters.signin.authority import Authority
from sopwizard.adapters.signin.clients import Answer, ask, ask_for_token
from sopwizard.adapters.signin.loopback import Loopback
from sopwizard.adapters.signin.refusals import failed, refused
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.signin import BrowserPage, DeviceCode, Registration
from sopwizard.domain.signin_refusals import SignInReason
from sopwizard.services.job import Job
from sopwizard.services.ports import Show
from sopwizard.text import signin as text

if TYPE_CHECKING:
    import msal

BROWSER_LIMIT: Final = 600.0
"""Seconds to come back from the browser: the provider's own page gives up earlier."""

_MOST_SECONDS: Final = 1800
_CANCEL: Final = "cancel"
_PASSING: Final = frozenset({Problem.NO_CONNECTION, Problem.TIMEOUT, Problem.SERVER_ERROR, Problem.UNKNOWN_HOST})


@dataclass(frozen=True, slots=True)
class Wish:
    """Who asks whom for a token to what, and for whom. ``hint`` is the name of the account that is meant."""

    client: "msal.PublicClientApplication"
    registration: Registration
    authority: Authority
    scopes: list[str]
    hint: str | None = None

    def prompt(self) -> dict[str, str]:
        """Let people choose among several accounts, unless it is known which one is meant."""
        return {"login_hint": self.hint} if self.hint else {"prompt": "select_account"}


def by_browser(wish: Wish, job: Job, show: Show) -> Answer:
    """Authorization code with PKCE: opens the browser, waits for it to come back, redeems the code."""
    loopback = Loopback(wish.registration.redirect, text.browser_page)
    with loopback.serving():
        flow = ask(
            lambda: wish.client.initiate_auth_code_flow(
                wish.scopes,
                redirect_uri=loopback.redirect_uri,
                # In the body, not in the address: an address stays in the browser's history.
                response_mode="form_post",
                **wish.prompt(),
            ),
            wish.authority,
            job,
        )
        loopback.expect(str(flow["state"]))
        address = str(flow["auth_uri"])
        opened = bool(ask(lambda: webbrowser.open(address), wish.authority, job))
        show(BrowserPage(address, opened))
        job.step(text.waiting_for_browser(wish.authority.host) if opened else text.open_yourself(address))
        came = loopback.wait(job, BROWSER_LIMIT)
    if "error" in came:
        if came.get("error_subcode") == _CANCEL:
            raise failed(SignInReason.CANCELLED)
        raise refused(came, wish.registration)
    job.step(text.redeeming(wish.authority.host))
    try:
        answer: Answer = ask(lambda: wish.client.acquire_token_by_auth_code_flow(flow, came), wish.authority, job)
    except (ValueError, RuntimeError) as error:  # MSAL found that the answer belongs to another question
        raise failed(SignInReason.STALE_ANSWER) from error
    return answer


def by_device_code(wish: Wish, job: Job, show: Show) -> Answer:
    """Shows a code to type on another device or in any browser, and asks until that is done or the code expires."""
    try:
        flow: dict[str, Any] = ask(lambda: wish.client.initiate_device_flow(wish.scopes), wish.authority, job)
    except (ValueError, KeyError, TypeError) as error:  # the provider has no such address, or answers something else
        raise failed(SignInReason.NO_DEVICE_CODE, host=wish.authority.host) from error
    if "error" in flow:
        raise refused(flow, wish.registration)
    try:
        code = DeviceCode(
            str(flow["verification_uri"]), str(flow["user_code"]), min(int(flow["expires_in"]), _MOST_SECONDS)
        )
        pause = max(1, int(flow.get("interval") or 5))
    except (KeyError, ValueError, TypeError) as error:
        raise SopError(Problem.BROKEN_ANSWER, host=wish.authority.host) from error
    show(code)
    job.step(text.type_the_code(code))
    return _poll(wish, flow, pause, time.monotonic() + code.seconds, job)


def _poll(wish: Wish, flow: dict[str, Any], pause: int, ends: float, job: Job) -> Answer:
    """Ask until the code was typed, refused or has expired. A network that fails for a while ends nothing."""
    while True:
        job.wait(pause)
        try:
            answer = ask_for_token(
                lambda: wish.client.acquire_token_by_device_flow(flow, exit_condition=lambda _flow: True),
                wish.authority,
                job,
            )
        except SopError as error:
            if error.problem not in _PASSING or time.monotonic() >= ends:
                raise
            wish.client.http_client.http_client.remembered.clear()  # MSAL would repeat the failure instead of asking
            continue
        if answer.get("error") == "slow_down":
            pause += 5
        elif answer.get("error") != "authorization_pending":
            return answer
        if time.monotonic() >= ends:
            raise failed(SignInReason.CODE_EXPIRED)


def by_broker(wish: Wish, job: Job) -> Answer:
    """Windows' own account window, which also knows the device and its policies."""
    job.step(text.waiting_for_windows())
    return ask_for_token(
        lambda: wish.client.acquire_token_interactive(
            wish.scopes, parent_window_handle=wish.client.CONSOLE_WINDOW_HANDLE, **wish.prompt()
        ),
        wish.authority,
        job,
    )
