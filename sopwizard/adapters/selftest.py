"""Tries what this program needs of the computer: certificates, keyring, data folder, and HTTP to itself."""

# ruff: noqa: PLC0415  each part is loaded when it is tried, so that a missing library fails that part only

from __future__ import annotations

import sys
import tempfile
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sopwizard.domain.model.target import Target
from sopwizard.domain.selftest import Part, Piece, State
from sopwizard.services.selftest import FailedError, Probe

if TYPE_CHECKING:
    import ssl

    from sopwizard.services.job import Job
    from sopwizard.services.ports import Gateways

_LIMIT = 10.0
"""Seconds for the keyring: a locked one asks for its password, and nobody may be there."""

_ROOM = 1024 * 1024
"""Bytes that are written to the data folder: a run's journal and a training environment need less."""

_SERVER = "self-test.invalid"


def journal(folder: Path) -> Probe:
    """The data folder can be written, a journal be made there, and the one that is there be read."""

    def probe(_job: Job) -> Part:
        from sopwizard.adapters.journal import SqliteJournal

        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="self-test-", dir=folder) as place:
            (Path(place) / "written").write_bytes(bytes(_ROOM))
            SqliteJournal(Path(place) / "journal.sqlite").runs()
        kept = SqliteJournal(folder / "journal.sqlite").runs()
        return Part(Piece.JOURNAL, State.OK, (("folder", str(folder)), ("runs", len(kept))))

    return probe


def keyring(job: Job) -> Part:
    """A secret is kept, returned and forgotten, under a name of its own; the program's entries are left alone."""
    from sopwizard.adapters.abandon import abandonable
    from sopwizard.adapters.vault.store import KeyringStore, open_backend, why
    from sopwizard.services.job import Cancelled

    secret = str(uuid.uuid4())

    def round_trip() -> str | None:
        store = KeyringStore(open_backend(), "sopwizard-self-test")
        store.put("secret", secret)
        kept = store.get("secret")
        store.remove("secret")
        return kept

    try:
        kept = abandonable(round_trip, job, limit=_LIMIT)
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001  a keyring's backends raise anything, and the program works without one
        return Part(Piece.KEYRING, State.LIMITED, (("reason", why(error).value),))
    if kept != secret:
        raise FailedError("it returned something else than it was given")
    return Part(Piece.KEYRING, State.OK, (("backend", _backend_name()),))


def _backend_name() -> str:
    import keyring as library

    backend = library.get_keyring()
    return f"{type(backend).__module__}.{type(backend).__name__}"


def tls(_job: Job) -> Part:
    """The system's authorities are found, and a certificate that none of them vouches for is refused.

    No network: both ends of the connection are here.
    """
    import ssl

    import truststore

    found = authorities()
    if found == 0:
        raise FailedError("this system's list of certificate authorities was not found")
    if not _refuses(truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT), *_stranger()):
        raise FailedError("a certificate that nobody vouches for was taken")
    return Part(Piece.TLS, State.OK, (("authorities", found if found is not None else "?"),))


def authorities() -> int | None:
    """How many authorities the system trusts; None where it does not tell (macOS)."""
    import ssl

    if sys.platform == "win32":
        return sum(1 for _each in ssl.enum_certificates("ROOT"))
    if sys.platform == "darwin":
        return None
    paths = ssl.get_default_verify_paths()
    files = (paths.cafile, "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/cert.pem", "/etc/ssl/ca-bundle.pem")
    for name in files:
        if name and Path(name).is_file():
            return Path(name).read_text("ascii", "replace").count("BEGIN CERTIFICATE")
    folder = Path(paths.capath) if paths.capath else None
    return len(list(folder.glob("*.0"))) if folder else 0


def _refuses(client: ssl.SSLContext, certificate: bytes, key: bytes) -> bool:
    """Whether that side ends a handshake with a server of this certificate, and says that the certificate is why."""
    import ssl

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "server.pem"
        file.touch(0o600)
        file.write_bytes(key + certificate)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(file)
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(back, there, server_hostname=_SERVER)
    theirs = server.wrap_bio(there, back, server_side=True)
    for side in (ours, theirs, ours, theirs, ours):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
        except ssl.SSLCertVerificationError:
            return True
    return False


def _stranger() -> tuple[bytes, bytes]:
    """A certificate that vouches for itself, and its key, in PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, _SERVER)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(_SERVER)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    pem = serialization.Encoding.PEM
    return made.public_bytes(pem), key.private_bytes(pem, form, plain)


def training(gateways: Gateways, scenario: str) -> Probe:
    """A training environment answers: sockets of this computer, HTTP, the database, and the reading of answers."""

    def probe(job: Job) -> Part:
        with gateways.open(Target(f"training:{scenario}"), job) as gateway:
            gateway.survey(job)
        return Part(Piece.TRAINING, State.OK, (("scenario", scenario),))

    return probe


def policy(_job: Job) -> Part:
    """There is no policy, or one that can be understood."""
    from sopwizard.adapters import policy as adapter
    from sopwizard.text.policy import rules

    decided = adapter.load()
    if decided.source is None:
        return Part(Piece.POLICY, State.OK, (("path", adapter.place()),))
    return Part(Piece.POLICY, State.LIMITED, (("path", decided.source), ("rules", rules(decided))))
