"""Why no secure connection could be made, in words."""

from sopwizard.domain.errors import TlsReason
from sopwizard.text import _

R = TlsReason


def words(reason: str, host: str) -> tuple[str, str, str]:
    """Title, what happened, what to do. A reason that nobody knows is told as a connection that is not secure."""
    known = R(reason) if reason in set(R) else R.BROKEN
    title, happened, todo = (_certificate() | _handshake())[known]
    return title, happened.format(host=host), todo.format(host=host)


def _certificate() -> dict[TlsReason, tuple[str, str, str]]:
    return {
        R.EXPIRED: (
            _("The certificate has expired"),
            _("The certificate of {host} has expired, or this computer's clock is wrong. No token was sent."),
            _("Look at this computer's date and time. If they are right, tell whoever looks after {host}."),
        ),
        R.NOT_YET_VALID: (
            _("The certificate is not valid yet"),
            _("The certificate of {host} begins later than now, or this computer's clock is wrong. No token was sent."),
            _("Look at this computer's date and time. If they are right, tell whoever looks after {host}."),
        ),
        R.REVOKED: (
            _("The certificate was withdrawn"),
            _("The certificate of {host} was withdrawn by whoever issued it. No token was sent."),
            _("Do not sign in there. Tell whoever looks after {host}."),
        ),
        R.WRONG_NAME: (
            _("The certificate is for another name"),
            _("The certificate that was shown is not for {host}, so it may be another server. No token was sent."),
            _("Check the address for a typing error. If it is right, ask your IT who answers at it."),
        ),
        R.SELF_SIGNED: (
            _("The certificate is signed by itself"),
            _("Nobody but itself vouches for the certificate of {host}. No token was sent."),
            _("Check the address. If it is right, ask your IT whether this computer has to trust that certificate."),
        ),
        R.UNTRUSTED: (
            _("The certificate is not trusted"),
            _("Nobody whom this computer trusts vouches for the certificate of {host}. No token was sent."),
            _("If your company inspects traffic, its certificate must be trusted by this computer: ask your IT."),
        ),
    }


def _handshake() -> dict[TlsReason, tuple[str, str, str]]:
    in_between = _("Check the address. If it is right, ask your IT whether a proxy or a firewall stands in between.")
    return {
        R.NOT_TLS: (
            _("There is no secure connection to be had"),
            _("What answers for {host} does not speak TLS: it may be a server for plain http. No token was sent."),
            _("Check the address and its port. If they are right, ask your IT whether a proxy stands in between."),
        ),
        R.VERSION: (
            _("No common version of TLS"),
            _("This computer and {host} have no version of TLS in common. No token was sent."),
            _("Ask whoever looks after {host}, or the proxy in between, to allow TLS 1.2 or TLS 1.3."),
        ),
        R.REFUSED: (
            _("The secure connection was refused"),
            _("{host} found no encryption that suits both, or wants a certificate from this computer."),
            in_between,
        ),
        R.CLIENT_CERTIFICATE: (
            _("A certificate of this computer is wanted"),
            _("{host} lets nobody in without a certificate, and this program has none to show."),
            in_between,
        ),
        R.UNKNOWN_NAME: (
            _("The server does not know its name"),
            _("The server that was reached says that it is not {host}. No token was sent."),
            in_between,
        ),
        R.CUT: (
            _("The secure connection was cut"),
            _("The connection to {host} ended before it was secure. No token was sent."),
            _("Try again. If it stays, ask your IT whether a firewall or a proxy forbids the connection."),
        ),
        R.BROKEN: (
            _("The connection is not secure"),
            _("No secure connection to {host} could be made. No token was sent."),
            in_between,
        ),
    }
