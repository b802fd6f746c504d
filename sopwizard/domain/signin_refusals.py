"""Why a sign-in fails: what the identity platform answers, as reasons that a sentence can be made for. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final


@unique
class SignInReason(StrEnum):
    """Why a sign-in failed or is needed again: one member for each thing that a user would do about it."""

    # nobody yet
    NOT_SIGNED_IN = "not-signed-in"
    UNKNOWN_ACCOUNT = "unknown-account"
    EXPIRED = "expired"
    REVOKED = "revoked"
    # the person
    WRONG_TENANT = "wrong-tenant"
    WRONG_PERSON = "wrong-person"
    UNKNOWN_PERSON = "unknown-person"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105  a reason
    PASSWORD_EXPIRED = "password-expired"  # noqa: S105  a reason
    LOCKED_OUT = "locked-out"
    ACCOUNT_DISABLED = "account-disabled"
    NOT_ASSIGNED = "not-assigned"
    TENANT_RESTRICTED = "tenant-restricted"
    # what the tenant demands
    MFA_NEEDED = "mfa-needed"
    MFA_CANCELLED = "mfa-cancelled"
    CONDITIONAL_ACCESS = "conditional-access"
    DEVICE_NOT_COMPLIANT = "device-not-compliant"
    RISK = "risk"
    CONSENT_REQUIRED = "consent-required"
    ADMIN_CONSENT = "admin-consent"
    CONSENT_DENIED = "consent-denied"
    # the app registration
    SAMPLE_BLOCKED = "sample-blocked"
    APP_NOT_FOUND = "app-not-found"
    APP_DISABLED = "app-disabled"
    NOT_PUBLIC_CLIENT = "not-public-client"
    NOT_CONFIDENTIAL = "not-confidential"
    SINGLE_TENANT_APP = "single-tenant-app"
    REDIRECT_MISMATCH = "redirect-mismatch"
    NO_PERMISSION_DECLARED = "no-permission-declared"
    WRONG_SECRET = "wrong-secret"  # noqa: S105  a reason
    SECRET_EXPIRED = "secret-expired"  # noqa: S105  a reason
    CERTIFICATE_REFUSED = "certificate-refused"
    CERTIFICATE_UNREADABLE = "certificate-unreadable"
    CREDENTIALS_MISSING = "credentials-missing"
    # where it was asked
    TENANT_NOT_FOUND = "tenant-not-found"
    NO_DATAVERSE = "no-dataverse"
    FOREIGN_AUTHORITY = "foreign-authority"
    WRONG_CLOUD = "wrong-cloud"
    NO_AUTHORITY = "no-authority"
    BAD_AUTHORITY = "bad-authority"
    NO_DISCOVERY = "no-discovery"
    # how it went
    CANCELLED = "cancelled"
    TIMED_OUT = "timed-out"
    CODE_EXPIRED = "code-expired"
    STALE_ANSWER = "stale-answer"
    CLOCK_SKEW = "clock-skew"
    NO_LOOPBACK = "no-loopback"
    NO_DEVICE_CODE = "no-device-code"
    BUSY = "busy"
    UNSPECIFIED = "unspecified"


_R = SignInReason

AADSTS: Final = MappingProxyType(
    {
        16000: _R.WRONG_TENANT,
        16003: _R.WRONG_TENANT,
        50001: _R.NO_DATAVERSE,
        50002: _R.TENANT_RESTRICTED,
        50005: _R.DEVICE_NOT_COMPLIANT,
        50011: _R.REDIRECT_MISMATCH,
        50012: _R.CERTIFICATE_REFUSED,
        50014: _R.WRONG_TENANT,
        50020: _R.WRONG_TENANT,
        50033: _R.BUSY,
        50034: _R.UNKNOWN_PERSON,
        50053: _R.LOCKED_OUT,
        50055: _R.PASSWORD_EXPIRED,
        50056: _R.WRONG_PASSWORD,
        50057: _R.ACCOUNT_DISABLED,
        50058: _R.NOT_SIGNED_IN,
        50059: _R.TENANT_NOT_FOUND,
        50064: _R.WRONG_PASSWORD,
        50072: _R.MFA_NEEDED,
        50074: _R.MFA_NEEDED,
        50076: _R.MFA_NEEDED,
        50078: _R.MFA_NEEDED,
        50079: _R.MFA_NEEDED,
        50087: _R.BUSY,
        50088: _R.BUSY,
        50089: _R.STALE_ANSWER,
        50097: _R.DEVICE_NOT_COMPLIANT,
        50105: _R.NOT_ASSIGNED,
        50126: _R.WRONG_PASSWORD,
        50127: _R.DEVICE_NOT_COMPLIANT,
        50128: _R.TENANT_NOT_FOUND,
        50129: _R.DEVICE_NOT_COMPLIANT,
        50131: _R.CONDITIONAL_ACCESS,
        50132: _R.REVOKED,
        50133: _R.REVOKED,
        50135: _R.RISK,
        50144: _R.PASSWORD_EXPIRED,
        50155: _R.DEVICE_NOT_COMPLIANT,
        50158: _R.CONDITIONAL_ACCESS,
        50173: _R.REVOKED,
        50187: _R.DEVICE_NOT_COMPLIANT,
        50194: _R.SINGLE_TENANT_APP,
        50196: _R.BUSY,
        50197: _R.UNKNOWN_PERSON,
        51004: _R.UNKNOWN_PERSON,
        53000: _R.DEVICE_NOT_COMPLIANT,
        53001: _R.DEVICE_NOT_COMPLIANT,
        53002: _R.CONDITIONAL_ACCESS,
        53003: _R.CONDITIONAL_ACCESS,
        53004: _R.RISK,
        53010: _R.MFA_NEEDED,
        53011: _R.RISK,
        54005: _R.STALE_ANSWER,
        65001: _R.CONSENT_REQUIRED,
        65004: _R.CONSENT_DENIED,
        65005: _R.NO_PERMISSION_DECLARED,
        70000: _R.REVOKED,
        70001: _R.APP_DISABLED,
        70002: _R.WRONG_SECRET,
        70004: _R.REDIRECT_MISMATCH,
        70008: _R.EXPIRED,
        70011: _R.NO_PERMISSION_DECLARED,
        70012: _R.BUSY,
        70016: _R.CODE_EXPIRED,
        70018: _R.CODE_EXPIRED,
        70019: _R.CODE_EXPIRED,
        70020: _R.CODE_EXPIRED,
        70043: _R.EXPIRED,
        90002: _R.TENANT_NOT_FOUND,
        90006: _R.BUSY,
        90008: _R.CONSENT_REQUIRED,
        90009: _R.NO_PERMISSION_DECLARED,
        90012: _R.BUSY,
        90019: _R.TENANT_NOT_FOUND,
        90024: _R.BUSY,
        90033: _R.BUSY,
        90038: _R.WRONG_CLOUD,
        90055: _R.BUSY,
        90072: _R.WRONG_TENANT,
        90093: _R.ADMIN_CONSENT,
        90094: _R.ADMIN_CONSENT,
        90095: _R.ADMIN_CONSENT,
        500011: _R.NO_DATAVERSE,
        500021: _R.TENANT_RESTRICTED,
        500022: _R.TENANT_RESTRICTED,
        500113: _R.REDIRECT_MISMATCH,
        500121: _R.MFA_CANCELLED,
        500133: _R.CLOCK_SKEW,
        500208: _R.WRONG_TENANT,
        500212: _R.TENANT_RESTRICTED,
        500213: _R.TENANT_RESTRICTED,
        501481: _R.STALE_ANSWER,
        530002: _R.DEVICE_NOT_COMPLIANT,
        530003: _R.DEVICE_NOT_COMPLIANT,
        530032: _R.CONDITIONAL_ACCESS,
        530034: _R.CONDITIONAL_ACCESS,
        530035: _R.CONDITIONAL_ACCESS,
        650052: _R.NO_DATAVERSE,
        650056: _R.NO_PERMISSION_DECLARED,
        650057: _R.NO_PERMISSION_DECLARED,
        700003: _R.DEVICE_NOT_COMPLIANT,
        700011: _R.APP_NOT_FOUND,
        700016: _R.APP_NOT_FOUND,
        700024: _R.CLOCK_SKEW,
        700025: _R.NOT_CONFIDENTIAL,
        700027: _R.CERTIFICATE_REFUSED,
        700030: _R.CERTIFICATE_REFUSED,
        700054: _R.NOT_PUBLIC_CLIENT,
        700082: _R.EXPIRED,
        700084: _R.EXPIRED,
        900023: _R.TENANT_NOT_FOUND,
        900971: _R.REDIRECT_MISMATCH,
        7000012: _R.EXPIRED,
        7000112: _R.APP_DISABLED,
        7000113: _R.APP_DISABLED,
        7000215: _R.WRONG_SECRET,
        7000218: _R.NOT_PUBLIC_CLIENT,
        7000222: _R.SECRET_EXPIRED,
    },
)
"""What Entra's numbers mean for a person. Source: "Microsoft Entra authentication and authorization error codes"."""

