"""Turns what a provider or MSAL answers instead of a token into the program's one exception."""

from collections.abc import Mapping
from typing import Any

from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.signin import Registration
from sopwizard.domain.signin_refusals import INTERACTION, SignInReason, refusal

_REASONS = {reason.value: reason for reason in SignInReason}
_NEEDED = frozenset({SignInReason.NOT_SIGNED_IN, SignInReason.EXPIRED, SignInReason.REVOKED})


def failed(reason: SignInReason, *, request_id: str | None = None, **details: str | None) -> SopError:
    """SIGN_IN_NEEDED where nothing is wrong but that nobody is signed in, SIGN_IN_FAILED otherwise."""
    problem = Problem.SIGN_IN_NEEDED if reason in _NEEDED else Problem.SIGN_IN_FAILED
    return SopError(problem, request_id=request_id, reason=reason.value, **details)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def refused(answer: Mapping[str, Any], registration: Registration) -> SopError:
    """The refusal in an answer of the authorize, device code or token endpoint. Keeps its number, never its words."""
    numbers = answer.get("error_codes")
    found = refusal(
        _text(answer.get("error")),
        _text(answer.get("error_description")),
        tuple(number for number in numbers if type(number) is int) if isinstance(numbers, list) else (),
        _text(answer.get("suberror")) or _text(answer.get("error_subcode")),
        sample=registration.is_sample,
    )
    trace = _text(answer.get("correlation_id"))
    return failed(
        found.reason,
        request_id=trace if trace and len(trace) <= 64 and trace.isprintable() else None,  # noqa: PLR2004  a GUID has 36
        code=found.code,
        client_id=registration.client_id,
        tenant=registration.tenant,
    )


def reason_of(error: SopError) -> SignInReason | None:
    """The reason that the exception carries, None for problems of another kind."""
    own = error.problem in {Problem.SIGN_IN_NEEDED, Problem.SIGN_IN_FAILED}
    return _REASONS.get(str(error.details.get("reason"))) if own else None


def wants_a_person(error: SopError) -> bool:
    """Whether a sign-in that a person sees could succeed where the silent one failed."""
    return reason_of(error) in INTERACTION
