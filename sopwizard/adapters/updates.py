"""Reads the signed feed of newer versions: nothing of it is believed before its signature was."""

import base64
import binascii
import hashlib
import json
import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from cattrs import Converter
from cattrs.errors import BaseValidationError

from sopwizard import resources
from sopwizard.adapters.abandon import abandonable
from sopwizard.adapters.dataverse.address import is_loopback
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.policy import Policy
from sopwizard.domain.updates import Package, Release
from sopwizard.services.job import Job

if TYPE_CHECKING:
    from sopwizard.adapters.signin.http import Session

VARIABLE: Final = "SOPWIZARD_UPDATE_FEED"
"""Another address of the same feed, such as a mirror. The key stays: what is there must be signed all the same."""

SIGNATURE: Final = ".sig"
"""What the signature's address ends in, after the feed's: Ed25519 over the feed's bytes, in base64."""

_SECONDS: Final = 30.0
_DOWNLOAD_SECONDS: Final = 900.0
_MOST_BYTES: Final = 400 * 1024 * 1024
_PRODUCT: Final = "sopwizard"


def system() -> str:
    """Which of a release's files is for this computer."""
    if sys.platform in {"win32", "darwin"}:
        return {"win32": "windows", "darwin": "macos"}[sys.platform]
    return "linux-deb" if Path("/var/lib/dpkg/info/sopwizard.list").exists() else "linux"


def settings(policy: Policy, environment: "os._Environ[str] | dict[str, str]" = os.environ) -> tuple[str, bytes]:
    """Address and key of the feed: the policy's, else what came with the program. NO_UPDATE_FEED."""
    came = json.loads(resources.path("updates.json").read_text("utf-8"))
    address = policy.update_feed or environment.get(VARIABLE) or came["feed"]
    key = policy.update_key or came["key"]
    if not address or not key:
        raise SopError(Problem.NO_UPDATE_FEED)
    return str(address), base64.b64decode(str(key))


class SignedFeed:
    """Implements services.updates.Feed. ``key``: the publisher's public key, 32 bytes."""

    def __init__(self, address: str, key: bytes, *, seconds: float = _SECONDS) -> None:
        self._address = address
        self._key = key
        self._seconds = seconds

    @property
    def host(self) -> str:
        """Its name."""
        return urlsplit(self._address).hostname or self._address[:100]

    def release(self, job: Job) -> Release:
        """The release that the feed announces, verified."""
        content = self._get(self._address, job)
        signature = self._get(self._address + SIGNATURE, job)
        if not self._is_signed(content, signature):
            raise self._unverified("signature")
        try:
            return _release(content)
        except (ValueError, TypeError, KeyError, BaseValidationError) as error:
            raise self._unverified("form") from error

    def download(self, package: Package, folder: Path, job: Job) -> Path:
        """The file, whole and verified, or none at all."""
        if not 0 < package.size <= _MOST_BYTES or PurePosixPath(package.name).name != package.name:
            raise self._unverified("form")
        session = self._session(_DOWNLOAD_SECONDS, package.url)
        part = folder / f"{package.name}.part"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            digest = abandonable(lambda: self._stream(session, package, part, job), job, limit=_DOWNLOAD_SECONDS)
            if digest != package.sha256.lower():
                raise self._unverified("digest")
            return part.replace(folder / package.name)
        except TimeoutError as error:
            raise SopError(Problem.TIMEOUT, host=self.host, seconds=int(_DOWNLOAD_SECONDS)) from error
        except OSError as error:
            raise SopError(Problem.FILE_UNWRITABLE, path=str(folder)) from error
        finally:
            session.close()
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _stream(self, session: "Session", package: Package, part: Path, job: Job) -> str:
        import requests  # noqa: PLC0415  only who asks for updates waits for it

        from sopwizard.adapters.signin.http import network_problem  # noqa: PLC0415  as above

        digest, size = hashlib.sha256(), 0
        try:
            # Past Session.send, which reads answers into memory.
            with requests.Session.send(
                session, _request(session, package.url), stream=True, timeout=_SECONDS
            ) as answer:
                answer.raise_for_status()
                with part.open("wb") as file:
                    for chunk in answer.iter_content(1024 * 1024):
                        job.check()
                        size += len(chunk)
                        if size > package.size:
                            raise self._unverified("digest")
                        digest.update(chunk)
                        file.write(chunk)
        except requests.RequestException as error:
            raise network_problem(error, package.url) from error
        return digest.hexdigest()

    def _get(self, url: str, job: Job) -> bytes:
        import requests  # noqa: PLC0415  as above

        from sopwizard.adapters.signin.http import network_problem  # noqa: PLC0415  as above

        def call() -> bytes:
            with self._session(self._seconds, url) as session:
                answer = session.get(url)
                answer.raise_for_status()
                return answer.content

        try:
            return abandonable(call, job, limit=self._seconds * 2)
        except TimeoutError as error:
            raise SopError(Problem.TIMEOUT, host=self.host, seconds=int(self._seconds)) from error
        except requests.RequestException as error:
            raise network_problem(error, url) from error

    def _session(self, seconds: float, url: str) -> "Session":
        from sopwizard.adapters.signin.http import Session  # noqa: PLC0415  as above

        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            raise self._unverified("address")
        return Session(seconds)

    def _is_signed(self, content: bytes, signature: bytes) -> bool:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  as above
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415  as above

        try:
            Ed25519PublicKey.from_public_bytes(self._key).verify(base64.b64decode(signature, validate=False), content)
        except (InvalidSignature, ValueError, binascii.Error):
            return False
        return True

    def _unverified(self, reason: str) -> SopError:
        return SopError(Problem.UPDATE_UNVERIFIED, host=self.host, reason=reason)


def _request(session: "Session", url: str) -> Any:  # noqa: ANN401  requests' own
    import requests  # noqa: PLC0415  as above

    return session.prepare_request(requests.Request("GET", url))


def _release(content: bytes) -> Release:
    found = json.loads(content)
    if not isinstance(found, dict) or found.pop("product", None) != _PRODUCT:
        raise ValueError("product")
    converter = Converter()  # new keys may come
    converter.register_structure_hook(datetime, lambda value, _kind: _utc(str(value)))
    return converter.structure(found, Release)


def _utc(value: str) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError("no time zone")
    return at
