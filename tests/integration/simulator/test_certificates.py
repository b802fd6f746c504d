"""Files for https that cannot be used are named, with what is wrong with them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from sopwizard.adapters.simulator.server import RunningSimulator
from sopwizard.domain.errors import Problem, SopError
from tests.support.certificates import TestAuthority


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Files of every kind that somebody may give."""
    authority = TestAuthority(tmp_path / "authority")
    one, other = authority.server("localhost"), authority.server("127.0.0.1")
    held = serialization.load_pem_private_key(one.key.read_bytes(), None)
    locked = held.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"a password"),
    )
    (tmp_path / "locked.pem").write_bytes(locked)
    (tmp_path / "words.txt").write_text("no certificate, and no key\n")
    return {
        "certificate": one.certificate,
        "key": one.key,
        "other": other.key,
        "locked": tmp_path / "locked.pem",
        "words": tmp_path / "words.txt",
        "nowhere": tmp_path / "nowhere.pem",
        "nameless": Path("\0"),
    }


@pytest.mark.parametrize(
    ("certificate", "key", "said"),
    [
        ("nowhere", "key", "--tls-cert {certificate} cannot be read: No such file or directory."),
        ("nameless", "key", "--tls-cert {certificate} cannot be read: embedded null byte."),
        ("certificate", "nowhere", "--tls-key {key} cannot be read: No such file or directory."),
        ("words", "key", "--tls-cert {certificate} holds no certificate in PEM form."),
        ("key", "key", "--tls-cert {certificate} holds no certificate in PEM form."),
        ("certificate", "words", "--tls-key {key} holds no private key in PEM form, or one that needs a password."),
        ("certificate", "locked", "--tls-key {key} holds no private key in PEM form, or one that needs a password."),
        ("certificate", "other", "The private key in {key} does not belong to the certificate in {certificate}."),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    start: Callable[..., RunningSimulator], files: dict[str, Path], certificate: str, key: str, said: str
) -> None:
    with pytest.raises(SopError) as raised:
        start(tls=(files[certificate], files[key]))
    assert raised.value.problem is Problem.USAGE
    assert raised.value.details["text"] == said.format(certificate=files[certificate], key=files[key])
