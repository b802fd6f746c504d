"""Secure connections: trusted as the operating system trusts, and if there is none, why.

Everything that can go wrong before a connection is secure is told by one exception, and with it that nothing was sent.
"""

import logging
import ssl
from typing import Any, Final

import truststore
from requests.adapters import HTTPAdapter

from sopwizard.domain.errors import TlsReason

# What it has to say is told by exceptions; its log quotes addresses and headers as a server sends them.
logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)

_R = TlsReason

_BY_CODE: Final = {
    # OpenSSL, x509_vfy.h
    9: _R.NOT_YET_VALID,
    10: _R.EXPIRED,
    18: _R.SELF_SIGNED,
    23: _R.REVOKED,
    62: _R.WRONG_NAME,
    64: _R.WRONG_NAME,
    # Windows, winerror.h
    0x800B0101: _R.EXPIRED,
    0x800B010C: _R.REVOKED,
    0x80092010: _R.REVOKED,
    0x800B010F: _R.WRONG_NAME,
    # macOS, SecBase.h
    -67602: _R.WRONG_NAME,
    -67818: _R.EXPIRED,
    -67819: _R.NOT_YET_VALID,
    -67820: _R.REVOKED,
}
"""What a code for a refused certificate means; every other one says that nobody vouches for it."""

_BY_WORD: Final = (
    # Alerts about a certificate are about ours: the server's is judged here.
    ("CERTIFICATE_REQUIRED", _R.CLIENT_CERTIFICATE),
    ("ALERT_NO_CERTIFICATE", _R.CLIENT_CERTIFICATE),
    ("ALERT_BAD_CERTIFICATE", _R.CLIENT_CERTIFICATE),
    ("ALERT_CERTIFICATE_UNKNOWN", _R.CLIENT_CERTIFICATE),
    ("ALERT_UNKNOWN_CA", _R.CLIENT_CERTIFICATE),
    ("UNRECOGNIZED_NAME", _R.UNKNOWN_NAME),
    ("PROTOCOL_VERSION", _R.VERSION),
    ("UNSUPPORTED_PROTOCOL", _R.VERSION),
    ("NO_PROTOCOLS_AVAILABLE", _R.VERSION),
    ("WRONG_SSL_VERSION", _R.VERSION),
    # What is no record of TLS; newer versions of OpenSSL have other words for it.
    ("WRONG_VERSION_NUMBER", _R.NOT_TLS),
    ("RECORD_LAYER_FAILURE", _R.NOT_TLS),
    ("PACKET_LENGTH_TOO_LONG", _R.NOT_TLS),
    ("HTTP_REQUEST", _R.NOT_TLS),
    ("UNEXPECTED_EOF", _R.CUT),
    ("ALERT_HANDSHAKE_FAILURE", _R.REFUSED),
    ("INSUFFICIENT_SECURITY", _R.REFUSED),
    ("ALERT_ACCESS_DENIED", _R.REFUSED),
)


class HandshakeError(ssl.SSLError):
    """No secure connection came about, so nothing was sent. ``why``: the reason."""

    def __init__(self, why: TlsReason) -> None:
        super().__init__(why.value)
        self.why = why


def system_trust() -> HTTPAdapter:
    """Asks the operating system whether a certificate may be trusted, so that a company's own proxy is.

    Nothing is ever sent twice by itself. HandshakeError, in the library's own exceptions, where nothing was sent.
    """
    return _SystemTrust()


class _SystemTrust(HTTPAdapter):
    def __init__(self) -> None:
        self._context = _Context(ssl.PROTOCOL_TLS_CLIENT)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2  # Debian's Python would take older ones
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  requests' own signature
        super().init_poolmanager(*args, ssl_context=self._context, **named)

    def proxy_manager_for(self, proxy: str, **named: Any) -> Any:  # noqa: ANN401  as above
        return super().proxy_manager_for(proxy, ssl_context=self._context, **named)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ANN401  as above
        super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
        if verify is True:
            conn.ca_certs = conn.ca_cert_dir = None  # the system decides, not the list that came with requests


class _Context(truststore.SSLContext):
    def wrap_socket(self, *args: Any, **named: Any) -> ssl.SSLSocket:  # noqa: ANN401  the base's own signature
        """Make the connection secure, which is when it can be refused."""
        try:
            return super().wrap_socket(*args, **named)
        except (ssl.SSLError, ConnectionError) as error:
            raise HandshakeError(_reason(error)) from error


def reason(error: BaseException) -> TlsReason | None:
    """Why there is no secure connection; None where an exception means something else.

    A server that speaks TLS 1.3 asks for a certificate of ours, and misses it, after it has let us through the door.
    """
    for cause in causes(error):
        if isinstance(cause, HandshakeError):
            return cause.why
        if isinstance(cause, ssl.SSLError) and _reason(cause) is _R.CLIENT_CERTIFICATE:
            return _R.CLIENT_CERTIFICATE
    return None


def causes(error: BaseException) -> tuple[BaseException, ...]:
    """The error and what it was made from, by any of the ways in which the libraries keep it."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        here = waiting.pop()
        if isinstance(here, BaseException) and not any(here is known for known in found):
            found.append(here)
            waiting += [here.__cause__, here.__context__, getattr(here, "reason", None), *here.args]
    return tuple(found)


def _reason(error: ssl.SSLError | ConnectionError) -> TlsReason:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _BY_CODE.get(getattr(error, "verify_code", 0), _R.UNTRUSTED)
    if isinstance(error, ConnectionError | ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return _R.CUT
    said = getattr(error, "reason", None) or ""
    return next((reason for word, reason in _BY_WORD if word in said), _R.BROKEN)
