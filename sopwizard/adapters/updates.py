"""Reads the signed feed of newer versions: nothing of it is believed before its signature was."""

import base64
import binascii
import hashlib
import json
import os
import re
import sys
import uuid
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from cattrs import Converter
from cattrs.errors import BaseValidationError

from sopwizard import resources
from sopwizard.adapters.abandon import abandonable
from sopwizard.adapters.dataverse.address import is_loopback
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.policy import Policy
from sopwizard.domain.updates import Package, Release, is_file_name, is_version
from sopwizard.services.job import Job

if TYPE_CHECKING:
    import requests

    from sopwizard.adapters.signin.http import Session

VARIABLE: Final = "SOPWIZARD_UPDATE_FEED"
"""Another address of the same feed, such as a mirror. The key stays: what is there must be signed all the same."""

SIGNATURE: Final = ".sig"
"""What the signature's address ends in, after the feed's: Ed25519 over the feed's bytes, in base64."""

_SECONDS: Final = 30.0
_DOWNLOAD_SECONDS: Final = 900.0
_MOST_BYTES: Final = 400 * 1024 * 1024
_KEY_BYTES: Final = 32
_DIGEST: Final = re.compile("[0-9a-fA-F]{64}")
_ABSENT: Final = frozenset({401, 403, 404, 410})
_PRODUCT: Final = "sopwizard"


def system() -> str:
    """Which of a release's files is for this computer."""
    if sys.platform in {"win32", "darwin"}:
        return {"win32": "windows", "darwin": "macos"}[sys.platform]
    return "linux-deb" if Path("/var/lib/dpkg/info/sopwizard.list").exists() else "linux"