_OAUTH: Final = MappingProxyType(
    {
        "access_denied": _R.CONSENT_DENIED,
        "authorization_declined": _R.CONSENT_DENIED,
        "code_expired": _R.CODE_EXPIRED,
        "expired_token": _R.CODE_EXPIRED,
        "bad_verification_code": _R.CODE_EXPIRED,
        "invalid_grant": _R.REVOKED,
        "consent_required": _R.CONSENT_REQUIRED,
        "login_required": _R.NOT_SIGNED_IN,
        "interaction_required": _R.NOT_SIGNED_IN,
        "invalid_client": _R.WRONG_SECRET,
        "unauthorized_client": _R.APP_NOT_FOUND,
        "invalid_resource": _R.NO_DATAVERSE,
        "invalid_scope": _R.NO_PERMISSION_DECLARED,
        "temporarily_unavailable": _R.BUSY,
        "server_error": _R.BUSY,
        "slow_down": _R.BUSY,
    },
)
"""The names of RFC 6749 and 8628 and of OpenID Connect, for providers that send no numbers."""

_SUBERROR: Final = MappingProxyType(
    {
        "consent_required": _R.CONSENT_REQUIRED,
        "user_password_expired": _R.PASSWORD_EXPIRED,
        "protection_policy_required": _R.DEVICE_NOT_COMPLIANT,
    },
)

