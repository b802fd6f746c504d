"""The certificate that the simulator shows, and what is wrong with files that hold none."""

import ssl
from pathlib import Path

from sopwizard.domain.errors import Problem, SopError
from sopwizard.text import commands as text

_MISMATCH = "KEY_VALUES_MISMATCH"


def context(certificate: Path, key: Path) -> ssl.SSLContext:
    """TLS with that certificate and key, both in PEM. USAGE with the file's name where one cannot be used."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        made.load_cert_chain(certificate, key, password=lambda: "")  # a server has nobody to ask for one
    except (OSError, ValueError) as error:  # the latter: a name that no file can have
        raise SopError(Problem.USAGE, text=_flaw(certificate, key, error)) from error
    return made


def _flaw(certificate: Path, key: Path, error: Exception) -> str:
    """What is wrong. OpenSSL says neither with which of the two files, nor in words for people."""
    for option, file in (("--tls-cert", certificate), ("--tls-key", key)):
        try:
            with file.open("rb"):
                pass
        except (OSError, ValueError) as unreadable:
            reason = getattr(unreadable, "strerror", None) or str(unreadable)
            return text.cannot_read(option, str(file), reason)
    if getattr(error, "reason", None) == _MISMATCH:
        return text.key_of_another(str(certificate), str(key))
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(certificate)
    except OSError:
        return text.no_certificate("--tls-cert", str(certificate))
    return text.no_key("--tls-key", str(key))