def settings(policy: Policy, environment: "os._Environ[str] | dict[str, str]" = os.environ) -> tuple[str, bytes]:
    """Address and key of the feed: the policy's, else what came with the program. NO_UPDATE_FEED, BROKEN_POLICY,
    BROKEN_INSTALLATION.
    """
    try:
        came = json.loads(resources.path("updates.json").read_text("utf-8"))
        feed, public = came["feed"], came["key"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SopError(Problem.BROKEN_INSTALLATION, part="updates.json") from error
    address = policy.update_feed or environment.get(VARIABLE) or feed
    key = policy.update_key or public
    if not address or not key:
        raise SopError(Problem.NO_UPDATE_FEED)
    try:
        found = base64.b64decode(str(key), validate=True)
    except ValueError:
        found = b""
    if len(found) != _KEY_BYTES:
        if policy.update_key:
            raise SopError(Problem.BROKEN_POLICY, path=policy.source)
        raise SopError(Problem.BROKEN_INSTALLATION, part="updates.json")
    return str(address), found


class SignedFeed:
    """Implements services.updates.Feed. ``key``: the publisher's public key, 32 bytes."""

    def __init__(self, address: str, key: bytes, *, seconds: float = _SECONDS) -> None:
        self._address = address
        self._key = key
        self._seconds = seconds

    @property
    def host(self) -> str:
        """Its name."""
        with suppress(ValueError):
            return urlsplit(self._address).hostname or self._address[:100]
        return self._address[:100]

    def release(self, job: Job) -> Release:
        """The release that the feed announces, verified."""
        content = self._get(self._address, job)
        signature = self._get(self._address + SIGNATURE, job)
        if not self._is_signed(content, signature):
            raise self._unverified("signature")
        try:
            return _release(content)
        except (ValueError, TypeError, KeyError, RecursionError, BaseValidationError) as error:
            raise self._unverified("form") from error

    def download(self, package: Package, folder: Path, job: Job) -> Path:
        """The file, whole and verified, or none at all."""
        session = self._session(_DOWNLOAD_SECONDS, package.url)
        # A name that nobody can have put a link under, and that two downloads at once do not share.
        part = folder / f"{package.name}.{uuid.uuid4().hex}.part"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            got = abandonable(lambda: self._stream(session, package, part, job), job, limit=_DOWNLOAD_SECONDS)
            if got != (package.size, package.sha256.lower()):
                raise self._unverified("digest")
            return part.replace(folder / package.name)
        except TimeoutError as error:
            raise self._slow() from error
        except OSError as error:
            raise SopError(Problem.FILE_UNWRITABLE, path=str(folder)) from error
        finally:
            session.close()
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _stream(self, session: "Session", package: Package, part: Path, job: Job) -> tuple[int, str]:
        import requests  # noqa: PLC0415  only who asks for updates waits for it

        digest, size = hashlib.sha256(), 0
        try:
            # Past Session.send, which reads answers into memory.
            with requests.Session.send(
                session, _request(session, package.url), stream=True, timeout=_SECONDS
            ) as answer:
                answer.raise_for_status()
                with part.open("xb") as file:
                    for chunk in answer.iter_content(1024 * 1024):
                        job.check()
                        size += len(chunk)
                        if size > package.size:
                            raise self._unverified("digest")
                        digest.update(chunk)
                        file.write(chunk)
        except requests.RequestException as error:
            raise self._failed(error, package.url) from error
        return size, digest.hexdigest()

    def _get(self, url: str, job: Job) -> bytes:
        import requests  # noqa: PLC0415  as above

        def call() -> bytes:
            with self._session(self._seconds, url) as session:
                answer = session.get(url)
                answer.raise_for_status()
                if answer.is_redirect:
                    raise self._unverified("elsewhere")
                return answer.content

        try:
            return abandonable(call, job, limit=self._seconds * 2)
        except TimeoutError as error:
            raise self._slow() from error
        except requests.RequestException as error:
            raise self._failed(error, url) from error

    def _failed(self, error: "requests.RequestException", url: str) -> SopError:
        from sopwizard.adapters.signin.http import network_problem  # noqa: PLC0415  as above

        if error.response is not None and error.response.status_code in _ABSENT:
            return self._unverified("absent")
        found = network_problem(error, url)
        return self._slow() if found.problem is Problem.TIMEOUT else found

    def _slow(self) -> SopError:
        return SopError(Problem.TIMEOUT, host=self.host, kind="updates")

    def _session(self, seconds: float, url: str) -> "Session":
        from sopwizard.adapters.signin.http import Session  # noqa: PLC0415  as above

        class Guarded(Session):
            """Goes on from one address to another only where nobody on the way can read or change it."""

            def get_redirect_target(_session, resp: "requests.Response") -> str | None:  # noqa: N805  self is the feed
                target = super().get_redirect_target(resp)
                if target is not None and not _is_safe(target, resp.url):
                    resp.close()
                    raise self._unverified("address")
                return target

        if not _is_safe(url):
            raise self._unverified("address")
        return Guarded(seconds)

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


def _is_safe(url: str, base: str = "") -> bool:
    """Whether that, seen from ``base``, is https to somewhere, or this computer itself."""
    try:
        parts = urlsplit(urljoin(base, url))
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def _request(session: "Session", url: str) -> Any:  # noqa: ANN401  requests' own
    import requests  # noqa: PLC0415  as above

    return session.prepare_request(requests.Request("GET", url))


def _release(content: bytes) -> Release:
    found = json.loads(content)
    if not isinstance(found, dict) or found.pop("product", None) != _PRODUCT:
        raise ValueError("product")
    converter = Converter()  # new keys may come
    converter.register_structure_hook(datetime, lambda value, _kind: _utc(str(value)))
    release = converter.structure(found, Release)
    if not is_version(release.version) or not all(_is_sound(each) for each in release.files):
        raise ValueError("values")
    return release


def _is_sound(package: Package) -> bool:
    return (
        is_file_name(package.name) and 0 < package.size <= _MOST_BYTES and _DIGEST.fullmatch(package.sha256) is not None
    )


def _utc(value: str) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError("no time zone")
    return at