_SAMPLE: Final = frozenset({_R.APP_NOT_FOUND, _R.APP_DISABLED, _R.CONSENT_REQUIRED, _R.ADMIN_CONSENT, _R.NOT_ASSIGNED})
_NUMBER = re.compile(r"AADSTS(\d{5,8})")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a provider answered instead of a token: the reason, and its number ("AADSTS65001") if it has one."""

    reason: SignInReason
    code: str | None = None


def refusal(
    error: str | None,
    description: str | None = None,
    numbers: tuple[int, ...] = (),
    suberror: str | None = None,
    *,
    sample: bool = False,
) -> Refusal:
    """Why the provider refused, most telling evidence first: Entra's number, its suberror, the protocol's word.

    ``sample``: the shared sample registration asked, for which some refusals mean that the tenant blocks it. The
    description is searched for a number only; it is not kept, as it may hold anything.
    """
    found = numbers + tuple(int(number) for number in _NUMBER.findall((description or "")[:4000]))
    number = next((number for number in found if number in AADSTS), found[0] if found else None)
    reason = (
        (AADSTS.get(number) if number is not None else None)
        or _SUBERROR.get(suberror or "")
        or _OAUTH.get(error or "")
        or _R.UNSPECIFIED
    )
    if sample and reason in _SAMPLE:
        reason = _R.SAMPLE_BLOCKED
    return Refusal(reason, f"AADSTS{number}" if number is not None else None)


INTERACTION: Final = frozenset(
    {
        _R.NOT_SIGNED_IN,
        _R.EXPIRED,
        _R.REVOKED,
        _R.MFA_NEEDED,
        _R.CONSENT_REQUIRED,
        _R.PASSWORD_EXPIRED,
        _R.CONDITIONAL_ACCESS,
        _R.DEVICE_NOT_COMPLIANT,
    },
)
"""Reasons for which a silent sign-in gives way to one that a person sees; anything else would fail there as well."""
